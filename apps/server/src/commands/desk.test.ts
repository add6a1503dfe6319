import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import { idFrom } from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { createAudit, type Fact } from "#modules/audit";
import { createCases } from "#modules/cases";
import { readConfig } from "#platform/config";
import { transact } from "#platform/database";
import { systemRandom as random } from "#platform/random";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { days, instant, type Instant } from "#platform/time";
import { newSigner } from "../modules/cases/testing/world.ts";
import type { WithDatabase } from "./beside.ts";
import { command, deskCommand } from "./desk.ts";
import { lastJson, saidByCommand } from "./testing/said.ts";

let database: TestDatabase;
let now: Instant = instant(Date.now());
const clock = { now: () => now };
const audit = createAudit({ clock, random });
const outcome = readConfig({});
assert.ok(outcome.ok);
const config = outcome.value;
const withDatabase: WithDatabase = (work) =>
  work({ config, db: database.db, clock, random, audit });

before(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** A directory of nobody. */
const nobody = { byId: async () => undefined };
const professional = idFrom("pro", random.bytes(17));
const approval = idFrom("apr", random.bytes(17));

const append = (fact: Fact, at = instant(Date.now())) => {
  now = at;
  return transact(database.db, (tx) => audit.append(tx, fact));
};

async function run(...argv: string[]) {
  const said = await saidByCommand(
    { ...command, run: (words, io) => deskCommand(words, io, withDatabase) },
    argv,
  );
  return { ...said, last: () => lastJson(said) };
}

test("the operator reads the alerts of the last days as one array, and changes nothing", async () => {
  assert.deepEqual((await run("alerts", "--json")).last(), []);
  await append({ fact: "card_refused", service: "register", reason: "card_expired" });
  await append(
    { fact: "place_offer_stopped", professional, approval },
    instant(Date.now() - days(40)),
  );
  await append({ fact: "place_offer_stopped", professional, approval });
  const read = await run("alerts", "--json");
  assert.equal(read.status, 0);
  const [alert, ...more] = read.last();
  assert.deepEqual(more, []);
  assert.deepEqual([alert.kind, alert.nationalId], ["place_offer_stopped", null]);
  assert.match(alert.at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.equal((await run("alerts", "--json", "--days", "90")).last().length, 2);
  assert.match(
    (await run("alerts")).out.join("\n"),
    /place_offer_stopped .*ajout de poste voulu par un appelant \/ a place that a caller asked for$/,
    "a name of the log stands beside its words",
  );
  assert.match((await run("alerts")).out.join("\n"), /place_offer_stopped/);
});

test("a service that lost its bells is an alert that names the service and nobody", async () => {
  await append({
    ...{ fact: "service_bells_lost", service: "ringer", day: "2026-05-04" },
    ...{ asked: 900, refused: 20 },
  });
  const alert = (await run("alerts", "--json"))
    .last()
    .find(({ kind }: { kind: string }) => kind === "service_bells_lost");
  assert.deepEqual([alert.service, alert.nationalId], ["ringer", null]);
  assert.match((await run("alerts")).out.join("\n"), /service_bells_lost +ringer/);
});

test("the operator reads the cases that go on as one array, first due first, and of nobody", async () => {
  assert.deepEqual((await run("cases", "--json")).last(), []);
  const { db } = database;
  const cases = createCases({ db, clock, random, audit, directory: nobody } as never);
  await append({ fact: "installation_link_stopped", professional, service: "register" });
  await audit.sequence(db, newSigner());
  assert.equal(await cases.follow(), false);
  const read = await run("cases", "--json");
  const listed = read.last() as Record<string, unknown>[];
  // The alerts of the tests before: of the same holder forty days ago and today, and of a service.
  assert.deepEqual(
    listed.map(({ state, severity, owner, alerts, people }) => [
      state,
      severity,
      owner,
      alerts,
      people,
    ]),
    [
      ["open", "high", null, 1, 1],
      ["open", "high", null, 2, 1],
      ["open", "medium", null, 1, 0],
    ],
  );
  const { id, openedAt, dueAt } = listed[0] ?? {};
  assert.match(String(id), /^cas_/);
  assert.equal(Date.parse(String(dueAt)) - Date.parse(String(openedAt)), lifetimes.caseHigh);
  assert.match((await run("cases")).out.join("\n"), /^cas_\S+ +open +high +à regarder avant/);
});

test("an empty outbox is an empty array; what is no list of the desk's is refused as misuse", async () => {
  assert.deepEqual((await run("outbox", "--json")).last(), []);
  assert.equal((await run("notes", "--json")).status, 2);
  assert.equal((await run("alerts", "--days", "0")).status, 2);
});

test("the outbox says of each notice by which way it went, whose it is and how far it got, and no address", async () => {
  const { db } = database;
  await sql`
    insert into notice (id, professional, event, about, scope, told_at)
    values ('ntc_1', ${professional}, 'paused', 'stp_1', 'national', now() - interval '90 days')`.execute(
    db,
  );
  await sql`
    insert into delivery (id, notice, contact, channel, state, due_at, tries, sent_at, carried_as, opened_at) values
      ('dlv_1', 'ntc_1', 1, 'mail', 'sent', now(), 1, now(), null, now()),
      ('dlv_2', 'ntc_1', 2, 'sms', 'handed', now() + interval '2 minutes', 1, null, 'SM1', null)`.execute(
    db,
  );
  const read = (await run("outbox", "--json")).last() as Record<string, unknown>[];
  assert.deepEqual(
    read.map(({ id, kind, state, event, openedAt }) => [id, kind, state, event, openedAt !== null]),
    [
      ["dlv_2", "sms", "handed", "paused", false],
      ["dlv_1", "mail", "sent", "paused", true],
    ],
  );
  assert.deepEqual(Object.keys(read[0] ?? {}).sort(), [
    ...[
      "at",
      "event",
      "id",
      "kind",
      "nationalId",
      "nextAt",
      "openedAt",
      "service",
      "state",
      "tries",
    ],
  ]);
  for (const { at } of read)
    assert.ok(Date.parse(String(at)) <= Date.now(), "nothing is dated by what is still to come");
  assert.ok(Date.parse(String(read[0]?.["nextAt"])) > Date.now());
  assert.equal(read[1]?.["nextAt"], null);
  assert.match((await run("outbox")).out.join("\n"), /mail .*sent .*paused.*ouvert/);
  assert.match(
    (await run("outbox")).out.join("\n"),
    /sms .*prochain essai \/ next try \d.* [+-]\d\d:\d\d/,
  );
});
