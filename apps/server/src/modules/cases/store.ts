import type { CaseId, ProfessionalId, Severity, StaffId } from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { type AnyTables, type Database, toDate, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { AlertKind, CaseCondition, Happened } from "./alerts.ts";
import type { Reached } from "./grouping.ts";
import { type Link, links } from "./links.ts";
import { clocks } from "./severities.ts";

/** What the follower reads and writes. It reads others' tables through the views of migration 0270. */
type Db = Database<AnyTables>;

/** Whoever moves alerts between cases takes it: the follower, and whoever splits one. */
export const groupingTurn = "aval.cases";

/** Whether this transaction is the one follower for now. Released at its end, however it ends. */
export async function tryFollow(tx: Db): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${groupingTurn}, 7)) as held`.execute(tx);
  return rows[0]?.held === true;
}

/**
 * The next facts of these kinds in the log's order, where to go on, and whether there are more. A place once given has been given with
 * all before it.
 */
export async function nextFacts(
  tx: Db,
  kinds: readonly string[],
  { most, places }: { readonly most: number; readonly places: number },
): Promise<
  | { readonly facts: readonly Happened[]; readonly next: number; readonly isBehind: boolean }
  | undefined
> {
  const { rows: ends } = await sql<{ from: number; last: number | null }>`
    select c.next_seq as from, e.last from case_cursor c, case_log_end e`.execute(tx);
  const { from = 0, last } = ends[0] ?? {};
  if (last === null || last === undefined || last < from) return undefined;
  const until = Math.min(last + 1, from + places);
  const { rows } = await sql<{
    id: string;
    seq: number;
    kind: Happened["kind"];
    at: Date;
    body: string;
    professional: string | null;
  }>`
    select id, seq, kind, at, body, professional from case_fact
    where seq >= ${from} and seq < ${until} and kind = any(${[...kinds]}::text[]) order by seq limit ${most}`.execute(
    tx,
  );
  const next = rows.length === most ? (rows.at(-1)?.seq ?? 0) + 1 : until;
  const facts = rows.map(({ seq: _seq, ...row }) => ({
    ...row,
    at: toInstant(row.at),
    body: JSON.parse(row.body) as Happened["body"],
  }));
  return { facts, next, isBehind: next <= last };
}

export async function advance(tx: Db, next: number): Promise<void> {
  await sql`update case_cursor set next_seq = ${next} where next_seq < ${next}`.execute(tx);
}

export type NewAlert = {
  readonly id: string;
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly opens: boolean;
  readonly because: readonly CaseCondition[];
  readonly professional: ProfessionalId | undefined;
  readonly service: string | undefined;
  readonly about: string | undefined;
  readonly scopes: readonly string[];
  readonly at: Instant;
};

/** One row a fact: false where it is there. */
export async function insertAlert(tx: Db, given: NewAlert): Promise<boolean> {
  const result = await sql`
    insert into alert (id, kind, severity, opens, because, professional, service, about, scopes, at)
    values (${given.id}, ${given.kind}, ${given.severity}, ${given.opens}, ${[...given.because]}::text[],
      ${given.professional ?? null}, ${given.service ?? null}, ${given.about ?? null}, ${[...given.scopes]}::text[], ${toDate(given.at)})
    on conflict (id) do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Whether this holder refused something in the time before, that they did not take back. */
export async function refusedBefore(
  tx: Db,
  professional: string,
  at: Instant,
  within: Duration,
): Promise<boolean> {
  const { rows } = await sql<{ was: boolean }>`
    select exists (select from alert where professional = ${professional} and kind = 'not_me' and taken_back_at is null
      and at <= ${toDate(at)} and at > ${toDate(at)}::timestamptz - ${span(within)}) as was`.execute(
    tx,
  );
  return rows[0]?.was === true;
}

/** What a fact's own names lead to: where it came from, by which phone, for which service, who of the staff showed that phone. */
export async function linksFor(tx: Db, { body, professional }: Happened): Promise<readonly Link[]> {
  const named = (name: string) => (typeof body[name] === "string" ? (body[name] as string) : null);
  const { rows } = await sql<Link>`
    with told as (select about, service from case_notice where id = ${named("notice")}),
    named as (
      select coalesce(${named("session")}::text, (select about from told)) as session,
        coalesce(${named("place")}::text, (select about from told)) as place,
        coalesce(${named("enrolment")}::text, (select about from told)) as enrolment,
        coalesce(${named("device")}::text, (select about from told)) as device,
        ${named("bell")}::text as bell),
    rung as (select b.place, b.service from case_bell b, named n where b.id = n.bell),
    opened as (select s.approval, s.browser, s.device from case_session s, named n where s.id = n.session),
    asked as (select r.browser, r.network, r.service, r.device from case_request r
      where r.id in (${named("approval")}::text, (select approval from opened))),
    stood as (select p.browser, p.network from case_place p, named n where p.id in (n.place, (select place from rung))),
    shown as (select e.device, e.opened_by, e.second_by from case_enrolment e, named n
      where e.id = n.enrolment or e.device = n.device or e.visit = n.enrolment)
    select distinct kind, value from (
      select 'holder' as kind, ${professional}::text as value
      union all select 'browser', browser from asked union all select 'browser', browser from opened
      union all select 'browser', browser from stood
      union all select 'phone', device from asked union all select 'phone', device from opened
      union all select 'phone', device from shown union all select 'phone', ${named("device")}::text
      union all select 'network', network from asked union all select 'network', network from stood
      union all select 'service', service from asked union all select 'service', service from rung
      union all select 'service', service from told union all select 'service', ${named("service")}::text
      union all select 'list', ${named("list")}::text
      union all select 'staff', opened_by from shown union all select 'staff', second_by from shown
      union all select 'contact', (select min(o.id)::text from case_contact o where o.kind = c.kind and o.value = c.value)
        from case_contact c where c.professional = ${professional}) as found
    where value is not null order by kind, value`.execute(tx);
  return rows;
}

/** How many have it, of those its row counts; enough to know whether they are too many. */
export async function holdersOf(tx: Db, { kind, value }: Link): Promise<number> {
  const most = links[kind].most + 1;
  const counted = {
    nobody: undefined,
    places: sql`select distinct professional from case_place where browser = ${value} and is_live limit ${most}`,
    requests: sql`select distinct professional from case_request
      where ${kind === "network" ? sql`network` : sql`service`} = ${value} and professional is not null
        and claimed_at > aval_now() - ${span(lifetimes.caseCounted)} limit ${most}`,
    contacts: sql`select distinct o.professional from case_contact c join case_contact o on o.kind = c.kind and o.value = c.value
      where c.id = ${kind === "contact" ? value : 0}::bigint limit ${most}`,
    alerts: sql`select distinct a.professional from alert_link l join alert a on a.id = l.alert
      where l.kind = ${kind} and l.value = ${value} and a.at > aval_now() - ${span(lifetimes.caseLinked)} limit ${most}`,
  }[links[kind].counted];
  if (!counted) return 0;
  const { rows } = await sql<{ count: number; shared: boolean }>`
    select (select count(*)::int from (${counted}) as h) as count,
      ${kind === "browser" ? sql`exists (select from case_workstation where browser = ${value})` : sql`false`} as shared`.execute(
    tx,
  );
  return rows[0]?.shared ? most : (rows[0]?.count ?? 0);
}

export async function insertLinks(
  tx: Db,
  alert: string,
  found: readonly (Link & { readonly isCommon: boolean })[],
): Promise<void> {
  for (const { kind, value, isCommon } of found)
    await sql`insert into alert_link (alert, kind, value, is_common) values (${alert}, ${kind}, ${value}, ${isCommon})`.execute(
      tx,
    );
}

export type Match = Link & {
  readonly alert: string;
  readonly opens: boolean;
  readonly found: Reached | undefined;
};

/** Other alerts that have one of these, of cases that go on or of none; what was taken back, and what is long ago, joins nothing. */
export async function matches(
  tx: Db,
  some: readonly Link[],
  besides: string,
): Promise<readonly Match[]> {
  const { rows } = await sql<{
    kind: Link["kind"];
    value: string;
    alert: string;
    opens: boolean;
    fraud_case: CaseId | null;
    opened_at: Date | null;
  }>`
    select l.kind, l.value, a.id as alert, a.opens, a.fraud_case, c.opened_at
    from unnest(${some.map(({ kind }) => kind)}::text[], ${some.map(({ value }) => value)}::text[]) as w (kind, value)
    join alert_link l on l.kind = w.kind and l.value = w.value and not l.is_common
    join alert a on a.id = l.alert and a.id <> ${besides} and a.taken_back_at is null
      and a.at > aval_now() - ${span(lifetimes.caseLinked)}
    left join fraud_case c on c.id = a.fraud_case
    where a.fraud_case is null or c.state in ('open', 'claimed', 'snoozed')
    order by a.id`.execute(tx);
  return rows.map(({ fraud_case: id, opened_at: at, ...row }) => ({
    ...row,
    found: id && at ? { id, openedAt: toInstant(at) } : undefined,
  }));
}

/** What an alert has that joins. */
export async function joiningLinksOf(tx: Db, alerts: readonly string[]): Promise<readonly Link[]> {
  const { rows } = await sql<Link>`
    select distinct kind, value from alert_link where alert = any(${[...alerts]}::text[]) and not is_common`.execute(
    tx,
  );
  return rows;
}

/** Of these, what two cases that both go on were split by. */
export async function contestedOf(tx: Db, some: readonly Link[]): Promise<readonly Link[]> {
  const { rows } = await sql<Link>`
    select distinct p.kind, p.value
    from unnest(${some.map(({ kind }) => kind)}::text[], ${some.map(({ value }) => value)}::text[]) as w (kind, value)
    join case_apart p on p.kind = w.kind and p.value = w.value
    join fraud_case o on o.id = p.one and o.state in ('open', 'claimed', 'snoozed')
    join fraud_case t on t.id = p.other and t.state in ('open', 'claimed', 'snoozed')`.execute(tx);
  return rows;
}

/** When a case of this severity is due, from now on. */
export const dueFrom = (severity: Severity) => sql`aval_now() + ${span(clocks[severity])}`;

export async function insertCase(tx: Db, id: CaseId, severity: Severity): Promise<void> {
  await sql`
    insert into fraud_case (id, state, severity, opened_at, due_at)
    values (${id}, 'open', ${severity}, aval_now(), ${dueFrom(severity)})`.execute(tx);
}

/** These alerts are this case's, from nobody's. */
export async function attach(tx: Db, alerts: readonly string[], to: CaseId): Promise<number> {
  const result = await sql`
    update alert set fraud_case = ${to} where id = any(${[...alerts]}::text[]) and fraud_case is null`.execute(
    tx,
  );
  return Number(result.numAffectedRows);
}

/** Something new in a case: whoever put it off has it again, and it is as bad, and due as soon, as the worst of it. True: it was put off. */
export async function recordJoined(tx: Db, id: CaseId, severity: Severity): Promise<boolean> {
  const { rows } = await sql<{ was: boolean }>`
    update fraud_case c set
      severity = ${severity}, due_at = least(c.due_at, ${dueFrom(severity)}),
      state = case when c.state = 'snoozed' then 'claimed' else c.state end, snoozed_until = null, snoozed_for = null
    from (select id, state, snoozed_until from fraud_case where id = ${id} for update) as b
    where c.id = b.id and b.state in ('open', 'claimed', 'snoozed')
    returning b.state = 'snoozed' and b.snoozed_until > aval_now() as was`.execute(tx);
  return rows[0]?.was === true;
}

/** How bad a case is: its alerts', of those that stand. */
export async function severityOf(tx: Db, id: CaseId): Promise<readonly Severity[]> {
  const { rows } = await sql<{ severity: Severity }>`
    select distinct severity from alert where fraud_case = ${id} and taken_back_at is null`.execute(
    tx,
  );
  return rows.map(({ severity }) => severity);
}

/** The tables whose rows are a case's, by their column `fraud_case`. One that is left out would stay with a case that nobody opens. */
export const partsOfCase = [
  "alert",
  "case_event",
  "case_task",
  "case_reach",
  "measure",
  "fraud_window",
  "complaint",
] as const;

/** One case goes into another with all that it has. Who had it has the other, where nobody does. */
export async function recordMerged(tx: Db, from: CaseId, into: CaseId): Promise<void> {
  const { rows } = await sql<{ owner: StaffId | null; due_at: Date }>`
    update fraud_case c set state = 'merged', merged_into = ${into}, owner = null, snoozed_until = null, snoozed_for = null
    from (select id, owner from fraud_case where id = ${from} for update) as b
    where c.id = b.id and c.state in ('open', 'claimed', 'snoozed') returning b.owner, c.due_at`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error(`case ${from} was to be merged and is over`);
  await sql`
    update fraud_case set due_at = least(due_at, ${row.due_at}),
      owner = case when state = 'open' then ${row.owner} else owner end,
      state = case when state = 'open' and ${row.owner}::text is not null then 'claimed' else state end
    where id = ${into} and state in ('open', 'claimed', 'snoozed')`.execute(tx);
  for (const table of partsOfCase)
    await sql`update ${sql.table(table)} set fraud_case = ${into} where fraud_case = ${from}`.execute(
      tx,
    );
  // What either was split from stays apart from both; the two themselves were joined by something else.
  await sql`
    insert into case_apart (one, other, kind, value)
    select least(${into}, o), greatest(${into}, o), kind, value
    from (select case when one = ${from} then other else one end as o, kind, value from case_apart where ${from} in (one, other)) as r
    where o <> ${into} on conflict do nothing`.execute(tx);
  await sql`delete from case_apart where ${from} in (one, other)`.execute(tx);
}

/** The alert that this refusal was, as long as it is one. */
export async function alertAbout(
  tx: Db,
  about: string,
): Promise<
  | {
      readonly id: string;
      readonly kind: AlertKind;
      readonly because: readonly CaseCondition[];
      readonly case: CaseId | undefined;
    }
  | undefined
> {
  const { rows } = await sql<{
    id: string;
    kind: AlertKind;
    because: CaseCondition[];
    fraud_case: CaseId | null;
  }>`
    select id, kind, because, fraud_case from alert where about = ${about} and taken_back_at is null`.execute(
    tx,
  );
  const [row] = rows;
  return (
    row && { id: row.id, kind: row.kind, because: row.because, case: row.fraud_case ?? undefined }
  );
}

export async function recordTakenBack(tx: Db, alert: string): Promise<boolean> {
  const result = await sql`
    update alert set taken_back_at = aval_now() where id = ${alert} and taken_back_at is null`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

/** What a refusal is since its holder said more. */
export async function recordWeighed(
  tx: Db,
  alert: string,
  given: Pick<NewAlert, "severity" | "opens" | "because">,
): Promise<void> {
  await sql`
    update alert set severity = ${given.severity}, opens = ${given.opens}, because = ${[...given.because]}::text[]
    where id = ${alert} and taken_back_at is null`.execute(tx);
}

/** Ends a case that nobody claimed and of which nothing stands. */
export async function closeIfNothing(tx: Db, id: CaseId): Promise<boolean> {
  const result = await sql`
    update fraud_case set state = 'closed', outcome = 'taken_back', closed_at = aval_now()
    where id = ${id} and state = 'open'
      and not exists (select from alert where fraud_case = ${id} and taken_back_at is null)`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

export async function insertEvent(
  tx: Db,
  given: {
    readonly id: string;
    readonly case: CaseId;
    readonly act: string;
    readonly member?: string | undefined;
    readonly words?: string | undefined;
    readonly other?: string | undefined;
  },
): Promise<void> {
  await sql`
    insert into case_event (id, fraud_case, act, at, member, words, other)
    values (${given.id}, ${given.case}, ${given.act}, aval_now(), ${given.member ?? null}, ${given.words ?? null}, ${given.other ?? null})`.execute(
    tx,
  );
}
