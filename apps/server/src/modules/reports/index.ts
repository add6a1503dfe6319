/**
 * Reports: what people tell us that they saw of somebody.
 *
 * An agent who was called, an Order, an insurer or a region names a person by their national identifier, with a reason from a closed list; a
 * partner sends many at once, as a list. Each is a row and a fact in one transaction; its alert, and the case it joins, come of that
 * fact by the log (`cases`), and by no other way. Those of one list are one case.
 *
 * It promises: a list read twice tells nothing twice, whoever sends it and wherever it broke off; a line that cannot be read is named, and
 * holds no other up; whoever told follows what became of it, and reads nothing of the case.
 * It refuses by design: free text, a name, anybody of another authority, more than the table of `origins.ts` says; to stop, refuse or open
 * anything for a report.
 *
 * Whoever has no application tells on a public page (`intakes.ts`): of whom, is believed by nobody and looked for apart from the answer.
 *
 * Source: DESIGN section 7, *Signals in* and *Partners*; decision 0068.
 */
import * as open from "./public.ts";
import { purge } from "./public-store.ts";
import * as reports from "./reports.ts";

export { publicAddresses } from "./public-pages.ts";
export { publicReportRoutes } from "./public-routes.ts";
export { reportRoutes } from "./routes.ts";

export type PublicReports = ReturnType<typeof createPublicReports>;

/** What somebody without the application tells. */
export function createPublicReports(deps: open.PublicDeps) {
  return {
    take: (...given: Tail<typeof open.take>) => open.take(deps, ...given),
    settle: () => open.settle(deps),
    purge: () => purge(deps.db),
  };
}

export type ReportDesk = ReturnType<typeof createReports>;

export function createReports(deps: reports.ReportsDeps) {
  return {
    tell: (...given: Tail<typeof reports.tell>) => reports.tell(deps, ...given),
    check: (...given: Tail<typeof reports.check>) => reports.check(deps, ...given),
    send: (...given: Tail<typeof reports.send>) => reports.send(deps, ...given),
    view: (...given: Tail<typeof reports.view>) => reports.view(deps, ...given),
  };
}

type Tail<F extends (deps: never, ...rest: never[]) => unknown> = F extends (
  deps: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;
