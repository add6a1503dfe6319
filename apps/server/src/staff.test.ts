import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ConsoleKeyCreation, ConsoleKeyProposal, ConsoleMe } from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds, lifetimes } from "#lifetimes";
import { createAudit } from "#modules/audit";
import { endAllKeys, permissions, roles } from "#modules/staff";
import { systemRandom } from "#platform/random";
import { moveClock } from "#platform/testing";
import { type Model, newAuthenticator, newModel } from "#platform/testing/authenticator";
import { instant, minutes } from "#platform/time";
import { connectOnce, transact } from "#platform/database";
import { addresses } from "../../console/src/state.ts";
import { consoleOf, newColleague, newConsoleBrowser, teamOf } from "./testing/colleague.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// The staff's keys and sessions through the real server: links, sign-in, roles, and what ends them.

let server: WholeServer;
let model: Model;
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
});
after(() => server?.stop());

async function linkFor(role: (typeof roles)[number] = "registrar") {
  const team = teamOf(server);
  const id = await team.add({ name: "Sacha ESSAI", scope: "national", roles: [role] });
  const link = await team.invite(id);
  assert.ok(link.ok);
  return { id, code: link.value };
}
const newBrowser = () => newConsoleBrowser(consoleOf(server));

test("a link proposes one key, held in hardware; confirmed on the host, it alone opens the console", async () => {
  const { id, code } = await linkFor();
  const browser = newBrowser();
  const key = newAuthenticator({ model, counts: true });
  assert.equal((await browser.signIn(key)).error, "staff_refused", "no key is known yet");
  const { words } = await browser.proposeKey(code, key);
  assert.equal(words.length, 4);
  const again = await browser.proposeKey(code, newAuthenticator({ model }));
  assert.equal(again.error, "staff_link_over");
  assert.equal((await browser.signIn(key)).error, "staff_refused", "it is proposed, and no more");
  assert.deepEqual(await teamOf(server).confirmKey(id, words), { ok: true, value: id });
  assert.deepEqual(await browser.said("/api/me"), { nobody: true }, "adding is not entering");
  assert.deepEqual(await browser.signIn(key), { entered: true });
  const me = await browser.said<ConsoleMe>("/api/me");
  assert.equal(me.name, "Sacha ESSAI");
  assert.deepEqual(me.roles, ["registrar"]);
});

test("a key that no metadata vouches for is refused, and its link stays good for another", async () => {
  const { code } = await linkFor();
  const browser = newBrowser();
  const stranger = await newModel();
  const software = await newModel(["software"]);
  for (const options of [
    {},
    { model: stranger },
    { model: software },
    { model, backupEligible: true },
  ]) {
    const refused = await browser.proposeKey(code, newAuthenticator(options));
    assert.equal(refused.error, "staff_key_not_hardware");
  }
  const { words } = await browser.proposeKey(code, newAuthenticator({ model }));
  assert.equal(words.length, 4);
});

test("a link is good for fifteen minutes, and a later one ends it", async () => {
  const team = teamOf(server);
  const { id, code } = await linkFor();
  const later = await team.invite(id);
  assert.ok(later.ok);
  const browser = newBrowser();
  assert.equal((await browser.said("/api/keys/begin", { code })).error, "staff_link_over");
  await moveClock(server.database.db, minutes(16));
  assert.equal(
    (await browser.said("/api/keys/begin", { code: later.value })).error,
    "staff_link_over",
  );
});

test("a signature is worth one sign-in, on this origin, by whoever was verified", async () => {
  const place = consoleOf(server);
  const origin = `http://${place.host}`;
  const { key, browser } = await newColleague(server, { model });
  const asked = () =>
    browser.said<{ challenge: string; rpId: string }>("/api/sign-in/challenge", {});
  const first = key.get(await asked(), origin);
  assert.deepEqual(await browser.said("/api/sign-in", first), { entered: true });
  assert.equal((await browser.said("/api/sign-in", first)).error, "staff_refused", "a replay");
  const elsewhere = key.get(await asked(), "http://desk.example.org");
  assert.equal((await browser.said("/api/sign-in", elsewhere)).error, "staff_refused");
  const parent = key.get({ ...(await asked()), rpId: "localhost" }, origin);
  assert.equal((await browser.said("/api/sign-in", parent)).error, "staff_refused");
  const untouched = key.get(await asked(), origin, { isVerified: false });
  assert.equal((await browser.said("/api/sign-in", untouched)).error, "staff_refused");
  const copied = key.get(await asked(), origin, { rewind: 4 });
  assert.equal(
    (await browser.said("/api/sign-in", copied)).error,
    "staff_refused",
    "a counter behind",
  );
  const foreign = newConsoleBrowser(place, "http://phone.localhost:4401");
  assert.equal((await foreign.said("/api/sign-in/challenge", {})).error, "wrong_origin");
});

test("whoever asks the sign-in page for many challenges keeps nobody of their network out", async () => {
  const { key, browser } = await newColleague(server, { model });
  const stranger = newBrowser();
  for (let asked = 0; asked <= bounds.staffTries; asked++)
    assert.equal((await stranger.ask("/api/sign-in/challenge", {})).status, 200);
  const { rows } = await sql<{ unsigned: number }>`
    select count(*)::int as unsigned from staff_challenge where purpose = 'sign_in' and used_at is null`.execute(
    server.database.db,
  );
  assert.equal(rows[0]?.unsigned, 0, "what nobody signed is no row");
  assert.deepEqual(await browser.signIn(key), { entered: true });
});

test("a challenge is worth five minutes at most, and only one of ours", async () => {
  const { key, browser } = await newColleague(server, { model });
  const origin = `http://${consoleOf(server).host}`;
  const asked = await browser.said<{ challenge: string; rpId: string }>(
    "/api/sign-in/challenge",
    {},
  );
  for (const challenge of [
    "A".repeat(43),
    `${asked.challenge.slice(0, 8)}AAAA${asked.challenge.slice(12)}`,
  ])
    assert.equal(
      (await browser.said("/api/sign-in", key.get({ ...asked, challenge }, origin))).error,
      "staff_refused",
    );
  await moveClock(server.database.db, lifetimes.staffChallenge);
  assert.equal((await browser.said("/api/sign-in", key.get(asked, origin))).error, "staff_refused");
});

test("two browsers that opened one link propose one key", async () => {
  const { code } = await linkFor();
  const place = consoleOf(server);
  const added = [];
  for (const browser of [newBrowser(), newBrowser()]) {
    const creation = await browser.said<ConsoleKeyCreation>("/api/keys/begin", { code });
    const made = newAuthenticator({ model }).create(creation, `http://${place.host}`);
    const { challenge } = creation;
    added.push({
      browser,
      given: { code, challenge, name: "Clé", made: { ...made, transports: ["usb"] } },
    });
  }
  const answers = await Promise.all(
    added.map(({ browser, given }) =>
      browser.said<Partial<ConsoleKeyProposal>>("/api/keys/add", given),
    ),
  );
  assert.equal(answers.filter(({ words }) => words).length, 1);
  assert.equal(answers.filter(({ error }) => error === "staff_link_over").length, 1);
});

test("a signature of a key that counts nothing is worth one sign-in, too", async () => {
  const { id, code } = await linkFor();
  const browser = newBrowser();
  const key = newAuthenticator({ model });
  const { words } = await browser.proposeKey(code, key);
  assert.ok((await teamOf(server).confirmKey(id, words)).ok);
  const asked = await browser.said<{ challenge: string; rpId: string }>(
    "/api/sign-in/challenge",
    {},
  );
  const given = key.get(asked, `http://${consoleOf(server).host}`);
  assert.deepEqual(await browser.said("/api/sign-in", given), { entered: true });
  assert.equal((await browser.said("/api/sign-in", given)).error, "staff_refused");
});

test("a session is over after fifteen idle minutes, after eight hours, and what a page asks by itself keeps none alive", async () => {
  const { db } = server.database;
  const idle = await newColleague(server, { model });
  await moveClock(db, minutes(14));
  assert.equal((await idle.browser.ask("/api/keys")).status, 200, "an act");
  await moveClock(db, minutes(14));
  assert.equal((await idle.browser.ask("/api/me")).status, 200, "asked by the page itself");
  await moveClock(db, minutes(2));
  assert.equal((await idle.browser.said("/api/me")).error, "staff_signed_out");

  const busy = await newColleague(server, { model });
  for (let passed = 0; passed < 48; passed++) {
    assert.equal((await busy.browser.ask("/api/keys")).status, 200);
    await moveClock(db, minutes(10));
  }
  assert.equal((await busy.browser.said("/api/keys")).error, "staff_signed_out");
});

test("leaving, ending the key and being suspended each end a session at once", async () => {
  const left = await newColleague(server, { model });
  const copy = left.browser.cookie();
  await left.browser.ask("/api/leave", {});
  assert.ok(copy.length > 20);
  assert.equal((await left.browser.said("/api/me")).error, "staff_signed_out");

  const lost = await newColleague(server, { model });
  const { keys } = await lost.browser.said<{ keys: { id: string }[] }>("/api/keys");
  assert.equal((await lost.browser.ask("/api/keys/end", { key: keys[0]?.id ?? "" })).status, 200);
  assert.equal((await lost.browser.said("/api/me")).error, "staff_signed_out");
  assert.equal((await lost.browser.signIn(lost.key)).error, "staff_refused");

  const suspended = await newColleague(server, { model });
  const operator = await newColleague(server, { model, role: "operator" });
  const stopping = { member: suspended.id };
  assert.equal((await operator.browser.ask("/api/team/suspend", stopping)).status, 200);
  assert.equal((await suspended.browser.said("/api/me")).error, "staff_signed_out");
  assert.equal((await suspended.browser.signIn(suspended.key)).error, "staff_refused");
  assert.equal((await teamOf(server).invite(suspended.id)).ok, false);
});

test("nobody ends another's key, and nobody suspends themselves", async () => {
  const [one, other] = [
    await newColleague(server, { model, role: "operator" }),
    await newColleague(server, { model }),
  ];
  const { keys } = await other.browser.said<{ keys: { id: string }[] }>("/api/keys");
  const theirs = { key: keys[0]?.id ?? "" };
  assert.equal((await one.browser.said("/api/keys/end", theirs)).error, "not_found");
  const self = { member: one.id };
  assert.equal((await one.browser.said("/api/team/suspend", self)).error, "staff_unknown");
});

/** The door of each act, by which the table is walked. */
const doors: Readonly<Record<keyof typeof permissions, readonly [string, object?]>> = {
  see_team: ["/api/team"],
  suspend_member: ["/api/team/suspend", { member: "stf_nobody" }],
  let_key_in: ["/api/team/keys/refuse", { key: "spk_nobody" }],
  agree_import: ["/api/imports"],
  find_professional: ["/api/desk/find", { nationalId: "899799999999" }],
  enrol: ["/api/desk"],
  look_letters_through: ["/api/desk/letters"],
  keep_contacts: ["/api/contacts"],
  clear_freeze: ["/api/freezes/find", { nationalId: "899799999999" }],
  see_cases: ["/api/cases"],
  work_cases: ["/api/cases/cas_nobody/claim", {}],
  stop_in_case: ["/api/measures/mea_nobody/withdraw", {}],
  call_people: ["/api/calls"],
  see_deliveries: ["/api/services"],
  replay_deliveries: ["/api/services/str_nobody/replay", {}],
  hold_additions: ["/api/cases/cas_nobody/hold", { person: "pro_nobody" }],
  verify_callers: ["/api/callers/cck_nobody/block", {}],
  read_refusals: ["/api/refusals/0000-0000"],
  tell_services: [
    "/api/cases/cas_nobody/windows",
    { person: "pro_nobody", from: 1, to: 2, words: "x" },
  ],
  report_person: ["/api/reports", { nationalId: "899799999999", reason: "acts", channel: "phone" }],
  report_list: ["/api/reports/lists/check", { text: "identifiant;motif" }],
  follow_reports: ["/api/reports"],
  publish_notices: ["/api/public-notices"],
  make_campaigns: ["/api/campaigns"],
  give_complaint: ["/api/complaints/cpl_nobody/take", {}],
  ask_erasure: ["/api/erasures"],
  sign_erasure: ["/api/erasures/ers_nobody/ask", {}],
  see_retention: ["/api/retention"],
  read_statistics: ["/api/statistics"],
};

test("every act is allowed to the roles of the table, refused to the others, and to whoever is not signed in", async () => {
  for (const role of roles) {
    const { browser } = await newColleague(server, { model, role });
    const { acts } = await browser.said<ConsoleMe>("/api/me");
    for (const [act, allowed] of Object.entries(permissions)) {
      const [path, body] = doors[act as keyof typeof doors];
      const { error } = await browser.said<{ error?: string }>(path, body as never);
      const may = (allowed as readonly string[]).includes(role);
      assert.equal(error === "staff_may_not", !may, `${role} ${act}: ${error ?? "done"}`);
      assert.equal(acts.includes(act), may);
      const nobody = await newBrowser().said<{ error?: string }>(path, body as never);
      assert.equal(nobody.error, "staff_signed_out");
    }
  }
});

test("each section of the console is served at its own address, which can be kept and sent", async () => {
  const { ask } = newBrowser();
  for (const [section, address] of Object.entries(addresses)) {
    const { status, text } = await ask(address);
    assert.deepEqual([status, text.includes("<html")], [200, true], section);
  }
});

test("what the staff do with keys is on the log", async () => {
  const { id } = await newColleague(server, { model });
  const client = await connectOnce(server.database.url);
  try {
    const { rows } = await client.query<{ kind: string }>(
      "select kind from aval.fact where body::jsonb ->> 'staff' = $1 order by kind",
      [id],
    );
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ["staff_added", "staff_invited", "staff_key_added", "staff_key_proposed", "staff_signed_in"],
    );
  } finally {
    await client.end();
  }
});

test("after a restore every key has ended", async () => {
  const { browser, key } = await newColleague(server, { model });
  const audit = createAudit({ clock: { now: () => instant(Date.now()) }, random: systemRandom });
  await transact(server.database.db, (tx) => endAllKeys({ audit }, tx));
  assert.equal((await browser.said("/api/me")).error, "staff_signed_out");
  assert.equal((await browser.signIn(key)).error, "staff_refused");
});
