import type { Generator } from "./generator.ts";
import type { LatencySummary } from "./latency.ts";
import { type Bench, type Cost, costing } from "./measures.ts";
import { type Memory, memoryOf } from "./usage.ts";

/** Approvals while so many phones listen beside them. */
export type ListeningRow = {
  readonly phones: number;
  /** Each in a whole sign-in, by a closed loop. */
  readonly approvalsPerSecond: number;
  /** From the scan to what the phone shows. */
  readonly toPhone: LatencySummary;
  /** Of a listening phone's question. */
  readonly heard: LatencySummary;
  readonly errors: Readonly<Record<string, number>>;
  /** Of one sign-in, what listens beside it included. */
  readonly cost: Cost;
  /** Of all servers, just after: a program gives little back. */
  readonly memoryMb: Memory;
  /** How late the generator was at worst. */
  readonly latestStartMs: number;
};

/** As an open phone that has a bell asks. */
export const everySeconds = 3;
const atOnce = 12;

/** The same load with no phone listening, then with all. What they cost is the difference, what they slow down the ratio. */
export async function measureListening(
  bench: Pick<Bench, "meter">,
  generator: Generator,
  given: { readonly phones: number; readonly seconds: number; readonly servers: readonly number[] },
): Promise<ListeningRow[]> {
  const rows: ListeningRow[] = [];
  for (const phones of [0, given.phones]) {
    const { seconds } = given;
    const order = { order: "beside", phones, everySeconds, seconds, atOnce } as const;
    const { measured, cost } = await costing(bench, () => generator.measure(order));
    const memory = await Promise.all(given.servers.map(memoryOf));
    const all = (of: (one: Memory) => number) => memory.reduce((sum, one) => sum + of(one), 0);
    const none = { count: 0, p50: Number.NaN, p95: Number.NaN, p99: Number.NaN, max: Number.NaN };
    rows.push({
      phones,
      approvalsPerSecond: measured.done / measured.seconds,
      toPhone: measured.steps["scan to context"] ?? none,
      heard: measured.steps["a listening phone's question"] ?? none,
      errors: measured.errors,
      cost,
      memoryMb: { rss: all(({ rss }) => rss), pss: all(({ pss }) => pss) },
      latestStartMs: measured.latestStartMs,
    });
  }
  return rows;
}

/** What one listening phone keeps of the servers' memory, in kB: two readings of a whole program, hence rough. */
export function kilobytesEach([none, all]: readonly ListeningRow[]): number {
  if (!none || !all) return Number.NaN;
  return ((all.memoryMb.rss - none.memoryMb.rss) * 1024) / all.phones;
}
