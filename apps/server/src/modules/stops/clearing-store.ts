import type { EnrolmentId, FreezeReason, ProfessionalId, StopId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { StopTables } from "./store.ts";

export type ClearanceTables = {
  clearance: {
    stop: string;
    member: string;
    signature: string;
    signed_at: Date;
    desk_enrolment: string | null;
  };
};

type Db = Database<StopTables & ClearanceTables>;

/** A freeze that stands, with how many people's signatures count now. */
export type Freeze = {
  readonly id: StopId;
  readonly professional: ProfessionalId;
  /** Of every freeze: a row without one was made before reasons were kept. */
  readonly reason: FreezeReason | undefined;
  readonly madeBy: string | undefined;
  readonly madeAt: Instant;
  /** Whose signatures count: lately, and with the phone in sight that stands on it now. */
  readonly signedBy: readonly string[];
  /** The one phone that a desk added under it. */
  readonly phone: { readonly enrolment: EnrolmentId; readonly at: Instant } | undefined;
};

/** The freeze that stands: by its own id, or of this holder. */
export async function findFreeze(
  db: Db,
  by: { readonly id: StopId } | { readonly professional: ProfessionalId },
  within: Duration,
): Promise<Freeze | undefined> {
  const { rows } = await sql<{
    id: StopId;
    professional: ProfessionalId;
    reason: FreezeReason | null;
    made_by: string | null;
    made_at: Date;
    members: string[];
    desk_enrolment: EnrolmentId | null;
    desk_enrolled_at: Date | null;
  }>`
    select s.id, s.professional, s.reason, s.made_by, s.made_at, s.desk_enrolment, s.desk_enrolled_at, array(
      select c.member from clearance c where c.stop = s.id and c.signed_at > aval_now() - ${span(within)}
        and c.desk_enrolment is not distinct from s.desk_enrolment) as members
    from stop s
    where s.rule = 'freeze' and s.lifted_at is null
      and ${"id" in by ? sql`s.id = ${by.id}` : sql`s.professional = ${by.professional}`}`.execute(
    db,
  );
  const [row] = rows;
  return (
    row && {
      id: row.id,
      professional: row.professional,
      reason: row.reason ?? undefined,
      madeBy: row.made_by ?? undefined,
      madeAt: toInstant(row.made_at),
      signedBy: row.members,
      phone:
        row.desk_enrolment && row.desk_enrolled_at
          ? { enrolment: row.desk_enrolment, at: toInstant(row.desk_enrolled_at) }
          : undefined,
    }
  );
}

/**
 * One person's signature, on a freeze that stands, that they did not make, and whose phone is the one they were shown; false when theirs
 * counts already.
 */
export async function recordSigned(
  tx: Db,
  given: {
    readonly id: StopId;
    readonly member: string;
    readonly signature: string;
    readonly phone: EnrolmentId | undefined;
  },
  within: Duration,
): Promise<boolean> {
  const result = await sql`
    insert into clearance (stop, member, signature, signed_at, desk_enrolment)
    select id, ${given.member}, ${given.signature}, aval_now(), desk_enrolment from stop
    where id = ${given.id} and rule = 'freeze' and lifted_at is null and made_by is distinct from ${given.member}
      and desk_enrolment is not distinct from ${given.phone ?? null}
    on conflict (stop, member) do update
    set signature = excluded.signature, signed_at = excluded.signed_at, desk_enrolment = excluded.desk_enrolment
    where clearance.signed_at <= aval_now() - ${span(within)}
      or clearance.desk_enrolment is distinct from excluded.desk_enrolment`.execute(tx);
  return result.numAffectedRows === 1n;
}

/**
 * Lifts a freeze that two people signed, both within this time, neither of them who froze. `others`: whose word counts
 * beside this member's. Once.
 */
export async function recordCleared(
  tx: Db,
  given: { readonly id: StopId; readonly member: string; readonly others: readonly string[] },
  within: Duration,
): Promise<boolean> {
  const signed = (
    who: ReturnType<typeof sql>,
  ) => sql`exists (select from clearance c where c.stop = stop.id
    and c.member is distinct from stop.made_by and c.signed_at > aval_now() - ${span(within)}
    and c.desk_enrolment is not distinct from stop.desk_enrolment and ${who})`;
  const result = await sql`
    update stop set lifted_at = aval_now(), lifted_by = 'two_people'
    where id = ${given.id} and rule = 'freeze' and lifted_at is null
      and ${signed(sql`c.member = ${given.member}`)}
      and ${signed(sql`c.member <> ${given.member} and c.member = any(${[...given.others]}::text[])`)}`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}
