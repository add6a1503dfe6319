import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import fc from "fast-check";
import { createLimits } from "#modules/limits";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { minutes } from "#platform/time";

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const window = 15;
const step = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom("spend", "refund", "purge") },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: window }) },
);

test("an allowance counts as its sentence says: so many in the window that its first use began, and what is given back", async () => {
  const limits = createLimits();
  let series = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(step, { maxLength: 30 }),
      async (max, steps) => {
        const subject = `series ${series++}`;
        // Minutes since the beginning; moments between two minutes are the test's own time, far below one.
        let now = 0;
        let spent = 0;
        let endsAt = -1;
        for (const one of steps) {
          if (typeof one === "number") {
            await moveClock(database.db, minutes(one));
            now += one;
          } else if (one === "spend") {
            if (endsAt <= now) {
              spent = 0;
              endsAt = now + window;
            }
            const isWithin = spent < max;
            if (isWithin) spent++;
            const answer = await limits.spend(
              database.db,
              "entries",
              subject,
              max,
              minutes(window),
            );
            assert.equal(answer, isWithin);
          } else if (one === "refund") {
            await limits.refund(database.db, "entries", subject);
            if (endsAt > now && spent > 0) spent--;
          } else {
            await limits.purge(database.db);
          }
        }
      },
    ),
    { numRuns: Number(process.env["AVAL_TEST_RUNS"] ?? 40) },
  );
});

test("a use late in a window does not prolong it", async () => {
  const limits = createLimits();
  const spend = () => limits.spend(database.db, "entries", "late", 2, minutes(window));
  assert.equal(await spend(), true);
  await moveClock(database.db, minutes(window - 1));
  assert.equal(await spend(), true);
  assert.equal(await spend(), false);
  await moveClock(database.db, minutes(2));
  assert.equal(await spend(), true);
});

test("what was seen once is not seen for the first time again until its memory ends, whatever is purged", async () => {
  const limits = createLimits();
  const first = () => limits.once(database.db, "message", "the same", minutes(6));
  assert.equal(await first(), true);
  assert.equal(await first(), false);
  await moveClock(database.db, minutes(5));
  await limits.purge(database.db);
  assert.equal(await first(), false);
  assert.equal(await limits.once(database.db, "another", "the same", minutes(6)), true);
});
