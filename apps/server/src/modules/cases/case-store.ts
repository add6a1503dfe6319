import type { CaseId, CaseOutcome, CaseState, Severity, StaffId } from "@aval/protocol";
import { sql } from "kysely";
import { everywhere } from "#modules/staff";
import { type AnyTables, type Database, toDate, toInstant } from "#platform/database";
import type { Instant } from "#platform/time";
import { type Case, type Move, moves } from "./case.ts";
import { dueFrom } from "./store.ts";

/** Cases as analysts find and move them. */
type Db = Database<AnyTables>;

/** Where a case stands now: put off until a moment that has passed, it is its owner's again. */
const standing = sql`case when c.state = 'snoozed' and c.snoozed_until <= aval_now() then 'claimed' else c.state end`;

/** Whether somebody of its people is of this authority; the national one has them all. */
const isSeenBy = (scope: string) =>
  scope === everywhere
    ? sql`true`
    : sql`exists (select from alert s where s.fraud_case = c.id and ${scope} = any(s.scopes))`;

type Row = {
  id: CaseId;
  state: CaseState;
  severity: Severity;
  opened_at: Date;
  due_at: Date;
  owner: StaffId | null;
  snoozed_until: Date | null;
  snoozed_for: string | null;
  outcome: CaseOutcome | "taken_back" | null;
  outcome_words: string | null;
  closed_at: Date | null;
  merged_into: CaseId | null;
};

const columns = sql`c.id, ${standing} as state, c.severity, c.opened_at, c.due_at, c.owner, c.snoozed_until, c.snoozed_for,
  c.outcome, c.outcome_words, c.closed_at, c.merged_into`;

/** A row as the case it is; one that is none is a fault. */
function fromRow(row: Row): Case {
  const { id, severity, owner, outcome } = row;
  const held = { id, severity, openedAt: toInstant(row.opened_at), dueAt: toInstant(row.due_at) };
  const { state, snoozed_until: until, closed_at: at, merged_into: into } = row;
  if (state === "open") return { ...held, state };
  if (state === "claimed" && owner) return { ...held, state, owner };
  if (state === "snoozed" && owner && until)
    return { ...held, state, owner, until: toInstant(until), words: row.snoozed_for ?? "" };
  if (state === "closed" && outcome && at) {
    const words = row.outcome_words ?? undefined;
    return { ...held, state, outcome, words, at: toInstant(at) };
  }
  if (state === "merged" && into) return { ...held, state, into };
  throw new Error(`case ${id} stands nowhere`);
}

/** A case that this scope sees. */
export async function findCase(db: Db, id: CaseId, scope: string): Promise<Case | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from fraud_case c where c.id = ${id} and (c.state = 'merged' or ${isSeenBy(scope)})`.execute(
    db,
  );
  return rows[0] && fromRow(rows[0]);
}

/** What a case has become, if it stands as the move's row asks and is whose the row asks: one statement. False: somebody came first. */
export async function recordMove(
  tx: Db,
  { id, by, move }: { readonly id: CaseId; readonly by: StaffId; readonly move: Move["move"] },
  next: Case,
): Promise<boolean> {
  const { from, isOwners } = moves[move];
  const isSnoozed = next.state === "snoozed";
  const isClosed = next.state === "closed";
  const result = await sql`
    update fraud_case c set state = ${next.state}, owner = ${"owner" in next ? next.owner : null},
      snoozed_until = ${isSnoozed ? toDate(next.until) : null}, snoozed_for = ${isSnoozed ? next.words : null},
      outcome = ${isClosed ? next.outcome : null}, outcome_words = ${isClosed ? (next.words ?? null) : null},
      closed_at = ${isClosed ? sql`aval_now()` : null},
      due_at = ${move === "reopen" ? dueFrom(next.severity) : sql`c.due_at`}
    where c.id = ${id} and ${standing} = any(${[...from]}::text[]) and (not ${isOwners}::boolean or c.owner = ${by})`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

/** Gives back a case whose owner works here no more. */
export async function recordOrphaned(
  tx: Db,
  id: CaseId,
  working: readonly string[],
): Promise<StaffId | undefined> {
  const { rows } = await sql<{ was: StaffId }>`
    update fraud_case c set state = 'open', owner = null, snoozed_until = null, snoozed_for = null
    from (select id, owner from fraud_case where id = ${id} for update) as b
    where c.id = b.id and c.state in ('claimed', 'snoozed') and b.owner <> all(${[...working]}::text[])
    returning b.owner as was`.execute(tx);
  return rows[0]?.was;
}

/** Keeps a case as it stands until the transaction ends, if it is one of these and its owner is this one. */
export async function holdCase(
  tx: Db,
  id: CaseId,
  states: readonly CaseState[],
  owner?: StaffId,
): Promise<boolean> {
  const { rows } = await sql`
    select c.id from fraud_case c where c.id = ${id} and ${standing} = any(${[...states]}::text[])
      and (${owner ?? null}::text is null or c.owner = ${owner ?? null}) for update`.execute(tx);
  return rows.length === 1;
}

export type CaseRow = {
  readonly held: Case;
  readonly isOverdue: boolean;
  readonly alerts: number;
  readonly people: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
};

/** Which cases are asked for. */
export type Filter = {
  /** `live`: whatever has not ended. */
  readonly state: "live" | Exclude<CaseState, "merged">;
  readonly severity?: Severity | undefined;
  readonly owner?: StaffId | undefined;
  readonly isOverdue: boolean;
};

const figures = sql`f.alerts, f.people, f.first_at, f.last_at,
  c.state <> 'closed' and c.due_at <= aval_now() as is_overdue
  from fraud_case c cross join lateral (
    select count(*)::int as alerts, count(distinct a.professional)::int as people, min(a.at) as first_at, max(a.at) as last_at
    from alert a where a.fraud_case = c.id) as f`;

type Figured = Row & {
  alerts: number;
  people: number;
  first_at: Date;
  last_at: Date;
  is_overdue: boolean;
};

const figured = (row: Figured): CaseRow => ({
  held: fromRow(row),
  isOverdue: row.is_overdue,
  alerts: row.alerts,
  people: row.people,
  firstAt: toInstant(row.first_at),
  lastAt: toInstant(row.last_at),
});

/** The cases of this scope, the first due first; closed ones the last closed first. */
export async function listCases(
  db: Db,
  scope: string,
  { state, severity, owner, isOverdue }: Filter,
  most: number,
): Promise<readonly CaseRow[]> {
  const isIt =
    state === "live" ? sql`c.state in ('open', 'claimed', 'snoozed')` : sql`${standing} = ${state}`;
  const { rows } = await sql<Figured>`
    select ${columns}, ${figures}
    where c.state ${state === "closed" ? sql`= 'closed'` : sql`in ('open', 'claimed', 'snoozed')`} and ${isIt} and ${isSeenBy(scope)}
      and (${severity ?? null}::text is null or c.severity = ${severity ?? null})
      and (${owner ?? null}::text is null or c.owner = ${owner ?? null})
      and (not ${isOverdue}::boolean or c.due_at <= aval_now())
    order by ${state === "closed" ? sql`c.closed_at desc` : sql`c.due_at`}, c.id limit ${most}`.execute(
    db,
  );
  return rows.map(figured);
}

/** The same of one case. */
export async function caseRow(db: Db, id: CaseId): Promise<CaseRow | undefined> {
  const { rows } = await sql<Figured>`select ${columns}, ${figures} where c.id = ${id}`.execute(db);
  return rows[0] && figured(rows[0]);
}

/** For the operator on the host: what goes on, and what ended lately. */
export async function casesOf(db: Db, span: number): Promise<readonly CaseRow[]> {
  const { rows } = await sql<Figured>`
    select ${columns}, ${figures}
    where c.state in ('open', 'claimed', 'snoozed')
      or (c.state = 'closed' and c.closed_at > aval_now() - ${span} * interval '1 millisecond')
    order by c.due_at, c.id`.execute(db);
  return rows.map(figured);
}

/** These alerts become another case's, if each is this one's. Returns how many did. */
export async function recordSplit(
  tx: Db,
  from: CaseId,
  into: CaseId,
  alerts: readonly string[],
): Promise<number> {
  const result = await sql`
    update alert set fraud_case = ${into} where fraud_case = ${from} and id = any(${[...alerts]}::text[])`.execute(
    tx,
  );
  // Whom only the other one is about now takes along how they were reached.
  await sql`
    update case_reach r set fraud_case = ${into} where r.fraud_case = ${from}
      and not exists (select from alert a where a.fraud_case = ${from} and a.professional = r.professional)`.execute(
    tx,
  );
  return Number(result.numAffectedRows);
}

/** How many alerts a case has. */
export async function countAlerts(tx: Db, id: CaseId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from alert where fraud_case = ${id}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** What two cases share joins them no more. */
export async function keepApart(tx: Db, one: CaseId, other: CaseId): Promise<void> {
  await sql`
    insert into case_apart (one, other, kind, value)
    select distinct least(${one}, ${other}), greatest(${one}, ${other}), l.kind, l.value
    from alert_link l join alert a on a.id = l.alert and a.fraud_case = ${one}
    where exists (select from alert_link m join alert b on b.id = m.alert and b.fraud_case = ${other}
      where m.kind = l.kind and m.value = l.value)
    on conflict do nothing`.execute(tx);
}

/** Puts a new case's clock where its alerts' is: a split takes no time away, and gives none. */
export async function insertSplit(
  tx: Db,
  given: { readonly id: CaseId; readonly from: CaseId; readonly owner: StaffId },
): Promise<void> {
  await sql`
    insert into fraud_case (id, state, severity, opened_at, due_at, owner)
    select ${given.id}, 'claimed', severity, aval_now(), due_at, ${given.owner} from fraud_case where id = ${given.from}`.execute(
    tx,
  );
}

export async function recordSeverity(tx: Db, id: CaseId, severity: Severity): Promise<void> {
  await sql`update fraud_case set severity = ${severity} where id = ${id}`.execute(tx);
}

export async function insertTask(
  tx: Db,
  given: {
    readonly id: string;
    readonly case: CaseId;
    readonly words: string;
    readonly by: StaffId;
  },
): Promise<void> {
  await sql`
    insert into case_task (id, fraud_case, words, added_by, added_at)
    values (${given.id}, ${given.case}, ${given.words}, ${given.by}, aval_now())`.execute(tx);
}

/** A task is done once. */
export async function recordDone(
  tx: Db,
  given: { readonly task: string; readonly case: CaseId; readonly by: StaffId },
): Promise<boolean> {
  const result = await sql`
    update case_task set done_by = ${given.by}, done_at = aval_now()
    where id = ${given.task} and fraud_case = ${given.case} and done_at is null`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** A try to reach somebody whom this case is about; false: it is not about them. */
export async function insertReach(
  tx: Db,
  given: {
    readonly id: string;
    readonly case: CaseId;
    readonly person: string;
    readonly channel: string;
    readonly isReached: boolean;
    readonly by: StaffId;
  },
): Promise<boolean> {
  const result = await sql`
    insert into case_reach (id, fraud_case, professional, channel, is_reached, member, at)
    select ${given.id}, ${given.case}, ${given.person}, ${given.channel}, ${given.isReached}, ${given.by}, aval_now()
    where exists (select from alert where fraud_case = ${given.case} and professional = ${given.person})`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}
