import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { faults } from "./faults/index.ts";
import { withEdit } from "./plant.ts";
import { verdictOf } from "./run-tests.ts";

const root = new URL("../../", import.meta.url);

test("every listed fault still fits its source, and its tests exist", async () => {
  const misfits: string[] = [];
  for (const { law, edits, caughtBy } of faults) {
    for (const edit of edits) {
      const source = await readFile(new URL(edit.file, root), "utf8").catch(() => "");
      try {
        withEdit(source, edit);
      } catch (misfit) {
        misfits.push(`${law}: ${(misfit as Error).message}`);
      }
    }
    misfits.push(...caughtBy.filter((file) => !existsSync(new URL(file, root))));
  }
  assert.deepEqual(misfits, []);
});

test("two faults never break one law", () => {
  assert.equal(new Set(faults.map((fault) => fault.law)).size, faults.length);
});

test("a red test is caught, a green run is a survivor, a file that does not load proves nothing", () => {
  assert.deepEqual(verdictOf(0, "ok 1 - a law\n"), { kind: "passed" });
  assert.deepEqual(verdictOf(1, "not ok 1 - a law\n  ok 2 - another\n"), {
    kind: "failed",
    tests: ["a law"],
  });
  assert.equal(verdictOf(1, "not ok 1 - apps/x/x.test.ts\n").kind, "broken");
  assert.equal(verdictOf(null, "").kind, "failed");
});

test("a text found twice is no place to plant a fault", () => {
  const edit = { file: "f", find: "a", replace: "b" };
  assert.equal(withEdit("xay", edit), "xby");
  assert.throws(() => withEdit("aa", edit));
  assert.throws(() => withEdit("xyz", edit));
  assert.equal(withEdit("f(\n  a,\n);", { ...edit, find: "f(a);", replace: "" }), "");
});
