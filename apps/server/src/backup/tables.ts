import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from, to } from "pg-copy-streams";
import type { Manifest } from "./manifest.ts";
import type { Member } from "./tar.ts";

/** The rows of both schemas, out of one snapshot and into empty tables, as PostgreSQL's own COPY text. */
export type Snapshot = {
  readonly client: pg.Client;
  readonly takenAt: number;
  readonly server: string;
  readonly tables: readonly Pick<Table, "name" | "columns">[];
};

type Table = Manifest["database"]["tables"][number];

const schemas = ["aval", "pin"];

/**
 * Tables whose rows are not taken: the authorization engine's codes, tokens and browser sessions, visits to *Mon accès*, requests
 * of software, pages that bind new phones, requests to identity wallets, what keys are to sign for these, and what wants to be linked, what was shown to lift a block,
 * and the staff's links, the keys that these propose, challenges and sessions. Spent or ended after the backup, they would be whole again after a restore (law 6); without them everybody signs in again.
 */
export const withoutRows: readonly string[] = [
  "aval.account_visit",
  "aval.artefact",
  "aval.ciba_request",
  "aval.caught_letter",
  "aval.eid_visit",
  "aval.enrolment_page",
  "aval.contact_file",
  "aval.contact_file_line",
  "aval.contact_file_signature",
  "aval.waiting_import",
  "aval.waiting_import_signature",
  "aval.contact_word",
  "aval.enrolment_word",
  "aval.installation_link",
  "aval.letter",
  "aval.phone_key_challenge",
  "aval.reopening",
  "aval.staff_challenge",
  "aval.staff_invitation",
  "aval.staff_proposal",
  "aval.staff_session",
  "aval.wallet_request",
];

/** Everything read from now on by this connection is one instant of the database, whatever is written meanwhile. */
export async function takeSnapshot(client: pg.Client): Promise<Snapshot> {
  await client.query("begin isolation level repeatable read read only");
  const { rows: told } = await client.query<{ at: number; server: string }>(
    "select extract(epoch from aval.aval_now())::float8 * 1000 as at, current_setting('server_version') as server",
  );
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
    `select n.nspname || '.' || c.relname as name,
            array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where n.nspname = any($1) and c.relkind = 'r'
      group by 1 order by 1`,
    [schemas],
  );
  return {
    client,
    takenAt: Math.floor(told[0]?.at ?? 0),
    server: told[0]?.server ?? "",
    tables: tables.filter(({ name }) => !withoutRows.includes(name)),
  };
}

export async function readSequences(client: pg.Client): Promise<Manifest["database"]["sequences"]> {
  const { rows } = await client.query<{ name: string }>(
    `select schemaname || '.' || sequencename as name from pg_sequences where schemaname = any($1) order by 1`,
    [schemas],
  );
  const sequences: Manifest["database"]["sequences"] = [];
  for (const { name } of rows) {
    const { rows: state } = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${quoted(client, name)}`,
    );
    sequences.push({ name, value: state[0]?.value ?? "1", isCalled: state[0]?.called ?? false });
  }
  return sequences;
}

export async function readMigrated(client: pg.Client): Promise<Manifest["database"]["migrations"]> {
  const { rows } = await client.query<{ number: number; name: string; checksum: string }>(
    "select number, name, checksum from aval.migration order by number",
  );
  return rows;
}

/** Rows are cut into members of about this many bytes; a cut is not the end of a row. */
const memberBytes = 4 * 2 ** 20;

/** One table as members `database/<table>/<number>`. `done` is told its rows. */
export async function* tableMembers(
  { client }: Snapshot,
  { name, columns }: Pick<Table, "name" | "columns">,
  done: (rows: number) => void,
): AsyncGenerator<Member> {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(", ");
  const stream = client.query(to(`copy ${quoted(client, name)} (${list}) to stdout`));
  yield* membersOfStream(`database/${name}`, stream);
  done(stream.rowCount ?? 0);
}

/** A stream of unknown length as members of known ones. */
export async function* membersOfStream(
  folder: string,
  stream: AsyncIterable<Buffer>,
): AsyncGenerator<Member> {
  let held: Buffer[] = [];
  let length = 0;
  let number = 0;
  const next = (): Member => {
    const content = Buffer.concat(held);
    held = [];
    length = 0;
    return { name: `${folder}/${String(++number).padStart(6, "0")}`, content };
  };
  for await (const chunk of stream) {
    held.push(chunk);
    length += chunk.length;
    if (length >= memberBytes) yield next();
  }
  if (length > 0) yield next();
}

/** Takes rows as they were: no trigger and no reference looks at them, since they held together when they were read. */
export async function beginLoading(client: pg.Client, { database }: Manifest): Promise<void> {
  await client.query("begin");
  await client.query("set local session_replication_role = replica");
  // What the migrations themselves put there; the tables without rows beside them, since some refer to the others. A backup of an
  // earlier version knew fewer of these.
  const { rows } = await client.query<{ name: string }>(
    "select name from unnest($1::text[]) as name where to_regclass(name) is not null",
    [withoutRows],
  );
  const names = [...database.tables, ...rows].map(({ name }) => name);
  await client.query(`truncate ${names.map((name) => quoted(client, name)).join(", ")}`);
}

/** Loads one table. Its columns are named: a later version may have more. */
export async function loadTable(
  client: pg.Client,
  { name, columns }: Pick<Table, "name" | "columns">,
  source: AsyncIterable<Buffer>,
): Promise<number> {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(", ");
  const stream = client.query(from(`copy ${quoted(client, name)} (${list}) from stdin`));
  await pipeline(Readable.from(source, { objectMode: false }), stream);
  return stream.rowCount ?? 0;
}

export async function endLoading(client: pg.Client, { database }: Manifest): Promise<void> {
  for (const { name, value, isCalled } of database.sequences) {
    await client.query("select setval($1::regclass, $2::bigint, $3)", [name, value, isCalled]);
  }
  await client.query("commit");
}

function quoted(client: pg.Client, name: string): string {
  return name
    .split(".")
    .map((part) => client.escapeIdentifier(part))
    .join(".");
}
