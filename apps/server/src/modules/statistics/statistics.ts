import {
  everyone,
  type StatisticCell,
  type StatisticKind,
  type Statistics,
  statisticKinds,
  statisticProfessions,
  statisticRegions,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { professionsOf } from "#modules/directory";
import { everywhere, type Role, type Visitor } from "#modules/staff";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { epochSeconds } from "#platform/time";
import { type Table, told, withTotals } from "./mask.ts";
import { professionOf, regionOf } from "./regions.ts";
import * as store from "./store.ts";

export type StatisticsDeps = { readonly db: Database<AnyTables> };

/** One round: whatever month is over and was not counted. Returns how many this process counted. */
export async function close({ db }: StatisticsDeps): Promise<number> {
  let closed = 0;
  const given = { grace: lifetimes.statisticGrace, most: bounds.statisticMonths };
  for (const month of await store.due(db, given)) closed += Number(await closeMonth(db, month));
  return closed;
}

/** Counted and withheld in one transaction: what was counted is in no row but those that may be told. */
function closeMonth(db: Database<AnyTables>, month: string): Promise<boolean> {
  return transact(db, async (tx) => {
    await store.takeTime(tx);
    const { people, median } = await store.delay(tx, month);
    const isTold = people >= bounds.statisticFewest && median !== null;
    if (!(await store.insertMonth(tx, month, isTold ? Math.round(median / 10) * 10 : null)))
      return false;
    const counted = await store.counted(tx, month);
    const listed = tabled(await store.listed(tx));
    for (const kind of statisticKinds) {
      const those = counted.filter((row) => row.kind === kind);
      await store.insertCells(tx, month, cellsOfKind(kind, those, listed));
      // The next kind may take a moment, and requests wait.
      await new Promise((resume) => setImmediate(resume));
    }
    return true;
  });
}

/** Rows of departments as a table: professions down, regions across, and their totals. */
function tabled<Row extends store.Listed>(
  rows: readonly Row[],
  read: (row: Row) => number = ({ people }) => people,
): Table {
  const cells = new Map<string, number>();
  for (const row of rows) {
    const place = `${professionOf(row.profession)} ${regionOf(row.department)}`;
    cells.set(place, (cells.get(place) ?? 0) + read(row));
  }
  return withTotals(
    statisticProfessions.map((profession) =>
      statisticRegions.map((region) => cells.get(`${profession} ${region}`) ?? 0),
    ),
  );
}

/** The numbers of one kind that may be told: of each profession in each region, of each, and of all. */
function cellsOfKind(
  kind: StatisticKind,
  counted: readonly store.Counted[],
  listed: Table,
): readonly StatisticCell[] {
  const [people, times] = [tabled(counted), tabled(counted, (row) => row.times)];
  return told(people, listed, bounds.statisticFewest).flatMap((row, r) =>
    row.flatMap((isTold, c) =>
      isTold
        ? [
            {
              kind,
              profession: statisticProfessions[r] ?? everyone,
              region: statisticRegions[c] ?? everyone,
              people: people[r]?.[c] ?? 0,
              times: times[r]?.[c] ?? 0,
            },
          ]
        : [],
    ),
  );
}

/** Who reads every profession, whatever their scope: the numbers name nobody, and a wave stops at no Order's door. */
const readAll: readonly Role[] = ["analyst"];

/**
 * Which lines of the table this reader may see: everybody's always; of professions, their authority's own, or all for analysts and the
 * national ones.
 */
function linesFor({ roles, scope }: Pick<Visitor, "roles" | "scope">): readonly string[] {
  const all = [everyone, ...statisticProfessions];
  if (scope === everywhere || roles.some((role) => readAll.includes(role))) return all;
  const theirs = professionsOf(scope);
  if (!theirs) return [everyone];
  const { codes, areExcluded } = theirs;
  const own = statisticProfessions.filter((one) => codes.includes(one) !== areExcluded);
  return [everyone, ...own];
}

/** A closed month; without one, the last. `not_found`: it is not closed, or was never counted. */
export async function view(
  { db }: StatisticsDeps,
  who: Visitor,
  asked: string | undefined,
): Promise<Outcome<Statistics, Refusal>> {
  const closed = await store.months(db);
  const found = asked === undefined ? closed[0] : closed.find(({ month }) => month === asked);
  if (asked !== undefined && !found) return deny("not_found");
  const professions = linesFor(who);
  return done({
    months: closed.map(({ month }) => month),
    month: found?.month,
    closedAt: found && epochSeconds(found.closedAt),
    professions,
    fewest: bounds.statisticFewest,
    stoppedWithin: found?.stoppedWithin ?? undefined,
    cells: found ? await store.cellsOf(db, found.month, professions) : [],
  });
}
