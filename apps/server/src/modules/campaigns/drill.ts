import type { DrillAnswer } from "@aval/protocol";
import { limits as bounds } from "#lifetimes";
import type { Answers } from "./drill-store.ts";

/** Answers that wait, by campaign and profession. */
export type Pool = Map<string, Answers>;

/**
 * One answer more into the pool; what is poured out once there are enough of them, and then waits no more. Before, nothing of it is written:
 * a row that changed for one answer would say whose it was to whoever reads when it changed.
 */
export function pour(pool: Pool, of: string, answer: DrillAnswer): Answers | undefined {
  const { refused, wentOn } = pool.get(of) ?? { refused: 0, wentOn: 0 };
  const now =
    answer === "refused" ? { refused: refused + 1, wentOn } : { refused, wentOn: wentOn + 1 };
  if (now.refused + now.wentOn < bounds.drillFewest) {
    pool.set(of, now);
    return undefined;
  }
  pool.delete(of);
  return now;
}
