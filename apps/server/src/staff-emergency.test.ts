import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ConsoleMe, ConsoleTeam, EmergencyBegun } from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { emergencyActs, type permissions, type Role } from "#modules/staff";
import { moveClock } from "#platform/testing";
import {
  type Authenticator,
  type Model,
  newAuthenticator,
  newModel,
} from "#platform/testing/authenticator";
import { minutes } from "#platform/time";
import { consoleOf, newColleague, newConsoleBrowser, teamOf } from "./testing/colleague.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// The console in an emergency: two people with two keys, an hour, stopping and no more (docs/decisions/0090).

let server: WholeServer;
let model: Model;
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
});
after(() => server?.stop());

const originOf = () => `http://${consoleOf(server).host}`;
const member = (role: Role, name: string, scope = "national") =>
  newColleague(server, { model, role, name, scope });

/** A fresh browser at the door of the console, and its two steps. */
function atDoor() {
  const browser = newConsoleBrowser(consoleOf(server));
  return {
    browser,
    begin: async (key: Authenticator, reason = "nobody_reached") => {
      const asked = await browser.said<{ challenge: string; rpId: string }>(
        "/api/sign-in/challenge",
        {},
      );
      return browser.said<EmergencyBegun>("/api/emergency/begin", {
        ...key.get(asked, originOf()),
        reason,
      });
    },
    open: (begun: EmergencyBegun, key: Authenticator, code = begun.code) =>
      browser.said<{ entered?: true }>("/api/emergency/open", {
        ...key.get(begun, originOf()),
        code,
      }),
  };
}

test("two people with two keys, one an operator, are in for an hour, with the acts of an emergency and no role's", async () => {
  const operator = await member("operator", "Odile ESSAI");
  const analyst = await member("analyst", "Ariane ESSAI", "order:medecins");
  const { browser, begin, open } = atDoor();
  const begun = await begin(analyst.key);
  assert.equal(begun.first, "Ariane ESSAI");
  assert.deepEqual(await browser.said("/api/me"), { nobody: true }, "one key opens nothing");
  assert.deepEqual(await open(begun, operator.key), { entered: true });
  const me = await browser.said<ConsoleMe>("/api/me");
  assert.deepEqual(
    [me.name, me.emergencyWith, me.scope, me.roles],
    ["Ariane ESSAI", "Odile ESSAI", "national", []],
  );
  assert.deepEqual([...me.acts].sort(), [...emergencyActs].sort());
  assert.equal((await browser.ask("/api/cases")).status, 200);
  const refused = Object.entries({
    see_team: "/api/team",
    clear_freeze: "/api/freezes/find",
    call_people: "/api/calls",
    see_deliveries: "/api/services",
    ask_erasure: "/api/erasures",
    make_campaigns: "/api/campaigns",
    keep_contacts: "/api/contacts",
    enrol: "/api/desk",
  } satisfies Partial<Record<keyof typeof permissions, string>>);
  for (const [act, path] of refused) {
    const body = path.endsWith("/find") ? { nationalId: "899799999999" } : undefined;
    assert.equal((await browser.said(path, body)).error, "staff_may_not", act);
  }
  // Every operator reads who entered, and why; the log keeps what the second signed.
  const { emergencies } = await operator.browser.said<ConsoleTeam>("/api/team");
  assert.deepEqual(
    emergencies.map(({ by, reason }) => [by, reason]),
    [[["Ariane ESSAI", "Odile ESSAI"], "nobody_reached"]],
  );
  const { rows } = await sql<{ body: string }>`
    select body from fact where kind = 'staff_emergency_opened'`.execute(server.database.db);
  assert.equal(rows.length, 1);
  const fact = JSON.parse(rows[0]?.body ?? "") as { staff: string; by: string; signature: string };
  assert.deepEqual([fact.staff, fact.by], [analyst.id, operator.id]);
  const { statement } = JSON.parse(fact.signature) as { statement: string };
  const said = JSON.parse(statement) as Record<string, string>;
  assert.deepEqual(
    [said["act"], said["first"], said["reason"]],
    ["emergency", analyst.id, "nobody_reached"],
  );
});

test("nobody enters by one person's two keys, without an operator, by a role that neither operates nor analyses, late, or twice", async () => {
  const operator = await member("operator", "Oscar ESSAI");
  const other = await member("operator", "Omar ESSAI");
  const [one, two] = [await member("analyst", "Alma ESSAI"), await member("analyst", "Anna ESSAI")];
  const insurer = await member("insurer", "Inès ESSAI");

  const spare = newAuthenticator({ model, counts: true });
  const link = await teamOf(server).invite(operator.id);
  assert.ok(link.ok);
  const { words } = await operator.browser.proposeKey(link.value, spare);
  assert.ok((await teamOf(server).confirmKey(operator.id, words)).ok);

  const door = atDoor();
  const refused = async (first: Authenticator, second: Authenticator, why: string) => {
    const begun = await door.begin(first);
    const said = begun.error === undefined ? await door.open(begun, second) : begun;
    assert.equal(said.error, "staff_refused", why);
  };
  await refused(operator.key, spare, "two keys of one person");
  await refused(operator.key, operator.key, "one key twice");
  await refused(one.key, two.key, "no operator");
  await refused(insurer.key, operator.key, "an insurer first");
  await refused(operator.key, insurer.key, "an insurer second");
  await refused(operator.key, newAuthenticator({ model }), "a key that nobody knows");

  const wrong = await door.begin(operator.key);
  assert.equal((await door.open(wrong, spare)).error, "staff_refused");
  assert.equal((await door.open(wrong, other.key)).error, "staff_refused", "the attempt is over");
  const ofAnother = await door.begin(operator.key);
  const mine = await door.begin(operator.key);
  const crossed = await door.open(mine, other.key, ofAnother.code);
  assert.equal(crossed.error, "staff_refused", "what was signed is of its own attempt");

  const once = await door.begin(operator.key);
  assert.deepEqual(await door.open(once, other.key), { entered: true });
  assert.equal((await atDoor().open(once, one.key)).error, "staff_refused", "once");

  const late = await door.begin(operator.key);
  await moveClock(server.database.db, lifetimes.staffChallenge);
  assert.equal((await door.open(late, other.key)).error, "staff_refused", "late");
});

test("two seconds at once open one session", async () => {
  const operator = await member("operator", "Odin ESSAI");
  const seconds = [await member("analyst", "Aude ESSAI"), await member("analyst", "Axel ESSAI")];
  const begun = await atDoor().begin(operator.key);
  const said = await Promise.all(seconds.map(({ key }) => atDoor().open(begun, key)));
  assert.equal(said.filter(({ entered }) => entered).length, 1);
});

test("it is over after an hour, when idle, and when either of the two is stopped or ends the key", async () => {
  const { db } = server.database;
  const entered = async (how: (first: Colleague, second: Colleague) => Promise<unknown>) => {
    const first = await member("operator", "Olga ESSAI");
    const second = await member("analyst", "Abel ESSAI");
    const door = atDoor();
    const begun = await door.begin(first.key);
    assert.deepEqual(await door.open(begun, second.key), { entered: true });
    assert.equal((await door.browser.ask("/api/cases")).status, 200);
    await how(first, second);
    assert.equal((await door.browser.said("/api/cases")).error, "staff_signed_out");
  };
  await entered(({ id }) => teamOf(server).suspend(id));
  await entered((_first, { id }) => teamOf(server).suspend(id));
  const endsKey = async ({ browser }: Colleague) => {
    const { keys } = await browser.said<{ keys: { id: string }[] }>("/api/keys");
    await browser.ask("/api/keys/end", { key: keys[0]?.id ?? "" });
  };
  await entered(endsKey);
  await entered((_first, second) => endsKey(second));
  await entered(() => moveClock(db, minutes(16)));

  const [first, second] = [
    await member("operator", "Ondine ESSAI"),
    await member("analyst", "Ali ESSAI"),
  ];
  const door = atDoor();
  assert.deepEqual(await door.open(await door.begin(first.key), second.key), { entered: true });
  for (let passed = 0; passed < 5; passed += 1) {
    await moveClock(db, minutes(10));
    assert.equal((await door.browser.ask("/api/keys")).status, 200, "an act");
  }
  await moveClock(db, minutes(10));
  assert.equal((await door.browser.said("/api/cases")).error, "staff_signed_out", "an hour");
});

type Colleague = Awaited<ReturnType<typeof newColleague>>;
