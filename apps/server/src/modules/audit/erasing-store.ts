import { sql } from "kysely";
import { type Database, toInstant } from "#platform/database";
import type { AuditTables, StoredFact } from "./store.ts";

type Db = Database<AuditTables>;

export type KeyedFact = StoredFact & { readonly key: Uint8Array; readonly seq: number | undefined };

type Row = Omit<StoredFact, "at" | "professional"> & {
  readonly at: Date;
  readonly professional: string | null;
  readonly key: Buffer;
  readonly seq: number | null;
};

const keyed = ({ at, professional, seq, ...row }: Row): KeyedFact => ({
  ...row,
  at: toInstant(at),
  professional: professional ?? undefined,
  seq: seq ?? undefined,
});

const columns = sql`f.id, f.kind, f.at, f.body, f.scope, f.professional, f.leaf, f.seq, k.key`;

/** Those of these facts that are in their place and still have their key, until this transaction ends nobody else's. */
export async function lockKeys(tx: Db, ids: readonly string[]): Promise<readonly KeyedFact[]> {
  const { rows } = await sql<Row>`
    select ${columns} from fact_key k join fact f on f.id = k.fact
    where k.fact = any(${[...ids]}::text[]) and f.seq is not null
    order by k.fact for update of k skip locked`.execute(tx);
  return rows.map(keyed);
}

/**
 * Destroys their keys, keeps what their leaves committed to and under which fact that happened, and empties them. Returns how many: fewer than
 * given means that somebody else was there.
 */
export async function eraseKeys(
  tx: Db,
  erased: readonly { readonly id: string; readonly commitment: Uint8Array }[],
  by: string,
): Promise<number> {
  const ids = erased.map(({ id }) => id);
  const { numAffectedRows: gone = 0n } = await sql`
    delete from fact_key where fact = any(${ids}::text[])`.execute(tx);
  await sql`
    insert into fact_erased (fact, commitment, by_fact)
    select u.fact, decode(u.commitment, 'hex'), ${by}
    from unnest(${ids}::text[], ${erased.map(({ commitment }) => Buffer.from(commitment).toString("hex"))}::text[]) as u(fact, commitment)`.execute(
    tx,
  );
  const { numAffectedRows: emptied = 0n } = await sql`
    update fact set body = '{}', professional = null where id = any(${ids}::text[])`.execute(tx);
  return gone === emptied ? Number(gone) : 0;
}

/** Every fact of these kinds that still proves what it says, whether it has its place or not. */
export async function factsOfKinds(
  db: Db,
  kinds: readonly string[],
): Promise<readonly KeyedFact[]> {
  const { rows } = await sql<Row>`
    select ${columns} from fact f join fact_key k on k.fact = f.id
    where f.kind = any(${[...kinds]}::text[])`.execute(db);
  return rows.map(keyed);
}

/** Whom the fact of each alert names, by that fact. */
export async function peopleOfAlerts(db: Db): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; professional: string }>`
    select f.id, f.professional from fact a join fact f on f.id = a.body::jsonb ->> 'alert'
    where a.kind = 'alert_raised' and f.professional is not null`.execute(db);
  return new Map(rows.map(({ id, professional }) => [id, professional]));
}
