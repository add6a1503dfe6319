import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Kept } from "./judge.ts";

/** What a witness keeps, one file a log: written whole, and on the disk before anything is answered. One program at a time. */
const fileOf = (folder: string, origin: string) =>
  join(folder, `${createHash("sha256").update(origin).digest("hex").slice(0, 16)}.json`);

export function readKept(folder: string, origin: string): Kept | undefined {
  const path = fileOf(folder, origin);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Kept) : undefined;
}

export async function keep(folder: string, origin: string, kept: Kept): Promise<void> {
  await writeWhole(folder, fileOf(folder, origin), `${JSON.stringify(kept)}\n`);
}

/** A checkpoint that forks from the one kept: the two together show it to anybody. */
export async function keepFork(
  folder: string,
  { origin, note, at }: { readonly origin: string; readonly note: string; readonly at: number },
): Promise<string> {
  const path = fileOf(folder, origin).replace(/\.json$/, `-fork-${at}.txt`);
  const before = readKept(folder, origin)?.note ?? "";
  await writeWhole(folder, path, `${before}\n${note}`);
  return path;
}

/** Its operator has looked, and begins a log anew (a restore, say): what was kept is set aside, and not thrown away. */
export async function setAside(folder: string, origin: string, at: number): Promise<boolean> {
  const path = fileOf(folder, origin);
  if (!existsSync(path)) return false;
  await rename(path, path.replace(/\.json$/, `-before-${at}.json`));
  return true;
}

async function writeWhole(folder: string, path: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(`${path}.new`, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
