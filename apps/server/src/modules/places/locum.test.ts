import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { type LocumId, newKeyPair, type PlaceId, signerOf } from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { days, hours, seconds } from "#platform/time";
import { sleepAll } from "./index.ts";
import {
  clockOf,
  newBrowser,
  newHolder,
  newPhone,
  type PinSays,
  type PlacesPhone,
  placesOn,
  type PlacesWorld,
} from "./testing/world.ts";

// Announced locums, on the real store: who may be let in on somebody else's place, when, and by what act.
let database: TestDatabase;
let clock: ReturnType<typeof clockOf>;
before(async () => {
  database = await testDatabase();
  clock = clockOf(database.db);
});
after(() => database.close());

const refusal = (outcome: { ok: boolean; refusal?: string }) => outcome.refusal;
const now = () => Math.floor(clock.now() / 1000);
const day = 86_400;

/** A holder with an aged place. */
async function hosting(pin: () => PinSays = () => ({ ok: true })) {
  const w = placesOn(database.db, clock, { pin });
  const browser = newBrowser();
  await w.places.recognise(browser, undefined);
  const host = await newPhone(w);
  const { approval } = await host.approves(browser);
  await host.offer(approval);
  await clock.advance(seconds(31));
  const made = await host.make(approval);
  assert.ok(made.ok);
  await clock.advance(hours(25));
  await host.signsIn(browser);
  assert.ok((await host.confirm(made.value.id)).ok);
  return { w, browser, host, place: made.value.id };
}

const today = (nationalId: string) => ({ nationalId, from: now() - 60, until: now() + day });

async function announced(host: PlacesPhone, place: PlaceId, w: PlacesWorld) {
  const locum = await newPhone(w);
  assert.ok((await host.announce(place, today(locum.professional))).ok);
  const [one] = (await host.list())[0]?.locums ?? [];
  assert.ok(one);
  return { locum, id: one.id as LocumId };
}

test("a locum announced with the code works on that counter, and nowhere else, and nobody else does", async () => {
  const { w, browser, host, place } = await hosting();
  const locum = await newPhone(w);
  assert.equal(await locum.where(browser), "unknown");
  const found = await host.find(place, locum.professional);
  assert.deepEqual(found.ok && found.value.nationalId, locum.professional);
  assert.ok((await host.announce(place, today(locum.professional))).ok);
  assert.equal(await locum.where(browser), "known_workstation");
  assert.equal(
    (await w.places.standing({ professional: locum.professional, browser })).isShared,
    true,
    "the next person must not find their services open",
  );
  assert.equal(await locum.where(newBrowser()), "unknown");
  assert.equal(await (await newPhone(w)).where(browser), "unknown");
  assert.deepEqual(
    w.told.map(({ host, professional }) => [host, professional]),
    [[host.professional, locum.professional]],
  );
  assert.ok((await w.facts(host.professional)).includes("locum_announced"));
  assert.ok((await w.facts(locum.professional)).includes("announced_as_locum"));
});

test("a place is shared for its host too, on the days of a locum and on no other", async () => {
  const { w, browser, host, place } = await hosting();
  const { professional } = host;
  const isShared = async () => {
    const { people } = await w.places.at(browser);
    const said = (await w.places.standing({ professional, browser })).isShared;
    assert.deepEqual(people, said ? [professional] : [], "before anybody says who they are, alike");
    return said;
  };
  assert.equal(await isShared(), false);
  const locum = await newPhone(w);
  const nationalId = locum.professional;
  const asked = { nationalId, from: now() + day, until: now() + 2 * day };
  assert.ok((await host.announce(place, asked)).ok);
  assert.equal(await isShared(), false, "not yet");
  await clock.advance(hours(25));
  assert.equal(await isShared(), true);
  assert.equal((await host.list())[0]?.people, "several");
  await clock.advance(days(1));
  assert.equal(await isShared(), false, "over by date");
  // Whether somebody is stopped must not show on the counter.
  w.stopped.add(nationalId);
  assert.ok((await host.announce(place, today(nationalId))).ok);
  assert.equal(await isShared(), true);
  const [one] = (await host.list())[0]?.locums ?? [];
  assert.ok(one && (await host.endLocum(one.id as LocumId)).ok);
  assert.equal(await isShared(), false, "over by the host's word");
});

test("nobody is announced without the code, by a limited phone, at a call's request, by a stopped holder or for oneself", async () => {
  let pin: PinSays = { ok: true };
  const { w, browser, host, place } = await hosting(() => pin);
  const { professional } = host;
  const locum = await newPhone(w);
  const asked = today(locum.professional);
  pin = { ok: false, refusal: "wrong_code", triesLeft: 4, disabled: false };
  assert.equal(refusal(await host.announce(place, asked)), "wrong_code");
  pin = { ok: true };
  assert.equal(refusal(await host.announce(place, { ...asked, onCall: true })), "invalid_message");
  const stranger = await signerOf(await newKeyPair());
  assert.equal(refusal(await host.announce(place, asked, [stranger, stranger])), "bad_signature");
  const limited = await newPhone(w, { professional, level: "limited" });
  assert.equal(refusal(await limited.announce(place, asked)), "locum_not_possible");
  assert.equal(refusal(await limited.find(place, locum.professional)), "locum_not_possible");
  const other = await newPhone(w);
  assert.equal(refusal(await other.announce(place, asked)), "locum_not_possible");
  assert.equal(refusal(await other.find(place, locum.professional)), "locum_not_possible");
  assert.equal(refusal(await host.announce(place, today(professional))), "locum_unknown");
  assert.equal(refusal(await host.announce(place, today("899700000000"))), "locum_unknown");
  w.stopped.add(professional);
  assert.equal(refusal(await host.announce(place, asked)), "holder_stopped");
  assert.equal(await locum.where(browser), "unknown");
});

test("a locum is announced for thirty days at most, from today on, and works on those days only", async () => {
  const { w, browser, host, place } = await hosting();
  const locum = await newPhone(w);
  const nationalId = locum.professional;
  const refused = async (from: number, until: number) =>
    refusal(await host.announce(place, { nationalId, from: now() + from, until: now() + until }));
  assert.equal(await refused(0, 31 * day), "locum_days");
  assert.equal(await refused(-2 * day, -day), "locum_days");
  assert.equal(await refused(-2 * day, day), "locum_days");
  assert.equal(await refused(91 * day, 92 * day), "locum_days");
  assert.equal(await refused(day, 3 * day), undefined);
  assert.equal(await locum.where(browser), "unknown", "not yet");
  await clock.advance(hours(25));
  assert.equal(await locum.where(browser), "known_workstation");
  await clock.advance(days(2));
  assert.equal(await locum.where(browser), "unknown", "over, whether or not anybody wrote it");
  assert.equal(w.closed.length, 0);
  await w.locums.endPassed();
  const on = { professional: nationalId, browser, place: "known_workstation" };
  assert.deepEqual(
    w.closed.filter((one) => one.browser === browser),
    [{ ...on, reason: "locum_ended" }],
  );
});

test("three at a time, on all places together, whoever asks at once", async () => {
  const { w, host, place } = await hosting();
  const people = await Promise.all([...Array(6)].map(() => newPhone(w)));
  const { professional: holder } = host;
  // From six phones of theirs: one phone's messages wait for one another anyway.
  const phones = await Promise.all(people.map(() => newPhone(w, { professional: holder })));
  const asked = people.map(({ professional }, one) =>
    (phones[one] as PlacesPhone).announce(place, today(professional)),
  );
  const outcomes = (await Promise.all(asked)).map((one) => refusal(one) ?? "announced");
  assert.deepEqual(outcomes.sort(), [
    ...Array(3).fill("announced"),
    ...Array(3).fill("locum_too_many"),
  ]);
  const locums = (await host.list())[0]?.locums ?? [];
  assert.equal(locums.length, 3);
  assert.ok((await host.endLocum((locums[0] as { id: LocumId }).id)).ok);
  const fourth = await newPhone(w);
  assert.ok((await host.announce(place, today(fourth.professional))).ok);
});

test("six announcements a day and a holder, ended or not, whoever they name; what was refused costs none", async () => {
  const { w, host, place } = await hosting();
  const [first, second] = [await newPhone(w), await newPhone(w)];
  const days = { from: now() + 91 * day, until: now() + 92 * day };
  for (let tries = 0; tries < 8; tries++) {
    const asked = { nationalId: first.professional, ...days };
    assert.equal(refusal(await host.announce(place, asked)), "locum_days");
  }
  for (let turn = 0; turn < bounds.locumsADay; turn++) {
    assert.ok((await host.announce(place, today(first.professional))).ok, `announcement ${turn}`);
    const [one] = (await host.list())[0]?.locums ?? [];
    assert.ok(one && (await host.endLocum(one.id as LocumId)).ok);
  }
  for (const { professional } of [first, second])
    assert.equal(refusal(await host.announce(place, today(professional))), "locum_enough");
  assert.equal(w.told.length, bounds.locumsADay, "and nobody is told of what was refused");
  await clock.advance(hours(24));
  assert.ok((await host.announce(place, today(second.professional))).ok);
});

test("an announcement ends in one tap, by a notice or with its place, once, and what is open goes with it", async () => {
  const { w, browser, host, place } = await hosting();
  const tapped = await announced(host, place, w);
  assert.equal(refusal(await tapped.locum.endLocum(tapped.id)), undefined, "by themselves, too");
  assert.equal(refusal(await host.endLocum(tapped.id)), "locum_not_found");
  assert.equal(await tapped.locum.where(browser), "unknown");
  const stopped = await announced(host, place, w);
  const { professional } = stopped.locum;
  const by = { locum: stopped.id, professional, by: "alert" } as const;
  const stranger = { ...by, professional: newHolder() };
  assert.equal(await w.transact((tx) => w.locums.endBy(tx, stranger)), false);
  assert.equal(await w.transact((tx) => w.locums.endBy(tx, by)), true);
  assert.equal(await w.transact((tx) => w.locums.endBy(tx, by)), false);
  const left = await announced(host, place, w);
  assert.ok((await host.end(place)).ok);
  assert.equal(await left.locum.where(browser), "unknown");
  assert.deepEqual(
    w.closed
      .filter(({ reason }) => reason === "locum_ended")
      .map(({ professional }) => professional),
    [tapped, stopped, left].map(({ locum }) => locum.professional),
  );
});

test("a place that sleeps or whose key was copied serves no locum, and a restore ends them all", async () => {
  const { w, browser, host, place } = await hosting();
  const { locum } = await announced(host, place, w);
  await w.places.recognise(browser, "somebody else's");
  assert.equal(await locum.where(browser), "unknown");
  assert.deepEqual(w.closedKnown, [{ browser, reason: "clone_detected" }]);
  const other = await hosting();
  const guest = await announced(other.host, other.place, other.w);
  await other.w.transact((tx) => sleepAll(other.w, tx));
  await other.host.signsIn(other.browser);
  assert.equal(await guest.locum.where(other.browser), "unknown", "a scan wakes the place only");
});

test("whoever announces somebody whose access is stopped learns nothing, and opens nothing", async () => {
  const { w, browser, host, place } = await hosting();
  const locum = await newPhone(w);
  w.stopped.add(locum.professional);
  assert.ok((await host.announce(place, today(locum.professional))).ok);
  assert.equal((await host.list())[0]?.locums?.length, 1);
  w.stopped.clear();
  assert.equal(await locum.where(browser), "unknown");
});

test("a phone looks up thirty people an hour, and no more", async () => {
  const { w, host, place } = await hosting();
  const { professional } = await newPhone(w);
  for (let tries = 0; tries < 30; tries++) assert.ok((await host.find(place, professional)).ok);
  assert.equal(refusal(await host.find(place, professional)), "too_many");
});

test("what makes a counter known is held while a session opens: its end waits, and then ends that session too", async () => {
  const { w, browser, host, place } = await hosting();
  const { locum, id } = await announced(host, place, w);
  const on = { professional: locum.professional, browser };
  const order: string[] = [];
  let ending: Promise<unknown> = Promise.resolve();
  await w.transact(async (tx) => {
    assert.equal(await w.places.keepKnown(tx, on), true);
    ending = host.endLocum(id).then(() => order.push("ended"));
    while (order.length === 0 && !(await isAwaited(database)));
    order.push("opened");
  });
  await ending;
  assert.deepEqual(order, ["opened", "ended"]);
  assert.equal(await w.transact((tx) => w.places.keepKnown(tx, on)), false);
});

/** Whether somebody in this database waits for a lock. */
async function isAwaited({ db }: TestDatabase): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
    db,
  );
  return rows.length > 0;
}
