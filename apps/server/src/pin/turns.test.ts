import assert from "node:assert/strict";
import test from "node:test";
import { setImmediate as later } from "node:timers/promises";
import { createTurns } from "./turns.ts";

test("work about one phone is done in turn, in the order it came, whatever became of the work before", async () => {
  const turns = createTurns();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    for (let tick = 0; tick < 5; tick++) await later();
    seen.push(`${name} ends`);
    if (name === "2") throw new Error("broke");
    return name;
  };
  const all = await Promise.allSettled(["1", "2", "3"].map((name) => turns("a", work(name))));
  assert.deepEqual(
    all.map((one) => (one.status === "fulfilled" ? one.value : String(one.reason))),
    ["1", "Error: broke", "3"],
  );
  assert.deepEqual(
    seen,
    ["1", "2", "3"].flatMap((name) => [`${name} begins`, `${name} ends`]),
  );
});

test("phones do not wait for each other", async () => {
  const turns = createTurns();
  const open = Promise.withResolvers<void>();
  const held = turns("a", () => open.promise);
  assert.equal(await turns("b", async () => "done"), "done");
  open.resolve();
  await held;
});
