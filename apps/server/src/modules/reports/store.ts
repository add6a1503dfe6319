import type {
  ProfessionalId,
  ReachChannel,
  ReportLine,
  ReportOrigin,
  ReportReason,
  ReportState,
} from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant } from "#platform/database";
import type { Instant } from "#platform/time";

type Db = Database<AnyTables>;

/** A list once for each file of a sender. Its id, and whether it is new. */
export async function takeList(
  tx: Db,
  given: {
    readonly id: string;
    readonly sender: string;
    readonly sha256: string;
    readonly member: string;
  },
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { rows } = await sql<{ id: string }>`
    insert into report_list (id, sender, sha256, member) values (${given.id}, ${given.sender}, ${given.sha256}, ${given.member})
    on conflict (sender, sha256) do update set sha256 = excluded.sha256 returning id`.execute(tx);
  const id = rows[0]?.id ?? "";
  return { id, isNew: id === given.id };
}

export type NewReport = {
  readonly id: string;
  readonly origin: ReportOrigin;
  readonly list?: string;
  readonly line?: number;
  readonly sender: string;
  readonly professional: ProfessionalId;
  readonly reason: ReportReason;
  readonly channel?: ReachChannel;
  readonly on?: string | undefined;
  readonly member: string;
};

/** False: this line, or the same of this person, was told before. */
export async function insertReport(tx: Db, given: NewReport): Promise<boolean> {
  const result = await sql`
    insert into report (id, origin, list, line, sender, professional, reason, channel, happened_on, member)
    values (${given.id}, ${given.origin}, ${given.list ?? null}, ${given.line ?? null}, ${given.sender}, ${given.professional},
      ${given.reason}, ${given.channel ?? null}, ${given.on ?? null}, ${given.member})
    on conflict do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Which of these this sender has told in a list before. */
export async function knownOf(
  db: Db,
  sender: string,
  some: readonly {
    readonly professional: string;
    readonly reason: string;
    readonly on: string | undefined;
  }[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string }>`
    select w.professional || ' ' || w.reason || ' ' || coalesce(w.day, '') as key
    from unnest(${some.map(({ professional }) => professional)}::text[], ${some.map(({ reason }) => reason)}::text[],
      ${some.map(({ on }) => on ?? null)}::text[]) as w (professional, reason, day)
    where exists (select from report r where r.list is not null and r.sender = ${sender} and r.professional = w.professional
      and r.reason = w.reason and coalesce(r.happened_on, '-infinity') = coalesce(w.day::date, '-infinity'))`.execute(
    db,
  );
  return new Set(rows.map(({ key }) => key));
}

export type ListRow = {
  readonly list: string;
  readonly at: Instant;
  readonly member: string;
  readonly states: Readonly<Record<ReportState, number>>;
};

/** This sender's lists, the last first. */
export async function listsOf(db: Db, sender: string, most: number): Promise<readonly ListRow[]> {
  const { rows } = await sql<{
    list: string;
    at: Date;
    member: string;
    received: number;
    in_case: number;
    closed: number;
  }>`
    select l.id as list, l.at, l.member,
      count(r.id) filter (where coalesce(s.state, 'received') = 'received')::int as received,
      count(r.id) filter (where s.state = 'in_case')::int as in_case,
      count(r.id) filter (where s.state = 'closed')::int as closed
    from (select id, at, member from report_list where sender = ${sender} order by at desc limit ${most}) l
    left join report r on r.list = l.id left join report_state s on s.report = r.id
    group by l.id, l.at, l.member order by l.at desc`.execute(db);
  return rows.map(({ list, at, member, received, in_case, closed }) => ({
    ...{ list, at: toInstant(at), member, states: { received, in_case, closed } },
  }));
}

export type SingleRow = Omit<ReportLine, "at" | "nationalId"> & {
  readonly at: Instant;
  readonly professional: ProfessionalId;
};

/** What this member told one by one, the last first. */
export async function singlesOf(
  db: Db,
  member: string,
  most: number,
): Promise<readonly SingleRow[]> {
  const { rows } = await sql<Omit<SingleRow, "at"> & { at: Date }>`
    select r.id as report, r.professional, r.reason, r.at, coalesce(s.state, 'received') as state
    from report r left join report_state s on s.report = r.id
    where r.member = ${member} and r.list is null order by r.at desc, r.id limit ${most}`.execute(
    db,
  );
  return rows.map(({ at, ...row }) => ({ ...row, at: toInstant(at) }));
}
