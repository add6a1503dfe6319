import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { transact } from "#platform/database";
import { moveClock, type TestDatabase } from "#platform/testing";
import { days } from "#platform/time";
import type { Directory } from "./index.ts";
import { doctor, nurse, nurses, streamOf } from "./testing/extracts.ts";
import { facts, places, restricted, withDirectory } from "./testing/world.ts";

// An authority's own file of contacts, and which values are relied on.

const nurseId = (n: number) => `899710000${String(n).padStart(3, "0")}`;
const fileOf = (...lines: readonly string[]) =>
  streamOf(["identifiant;nature;valeur;date;justificatif", ...lines, ""].join("\n"));
const mailLine = (n: number, value: string, dated = "") =>
  `${nurseId(n)};mail;${value};${dated};guichet`;
type Kept = { run: string; authority: string; held: readonly { value: string; kind: string }[] };
/** What would be kept for a person of the authority. */
const keptLines: Kept[] = [];
const keepHeld = async (_tx: unknown, one: Kept) => {
  if (one.held.length > 0) keptLines.push(one);
  return { unkept: [], ended: 0 };
};
const given = (directory: Directory, ...lines: readonly string[]) =>
  directory.importContacts(fileOf(...lines), {
    authority: "order:infirmiers",
    isApplied: true,
    strict: false,
    keepHeld,
  });

type Row = { id: string; value: string; standing: string; source: string; proof: string };
async function mailsOf({ db }: TestDatabase, n: number): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select c.id::text, value, source, proof, case when replaced_at is not null then 'replaced' when withdrawn_at is not null then 'withdrawn'
      else 'current' end as standing
    from contact c join professional p on p.id = c.professional
    where p.national_id = ${nurseId(n)} and kind = 'email' order by c.id`.execute(db);
  return rows;
}
/** The values of this nurse's mail that are relied on. */
async function reliedOf(directory: Directory, database: TestDatabase, n: number) {
  const found: string[] = [];
  for (const { id, value } of await mailsOf(database, n))
    if (await directory.isRelied(id)) found.push(value);
  return found;
}
async function told(directory: Directory, n: number) {
  const person = await directory.find(nurseId(n));
  assert.ok(person);
  const boxes = await directory.mailboxes(person.id, days(180));
  return (await Promise.all(boxes.map((id) => directory.mailbox(id)))).sort();
}

test("a file is shown before it is applied; each value keeps who gave it and how they made sure", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, nurses(400));
    const before = await places(database);
    const lines = [mailLine(1, "autre@example.org", "2026-01-02"), mailLine(2, "n2@example.org")];
    const asked = { authority: "order:infirmiers", strict: false, keepHeld };
    const shown = await directory.importContacts(fileOf(...lines), { ...asked, isApplied: false });
    const counts = { lines: 2, added: 0, changed: 1, removed: 0, unchanged: 1, problems: 0 };
    assert.deepEqual({ state: shown.state, ...shown.counts }, { state: "shown", ...counts });
    assert.deepEqual(await places(database), before, "nothing is written by looking");
    const done = await given(directory, ...lines);
    assert.deepEqual({ state: done.state, ...done.counts }, { state: "done", ...counts });
    const [old, current] = await mailsOf(database, 1);
    assert.equal(old?.standing, "replaced");
    assert.deepEqual(
      [current?.value, current?.source, current?.proof],
      ["autre@example.org", "order:infirmiers", "desk"],
    );
    assert.ok((await facts(database)).includes("contact_changed"));
    const taken = await transact(database.db, (tx) => directory.takeContactsChanged(tx, 10));
    assert.equal(taken.length, 1, "its holder is to be told");
    const again = await given(directory, ...lines);
    assert.equal(again.counts.unchanged, 2, "said again it changes nothing");
  }));

test("an authority speaks of its own people only, and the answer is the same for strangers and for nobody", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, [doctor, ...nurses(400)]);
    const before = await places(database);
    const doctors = doctor["Identification nationale PP"];
    const done = await given(
      directory,
      `${doctors};mail;pris@example.org;;guichet`,
      "899799999999;mail;pris@example.org;;guichet",
    );
    assert.deepEqual(
      done.problems.map(({ reason }) => reason),
      ["not_yours", "not_yours"],
    );
    assert.deepEqual(await places(database), before);
    const own = await directory.importContacts(
      fileOf(`${doctors};mail;neuf@example.org;;courrier`),
      {
        authority: "structure:R900001",
        isApplied: false,
        strict: false,
        keepHeld,
      },
    );
    assert.equal(own.counts.changed, 1, "an employer speaks of whoever works there");
  }));

test("above the share of contacts that a file may change nothing is applied", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, nurses(400));
    const before = await places(database);
    // Eight hundred contacts: four is the limit itself.
    const lines = [1, 2, 3, 4, 5].map((n) => mailLine(n, `autre${n}@example.org`));
    const stopped = await given(directory, ...lines);
    assert.equal(stopped.stopped?.reason, "contacts_share");
    assert.deepEqual(await places(database), before);
    assert.equal((await given(directory, ...lines.slice(1))).state, "done");
  }));

test("a contact that changed is told on both values and relied on by nothing for thirty days, however it is dated (P-28, P-29)", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, nurses(400));
    assert.deepEqual(await reliedOf(directory, database, 1), [], "nor is a first import's");
    await moveClock(database.db, days(31));
    assert.deepEqual(await reliedOf(directory, database, 1), ["n1@example.org"]);
    await given(directory, mailLine(1, "voleur@example.org", "2019-01-01"));
    assert.deepEqual(await told(directory, 1), ["n1@example.org", "voleur@example.org"]);
    assert.deepEqual(await reliedOf(directory, database, 1), ["n1@example.org"]);
    await moveClock(database.db, days(29));
    assert.deepEqual(await reliedOf(directory, database, 1), ["n1@example.org"]);
    await moveClock(database.db, days(2));
    assert.deepEqual(await reliedOf(directory, database, 1), ["voleur@example.org"]);
  }));

test("from afar the last trusted value is not removed: withdrawn, or replaced again and again, it is kept and told (P-30)", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, nurses(400));
    await moveClock(database.db, days(31));
    await given(directory, mailLine(1, ""));
    assert.deepEqual(
      (await mailsOf(database, 1)).map(({ standing }) => standing),
      ["withdrawn"],
    );
    assert.deepEqual(await reliedOf(directory, database, 1), ["n1@example.org"]);
    // Every four weeks another, for longer than replaced values are told.
    for (let turn = 0; turn < 8; turn++) {
      await given(directory, mailLine(1, `voleur${turn}@example.org`));
      await moveClock(database.db, days(28));
    }
    assert.deepEqual(await reliedOf(directory, database, 1), ["n1@example.org"]);
    assert.ok((await told(directory, 1)).includes("n1@example.org"));
  }));

test("an extract that repeats what it said before does not undo what an authority said since", () =>
  withDirectory(async (directory, database) => {
    const extract = (changes = {}) =>
      restricted(directory, [nurse(0), nurse(1, changes), ...nurses(400).slice(2)]);
    await extract();
    await given(directory, mailLine(1, "ordre@example.org"));
    // Another column of hers changes, so that her line is compared again.
    await extract({ "Code mode exercice": "S" });
    const current = async () =>
      (await mailsOf(database, 1)).find(({ standing }) => standing === "current")?.value;
    assert.equal(await current(), "ordre@example.org");
    await extract({ "Adresse e-mail (coord. correspondance)": "neuve@example.org" });
    assert.equal(await current(), "neuve@example.org", "what it says anew counts");
  }));

test("a file that is none, or is cut, changes nothing", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, nurses(400));
    const before = await places(database);
    const asked = { authority: "order:infirmiers", isApplied: true, strict: false, keepHeld };
    const reasonOf = async (text: string) =>
      (await directory.importContacts(streamOf(text), asked)).stopped?.reason;
    const header = "identifiant;nature;valeur;date;justificatif";
    assert.equal(await reasonOf(""), "header");
    assert.equal(await reasonOf("a;b\n1;2\n"), "header");
    assert.equal(await reasonOf(`${header}\n${mailLine(1, "a@example.org")}`), "damaged");
    assert.deepEqual(await places(database), before);
  }));

test("a hundred small files change no more than one may, over seven days and on two connections at once", () =>
  withDirectory(async (directory, { db }) => {
    await restricted(directory, nurses(400));
    // Eight hundred contacts: four a week.
    const three = (from: number) =>
      given(directory, ...[0, 1, 2].map((n) => mailLine(from + n, `vers${from + n}@example.org`)));
    const both = await Promise.all([three(1), three(11)]);
    assert.deepEqual(both.map(({ state }) => state).sort(), ["done", "stopped"]);
    assert.equal((await given(directory, mailLine(21, "v21@example.org"))).state, "done");
    const more = () => given(directory, mailLine(22, "v22@example.org"));
    assert.equal((await more()).stopped?.reason, "contacts_share");
    assert.match((await more()).stopped?.sentence.fr ?? "", /après 4 en sept jours/);
    await moveClock(db, days(6));
    assert.equal((await more()).state, "stopped");
    await moveClock(db, days(1));
    assert.equal((await more()).state, "done");
  }));

test("somebody whose access is stopped is changed by no file: the line waits, and what is relied on stands as it stood (P-29)", () =>
  withDirectory(async (directory, database) => {
    const { db } = database;
    await restricted(directory, nurses(400));
    await moveClock(db, days(31));
    await given(directory, mailLine(2, "voleur@example.org"));
    await moveClock(db, days(20));
    await sql`
      insert into stop (id, professional, rule, made_at, scope)
      select 'stp_x' || national_id, id, 'pause_from_alert', aval_now(), 'national' from professional
      where national_id in (${nurseId(1)}, ${nurseId(2)})`.execute(db);
    keptLines.length = 0;
    const done = await given(
      directory,
      mailLine(1, "autre1@example.org"),
      mailLine(3, "autre3@example.org"),
    );
    assert.deepEqual([done.state, done.counts.changed, done.held], ["done", 1, 1]);
    assert.deepEqual(
      keptLines.flatMap(({ authority, held }) => held.map(({ value }) => [authority, value])),
      [["order:infirmiers", "autre1@example.org"]],
    );
    assert.equal((await mailsOf(database, 1)).length, 1);
    await moveClock(db, days(40));
    assert.deepEqual(await reliedOf(directory, database, 2), ["n2@example.org"]);
    await sql`update stop set lifted_at = aval_now(), lifted_by = 'phone'`.execute(db);
    assert.deepEqual(await reliedOf(directory, database, 2), ["n2@example.org"], "nor at its end");
    await moveClock(db, days(29));
    assert.deepEqual(await reliedOf(directory, database, 2), ["n2@example.org"]);
    await moveClock(db, days(2));
    assert.deepEqual(await reliedOf(directory, database, 2), ["voleur@example.org"]);
  }));

test("an import is undone where nothing newer stands, once, and told on both values again", () =>
  withDirectory(async (directory, database) => {
    const { db } = database;
    await restricted(directory, nurses(500));
    const [first, second] = [mailLine(1, "faux1@example.org"), mailLine(2, "")];
    const wrong = await given(directory, first, second, mailLine(3, "faux3@example.org"));
    assert.equal((await given(directory, mailLine(3, "neuf3@example.org"))).state, "done");
    await transact(db, (tx) => directory.takeContactsChanged(tx, 100));
    const asked = { authority: "order:infirmiers", isApplied: true, strict: false, keepHeld };
    const undo = (authority = asked.authority) =>
      directory.undoContacts(wrong.run ?? "", { ...asked, authority });
    assert.equal((await undo("order:medecins")).stopped?.reason, "unknown_import");
    const undone = await undo();
    assert.deepEqual([undone.state, undone.counts.changed], ["done", 2]);
    const standing = async (n: number) =>
      (await mailsOf(database, n))
        .filter((one) => one.standing !== "replaced")
        .map((one) => [one.value, one.standing, one.source]);
    assert.deepEqual(await standing(1), [["n1@example.org", "current", "rpps-psc"]]);
    assert.deepEqual(await standing(2), [["n2@example.org", "current", "rpps-psc"]]);
    assert.equal((await standing(3))[0]?.[0], "neuf3@example.org");
    assert.deepEqual(await told(directory, 1), ["faux1@example.org", "n1@example.org"]);
    const taken = await transact(db, (tx) => directory.takeContactsChanged(tx, 100));
    assert.equal(taken.length, 2, "their holders are to be told");
    assert.equal((await undo()).counts.changed, 0, "once");
  }));

test("a list above the share is kept for two people, and applied once, as it was or not at all", () =>
  withDirectory(async (directory, database) => {
    const { db } = database;
    await restricted(directory, nurses(400));
    const lines = [1, 2, 3, 4, 5].map((n) => mailLine(n, `autre${n}@example.org`));
    const apply = (id: string) =>
      transact(db, (tx) => directory.applyContactFile(tx, id, keepHeld));
    const stale = await given(directory, ...lines);
    assert.ok(stale.isKept && stale.run);
    await given(directory, mailLine(1, "entre@example.org"));
    assert.equal(await apply(stale.run), false, "the list is another by now");
    const kept = await given(directory, ...lines);
    assert.ok(kept.run);
    assert.equal(await apply(stale.run), false, "a newer file took its place");
    const both = await Promise.all([apply(kept.run), apply(kept.run)]);
    assert.deepEqual(both.sort(), [false, true]);
    assert.equal((await mailsOf(database, 5)).at(-1)?.value, "autre5@example.org");
    assert.deepEqual(await directory.contactFiles(undefined), []);
    const small = await given(directory, mailLine(9, "petit@example.org"));
    assert.equal(small.state, "done", "what two people signed counts in no share");
  }));
