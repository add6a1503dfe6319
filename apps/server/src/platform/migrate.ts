import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { advisoryLocks, connectOnce, sqlState } from "./database.ts";
import { Halt } from "./halt.ts";
import { type DatabaseUrls, databaseOf, ensureRoles, loginOf } from "./roles.ts";

/**
 * Migrations: `migrations/NNNN_name.sql`, forward only, in number order, each in one transaction, under one lock so
 * that ten nodes that start together apply each once. The SHA-256 of each applied text is kept: an edited migration is
 * refused, since two houses would then have two databases under one number.
 *
 * Each file opens with why, and what it locks. A number may arrive after a higher one was applied (modules have their own
 * ranges); what matters is that no file changes once applied. A database that knows more than this program is
 * accepted: new code must run on the previous schema, and so must a node that has not been renewed yet.
 */
export type Migration = {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
};

const migrationsFolder = join(import.meta.dirname, "..", "..", "migrations");

/** The migrations on disk, in number order. */
export async function readMigrations(folder = migrationsFolder): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const migrations = await Promise.all(
    names.map(async (name) => {
      const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]);
      if (!number)
        throw new Halt(
          `Migration mal nommée : ${name}.`,
          `Badly named migration: ${name} (NNNN_name.sql).`,
        );
      const sql = (await readFile(join(folder, name), "utf8")).replaceAll("\r\n", "\n");
      return { number, name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
  const twice = migrations.find(
    (migration, index) => migrations[index - 1]?.number === migration.number,
  );
  if (twice)
    throw new Halt(
      `Deux migrations portent le numéro de ${twice.name}.`,
      `Two migrations have the number of ${twice.name}.`,
    );
  return migrations;
}

/** Brings the database to this program's schema, and its roles to their rights. Returns the names newly applied. */
export async function migrate(
  urls: DatabaseUrls,
  migrations?: readonly Migration[],
): Promise<readonly string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = await connectOnce(urls.owner);
  try {
    await client.query("set lock_timeout = '60s'");
    await refuseOldServer(client);
    await client.query("select pg_advisory_lock($1)", [advisoryLocks.migrate]);
    await ensureRoles(client, urls);
    const applied = await applyPending(client, wanted);
    await grantRights(client, urls);
    return applied;
  } finally {
    await client.end(); // Ends the lock too.
  }
}

/** What is on disk and not in this database, for `/readyz`: a node must not serve on a schema it does not know. */
export async function pendingMigrations(
  client: pg.Client,
  wanted: readonly Migration[],
): Promise<readonly string[]> {
  const applied = await readApplied(client);
  return wanted
    .filter((migration) => !applied.has(migration.number))
    .map((migration) => migration.name);
}

/** What `migrate` would apply now. */
export async function plannedMigrations(owner: string): Promise<readonly string[]> {
  const client = await connectOnce(owner);
  try {
    return await pendingMigrations(client, await readMigrations());
  } finally {
    await client.end();
  }
}

const oldestServer = 150_000;

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version_num') as version",
  );
  if (Number(rows[0]?.version) >= oldestServer) return;
  throw new Halt(
    "PostgreSQL 15 ou plus récent est nécessaire.",
    "PostgreSQL 15 or newer is needed.",
  );
}

async function readApplied(client: pg.Client): Promise<ReadonlyMap<number, string>> {
  const { rows: found } = await client.query(
    "select from pg_class where oid = to_regclass('aval.migration')",
  );
  if (found.length === 0) return new Map();
  const { rows } = await client.query<{ number: number; checksum: string }>(
    "select number, checksum from aval.migration",
  );
  return new Map(rows.map((row) => [row.number, row.checksum]));
}

async function applyPending(
  client: pg.Client,
  wanted: readonly Migration[],
): Promise<readonly string[]> {
  const applied = await readApplied(client);
  const fresh: string[] = [];
  for (const migration of wanted) {
    const checksum = applied.get(migration.number);
    if (checksum === migration.checksum) continue;
    if (checksum !== undefined) throw edited(migration);
    await applyOne(client, migration);
    fresh.push(migration.name);
  }
  return fresh;
}

function edited(migration: Migration): Halt {
  return new Halt(
    `La migration ${migration.name} a été modifiée après son application. Rendez-lui son texte et écrivez une nouvelle migration.`,
    `Migration ${migration.name} was edited after it was applied. Give it its text back and write a new migration.`,
  );
}

async function applyOne(
  client: pg.Client,
  { number, name, sql, checksum }: Migration,
): Promise<void> {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query("insert into aval.migration (number, name, checksum) values ($1, $2, $3)", [
      number,
      name,
      checksum,
    ]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback");
    const reason = cause instanceof Error ? cause.message : String(cause);
    const at = lineOf(sql, cause);
    throw new Halt(
      `La migration ${name} a échoué et rien n'en est resté${at} : ${reason}`,
      `Migration ${name} failed and left nothing behind${at}: ${reason}`,
      { cause },
    );
  }
}

function lineOf(sql: string, error: unknown): string {
  const position = Number((error as { position?: string }).position);
  return position ? ` (${sql.slice(0, position).split("\n").length})` : "";
}

/**
 * What each role may do, made anew after every migration and in one transaction.
 *
 * The server gets rows of `aval`, the PIN program rows of `pin`; nobody gets `public`, temporary tables, or another
 * role's schema. A table's comment may take rights away: `[append-only]` leaves select and insert, `[read-only]`
 * leaves select, so that a stolen server role cannot rewrite evidence or move the clock.
 */
async function grantRights(client: pg.Client, urls: DatabaseUrls): Promise<void> {
  const server = client.escapeIdentifier(loginOf(urls.server).name);
  const pin = client.escapeIdentifier(loginOf(urls.pin).name);
  const database = client.escapeIdentifier(databaseOf(urls.owner));
  const statements = [
    `revoke all on database ${database} from public`,
    `grant connect on database ${database} to ${server}, ${pin}`,
    "revoke all on schema public from public",
    ...(await schemaRights(client, "aval", server, pin)),
    ...(await schemaRights(client, "pin", pin, server)),
  ];
  await client.query("begin");
  try {
    await client.query(statements.join(";\n"));
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    if (sqlState(error) !== "42501") throw error;
    throw new Halt(
      `Le rôle propriétaire doit posséder la base pour en fermer l'accès : alter database … owner to …`,
      `The owner role must own the database to close it to others: alter database … owner to …`,
      { cause: error },
    );
  }
}

async function schemaRights(
  client: pg.Client,
  schema: string,
  role: string,
  other: string,
): Promise<readonly string[]> {
  const { rows: tables } = await client.query<{
    name: string;
    kind: string;
    comment: string | null;
  }>(
    `select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name, c.relkind as kind,
            obj_description(c.oid, 'pg_class') as comment
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm') order by 1`,
    [schema],
  );
  return [
    `revoke all on schema ${schema} from public, ${role}, ${other}`,
    `revoke all on all tables in schema ${schema} from public, ${role}, ${other}`,
    `revoke all on all sequences in schema ${schema} from public, ${role}, ${other}`,
    `revoke all on all functions in schema ${schema} from public, ${role}, ${other}`,
    `grant usage on schema ${schema} to ${role}`,
    ...tables.map(
      ({ name, kind, comment }) => `grant ${tableRights(kind, comment)} on ${name} to ${role}`,
    ),
    `grant usage, select on all sequences in schema ${schema} to ${role}`,
    `grant execute on all functions in schema ${schema} to ${role}`,
  ];
}

function tableRights(kind: string, comment: string | null): string {
  const isView = kind === "v" || kind === "m";
  if (isView || comment?.includes("[read-only]")) return "select";
  return comment?.includes("[append-only]") ? "select, insert" : "select, insert, update, delete";
}
