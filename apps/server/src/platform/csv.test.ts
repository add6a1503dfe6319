import assert from "node:assert/strict";
import { test } from "node:test";
import { csvText } from "./csv.ts";

test("no cell of the table is a formula, and none ends its own quotes", () => {
  for (const value of ['=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    assert.match(csvText(value), /^"'/);
  assert.equal(csvText('a"b'), '"a""b"');
  assert.equal(csvText("899700000013"), '"899700000013"');
});
