import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPostgres } from "#platform/postgres";
import type { Place } from "./driver.ts";

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
  /** The owner's URL, for looking at what was kept. */
  readonly databaseUrl: string;
  /** Kills PostgreSQL as a power cut would, and starts it again. */
  killPostgres(): Promise<number>;
  /** Resolves once the node answers that it is ready. */
  ready(node: Node): Promise<void>;
  log(): string;
  close(): Promise<void>;
};

const command = join(import.meta.dirname, "..", "aval.ts");

export async function startCluster(names: readonly string[]): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), "aval-cluster-"));
  const postgresDir = join(folder, "shared");
  const postgres = await openPostgres({ dataDir: postgresDir });
  const first = await freePorts(10 * names.length);
  const issuerHost = `localhost:${first}`;
  const phoneHost = `phone.localhost:${first + 1}`;
  let log = "";
  const spawned = new Set<ChildProcess>();

  const nodes = names.map((name, index): Node => {
    const port = first + 10 * index;
    let child: ChildProcess | undefined;
    const start = async () => {
      const env = {
        ...process.env,
        AVAL_PORT: String(port),
        AVAL_ISSUER: `http://${issuerHost}/auth/realms/esante-wallet`,
        AVAL_AUTHENTICATOR_ORIGIN: `http://${phoneHost}`,
        AVAL_DATABASE_URL: postgres.urls.owner,
        AVAL_DATA_DIR: join(folder, "shared"),
        AVAL_KEYS_DIR: join(folder, "keys"),
        AVAL_PIN_KEY_FILE: join(folder, "pin", "pin.key"),
        AVAL_LOG_LEVEL: "warn",
      };
      const started = spawn(process.execPath, [command, "sandbox"], {
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      spawned.add(started);
      for (const stream of [started.stdout, started.stderr])
        stream?.on("data", (text) => (log += `[${name}] ${text}`));
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
    await rm(folder, { recursive: true, force: true });
  };
  try {
    // One after the other: the first makes what the second finds.
    for (const node of nodes) await node.start();
  } catch (fault) {
    await close();
    throw fault;
  }
  return {
    nodes,
    databaseUrl: postgres.urls.owner,
    killPostgres: async () => {
      const pid = await postmaster(postgresDir);
      process.kill(pid, "SIGKILL");
      await postgres.revive();
      return pid;
    },
    ready: (node) => untilAnswers(node.issuer.port),
    log: () => log,
    close,
  };
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const left = once(child, "exit");
  child.kill("SIGTERM");
  const patience = setTimeout(() => child.kill("SIGKILL"), 8_000);
  await left;
  clearTimeout(patience);
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
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    check();
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`port ${port} was never ready`);
}

async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = 30_000 + 50 * Math.floor(Math.random() * 500);
    const free = await Promise.all(
      Array.from({ length: count }, (_, index) => isFree(first + index)),
    );
    if (free.every(Boolean)) return first;
  }
  throw new Error("no free ports");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
