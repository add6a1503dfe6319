import { sql } from "kysely";
import type { Database } from "#platform/database";
import { lifetimes, limits } from "#lifetimes";
import { type BellLoss, countedReasons } from "./bell-loss.ts";
import type { SoftwareTables } from "./store.ts";

type Tx = Database<SoftwareTables>;

const { refusedHolders: least, refusedShare: share } = limits;

/** What the rule says of so many who refused, of so many who were asked. Two columns, or numbers. */
const isBroken = (refused: ReturnType<typeof sql.ref>, asked: ReturnType<typeof sql.ref>) =>
  sql<boolean>`(${refused} >= ${least}::int and ${refused} > ${asked} * ${String(share)}::numeric)`;

const paris = (at: string) => sql`(${sql.ref(at)} at time zone 'Europe/Paris')::date`;
const counted = sql`any(${[...countedReasons]}::text[])`;

/**
 * Writes the loss of every service that breaks the rule, of the day it is and of the one before: what was asked just before midnight
 * is refused just after it. A day that a person has judged is not judged again.
 */
export async function recordLosses(tx: Tx): Promise<BellLoss[]> {
  const { rows } = await sql<BellLoss>`
    with today as (select (aval_now() at time zone 'Europe/Paris')::date as day),
    suspect as (
      select q.service, ${paris("q.at")} as day, count(distinct q.professional)::int as refused
      from software_request q, today
      where q.refused_for = ${counted} and q.at >= (today.day - 1)::timestamp at time zone 'Europe/Paris'
      group by 1, 2 having count(distinct q.professional) >= ${least}::int
    ),
    judged as (
      select s.service, s.day, s.refused, (
        select count(distinct q.professional)::int from software_request q
        where q.service = s.service and q.at >= s.day::timestamp at time zone 'Europe/Paris'
          and q.at < (s.day + 1)::timestamp at time zone 'Europe/Paris') as asked
      from suspect s
      where not exists (select from bell_loss l where l.service = s.service and l.restored_at is null)
        and not exists (select from bell_loss l where l.service = s.service and l.day = s.day and l.restored_by <> 'taken_back')
    ),
    -- One day of a service is enough: its last.
    broken as (
      select distinct on (j.service) j.service, j.day, j.asked, j.refused from judged j
      where ${isBroken(sql.ref("j.refused"), sql.ref("j.asked"))} order by j.service, j.day desc
    )
    insert into bell_loss as l (service, day, asked, refused, lost_at)
    select service, day, asked, refused, aval_now() from broken
    on conflict (service, day) do update set asked = excluded.asked, refused = excluded.refused, lost_at = excluded.lost_at,
      restored_at = null, restored_by = null
    where l.restored_by = 'taken_back'
    returning service, day::text, asked, refused`.execute(tx);
  return rows;
}

/**
 * Takes a loss back that rests on refusals which their holders have taken back since: as they were asked then, the rule holds no more.
 *
 * Only on what holders say: a refusal that is there no more (forgotten, or not in a backup) was not taken back. So those who say they
 * were wrong are taken from the number that was stored, those who still refuse must be few as well, and nothing is given back later
 * than a refusal can be taken back, while all that was counted is still there to be looked at.
 */
export async function recordTakenBack(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ service: string }>`
    with young as (
      select service, day, asked, refused, lost_at from bell_loss where restored_at is null
        and lost_at > aval_now() - 2 * ${lifetimes.refusalExplained} * interval '1 millisecond'
    ),
    holder as (
      select l.service, q.professional, bool_or(q.refused_for = ${counted}) as refuses,
        bool_or(q.refused_for = 'mistake' and q.at <= l.lost_at) as was_wrong
      from young l join software_request q on q.service = l.service and q.at >= l.day::timestamp at time zone 'Europe/Paris'
        and q.at < (l.day + 1)::timestamp at time zone 'Europe/Paris'
      where q.refused_for is not null group by 1, 2
    ),
    standing as (
      select l.service, l.day, l.asked, count(*) filter (where h.refuses)::int as refused,
        (l.refused - count(*) filter (where h.was_wrong and not h.refuses))::int as remaining
      from young l join holder h using (service) group by 1, 2, 3, l.refused
    )
    update bell_loss l set restored_at = aval_now(), restored_by = 'taken_back'
    from standing s
    where l.service = s.service and l.day = s.day and l.restored_at is null
      and not ${isBroken(sql.ref("s.refused"), sql.ref("s.asked"))}
      and not ${isBroken(sql.ref("s.remaining"), sql.ref("s.asked"))}
    returning l.service`.execute(tx);
  return rows.map(({ service }) => service);
}

/** A person gives a service its bells back. False when it has them. */
export async function recordRestored(tx: Tx, service: string, by: string): Promise<boolean> {
  const result = await sql`
    update bell_loss set restored_at = aval_now(), restored_by = ${by}
    where service = ${service} and restored_at is null`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** The losses that stand. */
export async function losses(db: Tx): Promise<BellLoss[]> {
  const { rows } = await sql<BellLoss>`
    select service, day::text, asked, refused from bell_loss where restored_at is null order by service`.execute(
    db,
  );
  return rows;
}

/** Whether a service is at work and has its bells. */
export async function mayRing(db: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 as one from service s
    where s.id = ${id} and s.state = 'active' and s.removed_at is null
      and not exists (select from bell_loss l where l.service = s.id and l.restored_at is null)`.execute(
    db,
  );
  return rows.length === 1;
}
