import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hours, instant } from "#platform/time";
import { digestAt } from "./digest.ts";

test("a digest leaves in the evening, winter and summer", () => {
  const iso = (text: string) => new Date(digestAt(instant(Date.parse(text)))).toISOString();
  assert.equal(iso("2026-01-15T08:00:00Z"), "2026-01-15T18:00:00.000Z");
  assert.equal(iso("2026-07-15T08:00:00Z"), "2026-07-15T17:00:00.000Z");
  assert.equal(iso("2026-01-15T18:00:00Z"), "2026-01-16T18:00:00.000Z");
});

test("whenever it is asked, the next digest is later than now and within a day", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1.7e12, max: 1.9e12 }), (now) => {
      const wait = digestAt(instant(now)) - now;
      assert.ok(wait > 0 && wait <= hours(24), String(wait));
    }),
  );
});
