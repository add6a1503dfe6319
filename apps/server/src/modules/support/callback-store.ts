import type {
  CallbackId,
  CallbackReason,
  CallbackState,
  CallId,
  CaseId,
  DeviceId,
  ProfessionalId,
  StaffId,
} from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { everywhere } from "#modules/staff";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Instant } from "#platform/time";

type Db = Database<AnyTables>;
type Member = { readonly member: StaffId; readonly scope: string };

const isTheirs = (scope: string) =>
  sql`(${scope === everywhere}::boolean or ${scope} = any(b.scopes))`;
/** It waits: nobody has taken it, or whoever did called nobody in time. */
const isFree = sql`(b.state = 'asked' or (b.state = 'taken' and b.taken_until <= aval_now()))`;

/** Marks what nobody took in time, so that another can be asked for. */
export async function recordOver(tx: Db, professional: ProfessionalId): Promise<void> {
  await sql`
    update callback set state = 'over'
    where professional = ${professional} and state in ('asked', 'taken') and over_at <= aval_now()`.execute(
    tx,
  );
}

/** One conditional insert: false when one waits already. */
export async function insertCallback(
  tx: Db,
  given: {
    readonly id: CallbackId;
    readonly professional: ProfessionalId;
    readonly device: DeviceId;
    readonly scopes: readonly string[];
    readonly reason: CallbackReason;
  },
): Promise<boolean> {
  const result = await sql`
    insert into callback (id, professional, device, scopes, reason, over_at)
    values (${given.id}, ${given.professional}, ${given.device}, ${[...given.scopes]}::text[], ${given.reason},
      aval_now() + ${span(lifetimes.callbackWaits)})
    on conflict (professional) where state in ('asked', 'taken') do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** The one that waits, taken back by its holder: which, once. */
export async function recordWithdrawn(
  tx: Db,
  professional: ProfessionalId,
): Promise<CallbackId | undefined> {
  const { rows } = await sql<{ id: CallbackId }>`
    update callback set state = 'withdrawn'
    where professional = ${professional} and state in ('asked', 'taken') and over_at > aval_now()
    returning id`.execute(tx);
  return rows[0]?.id;
}

/** Taken by one member whose authority the person is of: whose it is, once, until whoever took it calls nobody in time. */
export async function recordTaken(
  tx: Db,
  id: CallbackId,
  { member, scope }: Member,
): Promise<ProfessionalId | undefined> {
  const { rows } = await sql<{ professional: ProfessionalId }>`
    update callback b set state = 'taken', member = ${member}, taken_at = aval_now(),
      taken_until = aval_now() + ${span(lifetimes.callbackTaken)}
    where b.id = ${id} and ${isFree} and b.over_at > aval_now() and ${isTheirs(scope)}
    returning b.professional`.execute(tx);
  return rows[0]?.professional;
}

/** Whoever took it calls: what was asked for has come. */
export async function recordCalled(
  tx: Db,
  given: { readonly professional: ProfessionalId; readonly member: StaffId; readonly call: CallId },
): Promise<void> {
  await sql`
    update callback set state = 'called', call = ${given.call}
    where professional = ${given.professional} and member = ${given.member} and state = 'taken'
      and taken_until > aval_now() and over_at > aval_now()`.execute(tx);
}

/** What a holder's phone shows: the last of the day, unless they took it back or reported the call. */
export async function lastOf(
  db: Db,
  professional: ProfessionalId,
): Promise<
  | { readonly state: CallbackState; readonly reason: CallbackReason; readonly askedAt: Instant }
  | undefined
> {
  const { rows } = await sql<{ state: CallbackState; reason: CallbackReason; asked_at: Date }>`
    select b.reason, b.asked_at,
      case when b.state = 'called' and c.state <> 'ended' and c.over_at > aval_now() then 'called'
        when b.state = 'called' and c.opened_at is not null and c.ended_by is distinct from 'failed' then 'done'
        when b.state in ('called', 'over') or b.over_at <= aval_now() then 'missed'
        when b.state = 'taken' and b.taken_until > aval_now() then 'taken'
        else 'asked' end as state
    from callback b left join call c on c.id = b.call
    where b.professional = ${professional} and b.state <> 'withdrawn' and c.ended_by is distinct from 'report'
      and b.asked_at > aval_now() - ${span(lifetimes.callbackShown)}
      and not exists (select from callback n where n.professional = b.professional and n.asked_at > b.asked_at)
    order by b.asked_at desc limit 1`.execute(db);
  const row = rows[0];
  return row && { state: row.state, reason: row.reason, askedAt: toInstant(row.asked_at) };
}

/** One of the queue, as its store keeps it. */
export type Waiting = {
  readonly id: CallbackId;
  readonly professional: ProfessionalId;
  readonly reason: CallbackReason;
  readonly askedAt: Instant;
  /** Absent: nobody has it. */
  readonly member?: StaffId;
  /** The latest case of theirs that goes on and this authority sees; absent: none yet. */
  readonly case?: CaseId;
};

/** Those who wait, of this authority, the longest first. */
export async function listWaiting(
  db: Db,
  scope: string,
  most: number,
): Promise<readonly Waiting[]> {
  const { rows } = await sql<{
    id: CallbackId;
    professional: ProfessionalId;
    reason: CallbackReason;
    asked_at: Date;
    member: StaffId | null;
    ofcase: CaseId | null;
  }>`
    select b.id, b.professional, b.reason, b.asked_at, case when ${isFree} then null else b.member end as member,
      (select s.id from support_case s where s.professional = b.professional and s.is_live
        and (${scope === everywhere}::boolean or ${scope} = any(s.scopes)) order by s.opened_at desc, s.id limit 1) as ofcase
    from callback b
    where b.state in ('asked', 'taken') and b.over_at > aval_now() and ${isTheirs(scope)}
    order by b.asked_at, b.id limit ${most}`.execute(db);
  return rows.map((row) => ({
    ...{ id: row.id, professional: row.professional, reason: row.reason },
    askedAt: toInstant(row.asked_at),
    ...(row.member === null ? {} : { member: row.member }),
    ...(row.ofcase === null ? {} : { case: row.ofcase }),
  }));
}
