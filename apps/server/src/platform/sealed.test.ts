import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom as random } from "./random.ts";
import { createSealing } from "./sealed.ts";

const under = (...secrets: [string, ...string[]]) => createSealing(() => secrets, "a use");

test("what is sealed is read under its secret, for its use and its row, and altered in nothing", () => {
  const sealed = under("one").seal("Bearer été", "str_1", random);
  assert.deepEqual(under("one").open(sealed, "str_1"), { text: "Bearer été", isCurrent: true });
  assert.equal(under("one").open(sealed, "str_2"), undefined, "of another row");
  assert.equal(createSealing(() => ["one"], "another use").open(sealed, "str_1"), undefined);
  for (let at = 0; at < sealed.length; at += 7) {
    const altered = `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
    assert.equal(under("one").open(altered, "str_1"), undefined);
  }
  for (const short of ["", "AAAA", sealed.slice(0, 30)])
    assert.equal(under("one").open(short, "str_1"), undefined);
  assert.notEqual(under("one").seal("Bearer été", "str_1", random), sealed, "never twice the same");
});

test("under an older secret it is read, and said to be old; once that one is retired it is gone", () => {
  const sealed = under("old").seal("text", "str_1", random);
  assert.deepEqual(under("new", "old").open(sealed, "str_1"), { text: "text", isCurrent: false });
  assert.equal(under("new").open(sealed, "str_1"), undefined);
});
