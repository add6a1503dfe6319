import assert from "node:assert/strict";
import { test } from "node:test";
import { secondMeans } from "@aval/protocol";
import fc from "fast-check";
import { type Held, secondMeansOf } from "./second-means.ts";

const good = { isHardwareHeld: true, isAsleep: false } as const;

test("a second means is what lets its holder in by itself, beside the first: each row", () => {
  const rows = [
    [{ activePhones: 1, keys: [], hasCard: false }, []],
    [{ activePhones: 2, keys: [], hasCard: false }, ["phone"]],
    [{ activePhones: 3, keys: [], hasCard: false }, ["phone"]],
    [{ activePhones: 1, keys: [good], hasCard: false }, ["key"]],
    [{ activePhones: 1, keys: [{ ...good, isHardwareHeld: false }], hasCard: false }, []],
    [{ activePhones: 1, keys: [{ ...good, isAsleep: true }], hasCard: false }, []],
    [{ activePhones: 1, keys: [{ ...good, host: "phone" }], hasCard: false }, []],
    [{ activePhones: 1, keys: [], hasCard: true }, ["card"]],
    [{ activePhones: 0, keys: [], hasCard: true }, []],
    [{ activePhones: 0, keys: [good], hasCard: true }, ["card"]],
    [{ activePhones: 2, keys: [good], hasCard: true }, ["phone", "key", "card"]],
    [{ activePhones: 0, keys: [], hasCard: false }, []],
  ] as const satisfies readonly (readonly [Held, readonly string[]])[];
  for (const [held, expected] of rows) assert.deepEqual(secondMeansOf(held), expected);
  assert.deepEqual(new Set(rows.flatMap(([, names]) => [...names])), new Set(secondMeans));
});

test("one more of anything never leaves a holder with fewer", () => {
  const held = fc.record({
    activePhones: fc.nat(4),
    keys: fc.array(fc.record({ isHardwareHeld: fc.boolean(), isAsleep: fc.boolean() })),
    hasCard: fc.boolean(),
  });
  fc.assert(
    fc.property(held, (has) => {
      const more: Held = {
        activePhones: has.activePhones + 1,
        keys: [...has.keys, good],
        hasCard: true,
      };
      assert.ok(secondMeansOf(more).length >= secondMeansOf(has).length);
      assert.ok(secondMeansOf(more).length > 0);
    }),
  );
});
