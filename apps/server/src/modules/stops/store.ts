import type { DeviceId, ProfessionalId, StopId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { Rule, Way } from "./rules.ts";

export type StopTables = {
  stop: {
    id: string;
    professional: string;
    rule: Rule;
    device: string | null;
    announced: string | null;
    made_at: Date;
    lifted_at: Date | null;
    lifted_by: "phone" | "desk" | "card" | "two_people" | null;
    scope: string;
  };
};

type Db = Database<StopTables>;

/** A stop that stands. */
export type Standing = {
  readonly id: StopId;
  readonly rule: Rule;
  readonly announced: DeviceId | undefined;
  readonly madeAt: Instant;
};

/** Whether one of these rules stands for this holder. */
export async function stands(
  db: Db,
  professional: ProfessionalId,
  among: readonly Rule[],
): Promise<boolean> {
  const row = await db
    .selectFrom("stop")
    .select("id")
    .where("professional", "=", professional)
    .where("lifted_at", "is", null)
    .where("rule", "in", [...among])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** One conditional insert: false when such a stop stands already, or was made too short a time ago. */
export async function insertStop(
  tx: Db,
  given: {
    id: StopId;
    professional: ProfessionalId;
    rule: Rule;
    device: DeviceId | undefined;
    announced: DeviceId | undefined;
    onceIn: Duration | undefined;
  },
): Promise<boolean> {
  const result = await sql`
    insert into stop (id, professional, rule, device, announced, made_at, scope)
    select ${given.id}, ${given.professional}, ${given.rule}, ${given.device ?? null}, ${given.announced ?? null},
      aval_now(), 'national'
    where not exists (
      select from stop where professional = ${given.professional} and rule = ${given.rule}
        and made_at > aval_now() - ${given.onceIn ?? 0} * interval '1 millisecond')
    on conflict (professional, rule) where lifted_at is null do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

export async function standing(db: Db, professional: ProfessionalId): Promise<Standing[]> {
  const rows = await db
    .selectFrom("stop")
    .select(["id", "rule", "announced", "made_at"])
    .where("professional", "=", professional)
    .where("lifted_at", "is", null)
    .orderBy("made_at")
    .execute();
  return rows.map((row) => ({
    id: row.id as StopId,
    rule: row.rule,
    announced: (row.announced as DeviceId | null) ?? undefined,
    madeAt: toInstant(row.made_at),
  }));
}

/**
 * Lifts, while this way is open on the database's clock: this stop, of this holder, by a rule that way lifts, and never by the
 * phone that was announced. Once.
 */
export async function recordLifted(
  tx: Db,
  id: StopId,
  by: { professional: ProfessionalId; device?: DeviceId },
  rule: Rule,
  { means, way }: { means: "phone" | "desk" | "card"; way: Way },
): Promise<boolean> {
  const until = way.until ?? null;
  const result = await sql`
    update stop set lifted_at = aval_now(), lifted_by = ${means}
    where id = ${id} and professional = ${by.professional} and rule = ${rule} and lifted_at is null
      and (announced is null or announced is distinct from ${by.device ?? null})
      and made_at + ${way.from} * interval '1 millisecond' <= aval_now()
      and (${until}::bigint is null or made_at + ${until}::bigint * interval '1 millisecond' > aval_now())`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}
