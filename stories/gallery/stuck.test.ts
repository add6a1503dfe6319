import assert from "node:assert/strict";
import { test } from "node:test";
import { unlessStuck } from "./stuck.ts";

test("work that a browser leaves without an answer fails, and says where", async () => {
  await assert.rejects(
    unlessStuck((at) => {
      at("the dark: home");
      return new Promise(() => {});
    }, 20),
    /nothing moves since: the dark: home/,
  );
});

test("work that moves on may take longer than a step", async () => {
  const moved = await unlessStuck(async (at) => {
    for (let step = 0; step < 20; step++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      at(`step ${step}`);
    }
    return "there";
  }, 100);
  assert.equal(moved, "there");
});
