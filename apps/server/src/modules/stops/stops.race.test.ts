import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { idFrom } from "@aval/protocol";
import { sql } from "kysely";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { testDatabase, type TestDatabase } from "#platform/testing";
import { instant } from "#platform/time";
import type { Round } from "./testing/racer.ts";
import {
  listedHolder,
  liveSessions,
  newProfessional,
  phoneOf,
  registrarOf,
  stopsOn,
} from "./testing/world.ts";

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

test("a block that a desk, a card and the phone lift together is lifted once, however often the code is sent to two nodes", async () => {
  const w = stopsOn(database.db, { now: () => instant(Date.now()) });
  const registrars = [await registrarOf(w), await registrarOf(w)];
  for (let round = 0; round < rounds; round++) {
    const { id: professional, nationalId } = await listedHolder(w);
    const phone = await phoneOf(w, professional);
    const told = await w.stops.block(await phone.block());
    const stop = (told.ok && told.value.stops[0]?.id) || assert.fail("no block");
    // By its row: the clock of a race stands still.
    await sql`update stop set made_at = made_at - interval '20 minutes' where id = ${stop}`.execute(
      database.db,
    );
    assert.ok((await w.stops.beginReopening(await phone.begins(stop))).ok);
    const said = { stop, ik: phone.ik, nationalId };
    const signed = await Promise.all(registrars.map((one) => one.signs(said)));
    assert.ok((await w.stops.addDeskEvidence(signed)).ok);
    const shown = {
      ...{ professional, stop, device: phone.device },
      ...{ issuer: "essai", serial: "1", validFrom: instant(0) },
    };
    assert.ok(await transact(database.db, (tx) => w.stops.showCard(tx, shown)));
    const answers = racers.map((racer) => once(racer, "message") as Promise<[unknown[]]>);
    for (const racer of racers) {
      const lifts = await Promise.all([1, 2, 3, 4].map(() => phone.lift(stop)));
      racer.send({ professional, opens: 0, lifts } satisfies Round);
    }
    const outcomes = (await Promise.all(answers)).flatMap(([result]) => result);
    assert.deepEqual(outcomes.toSorted(), [...Array(7).fill(false), true], `round ${round}`);
    const { rows } = await sql`
      select from fact where kind = 'stop_lifted' and professional = ${professional}`.execute(
      database.db,
    );
    assert.equal(rows.length, 1);
  }
});

test("of all the phones that desks show on two nodes for one frozen holder, one has the freeze's place", async () => {
  const w = stopsOn(database.db, { now: () => instant(Date.now()) });
  for (let round = 0; round < rounds; round++) {
    const professional = newProfessional();
    const given = { professional, reason: "found", by: "run_1" } as const;
    assert.ok(await transact(database.db, (tx) => w.stops.freeze(tx, given)));
    const one = () => ({
      enrolment: idFrom("enr", systemRandom.bytes(17)),
      device: idFrom("dev", systemRandom.bytes(17)),
    });
    const answers = racers.map((racer) => once(racer, "message") as Promise<[unknown[]]>);
    for (const racer of racers)
      racer.send({ professional, opens: 0, places: [1, 2, 3, 4].map(one) } satisfies Round);
    const outcomes = (await Promise.all(answers)).flatMap(([result]) => result);
    assert.deepEqual(outcomes.toSorted(), [...Array(7).fill(false), true], `round ${round}`);
    const { rows } = await sql`
      select from fact where kind = 'frozen_phone_proven' and professional = ${professional}`.execute(
      database.db,
    );
    assert.equal(rows.length, 1);
  }
});
