import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { transact } from "#platform/database";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { instant } from "#platform/time";
import { liveSessions, newProfessional, openSession, phoneOf, stopsOn } from "./testing/world.ts";

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const world = () => stopsOn(database.db, { now: () => instant(Date.now()) });

test("a freeze ends what is open and holds every act; said twice it is the same, with its first reason, and no phone of any age lifts it", async () => {
  const w = world();
  const professional = newProfessional();
  const phone = await phoneOf(w, professional);
  assert.equal(await openSession(w, professional), true);
  const freeze = (reason: "known_victim" | "found") =>
    transact(database.db, (tx) => w.stops.freeze(tx, { professional, reason, by: "run_1" }));
  assert.equal(await freeze("known_victim"), true);
  assert.equal(await freeze("found"), false);
  assert.equal(await liveSessions(w, professional), 0);
  for (const act of ["enter", "ring", "join", "enrol"] as const)
    assert.equal(await w.stops.isStopped(database.db, professional, act), true, act);

  const told = await w.stops.told(await phone.asks());
  assert.ok(told.ok);
  const [stop] = told.value.stops;
  assert.deepEqual(stop && [stop.kind, stop.thisPhone, stop.ways.map(({ means }) => means)], [
    "freeze",
    false,
    [["two_people"]],
  ]);
  assert.equal((await w.stops.lift(await phone.lift(stop?.id as never))).ok, false);
  const { rows } = await sql<{ reason: string; made_by: string; facts: string[] }>`
    select reason, made_by, (select array_agg(kind || ':' || (body::jsonb ->> 'reason')) from fact
      where body like ${`%${stop?.id}%`}) as facts
    from stop where professional = ${professional}`.execute(database.db);
  assert.deepEqual(rows, [
    { reason: "known_victim", made_by: "run_1", facts: ["stop_made:known_victim"] },
  ]);
});
