import { createHash } from "node:crypto";
import { lstatSync, statfsSync } from "node:fs";
import { join } from "node:path";

/** What the databases of a run, their log and their leftovers may come to, in bytes. */
const roomNeeded = 2 * 2 ** 30;

/**
 * Where the tests' PostgreSQL keeps its files: in memory where Linux offers it, since a database is a thousand files and a
 * disk that makes and removes them by the hundred thousand takes a second for each (docs/decisions/0077); else in `.cache/`
 * of this checkout. The answer is the same for every process of a run. A folder that somebody else made under our name is left to them.
 */
export function testFolder(root: string, memory = "/dev/shm"): string {
  const onDisk = join(root, ".cache", "test-postgres");
  const uid = process.getuid?.();
  if (uid === undefined || !hasRoom(memory)) return onDisk;
  const checkout = createHash("sha256").update(root).digest("hex").slice(0, 12);
  const inMemory = join(memory, `aval-test-${uid}-${checkout}`);
  const found = lstatSync(inMemory, { throwIfNoEntry: false });
  const isOurs = found === undefined || (found.isDirectory() && found.uid === uid);
  return isOurs ? inMemory : onDisk;
}

/** By its whole size: what is free changes during a run. */
function hasRoom(memory: string): boolean {
  try {
    const { blocks, bsize } = statfsSync(memory);
    return lstatSync(memory).isDirectory() && blocks * bsize >= roomNeeded;
  } catch {
    return false;
  }
}
