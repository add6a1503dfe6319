import {
  everyone,
  type StatisticCell,
  type StatisticKind,
  type Statistics,
  statisticKinds,
  statisticProfessions,
  statisticRegions,
} from "@aval/protocol";
import type { Model } from "../../../apps/console/src/state.ts";
import type { StatisticFilter } from "../../../apps/console/src/statistics/state.ts";
import { hours, me } from "./people.ts";

/** *Statistiques*: no month yet, everything side by side, one thing by place, a partner's part, all masked. */
const all = [everyone, ...statisticProfessions];
const cell = (
  kind: StatisticKind,
  [profession, region]: readonly [string, string],
  people: number,
): StatisticCell => ({ kind, profession, region, people, times: people * 3 });
const cells = [
  ...statisticKinds
    .filter((kind) => kind !== "case_mistake" && kind !== "windows")
    .map((kind, place) => cell(kind, [everyone, everyone], 812_450 >> place)),
  ...statisticProfessions
    .filter((_, place) => place % 3 !== 2)
    .map((one, place) => cell("refused", [one, everyone], 10 + place * 321)),
  ...statisticRegions
    .filter((_, place) => place % 4 !== 3)
    .map((one, place) => cell("refused", [everyone, one], 5_000 - place * 211)),
  cell("refused", ["94", everyone], 0),
];
const month: Statistics = {
  ...{ months: ["2026-10", "2026-09", "2026-08"], month: "2026-10", closedAt: hours(500) },
  ...{ professions: all, fewest: 10, stoppedWithin: 90, cells },
};
const showing = (statistics: Statistics, more: Partial<StatisticFilter> = {}): Partial<Model> => ({
  ...{ phase: "in", me, content: { statistics } },
  route: {
    section: "statistics",
    filter: { profession: everyone, region: everyone, ...more },
  },
});

export const statisticStates: Readonly<Record<string, Partial<Model>>> = {
  "": showing(month),
  one: showing(month, { kind: "refused" }),
  partner: showing(
    {
      ...month,
      professions: [everyone, "60", "69"],
      cells: cells.filter(({ profession }) => [everyone, "60", "69"].includes(profession)),
    },
    { kind: "refused", profession: "60" },
  ),
  masked: showing(
    { ...month, stoppedWithin: undefined, cells: [] },
    { profession: "98", region: "94" },
  ),
  none: showing({
    ...{ months: [], month: undefined, closedAt: undefined, professions: all, fewest: 10 },
    ...{ stoppedWithin: undefined, cells: [] },
  }),
  loading: {
    ...{ phase: "in", me },
    route: { section: "statistics", filter: { profession: everyone, region: everyone } },
  },
};
