import { cp, mkdir, readdir, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Edit, Fault } from "./fault.ts";

const run = promisify(execFile);

/**
 * A copy of the working tree in which faults may be planted.
 *
 * Installed packages are linked, not copied; the workspace's own are linked to the *copy*, or a fault in
 * `packages/protocol` would be planted where no server of the copy looks.
 */
export async function copyTree(from: string, to: string): Promise<void> {
  const listed = await run("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    cwd: from,
    maxBuffer: 1 << 26,
  });
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
  for (const app of ["login", "authenticator", "account"]) {
    await symlink(join(from, "apps", app, "dist"), join(to, "apps", app, "dist")).catch(
      ignoreMissing,
    );
  }
}

function ignoreMissing(cause: NodeJS.ErrnoException): void {
  if (cause.code !== "ENOENT") throw cause;
}

/**
 * The file with the edit in it; throws when the text is not there exactly once. White space and commas before a closing
 * bracket count for nothing, so that the formatter may lay the line out anew.
 */
export function withEdit(source: string, edit: Edit): string {
  const places = [...source.matchAll(layoutFree(edit.find))];
  const [place] = places;
  if (!place || places.length > 1) {
    throw new Error(`found ${places.length} times in ${edit.file}: ${edit.find}`);
  }
  return source.slice(0, place.index) + edit.replace + source.slice(place.index + place[0].length);
}

function layoutFree(text: string): RegExp {
  const tokens = text.trim().match(/\w+|[^\w\s]/g) ?? [];
  const pattern = tokens.map((token) => {
    const exact = token.replace(/[^\w]/g, "\\$&");
    return /[)\]}]/.test(token) ? `,?\\s*${exact}` : exact;
  });
  return new RegExp(pattern.join("\\s*"), "g");
}

/** Plants the fault, does `work`, and takes it out again. */
export async function planted<T>(tree: string, fault: Fault, work: () => Promise<T>): Promise<T> {
  const sound = new Map<string, string>();
  try {
    for (const edit of fault.edits) {
      const path = join(tree, edit.file);
      const source = await readFile(path, "utf8");
      if (!sound.has(path)) sound.set(path, source);
      await writeFile(path, withEdit(source, edit));
    }
    return await work();
  } finally {
    for (const [path, source] of sound) await writeFile(path, source);
  }
}
