import { existsSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import type { Config } from "./config.ts";
import { advisoryLocks, connectOnce, isUnreachable, sqlState } from "./database.ts";
import { Halt } from "./halt.ts";
import { migrate, pendingMigrations, readMigrations } from "./migrate.ts";
import { openPostgres } from "./postgres.ts";
import { canCreateRoles, type DatabaseUrls, databaseOf, derivedUrls, loginOf } from "./roles.ts";
import type { Duration } from "./time.ts";

/**
 * The database of this deployment, given or embedded, for a server or for a command beside it.
 *
 * A node of production is given the server's role and nothing else: it never needs the owner's URL, with which the log
 * could be rewritten, nor the PIN role's when that program runs apart.
 */
export type OpenDatabase = {
  readonly urls: Pick<DatabaseUrls, "server"> & Partial<DatabaseUrls>;
  /** Brings an embedded PostgreSQL back after it died; a given one is somebody else's to bring back. */
  readonly revive: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function openDatabase(
  config: Config,
  { isRestoring = false } = {},
): Promise<OpenDatabase> {
  if (config.database.kind === "embedded") {
    if (!isRestoring) refuseHalfRestored(config);
    return openPostgres({ dataDir: config.dataDir });
  }
  return {
    urls: await givenUrls(config.database),
    revive: async () => {},
    close: async () => {},
  };
}

/** The mark of a restore that is not done, for an embedded database; a given one is restored whole or not at all. */
export function unfinishedRestore(config: Config): string | undefined {
  return config.database.kind === "embedded"
    ? join(config.dataDir, "restore-unfinished")
    : undefined;
}

function refuseHalfRestored(config: Config): void {
  const mark = unfinishedRestore(config);
  if (!mark || !existsSync(mark)) return;
  throw new Halt(
    `Une restauration dans ${config.dataDir} ne s'est pas achevée : relancez aval restore.`,
    `A restore into ${config.dataDir} did not end: run aval restore again.`,
  );
}

/**
 * With the owner's URL apart each role is as it was given. One URL alone is the owner's, from which the others derive, if
 * its role owns the database; otherwise it is the server's own.
 */
async function givenUrls({
  url,
  migrateUrl,
  pinUrl,
}: Extract<Config["database"], { kind: "given" }>): Promise<OpenDatabase["urls"]> {
  const given = url.reveal();
  const pin = pinUrl && { pin: pinUrl.reveal() };
  const client = await reach(given);
  try {
    if (migrateUrl) return { owner: migrateUrl.reveal(), server: given, ...pin };
    if (!(await ownsDatabase(client))) return { server: given, ...pin };
    if (!(await canCreateRoles(client)) && !(await haveRoles(client, derivedUrls(given))))
      throw new Halt(
        "Le rôle de AVAL_DATABASE_URL ne peut pas créer les rôles du serveur et du service PIN : donnez-lui CREATEROLE, ou donnez AVAL_MIGRATE_DATABASE_URL et AVAL_PIN_DATABASE_URL.",
        "The role of AVAL_DATABASE_URL may not create the server's and the PIN program's roles: give it CREATEROLE, or give AVAL_MIGRATE_DATABASE_URL and AVAL_PIN_DATABASE_URL.",
      );
    return { ...derivedUrls(given), ...pin };
  } finally {
    await client.end();
  }
}

/** All three roles: for what changes the schema, its rights, or what only the owner may. */
export async function ownersUrls({ urls }: OpenDatabase): Promise<DatabaseUrls> {
  const { owner, server, pin } = urls;
  if (!owner || !pin) throw ownerMissing();
  await (await reach(owner)).end();
  return { owner, server, pin };
}

function ownerMissing(): Halt {
  return new Halt(
    "Il faut ici le rôle propriétaire : donnez AVAL_MIGRATE_DATABASE_URL (propriétaire) et AVAL_PIN_DATABASE_URL, le temps de cette commande.",
    "This needs the owner's role: give AVAL_MIGRATE_DATABASE_URL (the owner) and AVAL_PIN_DATABASE_URL, for this command only.",
  );
}

async function ownsDatabase(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ owns: boolean }>(
    `select rolsuper or pg_has_role(current_user, datdba, 'member') as owns
       from pg_database, pg_roles where datname = current_database() and rolname = current_user`,
  );
  return rows[0]?.owns === true;
}

async function haveRoles(client: pg.Client, urls: DatabaseUrls): Promise<boolean> {
  const names = [urls.server, urls.pin].map((url) => loginOf(url).name);
  const { rowCount } = await client.query("select from pg_roles where rolname = any($1)", [names]);
  return rowCount === names.length;
}

/**
 * Brings the tables to what this program needs. A sandbox does so by itself; in production that is for `aval migrate`,
 * which alone holds the owner's URL, and whoever finds an older schema stops.
 */
export async function bringUpToDate(config: Config, database: OpenDatabase): Promise<void> {
  if (config.mode === "sandbox") {
    await migrate(await ownersUrls(database));
    return;
  }
  const client = await reach(database.urls.server);
  try {
    const [first] = await pendingMigrations(client, await readMigrations());
    if (first) throw notMigrated(first);
  } finally {
    await client.end();
  }
}

function notMigrated(first: string): Halt {
  return new Halt(
    `Il manque à cette base la migration ${first} : lancez « aval migrate » avec AVAL_MIGRATE_DATABASE_URL, puis recommencez.`,
    `This database lacks migration ${first}: run "aval migrate" with AVAL_MIGRATE_DATABASE_URL, then try again.`,
  );
}

/** The database for a command that needs the tables as this program knows them. */
export async function openMigrated(config: Config): Promise<OpenDatabase> {
  const database = await openDatabase(config);
  try {
    await bringUpToDate(config, database);
    return database;
  } catch (fault) {
    await database.close();
    throw fault;
  }
}

/** A connection as this role, or a halt that says what to mend. */
export async function reach(url: string): Promise<pg.Client> {
  try {
    return await connectOnce(url);
  } catch (cause) {
    const { host } = new URL(url);
    const place = `${host || "localhost"}/${databaseOf(url)}`;
    const state = sqlState(cause);
    if (state === "28P01" || state === "28000") {
      throw new Halt(
        `PostgreSQL (${place}) refuse le rôle ou le mot de passe.`,
        `PostgreSQL (${place}) refuses the role or the password.`,
        { cause },
      );
    }
    if (state === "3D000") {
      throw new Halt(
        `La base ${place} n'existe pas : créez-la (createdb).`,
        `There is no database ${place}: create it (createdb).`,
        { cause },
      );
    }
    if (!isUnreachable(cause)) throw cause;
    throw new Halt(
      `PostgreSQL ne répond pas à ${place}.`,
      `PostgreSQL does not answer at ${place}.`,
      { cause },
    );
  }
}

/**
 * Says what this database is for, once and for ever, and which root its keys come from. For the owner: `aval migrate`, and
 * the sandbox at its start.
 */
export async function claimDeployment(
  owner: string,
  mode: Config["mode"],
  root: string,
): Promise<void> {
  const client = await connectOnce(owner);
  try {
    await client.query(
      "insert into aval.deployment (mode, root) values ($1, $2) on conflict do nothing",
      [mode, root],
    );
  } finally {
    await client.end();
  }
  await refuseOtherDeployment(owner, mode, root);
}

/**
 * Refuses to go on with a database that was made for something else.
 *
 * One that was ever a sandbox holds people who do not exist and phones enrolled without a document: it never becomes
 * production. Another root would make every enrolled phone refuse us; better to refuse the start.
 */
export async function refuseOtherDeployment(
  url: string,
  mode: Config["mode"],
  root: string,
): Promise<void> {
  const client = await connectOnce(url);
  try {
    const { rows } = await client.query<{ mode: string; root: string; moved: boolean }>(
      "select mode, root, (select ahead > interval '0' from aval.clock_offset) as moved from aval.deployment",
    );
    const [found] = rows;
    if (!found) throw unclaimed();
    if (found.mode !== mode) throw otherMode(found.mode, mode);
    if (found.root !== root) {
      throw new Halt(
        "Les clés données ne sont pas celles avec lesquelles cette base a été faite : tous les téléphones les refuseraient.",
        "The keys given are not the ones this database was made with: every phone would refuse them.",
      );
    }
    if (mode === "production" && found.moved) {
      throw new Halt(
        "L'horloge de cette base a été avancée : ce n'est pas une production.",
        "The clock of this database was moved: it is no production.",
      );
    }
  } finally {
    await client.end();
  }
}

function unclaimed(): Halt {
  return new Halt(
    "Cette base n'a encore servi à rien : lancez « aval migrate » avec AVAL_MIGRATE_DATABASE_URL et les clés de ce déploiement.",
    `This database was not taken into use yet: run "aval migrate" with AVAL_MIGRATE_DATABASE_URL and this deployment's keys.`,
  );
}

function otherMode(was: string, asked: string): Halt {
  return new Halt(
    `Cette base a été faite pour « ${was} » : elle ne servira jamais en « ${asked} ».`,
    `This database was made for "${was}": it will never serve as "${asked}".`,
  );
}

/** Moves the sandbox's clock forward. Every node follows within a second. */
export async function advanceClock(owner: string, span: Duration): Promise<void> {
  const client = await connectOnce(owner);
  try {
    const { rowCount } = await client.query(
      `update aval.clock_offset set ahead = ahead + make_interval(secs => $1)
        where exists (select from aval.deployment where mode = 'sandbox')`,
      [span / 1000],
    );
    if (rowCount !== 1)
      throw new Halt(
        "Seule l'horloge d'un bac à sable se déplace.",
        "Only a sandbox's clock can be moved.",
      );
  } finally {
    await client.end();
  }
}

/** The right to be the one server on an embedded database, held as long as this connection. */
export type ServerLock = {
  /** Called when the connection broke by itself, hence the right is lost. */
  readonly onLost: (listener: () => void) => void;
  readonly release: () => Promise<void>;
};

/** `undefined`: another server has it. The lock dies with the process, however that dies. */
export async function takeServerLock(owner: string): Promise<ServerLock | undefined> {
  const client = await connectOnce(owner);
  const { rows } = await client.query<{ taken: boolean }>(
    "select pg_try_advisory_lock($1) as taken",
    [advisoryLocks.server],
  );
  if (!rows[0]?.taken) {
    await client.end();
    return undefined;
  }
  let isReleased = false;
  return {
    onLost: (listener) => {
      client.once("end", () => {
        if (!isReleased) listener();
      });
    },
    release: async () => {
      isReleased = true;
      await client.end();
    },
  };
}
