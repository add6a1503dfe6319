import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { sql } from "kysely";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { listPeople, sending } from "./testing/campaign-world.ts";

// Two operating-system processes that go on with the same campaign; the second time, after one was killed in the middle.
const people = Array.from({ length: 40 }, (_, index) => `pro_${index}`);
let database: TestDatabase;
let racers: ChildProcess[] = [];
const racer = async () => {
  const env = { ...process.env, AVAL_RACE_DATABASE_URL: database.serverUrl };
  const child = fork(join(import.meta.dirname, "testing", "campaign-racer.ts"), { env });
  await once(child, "message");
  return child;
};
before(async () => {
  database = await testDatabase();
  await listPeople(database.url, people.length);
  racers = [await racer(), await racer()];
});
after(async () => {
  for (const one of racers) if (one.connected) one.disconnect();
  await database.close();
});

/** How often each was told, by the row, by the notice and by the log, and what became of the campaign. */
async function standing(campaign: string) {
  const { rows } = await sql<{ told: number; notices: number; facts: number; state: string }>`
    select (select count(*)::int from campaign_recipient where campaign = ${campaign} and state = 'told') as told,
      (select count(*)::int from notice where about = ${campaign}) as notices,
      (select count(*)::int from fact where kind = 'campaign_told' and body::jsonb ->> 'campaign' = ${campaign}) as facts,
      (select state from campaign where id = ${campaign}) as state`.execute(database.db);
  return rows[0];
}
const whole = { told: people.length, notices: people.length, facts: people.length, state: "done" };

/** These processes go on until the campaign has come to its end. */
async function finish(campaign: string, those: readonly ChildProcess[]): Promise<number> {
  let told = 0;
  while ((await standing(campaign))?.state === "sending") {
    const answers = those.map((one) => once(one, "message") as Promise<[number]>);
    for (const one of those) one.send({ times: 2 });
    for (const [count] of await Promise.all(answers)) told += count;
  }
  return told;
}

test("two nodes that go on with one campaign tell each person once between them, and it is done", async () => {
  const campaign = await sending(database.db, "both", people);
  assert.equal(await finish(campaign, racers), people.length);
  assert.deepEqual(await standing(campaign), whole);
});

test("killed in the middle, a campaign goes on at another node: nobody is left out or told twice", async () => {
  const campaign = await sending(database.db, "killed", people);
  const [victim, other] = racers as [ChildProcess, ChildProcess];
  victim.send({ times: 1 });
  while ((await standing(campaign))?.told === 0);
  const gone = once(victim, "exit");
  victim.kill("SIGKILL");
  await gone;
  await finish(campaign, [other]);
  assert.deepEqual(await standing(campaign), whole);
});
