import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { sql } from "kysely";
import { moveClock, type TestDatabase } from "#platform/testing";
import { days } from "#platform/time";
import type { Directory } from "./index.ts";
import { nurse, nurses, streamOf } from "./testing/extracts.ts";
import { restricted, withDirectory } from "./testing/world.ts";

// What undoing a file takes away, whose word it takes, and what is relied on after.

const nurseId = (n: number) => `899710000${String(n).padStart(3, "0")}`;
const mailLine = (n: number, value: string) => `${nurseId(n)};mail;${value};;guichet`;
const bare = (n: number) => nurse(n, { "Adresse e-mail (coord. correspondance)": "" });
const asked = {
  ...{ authority: "order:infirmiers", isApplied: true, strict: false },
  keepHeld: async () => ({ unkept: [], ended: 0 }),
};
const given = (directory: Directory, ...lines: readonly string[]) =>
  directory.importContacts(
    streamOf(["identifiant;nature;valeur;date;justificatif", ...lines, ""].join("\n")),
    asked,
  );

/** The values of this nurse's mail that are relied on. */
async function reliedOf(directory: Directory, { db }: TestDatabase, n: number) {
  const { rows } = await sql<{ id: string; value: string }>`
    select c.id::text, value from contact c join professional p on p.id = c.professional
    where p.national_id = ${nurseId(n)} and kind = 'email' order by c.id`.execute(db);
  const found = new Set<string>();
  for (const { id, value } of rows) if (await directory.isRelied(id)) found.add(value);
  return [...found];
}

test("a value that an undo took back is never relied on, nor after thirty days (P-29)", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, [bare(0), ...nurses(400).slice(1)]);
    const forged = await given(directory, mailLine(0, "voleur@example.org"));
    assert.equal((await directory.undoContacts(forged.run ?? "", asked)).state, "done");
    await moveClock(database.db, days(31));
    assert.deepEqual(await reliedOf(directory, database, 0), []);
    // Given again, it is as young as a new one.
    assert.equal((await given(directory, mailLine(0, "voleur@example.org"))).counts.changed, 1);
    await moveClock(database.db, days(29));
    assert.deepEqual(await reliedOf(directory, database, 0), []);
    await moveClock(database.db, days(2));
    assert.deepEqual(await reliedOf(directory, database, 0), ["voleur@example.org"]);
  }));

test("withdrawn before its thirty days a value is never relied on; after them it still is (P-30)", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, nurses(400));
    await moveClock(database.db, days(29));
    await given(directory, mailLine(1, ""));
    await moveClock(database.db, days(2));
    await given(directory, mailLine(2, ""));
    await moveClock(database.db, days(31));
    assert.deepEqual(await reliedOf(directory, database, 1), []);
    assert.deepEqual(await reliedOf(directory, database, 2), ["n2@example.org"]);
  }));

test("a forgery undone after it was relied on gives way at once to what was relied on before", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, nurses(400));
    await moveClock(database.db, days(31));
    const forged = await given(directory, mailLine(1, "voleur@example.org"));
    await moveClock(database.db, days(31));
    assert.deepEqual(await reliedOf(directory, database, 1), ["voleur@example.org"]);
    assert.equal((await directory.undoContacts(forged.run ?? "", asked)).state, "done");
    assert.deepEqual(await reliedOf(directory, database, 1), ["n1@example.org"]);
    await moveClock(database.db, days(60));
    assert.deepEqual(await reliedOf(directory, database, 1), ["n1@example.org"]);
  }));

test("an undo counts in no share within seven days of its file; of an older one it waits for two people", () =>
  withDirectory(async (directory, database) => {
    await restricted(
      directory,
      Array.from({ length: 400 }, (_, n) => bare(n)),
    );
    const all = Array.from({ length: 400 }, (_, n) => mailLine(n, `a${n}@example.org`));
    const first = await given(directory, ...all);
    assert.deepEqual([first.state, first.counts.added], ["done", 400]);
    const shown = { ...asked, isApplied: false };
    assert.equal((await directory.undoContacts(first.run ?? "", shown)).stopped, undefined);
    await moveClock(database.db, days(365));
    const late = await directory.undoContacts(first.run ?? "", asked);
    assert.deepEqual([late.stopped?.reason, late.isKept], ["contacts_share", true]);
    const { rows } = await sql`select from contact where withdrawn_at is not null`.execute(
      database.db,
    );
    assert.equal(rows.length, 0);
  }));

test("undoing an undo is judged and counted as a file", () =>
  withDirectory(async (directory) => {
    await restricted(directory, nurses(400));
    // Eight hundred contacts: four a week.
    const lines = [1, 2, 3].map((n) => mailLine(n, `vers${n}@example.org`));
    const file = await given(directory, ...lines);
    const undone = await directory.undoContacts(file.run ?? "", asked);
    assert.equal(undone.state, "done");
    const again = await directory.undoContacts(undone.run ?? "", asked);
    assert.equal(again.stopped?.reason, "contacts_share", "three and three are six");
    const small = [mailLine(4, "vers4@example.org")];
    assert.equal((await given(directory, ...small)).state, "done", "a free undo counted nothing");
  }));

test("an undo that was not free counts in the share of the week", () =>
  withDirectory(async (directory, { db }) => {
    await restricted(directory, nurses(400));
    const four = [1, 2, 3, 4].map((n) => mailLine(n, `vers${n}@example.org`));
    const file = await given(directory, ...four);
    await moveClock(db, days(8));
    assert.equal((await directory.undoContacts(file.run ?? "", asked)).state, "done");
    const more = await given(directory, mailLine(5, "v5@example.org"));
    assert.equal(more.stopped?.reason, "contacts_share");
  }));

test("the log names a file of contacts by a hash that nobody finds by trying addresses", () =>
  withDirectory(async (directory, { db }) => {
    await restricted(directory, nurses(400));
    const lines = [1, 2, 3, 4, 5].map((n) => mailLine(n, `vers${n}@example.org`));
    for (const run of [
      await given(directory, ...lines.slice(1)),
      await given(directory, ...lines),
    ]) {
      const { rows } = await sql<{ digest: string; salt: string }>`
        select digest, log_salt as salt from import_run where id = ${run.run}`.execute(db);
      const { digest = "", salt = "" } = rows[0] ?? {};
      const { rows: said } = await sql<{ body: string }>`
        select body from fact where body like ${`%${run.run}%`}`.execute(db);
      const log = said.map(({ body }) => body).join("\n");
      assert.ok(digest !== "" && !log.includes(digest), run.state);
      assert.ok(log.includes(createHash("sha256").update(`${salt}.${digest}`).digest("base64url")));
    }
  }));
