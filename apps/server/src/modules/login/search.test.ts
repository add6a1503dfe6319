import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { instant } from "#platform/time";
import { type Candidate, matchOf } from "./search.ts";

const digits = fc.integer({ min: 0, max: 3 }).map((one) => `0${one}`);
const candidates = fc
  .array(
    fc.record({
      number: digits,
      isNear: fc.boolean(),
      silentUntil: fc.option(fc.integer({ min: 1, max: 9 }).map(instant), {
        nil: undefined,
        freq: 1,
      }),
    }),
    { maxLength: 8 },
  )
  .map((all): readonly Candidate[] =>
    all.map((one, at) => ({ ...one, id: `cib_${at}`, network: `net ${at}` })),
  );

test("a search finds the one request with these digits where it looks, or none", () => {
  fc.assert(
    fc.property(candidates, digits, fc.boolean(), (all, number, elsewhere) => {
      const heard = all.filter((one) => one.isNear !== elsewhere && one.silentUntil === undefined);
      const equal = heard.filter((one) => one.number === number);
      const found = matchOf(all, { number, elsewhere });
      assert.equal(found.found === "one", equal.length === 1);
      if (found.found === "one") assert.equal(found.id, equal[0]?.id);
      assert.equal(found.found === "equal", equal.length > 1);
    }),
  );
});

test("every request that was compared has had its one try, and no other", () => {
  fc.assert(
    fc.property(candidates, digits, fc.boolean(), (all, number, elsewhere) => {
      const found = matchOf(all, { number, elsewhere });
      const heard = all.filter((one) => one.isNear !== elsewhere && one.silentUntil === undefined);
      const spent = "tried" in found ? [...found.tried] : [];
      if (found.found === "one") spent.push(found.id);
      assert.deepEqual(spent.sort(), heard.map(({ id }) => id).sort());
    }),
  );
});

test("only a wrong entry silences, and it silences every origin it was compared with", () => {
  fc.assert(
    fc.property(candidates, digits, fc.boolean(), (all, number, elsewhere) => {
      const found = matchOf(all, { number, elsewhere });
      if (found.found !== "wrong") return;
      const compared = all.filter(({ id }) => found.tried.includes(id));
      assert.deepEqual(
        found.networks,
        compared.map(({ network }) => network),
      );
    }),
  );
});

test("whoever asks from where the holder does not look changes nothing of what is found", () => {
  fc.assert(
    fc.property(candidates, candidates, digits, (mine, others, number) => {
      const near = mine.map((one) => ({ ...one, isNear: true }));
      const far = others.map((one) => ({ ...one, id: `${one.id}f`, isNear: false }));
      const look = { number, elsewhere: false };
      assert.deepEqual(matchOf([...near, ...far], look), matchOf(near, look));
    }),
  );
});
