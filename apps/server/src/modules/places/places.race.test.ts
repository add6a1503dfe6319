import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { purposes } from "@aval/protocol";
import { sql } from "kysely";
import { type TestDatabase, testDatabase } from "#platform/testing";
import type { Attempt, Results } from "./testing/racer.ts";
import { clockOf, newBrowser, newPhone, placesOn } from "./testing/world.ts";

// Two operating-system processes with pools of their own, twenty attempts a round, ten from each.
const rounds = Number(process.env["AVAL_TEST_ROUNDS"] ?? 15);
const each = 10;

let database: TestDatabase;
let clock: ReturnType<typeof clockOf>;
let racers: ChildProcess[] = [];

before(async () => {
  database = await testDatabase();
  clock = clockOf(database.db);
  const env = { ...process.env, AVAL_RACE_DATABASE_URL: database.serverUrl };
  racers = [0, 1].map(() => fork(join(import.meta.dirname, "testing", "racer.ts"), { env }));
  await Promise.all(racers.map((racer) => once(racer, "message")));
});
after(async () => {
  for (const racer of racers) racer.disconnect();
  await database.close();
});

/** One round: both processes try at once; what came of all attempts. */
async function race(round: number, attempts: readonly Attempt[]): Promise<string[]> {
  const answers = racers.map((racer) => once(racer, "message") as Promise<[Results]>);
  for (const [index, racer] of racers.entries())
    racer.send({ round, attempts: attempts.slice(index * each, (index + 1) * each) });
  const outcomes = (await Promise.all(answers)).flatMap(([result]) => result.outcomes);
  assert.deepEqual(
    outcomes.filter((outcome) => outcome.startsWith("fault")),
    [],
  );
  return outcomes;
}

/** Half a minute after the offer, for this offer alone: the nodes' clocks would have to follow the database's first. */
const waited = (approval: string) =>
  sql`update place_offer set offered_at = offered_at - interval '31 seconds' where approval = ${approval}`.execute(
    database.db,
  );

const times = <T>(count: number, make: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, make));
const accepted = (outcomes: readonly string[]) =>
  outcomes.filter((outcome) => outcome === "accepted").length;

test("one offer makes one place, and an answer a day later ages it once, however many say so at once on two nodes", async () => {
  const w = placesOn(database.db, clock);
  for (let round = 0; round < rounds; round++) {
    const [phone, browser] = [await newPhone(w), newBrowser()];
    await w.places.recognise(browser, undefined);
    const { approval } = await phone.approves(browser);
    await phone.offer(approval);
    await waited(approval);
    const making = await times(2 * each, async () => ({
      try: "make" as const,
      jws: await phone.say(purposes.placeMake, { approval, people: "alone" }),
    }));
    assert.equal(accepted(await race(round, making)), 1);
    const places = await phone.list();
    assert.equal(places.length, 1);
    const id = places[0]?.id;
    assert.ok(id);
    // The day that this takes is another test's; here both nodes' clocks would have to follow it first.
    await sql`update place set used_again_at = aval_now() where id = ${id}`.execute(database.db);
    const confirming = await times(2 * each, async () => ({
      try: "confirm" as const,
      id,
      message: await phone.confirmation(id),
    }));
    assert.equal(accepted(await race(round, confirming)), 1);
    const facts = await w.facts(phone.professional);
    assert.equal(facts.filter((kind) => kind === "place_made" || kind === "place_aged").length, 2);
  }
});

test("tabs that begin at once with the value they have are no copy; each value given by a lost answer stays good until one is shown", async () => {
  const w = placesOn(database.db, clock);
  for (let round = 0; round < rounds; round++) {
    const [phone, browser] = [await newPhone(w), newBrowser()];
    const shown = await w.places.recognise(browser, undefined);
    const { professional } = phone;
    const { approval } = await phone.approves(browser);
    await phone.offer(approval);
    await waited(approval);
    await phone.make(approval);
    await w.transact((tx) => w.places.markL5(tx, { professional, browser }));
    const begins = await times(12, async () => ({ try: "begin" as const, browser, shown }));
    const given = await race(round, begins);
    assert.equal(new Set(given).size, 12);
    assert.equal(await phone.where(browser), "own_place_l5");
    const kept = given[round % 12] as string;
    await w.places.recognise(browser, kept);
    assert.equal(await phone.where(browser), "own_place_l5");
    await w.places.recognise(browser, given.find((value) => value !== kept) as string);
    assert.equal(await phone.where(browser), "unknown", "a second holder of the key");
    const facts = await w.facts(professional);
    assert.equal(facts.filter((kind) => kind === "clone_detected").length, 1);
  }
});

test("two copies that show two values at once are found out once, and no sign-in passes between", async () => {
  const w = placesOn(database.db, clock);
  for (let round = 0; round < rounds; round++) {
    const [phone, browser] = [await newPhone(w), newBrowser()];
    const { professional } = phone;
    const shown = await w.places.recognise(browser, undefined);
    const { approval } = await phone.approves(browser);
    await phone.offer(approval);
    await waited(approval);
    await phone.make(approval);
    await w.transact((tx) => w.places.markL5(tx, { professional, browser }));
    const ours = await w.places.recognise(browser, shown);
    const theirs = await w.places.recognise(browser, shown);
    const attempts = [ours, theirs].flatMap((value) =>
      Array.from({ length: each }, () => ({ try: "begin" as const, browser, shown: value })),
    );
    await race(round, attempts);
    assert.equal(await phone.where(browser), "unknown");
    const facts = await w.facts(professional);
    assert.equal(facts.filter((kind) => kind === "clone_detected").length, 1);
  }
});

test("a place that ends while it is used ends once, and is not used after", async () => {
  const w = placesOn(database.db, clock);
  for (let round = 0; round < rounds; round++) {
    const [phone, browser] = [await newPhone(w), newBrowser()];
    const { professional, device } = phone;
    await w.places.recognise(browser, undefined);
    const { approval } = await phone.approves(browser);
    await phone.offer(approval);
    await waited(approval);
    const made = await phone.make(approval);
    assert.ok(made.ok);
    await w.transact((tx) => w.places.markL5(tx, { professional, browser }));
    const { id } = made.value;
    const ending = await times(each, async () => ({
      try: "end" as const,
      id,
      jws: await phone.say(purposes.placeEnd, { place: id }),
    }));
    const using = Array.from({ length: each }, () => ({
      try: "use" as const,
      professional,
      browser,
      device,
    }));
    const mixed = ending.flatMap((end, at) => [end, using[at] as Attempt]);
    const outcomes = await race(round, mixed);
    const ended = outcomes.filter((_, at) => at % 2 === 0);
    assert.equal(accepted(ended), 1);
    assert.equal(await phone.signsIn(browser), false);
    assert.equal(await phone.where(browser), "unknown");
  }
});
