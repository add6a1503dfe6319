import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { BellId, RefusalReason } from "@aval/protocol";
import { limits as bounds } from "#lifetimes";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { days, hours, minutes, seconds } from "#platform/time";
import { refusalOutcomes } from "./bell.ts";
import { sleepAll } from "./index.ts";
import {
  agedPlace,
  type BellsWorld,
  bellPhone,
  bellsOn,
  until,
  withBell,
} from "./testing/bells.ts";
import { clockOf, newBrowser, newPhone } from "./testing/world.ts";

let database: TestDatabase;
let clock: ReturnType<typeof clockOf>;
before(async () => {
  database = await testDatabase();
  clock = clockOf(database.db);
});
after(() => database.close());

const world = (more: { entered?: string[] } = {}): BellsWorld => bellsOn(database.db, clock, more);
const refusal = (outcome: { ok: boolean; refusal?: string }) => outcome.refusal;

/** A holder with a bell, in the day, long enough after any ring. */
async function byDay(w = world()) {
  const held = await withBell(w, clock);
  await until(clock, 12);
  return { w, ...held };
}

test("a bell is set by one tap, once, and ends by one tap or with its place", async () => {
  const w = world();
  const phone = bellPhone(w, await newPhone(w));
  const { place } = await agedPlace(w, clock, phone);
  const { offers } = await phone.bells();
  assert.deepEqual(
    offers.map((one) => [one.place.id, one.service.id]),
    [[place, "a-service"]],
  );
  const [first, again] = [await phone.set(place), await phone.set(place)];
  assert.ok(first.ok && again.ok);
  assert.equal(first.value.id, again.value.id);
  const listed = await phone.bells();
  assert.equal(listed.bells.length, 1);
  assert.deepEqual(listed.offers, []);
  assert.ok((await phone.endBell(first.value.id)).ok);
  assert.equal(refusal(await phone.endBell(first.value.id)), "bell_not_found");

  const second = await phone.set(place);
  assert.ok(second.ok);
  await phone.end(place);
  assert.deepEqual((await phone.bells()).bells, []);
  const facts = await w.facts(phone.professional);
  assert.equal(facts.filter((fact) => fact === "bell_set").length, 2);
  assert.equal(facts.filter((fact) => fact === "bell_ended").length, 2);
});

test("a bell takes an own aged place, a service entered on it, a full phone and no stop", async () => {
  const w = world();
  const phone = bellPhone(w, await newPhone(w));
  const { place, browser } = await agedPlace(w, clock, phone);
  assert.equal(refusal(await phone.set(place, "never-entered")), "bell_not_possible");

  const stranger = bellPhone(w, await newPhone(w));
  assert.equal(refusal(await stranger.set(place)), "bell_not_possible");
  const limited = bellPhone(
    w,
    await newPhone(w, { professional: phone.professional, level: "limited" }),
  );
  assert.equal(refusal(await limited.set(place)), "bell_not_possible");
  assert.deepEqual(await limited.bells(), { bells: [], offers: [] });
  w.stopped.add(phone.professional);
  assert.equal(refusal(await phone.set(place)), "holder_stopped");
  w.stopped.delete(phone.professional);

  const removed = world({ entered: ["removed"] });
  assert.equal(refusal(await bellPhone(removed, phone).set(place, "removed")), "bell_not_possible");
  await clock.advance(days(121));
  assert.equal(refusal(await phone.set(place)), "bell_not_possible", "its place sleeps");
  await phone.signsIn(browser);
  assert.ok((await phone.set(place)).ok);
});

test("only the very place rings, for the very service, and one ring is shown", async () => {
  const { w, phone, bell, place, ring } = await byDay();
  assert.equal(await ring({ browser: newBrowser() }), 0);
  assert.equal(await ring({ service: "another" }), 0);
  assert.equal(await ring({ bell: "bel_00000000000000000000000000" as BellId }), 0);
  const other = await withBell(w, clock);
  await until(clock, 12);
  assert.equal(await ring({ browser: other.browser }), 0);
  assert.deepEqual(await phone.rings(), []);

  assert.equal(await ring(), 1);
  const [shown, ...more] = await phone.rings();
  assert.deepEqual(more, []);
  assert.equal(shown?.place.id, place);
  assert.equal(shown?.service.id, "a-service");
  assert.deepEqual(await other.phone.rings(), [], "nobody else's phone");
  assert.ok((await phone.bells()).bells.some(({ id }) => id === bell));
  await clock.advance(seconds(61));
  assert.deepEqual(await phone.rings(), [], "it rings for a minute");
});

test("a limited phone is shown nothing and refuses nothing", async () => {
  const { w, phone, ring } = await byDay();
  const { professional } = phone;
  const limited = bellPhone(w, await newPhone(w, { professional, level: "limited" }));
  await ring();
  assert.deepEqual(await limited.rings(), []);
  const [shown] = await phone.rings();
  assert.ok(shown);
  assert.equal(refusal(await limited.refuse(shown.ring, "not_me")), "ring_over");
});

test("rings come a minute apart, from whichever of the holder's places", async () => {
  const { w, phone, ring } = await byDay();
  const { place, browser } = await agedPlace(w, clock, phone);
  const second = await phone.set(place);
  assert.ok(second.ok);
  await until(clock, 12);
  const other = { bell: second.value.id, browser };
  assert.equal(await ring(), 1);
  assert.equal(await ring(other), 0);
  await clock.advance(seconds(59));
  assert.equal(await ring(other), 0);
  await clock.advance(seconds(2));
  assert.equal(await ring(other), 1);
});

test("an answered ring leaves its minute spent, and nothing else", async () => {
  const { ring, scans, concludes } = await byDay();
  for (let turn = 0; turn < 2 * bounds.ringsADay; turn++) {
    assert.equal(await ring(), 1, `ring ${turn}`);
    await scans();
    await concludes();
    assert.equal(await ring(), 0, "a minute apart all the same");
    await clock.advance(seconds(61));
  }
});

test("three unanswered an hour, five a day: nothing rings more, from any place", async () => {
  const { w, phone } = await byDay();
  const rung = { hour: 0, day: 0 };
  const others: { bell: BellId; browser: string; service: string }[] = [];
  for (let one = 0; one < 4; one++) {
    const { place, browser } = await agedPlace(w, clock, phone);
    const set = await phone.set(place);
    assert.ok(set.ok);
    others.push({ bell: set.value.id, browser, service: "a-service" });
  }
  await until(clock, 8);
  await phone.quiet(null);
  const tries = async (key: "hour" | "day", count: number) => {
    for (let turn = 0; turn < count; turn++) {
      const given = others[turn % others.length];
      assert.ok(given);
      const before = w.woken.length;
      await w.bells.ring(given);
      rung[key] += w.woken.length - before;
      await clock.advance(seconds(61));
    }
  };
  await tries("hour", 8);
  assert.equal(rung.hour, bounds.ringsAnHour);
  await clock.advance(hours(1));
  await tries("day", 8);
  await clock.advance(hours(1));
  await tries("day", 8);
  assert.equal(rung.hour + rung.day, bounds.ringsADay);
});

/** What the holder would expect of each answer; the same as the table, or one of them is wrong. */
const expected = { not_me: "ended", on_call: "ended", other: "kept", mistake: "kept" } as const;

test("what a refusal does to a bell is its row, whatever the reason", async (t) => {
  for (const reason of Object.keys(refusalOutcomes) as RefusalReason[])
    await t.test(reason, async () => {
      const { w, phone, bell, ring } = await byDay();
      await ring();
      const [shown] = await phone.rings();
      assert.ok(shown);
      const refused = await phone.refuse(shown.ring, reason);
      assert.ok(refused.ok);
      const ends = expected[reason] === "ended";
      assert.equal(refused.value.bell, expected[reason]);
      assert.deepEqual(await phone.rings(), []);
      assert.equal(refusal(await phone.refuse(shown.ring, "other")), "ring_over");
      assert.equal(
        (await phone.bells()).bells.some(({ id }) => id === bell),
        !ends,
      );
      assert.ok((await w.facts(phone.professional)).includes("ring_refused"));
      await clock.advance(seconds(61));
      assert.equal(await ring(), ends ? 0 : 1);
    });
});

/** Rings and is refused with a reason that counts. */
async function refusedOnce({ phone, ring }: Awaited<ReturnType<typeof byDay>>) {
  assert.equal(await ring(), 1);
  const [shown] = await phone.rings();
  assert.ok(shown);
  const refused = await phone.refuse(shown.ring, "other");
  assert.ok(refused.ok);
  await clock.advance(seconds(61));
  return { ...refused.value, ring: shown.ring };
}

test("two refusals in a row silence a bell for a day, and no other", async () => {
  const held = await byDay();
  const { phone, ring, w } = held;
  assert.equal((await refusedOnce(held)).bell, "kept");
  assert.equal((await refusedOnce(held)).bell, "silenced");
  assert.ok((await phone.bells()).bells[0]?.silencedUntil);
  await clock.advance(hours(1));
  assert.equal(await ring(), 0);
  const { place, browser } = await agedPlace(w, clock, phone);
  const other = await phone.set(place);
  assert.ok(other.ok);
  await until(clock, 13);
  assert.equal(await ring({ bell: other.value.id, browser }), 1);
  await clock.advance(hours(23));
  assert.equal(
    (await phone.bells()).bells.find(({ id }) => id === held.bell)?.silencedUntil,
    undefined,
  );
  assert.equal(await ring(), 1);
});

test("a sign-in at the place begins the counts anew", async () => {
  const held = await byDay();
  await refusedOnce(held);
  await held.concludes();
  assert.equal((await refusedOnce(held)).bell, "kept");
});

test("three rings unanswered in a row silence a bell; another screen scanned meanwhile is one", async () => {
  const { w, phone, ring, scans } = await byDay();
  await phone.quiet(null);
  assert.equal(await ring(), 1);
  await clock.advance(seconds(61));
  assert.equal(await ring(), 1);
  await scans({ browser: newBrowser() });
  assert.deepEqual(await phone.rings(), [], "the holder's own scan ends it");
  await clock.advance(seconds(61));
  assert.equal(await ring(), 1);
  await clock.advance(seconds(61));
  await w.bells.sweep();
  assert.ok((await phone.bells()).bells[0]?.silencedUntil);
  assert.ok((await w.facts(phone.professional)).includes("bell_silenced"));
  await clock.advance(hours(2));
  assert.equal(await ring(), 0);
});

test("a ring whose screen was scanned and led to nothing counts as unanswered", async () => {
  const { phone, ring, scans } = await byDay();
  await phone.quiet(null);
  for (let turn = 0; turn < bounds.bellExpiries; turn++) {
    assert.equal(await ring(), 1);
    await scans();
    await clock.advance(minutes(25));
  }
  assert.equal(await ring(), 0);
  await clock.advance(hours(2));
  assert.equal(await ring(), 0);
});

test("said to be a mistake, a refusal is as if it had not been; only while it is young, and once", async () => {
  const held = await byDay();
  const { phone, ring, bell, w } = held;
  await ring();
  const [shown] = await phone.rings();
  assert.ok(shown);
  await phone.refuse(shown.ring, "not_me");
  assert.deepEqual((await phone.bells()).bells, []);
  assert.ok((await phone.refuse(shown.ring, "mistake")).ok);
  assert.equal((await phone.bells()).bells[0]?.id, bell);
  assert.equal(refusal(await phone.refuse(shown.ring, "mistake")), "ring_over");
  assert.ok((await w.facts(phone.professional)).includes("ring_refusal_taken_back"));

  await clock.advance(seconds(61));
  await refusedOnce(held);
  const silenced = await refusedOnce(held);
  assert.ok((await phone.refuse(silenced.ring, "mistake")).ok);
  assert.equal((await phone.bells()).bells[0]?.silencedUntil, undefined);

  await clock.advance(hours(1));
  const late = await refusedOnce(held);
  await clock.advance(minutes(16));
  assert.equal(refusal(await phone.refuse(late.ring, "mistake")), "ring_over");
});

test("at night nothing rings, but at a place that was scanned in the last twelve hours", async () => {
  const { phone, ring, concludes } = await byDay();
  await clock.advance(days(1));
  await until(clock, 21, 59);
  assert.equal(await ring(), 1);
  await clock.advance(seconds(61));
  assert.equal(await ring(), 0);
  const quiet = await phone.quiet();
  assert.ok(quiet.ok && quiet.value.quietNow);
  assert.deepEqual(quiet.value.hours, { from: "22:00", to: "06:00" });
  await until(clock, 5, 59);
  assert.equal(await ring(), 0);
  await concludes();
  assert.equal(await ring(), 1, "scanned just now");
  await until(clock, 17, 58);
  await until(clock, 22, 30);
  assert.equal(await ring(), 0, "and not sixteen hours later");
  await until(clock, 6, 0);
  assert.equal(await ring(), 1);
});

test("quiet hours are the holder's to set, from a full phone: other hours, by day, or none", async () => {
  const { w, phone, ring } = await byDay();
  await clock.advance(days(1));
  await phone.quiet({ from: "11:30", to: "13:00" });
  await until(clock, 12);
  assert.equal(await ring(), 0);
  await until(clock, 23);
  assert.equal(await ring(), 1);
  assert.ok((await phone.quiet(null)).ok);
  const none = await phone.quiet();
  assert.deepEqual(none.ok && none.value, { hours: null, quietNow: false });
  const said = [{ from: "24:00", to: "06:00" }, { from: "07:00", to: "07:00" }, "night"];
  for (const hoursSaid of said)
    assert.equal(refusal(await phone.quiet(hoursSaid as never)), "invalid_message");
  const limited = bellPhone(
    w,
    await newPhone(w, { professional: phone.professional, level: "limited" }),
  );
  assert.equal(refusal(await limited.quiet({ from: "00:00", to: "23:59" })), "bell_not_possible");
});

test("a phone of less than seven days silences no other: it may end quiet hours, and none are longer than twelve", async () => {
  const { w, phone } = await byDay();
  const { professional } = phone;
  const usual = { from: "21:00", to: "07:00" };
  assert.ok((await phone.quiet(usual)).ok, "the only one, however young");
  const young = bellPhone(w, await newPhone(w, { professional }));
  const wider = { from: "20:00", to: "07:30" };
  for (const one of [young, phone])
    assert.equal(refusal(await one.quiet(wider)), "quiet_phone_too_young", "both are of this week");
  await clock.advance(days(6));
  assert.ok((await phone.quiet(wider)).ok);
  assert.equal(refusal(await young.quiet(usual)), "quiet_phone_too_young");
  const kept = await phone.quiet();
  assert.deepEqual(kept.ok && kept.value.hours, wider);
  for (const long of [
    { from: "00:00", to: "23:59" },
    { from: "19:00", to: "07:01" },
  ])
    assert.equal(refusal(await phone.quiet(long)), "quiet_too_long");
  assert.equal(await w.bells.setQuiet(professional, { from: "08:00", to: "07:59" }), false);
  assert.ok((await phone.quiet({ from: "19:00", to: "07:00" })).ok, "twelve");
  assert.ok((await young.quiet(null)).ok, "what rings more, anybody may");
});

test("a stop silences every bell, also one that rings already, and costs no allowance", async () => {
  const { w, phone, ring } = await byDay();
  w.silenced.add(phone.professional);
  for (let turn = 0; turn < 10; turn++) assert.equal(await ring(), 0);
  w.silenced.delete(phone.professional);
  assert.equal(await ring(), 1);
  w.silenced.add(phone.professional);
  assert.deepEqual(await phone.rings(), []);
});

test("a service that lost its bells rings nobody, also where it rings already, and costs no allowance", async () => {
  const { w, phone, ring } = await byDay();
  w.silent.add("a-service");
  for (let turn = 0; turn < 10; turn++) assert.equal(await ring(), 0);
  w.silent.delete("a-service");
  assert.equal(await ring(), 1);
  w.silent.add("a-service");
  assert.deepEqual(await phone.rings(), []);
});

test("a bell that is not used for thirty days has ended, swept or not", async () => {
  const { w, phone, bell, ring, concludes } = await byDay();
  await clock.advance(days(29));
  await concludes();
  await clock.advance(days(29));
  await until(clock, 12);
  assert.equal(await ring(), 1);
  await clock.advance(days(3));
  assert.equal(await ring(), 0);
  assert.deepEqual((await phone.bells()).bells, []);
  await w.bells.sweep();
  assert.equal(refusal(await phone.endBell(bell)), "bell_not_found");
});

test("a place whose key was copied rings nothing until a scan", async () => {
  const { w, browser, ring, concludes } = await byDay();
  await w.places.recognise(browser, "somebody else's value");
  assert.equal(await ring(), 0);
  await concludes();
  assert.equal(await ring(), 1);
});

test("after a restore no bell rings by itself, and one tap sets it again", async () => {
  const { w, phone, place, ring, concludes } = await byDay();
  await w.transact((tx) => sleepAll({ audit: w.audit }, tx));
  await concludes();
  assert.equal(await ring(), 0);
  const again = await phone.set(place);
  assert.ok(again.ok);
  assert.equal(await ring({ bell: again.value.id }), 1);
});
