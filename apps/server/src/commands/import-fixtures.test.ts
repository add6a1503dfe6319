import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import type { TestDatabase } from "#platform/testing";
import { fixture, withImports } from "./testing/import-world.ts";

const problemsOf = async ({ db }: TestDatabase) =>
  (
    await sql<{
      line: number;
      reason: string;
    }>`select line, reason, column_key from import_problem order by line`.execute(db)
  ).rows;

test("the public file: a Latin-1 line comes out right, a short line is told by its number, and four people are there", () =>
  withImports(async ({ run, directory, database }) => {
    const said = await run([fixture("public-1"), "--json"]);
    assert.equal(said.status, 0);
    assert.deepEqual(said.last, {
      lines: 6,
      added: 4,
      changed: 0,
      removed: 0,
      unchanged: 0,
      problems: 1,
    });
    assert.match(said.err, /^7: .*number of columns/m);
    assert.match(said.err, /^1 ligne\(s\) en Latin-1/m);
    assert.deepEqual(await problemsOf(database), [
      { line: 7, reason: "cell_count", column_key: null },
    ]);

    const doctor = await directory.find("899712000019");
    assert.deepEqual(
      doctor?.exercises[0]?.activities.map(({ modeCode, structure }) => [
        modeCode,
        structure?.id,
        structure?.name,
        structure?.streetRepeat,
      ]),
      [
        ["L", "R980001", "CABINET DU DR HAUTVIGNE", "B"],
        ["S", "F0X0980002", "CENTRE HOSPITALIER DE RIVELEGENDE", ""],
      ],
    );
    const nurse = await directory.find("899712000035");
    assert.deepEqual(
      [nurse?.givenNames, nurse?.exercises[0]?.activities[0]?.structure],
      ["ÉLÉONORE", undefined],
    );
    const pharmacist = await directory.find("899712000027");
    assert.deepEqual(
      [
        pharmacist?.exercises[0]?.activities[0]?.structure?.id,
        pharmacist?.exercises[0]?.activities[0]?.structure?.name,
      ],
      ["", "PHARMACIE DU PRESSOIR"],
      "a structure without an id of its own",
    );
    const student = await directory.find("999712000043");
    assert.equal(student?.exercises[0]?.categoryCode, "E");
    assert.equal(await directory.find("899712000050"), undefined, "only a broken line");
  }));

test("the public file without the column that says whose a line is: one sentence names it, and nothing is read", () =>
  withImports(async ({ run, directory }) => {
    const said = await run([fixture("public-2"), "--json"]);
    assert.equal(said.status, 1);
    assert.match(said.err, /colonne « identification nationale pp »/);
    assert.match(said.err, /no column for "identification nationale pp"/);
    assert.deepEqual(
      [said.last?.["stopped"], said.last?.["lines"], said.last?.["added"]],
      ["header", 0, 0],
    );
    assert.equal(await directory.find("899712000019"), undefined);
  }));

test("the restricted file: a date and two ids that are none are told by their line, one person has a UUID and three ids, another two professions", () =>
  withImports(async ({ run, directory, database }) => {
    const said = await run([fixture("psc-1"), "--json"]);
    assert.equal(said.status, 0);
    assert.deepEqual(said.last, {
      lines: 7,
      added: 3,
      changed: 0,
      removed: 0,
      unchanged: 0,
      problems: 3,
    });
    assert.deepEqual(await problemsOf(database), [
      { line: 6, reason: "birth_date", column_key: "birthDate" },
      { line: 7, reason: "national_id", column_key: "nationalId" },
      { line: 8, reason: "other_ids", column_key: "otherIds" },
    ]);
    assert.match(said.err, /^6: .*dd\/mm\/yyyy/m);

    const merged = await directory.find("8997d0c1-0000-4000-8000-0000000000a1");
    assert.deepEqual(
      merged?.otherIds.map(({ identifiant, origine, qualite }) => [identifiant, origine, qualite]),
      [
        ["8997d0c1-0000-4000-8000-0000000000a1", "PSI", 1],
        ["899712000084", "RPPS", 0],
        ["0990000843", "ADELI", 0],
      ],
    );
    assert.equal((await directory.find("899712000084"))?.id, merged?.id);
    const both = await directory.find("899712000076");
    assert.deepEqual(
      both?.exercises.map(({ professionCode }) => professionCode),
      ["60", "50"],
    );
    const { rows } = await sql<{ birth_date: string; contacts: number }>`
      select birth_date, (select count(*) from contact c where c.professional = p.id)::int as contacts
      from professional p where national_id in ('899712000068', '899712000076') order by national_id`.execute(
      database.db,
    );
    assert.deepEqual(rows, [
      { birth_date: "1974-11-21", contacts: 2 },
      { birth_date: "1969-00-00", contacts: 1 },
    ]);
    assert.equal((await run([fixture("psc-1"), "--strict"])).status, 1, "strict: three faults");
  }));

test("the restricted file of the next day: merged people keep their id of ours, a contradiction and a cut line are told, and one in three changed stops it first", () =>
  withImports(async ({ run, directory, database }) => {
    await run([fixture("psc-1")]);
    const before = await directory.find("899712000068");
    const midwife = await directory.find("899712000076");

    const stopped = await run([fixture("psc-2"), "--json"]);
    assert.equal(stopped.status, 1);
    assert.equal(stopped.last?.["stopped"], "people_share");
    assert.deepEqual(await directory.find("899712000068"), before);

    // From another source the same file changes nobody of its own.
    const said = await run([fixture("psc-2"), "--source", "sandbox", "--json"]);
    assert.equal(said.status, 0);
    assert.deepEqual([said.last?.["added"], said.last?.["problems"]], [3, 2]);
    const now = await directory.find("899712000068");
    assert.deepEqual(
      [now?.id, now?.nationalId],
      [before?.id, "8997d0c1-0000-4000-8000-0000000000b2"],
    );
    assert.deepEqual(await directory.find("899712000076"), midwife, "of whom a line was cut");
    const { rows } = await sql<{ line: number; reason: string }>`
      select line, reason from import_problem where run = (select id from import_run where source = 'sandbox') order by line`.execute(
      database.db,
    );
    assert.deepEqual(rows, [
      { line: 4, reason: "cell_count" },
      { line: 6, reason: "person_differs" },
    ]);
    assert.equal(
      (await directory.find("899712000084"))?.exercises[0]?.activities.length,
      2,
      "both places of the contradicting lines",
    );
  }));
