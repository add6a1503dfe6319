import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import type { EnrolmentId, LetterId, ProfessionalId } from "@aval/protocol";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { days } from "#platform/time";
import { insertLetter, recordEnded } from "./store.ts";

// Two operating-system processes with pools of their own use one letter, thirty times at once.
const usesEach = 15;
let database: TestDatabase;
let racers: ChildProcess[] = [];
before(async () => {
  database = await testDatabase();
  const env = { ...process.env, AVAL_RACE_DATABASE_URL: database.serverUrl };
  racers = [0, 1].map(() => fork(join(import.meta.dirname, "testing", "racer.ts"), { env }));
  await Promise.all(racers.map((racer) => once(racer, "message")));
});
after(async () => {
  for (const racer of racers) racer.disconnect();
  await database.close();
});

async function raced(letter: LetterId): Promise<boolean[]> {
  const answers = racers.map((racer) => once(racer, "message") as Promise<[boolean[]]>);
  for (const racer of racers) racer.send({ letter, times: usesEach });
  return (await Promise.all(answers)).flatMap(([result]) => result);
}

async function written(round: number): Promise<{ letter: LetterId; enrolment: EnrolmentId }> {
  const name = String(round).padStart(26, "0");
  const [letter, enrolment] = [`ltr_${name}` as LetterId, `enr_${name}` as EnrolmentId];
  await insertLetter(
    database.db,
    {
      ...{ id: letter, enrolment, professional: `pro_${name}` as ProfessionalId, ik: "ik" },
      ...{ lines: ["NAME", "1 RUE", "99001 VILLEFICTIVE"], scopes: [], secret: new Uint8Array(32) },
    },
    days(21),
  );
  return { letter, enrolment };
}

test("of thirty uses of one letter on two nodes, one is good", async () => {
  for (let round = 0; round < 5; round++) {
    const used = await raced((await written(round)).letter);
    assert.equal(used.length, 2 * usesEach);
    assert.equal(used.filter(Boolean).length, 1);
  }
});

test("a stop and thirty uses at once: a letter is used or ended, never both", async () => {
  for (let round = 10; round < 15; round++) {
    const { letter, enrolment } = await written(round);
    const [used] = await Promise.all([raced(letter), recordEnded(database.db, enrolment)]);
    assert.ok(used.filter(Boolean).length <= 1);
    assert.deepEqual([...new Set(await raced(letter))], [false]);
  }
});
