import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { testDatabase, type TestDatabase } from "#platform/testing";
import { instant } from "#platform/time";
import type { Round } from "./testing/racer.ts";
import { liveSessions, newProfessional, phoneOf, stopsOn } from "./testing/world.ts";

// Two operating-system processes with pools of their own: both open sessions, one of them blocks meanwhile.
const rounds = Number(process.env["AVAL_TEST_ROUNDS"] ?? 20);

let database: TestDatabase;
let racers: ChildProcess[] = [];

before(async () => {
  database = await testDatabase();
  const env = { ...process.env, AVAL_RACE_DATABASE_URL: database.serverUrl };
  racers = [0, 1].map(() => fork(join(import.meta.dirname, "testing", "racer.ts"), { env }));
  await Promise.all(racers.map((racer) => once(racer, "message")));
  console.log(`racing processes ${racers.map(({ pid }) => pid).join(" and ")}, ${rounds} rounds`);
});
after(async () => {
  for (const racer of racers) racer.disconnect();
  await database.close();
});

test("no session outlives a block, however many are being opened on two nodes while it is made", async () => {
  const w = stopsOn(database.db, { now: () => instant(Date.now()) });
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    const professional = newProfessional();
    const phone = await phoneOf(w, professional);
    const told: Round[] = [
      { professional, opens: 8, block: await phone.block() },
      { professional, opens: 8 },
    ];
    const answers = racers.map((racer) => once(racer, "message") as Promise<[unknown[]]>);
    for (const [index, racer] of racers.entries()) racer.send(told[index] as Round);
    const outcomes = (await Promise.all(answers)).flatMap(([result]) => result);
    assert.deepEqual(
      outcomes.filter((outcome) => typeof outcome !== "boolean"),
      [],
    );
    refused += outcomes.filter((outcome) => outcome === false).length;
    assert.equal(await liveSessions(w, professional), 0, `round ${round}`);
  }
  console.log(`${refused} of ${rounds * 16} openings came after the block`);
});
