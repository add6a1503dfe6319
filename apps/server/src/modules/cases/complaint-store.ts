import type { CaseId, ComplaintId, ComplaintState, ProfessionalId, StaffId } from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { everywhere } from "#modules/staff";
import { type AnyTables, type Database, toDate, toInstant, span } from "#platform/database";
import type { Instant } from "#platform/time";

type Db = Database<AnyTables>;

/** Asks for the file of somebody whom the case is about, of this scope. False: it is not about them. */
export async function insertComplaint(
  tx: Db,
  given: {
    readonly id: ComplaintId;
    readonly case: CaseId;
    readonly scope: string;
    readonly professional: string;
    readonly words: string;
    readonly by: StaffId;
  },
): Promise<boolean> {
  const result = await sql`
    insert into complaint (id, fraud_case, professional, from_at, words, by_member)
    select ${given.id}, ${given.case}, a.professional, min(a.at) - ${span(lifetimes.complaintBefore)}, ${given.words}, ${given.by}
    from alert a where a.fraud_case = ${given.case} and a.professional = ${given.professional}
      and (${given.scope === everywhere}::boolean or ${given.scope} = any(a.scopes))
    group by a.professional`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Whoever it names is of the case still, which has become part of no other. */
const isOfCase = sql`exists (select from fraud_case f join alert a on a.fraud_case = f.id
  where f.id = c.fraud_case and f.state <> 'merged' and a.professional = c.professional)`;
const waits = sql`c.second_member is null and c.asked_at > aval_now() - ${span(lifetimes.measureWaits)} and ${isOfCase}`;
const isReady = sql`c.second_member is not null and c.signed_at > aval_now() - ${span(lifetimes.complaintTaken)} and ${isOfCase}`;

/** A second analyst signed it; false: it is over, or theirs. */
export async function recordComplaintSigned(
  tx: Db,
  given: {
    readonly id: ComplaintId;
    readonly member: StaffId;
    readonly signature: string;
  },
): Promise<boolean> {
  const result = await sql`
    update complaint c set second_member = ${given.member}, signature = ${given.signature}, signed_at = aval_now()
    where c.id = ${given.id} and c.by_member <> ${given.member} and ${waits}`.execute(tx);
  return result.numAffectedRows === 1n;
}

export type ComplaintRow = {
  readonly id: ComplaintId;
  readonly case: CaseId;
  readonly professional: ProfessionalId;
  readonly from: Instant;
  readonly words: string;
  readonly by: StaffId;
  readonly second: StaffId | undefined;
  readonly at: Instant;
  readonly signedAt: Instant | undefined;
  readonly state: ComplaintState;
};

/** One, or those of a case, the latest first. */
export async function findComplaints(
  db: Db,
  of: { readonly id: ComplaintId } | { readonly case: CaseId },
): Promise<readonly ComplaintRow[]> {
  const { rows } = await sql<{
    id: ComplaintId;
    case: CaseId;
    professional: ProfessionalId;
    from_at: Date;
    words: string;
    by: StaffId;
    second: StaffId | null;
    asked_at: Date;
    signed_at: Date | null;
    state: ComplaintState;
  }>`
    select c.id, c.fraud_case as case, c.professional, c.from_at, c.words, c.by_member as by, c.second_member as second, c.asked_at, c.signed_at,
      case when ${waits} then 'waiting' when ${isReady} then 'ready' else 'over' end as state
    from complaint c where ${"id" in of ? sql`c.id = ${of.id}` : sql`c.fraud_case = ${of.case}`}
    order by c.asked_at desc, c.id`.execute(db);
  return rows.map(({ from_at: from, asked_at: at, signed_at: signedAt, second, ...row }) => ({
    ...row,
    second: second ?? undefined,
    from: toInstant(from),
    at: toInstant(at),
    signedAt: signedAt ? toInstant(signedAt) : undefined,
  }));
}

/** When what happened to this person was seen as an alert, by the fact's id. */
export async function alertsKnown(
  db: Db,
  professional: ProfessionalId,
): Promise<ReadonlyMap<string, Instant>> {
  const { rows } = await sql<{ id: string; known_at: Date }>`
    select id, known_at from alert where professional = ${professional}`.execute(db);
  return new Map(rows.map(({ id, known_at: at }) => [id, toInstant(at)]));
}

/** What services answered of this person's windows of fraud since that moment, the first first. */
export async function answersOf(db: Db, professional: ProfessionalId, from: Instant) {
  const { rows } = await sql<{ client: string; at: Date; acts: number; cancelled: number }>`
    select s.client, s.answered_at as at, s.acts, s.cancelled
    from fraud_window w join fraud_window_service s on s.fraud_window = w.id
    where w.professional = ${professional} and s.answered_at >= ${toDate(from)} order by s.answered_at, s.client`.execute(
    db,
  );
  return rows.map(({ client, at, acts, cancelled }) => ({
    ...{ client, acts, cancelled },
    at: toInstant(at),
  }));
}
