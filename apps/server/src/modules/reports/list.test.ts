import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { instant } from "#platform/time";
import { readList } from "./list.ts";

const now = instant(Date.UTC(2026, 0, 31, 12));
const read = (...lines: readonly string[]) => readList(lines.join("\n"), now);

test("a list is read as spreadsheets write it: with a heading or not, between semicolons, commas or tabs, quoted or not, with either kind of day", () => {
  const given = read(
    "\uFEFFIdentifiant;Motif;Jour",
    "899700000013;volume;2026-01-05",
    '"899700000021","Horaires",""',
    "899700000039\tdocument\t31/01/2026",
    "",
    "899700000047;appel;;;",
  );
  assert.deepEqual(given.problems, []);
  assert.deepEqual(
    given.lines.map(({ line, reason, on }) => [line, reason, on]),
    [
      [2, "volume", "2026-01-05"],
      [3, "hours", undefined],
      [4, "document", "2026-01-31"],
      [6, "caller", undefined],
    ],
  );
});

test("a line that cannot be read is told by its number, and holds no other up", () => {
  const given = read(
    "899700000013;volume;2026-02-01",
    "899700000013;volume;2026-02-30",
    "899700000013;volume;2020-01-01",
    "NOM;volume",
    "899700000013;peut-être",
    "899700000013",
    "899700000013;volume;;reste",
    "899700000013;volume",
    "899700000013;volume",
    "899700000013;acts",
  );
  assert.deepEqual(
    given.problems.map(({ line, problem }) => [line, problem]),
    [
      [1, "day"],
      [2, "day"],
      [3, "day"],
      [4, "identifier"],
      [5, "reason"],
      [6, "columns"],
      [7, "columns"],
      [9, "twice"],
    ],
  );
  assert.deepEqual(
    given.lines.map(({ line }) => line),
    [8, 10],
  );
});

test("whatever the file, each line that says something is taken or told, once", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 30 }), { maxLength: 20 }), (lines) => {
      const text = lines.join("\n");
      const given = readList(text, now);
      const all = [...given.lines, ...given.problems].map(({ line }) => line);
      assert.equal(new Set(all).size, all.length);
      const spoken = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
      assert.ok(all.length === spoken.length || all.length === spoken.length - 1);
    }),
  );
});
