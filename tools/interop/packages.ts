import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where an installed package lies. */
export const packageFolder = (name: string) =>
  join(import.meta.dirname, "..", "..", "node_modules", name);

/** The version of an installed package. */
export async function packageVersion(name: string): Promise<string | undefined> {
  try {
    const text = await readFile(join(packageFolder(name), "package.json"), "utf8");
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return undefined;
  }
}
