import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { canonicalJson, type Json } from "./canonical.ts";
import vectors from "./canonical.vectors.json" with { type: "json" };

const doubleOf = (hex: string) => Buffer.from(hex, "hex").readDoubleBE(0);

/** The same value with the members of every object in another order. */
function shuffled(value: Json, reversed: boolean): Json {
  if (Array.isArray(value)) return value.map((item) => shuffled(item as Json, reversed));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(
    ([name, member]) => [name, shuffled(member as Json, reversed)] as const,
  );
  return Object.fromEntries(reversed ? entries.reverse() : entries);
}

for (const { name, input, output } of vectors.documents) {
  test(`RFC 8785: ${name}`, () => assert.equal(canonicalJson(JSON.parse(input) as Json), output));
}

test("RFC 8785: every number of appendix B has its one spelling", () => {
  for (const [hex, text] of vectors.numbers)
    assert.equal(canonicalJson(doubleOf(hex as string)), text);
});

test("what JSON cannot say is refused, in values and in names", () => {
  for (const hex of vectors.refusedNumbers)
    assert.throws(() => canonicalJson(doubleOf(hex)), TypeError);
  assert.throws(() => canonicalJson("\ud800"), TypeError);
  assert.throws(() => canonicalJson({ "\udc00": 1 }), TypeError);
});

test("a value and its canonical text say the same", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value as Json);
      assert.equal(canonicalJson(JSON.parse(text) as Json), text);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("the order in which members were written changes nothing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.equal(
        canonicalJson(shuffled(value as Json, true)),
        canonicalJson(shuffled(value as Json, false)),
      );
    }),
  );
});

test("a member that is undefined is left out", () => {
  assert.equal(canonicalJson({ b: undefined, a: 1 }), '{"a":1}');
});
