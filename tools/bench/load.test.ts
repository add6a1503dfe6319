import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createLatency } from "./latency.ts";
import { closedLoop, openLoop, type Pace } from "./load.ts";
import { arrivals, drawing, shuffled } from "./schedule.ts";

/** A clock that passes only by being waited for: the earliest sleeper wakes once nothing else can go on. */
function fictionalPace(): Pace {
  let now = 0;
  let isTurning = false;
  const sleepers: { at: number; wake: () => void }[] = [];
  const turn = () => {
    isTurning = false;
    sleepers.sort((one, other) => one.at - other.at);
    const next = sleepers.shift();
    if (!next) return;
    now = Math.max(now, next.at);
    next.wake();
    plan();
  };
  const plan = () => {
    if (isTurning || sleepers.length === 0) return;
    isTurning = true;
    setImmediate(turn);
  };
  return {
    now: () => now,
    wait: (ms) =>
      new Promise<void>((wake) => {
        sleepers.push({ at: now + ms, wake });
        plan();
      }),
  };
}

const evenly = (perSecond: number, seconds: number) =>
  arrivals({ perSecond, seconds, spacing: "uniform" }, drawing("none"));

test("what was due during a stall is measured from when it was due", async () => {
  const pace = fictionalPace();
  // A server that answers at once, but nothing for a whole second after 1 s.
  const operation = async () => {
    if (pace.now() >= 1000 && pace.now() < 2000) await pace.wait(2000 - pace.now());
  };
  const { latency, done, shed } = await openLoop(evenly(100, 3), 1000, operation, pace);
  assert.equal(done, 300);
  assert.equal(shed, 0);
  // A third of all arrivals fell into the stall, spread over its second: a closed loop would have seen one slow answer.
  assert.ok(latency.p95 > 800 && latency.p95 < 900, `p95 ${latency.p95}`);
  assert.ok(latency.p50 < 1);
});

test("a generator that is late itself hides nothing: its delay counts, and is told", async () => {
  const pace = fictionalPace();
  let hasOverslept = false;
  const late: Pace = {
    now: pace.now,
    wait: (ms) => {
      const more = hasOverslept ? 0 : 500;
      hasOverslept = true;
      return pace.wait(ms + more);
    },
  };
  const made = await openLoop(evenly(100, 1), 1000, async () => {}, late);
  assert.equal(made.done, 100);
  assert.equal(made.latestStartMs, 500);
  // Half of all were due while it overslept.
  assert.ok(made.latency.p95 > 400 && made.latency.p95 < 500, `p95 ${made.latency.p95}`);
});

test("what is due while too many are under way is counted as shed, and not begun", async () => {
  const pace = fictionalPace();
  let begun = 0;
  const operation = async () => {
    begun++;
    await pace.wait(10_000);
  };
  const { done, shed, asked } = await openLoop(evenly(50, 1), 20, operation, pace);
  assert.deepEqual({ begun, done, shed, asked }, { begun: 20, done: 20, shed: 30, asked: 50 });
});

test("failures are counted by kind and do not pass for answers", async () => {
  const operation = async (turn: number) => {
    if (turn % 4 === 0) throw new Error("refresh 400");
  };
  const made = await openLoop(evenly(40, 1), 10, operation, fictionalPace());
  assert.equal(made.done, 30);
  assert.equal(made.latency.count, 30);
  assert.deepEqual(made.errors, { "refresh 400": 10 });
});

test("a closed loop keeps so many under way and no more", async () => {
  const pace = fictionalPace();
  let now = 0;
  let most = 0;
  const operation = async () => {
    most = Math.max(most, ++now);
    await pace.wait(100);
    now--;
  };
  const made = await closedLoop({ atOnce: 4, turns: 1000, seconds: 10 }, operation, pace);
  assert.equal(most, 4);
  // Four at once, a tenth of a second each: about forty a second, until ten seconds are over.
  assert.ok(made.done >= 400 && made.done <= 408, String(made.done));
});

test("arrivals come at the rate asked, in order, the same for the same seed", () => {
  const given = { perSecond: 50, seconds: 100, spacing: "poisson" } as const;
  const due = arrivals(given, drawing("a"));
  assert.deepEqual(due, arrivals(given, drawing("a")));
  assert.notDeepEqual(due, arrivals(given, drawing("b")));
  assert.ok(due.every((at, index) => at > (due[index - 1] ?? 0) && at <= 100_000));
  // Five thousand are expected; the deviation of a Poisson count is its root, 71.
  assert.ok(Math.abs(due.length - 5000) < 5 * 71, String(due.length));
  // Waits of people who come by themselves are as spread as they are long; even ones are not spread at all.
  const waits = [...due].map((at, index) => at - (due[index - 1] ?? 0));
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  const spread = Math.sqrt(waits.reduce((sum, wait) => sum + (wait - mean) ** 2, 0) / waits.length);
  assert.ok(Math.abs(spread / mean - 1) < 0.1, `${spread} over ${mean}`);
  assert.deepEqual([...evenly(4, 1)], [250, 500, 750, 1000]);
});

test("every holder comes once before any comes again", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.string(), (count, seed) => {
      const order = shuffled(count, drawing(seed));
      const seen = new Set(Array.from({ length: count }, (_, turn) => order(turn)));
      assert.equal(seen.size, count);
      assert.ok([...seen].every((holder) => holder >= 0 && holder < count));
      assert.equal(order(count), order(0));
    }),
  );
});

test("percentiles are those of what was recorded, to three digits", () => {
  const latency = createLatency();
  for (let ms = 1; ms <= 1000; ms++) latency.record(ms);
  const { count, p50, p95, p99, max } = latency.summary();
  assert.equal(count, 1000);
  for (const [found, expected] of [
    [p50, 500],
    [p95, 950],
    [p99, 990],
    [max, 1000],
  ] as const) {
    assert.ok(Math.abs(found - expected) <= expected / 1000 + 0.001, `${found} for ${expected}`);
  }
  // What takes longer than the histogram reaches is still counted, at its end.
  latency.record(10_000_000);
  assert.equal(latency.summary().count, 1001);
  assert.ok(Math.abs(latency.summary().max - 120_000) <= 120);
});
