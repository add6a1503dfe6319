import type {
  CaseAct,
  CaseId,
  CaseState,
  FactId,
  LinkKind,
  ProfessionalId,
  ReachChannel,
  Severity,
} from "@aval/protocol";
import { sql } from "kysely";
import { everywhere } from "#modules/staff";
import { type AnyTables, type Database, toInstant } from "#platform/database";
import type { Instant } from "#platform/time";

/** What the pages of alerts and of one case read. */
type Db = Database<AnyTables>;

export type AlertRow = {
  readonly id: FactId;
  readonly kind: string;
  readonly severity: Severity;
  readonly because: readonly string[];
  readonly professional: ProfessionalId | null;
  readonly service: string | null;
  readonly case: CaseId | null;
  readonly at: Instant;
  readonly knownAt: Instant;
  readonly isTakenBack: boolean;
};

type Row = Omit<AlertRow, "at" | "knownAt" | "isTakenBack"> & {
  at: Date;
  known_at: Date;
  is_taken_back: boolean;
};

const columns = sql`a.id, a.kind, a.severity, a.because, a.professional, a.service, a.fraud_case as case, a.at, a.known_at,
  a.taken_back_at is not null as is_taken_back`;

const fromRow = ({ at, known_at: knownAt, is_taken_back: isTakenBack, ...row }: Row): AlertRow => ({
  ...row,
  at: toInstant(at),
  knownAt: toInstant(knownAt),
  isTakenBack,
});

/** Alerts of this scope, the last known first. `isLoose`: of no case. */
export async function listAlerts(
  db: Db,
  scope: string,
  { isLoose, severity }: { readonly isLoose: boolean; readonly severity?: Severity | undefined },
  most: number,
): Promise<readonly AlertRow[]> {
  const { rows } = await sql<Row>`
    select ${columns} from alert a
    where ${scope === everywhere ? sql`true` : sql`${scope} = any(a.scopes)`}
      and (not ${isLoose}::boolean or (a.fraud_case is null and a.taken_back_at is null))
      and (${severity ?? null}::text is null or a.severity = ${severity ?? null})
    order by a.known_at desc, a.id limit ${most}`.execute(db);
  return rows.map(fromRow);
}

export async function alertsOf(db: Db, id: CaseId): Promise<readonly AlertRow[]> {
  const { rows } = await sql<Row>`
    select ${columns} from alert a where a.fraud_case = ${id} order by a.at, a.id`.execute(db);
  return rows.map(fromRow);
}

/** Who of these is of this scope. */
export async function seenOf(db: Db, id: CaseId, scope: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ professional: string }>`
    select distinct professional from alert where fraud_case = ${id} and professional is not null
      and (${scope === everywhere}::boolean or ${scope} = any(scopes))`.execute(db);
  return new Set(rows.map(({ professional }) => professional));
}

export type LinkRow = {
  readonly alert: FactId;
  readonly kind: LinkKind;
  readonly value: string;
  readonly isCommon: boolean;
};

export async function linksOf(db: Db, id: CaseId): Promise<readonly LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    select l.alert, l.kind, l.value, l.is_common as "isCommon"
    from alert_link l join alert a on a.id = l.alert where a.fraud_case = ${id} order by l.kind, l.value, l.alert`.execute(
    db,
  );
  return rows;
}

export type EventRow = {
  readonly at: Instant;
  readonly act: CaseAct;
  readonly member: string | null;
  readonly words: string | null;
  readonly other: string | null;
};

export async function eventsOf(db: Db, id: CaseId): Promise<readonly EventRow[]> {
  const { rows } = await sql<Omit<EventRow, "at"> & { at: Date }>`
    select at, act, member, words, other from case_event where fraud_case = ${id} order by at, id`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, at: toInstant(row.at) }));
}

export type TaskRow = {
  readonly id: string;
  readonly words: string;
  readonly addedBy: string;
  readonly addedAt: Instant;
  readonly doneBy: string | null;
  readonly doneAt: Instant | undefined;
};

export async function tasksOf(db: Db, id: CaseId): Promise<readonly TaskRow[]> {
  const { rows } = await sql<{
    id: string;
    words: string;
    added_by: string;
    added_at: Date;
    done_by: string | null;
    done_at: Date | null;
  }>`
    select id, words, added_by, added_at, done_by, done_at from case_task
    where fraud_case = ${id} order by done_at is not null, added_at, id`.execute(db);
  return rows.map((row) => ({
    ...{ id: row.id, words: row.words, addedBy: row.added_by, addedAt: toInstant(row.added_at) },
    doneBy: row.done_by,
    doneAt: row.done_at ? toInstant(row.done_at) : undefined,
  }));
}

export type ReachRow = {
  readonly professional: ProfessionalId;
  readonly channel: ReachChannel;
  readonly isReached: boolean;
  readonly member: string;
  readonly at: Instant;
};

export async function reachesOf(db: Db, id: CaseId): Promise<readonly ReachRow[]> {
  const { rows } = await sql<Omit<ReachRow, "at"> & { at: Date }>`
    select professional, channel, is_reached as "isReached", member, at from case_reach
    where fraud_case = ${id} order by at desc, id`.execute(db);
  return rows.map((row) => ({ ...row, at: toInstant(row.at) }));
}

export type RelatedRow = {
  readonly id: CaseId;
  readonly state: CaseState;
  readonly by: readonly LinkKind[];
  readonly openedAt: Instant;
};

/** Other cases that have something in common with this one, which is not everybody's: at most twenty, the latest first. */
export async function relatedTo(db: Db, id: CaseId, scope: string): Promise<readonly RelatedRow[]> {
  const { rows } = await sql<Omit<RelatedRow, "openedAt"> & { opened_at: Date }>`
    select c.id, c.state, c.opened_at, array_agg(distinct o.kind order by o.kind) as by
    from alert a join alert_link l on l.alert = a.id and not l.is_common
    join alert_link o on o.kind = l.kind and o.value = l.value and not o.is_common
    join alert b on b.id = o.alert and b.fraud_case <> ${id}
    join fraud_case c on c.id = b.fraud_case
    where a.fraud_case = ${id} and (${scope === everywhere}::boolean
      or exists (select from alert s where s.fraud_case = c.id and ${scope} = any(s.scopes)))
    group by c.id order by c.opened_at desc, c.id limit 20`.execute(db);
  return rows.map(({ opened_at: at, ...row }) => ({ ...row, openedAt: toInstant(at) }));
}
