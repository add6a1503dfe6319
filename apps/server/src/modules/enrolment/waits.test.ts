import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { hours, type Instant, instant } from "#platform/time";
import { readyAt } from "./waits.ts";

/** A moment of this clock in Paris, in winter (an hour ahead) or in summer (two). */
const winter = (day: number, hour: number, minute = 0) =>
  instant(Date.UTC(2026, 0, day, hour - 1, minute));
const summer = (day: number, hour: number, minute = 0) =>
  instant(Date.UTC(2026, 6, day, hour - 2, minute));
const ready = (proven: Instant, told: Instant | undefined) => readyAt("hour", proven, told);

test("an hour counts between eight and twenty in Paris only, and what is left of it the next morning", () => {
  for (const paris of [winter, summer]) {
    assert.equal(ready(paris(15, 10), paris(15, 10)), paris(15, 11));
    assert.equal(
      ready(paris(15, 10), paris(15, 12, 30)),
      paris(15, 13, 30),
      "from when it is known",
    );
    assert.equal(ready(paris(15, 19), paris(15, 19)), paris(15, 20));
    assert.equal(ready(paris(15, 19, 40), paris(15, 19, 40)), paris(16, 8, 40));
    assert.equal(ready(paris(15, 21), paris(15, 21)), paris(16, 9));
    assert.equal(ready(paris(15, 3), paris(15, 3)), paris(15, 9));
  }
});

test("on the night when the clocks change, morning is still eight o'clock", () => {
  const saturday = instant(Date.UTC(2026, 2, 28, 20));
  assert.equal(ready(saturday, saturday), instant(Date.UTC(2026, 2, 29, 7)));
});

test("nobody known to be told, an hour is a day; and it never is more", () => {
  assert.equal(ready(winter(15, 10), undefined), winter(16, 10));
  assert.equal(ready(winter(15, 10), winter(16, 9, 30)), winter(16, 10));
  assert.equal(readyAt("day", winter(15, 10), winter(15, 10)), winter(16, 10));
  assert.equal(readyAt("three_days", winter(15, 10), winter(15, 10)), winter(18, 10));
  assert.equal(readyAt("none", winter(15, 3), undefined), winter(15, 3));
});

test("told at whatever moment, it is never ready sooner than an hour later, nor in the night", () => {
  const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) });
  fc.assert(
    fc.property(moment, fc.integer({ min: 0, max: 86_400_000 }), (proven, later) => {
      const [from, told] = [instant(proven), instant(proven + later)];
      const at = ready(from, told);
      assert.ok(at <= from + hours(24));
      if (at === from + hours(24)) return;
      assert.ok(at >= told + hours(1));
      const minute = Number(
        new Intl.DateTimeFormat("en-GB", {
          timeZone: "Europe/Paris",
          hour: "2-digit",
          hourCycle: "h23",
        }).format(at),
      );
      assert.ok(minute >= 8 && minute <= 20);
    }),
    { numRuns: 60 },
  );
});
