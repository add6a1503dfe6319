import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { faults } from "./faults/index.ts";
import { withEdit } from "./plant.ts";
import { verdictOf } from "./run-tests.ts";

const root = new URL("../../", import.meta.url);

test("every listed fault still fits its source, and its tests exist", async () => {
  for (const fault of faults) {
    for (const edit of fault.edits) withEdit(await readFile(new URL(edit.file, root), "utf8"), edit);
    for (const file of fault.caughtBy) assert(existsSync(new URL(file, root)), `${fault.law}: ${file}`);
  }
});

test("two faults never break one law", () => {
  assert.equal(new Set(faults.map((fault) => fault.law)).size, faults.length);
});

test("a red test is caught, a green run is a survivor, a file that does not load proves nothing", () => {
  assert.deepEqual(verdictOf(0, "ok 1 - a law\n"), { kind: "passed" });
  assert.deepEqual(verdictOf(1, "not ok 1 - a law\n  ok 2 - another\n"), { kind: "failed", tests: ["a law"] });
  assert.equal(verdictOf(1, "not ok 1 - apps/x/x.test.ts\n").kind, "broken");
  assert.equal(verdictOf(null, "").kind, "failed");
});

test("a text found twice is no place to plant a fault", () => {
  const edit = { file: "f", find: "a", replace: "b" };
  assert.equal(withEdit("xay", edit), "xby");
  assert.throws(() => withEdit("aa", edit));
  assert.throws(() => withEdit("xyz", edit));
});
