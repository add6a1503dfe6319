import { sql } from "kysely";
import type { Database } from "#platform/database";
import type { Duration } from "#platform/time";

export type LimitTables = {
  allowance: { name: string; subject: string; spent: number; window_ends_at: Date };
  seen: { purpose: string; id: string; forget_at: Date };
};

/** One conditional upsert: counts, and says whether it was within `max`. A refused spend counts nothing. */
export async function spend(
  db: Database<LimitTables>,
  given: { name: string; subject: string; max: number; window: Duration },
): Promise<boolean> {
  const { rows } = await sql`
    insert into allowance as a (name, subject, spent, window_ends_at)
    values (${given.name}, ${given.subject}, 1, aval_now() + ${given.window} * interval '1 millisecond')
    on conflict (name, subject) do update set
      spent = case when a.window_ends_at <= aval_now() then 1 else a.spent + 1 end,
      window_ends_at = case when a.window_ends_at <= aval_now() then excluded.window_ends_at else a.window_ends_at end
    where a.window_ends_at <= aval_now() or a.spent < ${given.max}
    returning a.spent`.execute(db);
  return rows.length === 1;
}

/** Gives one use back: what was counted before it was known turned out right. */
export async function refund(
  db: Database<LimitTables>,
  name: string,
  subject: string,
): Promise<void> {
  await sql`
    update allowance set spent = spent - 1
    where name = ${name} and subject = ${subject} and spent > 0 and window_ends_at > aval_now()`.execute(
    db,
  );
}

/** True the first time this id is shown for this purpose, from any node. */
export async function once(
  db: Database<LimitTables>,
  given: { purpose: string; id: string; memory: Duration },
): Promise<boolean> {
  const result = await sql`
    insert into seen (purpose, id, forget_at)
    values (${given.purpose}, ${given.id}, aval_now() + ${given.memory} * interval '1 millisecond')
    on conflict do nothing`.execute(db);
  return result.numAffectedRows === 1n;
}

export async function purge(db: Database<LimitTables>): Promise<void> {
  await sql`delete from allowance where window_ends_at <= aval_now()`.execute(db);
  await sql`delete from seen where forget_at <= aval_now()`.execute(db);
}
