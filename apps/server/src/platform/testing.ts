import { createHash } from "node:crypto";
import { join } from "node:path";
import type pg from "pg";
import { sql } from "kysely";
import {
  type AnyTables,
  advisoryLocks,
  connect,
  connectOnce,
  type Database,
  sqlState,
} from "./database.ts";
import { type Migration, migrate, readMigrations } from "./migrate.ts";
import { openPostgres, type Postgres } from "./postgres.ts";
import type { Random } from "./random.ts";
import { type DatabaseUrls, derivedUrls, withDatabase } from "./roles.ts";
import { testFolder } from "./testing/folder.ts";
import { after, type Clock, type Duration, type Instant, instant } from "./time.ts";

/**
 * What tests stand on: a migrated PostgreSQL database of one's own in some tens of milliseconds, a clock and a
 * generator in one's hand.
 *
 * The files of one run, each its own process, share one PostgreSQL (`testing/folder.ts` says where; not durable) that
 * stops when the last of them has ended; a database is a copy of a template that was migrated once. `AVAL_TEST_DATABASE_URL`, an owner
 * that may create databases and roles, runs the same tests on another PostgreSQL.
 */
export type TestDatabase = {
  /** As the server's role, schema `aval`. */
  readonly db: Database<AnyTables>;
  /** As the PIN program's role, schema `pin`. */
  readonly pinDb: Database<AnyTables>;
  /** The owner's URL. */
  readonly url: string;
  readonly serverUrl: string;
  readonly pinUrl: string;
  readonly urls: DatabaseUrls;
  /** Ends the connections and drops the database. */
  readonly close: () => Promise<void>;
};

const root = join(import.meta.dirname, "..", "..", "..", "..");
const owners = new WeakMap<Database<AnyTables>, string>();
let opened: Promise<Pick<Postgres, "urls" | "close">> | undefined;
let count = 0;

/** The URLs of the run's PostgreSQL, held until this process ends or lets go. */
export async function testPostgres(): Promise<DatabaseUrls> {
  opened ??= openTestPostgres();
  return (await opened).urls;
}

/** Lets go of it before this process ends: the run's own end. */
export async function releaseTestPostgres(): Promise<void> {
  await (await opened)?.close();
  opened = undefined;
}

async function openTestPostgres(): Promise<Pick<Postgres, "urls" | "close">> {
  const given = process.env["AVAL_TEST_DATABASE_URL"];
  if (given) return { urls: derivedUrls(given, "aval_test"), close: async () => {} };
  return openPostgres({ dataDir: testFolder(root), durable: false });
}

/** A fresh, migrated database. */
export async function testDatabase(): Promise<TestDatabase> {
  const roles = await testPostgres();
  const name = `test_${process.pid}_${count++}`;
  await copyTemplate(roles, name);

  const urls = {
    owner: withDatabase(roles.owner, name),
    server: withDatabase(roles.server, name),
    pin: withDatabase(roles.pin, name),
  };
  const db = connect(urls.server, { searchPath: "aval", endsWhenIdle: true });
  const pinDb = connect(urls.pin, { searchPath: "pin", max: 4, endsWhenIdle: true });
  owners.set(db, urls.owner).set(pinDb, urls.owner);
  return {
    db,
    pinDb,
    url: urls.owner,
    serverUrl: urls.server,
    pinUrl: urls.pin,
    urls,
    close: async () => {
      await Promise.all([db.destroy(), pinDb.destroy()]);
      await asOwner(roles.owner, (client) =>
        client.query(`drop database if exists ${name} with (force)`),
      );
    },
  };
}

/** Moves the clock of this test's database forward: everything that reads `aval_now()` is that much later. */
export async function moveClock(db: Database<AnyTables>, span: Duration): Promise<void> {
  const owner = owners.get(db);
  if (!owner) throw new TypeError("moveClock takes the db or pinDb of a testDatabase()");
  await asOwner(owner, (client) =>
    client.query("update aval.clock_offset set ahead = ahead + make_interval(secs => $1)", [
      span / 1000,
    ]),
  );
}

async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectOnce(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function copyTemplate(roles: DatabaseUrls, name: string): Promise<void> {
  const migrations = await readMigrations();
  const template = templateName(migrations);
  const copy = () =>
    asOwner(roles.owner, async (client) => {
      await client.query(`create database ${name} template ${template} strategy file_copy`);
      await client.query(`revoke all on database ${name} from public`);
      const roleNames = [roles.server, roles.pin].map((url) =>
        client.escapeIdentifier(new URL(url).username),
      );
      await client.query(`grant connect on database ${name} to ${roleNames.join(", ")}`);
    });
  try {
    await copy();
  } catch (error) {
    if (sqlState(error) !== "3D000") throw error; // There is no such template yet.
    await makeTemplate(roles, template, migrations);
    await copy();
  }
}

function templateName(migrations: readonly Migration[]): string {
  const texts = migrations.map((migration) => migration.checksum).join();
  return `template_${createHash("sha256").update(texts).digest("hex").slice(0, 16)}`;
}

async function makeTemplate(
  roles: DatabaseUrls,
  template: string,
  migrations: readonly Migration[],
): Promise<void> {
  await asOwner(roles.owner, async (client) => {
    await client.query("select pg_advisory_lock($1)", [advisoryLocks.template]);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [
      template,
    ]);
    if (rowCount) return; // Made while we waited for the lock.
    await dropLeftovers(client);
    const draft = `${template}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft}`);
    await migrate(
      {
        owner: withDatabase(roles.owner, draft),
        server: withDatabase(roles.server, draft),
        pin: withDatabase(roles.pin, draft),
      },
      migrations,
    );
    // By its name it is whole: a half-made one keeps the other name.
    await client.query(`alter database ${draft} rename to ${template}`);
  });
}

/** Databases of runs that were killed, and templates of migrations that have changed since. */
async function dropLeftovers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select datname as name from pg_database where datname ~ '^(test|template)_[0-9a-f]+(_[0-9]+|_draft)?$'",
  );
  for (const { name } of rows) {
    const pid = Number(/^test_(\d+)_/.exec(name)?.[1]);
    if (pid && isAlive(pid)) continue;
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A clock in the test's hand. */
export type MovableClock = Clock & {
  readonly advance: (span: Duration) => void;
  readonly set: (moment: Instant) => void;
};

/** A clock that stands where it is put. */
export function fixedClock(start: Instant = instant(1_767_225_600_000)): MovableClock {
  let now = start;
  return {
    now: () => now,
    advance: (span) => {
      now = after(now, span);
    },
    set: (moment) => {
      now = moment;
    },
  };
}

/** The same bytes for the same seed: ids and codes of a failing test are the same on the next run. Not for secrets. */
export function seededRandom(seed: number | string): Random {
  let block = 0;
  let rest = Buffer.alloc(0);
  return {
    bytes: (length) => {
      while (rest.length < length) {
        const next = createHash("sha256").update(`${seed}:${block++}`).digest();
        rest = Buffer.concat([rest, next]);
      }
      const taken = new Uint8Array(rest.subarray(0, length));
      rest = rest.subarray(length);
      return taken;
    },
  };
}

/** What the database's clock says. */
export async function databaseNow(db: Database<AnyTables>): Promise<Instant> {
  const { rows } = await sql<{ now: Date }>`select aval.aval_now() as now`.execute(db);
  return instant((rows[0] as { now: Date }).now.getTime());
}
