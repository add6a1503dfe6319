import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { basicCredentials, isStrict } from "./media.ts";
import { readPairs } from "./query.ts";
import { readDate, readReference, readToken, split, unescaped } from "./values.ts";

test("a date is as long as it is precise", () => {
  for (const [text, from, until] of [
    ["2026", "2026-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
    ["2026-02", "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"],
    ["2026-12", "2026-12-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z", "2024-03-01T00:00:00.000Z"],
    ["2026-02-03T04:05", "2026-02-03T04:05:00.000Z", "2026-02-03T04:06:00.000Z"],
    ["2026-02-03T04:05:06Z", "2026-02-03T04:05:06.000Z", "2026-02-03T04:05:07.000Z"],
    ["2026-02-03T04:05:06.7Z", "2026-02-03T04:05:06.700Z", "2026-02-03T04:05:06.800Z"],
    ["2026-02-03T04:05:06.789123Z", "2026-02-03T04:05:06.789Z", "2026-02-03T04:05:06.790Z"],
    ["2026-02-03T00:30+02:00", "2026-02-02T22:30:00.000Z", "2026-02-02T22:31:00.000Z"],
    // A plus that nobody escaped comes as a space.
    ["2026-02-03T00:30 02:00", "2026-02-02T22:30:00.000Z", "2026-02-02T22:31:00.000Z"],
    ["0001", "0001-01-01T00:00:00.000Z", "0002-01-01T00:00:00.000Z"],
    ["0099-12", "0099-12-01T00:00:00.000Z", "0100-01-01T00:00:00.000Z"],
    ["9998", "9998-01-01T00:00:00.000Z", "9999-01-01T00:00:00.000Z"],
    ["9999-12-30", "9999-12-30T00:00:00.000Z", "9999-12-31T00:00:00.000Z"],
  ])
    assert.deepEqual(readDate(`ge${text}`), { prefix: "ge", from, until }, text);
  assert.equal(readDate("2026")?.prefix, "eq");
});

test("what is no date is refused", () => {
  for (const text of [
    "",
    "ge",
    "ap2026",
    "2026-13",
    "2026-02-30",
    "2026-02-03T24:00Z",
    "2026-02-03T04",
    "2026-02-03T04:61",
    "2026-02-03T04:05+25:00",
    "26",
    "2026-1-1",
    "2026-02-03 04:05",
    // Moments before the year 1 or after 9999, which no database reads as we write them.
    "0000",
    "0001-01-01T00:00+14:00",
    "9999",
    "9999-12",
    "9999-12-31",
    "9999-12-31T23:59:59-14:00",
  ])
    assert.equal(readDate(text), undefined, text);
  fc.assert(fc.property(fc.string(), (text) => void readDate(text)));
});

test("what is escaped separates nothing", () => {
  assert.deepEqual(split("a\\,b,c", ",").map(unescaped), ["a,b", "c"]);
  assert.deepEqual(readToken("a\\|b|c\\$\\\\"), { system: "a|b", code: "c$\\" });
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (parts) => {
      const escaped = parts.map((part) => part.replaceAll(/[,|$\\]/g, "\\$&")).join(",");
      assert.deepEqual(split(escaped, ",").map(unescaped), parts);
    }),
  );
});

test("another server's reference is none of ours", () => {
  const base = "https://x.example/fhir/v2";
  assert.equal(readReference("Practitioner/a", "Practitioner", base), "a");
  assert.equal(readReference(`${base}/Practitioner/a`, "Practitioner", base), "a");
  for (const text of [
    "https://y.example/Practitioner/a",
    "Organization/a",
    "",
    "a b",
    `${base}x/a`,
  ])
    assert.equal(readReference(text, "Practitioner", base), undefined, text);
});

test("parameters keep their order and repetition, and what is not UTF-8 or a control character is refused", () => {
  assert.deepEqual(readPairs("a=1&b=x+y&a=%C3%A9&&c"), {
    ok: true,
    value: [
      ["a", "1"],
      ["b", "x y"],
      ["a", "é"],
      ["c", ""],
    ],
  });
  for (const text of ["a=%ff", "a=%00", "%0a=1", "a=%", "a=%ed%a0%80"])
    assert.equal(readPairs(text).ok, false, text);
});

test("Basic credentials and preferences are read as their RFCs spell them", () => {
  const encoded = Buffer.from("id%3A1:p%2B%3A%C3%A9+x").toString("base64");
  assert.deepEqual(basicCredentials(`Basic ${encoded}`), { id: "id:1", secret: "p+:é x" });
  for (const header of [
    undefined,
    "",
    "Basic",
    "Bearer x",
    "Basic %%",
    `Basic ${Buffer.from("x").toString("base64")}`,
  ])
    assert.equal(basicCredentials(header), undefined);
  assert.ok(isStrict("return=representation; handling=strict"));
  assert.ok(isStrict('respond-async, handling="strict"'));
  assert.equal(isStrict("handling=lenient"), false);
});
