import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { nurse, nurses } from "./testing/extracts.ts";
import { facts, places, restricted, withDirectory } from "./testing/world.ts";

test("above one person in twenty changed or removed an import stops and nothing is changed", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, nurses(40));
    const before = await places(database);
    const renamed = (count: number) =>
      nurses(40).map((cells, n) => (n < count ? { ...cells, "Nom d'exercice": "AUTRE" } : cells));
    const stopped = await restricted(directory, renamed(3));
    assert.equal(stopped.state, "stopped");
    assert.equal(stopped.stopped?.reason, "people_share");
    assert.match(
      stopped.stopped?.sentence.en ?? "",
      /3 people out of 40 \(7\.5 %\).*two operators/,
    );
    assert.match(stopped.stopped?.sentence.fr ?? "", /3 personnes sur 40.*deux personnes/);
    assert.equal(
      (await restricted(directory, nurses(37))).stopped?.reason,
      "people_share",
      "removed people count too",
    );
    assert.deepEqual(await places(database), before);
    assert.ok((await facts(database)).includes("directory_import_stopped"));
    // Two in forty are the limit itself.
    assert.equal((await restricted(directory, renamed(2))).state, "done");
  }));

test("another source cannot say other names or contacts of more than one known person in twenty, even in its first file", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, nurses(40), { source: "rpps-public" });
    const before = await places(database);
    for (const column of [
      "Nom de famille",
      "Nom d'exercice",
      "Téléphone (coord. correspondance)",
    ]) {
      const value = column.startsWith("T") ? "0639989999" : "AUTRE";
      const rewritten = (count: number) =>
        nurses(40).map((cells, n) => (n < count ? { ...cells, [column]: value } : cells));
      const stopped = await restricted(directory, rewritten(3), { source: "rpps-psc" });
      assert.equal(stopped.stopped?.reason, "people_share", column);
      assert.deepEqual(await places(database), before);
    }
    // The same people as they are, and new ones, are what a first file is for.
    const first = await restricted(directory, nurses(60), { source: "rpps-psc" });
    assert.equal(first.state, "done");
  }));

test("above one contact in two hundred changed an import stops and nothing is changed", () =>
  withDirectory(async (directory, database) => {
    const people = nurses(200); // 400 contacts: two may change.
    await restricted(directory, people);
    const before = await places(database);
    const moved = (count: number) =>
      people.map((cells, n) =>
        n < count ? { ...cells, "Téléphone (coord. correspondance)": "0639989999" } : cells,
      );
    const stopped = await restricted(directory, moved(3));
    assert.equal(stopped.stopped?.reason, "contacts_share");
    assert.deepEqual(await places(database), before);
    assert.equal((await restricted(directory, moved(2))).state, "done");
  }));

test("a changed contact is dated anew, and its old value kept and told", () =>
  withDirectory(async (directory, { db }) => {
    await restricted(directory, nurses(200));
    const phone = (value: string) => [
      nurse(0, { "Téléphone (coord. correspondance)": value }),
      ...nurses(200).slice(1),
    ];
    await restricted(directory, phone("0639989999"));
    const { rows: contacts } = await sql`
      select value, replaced_at is null as current, since = (select max(since) from contact) as newest
      from contact join professional p on p.id = professional where national_id = '899710000000' and kind = 'phone' order by contact.id`.execute(
      db,
    );
    assert.deepEqual(contacts, [
      { value: "0639981000", current: false, newest: false },
      { value: "0639989999", current: true, newest: true },
    ]);
    const { rows: changes } =
      await sql`select kind, old_value, new_value from contact_change`.execute(db);
    assert.deepEqual(changes, [
      { kind: "phone", old_value: "0639981000", new_value: "0639989999" },
    ]);

    // The register forgets it: the last trusted value stays, marked, and is announced once.
    await restricted(directory, phone(""));
    await restricted(directory, phone(""));
    const { rows: kept } = await sql`
      select value, withdrawn_at is not null as withdrawn from contact join professional p on p.id = professional
      where national_id = '899710000000' and kind = 'phone' and replaced_at is null`.execute(db);
    assert.deepEqual(kept, [{ value: "0639989999", withdrawn: true }]);
    const { rows: told } = await sql`select new_value from contact_change order by id`.execute(db);
    assert.deepEqual(told, [{ new_value: "0639989999" }, { new_value: "" }]);
  }));
