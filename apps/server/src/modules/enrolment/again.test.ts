import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { databaseClock } from "#platform/clock";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { transact } from "#platform/database";
import { takeTurn } from "#platform/turns";
import { activates, asks, enrolmentWorld } from "./testing/world.ts";

/* What is asked again as a phone is activated: whether its holder has had a full one since, and whether who signed still may. */
let database: TestDatabase;
let world: ReturnType<typeof enrolmentWorld>;
before(async () => {
  database = await testDatabase();
  world = enrolmentWorld(database.db, await databaseClock(database.db));
});
after(() => database.close());

async function atDesk(nationalId: string, path: "desk" | "desk_elsewhere" = "desk") {
  const { ik, answer } = await asks(world);
  assert.ok(answer.ok);
  const { enrolment, device } = answer.value;
  const registrars = ["stf_a", "stf_b"];
  const proven = await world.enrolment.proveAtDesk({
    ...{ enrolment, nationalId, path, registrars, signatures: ["a", "b"] },
  });
  assert.ok(proven.ok, proven.ok ? "" : proven.refusal);
  return { ik, enrolment, device };
}
type Phone = Awaited<ReturnType<typeof atDesk>>;
const outcome = async (phone: Phone) => {
  const answer = await activates(world, phone);
  return answer.ok ? answer.value.state : answer.refusal;
};
const waitOf = async ({ enrolment }: Phone) => {
  const { rows } = await sql<{ state: string; wait: string }>`
    select state, wait from enrolment where id = ${enrolment}`.execute(database.db);
  return `${rows[0]?.state} ${rows[0]?.wait}`;
};

test("of two phones that a desk proved at once for a holder who had none, the second to be activated waits as another does", async () => {
  const [one, two] = [await atDesk("899700500001"), await atDesk("899700500001")];
  assert.equal(await outcome(one), "active");
  assert.equal(await outcome(two), "enrolment_too_early");
  assert.equal(await waitOf(two), "cooling hour", "and its phone is told so");
  await sql`update enrolment set evidenced_at = evidenced_at - interval '1 day', ready_at = ready_at - interval '1 day'
    where id = ${two.enrolment}`.execute(database.db);
  assert.equal(await outcome(two), "active");
});

test("of thirty activations of two such phones at once, one phone is active", async () => {
  const phones = [await atDesk("899700500002"), await atDesk("899700500002")];
  const told = await Promise.all(
    Array.from({ length: 30 }, (_, at) => outcome(phones[at % 2] as Phone)),
  );
  assert.equal(told.filter((one) => one === "active").length, 1);
});

test("who was suspended since they signed at a desk brings nobody's phone, and who may sign again does", async () => {
  const phone = await atDesk("899700500003");
  world.around.maySign = false;
  assert.equal(await outcome(phone), "evidence_refused");
  assert.equal(await waitOf(phone), "ready none");
  world.around.maySign = true;
  assert.equal(await outcome(phone), "active");
});

test("who is suspended while an activation waits for its holder's turn brings nobody's phone", async () => {
  const phone = await atDesk("899700500004");
  const turn = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = transact(database.db, async (tx) => {
    await takeTurn(tx, "aval.enrolment.pro_899700500004");
    held.resolve();
    await turn.promise;
  });
  await held.promise;
  const told = outcome(phone);
  for (let waits = 0; waits === 0; ) {
    const { rows } = await sql`
      select from pg_locks where locktype = 'advisory' and not granted`.execute(database.db);
    waits = rows.length;
  }
  world.around.maySign = false;
  turn.resolve();
  await holding;
  assert.equal(await told, "evidence_refused");
  world.around.maySign = true;
});

test("who is suspended while what they signed at a desk is recorded proves nobody's phone", async () => {
  const { answer } = await asks(world);
  assert.ok(answer.ok);
  const { enrolment } = answer.value;
  world.around.meanwhile = () => {
    world.around.maySign = false;
  };
  const proven = await world.enrolment.proveAtDesk({
    ...{ enrolment, nationalId: "899700500005", path: "desk", signatures: ["a", "b"] },
    registrars: ["stf_a", "stf_b"],
  });
  assert.equal(proven.ok ? "proven" : proven.refusal, "evidence_refused");
  delete world.around.meanwhile;
  world.around.maySign = true;
});
