import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { type Database, toInstant } from "#platform/database";
import type { Instant } from "#platform/time";
import type { DirectoryTables } from "./store.ts";
import type { ImportCounts, Shares } from "./verdict.ts";

/** Extracts above their share: inert until two operators have signed exactly that file and what it would change, and it comes again. */
type Tx = Database<DirectoryTables>;

export type WaitingImport = {
  /** Of the import that stopped. */
  readonly id: string;
  readonly source: string;
  /** SHA-256 of the text, base64url. */
  readonly file: string;
  /** The last import that was applied before it stopped. */
  readonly base: string | undefined;
  readonly counts: ImportCounts;
  readonly shares: Shares;
  readonly madeAt: Instant;
  readonly until: Instant;
};

/** What an import is about to be stopped for: all of it is what two people sign. */
export type Stopping = Pick<WaitingImport, "source" | "file" | "counts" | "shares">;

const isOpen = sql`w.ended_at is null and w.expires_at > aval_now()`;
/** Imports take turns, so that nobody applies another between this question and the end of the transaction. */
const lastApplied = sql`(
  select d.id from import_run d where d.state = 'done' order by d.at desc, d.id desc limit 1)`;

/** The same file, which would change the same of the same directory, that waits already. */
export async function findSame(
  tx: Tx,
  { source, file, counts, shares: { people, contacts } }: Stopping,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select w.id from waiting_import w join import_run r on r.id = w.id
    where ${isOpen} and w.base is not distinct from ${lastApplied}
      and r.source = ${source} and r.digest = ${file}
      and (r.lines, r.added, r.changed, r.removed, r.unchanged, r.problems)
        = (${counts.lines}, ${counts.added}, ${counts.changed}, ${counts.removed}, ${counts.unchanged}, ${counts.problems})
      and (w.people, w.people_of, w.contacts, w.contacts_of)
        = (${people.count}, ${people.of}, ${contacts.count}, ${contacts.of})`.execute(tx);
  return rows[0]?.id;
}

/** Keeps what stopped. An older one of this source gives way: of two files the later one is meant. */
export async function keep(
  tx: Tx,
  id: string,
  { source, shares: { people, contacts } }: Stopping,
): Promise<void> {
  await sql`
    update waiting_import w set ended_at = aval_now() from import_run r
    where r.id = w.id and r.source = ${source} and w.ended_at is null`.execute(tx);
  await sql`
    insert into waiting_import (id, base, people, people_of, contacts, contacts_of, expires_at)
    values (${id}, ${lastApplied}, ${people.count}, ${people.of}, ${contacts.count}, ${contacts.of},
      aval_now() + ${lifetimes.importAgreement} * interval '1 millisecond')`.execute(tx);
}

/** Spent or set aside, once: false when somebody was quicker, or it is too late. */
export async function recordEnded(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`
    update waiting_import w set ended_at = aval_now() where w.id = ${id} and ${isOpen} returning w.id`.execute(
    tx,
  );
  return rows.length === 1;
}

/** By which import. */
export async function noteApplied(tx: Tx, id: string, run: string): Promise<void> {
  await sql`update waiting_import set applied_run = ${run} where id = ${id}`.execute(tx);
}

type Row = {
  id: string;
  source: string;
  file: string;
  base: string | null;
  lines: number;
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  problems: number;
  people: number;
  people_of: number;
  contacts: number;
  contacts_of: number;
  made_at: Date;
  expires_at: Date;
};

/** What waits, or one of it; the oldest first. */
export async function listWaiting(db: Tx, id?: string): Promise<readonly WaitingImport[]> {
  const { rows } = await sql<Row>`
    select w.id, r.source, r.digest as file, w.base, r.lines, r.added, r.changed, r.removed, r.unchanged, r.problems,
      w.people, w.people_of, w.contacts, w.contacts_of, w.made_at, w.expires_at
    from waiting_import w join import_run r on r.id = w.id
    where ${isOpen} and (${id ?? null}::text is null or w.id = ${id ?? null})
    order by w.made_at, w.id`.execute(db);
  return rows.map((row) => {
    const { lines, added, changed, removed, unchanged, problems } = row;
    return {
      ...{ id: row.id, source: row.source, file: row.file, base: row.base ?? undefined },
      counts: { lines, added, changed, removed, unchanged, problems },
      shares: {
        people: { count: row.people, of: row.people_of },
        contacts: { count: row.contacts, of: row.contacts_of },
      },
      madeAt: toInstant(row.made_at),
      until: toInstant(row.expires_at),
    };
  });
}
