import { setTimeout as delay } from "node:timers/promises";
import { createLatency, type LatencySummary } from "./latency.ts";

/** One operation; `turn` counts from 0. Throws what went wrong; its message is the kind of error. */
export type Operation = (turn: number) => Promise<void>;

export type LoadResult = {
  readonly asked: number;
  /** Operations that ended well. */
  readonly done: number;
  readonly seconds: number;
  /** From the moment an operation was due, not from when it could be begun. Of those that ended well. */
  readonly latency: LatencySummary;
  /** Due while too many were under way, hence never begun. */
  readonly shed: number;
  readonly errors: Readonly<Record<string, number>>;
  /** How late the generator itself was at worst, in milliseconds: above a few tens it is what was measured. */
  readonly latestStartMs: number;
};

/** Time as a loop lives it, in milliseconds. */
export type Pace = {
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
};

const realPace: Pace = { now: () => performance.now(), wait: (ms) => delay(ms) };

/** Open loop: every operation begins when it is due, whatever became of those before. */
export async function openLoop(
  due: Float64Array,
  maxInFlight: number,
  operation: Operation,
  pace = realPace,
): Promise<LoadResult> {
  const tally = createTally(pace);
  const started = pace.now();
  let inFlight = 0;
  let latestStartMs = 0;
  const under: Promise<void>[] = [];
  for (const [turn, at] of due.entries()) {
    const early = at - (pace.now() - started);
    if (early > 1) await pace.wait(early);
    if (inFlight >= maxInFlight) {
      tally.shed();
      continue;
    }
    const dueAt = started + at;
    latestStartMs = Math.max(latestStartMs, pace.now() - dueAt);
    inFlight++;
    const ended = () => void inFlight--;
    under.push(tally.follow(operation(turn), dueAt).finally(ended));
  }
  await Promise.all(under);
  return tally.result(due.length, started, latestStartMs);
}

/** Closed loop: so many at once, the next when one ends. Tells a capacity; its latencies flatter an overloaded server. */
export async function closedLoop(
  given: { readonly atOnce: number; readonly turns: number; readonly seconds: number },
  operation: Operation,
  pace = realPace,
): Promise<LoadResult> {
  const tally = createTally(pace);
  const started = pace.now();
  let next = 0;
  const isOver = () => next >= given.turns || pace.now() - started > given.seconds * 1000;
  const worker = async () => {
    while (!isOver()) await tally.follow(operation(next++), pace.now());
  };
  await Promise.all(Array.from({ length: given.atOnce }, worker));
  return tally.result(next, started, 0);
}

function createTally(pace: Pace) {
  const latency = createLatency();
  const errors: Record<string, number> = {};
  let shed = 0;
  return {
    shed: () => void shed++,
    follow: (under: Promise<void>, from: number) =>
      under.then(
        () => latency.record(pace.now() - from),
        (fault: unknown) => {
          const kind = fault instanceof Error ? fault.message.slice(0, 120) : String(fault);
          errors[kind] = (errors[kind] ?? 0) + 1;
        },
      ),
    result: (asked: number, started: number, latestStartMs: number): LoadResult => {
      const summary = latency.summary();
      return {
        asked,
        done: summary.count,
        seconds: (pace.now() - started) / 1000,
        latency: summary,
        shed,
        errors,
        latestStartMs,
      };
    },
  };
}
