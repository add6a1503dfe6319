import { link, mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Random } from "#platform/random";

/** Puts what was written to a folder's list of names on the disk. Not every system can: Windows refuses. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch {
    // The name is then on the disk a little later; a key lost with it would only be made anew.
  }
}

/**
 * Makes a file that must be made once, though several processes start together, and returns what it holds.
 *
 * It is written whole under another name and then linked: whoever loses reads the winner's file, and nobody ever reads
 * half of one. Mode 0600: only this user.
 */
export async function makeOnce(path: string, content: Uint8Array, random: Random): Promise<Buffer> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${Buffer.from(random.bytes(8)).toString("hex")}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, path);
    await syncFolder(dirname(path));
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== "EEXIST") throw fault;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path);
}

/** The file's bytes, or `undefined` when there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fault;
  }
}

/** Whether others than its owner may read it. Always false on Windows, which has no such bits. */
export async function isReadByOthers(path: string): Promise<boolean> {
  return process.platform !== "win32" && ((await stat(path)).mode & 0o077) !== 0;
}
