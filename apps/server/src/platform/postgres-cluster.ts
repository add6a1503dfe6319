import { execFile, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import {
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Halt } from "./halt.ts";
import { preparedBinaries, reachableByAll } from "./postgres-binaries.ts";
import { makePipe, pipeOf } from "./postgres-keeper.ts";

/** Where things are, and as whom PostgreSQL runs. */
export type Place = {
  readonly dataDir: string;
  /** `<data>/postgres`, PostgreSQL's own folder. */
  readonly cluster: string;
  readonly durable: boolean;
  /** Whom root gives the folder to; `undefined` when we are not root. */
  readonly guest: { readonly uid: number; readonly gid: number } | undefined;
  /** Whether PostgreSQL's user can come to the folder by its path. */
  readonly reachable: boolean;
};

/** A PostgreSQL that runs in our folder. */
export type Postmaster = {
  readonly pid: number;
  readonly pidFile: string;
  readonly socketFolder: string;
  /** On Windows, where PostgreSQL has no socket of its own. */
  readonly tcpPort: number | undefined;
};

const run = promisify(execFile);
const majorVersion = "18";
const startPatienceMs = 30_000;
const onWindows = process.platform === "win32";
/** A socket's path ends at 107 bytes on Linux, 103 on macOS; the socket's own name takes 16. */
const socketFolderMax = 80;

/**
 * The PostgreSQL that runs in this folder. The file of one that was killed is left to PostgreSQL, which replaces it,
 * unless its number now belongs to another program (as happens in containers, where numbers are small): then
 * PostgreSQL would refuse to start, and the file is removed.
 */
export async function readPostmaster(place: Place): Promise<Postmaster | undefined> {
  const pidFile = join(place.cluster, "postmaster.pid");
  const text = await readFile(pidFile, "utf8").catch(() => "");
  const [pid, , , port, socketFolder] = text.split("\n");
  if (!pid || !isAlive(Number(pid))) return undefined;
  if (!(await worksHere(Number(pid), place))) {
    if ((await readFile(pidFile, "utf8").catch(() => "")) === text)
      await rm(pidFile, { force: true });
    return undefined;
  }
  // Written line by line while PostgreSQL starts.
  if (!port || (!socketFolder && !onWindows)) return undefined;
  return {
    pid: Number(pid),
    pidFile,
    socketFolder: socketFolder ?? "",
    tcpPort: onWindows ? Number(port) : undefined,
  };
}

async function worksHere(pid: number, place: Place): Promise<boolean> {
  if (process.platform === "linux") {
    // PostgreSQL works inside its folder. Unreadable: another user's program, hence not ours.
    const at = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    return at === (await realpath(place.cluster));
  }
  if (onWindows) return true;
  const { stdout } = await run("ps", ["-o", "command=", "-p", String(pid)]).catch(() => ({
    stdout: "",
  }));
  return stdout.includes("postgres");
}

/** Whether PostgreSQL's folder was made; a folder of another major version is refused with what to do. */
export async function clusterExists(place: Place): Promise<boolean> {
  const version = await readFile(join(place.cluster, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version !== undefined && version.trim() !== majorVersion) {
    throw new Halt(
      `${place.cluster} a été fait par PostgreSQL ${version.trim()}, et celui d'ici est ${majorVersion}. Faites une sauvegarde avec l'ancienne version d'Aval et restaurez-la ici.`,
      `${place.cluster} was made by PostgreSQL ${version.trim()}, and this one is ${majorVersion}. Back up with the older Aval and restore here.`,
    );
  }
  return version !== undefined;
}

/**
 * The folder of the socket: short, in the temporary folder, its own. The recorded one is kept while its users hold the
 * pipe in it, so that their URLs stay good when PostgreSQL comes back.
 */
export async function socketFolderFor(place: Place, recorded: string | undefined): Promise<string> {
  if (recorded && (await isOwnFolder(place, recorded)) && (await hasPipe(recorded)))
    return recorded;

  const parent = await temporaryFolder(place);
  const folder = await mkdtemp(join(parent, "aval-"));
  if (place.guest) await chown(folder, place.guest.uid, place.guest.gid);
  await makePipe(folder);
  return folder;
}

async function temporaryFolder(place: Place): Promise<string> {
  const folder = tmpdir();
  if (onWindows) return folder;
  if (folder.length > socketFolderMax) return "/tmp";
  return !place.guest || (await reachableByAll(folder)) ? folder : "/tmp";
}

async function isOwnFolder(place: Place, folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  // Somebody else's folder of that name would be somebody else's socket.
  return found?.isDirectory() === true && found.uid === (place.guest?.uid ?? process.getuid?.());
}

async function hasPipe(folder: string): Promise<boolean> {
  return (await stat(pipeOf(folder)).catch(() => undefined))?.isFIFO() === true;
}

/** How PostgreSQL's programs are run: in the folder, as its user, with none of the caller's `PG…` variables. */
function runOptions(place: Place, folder: string) {
  return { cwd: folder, env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C" }, ...place.guest };
}

/**
 * The folder's name for PostgreSQL. When its user cannot come by the path (a checkout under a home of root's, 0700), Linux lets it
 * in by the folder it was started in.
 */
function nameFor(place: Place, folder: string): string {
  if (place.reachable) return folder;
  if (process.platform === "linux") return "/proc/self/cwd";
  throw new Halt(
    `PostgreSQL refuse de tourner en root, et un autre utilisateur ne peut pas atteindre ${folder}. Donnez AVAL_DATA_DIR, ou ne démarrez pas en root.`,
    `PostgreSQL refuses to run as root, and another user cannot reach ${folder}. Give AVAL_DATA_DIR, or do not start as root.`,
  );
}

async function binaries(place: Place, socketFolder: string): Promise<string> {
  return preparedBinaries({
    reachable: async (path) => !place.guest || reachableByAll(path),
    spare: socketFolder,
  });
}

/** Makes PostgreSQL's folder: beside, then in place by one rename, so that a half-made one is never taken for a whole. */
export async function initialise(
  place: Place,
  { owner, password, socketFolder }: { owner: string; password: string; socketFolder: string },
): Promise<void> {
  await removeHalfMade(place);
  const programs = await binaries(place, socketFolder);
  const draft = `${place.cluster}.new-${process.pid}`;
  const passwordFile = join(socketFolder, `password-${process.pid}`);
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (place.guest) {
    await chown(draft, place.guest.uid, place.guest.gid);
    await chown(passwordFile, place.guest.uid, place.guest.gid);
  }
  try {
    await run(
      join(programs, "initdb"),
      [
        ...[
          "-D",
          nameFor(place, draft),
          "-U",
          owner,
          `--pwfile=${passwordFile}`,
          "-A",
          "scram-sha-256",
          "-E",
          "UTF8",
        ],
        ...[
          "--locale=C",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8",
          "--no-instructions",
        ],
        ...(place.durable ? [] : ["--no-sync"]),
      ],
      runOptions(place, draft),
    );
    await rename(draft, place.cluster);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process made it meanwhile, with the same password: its folder is as good.
    if (await clusterExists(place)) return;
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function removeHalfMade(place: Place): Promise<void> {
  for (const name of await readdir(place.dataDir)) {
    const pid = /^postgres\.new-(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid)))
      await rm(join(place.dataDir, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function settings(place: Place, socketFolder: string, port: number | undefined): string[] {
  const all: Record<string, string> = {
    ...(port
      ? { listen_addresses: "127.0.0.1", port: String(port) }
      : {
          listen_addresses: "",
          unix_socket_directories: `"${socketFolder}"`,
          unix_socket_permissions: "0700",
        }),
    max_connections: place.durable ? "100" : "300",
    timezone: "UTC",
    log_timezone: "UTC",
    // A refused statement and its values would bring personal data into the log; the program that asked tells it.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    jit: "off",
    ...(place.durable
      ? {}
      : {
          fsync: "off",
          synchronous_commit: "off",
          full_page_writes: "off",
          autovacuum: "off",
          max_wal_size: "256MB",
        }),
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Starts PostgreSQL in its own session, so that Ctrl-C in our terminal is ours to answer first. Empty: it runs. */
export async function launch(place: Place, socketFolder: string): Promise<string> {
  const programs = await binaries(place, socketFolder);
  const port = onWindows ? await freePort() : undefined;
  const log = openSync(join(place.dataDir, "postgres.log"), "a", 0o600);
  const child = spawn(
    join(programs, "postgres"),
    ["-D", nameFor(place, place.cluster), ...settings(place, socketFolder, port)],
    { ...runOptions(place, place.cluster), detached: true, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  let ended: string | undefined;
  child.on("error", (error) => {
    ended = error.message;
  });
  child.on("exit", (code, signal) => {
    ended = `postgres: ${signal ?? `exit ${code}`}.`;
  });
  child.unref();
  for (
    const deadline = performance.now() + startPatienceMs;
    performance.now() < deadline;
    await delay(10)
  ) {
    if (ended !== undefined) return ended;
    if ((await statusOf(place, child.pid)) === "ready") return "";
  }
  return "postgres: not ready.";
}

/** The eighth line of the file: `starting`, `ready`, `stopping`; only once the first names this very process. */
async function statusOf(place: Place, pid: number | undefined): Promise<string | undefined> {
  const lines = (
    await readFile(join(place.cluster, "postmaster.pid"), "utf8").catch(() => "")
  ).split("\n");
  return Number(lines[0]) === pid ? lines[7]?.trim() : undefined;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("no TCP port");
  return address.port;
}

/** PostgreSQL's fast shutdown: ends the connections, writes everything, stops. */
export async function tellToStop(pid: number): Promise<void> {
  try {
    process.kill(pid, "SIGINT");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The same where there are no signals. */
export async function stopWithProgram(place: Place): Promise<void> {
  const programs = await binaries(place, place.dataDir);
  await run(
    join(programs, "pg_ctl"),
    ["stop", "-m", "fast", "-D", place.cluster],
    runOptions(place, place.cluster),
  );
}
