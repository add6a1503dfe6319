import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Lang } from "./wall.ts";

/** While one screen is being made, `AVAL_GALLERY="home team"` looks at those alone: seconds instead of minutes. */
const looked = process.env["AVAL_GALLERY"]?.split(" ");
export const isLooked = (screen: string): boolean => looked?.includes(screen) ?? true;

const folder = fileURLToPath(new URL("../transcripts/", import.meta.url));

/**
 * Compares what a screen reader says with `stories/transcripts/<part>-<screen>.<lang>.txt`, and answers what differs, file by
 * file. With `AVAL_UPDATE_TRANSCRIPTS=1` it writes them instead: who changed a screen reads the difference before committing.
 */
export async function settleTranscripts(
  part: string,
  lang: Lang,
  said: ReadonlyMap<string, string>,
): Promise<string[]> {
  const wanted = new Map(
    [...said].map(([screen, text]) => [`${part}-${screen}.${lang}.txt`, text]),
  );
  const kept = (await readdir(folder).catch(() => [])).filter(
    (file) =>
      file.startsWith(`${part}-`) &&
      file.endsWith(`.${lang}.txt`) &&
      isLooked(file.slice(part.length + 1, -`.${lang}.txt`.length)),
  );
  if (process.env["AVAL_UPDATE_TRANSCRIPTS"]) return write(wanted, kept);
  const faults = kept.filter((file) => !wanted.has(file)).map((file) => `${file}: no such screen`);
  for (const [file, text] of wanted) {
    const before = await readFile(join(folder, file), "utf8").catch(() => undefined);
    if (before !== text) faults.push(`${file}: ${firstDifference(before, text)}`);
  }
  return faults;
}

async function write(
  wanted: ReadonlyMap<string, string>,
  kept: readonly string[],
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  for (const file of kept) if (!wanted.has(file)) await rm(join(folder, file));
  for (const [file, text] of wanted) await writeFile(join(folder, file), text);
  return [];
}

function firstDifference(before: string | undefined, after: string): string {
  if (before === undefined) return "not kept yet";
  const [old, now] = [before.split("\n"), after.split("\n")];
  const at = now.findIndex((line, index) => line !== old[index]);
  const line = at < 0 ? now.length : at;
  return `line ${line + 1} was “${old[line] ?? ""}”, is “${now[line] ?? ""}” (AVAL_UPDATE_TRANSCRIPTS=1 keeps it)`;
}
