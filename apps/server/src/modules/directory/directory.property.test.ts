import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import fc from "fast-check";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { fixedClock, seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import { createDirectory, type Directory } from "./index.ts";
import { type Cells, fileOf, nurses, restrictedColumns, streamOf } from "./testing/extracts.ts";
import { said } from "./testing/world.ts";

let database: TestDatabase;
let directory: Directory;
before(async () => {
  database = await testDatabase();
  const random = seededRandom(3);
  directory = createDirectory({
    db: database.db,
    random,
    audit: createAudit({ clock: fixedClock(), random }),
  });
});
afterAll(() => database.close());

const emptied = async () => {
  for (const table of [
    "activity",
    "exercise",
    "identifier",
    "contact_change",
    "contact",
    "structure",
    "professional",
    "import_print",
  ]) {
    await sql.raw(`delete from ${table}`).execute(database.db);
  }
};

// Anything a register may hold in a cell; cells are trimmed when read.
const text = fc
  .string({ unit: fc.constantFrom(..."AÉŒ' -/,;.&\"\\{}%$1é日".split("")), maxLength: 12 })
  .map((value) => value.trim());
const name = text.filter((value) => value !== "");
const structure = fc.record({
  id: fc.integer({ min: 0, max: 5 }).map((n) => (n === 0 ? "" : `R90${n}`)),
  name: text,
});

type Work = {
  profession: string;
  category: string;
  mode: string;
  sector: string;
  structure: { id: string; name: string };
};
type Person = { id: string; family: string; given: string; works: Work[] };

const work: fc.Arbitrary<Work> = fc.record({
  profession: fc.constantFrom("10", "21", "60", ""),
  category: fc.constantFrom("C", "E"),
  mode: fc.constantFrom("L", "S", ""),
  sector: fc.constantFrom("SA01", "SA07", ""),
  structure,
});
const people: fc.Arbitrary<Person[]> = fc.uniqueArray(
  fc.record({
    id: fc.oneof(
      fc.integer({ min: 0, max: 9_999_999 }).map((n) => `89970${String(n).padStart(7, "0")}`),
      fc.uuid(),
      fc.integer({ min: 1, max: 999 }).map((n) => `30X0000017/AGENT${n}`),
    ),
    family: name,
    given: name,
    works: fc.array(work, { minLength: 1, maxLength: 5 }),
  }),
  { selector: (person) => person.id, maxLength: 12 },
);

/** In one file a structure has one name: the first one drawn for its id. */
function agreeing(drawn: readonly Person[]): Person[] {
  const names = new Map<string, string>();
  return drawn.map((person) => ({
    ...person,
    works: person.works.map((each) => {
      const { id, name: drawnName } = each.structure;
      if (id === "") return each;
      if (!names.has(id)) names.set(id, drawnName);
      return { ...each, structure: { id, name: names.get(id) ?? "" } };
    }),
  }));
}

/** Half of the first file's people, whose work is now another: drawn apart, two files hardly ever name one person. */
const staying = (first: readonly Person[], second: readonly Person[]): readonly Person[] =>
  first
    .filter(({ id }, index) => index % 2 === 0 && second.every((other) => other.id !== id))
    .map((person, index) => ({ ...person, works: second[index]?.works ?? person.works }));

const linesOf = (person: Person): Cells[] =>
  person.works.map((each) => ({
    "Identification nationale PP": person.id,
    "Nom de famille": person.family,
    "Nom d'exercice": person.family,
    "Prénom d'exercice": person.given,
    "Code profession": each.profession,
    "Code catégorie professionnelle": each.category,
    "Code mode exercice": each.mode,
    "Code secteur d'activité": each.sector,
    "Identifiant technique de la structure": each.structure.id,
    "Raison sociale site": each.structure.name,
  }));

/** What the file says of somebody, grouped by hand: the model the database is held against. */
function model(person: Person) {
  const exercises = new Map<string, { key: string; activities: string[] }>();
  for (const each of person.works) {
    const key = `${each.profession}/${each.category}`;
    const exercise = exercises.get(key) ?? { key, activities: [] };
    const isPlace = each.structure.id !== "" || each.structure.name !== "";
    const activity = JSON.stringify([
      each.mode,
      each.sector,
      isPlace ? [each.structure.id, each.structure.name] : null,
    ]);
    if (!exercise.activities.includes(activity)) exercise.activities.push(activity);
    exercises.set(key, exercise);
  }
  return {
    id: person.id,
    family: person.family,
    given: person.given,
    exercises: [...exercises.values()],
  };
}

async function seen(id: string) {
  const found = await directory.find(id);
  return (
    found && {
      id: found.nationalId,
      family: found.familyName,
      given: found.exercises[0]?.givenName,
      exercises: found.exercises.map((exercise) => ({
        key: `${exercise.professionCode}/${exercise.categoryCode}`,
        activities: exercise.activities.map((a) =>
          JSON.stringify([
            a.modeCode,
            a.sectorCode,
            a.structure ? [a.structure.id, a.structure.name] : null,
          ]),
        ),
      })),
    }
  );
}

test("whatever a file says of people is found as it says it, and reading it again changes nothing", () =>
  fc.assert(
    fc.asyncProperty(people, async (drawn) => {
      await emptied();
      const given = agreeing(drawn);
      const file = fileOf(restrictedColumns, given.flatMap(linesOf));
      const imported = await directory.importExtract(streamOf(file, 333), {});
      assert.deepEqual(
        [imported.state, imported.counts.added, imported.counts.problems],
        ["done", given.length, 0],
      );
      for (const person of given) assert.deepEqual(await seen(person.id), model(person));

      const again = await directory.importExtract(streamOf(file, 100), {});
      assert.deepEqual(
        [again.counts.added, again.counts.changed, again.counts.removed, again.counts.unchanged],
        [0, 0, 0, given.length],
      );
    }),
    { numRuns: 12 },
  ));

test("after any second file the directory says what that file says, and no more people are active than it lists", () =>
  fc.assert(
    fc.asyncProperty(people, people, async (first, second) => {
      await emptied();
      await directory.importExtract(
        streamOf(fileOf(restrictedColumns, agreeing(first).flatMap(linesOf))),
        { source: "rpps-psc" },
      );
      // Another source may say new things of everybody, but for the names of whom the first one listed.
      const given = agreeing([...second, ...staying(first, second)]).map((person) => {
        const known = first.find(({ id }) => id === person.id);
        return known ? { ...person, family: known.family, given: known.given } : person;
      });
      const file = fileOf(restrictedColumns, given.flatMap(linesOf));
      const { state } = await directory.importExtract(streamOf(file), { source: "sandbox" });
      assert.equal(state, "done");
      for (const person of given) {
        const found = await seen(person.id);
        const sorted = (exercises: { key: string; activities: string[] }[]) =>
          exercises.map((e) => `${e.key} ${[...e.activities].sort().join()}`).sort();
        assert.deepEqual(sorted(found?.exercises ?? []), sorted(model(person).exercises));
      }
      const listed = new Set([...first, ...second].map((person) => person.id));
      const { rows } = await sql<{
        active: number;
      }>`select count(*)::int as active from professional where state = 'active'`.execute(
        database.db,
      );
      assert.equal(rows[0]?.active, listed.size);
    }),
    { numRuns: 12 },
  ));

test("after any file and then another, the directory says what it would after the other alone, even where lines contradict each other", () =>
  fc.assert(
    fc.asyncProperty(people, people, async (first, second) => {
      // Many who stay, so that no share of changes stops an import.
      const many = nurses(12 * 20 * 2);
      const read = (drawn: readonly Person[]) =>
        directory.importExtract(
          streamOf(fileOf(restrictedColumns, [...drawn.flatMap(linesOf), ...many])),
          {},
        );
      await emptied();
      assert.equal((await read(second)).state, "done");
      const alone = await said(database);

      await emptied();
      assert.equal((await read(first)).state, "done");
      const after = await read(second);
      assert.deepEqual(
        [after.state, after.counts.changed + after.counts.unchanged + after.counts.removed],
        ["done", first.length + many.length],
      );
      assert.deepEqual(await said(database), alone);

      const again = await read(second);
      assert.deepEqual([again.counts.added, again.counts.changed, again.counts.removed], [0, 0, 0]);
      assert.equal(again.counts.problems, after.counts.problems);
    }),
    { numRuns: 10 },
  ));

test("after any file of one source, another's, and the first again, each says what it says: a print of one never hides a change by the other", () =>
  fc.assert(
    fc.asyncProperty(people, people, async (ours, theirs) => {
      await emptied();
      const read = (drawn: readonly Person[], source: "rpps-psc" | "sandbox") =>
        directory.importExtract(
          streamOf(
            fileOf(restrictedColumns, [...agreeing(drawn).flatMap(linesOf), ...nurses(480)]),
          ),
          { source },
        );
      // The same people under both, otherwise described.
      const otherwise = theirs.map((person, n) => ({ ...person, id: ours[n]?.id ?? person.id }));
      await read(ours, "rpps-psc");
      await read(otherwise, "sandbox");
      assert.equal((await read(ours, "rpps-psc")).state, "done");
      for (const person of agreeing(ours)) {
        const found = await seen(person.id);
        assert.deepEqual(
          [
            found?.family,
            [...(found?.exercises ?? [])]
              .map(({ key, activities }) => [key, activities.sort()])
              .sort(),
          ],
          [
            person.family,
            model(person)
              .exercises.map(({ key, activities }) => [key, activities.sort()])
              .sort(),
          ],
        );
      }
    }),
    { numRuns: 10 },
  ));
