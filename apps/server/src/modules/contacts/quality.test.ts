import assert from "node:assert/strict";
import { test } from "node:test";
import { asText } from "./quality.ts";

test("no cell of the table is a formula, and none ends its own quotes", () => {
  for (const value of ['=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    assert.match(asText(value), /^'/);
  assert.equal(asText('a"b'), 'a""b');
  assert.equal(asText("899700000013"), "899700000013");
});
