import type { StatisticCell } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

type Db = Database<AnyTables>;

/** The first of a month, as Paris has it. `2026-10`. */
const from = (month: string) => sql`(${`${month}-01`}::timestamp at time zone 'Europe/Paris')`;
const to = (month: string) =>
  sql`((${`${month}-01`}::timestamp + interval '1 month') at time zone 'Europe/Paris')`;

/** The months that are over since `grace`, from the last that was counted or the first of which there is anything, at most `most` of them. */
export async function due(
  db: Db,
  { grace, most }: { readonly grace: Duration; readonly most: number },
): Promise<readonly string[]> {
  const { rows } = await sql<{ month: string }>`
    select to_char(m, 'YYYY-MM') as month
    from (select date_trunc('month', (aval_now() - ${span(grace)}) at time zone 'Europe/Paris') as now) t,
      generate_series(
        greatest(t.now - ${most} * interval '1 month', coalesce(
          (select max(month) + interval '1 month' from statistic_month),
          (select date_trunc('month', at at time zone 'Europe/Paris') from statistic_first),
          t.now)),
        t.now - interval '1 month', interval '1 month') m
    order by m`.execute(db);
  return rows.map(({ month }) => month);
}

/** A month of a large deployment is counted for as long as it takes, and another node waits for it as long. */
export async function takeTime(tx: Db): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(tx);
  await sql`set local lock_timeout = 0`.execute(tx);
}

/** Takes a month to be counted, in this transaction. False: another has it, or had. */
export async function insertMonth(
  tx: Db,
  month: string,
  stoppedWithin: number | null,
): Promise<boolean> {
  const result = await sql`
    insert into statistic_month (month, stopped_within) values (${`${month}-01`}, ${stoppedWithin})
    on conflict (month) do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

export type Listed = {
  readonly profession: string | null;
  readonly department: string | null;
  readonly people: number;
};
export type Counted = Listed & { readonly kind: string; readonly times: number };

/** How many professionals, and how often, of each profession and department. Rows of those of whom there is nothing are missing. */
export async function counted(tx: Db, month: string): Promise<readonly Counted[]> {
  const { rows } = await sql<Counted>`
    with those as (
      select split_part(kind, ':', 1) as kind, professional, count(*) as times from statistic_event
      where at >= ${from(month)} and at < ${to(month)} group by 1, 2
    )
    select t.kind, p.profession, p.department, count(*)::int as people, sum(t.times)::float8 as times
    from those t join statistic_person p on p.professional = t.professional
    group by 1, 2, 3`.execute(tx);
  return rows;
}

/** How many professionals there are of each profession and department. */
export async function listed(tx: Db): Promise<readonly Listed[]> {
  const { rows } = await sql<Listed>`
    select profession, department, count(*)::int as people from statistic_person group by 1, 2`.execute(
    tx,
  );
  return rows;
}

/** The median, and of how many people. */
export async function delay(
  tx: Db,
  month: string,
): Promise<{ readonly people: number; readonly median: number | null }> {
  const { rows } = await sql<{ people: number; median: number | null }>`
    select count(distinct professional)::int as people,
      percentile_cont(0.5) within group (order by seconds)::float8 as median
    from statistic_delay where at >= ${from(month)} and at < ${to(month)}`.execute(tx);
  return rows[0] ?? { people: 0, median: null };
}

export async function insertCells(
  tx: Db,
  month: string,
  cells: readonly StatisticCell[],
): Promise<void> {
  await sql`
    insert into statistic_cell (month, kind, profession, region, people, times)
    select ${`${month}-01`}::date, kind, profession, region, people, times
    from jsonb_to_recordset(${JSON.stringify(cells)}::jsonb) as c(kind text, profession text, region text, people int, times bigint)`.execute(
    tx,
  );
}

export type Month = {
  readonly month: string;
  readonly closedAt: Instant;
  readonly stoppedWithin: number | null;
};

/** The last first. */
export async function months(db: Db): Promise<readonly Month[]> {
  const { rows } = await sql<{ month: string; closed_at: Date; stopped_within: number | null }>`
    select to_char(month, 'YYYY-MM') as month, closed_at, stopped_within from statistic_month order by statistic_month.month desc`.execute(
    db,
  );
  return rows.map(({ month, closed_at, stopped_within: stoppedWithin }) => ({
    ...{ month, closedAt: toInstant(closed_at), stoppedWithin },
  }));
}

/** The numbers of one month, of these professions. */
export async function cellsOf(
  db: Db,
  month: string,
  professions: readonly string[],
): Promise<readonly StatisticCell[]> {
  const { rows } = await sql<StatisticCell>`
    select kind, profession, region, people, times::float8 as times from statistic_cell
    where month = ${`${month}-01`} and profession = any(${[...professions]}::text[])
    order by kind, profession, region`.execute(db);
  return rows;
}
