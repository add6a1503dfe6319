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
