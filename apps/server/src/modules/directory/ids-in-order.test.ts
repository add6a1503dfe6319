import assert from "node:assert/strict";
import { test } from "node:test";
import { isId } from "@aval/protocol";
import { seededRandom } from "#platform/testing";
import { idsInOrder } from "./ids-in-order.ts";

test("ids in order are ids, all different, each greater than the one before, and spread over all there are", () => {
  for (const count of [0, 1, 4999, 5000, 12_345]) {
    const ids = [...idsInOrder(seededRandom(5), count)].flat();
    assert.equal(ids.length, count);
    assert.ok(ids.every((id) => isId("pro", id)));
    assert.ok(ids.every((id, n) => n === 0 || (ids[n - 1] as string) < id));
    // The first letter stands for five bits of them.
    if (count > 4000) assert.equal(new Set(ids.map((id) => id[4])).size, 32);
  }
});

test("what an id ends with is drawn anew for each", () => {
  const ids = [...idsInOrder(seededRandom(5), 5000)].flat();
  assert.equal(new Set(ids.map((id) => id.slice(-14))).size, ids.length);
});
