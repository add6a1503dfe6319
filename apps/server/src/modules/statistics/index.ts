/**
 * Statistics: what happened in a month that is over, in numbers of professionals, by profession and region.
 *
 * A month of Paris is counted once, a day after its end, by one node, and kept: two readings of it are the same, so that nobody learns of one
 * person by subtracting them. A professional counts once in each number, in the first profession and at the first place that the register lists.
 * A number about fewer than ten people is told to nobody, nor are as many others as it takes that none can be computed (`mask.ts`); what is
 * withheld is in no row of ours either. No number is a sum of others of another kind.
 *
 * It promises: no number of few, whoever asks and whatever they add up; the same for all readers, so that those who put theirs together learn no
 * more. It refuses by design: a day, a week, the month that goes on, a service, a name, counting again.
 *
 * Source: DESIGN section 7 *Partners*; decision 0085.
 */
import type { Visitor } from "#modules/staff";
import * as statistics from "./statistics.ts";

export { statisticsRoutes } from "./routes.ts";

export type StatisticsBoard = ReturnType<typeof createStatistics>;

export function createStatistics(deps: statistics.StatisticsDeps) {
  return {
    /** Counts whatever month is over and was not counted. */
    close: () => statistics.close(deps),
    view: (who: Visitor, month: string | undefined) => statistics.view(deps, who, month),
  };
}
