import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The metadata that the sandbox reads by itself: of the virtual authenticator of a browser under test, so that a security key can be
 * tried without one. Its attestation key is public: whoever has a browser can make one, hence a production never looks here.
 */
export const sandboxAuthenticators = (): Promise<string> =>
  readFile(join(import.meta.dirname, "virtual-authenticator.json"), "utf8");
