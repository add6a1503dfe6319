import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { type Database, toInstant } from "#platform/database";
import type { Instant } from "#platform/time";
import type { DirectoryTables } from "./store.ts";

/** Files of contacts above their authority's share: what they say is kept, and inert, until two people have signed exactly their list. */
type Tx = Database<DirectoryTables>;

export type ContactFile = {
  readonly id: string;
  readonly authority: string;
  /** SHA-256 of the file, base64url; of the list, hexadecimal. */
  readonly file: string;
  readonly list: string;
  readonly undoes: string | undefined;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly madeAt: Instant;
  readonly until: Instant;
};

type Given = Omit<ContactFile, "madeAt" | "until">;

/** Keeps what is staged. An older list of this authority gives way: of two files the later one is meant. */
export async function keep(tx: Tx, given: Given): Promise<void> {
  const { id, authority } = given;
  await sql`
    update contact_file set ended_at = aval_now() where authority = ${authority} and ended_at is null`.execute(
    tx,
  );
  await sql`
    insert into contact_file (id, authority, file, list, undoes, added, changed, removed, made_at, expires_at)
    values (${id}, ${authority}, ${given.file}, ${given.list}, ${given.undoes ?? null}, ${given.added}, ${given.changed},
      ${given.removed}, aval_now(), aval_now() + ${lifetimes.contactRequest} * interval '1 millisecond')`.execute(
    tx,
  );
  await sql`
    insert into contact_file_line (file, line, national_id, kind, value, dated, proof, source)
    select ${id}, line, national_id, kind, value, dated, proof, source from staged_word
    where move not in ('not_yours', 'repeated')`.execute(tx);
  await forget(tx);
}

/** Values of lists that are over go: what was applied is the directory's. */
export async function forget(tx: Tx): Promise<void> {
  await sql`
    delete from contact_file_line l using contact_file f
    where f.id = l.file and (f.ended_at is not null or f.expires_at <= aval_now())`.execute(tx);
}

export const stage = async (tx: Tx, id: string): Promise<void> => {
  await sql`
    insert into staged_word (line, national_id, kind, value, dated, proof, source)
    select line, national_id, kind, value, dated, proof, source from contact_file_line where file = ${id}`.execute(
    tx,
  );
};

const columns = sql`id, authority, file, list, undoes, added, changed, removed, made_at, expires_at`;
type Row = Given & { undoes: string | null; made_at: Date; expires_at: Date };
const fromRow = ({ made_at: at, expires_at: until, undoes, ...row }: Row): ContactFile => ({
  ...row,
  undoes: undoes ?? undefined,
  madeAt: toInstant(at),
  until: toInstant(until),
});
const isOpen = sql`ended_at is null and expires_at > aval_now()`;

/** What waits: of one authority or, where undefined, of all. */
export async function waiting(db: Tx, authority: string | undefined): Promise<ContactFile[]> {
  const { rows } = await sql<Row>`
    select ${columns} from contact_file
    where ${isOpen} and (${authority ?? null}::text is null or authority = ${authority ?? null})
    order by made_at, id`.execute(db);
  return rows.map(fromRow);
}

export async function find(db: Tx, id: string): Promise<ContactFile | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from contact_file where id = ${id} and ${isOpen}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

/** Applied, once. */
export async function recordApplied(tx: Tx, id: string, run: string): Promise<boolean> {
  const { rows } = await sql`
    update contact_file set ended_at = aval_now(), applied_run = ${run} where id = ${id} and ${isOpen} returning id`.execute(
    tx,
  );
  return rows.length === 1;
}

/** Set aside: nothing of it happens. */
export async function recordEnded(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`
    update contact_file set ended_at = aval_now() where id = ${id} and ${isOpen} returning id`.execute(
    tx,
  );
  return rows.length === 1;
}
