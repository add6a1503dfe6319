import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import { takeTurn } from "#platform/turns";
import { testDatabase, type TestDatabase } from "#platform/testing";
import type { Attempt, Results } from "./testing/racer.ts";
import {
  approvalsOn,
  clockOf,
  contextIn,
  enrolPhone,
  newBrowser,
  openOn,
  stopTurn,
} from "./testing/world.ts";

// Two operating-system processes with pools of their own, twenty attempts a round, ten from each.
const rounds = Number(process.env["AVAL_TEST_ROUNDS"] ?? 20);
/** P-19 is stated with this many. */
const interleavings = process.env["AVAL_TEST_LONG"] ? 1000 : rounds;
const each = 10;

let database: TestDatabase;
let racers: ChildProcess[] = [];

before(async () => {
  database = await testDatabase();
  const env = { ...process.env, AVAL_RACE_DATABASE_URL: database.serverUrl };
  racers = [0, 1].map(() => fork(join(import.meta.dirname, "testing", "racer.ts"), { env }));
  await Promise.all(racers.map((racer) => once(racer, "message")));
  console.log(
    `racing processes ${racers.map((racer) => racer.pid).join(" and ")}, ${rounds} rounds of ${2 * each}`,
  );
});
after(async () => {
  for (const racer of racers) racer.disconnect();
  await database.close();
});

/** One round: both processes try at once; what came of all attempts. */
async function race(round: number, attempts: readonly (readonly Attempt[])[]): Promise<string[]> {
  const answers = racers.map((racer) => once(racer, "message") as Promise<[Results]>);
  for (const [index, racer] of racers.entries()) racer.send({ round, attempts: attempts[index] });
  const results = await Promise.all(answers);
  const outcomes = results.flatMap(([result]) => result.outcomes);
  assert.deepEqual(
    outcomes.filter((outcome) => outcome.startsWith("fault")),
    [],
  );
  return outcomes;
}

const split = (attempts: readonly Attempt[]) => [attempts.slice(0, each), attempts.slice(each)];
const accepted = (outcomes: readonly string[]) =>
  outcomes.filter((outcome) => outcome === "accepted").length;
const times = async <T>(count: number, make: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, make));

function world() {
  const clock = clockOf(database.db);
  return { clock, ...approvalsOn(database.db, clock) };
}

test("a frame is claimed at most once by one phone, however many claims of it run at once", async () => {
  const w = world();
  for (let round = 0; round < rounds; round++) {
    const phone = await enrolPhone(w, w.clock);
    const shown = await openOn(w, await newBrowser());
    const frame = await w.approvals.frame(shown);
    const attempts = await times(
      2 * each,
      async () => ({ try: "claim", jws: await phone.claimOf(frame) }) as const,
    );
    assert.equal(accepted(await race(round, split(attempts))), 1);
  }
});

test("one signed claim message is accepted at most once, however often it is sent", async () => {
  const w = world();
  for (let round = 0; round < rounds; round++) {
    const phone = await enrolPhone(w, w.clock);
    const shown = await openOn(w, await newBrowser());
    const jws = await phone.claimOf(await w.approvals.frame(shown));
    const outcomes = await race(
      round,
      split(Array.from({ length: 2 * each }, () => ({ try: "claim", jws }) as const)),
    );
    assert.equal(accepted(outcomes), 1);
    assert.equal(outcomes.filter((outcome) => outcome === "replayed").length, 2 * each - 1);
  }
});

test("two phones that claim one request at once both lose it (P-19)", async () => {
  const w = world();
  for (let round = 0; round < interleavings; round++) {
    const phones = [await enrolPhone(w, w.clock), await enrolPhone(w, w.clock)] as const;
    const shown = await openOn(w, await newBrowser());
    const frame = await w.approvals.frame(shown);
    const attempts = await Promise.all(
      phones.map(async (phone) => [{ try: "claim", jws: await phone.claimOf(frame) } as const]),
    );
    await race(round, attempts);
    assert.equal((await w.approvals.find(shown.id))?.state, "cancelled");
  }
});

test("two requests of one holder claimed at once from two browsers both end, in every interleaving (P-19)", async () => {
  const w = world();
  for (let round = 0; round < interleavings; round++) {
    const phone = await enrolPhone(w, w.clock);
    const twin = await enrolPhone(w, w.clock, phone.professional);
    const screens = [
      await openOn(w, await newBrowser()),
      await openOn(w, await newBrowser()),
    ] as const;
    const attempts = [
      [{ try: "claim", jws: await phone.claimOf(await w.approvals.frame(screens[0])) } as const],
      [{ try: "claim", jws: await twin.claimOf(await w.approvals.frame(screens[1])) } as const],
    ];
    await race(round, attempts);
    const states = await Promise.all(
      screens.map(async (shown) => (await w.approvals.find(shown.id))?.state),
    );
    assert.deepEqual(states, ["cancelled", "cancelled"]);
  }
});

test("a request is decided at most once, approvals and refusals together", async () => {
  const w = world();
  for (let round = 0; round < rounds; round++) {
    const phone = await enrolPhone(w, w.clock);
    const shown = await openOn(w, await newBrowser());
    const context = contextIn(
      await w.approvals.claimByFrame(
        await phone.claimOf(await w.approvals.frame(shown)),
        "127.0.0.1",
      ),
    );
    const decide = (message: Awaited<ReturnType<typeof phone.approvalOf>>) =>
      ({ try: "decide", id: shown.id, message }) as const;
    const approvals = await times(each, async () => decide(await phone.approvalOf(context)));
    const refusals = await times(each, async () =>
      decide(await phone.refusalOf(context, "mistake")),
    );
    const mixed = approvals.flatMap((approval, index) => [
      approval,
      refusals[index] as typeof approval,
    ]);
    assert.equal(accepted(await race(round, split(mixed))), 1);
  }
});

test("an approval is spent at most once", async () => {
  const w = world();
  for (let round = 0; round < rounds; round++) {
    const phone = await enrolPhone(w, w.clock);
    const browser = await newBrowser();
    const shown = await openOn(w, browser);
    const context = contextIn(
      await w.approvals.claimByFrame(
        await phone.claimOf(await w.approvals.frame(shown)),
        "127.0.0.1",
      ),
    );
    await w.approvals.decide(shown.id, await phone.approvalOf(context));
    const attempts = Array.from(
      { length: 2 * each },
      () => ({ try: "spend", id: shown.id, asker: "page", browser }) as const,
    );
    assert.equal(accepted(await race(round, split(attempts))), 1);
  }
});

test("digits are claimed at most once, and parallel wrong guesses never outrun their count", async () => {
  const w = world();
  for (let round = 0; round < rounds; round++) {
    const phone = await enrolPhone(w, w.clock);
    const digits = (await w.approvals.showDigits(await openOn(w, await newBrowser()))) as string;
    const right = await times(
      2 * each,
      async () => ({ try: "digits", jws: await phone.digitsOf(digits) }) as const,
    );
    assert.ok(accepted(await race(round, split(right))) <= 1);

    const guesser = await enrolPhone(w, w.clock);
    const guesses = await times(
      2 * each,
      async () => ({ try: "digits", jws: await guesser.digitsOf("99999997") }) as const,
    );
    const outcomes = await race(round, split(guesses));
    assert.equal(
      outcomes.filter((outcome) => outcome === "unknown_digits").length,
      bounds.wrongDigits,
    );
    assert.equal(
      outcomes.filter((outcome) => outcome === "digits_exhausted").length,
      2 * each - bounds.wrongDigits,
    );
  }
});

test("what a phone claims, approves or spends while it is stopped was done before the stop, or is ended by it", async () => {
  const w = world();
  const tries = ["claim", "decide", "spend"] as const;
  for (let round = 0; round < rounds * tries.length; round++) {
    const what = tries[round % tries.length];
    const phone = await enrolPhone(w, w.clock);
    const { professional, device } = phone;
    const browser = await newBrowser();
    const shown = await openOn(w, browser);
    const claim = await phone.claimOf(await w.approvals.frame(shown));
    let attempt: Attempt = { try: "claim", jws: claim };
    if (what !== "claim") {
      const context = contextIn(await w.approvals.claimByFrame(claim, "127.0.0.1"));
      const message = await phone.approvalOf(context);
      attempt = { try: "decide", id: shown.id, message };
      if (what === "spend") {
        await w.approvals.decide(shown.id, message);
        attempt = { try: "spend", id: shown.id, asker: "page", browser };
      }
    }
    const stop: Attempt = { try: "stop", professional, device };
    const outcomes = await race(round, round % 2 ? [[attempt], [stop]] : [[stop], [attempt]]);
    const wasFirst = outcomes[round % 2 ? 0 : 1] === "accepted";
    const left = {
      claim: wasFirst ? "cancelled" : "shown",
      decide: "cancelled",
      spend: wasFirst ? "spent" : "cancelled",
    };
    assert.equal((await w.approvals.find(shown.id))?.state, left[what ?? "claim"], what);
  }
});

test("what a phone claims waits for a stop of its holder that is being made, which locks no phone", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  const claim = await phone.claimOf(await w.approvals.frame(await openOn(w, await newBrowser())));
  let isOver = false;
  const isWaiting = async () => {
    const { rows } =
      await sql`select from pg_locks where locktype = 'advisory' and not granted`.execute(
        database.db,
      );
    return rows.length > 0;
  };
  const claimed = await w.transact(async (tx) => {
    await takeTurn(tx, stopTurn(phone.professional));
    const answer = w.approvals.claimByFrame(claim, "127.0.0.1").finally(() => (isOver = true));
    while (!isOver && !(await isWaiting())) await delay(10);
    assert.equal(isOver, false, "it goes on while the stop is being made");
    return { answer };
  });
  assert.ok((await claimed.answer).ok);
});
