import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { type EnrolmentId, purposes } from "@aval/protocol";
import { sql } from "kysely";
import { transact } from "#platform/database";
import { moveClock, testDatabase, type TestDatabase } from "#platform/testing";
import { type Duration, days, hours, instant } from "#platform/time";
import {
  activates,
  activePhone,
  asks,
  by,
  type EnrolmentWorld,
  enrolmentWorld,
  type TestPhone,
} from "./testing/world.ts";

// Law 10: whoever reads a mailbox, or has an old phone, does not keep a holder from recovering at a desk.
let database: TestDatabase;
let ahead = 0;
const clock = { now: () => instant(Date.now() + ahead) };
const advance = async (span: Duration) => {
  ahead += span;
  await moveClock(database.db, span);
};
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

let people = 899_700_400_000;
async function holder() {
  const world = enrolmentWorld(database.db, clock);
  const nationalId = String(++people);
  const old = await activePhone(world, nationalId);
  await sql`update device set activated_at = aval_now() - interval '8 days' where id = ${old.device}`.execute(
    database.db,
  );
  return { world, nationalId, old };
}

/** A new phone that two registrars saw with its holder. */
async function atDesk(world: EnrolmentWorld, nationalId: string) {
  const { ik, answer } = await asks(world);
  assert.ok(answer.ok);
  const { enrolment, device } = answer.value;
  const show = () =>
    world.enrolment.proveAtDesk({
      enrolment,
      nationalId,
      registrars: ["alix", "basile"],
      path: "desk",
      signatures: ["one", "two"],
    });
  const shown = await show();
  assert.ok(shown.ok && shown.value.state === "cooling");
  return { enrolment, device, ik, show };
}

const stop = async (world: EnrolmentWorld, phone: TestPhone, enrolment: EnrolmentId) => {
  const stopped = await world.enrolment.stopByPhone(
    await by(world, phone, purposes.enrolmentStop, { enrolment }),
  );
  return stopped.ok ? "accepted" : stopped.refusal;
};
/** As the link of a notice does: the one of this phone's, or any other. Each pauses. */
const press = (world: EnrolmentWorld, nationalId: string, enrolment?: EnrolmentId) =>
  transact(database.db, async (tx) => {
    if (enrolment) await world.enrolment.stopByNotice(tx, enrolment);
    await world.enrolment.holdShown(tx, `pro_${nationalId}` as never);
    world.around.isPaused = true;
  });
const stateOf = async (id: EnrolmentId) => {
  const { rows } = await sql<{ state: string }>`
    select state from enrolment where id = ${id}`.execute(database.db);
  return rows[0]?.state;
};

test("a holder's phones at desks are held twice in all, each a new one, and the third becomes theirs whatever is pressed", async () => {
  const { world, nationalId } = await holder();
  for (const which of [1, 2]) {
    const { enrolment } = await atDesk(world, nationalId);
    await press(world, nationalId, enrolment);
    assert.equal(await stateOf(enrolment), "held", String(which));
  }
  const third = await atDesk(world, nationalId);
  await press(world, nationalId, third.enrolment);
  assert.equal(await stateOf(third.enrolment), "cooling");
  await advance(hours(24.1));
  await press(world, nationalId, third.enrolment);
  const active = await activates(world, third);
  assert.ok(active.ok, "a pause holds it no longer");
});

test("past the holds a block stands all the same", async () => {
  const { world, nationalId } = await holder();
  for (const _ of [1, 2])
    await press(world, nationalId, (await atDesk(world, nationalId)).enrolment);
  const third = await atDesk(world, nationalId);
  await advance(hours(24.1));
  world.around.isOpen = false;
  const blocked = await activates(world, third);
  assert.equal(blocked.ok ? "accepted" : blocked.refusal, "holder_stopped");
});

test("the link of what a desk's own lift announces holds the phone twice at most, as its own link does", async () => {
  const { world, nationalId } = await holder();
  const { show, ...phone } = await atDesk(world, nationalId);
  for (const which of [1, 2]) {
    await press(world, nationalId);
    assert.equal(await stateOf(phone.enrolment), "held", String(which));
    assert.ok((await show()).ok);
  }
  await press(world, nationalId);
  await advance(hours(24.1));
  assert.ok((await activates(world, phone)).ok);
});

test("holds of more than a month ago are not counted, and another holder's never", async () => {
  const { world, nationalId } = await holder();
  const other = await holder();
  for (const _ of [1, 2])
    await press(world, nationalId, (await atDesk(world, nationalId)).enrolment);
  const theirs = await atDesk(other.world, other.nationalId);
  await press(other.world, other.nationalId, theirs.enrolment);
  assert.equal(await stateOf(theirs.enrolment), "held");
  await advance(days(31));
  const later = await atDesk(world, nationalId);
  await press(world, nationalId, later.enrolment);
  assert.equal(await stateOf(later.enrolment), "held");
});

test("a phone of this week, a suspended and a disabled one stop nothing that was shown in person", async () => {
  const { world, nationalId, old } = await holder();
  const { enrolment } = await atDesk(world, nationalId);
  const young = await activePhone(world, nationalId);
  assert.equal(await stop(world, young, enrolment), "enrolment_not_stoppable");
  for (const state of ["suspended", "disabled"]) {
    await sql`update device set state = ${state} where id = ${old.device}`.execute(database.db);
    assert.notEqual(await stop(world, old, enrolment), "accepted", state);
  }
  assert.equal(await stateOf(enrolment), "cooling");
  await sql`update device set state = 'active' where id = ${old.device}`.execute(database.db);
  assert.equal(await stop(world, old, enrolment), "accepted");
  assert.equal(await stateOf(enrolment), "held");
});

test("a phone that is shown again is told of an hour before its new end, too", async () => {
  const { world, nationalId } = await holder();
  const told = () => world.told.filter((event) => event === "enrolment_ending").length;
  const { enrolment, show } = await atDesk(world, nationalId);
  await advance(hours(23.1));
  await world.enrolment.tellEnding();
  assert.equal(told(), 1);
  await press(world, nationalId, enrolment);
  world.around.isPaused = false;
  assert.ok((await show()).ok);
  await advance(hours(23.1));
  await world.enrolment.tellEnding();
  await world.enrolment.tellEnding();
  assert.equal(told(), 2);
});
