import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type EnrolmentId, type ProfessionalId, purposes } from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { databaseClock } from "#platform/clock";
import { transact } from "#platform/database";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { asksRaise, provesAtDesk, raisedAtDesk, raises } from "./testing/raised.ts";
import { activates, activePhone, by, enrolmentWorld, type TestPhone } from "./testing/world.ts";

/* A phone to be confirmed that is to open everything: the evidence of a new full one, and until then it stays what it is. */
let database: TestDatabase;
let world: ReturnType<typeof enrolmentWorld>;
before(async () => {
  database = await testDatabase();
  world = enrolmentWorld(database.db, await databaseClock(database.db));
});
after(() => database.close());

let last = 899_700_600_000;
const newId = () => String(++last);
/** A limited phone of a month, of a holder who never had a full one. */
async function limitedPhone(nationalId = newId()) {
  const phone = await activePhone(world, nationalId, "limited");
  await sql`update device set activated_at = aval_now() - interval '30 days' where id = ${phone.device}`.execute(
    database.db,
  );
  return { nationalId, phone };
}
async function stands({ device }: TestPhone) {
  const { rows } = await sql<{ level: string; state: string }>`
    select level, state from device where id = ${device}`.execute(database.db);
  return `${rows[0]?.level} ${rows[0]?.state}`;
}
const outcome = async (phone: TestPhone, enrolment: EnrolmentId) => {
  const answer = await world.enrolment.raise(await raises(world, phone, enrolment));
  return answer.ok ? answer.value.level : answer.refusal;
};
const standingOf = (phone: TestPhone) =>
  world.devices.standingOf(database.db, phone.device, lifetimes.settled);
/** As many days later, for this enrolment. */
const later = (id: EnrolmentId) =>
  sql`update enrolment set evidenced_at = evidenced_at - interval '1 day', ready_at = ready_at - interval '1 day'
    where id = ${id}`.execute(database.db);

test("two registrars raise a phone to be confirmed at once, where its holder never had a full one; its code says so", async () => {
  const { nationalId, phone } = await limitedPhone();
  const announced = world.announced.length;
  const enrolment = await raisedAtDesk(world, phone, nationalId);
  assert.equal(await stands(phone), "limited active", "evidence alone raises nothing");
  world.around.code = "wrong";
  assert.equal(await outcome(phone, enrolment), "wrong_code");
  world.around.code = "right";
  assert.equal(await stands(phone), "limited active");
  assert.equal(await outcome(phone, enrolment), "full");
  assert.equal(await stands(phone), "full active");
  assert.equal(world.announced.length, announced, "it keeps the code that it has");
  assert.equal(await outcome(phone, enrolment), "enrolment_not_ready", "once");
});

test("a raised phone counts as one of that day, whatever its age before", async () => {
  const { nationalId, phone } = await limitedPhone();
  const enrolment = await raisedAtDesk(world, phone, nationalId);
  assert.equal(await outcome(phone, enrolment), "full");
  assert.deepEqual(
    { ...(await standingOf(phone)) },
    { level: "full", isActive: true, isOld: false },
  );
  const opens = await world.enrolment.askPage(
    await by(world, phone, purposes.enrolmentAsk, { onCall: false }),
  );
  assert.equal(opens.ok ? "opened" : opens.refusal, "old_phone_not_possible");
  const [held] = await world.devices.phonesOf(
    database.db,
    `pro_${nationalId}` as ProfessionalId,
    lifetimes.settled,
  );
  assert.equal(held?.isOld, false);
});

test("where its holder had a full phone it waits as a new one does, and stays limited meanwhile", async () => {
  const { nationalId, phone } = await limitedPhone();
  await activePhone(world, nationalId);
  const told = world.told.length;
  const enrolment = await raisedAtDesk(world, phone, nationalId);
  assert.deepEqual(world.told.slice(told), ["raise_proven"]);
  assert.equal(await outcome(phone, enrolment), "enrolment_not_ready");
  assert.equal(await stands(phone), "limited active");
  await later(enrolment);
  assert.equal(await outcome(phone, enrolment), "full");
  assert.equal(world.told.at(-1), "phone_raised");
});

test("Arrêter holds it, and the phone stays what it was until it is shown again", async () => {
  const { nationalId, phone } = await limitedPhone();
  await activePhone(world, nationalId);
  const enrolment = await raisedAtDesk(world, phone, nationalId);
  await transact(database.db, (tx) => world.enrolment.stopByNotice(tx, enrolment));
  await later(enrolment);
  assert.equal(await outcome(phone, enrolment), "enrolment_not_ready");
  assert.equal(await stands(phone), "limited active");
  const again = await provesAtDesk(world, enrolment, nationalId);
  assert.ok(again.ok);
  await later(enrolment);
  assert.equal(await outcome(phone, enrolment), "full");
});

test("what was signed for one phone or person raises no other", async () => {
  const [one, two] = [await limitedPhone(), await limitedPhone()];
  const asked = await asksRaise(world, one.phone);
  assert.ok(asked.ok && asked.value.raise);
  const { enrolment } = asked.value.raise;
  const others = await provesAtDesk(world, enrolment, two.nationalId);
  assert.equal(others.ok ? "proven" : others.refusal, "evidence_refused");
  const own = await provesAtDesk(world, enrolment, one.nationalId);
  assert.ok(own.ok);
  assert.equal(await outcome(two.phone, enrolment), "enrolment_not_found");
  const { ik, device } = one.phone;
  const asNew = await activates(world, { enrolment, device, ik });
  assert.equal(
    asNew.ok ? "active" : asNew.refusal,
    "enrolment_not_ready",
    "nor gives it a new code",
  );
  assert.equal(await outcome(one.phone, enrolment), "full");
  assert.equal(await stands(two.phone), "limited active");
});

test("a card's page raises its holder's phone only, and an old phone's page none", async () => {
  const [one, two] = [await limitedPhone(), await limitedPhone()];
  const pageOf = (nationalId: string) =>
    transact(database.db, async (tx) => {
      const professional = `pro_${nationalId}` as ProfessionalId;
      const page = await world.enrolment.openPage(tx, { kind: "card", by: "i.s", professional });
      const state = await world.enrolment.pageState(tx, page);
      return state.state === "open" ? state.address : "none";
    });
  const address = await pageOf(one.nationalId);
  const foreign = await asksRaise(world, two.phone, address);
  assert.equal(foreign.ok ? "asked" : foreign.refusal, "binding_refused");
  const own = await asksRaise(world, one.phone, address);
  assert.ok(own.ok, own.ok ? "" : own.refusal);
  assert.equal(own.value.raise?.state, "evidenced");
  assert.equal(own.value.raise?.words?.length, 4);
  assert.equal(world.told.at(-1), "raise_begun");
  const twice = await asksRaise(world, one.phone, address);
  assert.equal(twice.ok ? "asked" : twice.refusal, "binding_refused", "a binding is spent once");

  const old = await activePhone(world, one.nationalId);
  await sql`update device set activated_at = aval_now() - interval '8 days' where id = ${old.device}`.execute(
    database.db,
  );
  const asked = await world.enrolment.askPage(
    await by(world, old, purposes.enrolmentAsk, { onCall: false }),
  );
  assert.ok(asked.ok);
  await sql`update enrolment_page set opened_at = aval_now() where id = ${asked.value.page}`.execute(
    database.db,
  );
  const state = await world.enrolment.pageState(database.db, asked.value.page);
  assert.ok(state.state === "open");
  const byOld = await asksRaise(world, one.phone, state.address);
  assert.equal(byOld.ok ? "asked" : byOld.refusal, "binding_refused");
});

test("a full phone, and one that is not in service, is raised by nothing", async () => {
  const full = await activePhone(world, newId());
  const asked = await asksRaise(world, full);
  assert.equal(asked.ok ? "asked" : asked.refusal, "raise_not_possible");

  const { nationalId, phone } = await limitedPhone();
  const enrolment = await raisedAtDesk(world, phone, nationalId);
  await sql`update device set state = 'suspended' where id = ${phone.device}`.execute(database.db);
  assert.equal(await outcome(phone, enrolment), "device_not_active");
  assert.equal(await stands(phone), "limited suspended");
  const again = await provesAtDesk(world, enrolment, nationalId);
  assert.equal(again.ok ? "proven" : again.refusal, "enrolment_not_ready");
});

test("a pause, or who signed being suspended meanwhile, keeps it limited", async () => {
  const { nationalId, phone } = await limitedPhone();
  const enrolment = await raisedAtDesk(world, phone, nationalId);
  world.around.isPaused = true;
  assert.equal(await outcome(phone, enrolment), "holder_stopped");
  world.around.isPaused = false;
  world.around.maySign = false;
  assert.equal(await outcome(phone, enrolment), "evidence_refused");
  world.around.maySign = true;
  assert.equal(await stands(phone), "limited active");
  assert.equal(await outcome(phone, enrolment), "full");
});
