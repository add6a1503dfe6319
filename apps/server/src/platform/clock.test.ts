import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { databaseClock } from "./clock.ts";
import { isUnreachable, sqlState, toDate, toInstant, transact } from "./database.ts";
import { advanceClock, claimDeployment, takeServerLock } from "./deployment.ts";
import {
  databaseNow,
  moveClock,
  seededRandom,
  type TestDatabase,
  testDatabase,
} from "./testing.ts";
import { days, instant, seconds } from "./time.ts";

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

test("the clock follows the database's, moved or not, and moving it is no skew", async () => {
  const clock = await databaseClock(database.db);
  const before = await databaseNow(database.db);
  await moveClock(database.db, days(8));
  await clock.measure();
  assert.ok(clock.now() >= before + days(8));
  assert.ok(clock.now() <= (await databaseNow(database.db)) + seconds(1));
  assert.ok(Math.abs(clock.skewMs()) < seconds(1), "one machine, one clock");
  assert.ok(clock.offsetMs() >= days(8) - seconds(1));
  clock.stop();
});

test("the PIN program's clock is the same one", async () => {
  const { rows } = await sql<{ now: Date }>`select pin.pin_now() as now`.execute(database.pinDb);
  const here = await databaseNow(database.db);
  assert.ok(here >= (rows[0] as { now: Date }).now.getTime());
});

test("inside one transaction the clock goes on: a deadline that passes while a lock is waited for has passed", async () => {
  await transact(database.db, async (tx) => {
    const first = await databaseNow(tx);
    await sql`select pg_sleep(0.02)`.execute(tx);
    assert.ok((await databaseNow(tx)) > first);
  });
});

test("a transaction inside a transaction joins it: what the outer one undoes is undone", async () => {
  const attempt = transact(database.db, async (tx) => {
    await transact(tx, (inner) => sql`select set_config('aval.seen', 'yes', true)`.execute(inner));
    const { rows } = await sql<{
      seen: string;
    }>`select current_setting('aval.seen', true) as seen`.execute(tx);
    assert.equal(rows[0]?.seen, "yes");
    throw new Error("undo");
  });
  await assert.rejects(attempt, { message: "undo" });
});

test("an instant survives the database to the millisecond, and a bigint is a number or a fault", async () => {
  const moment = instant(1_767_225_600_123);
  const { rows } = await sql<{
    at: Date;
    count: number;
  }>`select ${toDate(moment)}::timestamptz as at, 5::bigint as count`.execute(database.db);
  assert.equal(toInstant((rows[0] as { at: Date }).at), moment);
  assert.equal(rows[0]?.count, 5);
  await assert.rejects(sql`select 9007199254740993::bigint`.execute(database.db), RangeError);
});

test("a database that is gone is told from a request that is wrong", async () => {
  const wrong = await sql`select * from nowhere`
    .execute(database.db)
    .catch((error: unknown) => error);
  assert.equal(sqlState(wrong), "42P01");
  assert.equal(isUnreachable(wrong), false);
  assert.equal(
    isUnreachable(
      Object.assign(new Error("refused"), { code: "ECONNREFUSED", syscall: "connect" }),
    ),
    true,
  );
  assert.equal(
    isUnreachable(Object.assign(new Error("no file"), { code: "ENOENT", syscall: "open" })),
    false,
  );
});

test("a database serves the purpose and the root it was first started with, for ever", async () => {
  const fresh = await testDatabase();
  await assert.rejects(advanceClock(fresh.url, days(1)), {
    name: "Halt",
    message: /Only a sandbox/,
  });
  await claimDeployment(fresh.url, "sandbox", "root-a");
  await claimDeployment(fresh.url, "sandbox", "root-a");
  await assert.rejects(claimDeployment(fresh.url, "production", "root-a"), {
    name: "Halt",
    message: /made for "sandbox"/,
  });
  await assert.rejects(claimDeployment(fresh.url, "sandbox", "root-b"), {
    name: "Halt",
    message: /every phone would refuse/,
  });
  await advanceClock(fresh.url, days(1));
  await fresh.close();
});

test("a production database never becomes a sandbox, and its clock cannot be moved", async () => {
  const fresh = await testDatabase();
  await claimDeployment(fresh.url, "production", "root-a");
  await assert.rejects(claimDeployment(fresh.url, "sandbox", "root-a"), { name: "Halt" });
  await assert.rejects(advanceClock(fresh.url, days(1)), { name: "Halt" });
  await moveClock(fresh.db, days(1)); // As an owner who types SQL could.
  await assert.rejects(claimDeployment(fresh.url, "production", "root-a"), {
    name: "Halt",
    message: /clock of this database was moved/,
  });
  await fresh.close();
});

test("one holder at a time has the right to serve, and it is free once the holder lets go", async () => {
  const first = await takeServerLock(database.url);
  assert.ok(first);
  assert.equal(await takeServerLock(database.url), undefined);
  await first.release();
  const next = await takeServerLock(database.url);
  assert.ok(next);
  await next.release();
});

test("a seeded generator gives the same bytes for the same seed, however they are asked for", () => {
  const whole = seededRandom(7).bytes(64);
  const parts = seededRandom(7);
  assert.deepEqual(
    new Uint8Array([...parts.bytes(3), ...parts.bytes(40), ...parts.bytes(21)]),
    whole,
  );
  assert.notDeepEqual(seededRandom(8).bytes(64), whole);
});
