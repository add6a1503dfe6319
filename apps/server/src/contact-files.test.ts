import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import type { ContactList, ContactQuality, ContactRequestView } from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { keepHeld } from "#modules/contacts";
import { createDirectory } from "#modules/directory";
import { systemRandom } from "#platform/random";
import { fixedClock } from "#platform/testing";
import { type Model, newModel } from "#platform/testing/authenticator";
import { consoleOf, newColleague, teamOf } from "./testing/colleague.ts";
import { sandboxPeople } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// Authorities' files that one person does not decide: above the share, and about people whose access is stopped.

let server: WholeServer;
let model: Model;
let people: readonly string[];
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(server.issuer);
});
after(() => server?.stop());

type Colleague = Awaited<ReturnType<typeof newColleague>>;
const registrar = (scope = "national") =>
  newColleague(server, { model, scope, name: "Odile ESSAI" });
const personOf = (index: number) => people[index] ?? "";

function directoryOf() {
  const audit = createAudit({ clock: fixedClock(), random: systemRandom });
  const { db } = server.database;
  return { audit, directory: createDirectory({ db, random: systemRandom, audit }) };
}
const asks = (): Parameters<ReturnType<typeof createDirectory>["undoContacts"]>[1] => ({
  ...{ authority: "national", isApplied: true, strict: false },
  keepHeld: (tx, given) => keepHeld({ random: systemRandom, ...directoryOf() }, tx, given),
});

/** What `aval import contacts --apply` does: the sandbox has so few contacts that one change is above the share. */
function importing(...lines: readonly string[]) {
  const text = ["identifiant;nature;valeur;date;justificatif", ...lines, ""].join("\n");
  return directoryOf().directory.importContacts(Readable.from([Buffer.from(text)]), asks());
}
async function mailOf(nationalId: string): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`
    select value from contact c join professional p on p.id = c.professional
    where p.national_id = ${nationalId} and kind = 'email' and replaced_at is null`.execute(
    server.database.db,
  );
  return rows[0]?.value;
}
const files = async ({ browser }: Colleague) =>
  (await browser.said<ContactList>("/api/contacts")).files;
const at = (file: string) => `/api/contacts/files/${file}`;
async function sign(who: Colleague, file: string) {
  const asked = await who.browser.said<{ challenge: string; rpId: string }>(`${at(file)}/ask`, {});
  if (asked.error) return { error: asked.error, isApplied: false };
  const signed = await who.key.get(asked, `http://${consoleOf(server).host}`);
  return who.browser.said<{ isApplied: boolean }>(`${at(file)}/sign`, { ...signed });
}

test("a file above the share is applied by two people of its authority, each by a key of their own, once", async () => {
  const [first, second] = [await registrar(), await registrar()];
  const nationalId = personOf(20);
  const old = await mailOf(nationalId);
  const { run = "" } = await importing(`${nationalId};mail;fichier@example.org;;guichet`);
  const [shown] = await files(first);
  assert.deepEqual([shown?.file, shown?.changed, shown?.signatures], [run, 1, 0]);
  assert.match(shown?.sha256 ?? "", /^[0-9a-f]{64}$/);
  assert.equal(JSON.stringify(shown).includes("fichier@"), false, "no value");
  const stranger = await registrar("order:nowhere");
  assert.deepEqual(await files(stranger), []);
  assert.equal((await sign(stranger, run)).error, "not_found");

  assert.equal((await sign(first, run)).isApplied, false);
  assert.equal((await sign(first, run)).error, "contact_two_people", "one person is not two");
  assert.equal(await mailOf(nationalId), old);
  assert.equal((await sign(second, run)).isApplied, true);
  assert.equal(await mailOf(nationalId), "fichier@example.org");
  assert.equal((await sign(await registrar(), run)).error, "not_found", "once");
  const { rows } = await sql<{ body: string }>`
    select body from fact where kind = 'contact_file_signed' and body like ${`%${run}%`}`.execute(
    server.database.db,
  );
  assert.equal(rows.length, 2);
  for (const { body } of rows)
    assert.equal(
      body.includes("statement"),
      false,
      "the log keeps no hash of the file or its list",
    );
});

test("whoever was suspended since has signed nothing, and one person sets a file aside", async () => {
  const [first, second] = [await registrar(), await registrar()];
  const nationalId = personOf(21);
  const { run = "" } = await importing(`${nationalId};mail;seul@example.org;;guichet`);
  assert.equal((await sign(first, run)).isApplied, false);
  await teamOf(server).suspend(first.id);
  assert.equal((await sign(second, run)).isApplied, false, "one person is left");
  assert.notEqual(await mailOf(nationalId), "seul@example.org");
  const aside = await second.browser.said<{ error?: string }>(`${at(run)}/refuse`, {});
  assert.equal(aside.error, undefined);
  assert.equal((await sign(await registrar(), run)).error, "not_found");
});

test("a file's line about somebody whose access is stopped waits for a person of the authority, and for the stop's end", async () => {
  const { db } = server.database;
  const [nationalId, value] = [personOf(22), "attente@example.org"];
  const old = await mailOf(nationalId);
  await sql`
    insert into stop (id, professional, rule, made_at, scope)
    select 'stp_files', id, 'pause_from_alert', aval_now(), 'national' from professional where national_id = ${nationalId}`.execute(
    db,
  );
  const done = await importing(`${nationalId};mail;${value};;guichet`);
  assert.deepEqual([done.state, done.held], ["done", 1]);
  assert.equal(await mailOf(nationalId), old);
  const agent = await registrar();
  const { waiting } = await agent.browser.said<ContactList>("/api/contacts");
  const request = waiting.at(-1)?.request ?? "";
  assert.deepEqual([waiting.at(-1)?.byFile, waiting.at(-1)?.byHolder], [true, false]);
  const held = async ({ browser }: typeof agent) =>
    (await browser.said<ContactQuality>("/api/contacts/quality")).held;
  const before = await held(agent);
  assert.ok(before >= 1);
  assert.equal(await held(await registrar("order:pharmaciens")), 0, "of another authority");
  const confirm = async () => {
    const path = `/api/contacts/requests/${request}`;
    const asked = await agent.browser.said<{ challenge: string; rpId: string }>(`${path}/ask`, {});
    const signed = await agent.key.get(asked, `http://${consoleOf(server).host}`);
    return agent.browser.said<ContactRequestView>(`${path}/confirm`, { ...signed });
  };
  assert.equal((await confirm()).error, "holder_stopped");
  await sql`update stop set lifted_at = aval_now(), lifted_by = 'phone' where id = 'stp_files'`.execute(
    db,
  );
  const confirmed = await confirm();
  assert.deepEqual([confirmed.stage, confirmed.byFile], ["confirmed", true]);
  assert.equal(await held(agent), before - 1);
  assert.equal(await mailOf(nationalId), value);
});

test("an undo ends what its file left waiting, a newer word of the same authority too, and what cannot wait is told", async () => {
  const { db } = server.database;
  const nationalId = personOf(23);
  await sql`
    insert into stop (id, professional, rule, made_at, scope)
    select 'stp_ended', id, 'pause_from_alert', aval_now(), 'national' from professional where national_id = ${nationalId}`.execute(
    db,
  );
  const waits = async () => {
    const { rows } = await sql<{ value: string }>`
      select value from contact_request where national_id = ${nationalId} and decided_at is null`.execute(
      db,
    );
    return rows.map(({ value }) => value);
  };
  const forged = await importing(`${nationalId};mail;faux@example.org;;guichet`);
  assert.deepEqual(await waits(), ["faux@example.org"]);
  const undone = await directoryOf().directory.undoContacts(forged.run ?? "", asks());
  assert.deepEqual([undone.state, undone.ended, await waits()], ["done", 1, []]);

  await importing(`${nationalId};mail;faux@example.org;;guichet`);
  const right = await importing(`${nationalId};mail;${await mailOf(nationalId)};;guichet`);
  assert.deepEqual([right.counts.unchanged, right.ended, await waits()], [1, 1, []]);

  const removal = await importing(`${nationalId};mail;;;guichet`);
  assert.deepEqual([removal.held, removal.problems.map(({ reason }) => reason)], [0, ["not_kept"]]);
  const { rows } = await sql`
    select from fact where kind = 'contact_change_refused' and body like ${`%${undone.run}%`}`.execute(
    db,
  );
  assert.equal(rows.length, 1);
});
