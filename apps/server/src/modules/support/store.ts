import type {
  CallEnd,
  CallFacts,
  CallId,
  CallReportId,
  CaseId,
  DeviceId,
  ProfessionalId,
  StaffId,
} from "@aval/protocol";
import { type RawBuilder, sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { everywhere } from "#modules/staff";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Duration } from "#platform/time";
import { type Call, type How, moves } from "./call.ts";
import { signs } from "./signs.ts";

type Db = Database<AnyTables>;

/** As `heldAfter` of `call.ts`, on the database's clock. */
const heldAfter = (announced: RawBuilder<unknown>, end: RawBuilder<unknown>) =>
  sql`least(${end} + ${span(lifetimes.callHolds)}, ${announced} + ${span(lifetimes.callHoldsMost)})`;
const isGoingOn = sql`c.state <> 'ended' and c.over_at > aval_now()`;

type Row = {
  id: CallId;
  fraud_case: CaseId;
  professional: ProfessionalId;
  member: StaffId;
  scope: string;
  contact: string;
  state: Call["state"];
  how: How | null;
  announced_at: Date;
  over_at: Date;
  held_until: Date;
  ended_at: Date | null;
  ended_by: CallEnd | null;
};

/** A call, with which trusted contact it is to. */
export type Kept = { readonly call: Call; readonly contact: string };

/** One past its time has ended, whether or not a row says so yet. */
const columns = sql`c.id, c.fraud_case, c.professional, c.member, c.scope, c.contact::text as contact, c.how, c.announced_at,
  c.over_at, c.held_until, case when ${isGoingOn} then c.state else 'ended' end as state,
  case when ${isGoingOn} then null else coalesce(c.ended_at, c.over_at) end as ended_at,
  case when ${isGoingOn} then null else coalesce(c.ended_by, 'time') end as ended_by`;

function fromRow(row: Row): Kept {
  const call = {
    ...{ id: row.id, case: row.fraud_case, professional: row.professional, member: row.member },
    scope: row.scope,
    announcedAt: toInstant(row.announced_at),
    overAt: toInstant(row.over_at),
    heldUntil: toInstant(row.held_until),
  };
  const { contact, state, how, ended_by: by, ended_at: at } = row;
  if (state === "announced") return { call: { ...call, state }, contact };
  if (state === "open" && how) return { call: { ...call, state, how }, contact };
  if (state === "ended" && by && at)
    return { call: { ...call, state, by, at: toInstant(at) }, contact };
  throw new Error(`call ${row.id} stands nowhere`);
}

/** Marks what is over by itself, so that another call can be. */
export async function recordOver(tx: Db, professional: ProfessionalId): Promise<void> {
  await sql`
    update call set state = 'ended', ended_at = over_at, ended_by = 'time'
    where professional = ${professional} and state <> 'ended' and over_at <= aval_now()`.execute(
    tx,
  );
}

/** One conditional insert: false when somebody is calling them already, or the case is over, or not about them, or not this scope's. */
export async function insertCall(
  tx: Db,
  { id, case: ofCase, professional, member, scope }: Call,
  contact: string,
): Promise<boolean> {
  const over = sql`aval_now() + ${span(lifetimes.callAnnounced)}`;
  const result = await sql`
    insert into call (id, fraud_case, professional, member, scope, contact, state, announced_at, over_at, held_until)
    select ${id}, ${ofCase}, ${professional}, ${member}, ${scope}, ${contact}::bigint, 'announced', aval_now(), ${over},
      ${heldAfter(sql`aval_now()`, over)}
    where ${isOfCase(ofCase, professional, scope)}
    on conflict (professional) where state <> 'ended' do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Whether this person is of this case, which goes on and this scope sees. */
export const isOfCase = (
  id: CaseId | RawBuilder<unknown>,
  professional: ProfessionalId,
  scope: string,
) => sql`exists (
  select from support_case s where s.id = ${id} and s.professional = ${professional} and s.is_live
    and (${scope === everywhere}::boolean or ${scope} = any(s.scopes)))`;

export async function isOfLiveCase(
  db: Db,
  id: CaseId,
  professional: ProfessionalId,
  scope: string,
): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select ${isOfCase(id, professional, scope)} as is`.execute(db);
  return rows[0]?.is ?? false;
}

/** The telephone is to ring: once, by whoever announced it, in time, while its case goes on. */
export async function recordOpened(
  tx: Db,
  { id, member, case: ofCase, professional, scope }: Call,
  how: How,
): Promise<boolean> {
  const over = sql`aval_now() + ${span(lifetimes.callLasts)}`;
  const result = await sql`
    update call c set state = 'open', how = ${how}, opened_at = aval_now(), over_at = ${over},
      held_until = ${heldAfter(sql`c.announced_at`, over)}
    where c.id = ${id} and c.member = ${member} and c.state = any(${[...moves.open.from]}::text[]) and ${isGoingOn}
      and ${isOfCase(ofCase, professional, scope)}`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** It ends, once. `member`: by whoever made it; absent, by its holder's report or because nothing rang. */
export async function recordEnded(
  tx: Db,
  { id, by, member }: { readonly id: CallId; readonly by: CallEnd; readonly member?: StaffId },
): Promise<boolean> {
  const result = await sql`
    update call c set state = 'ended', ended_at = aval_now(), ended_by = ${by},
      held_until = ${heldAfter(sql`c.announced_at`, sql`aval_now()`)}
    where c.id = ${id} and (${member ?? null}::text is null or c.member = ${member ?? null})
      and c.state = any(${[...moves.end.from]}::text[]) and ${isGoingOn}`.execute(tx);
  return result.numAffectedRows === 1n;
}

export async function findCall(db: Db, id: CallId): Promise<Kept | undefined> {
  const { rows } = await sql<Row>`select ${columns} from call c where c.id = ${id}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

/** The call that goes on for this holder. */
export async function callTo(db: Db, professional: ProfessionalId): Promise<Call | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from call c where c.professional = ${professional} and ${isGoingOn}`.execute(
    db,
  );
  return rows[0] && fromRow(rows[0]).call;
}

/** Until when calls hold additions for this holder; `undefined`: nothing is held for one. */
export async function heldUntil(
  db: Db,
  professional: ProfessionalId,
): Promise<Call["heldUntil"] | undefined> {
  const { rows } = await sql<{ until: Date | null }>`
    select max(held_until) as until from call where professional = ${professional} and held_until > aval_now()`.execute(
    db,
  );
  return rows[0]?.until ? toInstant(rows[0].until) : undefined;
}

/** Which signs stand of somebody, as this reader is shown them: a call of their own is none. */
export async function signsFound(
  db: Db,
  professional: ProfessionalId,
  reader: string,
): Promise<ReadonlySet<string>> {
  const table = Object.entries(signs);
  const { rows } = await sql<{ sign: string }>`
    select s.sign from support_sign s
      join unnest(${table.map(([sign]) => sign)}::text[], ${table.map(([, { within }]) => within ?? null)}::float8[],
        ${table.map(([, { least }]) => least)}::int[]) as t (sign, within, least) on t.sign = s.sign
    where s.professional = ${professional} and s.member is distinct from ${reader}
      and (t.within is null or s.at > aval_now() - t.within * interval '1 millisecond')
    group by s.sign, t.least having count(*) >= t.least`.execute(db);
  return new Set(rows.map(({ sign }) => sign));
}

/** Calls of this authority that go on, and the reader's own of the last day, the latest first. */
export async function callsSeen(
  db: Db,
  { member, scope }: { readonly member: StaffId; readonly scope: string },
  lately: Duration,
  most: number,
): Promise<readonly Kept[]> {
  const { rows } = await sql<Row>`
    select ${columns} from call c
    where (${isGoingOn} and (${scope === everywhere}::boolean or c.scope = ${scope}))
      or (c.member = ${member} and c.announced_at > aval_now() - ${span(lately)})
    order by c.announced_at desc, c.id limit ${most}`.execute(db);
  return rows.map(fromRow);
}

export async function insertReport(
  tx: Db,
  given: {
    readonly id: CallReportId;
    readonly professional: ProfessionalId;
    readonly device: DeviceId;
    readonly whence: "now" | "earlier";
    readonly call: CallId | undefined;
  },
): Promise<void> {
  await sql`
    insert into call_report (id, professional, device, whence, call)
    values (${given.id}, ${given.professional}, ${given.device}, ${given.whence}, ${given.call ?? null})`.execute(
    tx,
  );
}

/** What its own phone says of a report, for a day; a button left out keeps what was said. */
export async function recordFacts(
  tx: Db,
  given: {
    readonly id: CallReportId;
    readonly professional: ProfessionalId;
    readonly facts: CallFacts;
  },
  within: Duration,
): Promise<boolean> {
  const { asked = null, claimed = null, isOnLine = null, approved = null } = given.facts;
  const result = await sql`
    update call_report set asked = coalesce(${asked}, asked), claimed = coalesce(${claimed}, claimed),
      is_on_line = coalesce(${isOnLine}, is_on_line), approved = coalesce(${approved}, approved)
    where id = ${given.id} and professional = ${given.professional} and at > aval_now() - ${span(within)}`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}
