import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { newKeyPair, purposes, signerOf } from "@aval/protocol";
import { limits } from "#lifetimes";
import { moveClock } from "#platform/testing";
import { hours } from "#platform/time";
import type { Raced } from "./testing/racer.ts";
import {
  decision,
  enrol,
  evaluateMessage,
  openTrial,
  type Service,
  type Trial,
  type TrialPhone,
} from "./testing/trial.ts";

// Two operating-system processes, one database, one journal folder; a hundred evaluations a round, fifty from each.
const each = 50;

let trial: Trial;
let service: Service;
let racers: ChildProcess[] = [];

before(async () => {
  trial = await openTrial();
  service = await trial.start();
  const env = {
    ...process.env,
    AVAL_RACE_DATABASE_URL: trial.database.pinUrl,
    AVAL_RACE_KEY_FILE: trial.keyFile,
  };
  racers = [0, 1].map(() => fork(join(import.meta.dirname, "testing", "racer.ts"), { env }));
  await Promise.all(racers.map((racer) => once(racer, "message")));
  console.log(
    `racing processes ${racers.map((racer) => racer.pid).join(" and ")}, rounds of ${2 * each}`,
  );
});
after(async () => {
  for (const racer of racers) racer.disconnect();
  await Promise.all(racers.map((racer) => once(racer, "exit")));
  await trial.close();
});

/** A hundred evaluations of one phone at once, an hour after the last ones. */
async function round(phone: TrialPhone): Promise<Raced> {
  await moveClock(trial.database.db, hours(1));
  const answers = racers.map(async (racer) => {
    const messages = await Promise.all(
      Array.from({ length: each }, () => evaluateMessage(service, phone)),
    );
    return { racer, messages };
  });
  const ready = await Promise.all(answers);
  const results = ready.map(async ({ racer, messages }) => {
    racer.send(messages);
    const [raced] = (await once(racer, "message")) as [Raced];
    return raced;
  });
  const all = await Promise.all(results);
  return {
    evaluated: all.flatMap((raced) => raced.evaluated),
    refused: all.flatMap((raced) => raced.refused),
  };
}

const rowOf = ({ device }: TrialPhone) =>
  service.deps.db
    .selectFrom("counter")
    .select(["tries", "state"])
    .where("device", "=", device)
    .executeTakeFirstOrThrow();

test("P-33: of evaluations that run at once each is counted and evaluated, or neither; ten in all", async () => {
  const phone = await enrol(service);
  const evaluated: number[] = [];
  const refusals = new Set<string>();
  for (let rounds = 0; rounds < limits.pinTries + 1; rounds++) {
    const raced = await round(phone);
    assert.equal(raced.evaluated.length + raced.refused.length, 2 * each);
    evaluated.push(...raced.evaluated);
    for (const refusal of raced.refused) refusals.add(refusal);
    assert.equal((await rowOf(phone)).tries, evaluated.length);
    if ((await rowOf(phone)).state === "disabled") break;
  }
  // No two were told the same count, and none but these were made.
  assert.deepEqual(
    evaluated.sort((a, b) => b - a),
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
  );
  assert.deepEqual([...refusals].sort(), ["pin_disabled", "pin_wait"]);
});

test("P-33: the first tries, which nothing delays, are each counted too", async () => {
  for (let phones = 0; phones < 5; phones++) {
    const phone = await enrol(service);
    const { evaluated } = await round(phone);
    assert.equal((await rowOf(phone)).tries, evaluated.length);
    assert.equal(new Set(evaluated).size, evaluated.length, "no two were told the same count");
  }
});

test("one signed message is evaluated once, however often and wherever it is sent", async () => {
  const phone = await enrol(service);
  const jws = await evaluateMessage(service, phone);
  const results = racers.map(async (racer) => {
    racer.send(Array.from({ length: each }, () => jws));
    return ((await once(racer, "message")) as [Raced])[0];
  });
  const raced = await Promise.all(results);
  assert.equal(raced.flatMap((one) => one.evaluated).length, 1);
  assert.deepEqual([...new Set(raced.flatMap((one) => one.refused))], ["replayed"]);
  assert.equal((await rowOf(phone)).tries, 1);
});

test("a right decision confirmed a hundred times while another try runs resets the count at most once", async () => {
  const wrongUk = await signerOf(await newKeyPair());
  const phone = await enrol(service);
  const other = await trial.start();
  const [first] = racers as [ChildProcess];
  first.send([await evaluateMessage(service, phone)]);
  await once(first, "message");
  const { last_evaluation: evaluation } = await service.deps.db
    .selectFrom("counter")
    .select("last_evaluation")
    .where("device", "=", phone.device)
    .executeTakeFirstOrThrow();
  const right = await decision(service, phone, evaluation as string);
  const wrong = await decision(service, phone, evaluation as string, wrongUk);
  first.send([await evaluateMessage(service, phone)]);
  const confirmations = Array.from({ length: 50 }, (_, index) =>
    (index % 2 ? service : other).confirm(
      phone.device,
      index % 5 ? right : wrong,
      purposes.decision,
    ),
  );
  const [[raced], outcomes] = await Promise.all([
    once(first, "message") as Promise<[Raced]>,
    Promise.all(confirmations),
  ]);
  // Either the reset came first and one try stands, or the try came first and the decision was stale: then two stand,
  // or it was confirmed in between. Never a reset that forgets the try made after it.
  assert.equal(raced.evaluated.length, 1);
  const wasReset = outcomes.some((outcome) => outcome.ok);
  const { tries } = await rowOf(phone);
  assert.equal(tries, wasReset ? 1 : 2);
});
