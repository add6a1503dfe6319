import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestPerson } from "#modules/developer";

/** The sandbox's people with their stories, in the order of the extract they are imported from. */
export async function people(): Promise<readonly TestPerson[]> {
  const text = await readFile(join(import.meta.dirname, "stories.json"), "utf8");
  const stories = JSON.parse(text) as Readonly<Record<string, { readonly name: string; readonly story: string }>>;
  return Object.entries(stories).map(([nationalId, { name, story }]) => ({ nationalId, name, story }));
}
