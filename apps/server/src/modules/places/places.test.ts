import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { newKeyPair, type PlaceId, type ProfessionalId, signerOf } from "@aval/protocol";
import { sql } from "kysely";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { days, hours, minutes, ms, seconds } from "#platform/time";
import { sleepAll } from "./index.ts";
import {
  clockOf,
  newBrowser,
  newHolder,
  newPhone,
  type PinSays,
  type PlacesPhone,
  type PlacesWorld,
  placesOn,
  type Works,
} from "./testing/world.ts";

let database: TestDatabase;
let clock: ReturnType<typeof clockOf>;
before(async () => {
  database = await testDatabase();
  clock = clockOf(database.db);
});
after(() => database.close());

const world = (more: { pin?: () => PinSays; works?: Works } = {}) =>
  placesOn(database.db, clock, more);

/** A browser that has begun a page: the server knows its key. */
async function begun(w: PlacesWorld): Promise<string> {
  const browser = newBrowser();
  await w.places.recognise(browser, undefined);
  return browser;
}

async function made(
  phone: PlacesPhone,
  browser: string,
  people: "alone" | "several" = "alone",
): Promise<PlaceId> {
  const { approval } = await phone.approves(browser);
  await phone.offer(approval);
  await clock.advance(seconds(31));
  const outcome = await phone.make(approval, people);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value.id;
}

async function aged(
  phone: PlacesPhone,
  browser: string,
  people: "alone" | "several" = "alone",
): Promise<PlaceId> {
  const place = await made(phone, browser, people);
  await clock.advance(hours(25));
  await phone.signsIn(browser);
  const outcome = await phone.confirm(place);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return place;
}

const refusal = (outcome: { ok: boolean; refusal?: string }) => outcome.refusal;

test("a phone half a second ahead, which answers as soon as it may, is never too soon", async () => {
  const w = world();
  for (let tries = 0; tries < 10; tries++) {
    const [phone, browser] = [await newPhone(w), await begun(w)];
    const { approval } = await phone.approves(browser);
    await clock.advance(ms(137 * tries));
    const asked = clock.now();
    const offer = await phone.offer(approval);
    assert.ok(offer.ok && "notBefore" in offer.value);
    const waited = offer.value.notBefore * 1000 - asked;
    assert.ok(waited >= 30_500 && waited <= 33_000, `${waited} ms`);
  }
});

test("a place is made by a full phone after a scan, the call question and 30 seconds, and gives no rights by itself", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), await begun(w)];
  const { approval, may } = await phone.approves(browser);
  assert.equal(may, true);
  assert.equal(refusal(await phone.make(approval)), "place_not_possible", "nobody was asked");
  const offer = await phone.offer(approval);
  assert.ok(offer.ok && "notBefore" in offer.value);
  assert.equal(refusal(await phone.make(approval)), "place_too_soon");
  await clock.advance(seconds(29));
  assert.equal(refusal(await phone.make(approval)), "place_too_soon");
  await clock.advance(seconds(2));
  assert.ok((await phone.make(approval)).ok);
  assert.equal(refusal(await phone.make(approval)), "place_not_possible", "once");
  assert.equal(await phone.where(browser), "unknown");
  assert.deepEqual(await w.facts(phone.professional), ["device_added", "place_made"]);
  const again = await phone.approves(browser);
  assert.equal(again.may, false, "it is a place already");
});

test("digits make no place, nor does a limited phone, whatever it sends", async () => {
  const w = world();
  const browser = await begun(w);
  for (const [level, transfer] of [
    ["full", "digits"],
    ["limited", "qr"],
    ["limited", "digits"],
  ] as const) {
    const phone = await newPhone(w, { level });
    const { approval, may } = await phone.approves(browser, transfer);
    assert.equal(may, false);
    assert.equal(refusal(await phone.offer(approval)), "place_not_possible");
    await clock.advance(seconds(31));
    assert.equal(refusal(await phone.make(approval)), "place_not_possible");
  }
});

test("the offer is its phone's own, for ten minutes after the scan and ten after the tap", async () => {
  const w = world();
  const professional = newHolder();
  const [phone, other] = [await newPhone(w, { professional }), await newPhone(w, { professional })];
  const browser = await begun(w);
  const first = await phone.approves(browser);
  assert.equal(refusal(await other.offer(first.approval)), "place_not_possible");
  await clock.advance(minutes(11));
  assert.equal(refusal(await phone.offer(first.approval)), "place_not_possible");
  const second = await phone.approves(browser);
  await phone.offer(second.approval);
  await clock.advance(minutes(11));
  assert.equal(refusal(await phone.make(second.approval)), "place_not_possible");
});

test("somebody on the telephone ends the offer for good, and it is a fact", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), await begun(w)];
  const { approval } = await phone.approves(browser);
  await phone.offer(approval);
  const told = await phone.offer(approval, true);
  assert.deepEqual(told, { ok: true, value: { stopped: true } });
  await clock.advance(seconds(31));
  assert.equal(refusal(await phone.make(approval)), "place_not_possible");
  assert.equal(refusal(await phone.offer(approval)), "place_not_possible");
  assert.ok((await w.facts(phone.professional)).includes("place_offer_stopped"));
});

test("an approval withdrawn on the page makes no place", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), await begun(w)];
  const { approval } = await phone.approves(browser);
  await phone.offer(approval);
  await w.places.withdrawOffer(approval);
  await clock.advance(seconds(31));
  assert.equal(refusal(await phone.make(approval)), "place_not_possible");
});

test("while something stops the holder nothing joins: no place is made, none ages", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), await begun(w)];
  const { approval } = await phone.approves(browser);
  await phone.offer(approval);
  await clock.advance(seconds(31));
  w.stopped.add(phone.professional);
  assert.equal(refusal(await phone.make(approval)), "holder_stopped");
  w.stopped.clear();
  const outcome = await phone.make(approval);
  assert.ok(outcome.ok);
  await clock.advance(hours(25));
  await phone.signsIn(browser);
  w.stopped.add(phone.professional);
  assert.equal(refusal(await phone.confirm(outcome.value.id)), "holder_stopped");
});

test("silence never ages a place: not in a year, not with a sign-in every day", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), await begun(w)];
  const place = await made(phone, browser);
  for (let day = 0; day < 14; day++) {
    await clock.advance(hours(25));
    await phone.signsIn(browser);
    assert.equal(await phone.where(browser), "unknown");
  }
  await clock.advance(days(365));
  assert.equal(await phone.where(browser), "unknown");
  const [seen] = await phone.list();
  assert.equal(seen?.id, place);
  assert.equal(seen?.state, "new");
  assert.equal(seen?.asks, true);
});

test("a place asks only after a scan on it more than 24 hours later, by a full phone; then the code ages it", async () => {
  const w = world();
  const professional = newHolder();
  const phone = await newPhone(w, { professional });
  const limited = await newPhone(w, { professional, level: "limited" });
  const browser = await begun(w);
  const place = await made(phone, browser);
  assert.equal(refusal(await phone.confirm(place)), "place_not_asking");
  await clock.advance(hours(23));
  await phone.signsIn(browser);
  assert.equal(refusal(await phone.confirm(place)), "place_not_asking");
  await clock.advance(hours(2));
  assert.equal(refusal(await phone.confirm(place)), "place_not_asking", "not used since");
  await phone.signsIn(browser, "digits");
  await limited.signsIn(browser);
  assert.equal(
    refusal(await phone.confirm(place)),
    "place_not_asking",
    "not by a full phone's scan",
  );
  await phone.signsIn(browser);
  assert.equal(refusal(await limited.confirm(place)), "place_not_possible");
  const outcome = await phone.confirm(place);
  assert.ok(outcome.ok);
  assert.equal(outcome.value.state, "aged");
  assert.equal(await phone.where(browser), "own_place");
  assert.equal(refusal(await phone.confirm(place)), "place_not_asking", "once");
});

test("a wrong code ages nothing, is counted, and disables the phone when none is left", async () => {
  let says: PinSays = { ok: true };
  const w = world({ pin: () => says });
  const [phone, browser] = [await newPhone(w), await begun(w)];
  const place = await made(phone, browser);
  await clock.advance(hours(25));
  await phone.signsIn(browser);
  says = { ok: false, refusal: "wrong_code", triesLeft: 3, disabled: false };
  assert.deepEqual(await phone.confirm(place), {
    ok: false,
    refusal: "wrong_code",
    extra: { triesLeft: 3 },
  });
  says = { ok: false, refusal: "wrong_code", triesLeft: 0, disabled: true };
  assert.equal(refusal(await phone.confirm(place)), "pin_disabled");
  assert.equal(refusal(await phone.confirm(place)), "pin_disabled");
  assert.equal(await phone.where(browser), "unknown");
  const facts = await w.facts(phone.professional);
  assert.equal(facts.filter((kind) => kind === "pin_try_counted").length, 2);
  assert.ok(facts.includes("device_disabled"));
});

test("a confirmation signed by another code's key, or without one, ages nothing", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), await begun(w)];
  const place = await made(phone, browser);
  await clock.advance(hours(25));
  await phone.signsIn(browser);
  const foreign = await signerOf(await newKeyPair());
  assert.equal(refusal(await phone.confirm(place, [foreign])), "bad_signature");
  assert.equal(refusal(await phone.confirm(place, [foreign, foreign])), "bad_signature");
  assert.equal(await phone.where(browser), "unknown");
});

test("nobody ages, ends or lists another holder's place", async () => {
  const w = world();
  const [phone, stranger, browser] = [await newPhone(w), await newPhone(w), await begun(w)];
  const place = await made(phone, browser);
  await clock.advance(hours(25));
  await phone.signsIn(browser);
  assert.equal(refusal(await stranger.confirm(place)), "place_not_asking");
  assert.equal(refusal(await stranger.end(place)), "place_not_found");
  assert.deepEqual(await stranger.list(), []);
  const limited = await newPhone(w, { professional: phone.professional, level: "limited" });
  assert.deepEqual(await limited.list(), [], "nor does a limited phone see where its holder works");
  assert.equal(refusal(await limited.end(place)), "place_not_found");
});

test("an ended place ends its sessions and stays ended; the browser may be made a place anew, from nothing", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), await begun(w)];
  const place = await aged(phone, browser);
  assert.ok((await phone.end(place)).ok);
  const { professional } = phone;
  assert.deepEqual(w.closed, [{ professional, browser, reason: "place_ended" }]);
  assert.equal(refusal(await phone.end(place)), "place_not_found");
  await phone.signsIn(browser);
  await w.transact((tx) => w.places.markL5(tx, { professional, browser }));
  assert.equal(refusal(await phone.confirm(place)), "place_not_asking");
  assert.equal(await phone.where(browser), "unknown");
  await made(phone, browser);
  assert.equal(await phone.where(browser), "unknown");
});

test("a disabled phone, which approves no more, still ends a place", async () => {
  let says: PinSays = { ok: true };
  const w = world({ pin: () => says });
  const [phone, browser] = [await newPhone(w), await begun(w)];
  const place = await aged(phone, browser);
  says = { ok: false, refusal: "wrong_code", triesLeft: 0, disabled: true };
  const other = await made(phone, await begun(w));
  assert.equal(refusal(await phone.confirm(other)), "pin_disabled");
  assert.ok((await phone.end(place)).ok);
});

test("after 120 days without use a place sleeps; one scan of a full phone wakes it, nothing else does", async () => {
  const w = world();
  const professional = newHolder();
  const phone = await newPhone(w, { professional });
  const limited = await newPhone(w, { professional, level: "limited" });
  const browser = await begun(w);
  await aged(phone, browser);
  await clock.advance(days(119));
  assert.equal(await phone.signsIn(browser, "digits"), true, "used in time, however");
  await clock.advance(days(119));
  assert.equal(await phone.where(browser), "own_place");
  await clock.advance(days(1));
  assert.equal(await phone.where(browser), "unknown");
  assert.equal((await phone.list())[0]?.state, "asleep");
  assert.equal(await phone.signsIn(browser, "digits"), false);
  assert.equal(await limited.signsIn(browser), false);
  assert.equal(await phone.where(browser), "unknown");
  assert.equal(await phone.signsIn(browser), true);
  assert.equal(await phone.where(browser), "own_place");
  assert.ok((await w.facts(professional)).includes("place_woken"));
});

test("a card ages a place at once and leaves its mark; where there is no place it makes none", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), await begun(w)];
  const on = { professional: phone.professional, browser };
  await w.transact((tx) => w.places.markL5(tx, on));
  assert.deepEqual(await phone.list(), []);
  await made(phone, browser);
  await w.transact((tx) => w.places.markL5(tx, on));
  assert.equal(await phone.where(browser), "own_place_l5");
  await w.transact((tx) => w.places.markL5(tx, on));
  const facts = await w.facts(phone.professional);
  assert.equal(facts.filter((kind) => kind === "place_aged").length, 1);
  const [seen] = await phone.list();
  assert.equal(seen?.hasL5, true);
});

test("a second holder's aged place is shared, whatever was answered; a new one shares nothing", async () => {
  const w = world();
  const [one, two, browser] = [await newPhone(w), await newPhone(w), await begun(w)];
  const isShared = async ({ professional }: PlacesPhone) =>
    (await w.places.standing({ professional, browser })).isShared;
  await aged(one, browser, "alone");
  const place = await made(two, browser, "alone");
  assert.equal(await isShared(one), false);
  assert.deepEqual((await w.places.at(browser)).people, []);
  await clock.advance(hours(25));
  await two.signsIn(browser);
  assert.ok((await two.confirm(place)).ok);
  assert.equal(await isShared(one), true);
  assert.equal(await isShared(two), true);
  assert.equal((await one.list())[0]?.people, "several");
  const { people } = await w.places.at(browser);
  assert.deepEqual([...people].sort(), [one.professional, two.professional].sort());
});

test("a browser told to be of several people is shared from the first holder on", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), await begun(w)];
  await aged(phone, browser, "several");
  const { professional } = phone;
  assert.equal((await w.places.standing({ professional, browser })).isShared, true);
  assert.deepEqual((await w.places.at(browser)).people, [professional]);
});

test("an aged place of two colleagues of one structure is a known workstation for a third of that structure, and for nobody else", async () => {
  const works: Works = new Map();
  const w = world({ works });
  const browser = await begun(w);
  const [one, two] = [await newPhone(w), await newPhone(w)];
  const [colleague, elsewhere, half] = [await newPhone(w), await newPhone(w), await newPhone(w)];
  const at = ({ professional }: { professional: ProfessionalId }, ...where: string[]) =>
    works.set(professional, where);
  at(one, "A", "B");
  at(two, "A", "C");
  at(colleague, "A");
  at(elsewhere, "D");
  at(half, "B", "C");
  await aged(one, browser);
  assert.equal(await colleague.where(browser), "unknown", "one colleague is not enough");
  const second = await made(two, browser);
  assert.equal(await colleague.where(browser), "unknown", "a new place is none");
  await clock.advance(hours(25));
  await two.signsIn(browser);
  assert.ok((await two.confirm(second)).ok);
  assert.equal(await colleague.where(browser), "known_workstation");
  assert.equal(await elsewhere.where(browser), "unknown");
  assert.equal(await half.where(browser), "unknown", "one colleague in each of two structures");
  assert.equal(await one.where(browser), "own_place");
  assert.ok((await two.end(second)).ok);
  assert.equal(await colleague.where(browser), "unknown");
});

test("a browser shows the value it was given last; one whose answer was lost shows the one before", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), newBrowser()];
  const first = await w.places.recognise(browser, undefined);
  await aged(phone, browser);
  const second = await w.places.recognise(browser, first);
  const third = await w.places.recognise(browser, first);
  assert.equal(await phone.where(browser), "own_place", "the second was lost on its way");
  const fourth = await w.places.recognise(browser, third);
  assert.equal(await phone.where(browser), "own_place");
  assert.notEqual(second, third);
  await w.places.recognise(browser, fourth);
  assert.equal(await phone.where(browser), "own_place");
  assert.deepEqual(w.closed, []);
});

test("two browsers with one key are found out at the second use of either, and its places sleep until a scan", async () => {
  for (const shows of ["the value before", "nothing", "anything"] as const) {
    const w = world();
    const [phone, browser] = [await newPhone(w), newBrowser()];
    const copied = await w.places.recognise(browser, undefined);
    await aged(phone, browser);
    const { professional } = phone;
    await w.transact((tx) => w.places.markL5(tx, { professional, browser }));
    const next = await w.places.recognise(browser, copied);
    await w.places.recognise(browser, next);
    const shown = { "the value before": copied, nothing: undefined, anything: "x" }[shows];
    const given = await w.places.recognise(browser, shown);
    assert.equal(await phone.where(browser), "unknown", shows);
    assert.deepEqual(w.closed, [{ professional, browser, reason: "clone_detected" }]);
    assert.ok((await w.facts(professional)).includes("clone_detected"));
    const [seen] = await phone.list();
    assert.equal(seen?.state, "asleep");
    assert.ok(seen?.clonedAt);
    await w.places.recognise(browser, given);
    await phone.signsIn(browser);
    assert.equal(await phone.where(browser), "own_place", "without what the card had proved");
    await w.places.recognise(browser, next);
    assert.equal(
      await phone.where(browser),
      "unknown",
      "the other of the two is found out in its turn",
    );
  }
});

test("a copy that keeps in step with the browser is found out too", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), newBrowser()];
  const copied = await w.places.recognise(browser, undefined);
  await aged(phone, browser);
  const ours = await w.places.recognise(browser, copied);
  const theirs = await w.places.recognise(browser, copied);
  assert.equal(await phone.where(browser), "own_place", "as if an answer had been lost");
  await w.places.recognise(browser, ours);
  await w.places.recognise(browser, theirs);
  assert.equal(await phone.where(browser), "unknown");
});

test("a place that had not aged when its key was found copied is over", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), newBrowser()];
  await w.places.recognise(browser, undefined);
  const place = await made(phone, browser);
  await clock.advance(hours(25));
  await phone.signsIn(browser);
  await w.places.recognise(browser, "x");
  assert.equal(refusal(await phone.confirm(place)), "place_not_asking");
  assert.deepEqual(await phone.list(), []);
});

test("browsers that are nobody's place, and offers nobody took, are forgotten after a day; places never", async () => {
  const w = world();
  const [phone, mine, strange] = [await newPhone(w), await begun(w), await begun(w)];
  await made(phone, mine);
  await phone.approves(strange);
  await clock.advance(hours(25));
  await w.places.purge();
  const { rows } = await sql<{ thumbprint: string }>`
    select thumbprint from browser where thumbprint in (${mine}, ${strange})`.execute(database.db);
  assert.deepEqual(rows, [{ thumbprint: mine }]);
  const offers = await sql`select 1 from place_offer where browser = ${strange}`.execute(
    database.db,
  );
  assert.equal(offers.rows.length, 0);
});

test("the list says where each place is for the phone that asks, and nothing a browser could forge about networks", async () => {
  const w = world();
  const [phone, browser] = [await newPhone(w), await begun(w)];
  await made(phone, browser);
  assert.equal((await phone.list("127.0.0.1"))[0]?.network, "same_network");
  assert.equal((await phone.list("192.0.2.7"))[0]?.network, "other_network");
});

test("its holder is told what a browser is to them from the day it is made, though it gives nothing yet; others are told nothing", async () => {
  const w = world();
  const [phone, other, browser] = [await newPhone(w), await newPhone(w), await begun(w)];
  const id = await made(phone, browser);
  const { professional } = phone;
  const mine = await w.places.standing({ professional, browser });
  assert.deepEqual([mine.where, mine.place?.id], ["unknown", id]);
  const theirs = await w.places.standing({ professional: other.professional, browser });
  assert.deepEqual([theirs.where, theirs.place], ["unknown", undefined]);
});

test("after a restore every place sleeps until a scan, no browser looks like a copy, and no offer is left", async () => {
  const w = world();
  const [phone, browser, other] = [await newPhone(w), newBrowser(), await begun(w)];
  await w.places.recognise(browser, undefined);
  await aged(phone, browser);
  const fresh = await made(phone, other);
  const { approval } = await phone.approves(await begun(w));
  await phone.offer(approval);
  await w.transact((tx) => sleepAll({ audit: w.audit }, tx));
  await clock.advance(seconds(31));
  assert.equal(refusal(await phone.make(approval)), "place_not_possible");
  assert.equal(refusal(await phone.end(fresh)), "place_not_found");
  assert.equal(await phone.where(browser), "unknown");
  const given = await w.places.recognise(browser, "a value given after the backup was taken");
  await phone.signsIn(browser);
  assert.equal(await phone.where(browser), "own_place");
  await w.places.recognise(browser, given);
  assert.equal(await phone.where(browser), "own_place");
  assert.ok((await w.facts(phone.professional)).includes("place_slept"));
});
