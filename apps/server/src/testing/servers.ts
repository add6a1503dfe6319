import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPostgres } from "#platform/postgres";
import type { DatabaseUrls } from "#platform/roles";
import type { Place } from "./driver.ts";
import { freePorts } from "./ports.ts";
import { endChild } from "./programs.ts";

/**
 * Several servers, each an operating-system process with pools of its own, on one PostgreSQL that can be killed apart, with
 * one set of keys and one issuer: production's shape on one machine, in the sandbox's mode.
 */
export type Node = {
  readonly name: string;
  readonly issuer: Place;
  readonly phone: Place;
  pid(): number;
  kill(): void;
  start(): Promise<void>;
};

export type Cluster = {
  readonly nodes: readonly Node[];
  /** Where each keeps its files. */
  readonly dataDir: string;
  /** The owner's URL, for looking at what was kept. */
  readonly databaseUrl: string;
  /** Kills PostgreSQL as a power cut would, and starts it again. */
  killPostgres(): Promise<number>;
  /** Resolves once the node answers that it is ready. */
  ready(node: Node): Promise<void>;
  log(): string;
  /** The PIN program's process, where it runs apart. */
  pinPrograms(): readonly number[];
  close(): Promise<void>;
};

export type ClusterOptions = {
  /** Folders and a database made before; whoever made them removes them. Absent: all new, and gone at the end. */
  readonly given?: { readonly folder: string; readonly urls: DatabaseUrls };
  /** Ten for each server from here on. Absent: wherever there is room. */
  readonly firstPort?: number;
  /** What an operator's environment says beside: the same to each server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** For the Node of each server: `--inspect=0`. */
  readonly nodeArguments?: readonly string[];
  /** The PIN program as a process of its own, as in production; else inside each server. On a given database only. */
  readonly pinApart?: boolean;
};

const command = join(import.meta.dirname, "..", "aval.ts");

/** Tells a machine that stalled from a server that does not start: one that fails is told of, and begun once more on other ports. */
export async function startCluster(
  names: readonly string[],
  options: ClusterOptions = {},
): Promise<Cluster> {
  if (options.given || options.firstPort !== undefined) return startOnce(names, options);
  return startOnce(names, options).catch((fault: unknown) => {
    console.error(`A cluster did not start, and is started once more: ${fault}`);
    return startOnce(names, options);
  });
}

async function startOnce(names: readonly string[], options: ClusterOptions): Promise<Cluster> {
  const { given } = options;
  const folder = given?.folder ?? (await mkdtemp(join(tmpdir(), "aval-cluster-")));
  const postgresDir = join(folder, "shared");
  const postgres = given
    ? { urls: given.urls, revive: async () => {}, close: async () => {} }
    : await openPostgres({ dataDir: postgresDir });
  const first = options.firstPort ?? (await freePorts(10 * names.length));
  const issuerHost = `localhost:${first}`;
  const phoneHost = `phone.localhost:${first + 1}`;
  const pinPort = first + 9;
  let log = "";
  const spawned = new Set<ChildProcess>();
  const settings = {
    ...process.env,
    AVAL_PORT: String(first),
    AVAL_ISSUER: `http://${issuerHost}/auth/realms/esante-wallet`,
    AVAL_AUTHENTICATOR_ORIGIN: `http://${phoneHost}`,
    AVAL_DESK_ORIGIN: `http://desk.localhost:${first + 2}`,
    AVAL_CARD_ORIGIN: `https://card.localhost:${first + 7}`,
    ...databaseSettings(postgres.urls, given !== undefined),
    ...(options.pinApart ? { AVAL_PIN_URL: `http://127.0.0.1:${pinPort}` } : {}),
    AVAL_DATA_DIR: postgresDir,
    AVAL_KEYS_DIR: join(folder, "keys"),
    AVAL_PIN_KEY_FILE: join(folder, "pin", "pin.key"),
    AVAL_LOG_LEVEL: "warn",
    ...options.settings,
  };

  /** Runs `aval …` until the cluster closes. */
  const run = (
    name: string,
    nodeArguments: readonly string[],
    argv: readonly string[],
    env: Readonly<Record<string, string | undefined>>,
  ): ChildProcess => {
    const started = spawn(process.execPath, [...nodeArguments, command, ...argv], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    spawned.add(started);
    for (const stream of [started.stdout, started.stderr])
      stream?.on("data", (text) => (log += `[${name}] ${text}`));
    return started;
  };

  const nodes = names.map((name, index): Node => {
    const port = first + 10 * index;
    let child: ChildProcess | undefined;
    const start = async () => {
      const env = { ...settings, AVAL_PORT: String(port) };
      const started = run(name, options.nodeArguments ?? [], ["sandbox"], env);
      child = started;
      await untilReady(port, started, () => log);
    };
    return {
      name,
      issuer: { port, host: issuerHost },
      phone: { port: port + 1, host: phoneHost },
      pid: () => child?.pid ?? 0,
      kill: () => void child?.kill("SIGKILL"),
      start,
    };
  });

  const close = async () => {
    await Promise.all([...spawned].map(endChild));
    await postgres.close();
    if (!given) await rm(folder, { recursive: true, force: true });
  };
  let pinProgram: ChildProcess | undefined;
  try {
    if (options.pinApart) {
      pinProgram = run("pin", [], ["pin-service", "--port", String(pinPort)], settings);
      await untilReady(pinPort, pinProgram, () => log);
    }
    // One after the other: the first makes what the second finds.
    for (const node of nodes) await node.start();
  } catch (fault) {
    await close();
    throw fault;
  }
  return {
    nodes,
    databaseUrl: postgres.urls.owner,
    dataDir: postgresDir,
    killPostgres: async () => {
      const pid = await postmaster(postgresDir);
      process.kill(pid, "SIGKILL");
      await postgres.revive();
      return pid;
    },
    ready: (node) => untilAnswers(node.issuer.port),
    log: () => log,
    pinPrograms: () => (pinProgram?.pid === undefined ? [] : [pinProgram.pid]),
    close,
  };
}

/** One role makes the others of its database; those of a database that was copied are named after another. */
function databaseSettings(urls: DatabaseUrls, areRolesGiven: boolean): Record<string, string> {
  if (!areRolesGiven) return { AVAL_DATABASE_URL: urls.owner };
  return {
    AVAL_DATABASE_URL: urls.server,
    AVAL_MIGRATE_DATABASE_URL: urls.owner,
    AVAL_PIN_DATABASE_URL: urls.pin,
  };
}

/** The first line of PostgreSQL's own pid file. */
async function postmaster(dataDir: string): Promise<number> {
  const text = await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8");
  return Number(text.split("\n")[0]);
}

async function untilReady(port: number, child: ChildProcess, log: () => string): Promise<void> {
  await untilAnswers(port, () => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`a server left at its start:\n${log().slice(-4000)}`);
  });
}

async function untilAnswers(port: number, check: () => void = () => undefined): Promise<void> {
  const deadline = Date.now() + 240_000;
  while (Date.now() < deadline) {
    check();
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`port ${port} was never ready`);
}
