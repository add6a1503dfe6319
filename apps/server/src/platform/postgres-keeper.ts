import { execFile, spawn } from "node:child_process";
import { close, constants, fstat, open, stat } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * How long the embedded PostgreSQL lives: as long as one process uses it, and not longer, however that process ends.
 *
 * Its users hold the write end of a named pipe open. A *keeper*, a shell of its own session, reads that pipe: the
 * kernel ends its reading when the last user is gone, even one killed outright, and the keeper then stops PostgreSQL
 * in order and removes the folder of the socket. So a server, a command beside it and fifty test files share one
 * PostgreSQL without counting each other, and none is left behind. A keeper that was killed itself is replaced by
 * whoever comes next.
 */
export type Hold = {
  /** Whether the pipe is still the one the keeper reads: false once PostgreSQL is being stopped. */
  readonly stands: () => Promise<boolean>;
  readonly release: () => Promise<void>;
};

const run = promisify(execFile);
const openFile = promisify(open);
const closeFile = promisify(close);
const statFile = promisify(stat);
const fstatFile = promisify(fstat);

/** Windows has no such pipes: there, whoever started PostgreSQL stops it. */
export const hasPipes = process.platform !== "win32";

export function pipeOf(socketFolder: string): string {
  return join(socketFolder, "users");
}

/*
 * $1 the pipe, $2 postmaster.pid, $3 the folder of the socket.
 * SIGINT is PostgreSQL's fast shutdown: it ends the connections, writes everything and stops. The number is read at
 * the end, since PostgreSQL may have been started again meanwhile, and is trusted only if the file still names our folder
 * and the number a postgres.
 */
const script = `
trap '' HUP INT TERM
cat "$1" >/dev/null
rm -f "$1"
pid=$(head -n 1 "$2" 2>/dev/null)
ours() {
  [ -n "$pid" ] && [ "$(sed -n 5p "$2" 2>/dev/null)" = "$3" ] || return 1
  [ ! -r "/proc/$pid/comm" ] || grep -q postgres "/proc/$pid/comm"
}
if ours "$@" && kill -INT "$pid" 2>/dev/null; then
  n=0
  while kill -0 "$pid" 2>/dev/null && [ "$n" -lt 600 ]; do sleep 0.1; n=$((n + 1)); done
fi
[ -p "$1" ] || rm -rf "$3"
`;

/** Makes the pipe, once: a second call finds it. */
export async function makePipe(socketFolder: string): Promise<void> {
  if (!hasPipes) return;
  const pipe = pipeOf(socketFolder);
  try {
    await run("mkfifo", ["-m", "600", pipe]);
  } catch (error) {
    if (!(await statFile(pipe).catch(() => undefined))?.isFIFO()) throw error;
  }
}

/** Starts a keeper: needed by whoever started PostgreSQL, or found it without one. */
export function startKeeper(socketFolder: string, pidFile: string): void {
  const keeper = spawn(
    "/bin/sh",
    ["-c", script, "aval-keeper", pipeOf(socketFolder), pidFile, socketFolder],
    {
      detached: true,
      stdio: "ignore",
      cwd: "/",
    },
  );
  keeper.on("error", () => {});
  keeper.unref();
}

/** Holds the pipe, or says that nobody keeps it (`no keeper`) or that it is gone (`closing`). */
export async function hold(socketFolder: string): Promise<Hold | "no keeper" | "closing"> {
  if (!hasPipes) return { stands: async () => true, release: async () => {} };
  const path = pipeOf(socketFolder);
  let file: number;
  try {
    file = await openFile(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENXIO") return "no keeper";
    if (code === "ENOENT") return "closing";
    throw error;
  }
  let released = false;
  return {
    stands: async () => {
      const [ours, there] = await Promise.all([
        fstatFile(file),
        statFile(path).catch(() => undefined),
      ]);
      return there?.ino === ours.ino;
    },
    release: async () => {
      if (released) return;
      released = true;
      await closeFile(file);
    },
  };
}
