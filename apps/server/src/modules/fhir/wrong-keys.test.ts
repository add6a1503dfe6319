import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { after, instant, minutes, ms } from "#platform/time";
import { createWrongKeys } from "./wrong-keys.ts";

const start = instant(1_767_225_600_000);
const window = minutes(1);

test("a network tries so many wrong keys in a window, all at once or one by one, and others are not held off", () => {
  for (const isSettled of [true, false]) {
    const wrongKeys = createWrongKeys(3, window);
    const tries = Array.from({ length: 10 }, (_, n) => {
      const settle = wrongKeys.take("a", `wrong ${n}`, after(start, ms(n)));
      if (isSettled) settle?.(false);
      return settle !== undefined;
    });
    assert.deepEqual(tries.slice(0, 5), [true, true, true, false, false]);
    assert.equal(tries.includes(true, 3), false);
    assert.ok(wrongKeys.take("b", "wrong", start));
    assert.equal(wrongKeys.take("a", "wrong", after(start, ms(window - 1))), undefined);
    assert.ok(wrongKeys.take("a", "wrong", after(start, window)));
  }
});

test("right keys spend nothing, whatever their number and order, and are let in where wrong ones no longer are", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (order) => {
      const wrongKeys = createWrongKeys(2, window);
      wrongKeys.take("a", "right", start)?.(true);
      let wrong = 0;
      for (const isRight of order) {
        const settle = wrongKeys.take("a", isRight ? "right" : `wrong ${wrong}`, start);
        settle?.(isRight);
        if (isRight) assert.ok(settle);
        else assert.equal(settle !== undefined, ++wrong <= 2);
      }
    }),
  );
  const both = createWrongKeys(2, window);
  const first = [both.take("a", "right", start), both.take("a", "right", start)];
  for (const settle of first) settle?.(true);
  for (const key of ["x", "y"]) assert.ok(both.take("a", key, start), "each was given back");
});

test("a key that is right no more counts as wrong", () => {
  const wrongKeys = createWrongKeys(2, window);
  wrongKeys.take("a", "removed", start)?.(true);
  const tries = Array.from({ length: 5 }, () => {
    const settle = wrongKeys.take("a", "removed", start);
    settle?.(false);
    return settle !== undefined;
  });
  assert.deepEqual(tries, [true, true, false, false, false]);
});

test("what is remembered of networks is bounded, the oldest forgotten first", () => {
  const wrongKeys = createWrongKeys(1, window);
  for (let n = 0; n <= 10_000; n++) assert.ok(wrongKeys.take(`network ${n}`, "wrong", start));
  assert.equal(wrongKeys.take("network 10000", "wrong", start), undefined);
  assert.ok(wrongKeys.take("network 0", "wrong", start));
});
