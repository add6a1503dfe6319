import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ConsoleImports } from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { isImportAgreed } from "#modules/desk";
import { createDirectory } from "#modules/directory";
import { createStaff } from "#modules/staff";
import { systemRandom } from "#platform/random";
import { fixedClock, moveClock } from "#platform/testing";
import { type Model, newModel } from "#platform/testing/authenticator";
import { days } from "#platform/time";
import {
  fileOf,
  nurses,
  restrictedColumns,
  streamOf,
} from "./modules/directory/testing/extracts.ts";
import { newColleague, signatureOf, teamOf } from "./testing/colleague.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// An extract above its share: two operators sign exactly that file and what it would change, and the same import then passes, once (decision 0057).

let server: WholeServer;
let model: Model;
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  assert.equal((await importing(named("MARTIN"))).state, "done");
});
after(() => server?.stop());

const operator = (name = "Odile ESSAI") => newColleague(server, { model, role: "operator", name });
type Colleague = Awaited<ReturnType<typeof operator>>;

/** Forty nurses under this name: each name is a file of its own, above the share. */
const named = (name: string) =>
  nurses(40).map((cells) => ({ ...cells, "Nom d'exercice": name, "Nom de famille": name }));

/** What `aval import rpps FILE` does. */
function importing(lines: ReturnType<typeof nurses>, strict = false) {
  const { db } = server.database;
  const audit = createAudit({ clock: fixedClock(), random: systemRandom });
  const staff = createStaff({ db });
  return createDirectory({ db, random: systemRandom, audit }).importExtract(
    streamOf(fileOf(restrictedColumns, lines)),
    { strict, isAgreed: (tx, id) => isImportAgreed({ staff }, tx, id) },
  );
}
async function nameNow(): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select family_name as name from professional where national_id = '899710000000'`.execute(
    server.database.db,
  );
  return rows[0]?.name;
}
const waiting = async ({ browser }: Colleague) =>
  (await browser.said<ConsoleImports>("/api/imports")).waiting;
const at = (id: string) => `/api/imports/${id}`;
async function sign(who: Colleague, id: string): Promise<string | undefined> {
  const signed = await signatureOf(server, who, `${at(id)}/ask`);
  return (await who.browser.said<ConsoleImports>(`${at(id)}/sign`, signed)).error;
}
/** Stops for its share; what waits is named. */
async function stopped(name: string): Promise<string> {
  const { state, waits } = await importing(named(name));
  assert.equal(state, "stopped");
  assert.ok(waits);
  return waits.id;
}

test("an extract above its share passes once two operators have signed it, each by a key of their own, once", async () => {
  const [one, other] = [await operator(), await operator("Paul ESSAI")];
  const id = await stopped("DEUX");
  const [shown] = await waiting(one);
  assert.deepEqual(
    [shown?.import, shown?.source, shown?.counts.changed, shown?.shares.people],
    [id, "rpps-psc", 40, { count: 40, of: 40 }],
  );
  assert.match(shown?.sha256 ?? "", /^[0-9a-f]{64}$/);
  assert.equal(JSON.stringify(shown).includes("DEUX"), false, "no value");

  assert.equal(await sign(one, id), undefined);
  assert.equal(await sign(one, id), "import_two_people", "one person is not two");
  assert.equal(await stopped("DEUX"), id, "the same file is the same question, and keeps its word");
  assert.equal(await nameNow(), "MARTIN");
  assert.equal(await sign(other, id), undefined);
  assert.deepEqual(
    (await waiting(one))[0]?.signed.map(({ by }) => by),
    ["Odile ESSAI", "Paul ESSAI"],
  );
  assert.equal(await nameNow(), "MARTIN", "nothing is applied from the console");
  assert.equal((await importing(named("DEUX"), true)).state, "done", "strict, without a fault");
  assert.equal(await nameNow(), "DEUX");
  assert.deepEqual(await waiting(one), []);
  const { rows } = await sql<{ body: string }>`
    select body from fact where kind = 'directory_imported' and body like ${`%${id}%`}`.execute(
    server.database.db,
  );
  assert.equal(rows.length, 1, "the log says which agreement let it pass");

  assert.notEqual(await stopped("MARTIN"), id, "the way back takes two again");
});

test("another file, another directory, an operator who was suspended since, or three days: it stops again", async () => {
  const [one, other] = [await operator(), await operator("Paul ESSAI")];
  const agree = async (name: string) => {
    const id = await stopped(name);
    assert.equal(await sign(one, id), undefined);
    assert.equal(await sign(other, id), undefined);
    return id;
  };
  const before = await nameNow();
  const first = await agree("TROIS");
  assert.notEqual(await stopped("QUATRE"), first, "another file");
  assert.notEqual(await stopped("TROIS"), first, "a later file took its place");

  const second = await agree("TROIS");
  assert.ok(before);
  assert.equal((await importing(named(before))).state, "done", "the same people, as they are");
  assert.notEqual(await stopped("TROIS"), second, "another import was applied meanwhile");

  const late = await agree("TROIS");
  await moveClock(server.database.db, days(3));
  assert.notEqual(await stopped("TROIS"), late, "three days");

  const [fresh, next] = [await operator(), await operator("Paul ESSAI")];
  const id = await stopped("TROIS");
  assert.equal(await sign(fresh, id), undefined);
  await teamOf(server).suspend(fresh.id);
  assert.equal(await sign(next, id), undefined);
  assert.equal((await waiting(next))[0]?.signed.length, 1);
  assert.equal(await stopped("TROIS"), id, "one person is left");
  assert.equal(await sign(await operator(), id), undefined);
  assert.equal((await importing(named("TROIS"))).state, "done");
  assert.equal(await nameNow(), "TROIS");
});

test("one operator sets it aside, and a signature over another import is worth nothing", async () => {
  const [one, other] = [await operator(), await operator("Paul ESSAI")];
  const id = await stopped("CINQ");
  const signed = await signatureOf(server, one, `${at(id)}/ask`);
  const next = await stopped("SIX");
  assert.equal((await one.browser.said(`${at(id)}/sign`, signed)).error, "not_found");
  const again = await signatureOf(server, one, `${at(next)}/ask`);
  const third = await stopped("SEPT");
  assert.equal((await one.browser.said(`${at(third)}/sign`, again)).error, "staff_refused");
  assert.equal(await sign(other, third), undefined);
  assert.equal((await one.browser.said(`${at(third)}/refuse`, {})).error, undefined);
  assert.equal((await other.browser.said(`${at(third)}/refuse`, {})).error, "not_found", "once");
  assert.deepEqual(await waiting(one), []);
  assert.notEqual(await stopped("SEPT"), third);
});
