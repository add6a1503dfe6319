import {
  everyone,
  type StatisticCell,
  type StatisticKind,
  type Statistics,
  statisticKinds,
  statisticProfessions,
  statisticRegions,
} from "@aval/protocol";

/** *Statistiques* as the address bar names it: each choice is an address, which can be kept and sent to a colleague. Pure. */
export type StatisticFilter = {
  /** `2026-10`; absent: the last that is closed. */
  readonly month?: string;
  /** Absent: everything that is counted, side by side. */
  readonly kind?: StatisticKind;
  readonly profession: string;
  readonly region: string;
};
export type StatisticsRoute = { readonly section: "statistics"; readonly filter: StatisticFilter };

export const statisticsAddress = "/statistiques";
export const allStatistics: StatisticFilter = { profession: everyone, region: everyone };

const oneOf = <T extends string>(values: readonly T[], text: string | null): T | undefined =>
  values.find((value) => value === text);

/** What `?…` says; what it does not know counts for nothing. */
export function statisticsRouteAt(path: string, query: string): StatisticsRoute | undefined {
  if (path !== statisticsAddress) return undefined;
  const asked = new URLSearchParams(query);
  const kind = oneOf(statisticKinds, asked.get("kind"));
  const month = /^[0-9]{4}-(0[1-9]|1[0-2])$/.exec(asked.get("month") ?? "")?.[0];
  return {
    section: "statistics",
    filter: {
      ...(month ? { month } : {}),
      ...(kind ? { kind } : {}),
      profession: oneOf(statisticProfessions, asked.get("profession")) ?? everyone,
      region: oneOf(statisticRegions, asked.get("region")) ?? everyone,
    },
  };
}

export function statisticsPath({ filter }: StatisticsRoute): string {
  const query = new URLSearchParams();
  const { month, kind, profession, region } = filter;
  if (month) query.set("month", month);
  if (kind) query.set("kind", kind);
  if (profession !== everyone) query.set("profession", profession);
  if (region !== everyone) query.set("region", region);
  const text = query.toString();
  return text ? `${statisticsAddress}?${text}` : statisticsAddress;
}

/** What the server is asked: it answers a whole month, and the page chooses in it. */
export const statisticsQuery = ({ month }: StatisticFilter): string =>
  month === undefined ? "" : `?month=${month}`;

/** A line of a table: what it is of, and its number; `undefined`: masked. */
export type StatisticLine = { readonly of: string; readonly cell: StatisticCell | undefined };

/** The tables that a filter shows: everything at one place, or one thing by profession and by region. */
export type StatisticTables =
  | { readonly by: "kind"; readonly lines: readonly StatisticLine[] }
  | {
      readonly by: "place";
      readonly professions: readonly StatisticLine[];
      readonly regions: readonly StatisticLine[];
    };

export function tablesOf(
  { cells, professions }: Statistics,
  { kind, profession, region }: StatisticFilter,
): StatisticTables {
  const lineOf = (
    of: string,
    [what, who, where]: readonly [StatisticKind, string, string],
  ): StatisticLine => ({
    of,
    cell: cells.find(
      (cell) => cell.kind === what && cell.profession === who && cell.region === where,
    ),
  });
  if (kind === undefined)
    return {
      by: "kind",
      lines: statisticKinds.map((one) => lineOf(one, [one, profession, region])),
    };
  return {
    by: "place",
    professions: professions.map((one) => lineOf(one, [kind, one, region])),
    regions: [everyone, ...statisticRegions].map((one) => lineOf(one, [kind, profession, one])),
  };
}
