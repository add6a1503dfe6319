import assert from "node:assert/strict";
import { after as afterAll, before, describe, test } from "node:test";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { fixedClock, seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import { createDirectory, type Directory } from "./index.ts";
import {
  type Cells,
  doctor,
  doctorAtHospital,
  fileOf,
  nurse,
  nurses,
  publicColumns,
  restrictedColumns,
  streamOf,
  within,
} from "./testing/extracts.ts";
import { counted, facts, places, restricted, withDirectory } from "./testing/world.ts";

const doctorId = "899700000015";

describe("an extract", () => {
  let one: TestDatabase;
  let directory: Directory;
  before(async () => {
    one = await testDatabase();
    const random = seededRandom(1);
    directory = createDirectory({
      db: one.db,
      random,
      audit: createAudit({ clock: fixedClock(), random }),
    });
    await restricted(directory, [doctor, doctorAtHospital, ...nurses(3)]);
  });
  afterAll(() => one.close());

  test("groups its lines by person, profession and activity, in the order of the file", async () => {
    const found = await directory.find(doctorId);
    assert.equal(found?.familyName, "MORVAL");
    assert.equal(found?.givenNames, "ALBANE ODETTE");
    assert.equal(found?.civilityCode, "MME");
    assert.equal(found?.state, "active");
    assert.equal(found?.scope, "order:medecins");
    assert.deepEqual(found?.otherIds, [{ identifiant: doctorId, origine: "RPPS", qualite: 1 }]);
    assert.equal(found?.exercises.length, 1);
    const [exercise] = found?.exercises ?? [];
    assert.deepEqual(
      [
        exercise?.professionCode,
        exercise?.categoryCode,
        exercise?.civilityCode,
        exercise?.knowHowTypeCode,
        exercise?.knowHowCode,
      ],
      ["10", "C", "DR", "S", "SM54"],
    );
    assert.deepEqual(
      exercise?.activities.map((activity) => [
        activity.modeCode,
        activity.sectorCode,
        activity.structure?.id,
      ]),
      [
        ["L", "SA07", "R900001"],
        ["S", "SA01", "F0X0000017"],
      ],
    );
    assert.equal(exercise?.activities[1]?.structure?.name, "HOPITAL FICTIF DES TILLEULS");
    assert.equal(exercise?.activities[1]?.structure?.finess, "0X0000017");
  });

  test("is found by its id of ours too, and nobody else is", async () => {
    const found = await directory.find(doctorId);
    assert.deepEqual(await directory.byId(found?.id ?? "pro_"), found);
    assert.equal(await directory.find("899700000099"), undefined);
  });

  test("names people as they are known, and says who may vouch for them", async () => {
    const found = await directory.find(doctorId);
    assert.ok(found);
    assert.equal(directory.displayName(found), "Albane MORVAL");
    assert.deepEqual(directory.scopesOf(found), [
      "order:medecins",
      "structure:R900001",
      "structure:F0X0000017",
    ]);
  });

  test("keeps birth and contact columns to itself: no face returns them", async () => {
    const shown = JSON.stringify(await directory.find(doctorId));
    for (const kept of ["1981", "99X01", "0639980001", "albane.morval@example.org"])
      assert.equal(shown.includes(kept), false);
    const { rows } =
      await sql`select birth_date, (select count(*) from contact c where c.professional = p.id)::int as contacts
      from professional p where national_id = ${doctorId}`.execute(one.db);
    assert.deepEqual(rows, [{ birth_date: "1981-03-07", contacts: 2 }]);
  });
});

test("a second import of the same file changes nobody and writes no row of theirs", () =>
  withDirectory(async (directory, database) => {
    const lines = [doctor, doctorAtHospital, ...nurses(40)];
    assert.deepEqual(counted(await restricted(directory, lines)), {
      state: "done",
      lines: 42,
      added: 41,
      changed: 0,
      removed: 0,
      unchanged: 0,
      problems: 0,
    });
    const before = await places(database);
    assert.deepEqual(counted(await restricted(directory, lines)), {
      state: "done",
      lines: 42,
      added: 0,
      changed: 0,
      removed: 0,
      unchanged: 41,
      problems: 0,
    });
    assert.deepEqual(
      counted(await restricted(directory, [...lines].reverse())).changed,
      0,
      "the order of lines says nothing",
    );
    assert.deepEqual(await places(database), before);
    assert.deepEqual(await facts(database), [
      "directory_imported",
      "directory_imported",
      "directory_imported",
    ]);
  }));

test("a changed person keeps their id, and only their rows are written", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, [doctor, doctorAtHospital, ...nurses(40)]);
    const before = await directory.find(doctorId);
    const married = { "Nom d'exercice": "TILLERAY" };
    const imported = await restricted(directory, [
      { ...doctor, ...married },
      { ...doctorAtHospital, ...married },
      ...nurses(40),
    ]);
    assert.deepEqual(counted(imported), {
      state: "done",
      lines: 42,
      added: 0,
      changed: 1,
      removed: 0,
      unchanged: 40,
      problems: 0,
    });
    const now = await directory.find(doctorId);
    assert.equal(now?.id, before?.id);
    assert.equal(now?.exercises[0]?.familyName, "TILLERAY");
    assert.deepEqual(now?.exercises[0]?.activities, before?.exercises[0]?.activities);
    assert.deepEqual(await facts(database), [
      "directory_imported",
      "directory_imported",
      "professional_changed",
    ]);
  }));

test("an activity that left the file is gone, a new one is added after the others", () =>
  withDirectory(async (directory) => {
    await restricted(directory, [doctor, doctorAtHospital, ...nurses(40)]);
    const clinic = {
      ...doctor,
      "Code secteur d'activité": "SA05",
      "Identifiant technique de la structure": "R900077",
    };
    await restricted(directory, [clinic, doctorAtHospital, ...nurses(40)]);
    const found = await directory.find(doctorId);
    assert.deepEqual(
      found?.exercises[0]?.activities.map((activity) => activity.structure?.id),
      ["F0X0000017", "R900077"],
    );
  }));

test("a structure that changes is changed for all who work there, and is nobody's own change", () =>
  withDirectory(async (directory) => {
    const there = (n: number, name: string) =>
      nurse(n, { "Identifiant technique de la structure": "R1", "Raison sociale site": name });
    const staff = (name: string) => Array.from({ length: 20 }, (_, n) => there(n, name));
    await restricted(directory, staff("ANCIEN"));
    // All of them, far above the share: yet no person moved.
    assert.deepEqual(counted(await restricted(directory, staff("NOUVEAU"))), {
      state: "done",
      lines: 20,
      added: 0,
      changed: 20,
      removed: 0,
      unchanged: 0,
      problems: 0,
    });
    assert.equal(
      (await directory.find("899710000003"))?.exercises[0]?.activities[0]?.structure?.name,
      "NOUVEAU",
    );
  }));

test("a person whom a full file no longer has is deactivated, kept, and active again once back, under the same id", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, [doctor, ...nurses(40)]);
    const before = await directory.find(doctorId);
    assert.deepEqual(counted(await restricted(directory, nurses(40))), {
      state: "done",
      lines: 40,
      added: 0,
      changed: 0,
      removed: 1,
      unchanged: 40,
      problems: 0,
    });
    assert.deepEqual(await directory.find(doctorId), { ...before, state: "deactivated" });
    assert.deepEqual(
      counted(await restricted(directory, nurses(40))).removed,
      0,
      "nobody leaves twice",
    );
    assert.deepEqual(counted(await restricted(directory, [doctor, ...nurses(40)])).added, 1);
    assert.deepEqual(await directory.find(doctorId), before);
    assert.ok((await facts(database)).includes("professional_deactivated"));
  }));

test("what one source gives, another cannot end: the difference is within a source", () =>
  withDirectory(async (directory) => {
    await restricted(directory, [doctor, ...nurses(30)], { source: "sandbox" });
    const other = await restricted(directory, [doctor, nurse(50)], { source: "rpps-psc" });
    assert.deepEqual([other.counts.added, other.counts.removed], [2, 0]);
    assert.equal((await directory.find("899710000002"))?.state, "active");
    // Listed by both, then by one: still there.
    assert.equal(
      (await restricted(directory, nurses(30), { source: "sandbox" })).counts.removed,
      1,
    );
    assert.equal((await directory.find(doctorId))?.state, "active");
  }));

test("a column absent from a file changes nothing", () =>
  withDirectory(async (directory, database) => {
    const everything = [{ ...doctor, "Code rôle": "FON-01" }, doctorAtHospital, ...nurses(5)];
    await restricted(directory, everything, { source: "sandbox" });
    const whole = await directory.find(doctorId);
    const before = await places(database);
    const cuts = [
      publicColumns,
      publicColumns.filter((name) => !name.includes("savoir-faire")),
      restrictedColumns.filter(
        (name) => !["Code rôle", "Autres identifiants", "Code genre d'activité"].includes(name),
      ),
      restrictedColumns.filter((name) => name !== "Identifiant technique de la structure"),
      restrictedColumns.filter((name) => !name.includes("correspondance")),
    ];
    for (const columns of cuts) {
      const file = fileOf(
        columns,
        everything.map((cells) => within(columns, cells)),
      );
      const imported = await directory.importExtract(streamOf(file), { source: "sandbox" });
      assert.deepEqual(counted(imported), {
        state: "done",
        lines: 7,
        added: 0,
        changed: 0,
        removed: 0,
        unchanged: 6,
        problems: 0,
      });
    }
    assert.deepEqual(await directory.find(doctorId), whole);
    assert.deepEqual(await places(database), before);
  }));

test("the public layout alone makes a person: the name they exercise under stands for the civil one", () =>
  withDirectory(async (directory) => {
    const imported = await directory.importExtract(
      streamOf(fileOf(publicColumns, [within(publicColumns, doctor)], "\r\n")),
      {},
    );
    assert.deepEqual([imported.layout, imported.source], ["public", "rpps-public"]);
    const found = await directory.find(doctorId);
    assert.deepEqual([found?.familyName, found?.givenNames], ["MORVAL", "ALBANE"]);
    assert.deepEqual(found?.otherIds, [{ identifiant: doctorId, origine: "RPPS", qualite: 1 }]);
  }));

test("somebody with two professions has two exercises", () =>
  withDirectory(async (directory) => {
    const midwife = {
      ...nurse(1),
      "Code profession": "50",
      "Autorité d'enregistrement": "CNOSF/CNOSF/CNOSF",
    };
    await restricted(directory, [nurse(1), midwife]);
    const found = await directory.find("899710000001");
    assert.deepEqual(
      found?.exercises.map((exercise) => exercise.professionCode),
      ["60", "50"],
    );
    assert.ok(
      found &&
        directory.scopesOf(found).includes("order:infirmiers") &&
        directory.scopesOf(found).includes("order:sages-femmes"),
    );
  }));

test("somebody may have several ids, the national one first", () =>
  withDirectory(async (directory) => {
    const ids = "0990000017,ADELI,0;899700000015,RPPS,1";
    await restricted(directory, [{ ...doctor, "Autres identifiants": ids }]);
    assert.deepEqual((await directory.find(doctorId))?.otherIds, [
      { identifiant: doctorId, origine: "RPPS", qualite: 1 },
      { identifiant: "0990000017", origine: "ADELI", qualite: 0 },
    ]);
  }));

test("a merged person keeps their id of ours under the new national one", () =>
  withDirectory(async (directory) => {
    await restricted(directory, [doctor, ...nurses(40)]);
    const before = await directory.find(doctorId);
    const uuid = "8997f0e1-0000-4000-8000-00000000c0de";
    const merged = {
      ...doctor,
      "Identification nationale PP": uuid,
      "Autres identifiants": `${doctorId},RPPS,0;${uuid},PSI,1`,
    };
    assert.deepEqual(counted(await restricted(directory, [merged, ...nurses(40)])), {
      state: "done",
      lines: 41,
      added: 0,
      changed: 1,
      removed: 0,
      unchanged: 40,
      problems: 0,
    });
    const now = await directory.find(uuid);
    assert.equal(now?.id, before?.id);
    assert.deepEqual(
      now?.otherIds.map((id) => [id.identifiant, id.origine]),
      [
        [uuid, "PSI"],
        [doctorId, "RPPS"],
      ],
    );
    assert.equal(
      (await directory.find(doctorId))?.nationalId,
      uuid,
      "the old id leads to them still",
    );
  }));

test("an id listed by two people, or by nobody active, leads to no one; a national id leads to its own", () =>
  withDirectory(async (directory) => {
    const listing = (n: number, id: string) => nurse(n, { "Autres identifiants": `${id},ADELI,0` });
    await restricted(directory, [
      listing(1, "0990000017"),
      listing(2, "0990000025"),
      listing(3, "0990000025"),
      listing(4, "899710000002"),
      ...nurses(60).slice(5),
    ]);
    assert.equal((await directory.find("0990000017"))?.nationalId, "899710000001");
    assert.equal(await directory.find("0990000025"), undefined);
    assert.equal((await directory.find("899710000002"))?.nationalId, "899710000002");
    await restricted(directory, [
      listing(2, "0990000025"),
      listing(3, "0990000025"),
      listing(4, "899710000002"),
      ...nurses(60).slice(5),
    ]);
    assert.equal(await directory.find("0990000017"), undefined);
  }));

test("naming somebody's id among one's own takes nothing from them: they are still listed, were born another day, or two claim it", () =>
  withDirectory(async (directory) => {
    await restricted(directory, [doctor, ...nurses(60)]);
    const before = await directory.find(doctorId);
    const claiming = (n: number, changes: Cells = {}) =>
      nurse(n, { "Autres identifiants": `${doctorId},RPPS,1`, ...changes });
    await restricted(directory, [doctor, ...nurses(60), claiming(70)]);
    assert.deepEqual(await directory.find(doctorId), before, "still listed");
    await restricted(directory, [
      ...nurses(60),
      claiming(70),
      claiming(71, { "Date de naissance": "01/01/1990" }),
    ]);
    assert.deepEqual(
      await directory.find(doctorId),
      { ...before, state: "deactivated" },
      "born another day",
    );
    assert.notEqual((await directory.find("899710000071"))?.id, before?.id, "born another day");
    await restricted(directory, [...nurses(60), claiming(70), claiming(72), claiming(73)]);
    assert.deepEqual(
      await directory.find(doctorId),
      { ...before, state: "deactivated" },
      "two claim it",
    );
    for (const id of ["899710000072", "899710000073"])
      assert.notEqual((await directory.find(id))?.id, before?.id, "two claim it");
  }));

test("a faulty line is reported, stops no other, and ends nothing of the person it names", () =>
  withDirectory(async (directory, { db }) => {
    await restricted(directory, [doctor, doctorAtHospital, ...nurses(40)]);
    const whole = await directory.find(doctorId);
    const file = fileOf(restrictedColumns, [doctor, ...nurses(39), nurse(77)])
      // The hospital's line is cut short, and one nurse is only a broken line.
      .replace(/\n$/, `\n8|99700000015|${doctorId}|MORVAL\n8|99710000039|899710000039\n`);
    const imported = await directory.importExtract(streamOf(file), {});
    assert.deepEqual(counted(imported), {
      state: "done",
      lines: 43,
      added: 1,
      changed: 0,
      removed: 0,
      unchanged: 41,
      problems: 2,
    });
    assert.deepEqual(
      imported.problems.map((problem) => [problem.line, problem.reason]),
      [
        [43, "cell_count"],
        [44, "cell_count"],
      ],
    );
    assert.deepEqual(await directory.find(doctorId), whole);
    assert.equal((await directory.find("899710000039"))?.state, "active");
    assert.equal((await directory.find("899710000077"))?.state, "active");
    const { rows } = await sql`select line, reason from import_problem order by line`.execute(db);
    assert.deepEqual(rows, [
      { line: 43, reason: "cell_count" },
      { line: 44, reason: "cell_count" },
    ]);
  }));

test("asked to be strict, one faulty line stops everything", () =>
  withDirectory(async (directory, database) => {
    const before = await places(database);
    const file = `${fileOf(restrictedColumns, nurses(3))}8|broken\n`;
    const stopped = await directory.importExtract(streamOf(file), { strict: true });
    assert.deepEqual([stopped.state, stopped.stopped?.reason], ["stopped", "strict"]);
    assert.deepEqual(await places(database), before);
    assert.equal((await directory.importExtract(streamOf(file), {})).state, "done");
  }));

test("two lines that contradict each other about a person or a structure are reported; the first speaks", () =>
  withDirectory(async (directory) => {
    const other = {
      ...doctorAtHospital,
      "Nom de famille": "AUTRE",
      "Date de naissance": "01/01/1990",
    };
    const place = nurse(2, {
      "Identifiant technique de la structure": "R900001",
      "Raison sociale site": "AILLEURS",
    });
    const imported = await restricted(directory, [doctor, other, place]);
    assert.deepEqual(
      imported.problems.map((problem) => [problem.line, problem.reason]),
      [
        [3, "person_differs"],
        [4, "structure_differs"],
      ],
    );
    const found = await directory.find(doctorId);
    assert.equal(found?.familyName, "MORVAL");
    assert.equal(
      found?.exercises[0]?.activities[0]?.structure?.name,
      "CABINET DU DR ALBANE MORVAL",
    );
    assert.equal(found?.exercises[0]?.activities.length, 2);
  }));

test("accents of an old line come out right, and such lines are counted", () =>
  withDirectory(async (directory) => {
    const lines = fileOf(
      restrictedColumns,
      [nurse(1, { Prénoms: "ÉLÉONORE", "Prénom d'exercice": "ÉLÉONORE" }), nurse(2)],
      "\r\n",
    ).split("\r\n");
    const bytes = Buffer.concat(
      lines.map((line, n) => Buffer.from(`${line}\r\n`, n === 1 ? "latin1" : "utf8")),
    );
    const imported = await directory.importExtract(streamOf(bytes, 7), {});
    assert.equal(imported.latin1Lines, 1);
    assert.equal((await directory.find("899710000001"))?.givenNames, "ÉLÉONORE");
  }));

test("a file of another kind is refused with a sentence, and so is an empty one", () =>
  withDirectory(async (directory) => {
    for (const content of ["", "nom;prenom\nA;B\n", "PK\u0003\u0004"]) {
      const imported = await directory.importExtract(streamOf(content), {});
      assert.deepEqual(
        [imported.state, imported.stopped?.reason, imported.run],
        ["stopped", "header", undefined],
      );
    }
  }));

test("two imports at once do not mix: the second is told that one is running", () =>
  withDirectory(async (directory) => {
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield* streamOf(fileOf(restrictedColumns, nurses(2)));
      started.resolve();
      await release.promise;
    }
    const first = directory.importExtract(slow(), {});
    await started.promise;
    const second = await restricted(directory, nurses(2));
    release.resolve();
    assert.equal((await first).state, "done");
    assert.equal(second.stopped?.reason, "busy");
  }));
