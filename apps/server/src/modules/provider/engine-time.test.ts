import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { epochSeconds, type Instant, instant } from "#platform/time";
import { engineSeconds } from "./engine-time.ts";

const still = (at: Instant) => ({ now: () => at });
const begun = 1_790_000_000_000;
const day = 86_400_000;

const machineNow = fc.integer({ min: begun, max: begun + 400 * day }).map(instant);
const age = fc.integer({ min: 0, max: 30 * day });
const aheadDays = fc.integer({ min: 0, max: 7300 });
/** How far a ready node may be off, both ways. */
const skew = fc.integer({ min: -999, max: 999 });

test("a moment of Aval's is never dated after the engine's now, however far the sandbox's clock was moved", () => {
  fc.assert(
    fc.property(machineNow, age, aheadDays, skew, (machine, old, days, off) => {
      const now = instant(machine + days * day + off);
      const dated = engineSeconds(
        { clock: still(now), machine: still(machine) },
        instant(now - old),
      );
      assert.ok(dated <= epochSeconds(machine));
      assert.ok(Math.abs(epochSeconds(machine) - dated - old / 1000) < 3, "and is as old as it is");
    }),
  );
});

test("where the clocks are one, a moment is dated as it is, whatever the time is when it is asked", () => {
  fc.assert(
    fc.property(machineNow, age, fc.integer({ min: -499, max: 499 }), (machine, old, off) => {
      const at = instant(machine - 1_000 - old);
      const clock = still(instant(machine + off));
      assert.equal(engineSeconds({ clock, machine: still(machine) }, at), epochSeconds(at));
    }),
  );
});
