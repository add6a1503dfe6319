import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestPerson } from "#modules/developer";

/** The sandbox's people with their stories, in the order of the extract they are imported from. */
export async function people(): Promise<readonly TestPerson[]> {
  return JSON.parse(
    await readFile(join(import.meta.dirname, "stories.json"), "utf8"),
  ) as TestPerson[];
}
