import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type DeskList,
  type DeskPerson,
  type DeskVisitView,
  newKeyPair,
  type PasskeyAssertion,
  signerOf,
} from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import { transact } from "#platform/database";
import { type Model, newModel } from "#platform/testing/authenticator";
import { takeTurn } from "#platform/turns";
import { atLink, messageTo } from "./testing/caught.ts";
import { consoleOf, newColleague, teamOf } from "./testing/colleague.ts";
import { phoneAt, sandboxPeople } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// The enrolment desk through the real server: two registrars with keys in their hands, and a new phone that scans.

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
const checks = { original: true, face: true, name: true };
const origin = () => `http://${consoleOf(server).host}`;
const personOf = (index: number) => people[index] ?? "";
const registrar = (scope = "national", name = "Odile ESSAI") =>
  newColleague(server, { model, scope, name });

const openFor = ({ browser }: Colleague, nationalId: string) =>
  browser.said<DeskVisitView>("/api/desk/open", { nationalId, checks });
const look = ({ browser }: Colleague, visit: string) =>
  browser.said<DeskVisitView>(`/api/desk/visits/${visit}`);

/** A new phone opens the address that the page shows. */
async function scan(view: DeskVisitView) {
  assert.equal(view.stage, "open");
  const address = new URL(view.stage === "open" ? view.address : "");
  assert.equal(address.host, server.phone.host, "the address is the authenticator's own");
  const ik = await signerOf(await newKeyPair());
  const phone = phoneAt(() => server.phone);
  const begun = await phone.enrol(ik, "Téléphone neuf", address.hash.slice("#b=".length));
  return { ik, phone, begun };
}

async function assertion(who: Colleague, visit: string, presence = "room") {
  const asked = await who.browser.said<{ challenge: string; rpId: string }>(
    `/api/desk/visits/${visit}/ask`,
    { presence, checks },
  );
  assert.equal(asked.error, undefined, JSON.stringify(asked));
  return who.key.get(asked, origin());
}
const send = (who: Colleague, visit: string, given: PasskeyAssertion) =>
  who.browser.said<DeskVisitView>(`/api/desk/visits/${visit}/sign`, { ...given });
const sign = async (who: Colleague, visit: string, presence = "room") =>
  send(who, visit, await assertion(who, visit, presence));

/** A visit with a phone on it, signed by its first registrar. */
async function signedOnce(first: Colleague, nationalId: string) {
  const opened = await openFor(first, nationalId);
  const scanned = await scan(opened);
  assert.equal((await sign(first, opened.visit)).stage, "signed");
  return { visit: opened.visit, ...scanned };
}

const stateOf = async ({ phone, ik, begun }: Awaited<ReturnType<typeof scan>>) =>
  (await phone.enrolmentStatus(ik, begun.enrolment)).state;

test("two registrars in the room prove a first phone at once; its words are the same on both screens", async () => {
  const [first, second] = [await registrar(), await registrar("national", "Paul ESSAI")];
  const nationalId = personOf(20);
  const found = await first.browser.said<DeskPerson>("/api/desk/find", { nationalId });
  assert.equal(found.nationalId, nationalId);
  const opened = await openFor(first, nationalId);
  const scanned = await scan(opened);
  const bound = await look(first, opened.visit);
  assert.equal(bound.stage, "bound");
  assert.deepEqual(bound.stage === "bound" && bound.words, scanned.begun.words);
  assert.equal(await stateOf(scanned), "requested");
  assert.equal((await sign(first, opened.visit)).stage, "signed");
  assert.equal(await stateOf(scanned), "requested", "one signature moves nothing");

  const waiting = await second.browser.said<DeskList>("/api/desk");
  assert.ok(waiting.toCountersign.some(({ visit }) => visit === opened.visit));
  assert.equal((await sign(second, opened.visit)).stage, "proven");
  assert.equal(await stateOf(scanned), "ready");
});

test("from elsewhere the second's signature makes the phone wait a day", async () => {
  const [first, second] = [await registrar(), await registrar()];
  const done = await signedOnce(first, personOf(21));
  const proven = await sign(second, done.visit, "elsewhere");
  assert.equal(proven.stage, "proven");
  assert.equal(await stateOf(done), "cooling");
});

test("one person is not two: neither again, nor with another's page", async () => {
  const [first, second] = [await registrar(), await registrar()];
  const done = await signedOnce(first, personOf(22));
  const again = await sign(first, done.visit);
  assert.equal(again.error, "evidence_refused");
  // The second's key, on the first's page: on one console there is one person.
  const asked = await first.browser.said<{ challenge: string; rpId: string }>(
    `/api/desk/visits/${done.visit}/ask`,
    { presence: "room", checks },
  );
  const other = second.key.get(asked, origin());
  assert.equal((await send(first, done.visit, other)).error, "staff_refused");
  assert.equal((await send(second, done.visit, other)).error, "staff_refused");
  assert.equal(await stateOf(done), "requested");
});

test("a signature is worth one use, for its own visit, on this origin, by a key whose holder was verified", async () => {
  const [first, second] = [await registrar(), await registrar()];
  const [one, other] = [
    await signedOnce(first, personOf(23)),
    await signedOnce(first, personOf(24)),
  ];
  const given = await assertion(second, one.visit);
  assert.equal((await send(second, other.visit, given)).error, "evidence_refused", "another visit");
  assert.equal(
    (await send(second, one.visit, given)).error,
    "staff_refused",
    "burnt at first sight",
  );
  const wrong = async (...how: [string, object?]) => {
    const asked = await second.browser.said<{ challenge: string; rpId: string }>(
      `/api/desk/visits/${one.visit}/ask`,
      { presence: "room", checks },
    );
    return send(second, one.visit, second.key.get(asked, ...how));
  };
  assert.equal((await wrong("http://desk.example.org")).error, "staff_refused");
  assert.equal((await wrong(origin(), { isVerified: false })).error, "staff_refused");
  assert.equal(await stateOf(one), "requested");
  assert.equal(await stateOf(other), "requested");
});

test("a registrar of another authority finds nobody, sees no visit and signs none", async () => {
  const [first, stranger] = [await registrar(), await registrar("order:nowhere")];
  const nationalId = personOf(25);
  const done = await signedOnce(first, nationalId);
  for (const [path, body] of [
    ["/api/desk/find", { nationalId }],
    ["/api/desk/open", { nationalId, checks }],
  ] as const)
    assert.equal((await stranger.browser.said(path, body)).error, "unknown_professional");
  assert.equal(
    (await stranger.browser.said("/api/desk/find", { nationalId: "899799999999" })).error,
    "unknown_professional",
    "as for somebody who is not",
  );
  assert.equal((await look(stranger, done.visit)).error, "not_found");
  assert.deepEqual((await stranger.browser.said<DeskList>("/api/desk")).toCountersign, []);
});

test("whoever is suspended between the two signatures has signed nothing", async () => {
  const [first, second] = [await registrar(), await registrar()];
  const done = await signedOnce(first, personOf(26));
  await teamOf(server).suspend(first.id);
  assert.equal((await sign(second, done.visit)).error, "evidence_refused");
  assert.equal(await stateOf(done), "requested");
});

test("the second signature counts for thirty minutes, and an ended visit for nothing", async () => {
  const [first, second] = [await registrar(), await registrar()];
  const late = await signedOnce(first, personOf(27));
  const ended = await signedOnce(first, personOf(28));
  const [lateOne, endedOne] = [
    await assertion(second, late.visit),
    await assertion(second, ended.visit),
  ];
  await sql`
    update desk_visit set first_signed_at = first_signed_at - interval '31 minutes' where id = ${late.visit}`.execute(
    server.database.db,
  );
  assert.equal((await first.browser.ask(`/api/desk/visits/${ended.visit}/end`, {})).status, 200);
  assert.equal((await send(second, late.visit, lateOne)).error, "desk_visit_over");
  assert.equal((await send(second, ended.visit, endedOne)).error, "desk_visit_over");
  assert.equal((await look(second, late.visit)).stage, "over");
  assert.equal(await stateOf(late), "requested");
  assert.equal(await stateOf(ended), "requested");
});

test("of two seconds at once one is counted", async () => {
  const [first, second, third] = [await registrar(), await registrar(), await registrar()];
  const done = await signedOnce(first, personOf(29));
  const [one, other] = [await assertion(second, done.visit), await assertion(third, done.visit)];
  const answers = await Promise.all([
    send(second, done.visit, one),
    send(third, done.visit, other),
  ]);
  assert.equal(answers.filter(({ stage }) => stage === "proven").length, 1);
  assert.equal(await stateOf(done), "ready");
});

test("a registrar skips no check, and begins so many phones a day", async () => {
  const first = await registrar();
  const nationalId = personOf(30);
  const skipped = { nationalId, checks: { ...checks, face: false } };
  assert.equal((await first.browser.said("/api/desk/open", skipped)).error, "invalid_request");
  const opened = await openFor(first, nationalId);
  await sql`
    update allowance set spent = ${bounds.deskVisits} where name = 'desk_visit' and subject = ${first.id}`.execute(
    server.database.db,
  );
  assert.equal((await openFor(first, nationalId)).error, "desk_too_many");
  // The page of a first registrar has no second of another's before they signed.
  const second = await registrar();
  assert.equal((await look(second, opened.visit)).error, "not_found");
});

test("whoever's page was opened reads so: once a registrar and visit", async () => {
  const [first, second] = [await registrar(), await registrar()];
  const nationalId = personOf(31);
  const done = await signedOnce(first, nationalId);
  for (let asked = 0; asked < 3; asked++) await look(second, done.visit);
  const { rows } = await sql<{ staff: string }>`
    select f.body::jsonb ->> 'staff' as staff from fact f join professional p on p.id = f.professional
    where f.kind = 'person_viewed' and p.national_id = ${nationalId} order by f.at`.execute(
    server.database.db,
  );
  assert.deepEqual(
    rows.map(({ staff }) => staff),
    [first.id, second.id],
  );
});

test("no number of others' visits takes one off its registrars' lists", async () => {
  const nationalId = personOf(32);
  const { rows } = await sql<{ scope: string }>`
    select scope from professional where national_id = ${nationalId}`.execute(server.database.db);
  const [first, second] = [await registrar(), await registrar(rows[0]?.scope)];
  const done = await signedOnce(first, nationalId);
  // Begun after it: of another authority and signed once, and of the same one with nothing signed yet.
  await sql`
    insert into desk_visit (id, page, professional, national_id, holder_name, opened_by, scopes, opened_at, expires_at,
      enrolment, first_signature, first_signed_at)
    select 'foreign_' || n, 'foreign_' || n, professional, national_id, holder_name, 'stf_elsewhere',
      case when n % 2 = 0 then '{order:nowhere}' else scopes end, aval_now() + interval '1 second', aval_now() + interval '5 minutes',
      case when n % 2 = 0 then enrolment end, case when n % 2 = 0 then first_signature end,
      case when n % 2 = 0 then aval_now() + interval '1 second' end
    from desk_visit, generate_series(1, ${2 * bounds.deskListed + 20}) n where id = ${done.visit}`.execute(
    server.database.db,
  );
  try {
    const listed = async ({ browser }: Colleague) => browser.said<DeskList>("/api/desk");
    const { mine } = await listed(first);
    assert.deepEqual(
      mine.map(({ visit }) => visit),
      [done.visit],
    );
    const { toCountersign } = await listed(second);
    assert.ok(toCountersign.some(({ visit }) => visit === done.visit));
    assert.ok(toCountersign.every(({ visit }) => !visit.startsWith("foreign_")));
  } finally {
    await sql`delete from desk_visit where opened_by = 'stf_elsewhere'`.execute(server.database.db);
  }
});

test("opening a page is a look-up: past either cap it tells nobody from somebody no more", async () => {
  const reader = await registrar();
  const nobody = "899799999999";
  const openings = async () => [
    (await openFor(reader, nobody)).error,
    (await openFor(reader, personOf(33))).error,
  ];
  const spent = (name: string, times: number) =>
    sql`update allowance set spent = ${times} where name = ${name} and subject = ${reader.id}`.execute(
      server.database.db,
    );
  assert.equal((await openFor(reader, nobody)).error, "unknown_professional", "this counts");
  for (const [name, most] of [
    ["desk_lookup", bounds.deskLookups],
    ["desk_visit", bounds.deskVisits],
  ] as const) {
    await spent(name, most);
    assert.deepEqual(await openings(), ["desk_too_many", "desk_too_many"], name);
    await spent(name, 0);
  }
});

/** Waits until so many ask for what somebody else holds in this database. */
async function untilWaiting(count: number) {
  for (;;) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`.execute(
      server.database.db,
    );
    if ((rows[0]?.count ?? 0) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("*Arrêter* that comes before the proof ends the visit, however soon after it the second signs", async () => {
  const { db } = server.database;
  const [first, second] = [await registrar(), await registrar()];
  const nationalId = personOf(34);
  const { rows: holders } = await sql<{ id: string; address: string }>`
    select p.id, c.value as address from professional p join contact c on c.professional = p.id
    where p.national_id = ${nationalId} and c.kind = 'email' and c.replaced_at is null limit 1`.execute(
    db,
  );
  const [holder] = holders;
  assert.ok(holder);
  const done = await signedOnce(first, nationalId);
  const text = await messageTo(server, holder.address, /ajouté pour vous à un guichet/, 1);
  const given = await assertion(second, done.visit);
  // The holder's turn is somebody's: the press waits for it first, the proof behind it.
  const { press, signing } = await transact(db, async (tx) => {
    await takeTurn(tx, `aval.stop.${holder.id}`);
    const press = atLink(server, text, "POST");
    await untilWaiting(1);
    const signing = send(second, done.visit, given);
    await untilWaiting(2);
    return { press, signing };
  });
  assert.equal((await press).status, 200);
  assert.equal((await signing).error, "desk_visit_over");
  assert.equal((await look(first, done.visit)).stage, "over");
  assert.equal(await stateOf(done), "requested");
  const { rows: stops } = await sql<{ rule: string; lifted: boolean }>`
    select rule, lifted_at is not null as lifted from stop where professional = ${holder.id}`.execute(
    db,
  );
  assert.deepEqual(
    stops.map(({ lifted }) => lifted),
    [false],
    JSON.stringify(stops),
  );
});
