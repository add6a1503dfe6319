import { cp, mkdir, readdir, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Fault } from "./fault.ts";

const run = promisify(execFile);

/**
 * A copy of the working tree in which faults may be planted.
 *
 * Installed packages are linked, not copied; the workspace's own are linked to the *copy*, or a fault in
 * `packages/protocol` would be planted where no server of the copy looks.
 */
export async function copyTree(from: string, to: string): Promise<void> {
  const listed = await run("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: from, maxBuffer: 1 << 26 });
  const files = listed.stdout.split("\0").filter(Boolean);
  for (const file of files) {
    await mkdir(dirname(join(to, file)), { recursive: true });
    // A file listed and already deleted by hand is no part of the tree.
    await cp(join(from, file), join(to, file)).catch(ignoreMissing);
  }
  await linkModules(join(from, "node_modules"), join(to, "node_modules"));
  await linkBuiltPages(from, to);
}

async function linkModules(from: string, to: string): Promise<void> {
  await mkdir(join(to, "@aval"), { recursive: true });
  for (const name of await readdir(from)) {
    if (name !== "@aval") await symlink(join(from, name), join(to, name));
  }
  for (const name of await readdir(join(from, "@aval"))) {
    await symlink(await readlink(join(from, "@aval", name)), join(to, "@aval", name));
  }
}

/** Pages are built, not committed: the copy shows those of the original. */
async function linkBuiltPages(from: string, to: string): Promise<void> {
  for (const app of ["login", "authenticator"]) {
    await symlink(join(from, "apps", app, "dist"), join(to, "apps", app, "dist")).catch(ignoreMissing);
  }
}

function ignoreMissing(cause: NodeJS.ErrnoException): void {
  if (cause.code !== "ENOENT") throw cause;
}

/** The file with the fault in it; throws when the text is not there exactly once. */
export function withFault(source: string, fault: Fault): string {
  const found = source.split(fault.find).length - 1;
  if (found !== 1) throw new Error(`"${fault.law}": its text is found ${found} times in ${fault.file}`);
  if (fault.find === fault.replace) throw new Error(`"${fault.law}": it changes nothing`);
  return source.replace(fault.find, () => fault.replace);
}

/** Plants the fault, does `work`, and takes it out again. */
export async function planted<T>(tree: string, fault: Fault, work: () => Promise<T>): Promise<T> {
  const path = join(tree, fault.file);
  const sound = await readFile(path, "utf8");
  await writeFile(path, withFault(sound, fault));
  try {
    return await work();
  } finally {
    await writeFile(path, sound);
  }
}
