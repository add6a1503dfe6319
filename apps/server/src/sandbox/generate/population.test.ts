import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { luhnDigit } from "./draw.ts";
import { peopleMax } from "./person.ts";
import { places } from "./places.ts";
import { type Population, population } from "./population.ts";

const asked: Population = {
  count: 3000,
  seed: "s",
  layout: "psc",
  changed: 0,
  removed: 0,
  withRosters: false,
};

function written(changes: Partial<Population> = {}) {
  const pieces = [...population({ ...asked, ...changes })];
  const text = pieces.map((piece) => piece.text).join("");
  const [header = "", ...lines] = text.trimEnd().split("\n");
  const names = header.split("|");
  return {
    text,
    lines,
    last: pieces.at(-1)?.written,
    rosters: pieces
      .map((piece) => piece.rosters)
      .join("")
      .trimEnd()
      .split("\n"),
    rows: lines.map((line) => {
      const cells = line.split("|");
      assert.equal(cells.length, names.length, line);
      return (name: string) => cells[names.indexOf(name)] ?? assert.fail(name);
    }),
  };
}

const nationalId = "Identification nationale PP";
const digest = (text: string) => createHash("sha256").update(text).digest("hex");

test("the same options write the same bytes, another seed other people, and a greater count begins with the people of a smaller one", () => {
  const file = written();
  assert.equal(digest(written().text), digest(file.text));
  assert.notEqual(digest(written({ seed: "t" }).text), digest(file.text));
  assert.ok(written({ count: 3500 }).text.startsWith(file.text));
  // Bytes of a version that others may have measured with: a change of them is a decision.
  assert.equal(file.last?.bytes, Buffer.byteLength(file.text));
  assert.deepEqual([file.last?.people, file.last?.lines], [3000, file.lines.length]);
});

test("each layout has the columns its register publishes", () => {
  assert.equal(written({ count: 1 }).text.split("\n")[0]?.split("|").length, 52);
  assert.equal(written({ count: 1, layout: "public" }).text.split("\n")[0]?.split("|").length, 57);
});

test("national ids are unique, Luhn-valid, of the range of test people, and never the sandbox's or the tests' own", () => {
  const ids = new Set<string>();
  for (const row of written().rows) {
    ids.add(row(nationalId));
    const rpps = row("Identifiant PP");
    if (row("Type d'identifiant PP") === "8") {
      assert.equal(row(nationalId), `8${rpps}`);
      assert.match(row(nationalId), /^8997[5-9]\d{7}$/);
      assert.equal(luhnDigit(rpps.slice(0, -1)), rpps.at(-1));
    }
  }
  assert.equal(ids.size, 3000);
  assert.equal(peopleMax, 5_000_000);
});

test("every number is one that fiction may use: phones, addresses, postal codes, FINESS and SIRET", () => {
  for (const row of written().rows) {
    assert.match(row("Téléphone (coord. correspondance)"), /^(063998\d{4})?$/);
    assert.match(row("Adresse e-mail (coord. correspondance)"), /^(.+@example\.org)?$/);
    assert.match(
      row("Téléphone (coord. structure)"),
      /^((019900|026191|035301|046571|053649)\d{4})?$/,
    );
    assert.match(row("Code postal (coord. structure)"), /^(99\d{3})?$/);
    for (const name of ["Numéro FINESS site", "Numéro SIREN site", "Numéro SIRET site"])
      assert.match(row(name), /^(0X.*)?$/);
  }
});

test("postal code, commune and department of a place agree, and no two places share one", () => {
  assert.equal(new Set(places.map(({ postalCode }) => postalCode)).size, places.length);
  assert.equal(new Set(places.map(({ name }) => name)).size, places.length);
  const known = new Set(places.map((p) => [p.postalCode, p.communeCode, p.departmentCode].join()));
  for (const row of written().rows) {
    const place = ["Code postal", "Code commune", "Code département"].map((name) =>
      row(`${name} (coord. structure)`),
    );
    if (place.join("") !== "") assert.ok(known.has(place.join()), place.join());
  }
});

test("a structure says the same of itself wherever it stands, and many are shared", () => {
  const said = new Map<string, string>();
  const staff = new Map<string, Set<string>>();
  for (const row of written().rows) {
    const id = row("Identifiant technique de la structure");
    if (id === "") continue;
    const content = [
      "Raison sociale site",
      "Numéro Voie (coord. structure)",
      "Code postal (coord. structure)",
      "Téléphone (coord. structure)",
    ]
      .map(row)
      .join("|");
    assert.equal(said.get(id) ?? content, content);
    said.set(id, content);
    staff.set(id, (staff.get(id) ?? new Set()).add(row(nationalId)));
  }
  const shared = [...staff].filter(([, people]) => people.size > 1);
  for (const kind of ["R952", "F0X3", "F0X4"])
    assert.ok(
      shared.some(([id]) => id.startsWith(kind)),
      kind,
    );
});

test("there are homonyms, students, merged people, people of two professions, and people with an older id", () => {
  const { rows } = written();
  const byName = new Map<string, Set<string>>();
  const professions = new Map<string, Set<string>>();
  for (const row of rows) {
    const name = `${row("Nom d'exercice")} ${row("Prénom d'exercice")}`;
    byName.set(name, (byName.get(name) ?? new Set()).add(row(nationalId)));
    professions.set(
      row(nationalId),
      (professions.get(row(nationalId)) ?? new Set()).add(row("Code profession")),
    );
  }
  assert.ok([...byName.values()].some((ids) => ids.size > 1));
  assert.ok([...professions.values()].some((codes) => codes.size > 1));
  assert.ok(
    rows.some(
      (row) => row("Code catégorie professionnelle") === "E" && row(nationalId).startsWith("9"),
    ),
  );
  assert.ok(
    rows.some(
      (row) =>
        /^[0-9a-f]{8}-/.test(row(nationalId)) && row("Autres identifiants").split(";").length === 3,
    ),
  );
  assert.ok(rows.some((row) => /^3.*\/AGENT/.test(row(nationalId))));
  assert.ok(rows.some((row) => /,RPPS,1;.*,ADELI,0$/.test(row("Autres identifiants"))));
});

test("a second file of a population leaves out and changes about the shares asked, and nobody else", () => {
  const before = written();
  const after = written({ changed: 0.05, removed: 0.02 });
  const linesOf = ({ rows, lines }: typeof before) => {
    const people = new Map<string, string[]>();
    rows.forEach((row, n) => {
      const email =
        row("Adresse e-mail (coord. correspondance)") + row("Prénoms") + row("Date de naissance");
      people.set(email, [...(people.get(email) ?? []), lines[n] ?? ""]);
    });
    return people;
  };
  const then = linesOf(before);
  const now = linesOf(after);
  const gone = [...then.keys()].filter((key) => !now.has(key)).length;
  const changed = [...now].filter(([key, lines]) => then.get(key)?.join() !== lines.join()).length;
  assert.deepEqual(
    [...now.keys()].filter((key) => !then.has(key)),
    [],
    "nobody new",
  );
  assert.ok(gone > 30 && gone < 90, `${gone} of 3000 left`);
  assert.ok(changed > 75 && changed < 225, `${changed} of 3000 changed`);
});

test("a duty is dated, in a structure, of somebody who works there", () => {
  const { rosters, rows } = written({ withRosters: true });
  const places = new Set(
    rows.map((row) => `${row(nationalId)} ${row("Identifiant technique de la structure")}`),
  );
  assert.ok(rosters.length > 50);
  for (const line of rosters) {
    const duty = JSON.parse(line);
    assert.ok(places.has(`${duty.nationalId} ${duty.structure}`), line);
    assert.ok(duty.slots.length >= 3);
    for (const { from, to } of duty.slots) assert.ok(Date.parse(from) < Date.parse(to));
  }
});
