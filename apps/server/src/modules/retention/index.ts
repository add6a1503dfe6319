/**
 * Retention: what is past its term leaves, by one job that every node runs and one does.
 *
 * How long each table keeps what it has is one table (`operate/retention.ts`), and this module applies its terms: once a day, in batches, by
 * the database's clock. A row leaves when it was over so long ago, when no other row names it (the catalogue says which could), and when neither an open
 * case nor a complaint file younger than the term is about its person or its case. A fact of the log keeps its place, kind and time: what it
 * said, whom it named and its leaf's key go, and another fact says so (`audit`).
 *
 * It promises: a day's row is applied by one node; a case is open before a row is looked at or after it has gone, never beside; what was let
 * go and what waits is counted and shown. It refuses by design: to let go by hand, of one person, sooner: that is an erasure, by two.
 *
 * Source: DESIGN section 7 *Evidence*; docs/retention.md; decision 0073.
 */
import * as retention from "./retention.ts";

export { retentionRoutes } from "./routes.ts";
export type { Applied, Kept, Term } from "./term.ts";

export type Retention = ReturnType<typeof createRetention>;

export function createRetention(deps: retention.RetentionDeps) {
  return {
    run: () => retention.run(deps),
    view: () => retention.view(deps),
    isUpToDate: () => retention.isUpToDate(deps),
  };
}
