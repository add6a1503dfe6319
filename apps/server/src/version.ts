import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** This program's version, as its package says. */
export async function programVersion(): Promise<string> {
  const text = await readFile(join(import.meta.dirname, "..", "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
