import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testDatabase } from "../../apps/server/src/platform/testing.ts";
import { freePorts } from "../../apps/server/src/testing/ports.ts";

/**
 * The real sandbox in a process of its own, on ports, a data folder and a database of its own, started by the command
 * that people type. The database is one of the PostgreSQL that all tests share (docs/decisions/0069): the sandbox's
 * own, made at its first start, is held by `commands/sandbox.test.ts`. Nothing of the server that is told about is
 * imported here.
 */
export type Server = {
  readonly issuer: string;
  readonly loginOrigin: string;
  readonly authenticator: string;
  readonly register: string;
  readonly results: string;
  readonly pharmacy: string;
  /** Where a sandbox shows the mail it catches. */
  readonly mail: string;
  readonly card: string;
  /** `aval …` beside the running sandbox, in the same data folder. */
  readonly aval: (...words: readonly string[]) => Promise<Said>;
  /** The same, with `--json`; fails unless it succeeded. */
  readonly avalJson: <T>(...words: readonly string[]) => Promise<T>;
  /** `aval …` that is typed a line again and again, as a hand scanner does, until it has read enough. */
  readonly avalTyping: (line: () => Promise<string>, ...words: readonly string[]) => Promise<Said>;
  readonly log: () => string;
  readonly folder: string;
  /** What a program that stands beside it is started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<number | null>;
};

export type Said = {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

const command = fileURLToPath(new URL("../../apps/server/src/aval.ts", import.meta.url));

export async function startServer(): Promise<Server> {
  const port = await freePorts(10);
  const folder = await mkdtemp(join(tmpdir(), "aval-story-"));
  const dataFolder = join(folder, "state");
  await mkdir(dataFolder);
  const database = await testDatabase();
  const own = {
    AVAL_PORT: String(port),
    AVAL_DATA_DIR: dataFolder,
    AVAL_DATABASE_URL: database.urls.server,
    AVAL_MIGRATE_DATABASE_URL: database.urls.owner,
    AVAL_PIN_DATABASE_URL: database.urls.pin,
    NO_COLOR: "1",
  };
  const env = { ...process.env, ...own };
  const child = spawn(process.execPath, [command, "sandbox"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (log += text));
  const killGroup = () => kill(child, "SIGKILL");
  process.once("exit", killGroup);

  const stop = async () => {
    process.off("exit", killGroup);
    const status = await stopChild(child);
    await Promise.all([database.close(), rm(folder, { recursive: true, force: true })]);
    return status;
  };
  try {
    await ready(`http://127.0.0.1:${port}/readyz`, child);
  } catch (cause) {
    await stop();
    throw new Error(`the sandbox did not start:\n${log}`, { cause });
  }

  const aval = (...words: readonly string[]) => run([command, ...words], env);
  return {
    issuer: `http://localhost:${port}/auth/realms/esante-wallet`,
    loginOrigin: `http://localhost:${port}`,
    authenticator: `http://phone.localhost:${port + 1}`,
    mail: `http://mail.localhost:${port + 6}`,
    register: `http://register.localhost:${port + 3}`,
    results: `http://results.localhost:${port + 4}`,
    pharmacy: `http://pharmacy.localhost:${port + 5}`,
    card: `https://card.localhost:${port + 7}`,
    aval,
    avalJson: async (...words) => {
      const said = await aval(...words, "--json");
      assert.equal(said.status, 0, `aval ${words.join(" ")}: ${said.stderr}${said.stdout}`);
      return JSON.parse(said.stdout.trim().split("\n").at(-1) as string);
    },
    avalTyping: (line, ...words) => run([command, ...words], env, line),
    log: () => log,
    folder,
    env: own,
    stop,
  };
}

async function ready(address: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it left with status ${child.exitCode}`);
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${address} was never ready`);
}

async function stopChild(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const left = once(child, "exit");
  child.kill("SIGTERM");
  const patience = setTimeout(() => kill(child, "SIGKILL"), 15_000);
  await left;
  clearTimeout(patience);
  return child.exitCode;
}

/** The whole group: a killed server must not leave behind what it started. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

/** `line`: asked for what is typed next, as long as the command reads. */
async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  line?: () => Promise<string>,
): Promise<Said> {
  const child = spawn(process.execPath, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => (stdout += text));
  child.stderr.on("data", (text) => (stderr += text));
  const closed = once(child, "close");
  // What is typed after it has read enough is nobody's.
  child.stdin.on("error", () => undefined);
  if (!line) child.stdin.end();
  while (line && child.exitCode === null && child.signalCode === null) {
    child.stdin.write(`${await line()}\n`);
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 500))]);
  }
  await closed;
  return { status: child.exitCode, stdout, stderr };
}
