import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { type Database, transact } from "#platform/database";
import { takeTurn } from "#platform/turns";
import type { AuditTables } from "./store.ts";

/**
 * Shows the newest checkpoint to everybody, unless one was shown within the hour (`lifetimes.logPublished`), by the database's clock.
 * An attacker gains if this comes oftener: the length of the log, from one second to the next, says when somebody did something.
 */
export async function publish(db: Database<AuditTables>): Promise<void> {
  await transact(db, async (tx) => {
    await takeTurn(tx, "aval.log.publish");
    await sql`
      update checkpoint set published_at = aval_now()
      where size = (select max(size) from checkpoint) and published_at is null
        and not exists (select from checkpoint
          where published_at > aval_now() - ${lifetimes.logPublished} * interval '1 millisecond')`.execute(
      tx,
    );
  });
}

export type Seen = {
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed note, with the lines of the witnesses that have cosigned it. */
  readonly note: string;
};

/** The newest checkpoint that everybody may see. */
export async function published(db: Database<AuditTables>): Promise<Seen | undefined> {
  const row = await db
    .selectFrom("checkpoint")
    .select(["size", "root", "note"])
    .where("published_at", "is not", null)
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { ...row, note: row.note + (await cosignaturesOf(db, row.size)) };
}

/** The lines of the witnesses under a checkpoint, as a note has them. */
async function cosignaturesOf(db: Database<AuditTables>, size: number): Promise<string> {
  const rows = await db
    .selectFrom("cosignature")
    .select("line")
    .where("size", "=", size)
    .orderBy("witness")
    .execute();
  return rows.map(({ line }) => `${line}\n`).join("");
}

/** A checkpoint to prove facts by, with the keys of the witnesses under it. */
export type ProvingHead = Seen & { readonly witnesses: readonly string[] };

/**
 * The newest checkpoint that a witness keeps, while that is young (`lifetimes.witnessed`); else the newest there is. A checkpoint comes
 * with every second in which something happens, and witnesses cannot keep them all.
 */
export async function provingHead(db: Database<AuditTables>): Promise<ProvingHead | undefined> {
  const { rows } = await sql<{ size: number; root: Buffer; note: string }>`
    select c.size::float8 as size, c.root, c.note from checkpoint c
    order by exists (select from cosignature s where s.size = c.size
        and s.at > aval_now() - ${lifetimes.witnessed} * interval '1 millisecond') desc, c.size desc
    limit 1`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const lines = await db
    .selectFrom("cosignature")
    .select(["witness", "line"])
    .where("size", "=", row.size)
    .orderBy("witness")
    .execute();
  return {
    ...row,
    note: row.note + lines.map(({ line }) => `${line}\n`).join(""),
    witnesses: lines.map(({ witness }) => witness),
  };
}

/**
 * What the log holds of this person up to a size, within a span of time, and of the named kinds whenever they were; in the log's order.
 * Without its key a fact is given without what it said.
 */
export async function factsOf(
  db: Database<AuditTables>,
  asked: {
    readonly professional: string;
    readonly size: number;
    readonly from: Date;
    readonly to: Date;
    readonly always: readonly string[];
  },
) {
  return db
    .selectFrom("fact")
    .leftJoin("fact_key", "fact_key.fact", "fact.id")
    .select(["fact.id", "kind", "at", "body", "scope", "leaf", "seq", "fact_key.key as key"])
    .where("professional", "=", asked.professional)
    .where("seq", "<", asked.size)
    .where((eb) =>
      eb.or([
        eb.and([eb("at", ">=", asked.from), eb("at", "<=", asked.to)]),
        eb("kind", "in", [...asked.always]),
      ]),
    )
    .orderBy("seq")
    .execute();
}

/** The newest checkpoint, without witnesses' lines. */
export async function newestCheckpoint(
  db: Database<AuditTables>,
): Promise<{ readonly size: number; readonly note: string } | undefined> {
  return db
    .selectFrom("checkpoint")
    .select(["size", "note"])
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The size that this witness cosigned last; 0 for one that never did. */
export async function cosignedSize(db: Database<AuditTables>, witness: string): Promise<number> {
  const row = await db
    .selectFrom("cosignature")
    .select((eb) => eb.fn.max("size").as("size"))
    .where("witness", "=", witness)
    .executeTakeFirst();
  return Number(row?.size ?? 0);
}

/** Keeps a witness's line. Twice at once, from two nodes, it is there once. */
export async function insertCosignature(
  db: Database<AuditTables>,
  {
    size,
    witness,
    line,
  }: { readonly size: number; readonly witness: string; readonly line: string },
): Promise<void> {
  await sql`
    insert into cosignature (size, witness, line, at) values (${size}, ${witness}, ${line}, aval_now())
    on conflict do nothing`.execute(db);
}

/** Whether one of these witnesses keeps all that is older than `lifetimes.witnessed`. */
export async function isWitnessed(
  db: Database<AuditTables>,
  witnesses: readonly string[],
): Promise<boolean> {
  const { rows } = await sql`
    select from checkpoint
    where at < aval_now() - ${lifetimes.witnessed} * interval '1 millisecond'
      and size > (select coalesce(max(size), 0) from cosignature where witness = any(${[...witnesses]}::text[]))
    limit 1`.execute(db);
  return rows.length === 0;
}
