import { sql } from "kysely";
import { type Database, toDate, toInstant } from "#platform/database";
import { statement } from "#platform/statement";
import type { Instant } from "#platform/time";
import type { Frontier } from "./merkle.ts";

export type AuditTables = {
  fact: {
    id: string;
    kind: string;
    at: Date;
    body: string;
    scope: string;
    professional: string | null;
    leaf: Buffer;
    seq: number | null;
  };
  fact_key: { fact: string; key: Buffer };
  fact_erased: { fact: string; commitment: Buffer; by_fact: string };
  checkpoint: {
    size: number;
    root: Buffer;
    frontier: Buffer[];
    note: string;
    at: Date;
    published_at: Date | null;
  };
  log_node: { level: number; place: number; hash: Buffer };
  cosignature: { size: number; witness: string; line: string; at: Date };
};

export type StoredFact = {
  readonly id: string;
  readonly kind: string;
  readonly at: Instant;
  readonly body: string;
  readonly professional: string | undefined;
  readonly scope: string;
  readonly leaf: Uint8Array;
};

const insertWithKey = statement(
  (_: Database<AuditTables>, fact: Omit<AuditTables["fact"], "seq"> & { key: Buffer }) => sql`
    with written as (
      insert into fact (id, kind, at, body, professional, scope, leaf)
      values (${fact.id}, ${fact.kind}, ${fact.at}, ${fact.body}, ${fact.professional}, ${fact.scope}, ${fact.leaf})
      returning id)
    insert into fact_key (fact, key) select id, ${fact.key} from written`,
);

/** Inserts a fact and the key of its leaf, in the caller's transaction. */
export async function insertFact(
  db: Database<AuditTables>,
  fact: StoredFact,
  key: Uint8Array,
): Promise<void> {
  await insertWithKey(db, {
    ...fact,
    at: toDate(fact.at),
    professional: fact.professional ?? null,
    leaf: Buffer.from(fact.leaf),
    key: Buffer.from(key),
  });
}

/** Whether this transaction is the one sequencer for now. Released at its end. */
export async function tryBeSequencer(db: Database<AuditTables>): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('aval.audit.sequencer')) as held`.execute(db);
  return rows[0]?.held === true;
}

export type Head = { readonly size: number; readonly frontier: Frontier };

export async function head(db: Database<AuditTables>): Promise<Head> {
  const row = await db
    .selectFrom("checkpoint")
    .select(["size", "frontier"])
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ? { size: row.size, frontier: row.frontier } : { size: 0, frontier: [] };
}

export async function unsequenced(
  db: Database<AuditTables>,
  count: number,
): Promise<{ id: string; leaf: Uint8Array }[]> {
  return db
    .selectFrom("fact")
    .select(["id", "leaf"])
    .where("seq", "is", null)
    .orderBy("at")
    .orderBy("id")
    .limit(count)
    .execute();
}

/** Gives these facts the places from `first` on. Returns how many it placed: fewer means another sequencer. */
export async function place(
  db: Database<AuditTables>,
  ids: readonly string[],
  first: number,
): Promise<number> {
  const result = await sql`
    update fact set seq = placed.seq
    from (select id, ${first}::bigint + ordinality - 1 as seq from unnest(${[...ids]}::text[]) with ordinality as t(id)) as placed
    where fact.id = placed.id and fact.seq is null`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}

export async function insertCheckpoint(
  db: Database<AuditTables>,
  row: { size: number; root: Uint8Array; frontier: Frontier; note: string; at: Instant },
): Promise<void> {
  await db
    .insertInto("checkpoint")
    .values({
      size: row.size,
      root: Buffer.from(row.root),
      frontier: row.frontier.map((hash) => Buffer.from(hash)),
      note: row.note,
      at: toDate(row.at),
      published_at: null,
    })
    .execute();
}

export type LoggedFact = StoredFact & {
  readonly seq: number;
  readonly key: Uint8Array | undefined;
  /** What its leaf committed to, and the fact that says that it was erased. */
  readonly erased: { readonly commitment: Uint8Array; readonly by: string } | undefined;
};

/** The facts placed from `first` on, in order, at most `count`. */
export async function logged(
  db: Database<AuditTables>,
  first: number,
  count: number,
): Promise<LoggedFact[]> {
  const rows = await db
    .selectFrom("fact")
    .leftJoin("fact_key", "fact_key.fact", "fact.id")
    .leftJoin("fact_erased", "fact_erased.fact", "fact.id")
    .select([
      "fact.id",
      "kind",
      "at",
      "body",
      "professional",
      "scope",
      "leaf",
      "seq",
      "fact_key.key as key",
      "fact_erased.commitment as commitment",
      "fact_erased.by_fact as by",
    ])
    .where("seq", ">=", first)
    .where("seq", "<", first + count)
    .orderBy("seq")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    at: toInstant(row.at),
    body: row.body,
    professional: row.professional ?? undefined,
    scope: row.scope,
    leaf: row.leaf,
    seq: row.seq as number,
    key: row.key ?? undefined,
    erased: row.commitment && row.by ? { commitment: row.commitment, by: row.by } : undefined,
  }));
}

export async function checkpoints(
  db: Database<AuditTables>,
): Promise<{ size: number; root: Uint8Array; note: string }[]> {
  return db.selectFrom("checkpoint").select(["size", "root", "note"]).orderBy("size").execute();
}

export async function countUnsequenced(db: Database<AuditTables>): Promise<number> {
  const row = await db
    .selectFrom("fact")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("seq", "is", null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** How many facts wait for their place, and since when the oldest does, in milliseconds. */
export async function backlog(
  db: Database<AuditTables>,
): Promise<{ readonly facts: number; readonly oldestMs: number }> {
  const { rows } = await sql<{ facts: number; oldest: number }>`
    select count(*)::int as facts,
           coalesce(extract(epoch from aval.aval_now() - min(at)) * 1000, 0)::float8 as oldest
      from fact where seq is null`.execute(db);
  return { facts: rows[0]?.facts ?? 0, oldestMs: Math.max(0, rows[0]?.oldest ?? 0) };
}
