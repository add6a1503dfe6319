import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { thumbprint } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import { createAudit, factRows } from "#modules/audit";
import { type DatabaseClock, databaseClock } from "#platform/clock";
import type { Config } from "#platform/config";
import { type AnyTables, connect, type Database } from "#platform/database";
import {
  bringUpToDate,
  claimDeployment,
  type OpenDatabase,
  openDatabase,
  ownersUrls,
  refuseOtherDeployment,
  type ServerLock,
  takeServerLock,
} from "#platform/deployment";
import { Halt } from "#platform/halt";
import { createApp } from "#platform/http";
import { type Keys, openKeys } from "#platform/keys";
import { createLog, type Log, silentLog } from "#platform/log";
import { createMetrics, type MetricsOptions, metricsRoute } from "#platform/metrics";
import { readMigrations } from "#platform/migrate";
import { nodeChecks, type ProbeCheck, probeRoutes } from "#platform/probes";
import { systemRandom } from "#platform/random";
import { requireFreePorts } from "./free-ports.ts";
import { connectPinService, createPinService, type Pin } from "./pin/index.ts";
import { openInternalSecret } from "./pin/main.ts";
import { programVersion } from "./version.ts";
import { type WireDeps, wire } from "./wiring.ts";

/** A server that answers. */
export type Running = {
  readonly addresses: readonly { readonly name: string; readonly url: string }[];
  /** Stops in order: no new requests, those under way are finished, then the pools, then a PostgreSQL that is ours. */
  readonly stop: () => Promise<void>;
};

export type StartOptions = {
  /** Runs before the ports open: the sandbox's people, services and staff. */
  readonly prepare?: (deps: WireDeps) => Promise<void>;
  readonly log?: Log;
};

/**
 * Connections of one node. Lookups have their own, so that a transaction that looks something up never waits for a connection
 * that another such transaction holds.
 */
const pools = { server: 12, lookups: 6, readers: 3, pin: 6 } as const;

/** A fault of ours, which a test of a whole server never leaves in its log. */
export const nestedTransaction = "nested_transaction";

/** A stop lasts less than this when nothing is under way. */
const lockPatienceMs = 3_000;

/** Starts one node: database, lock, schema, keys, clock, PIN program, modules, ports. What was begun is undone if a step fails. */
export async function start(config: Config, options: StartOptions = {}): Promise<Running> {
  const log = options.log ?? createLog(config.logLevel);
  const undo = undoing(log);
  try {
    await requireFreePorts(config);
    const database = await openDatabase(config);
    undo.add("database", () => database.close());
    await holdServerLock(config, database, log, undo);
    await bringUpToDate(config, database);

    const keys = await openKeys({ folder: config.keysDir, mode: config.mode, log });
    undo.add("keys", async () => keys.stop());
    await refuseOthers(config, database, await thumbprint(keys.root));

    const deps = await openDeps(config, database, keys, log, undo);
    await options.prepare?.(deps);
    const served = await wire(deps);
    undo.add("ports", () => served.close());
    const addresses = await served.listen();
    await listenInside(config, deps, undo);
    log.info("started", { mode: config.mode, keys: keys.fingerprint() });
    return { addresses, stop: () => undo.all() };
  } catch (fault) {
    await undo.all();
    throw explained(fault, config);
  }
}

/** A sandbox takes its database by itself; production's was taken into use by `aval migrate`. */
async function refuseOthers(config: Config, database: OpenDatabase, root: string): Promise<void> {
  if (config.mode === "sandbox")
    await claimDeployment((await ownersUrls(database)).owner, config.mode, root);
  else await refuseOtherDeployment(database.urls.server, config.mode, root);
}

async function openDeps(
  config: Config,
  { urls }: OpenDatabase,
  keys: Keys,
  log: Log,
  undo: Undoing,
): Promise<WireDeps & { readonly inside: (app: FastifyInstance) => void }> {
  const db = connect(urls.server, {
    searchPath: "aval",
    max: pools.server,
    onNested: (fault) => log.error(nestedTransaction, fault),
  });
  const lookups = connect(urls.server, { searchPath: "aval", max: pools.lookups });
  const readers = connect(urls.server, {
    searchPath: "aval",
    max: pools.readers,
    // Services compose what they search.
    prepares: false,
  });
  undo.add("pools", async () => {
    await Promise.all([db.destroy(), lookups.destroy(), readers.destroy()]);
  });
  const clock = await databaseClock(db);
  undo.add("clock", async () => clock.stop());
  const pin = await openPin(config, urls.pin, log, undo);
  const migrations = await readMigrations();
  const root = await thumbprint(keys.root);
  const checks: ProbeCheck[] = [
    ...nodeChecks({ serverUrl: urls.server, migrations, root, keys, clock }),
    // Without it nobody approves; scanning, refusing, refreshing and signing out go on, on this node as on any other.
    { name: "pin", holds: () => pin.isReady(), isOptional: true },
  ];
  const metrics = createMetrics({
    program: "server",
    version: await programVersion(),
    facts: Object.keys(factRows),
    looks: looksAt(lookups, pin, clock),
  });
  // A sandbox is on loopback alone; a production's issuer is everybody's, and its figures are nobody else's.
  const probes: WireDeps["probes"] = (app) => {
    probeRoutes(app, checks);
    if (config.mode === "sandbox") metricsRoute(app, metrics);
  };
  const inside = (app: FastifyInstance) => {
    probeRoutes(app, checks);
    metricsRoute(app, metrics);
  };
  const random = systemRandom;
  const addCheck = (check: ProbeCheck) => void checks.push(check);
  const made = { config, db, lookups, readers, pin, clock, random, keys, log, metrics };
  return { ...made, probes, addCheck, inside };
}

/** What is looked at when somebody asks for the figures. */
function looksAt(db: Database<AnyTables>, pin: Pin, clock: DatabaseClock): MetricsOptions["looks"] {
  const audit = createAudit({ clock, random: systemRandom });
  return {
    aval_log_backlog_facts: async () => (await audit.backlog(db)).facts,
    aval_log_backlog_seconds: async () => (await audit.backlog(db)).oldestMs / 1000,
    aval_pin_up: async () => Number(await pin.isReady()),
    aval_clock_skew_seconds: async () => clock.skewMs() / 1000,
  };
}

/** The port for this house's own machines: probes and figures, by whatever of its names they use. */
async function listenInside(
  config: Config,
  deps: WireDeps & { readonly inside: (app: FastifyInstance) => void },
  undo: Undoing,
): Promise<void> {
  if (!config.internal) return;
  const { bind, port } = config.internal;
  const names = new Set(["localhost", "127.0.0.1", "[::1]", bind, hostname()]);
  const app = createApp({ log: silentLog, hosts: [...names].map((name) => `${name}:${port}`) });
  deps.inside(app);
  undo.add("inside", () => app.close());
  await app.listen({ host: bind, port });
}

/** Inside this process in a sandbox and in small houses; a program apart when `AVAL_PIN_URL` says so. */
async function openPin(
  config: Config,
  url: string | undefined,
  log: Log,
  undo: Undoing,
): Promise<Pin> {
  if (config.pinUrl) {
    return connectPinService({ url: config.pinUrl, secret: await openInternalSecret(config) });
  }
  if (!url) throw noPinProgram();
  const db = connect(url, { searchPath: "pin", max: pools.pin });
  undo.add("pin pool", () => db.destroy());
  const pin = await createPinService({
    db,
    keyFile: config.pinKeyFile,
    makeKeyFile: config.mode === "sandbox",
    random: systemRandom,
    log,
  });
  undo.add("pin", () => pin.close());
  return pin;
}

function noPinProgram(): Halt {
  return new Halt(
    "Où est le service PIN ? Donnez AVAL_PIN_URL (un programme à part : aval pin-service), ou AVAL_PIN_DATABASE_URL pour le garder dans ce processus.",
    "Where is the PIN program? Give AVAL_PIN_URL (a program apart: aval pin-service), or AVAL_PIN_DATABASE_URL to keep it in this process.",
  );
}

/**
 * One server per embedded database: two would serve two sets of ports from one set of keys. Many nodes share a given one.
 * An embedded PostgreSQL that dies under the server is started again.
 */
async function holdServerLock(
  config: Config,
  database: OpenDatabase,
  log: Log,
  undo: Undoing,
): Promise<void> {
  if (config.database.kind !== "embedded") return;
  let lock = await requiredLock(config, database);
  let isStopping = false;
  const follow = (held: ServerLock) =>
    held.onLost(async () => {
      if (isStopping) return;
      log.warn("postgres_lost");
      try {
        await database.revive();
        lock = await requiredLock(config, database);
        follow(lock);
        log.info("postgres_back");
      } catch (fault) {
        log.error("postgres_not_back", fault);
      }
    });
  follow(lock);
  undo.add("lock", async () => {
    isStopping = true;
    await lock.release();
  });
}

async function requiredLock(config: Config, database: OpenDatabase): Promise<ServerLock> {
  const { owner } = await ownersUrls(database);
  // A server that was told to stop a moment ago is still letting go.
  for (const deadline = performance.now() + lockPatienceMs; ; await delay(200)) {
    const lock = await takeServerLock(owner);
    if (lock) return lock;
    if (performance.now() > deadline) break;
  }
  throw new Halt(
    `Un serveur Aval tourne déjà sur ${config.dataDir}. Arrêtez-le, ou donnez à celui-ci un autre AVAL_DATA_DIR et un autre AVAL_PORT.`,
    `An Aval server already runs on ${config.dataDir}. Stop it, or give this one another AVAL_DATA_DIR and another AVAL_PORT.`,
  );
}

function explained(fault: unknown, config: Config): unknown {
  const { code, port } = fault as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE") {
    return new Halt(
      `Le port ${port} est pris par un autre programme. Choisissez-en un autre : AVAL_PORT=${config.port + 100}.`,
      `Port ${port} is taken by another program. Choose another: AVAL_PORT=${config.port + 100}.`,
      { cause: fault },
    );
  }
  if (code === "EACCES" && port) {
    return new Halt(
      `Ce compte n'a pas droit au port ${port}.`,
      `This account may not open port ${port}.`,
      { cause: fault },
    );
  }
  return fault;
}

type Undoing = {
  readonly add: (name: string, undo: () => Promise<void>) => void;
  /** The latest first. Told twice, it does it once. */
  readonly all: () => Promise<void>;
};

function undoing(log: Log): Undoing {
  const steps: { name: string; undo: () => Promise<void> }[] = [];
  let done: Promise<void> | undefined;
  const run = async () => {
    for (const { name, undo } of steps.toReversed()) {
      try {
        await undo();
      } catch (fault) {
        log.error("stop_failed", fault, { step: name });
      }
    }
  };
  return {
    add: (name, undo) => void steps.push({ name, undo }),
    all: () => {
      done ??= run();
      return done;
    },
  };
}
