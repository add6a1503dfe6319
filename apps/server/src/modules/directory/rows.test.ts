import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Layout, readHeader, readLine } from "./extract.ts";
import { decode } from "./lines.ts";
import { rowWriter } from "./rows.ts";
import {
  type Cells,
  doctor,
  lineOf,
  publicColumns,
  restrictedColumns,
  within,
} from "./testing/extracts.ts";

function layoutOf(columns: readonly string[]): Layout {
  const layout = readHeader(columns.join("|"));
  if ("fault" in layout) throw new Error(layout.fault.reason);
  return layout;
}

/** The row by the way given, or why there is none. */
function rowBy(layout: Layout, way: "quick" | "careful", line: Buffer): string | undefined {
  const writer = rowWriter(layout);
  if (way === "quick") return writer.quick(line, 7) ? writer.take().toString("utf8") : undefined;
  const read = readLine(layout, decode(line, 7));
  if (!read.ok) return read.fault;
  writer.careful(read.activity);
  return writer.take().toString("utf8");
}

const odd = fc.constantFrom(..."AÉŒ'  -/,;.|\\\t\r\u0000\u00A0\u2028\uFEFF«日01".split(""));
const cell = fc.oneof(
  fc.string({ unit: odd, maxLength: 6 }),
  fc.constantFrom(
    "",
    "899700000015",
    "07/03/1981",
    "7/3/1981",
    "a,RPPS,1",
    "a,RPPS,01",
    "a,b,-0;",
    "R1",
  ),
);
const layouts = [restrictedColumns, publicColumns, [...restrictedColumns].reverse()];

test("a line written without being text is the row it would be as text; and one that is faulty as text is never written so", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...layouts),
      fc.dictionary(fc.constantFrom(...restrictedColumns), cell, { maxKeys: 4 }),
      fc.constantFrom("", "|", "||", "|x", " "),
      (columns, changes, end) => {
        const layout = layoutOf(columns);
        const cells = { ...within(columns, doctor), ...within(columns, changes as Cells) };
        const line = Buffer.from(lineOf(columns, cells).slice(0, -1) + end);
        const quick = rowBy(layout, "quick", line);
        if (quick !== undefined) assert.equal(quick, rowBy(layout, "careful", line));
      },
    ),
    { numRuns: 3000 },
  );
});

test("an ordinary line needs no text: each of both layouts, with and without its trailing delimiter", () => {
  for (const columns of layouts) {
    const whole = lineOf(columns, within(columns, doctor));
    for (const line of [whole, whole.slice(0, -1)])
      assert.notEqual(rowBy(layoutOf(columns), "quick", Buffer.from(line)), undefined);
  }
});

test("two lines have one print only if they say the same: a change of any cell that is read changes the line's", () => {
  const layout = layoutOf(restrictedColumns);
  const prints = (cells: Cells) => {
    const row = rowBy(layout, "careful", Buffer.from(lineOf(restrictedColumns, cells))) ?? "";
    return row.trimEnd().split("|").slice(-5).join();
  };
  const before = prints(doctor);
  for (const name of restrictedColumns) {
    const value =
      name === "Date de naissance" ? "08/03/1981" : name === "Autres identifiants" ? "x,Y,1" : "X1";
    assert.notEqual(prints({ ...doctor, [name]: value }), before, name);
  }
  // What moves from one cell to the next is said otherwise.
  assert.notEqual(
    prints({ ...doctor, "Code mode exercice": "", "Code secteur d'activité": "L" }),
    prints({ ...doctor, "Code mode exercice": "L", "Code secteur d'activité": "" }),
  );
});
