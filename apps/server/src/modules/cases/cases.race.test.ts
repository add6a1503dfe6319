import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import type { CaseId } from "@aval/protocol";
import { sql } from "kysely";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { casesOn } from "./testing/world.ts";

// Two operating-system processes with pools of their own: each follows the log, and claims.
const timesEach = 6;
let database: TestDatabase;
let world: ReturnType<typeof casesOn>;
let racers: ChildProcess[] = [];
before(async () => {
  database = await testDatabase();
  world = casesOn(database.db);
  const env = { ...process.env, AVAL_RACE_DATABASE_URL: database.serverUrl };
  racers = [0, 1].map(() => fork(join(import.meta.dirname, "testing", "racer.ts"), { env }));
  await Promise.all(racers.map((racer) => once(racer, "message")));
});
after(async () => {
  for (const racer of racers) racer.disconnect();
  await database.close();
});

async function raced(order: object): Promise<boolean[]> {
  const answers = racers.map((racer) => once(racer, "message") as Promise<[boolean[]]>);
  for (const racer of racers) racer.send({ times: timesEach, ...order });
  return (await Promise.all(answers)).flatMap(([result]) => result);
}

test("two nodes that follow the log at once make one alert of each fact, and lose none", async () => {
  const refused: string[] = [];
  for (let count = 0; count < 15; count++) {
    refused.push(await world.refuse(`pro_${count % 7}`, { browser: `b${count % 11}` }));
    if (count % 5 === 4) await world.placed();
  }
  await world.placed();
  for (let round = 0; round < 2; round++) await raced({ follow: true });
  await world.follow();
  const { rows } = await sql<{ about: string }>`select about from alert order by about`.execute(
    database.db,
  );
  assert.deepEqual(
    rows.map(({ about }) => about),
    refused.toSorted(),
  );
  const { rows: raised } = await sql<{ count: number }>`
    select count(*)::int as count from fact where kind = 'alert_raised'`.execute(database.db);
  assert.equal(raised[0]?.count, refused.length);
});

test("of claims at once on two nodes one wins, and the case is the winner's", async () => {
  const by = [await world.analyst("Odile"), await world.analyst("Paul")];
  for (let round = 0; round < 3; round++) {
    await world.refuse(`pro_claim${round}`, {}, { where: "unknown" });
    await world.follow();
    const { rows } = await sql<{ id: CaseId }>`
      select c.id from fraud_case c join alert a on a.fraud_case = c.id
      where a.professional = ${`pro_claim${round}`}`.execute(database.db);
    const claims = await raced({ claim: rows[0]?.id, by });
    assert.equal(claims.filter(Boolean).length, 1);
  }
});
