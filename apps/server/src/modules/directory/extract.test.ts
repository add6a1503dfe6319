import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type ColumnKey, columnName } from "./columns.ts";
import { type Layout, parseOtherIds, readHeader, readLine } from "./extract.ts";
import { decode, type Line, lineBytesMax, piecesOf, spansOf } from "./lines.ts";
import {
  doctor,
  fileOf,
  lineOf,
  publicColumns,
  restrictedColumns,
  streamOf,
  within,
} from "./testing/extracts.ts";

function layoutOf(header: string): Layout {
  const layout = readHeader(header);
  if ("fault" in layout) throw new Error(`refused: ${layout.fault.reason}`);
  return layout;
}

const headerOf = (columns: readonly string[]) => `${columns.join("|")}|`;
const lineWith = (text: string): Line => ({ number: 2, text, latin1: false, tooLong: false });
const restricted = layoutOf(headerOf(restrictedColumns));

/** The cell of a column in a line that was read, or why it was not. */
function cellOf(layout: Layout, key: ColumnKey, text: string): string {
  const read = readLine(layout, lineWith(text));
  return read.ok ? (read.activity.cells[layout.present.indexOf(key)] ?? "") : read.fault;
}

async function allLines(content: string | Uint8Array, size?: number): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const piece of piecesOf(streamOf(content, size)))
    for (const [from, to] of spansOf(piece))
      lines.push(decode(piece.subarray(from, to), lines.length + 1));
  return lines;
}

test("both layouts have the number of columns the registers publish, and are told apart", () => {
  assert.equal(restrictedColumns.length, 51);
  assert.equal(publicColumns.length, 56);
  assert.equal(restricted.name, "restricted");
  assert.equal(layoutOf(headerOf(publicColumns)).name, "public");
});

test("a column is found by its name whatever its accents, case, spacing and apostrophes", () => {
  const spellings = [
    "Adresse e-mail (coord. structure)",
    "ADRESSE E-MAIL(coord.  Structure) ",
    "Adresse e‑mail (coord. structure)",
  ];
  assert.deepEqual(new Set(spellings.map(columnName)), new Set(["adresse e mail coord structure"]));
  assert.equal(columnName("Prénom d’exercice"), columnName("Prenom d'exercice"));
});

test("the order of columns does not matter", () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...restrictedColumns], { minLength: 51, maxLength: 51 }),
      (columns) => {
        const layout = layoutOf(headerOf(columns));
        for (const key of restricted.present)
          assert.equal(
            cellOf(layout, key, lineOf(columns, doctor)),
            cellOf(restricted, key, lineOf(restrictedColumns, doctor)),
          );
      },
    ),
  );
});

test("the header of 2026 says function for role, and may have no knowledge columns", () => {
  const columns = publicColumns
    .filter((name) => !name.includes("savoir-faire"))
    .map((name) =>
      name.replace("Code rôle", "Code fonction").replace("Libellé rôle", "Libellé fonction"),
    );
  const layout = layoutOf(headerOf(columns));
  assert.equal(layout.present.includes("roleCode"), true);
  assert.equal(layout.present.includes("knowHowCode"), false);
  const line = lineOf(columns, { ...within(columns, doctor), "Code fonction": "FON-01" });
  assert.equal(cellOf(layout, "roleCode", line), "FON-01");
});

test("a header that does not say who a line is about is refused, and so is one that says a column twice", () => {
  const without = (name: string) => headerOf(restrictedColumns.filter((column) => column !== name));
  assert.deepEqual(readHeader(without("Identification nationale PP")), {
    fault: { reason: "missing_column", column: "nationalId" },
  });
  assert.deepEqual(readHeader(without("Code profession")), {
    fault: { reason: "missing_column", column: "professionCode" },
  });
  assert.deepEqual(readHeader(headerOf([...restrictedColumns, "Prenoms"])), {
    fault: { reason: "repeated_column", column: "givenNames" },
  });
  assert.deepEqual(readHeader(""), { fault: { reason: "empty_file" } });
});

test("a line reads the same with and without its trailing delimiter, whether its last cell is empty or not", () => {
  for (const genre of ["GENR01", ""]) {
    const whole = lineOf(restrictedColumns, { ...doctor, "Code genre d'activité": genre });
    const read = readLine(restricted, lineWith(whole));
    assert.equal(cellOf(restricted, "genreCode", whole), genre);
    assert.deepEqual(readLine(restricted, lineWith(whole.slice(0, -1))), read);
  }
});

test("a birth date becomes year, month, day; an unknown day stays unknown", () => {
  const born = (date: string) =>
    cellOf(
      restricted,
      "birthDate",
      lineOf(restrictedColumns, { ...doctor, "Date de naissance": date }),
    );
  assert.equal(born("07/03/1981"), "1981-03-07");
  assert.equal(born("00/00/1950"), "1950-00-00");
  assert.equal(born(""), "");
  assert.equal(born("1981-03-07"), "birth_date");
});

test("a faulty line says why, and whom it names where that can still be read", () => {
  const nationalId = doctor["Identification nationale PP"];
  const fault = (text: string) => {
    const read = readLine(restricted, lineWith(text));
    return read.ok ? undefined : [read.fault, read.nationalId];
  };
  assert.deepEqual(fault(`${lineOf(restrictedColumns, doctor)}extra|`), ["cell_count", nationalId]);
  assert.deepEqual(fault("8|99700000015|899700000015|MORVAL"), ["cell_count", nationalId]);
  assert.deepEqual(
    fault(lineOf(restrictedColumns, { ...doctor, "Identification nationale PP": "" })),
    ["national_id", undefined],
  );
  assert.deepEqual(
    fault(lineOf(restrictedColumns, { ...doctor, "Identification nationale PP": "8 997" })),
    ["national_id", undefined],
  );
  assert.deepEqual(
    fault(lineOf(restrictedColumns, { ...doctor, "Nom de famille": "", "Nom d'exercice": "" })),
    ["name", nationalId],
  );
  assert.deepEqual(
    fault(lineOf(restrictedColumns, { ...doctor, "Raison sociale site": "A\u0000B" })),
    ["control_character", nationalId],
  );
  assert.deepEqual(
    fault(lineOf(restrictedColumns, { ...doctor, "Autres identifiants": "899700000015,RPPS" })),
    ["other_ids", nationalId],
  );
});

test("national ids are opaque: ADELI, structure ids with a slash and UUIDs are read as they are", () => {
  for (const id of [
    "0990000017",
    "30X0000017/CPAT00045",
    "8997f0e1-0000-4000-8000-00000000c0de",
    "ANS20250000000017",
  ]) {
    const line = lineOf(restrictedColumns, { ...doctor, "Identification nationale PP": id });
    assert.equal(cellOf(restricted, "nationalId", line), id);
  }
});

test("other ids are read in order, with their origin and quality", () => {
  assert.deepEqual(
    parseOtherIds("899700000015,RPPS,1;8997f0e1-0000-4000-8000-00000000c0de,PSI,0;"),
    [
      { identifiant: "899700000015", origine: "RPPS", qualite: 1 },
      { identifiant: "8997f0e1-0000-4000-8000-00000000c0de", origine: "PSI", qualite: 0 },
    ],
  );
  assert.deepEqual(parseOtherIds(""), []);
});

test("lines come out the same wherever the file is cut, with LF or CRLF and with or without a byte order mark", async () => {
  const texts = [
    headerOf(restrictedColumns),
    lineOf(restrictedColumns, doctor),
    "é|œ|",
    "",
    "last",
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (end, bom, size) => {
        const lines = await allLines((bom ? "\uFEFF" : "") + texts.join(end), size);
        assert.deepEqual(
          lines.map((line) => line.text),
          texts,
        );
        assert.deepEqual(
          lines.map((line) => line.number),
          [1, 2, 3, 4, 5],
        );
      },
    ),
    { numRuns: 60 },
  );
});

test("Latin-1 is decided line by line: one old line does not spoil its neighbours", async () => {
  const bytes = Buffer.concat([
    Buffer.from("Élodie\n", "utf8"),
    Buffer.from("Élodie\n", "latin1"),
    Buffer.from("Élodie\n", "utf8"),
  ]);
  const lines = await allLines(bytes, 3);
  assert.deepEqual(
    lines.map((line) => line.text),
    ["Élodie", "Élodie", "Élodie"],
  );
  assert.deepEqual(
    lines.map((line) => line.latin1),
    [false, true, false],
  );
});

test("a file without line feeds is cut, not kept: what follows the next line feed is read again", async () => {
  const [long, next] = await allLines(`${"é".repeat(lineBytesMax)}\nnext`, 5000);
  assert.equal(long?.tooLong, true);
  assert.equal((long?.text.length ?? 0) <= lineBytesMax, true);
  assert.deepEqual(next, { number: 2, text: "next", latin1: false, tooLong: false });
  const read = readLine(restricted, long as Line);
  assert.equal(!read.ok && read.fault, "too_long");
});

test("an extract is as long as its lines: a file ends with or without a line feed", async () => {
  const file = fileOf(restrictedColumns, [doctor]);
  assert.equal((await allLines(file)).length, 2);
  assert.equal((await allLines(file.trimEnd())).length, 2);
  assert.deepEqual(await allLines(""), []);
});
