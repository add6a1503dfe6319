import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { idFrom, isId } from "./ids.ts";

const seventeen = fc.uint8Array({ minLength: 17, maxLength: 17 });

test("an id is known as its own kind and as no other", () => {
  fc.assert(
    fc.property(seventeen, (bytes) => {
      const id = idFrom("dev", bytes);
      assert.match(id, /^dev_[0-9a-hjkmnp-tv-z]{26}$/);
      assert.ok(isId("dev", id));
      assert.ok(!isId("apr", id));
    }),
  );
});

test("two ids are equal only when the 130 bits they are drawn from are", () => {
  const kept = (bytes: Uint8Array) =>
    Buffer.from([(bytes[0] as number) & 0b11, ...bytes.slice(1)]).toString("hex");
  fc.assert(
    fc.property(seventeen, seventeen, (a, b) => {
      assert.equal(idFrom("dev", a) === idFrom("dev", b), kept(a) === kept(b));
    }),
  );
});

test("what only looks like an id is refused", () => {
  const id = idFrom("dev", new Uint8Array(17).fill(7));
  for (const other of [
    id.toUpperCase(),
    `${id}0`,
    id.slice(0, -1),
    `${id}\n`,
    id.replace(/.$/, "u"),
    "dev_",
    "",
    undefined,
    7,
  ]) {
    assert.ok(!isId("dev", other), String(other));
  }
});
