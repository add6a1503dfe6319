import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { connectOnce } from "../../apps/server/src/platform/database.ts";
import { migrate, readMigrations } from "../../apps/server/src/platform/migrate.ts";
import { openPostgres, type Postgres } from "../../apps/server/src/platform/postgres.ts";
import {
  type DatabaseUrls,
  derivedUrls,
  withDatabase,
} from "../../apps/server/src/platform/roles.ts";
import { startCluster } from "../../apps/server/src/testing/servers.ts";
import type { FillAsked } from "./population-worker.ts";

/**
 * Populations: a database full of holders, with the keys it belongs to, made once and copied for each run.
 *
 * They are kept in `bench/.cache`, in a PostgreSQL of their own: a template database, and beside it the folders of keys and
 * of the PIN program (key file and journal), which belong to that database and to no other. A run works on a copy of all
 * three. One made under fewer migrations than today's is brought forward on its copy; one made under a migration that is
 * not there any more, or has another text, is made anew.
 */
export type Stage = {
  readonly postgres: Postgres;
  /** PostgreSQL's first process. */
  readonly postmaster: number;
  readonly folder: string;
};

export type Population = {
  readonly seed: string;
  readonly holders: number;
  /** How long making it took, when this run made it. */
  readonly madeInSeconds: number | undefined;
  readonly databaseName: string;
  readonly urls: DatabaseUrls;
  /** As `startCluster` wants it: keys, PIN key file, sandbox folder. */
  readonly folder: string;
  readonly close: () => Promise<void>;
};

/** Changed when rows of an older make would not do any more. */
const make = 1;

/** The bench's PostgreSQL: durable as the embedded one is, and counting its statements. */
export async function openStage(root: string): Promise<Stage> {
  const folder = join(root, "bench", ".cache");
  await mkdir(folder, { recursive: true });
  let postgres = await openPostgres({ dataDir: folder });
  const isCounting = await asOwner(postgres, async (client) => {
    const { rows } = await client.query<{ value: string }>(
      "select current_setting('shared_preload_libraries') as value",
    );
    if (rows[0]?.value.includes("pg_stat_statements")) return true;
    await client.query("alter system set shared_preload_libraries = 'pg_stat_statements'");
    return false;
  });
  if (!isCounting) {
    await postgres.close();
    postgres = await openPostgres({ dataDir: folder });
  }
  await asOwner(postgres, (client) =>
    client.query("create extension if not exists pg_stat_statements"),
  );
  const pidFile = join(folder, "postgres", "postmaster.pid");
  const postmaster = Number((await readFile(pidFile, "utf8")).split("\n")[0]);
  return { postgres, postmaster, folder };
}

/** One connection to the stage's own database, where statements are counted. */
export async function asOwner<T>(
  postgres: Postgres,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connectOnce(withDatabase(postgres.urls.owner, "postgres"), "public");
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A copy of the population of this size and seed; it is made first when there is none that fits. */
export async function openPopulation(
  stage: Stage,
  holders: number,
  seed: string,
): Promise<Population> {
  const hash = createHash("sha256").update(`${make} ${holders} ${seed}`).digest("hex");
  const name = `bench_${holders}_${hash.slice(0, 8)}`;
  let madeInSeconds: number | undefined;
  if (!(await fits(stage, name))) {
    const from = performance.now();
    await makePopulation(stage, name, holders, seed);
    madeInSeconds = Math.round((performance.now() - from) / 100) / 10;
  }
  return { seed, holders, madeInSeconds, ...(await copyOf(stage, name)) };
}

export const urlsOf = (stage: Stage, database: string): DatabaseUrls => {
  // Roles of one name for all: the rights of a copy are its template's.
  const roles = derivedUrls(stage.postgres.urls.owner, "aval_bench");
  return {
    owner: withDatabase(roles.owner, database),
    server: withDatabase(roles.server, database),
    pin: withDatabase(roles.pin, database),
  };
};

/** Whether it is there and whole, and its migrations are among today's. */
async function fits(stage: Stage, name: string): Promise<boolean> {
  const text = await readFile(join(stage.folder, name, "migrations.json"), "utf8").catch(() => "");
  if (text === "") return false;
  const applied = JSON.parse(text) as readonly string[];
  const wanted = new Set((await readMigrations()).map(({ checksum }) => checksum));
  return applied.length > 0 && applied.every((checksum) => wanted.has(checksum));
}

async function makePopulation(
  stage: Stage,
  name: string,
  holders: number,
  seed: string,
): Promise<void> {
  const folder = join(stage.folder, name);
  const draft = `${name}_draft`;
  await rm(folder, { recursive: true, force: true });
  await dropDatabase(stage, name);
  await dropDatabase(stage, draft);
  await asOwner(stage.postgres, (client) => client.query(`create database ${draft}`));
  const given = { folder: `${folder}.draft`, urls: urlsOf(stage, draft) };
  await rm(given.folder, { recursive: true, force: true });
  await mkdir(given.folder, { recursive: true, mode: 0o700 });

  const migrations = (await readMigrations()).map(({ checksum }) => checksum);
  await migrate(given.urls);
  // A server's first start makes the keys and seeds the sandbox.
  const cluster = await startCluster(["bench"], { given });
  await cluster.close();
  await fill({
    serverUrl: given.urls.server,
    ownerUrl: given.urls.owner,
    folder: given.folder,
    holders,
    seed,
  });
  const client = await connectOnce(given.urls.owner);
  await client.query("vacuum (analyze)");
  await client.end();
  await asOwner(stage.postgres, async (owner) => {
    await owner.query("checkpoint");
    await owner.query(`alter database ${draft} rename to ${name}`);
  });
  await writeFile(join(given.folder, "migrations.json"), JSON.stringify(migrations));
  await rename(given.folder, folder);
}

/** Fills a migrated and seeded database with holders. */
export async function fill(asked: FillAsked): Promise<void> {
  const program = join(import.meta.dirname, "population-worker.ts");
  const child = spawn(process.execPath, [program, JSON.stringify(asked)], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [status] = await once(child, "exit");
  if (status !== 0) throw new Error("the population was not made");
}

let copies = 0;

async function copyOf(
  stage: Stage,
  name: string,
): Promise<Pick<Population, "databaseName" | "urls" | "folder" | "close">> {
  const databaseName = `bench_run_${process.pid}_${copies++}`;
  await asOwner(stage.postgres, async (client) => {
    await dropLeftovers(client);
    await client.query(`create database ${databaseName} template ${name} strategy file_copy`);
  });
  const folder = await mkdtemp(join(tmpdir(), "aval-bench-"));
  await cp(join(stage.folder, name), folder, { recursive: true });
  await migrate(urlsOf(stage, databaseName));
  return {
    databaseName,
    urls: urlsOf(stage, databaseName),
    folder,
    close: async () => {
      await dropDatabase(stage, databaseName);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function dropDatabase(stage: Stage, name: string): Promise<void> {
  await asOwner(stage.postgres, (client) =>
    client.query(`drop database if exists ${name} with (force)`),
  );
}

/** Copies of runs that were killed. */
async function dropLeftovers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select datname as name from pg_database where datname ~ '^bench_run_[0-9]+_[0-9]+$'",
  );
  for (const { name } of rows) {
    if (!isAlive(Number(name.split("_")[2])))
      await client.query(`drop database if exists ${name} with (force)`);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
