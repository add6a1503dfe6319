import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type EnrolmentId, type ProfessionalId, purposes } from "@aval/protocol";
import { sql } from "kysely";
import { databaseClock } from "#platform/clock";
import { transact } from "#platform/database";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { activePhone, asks, by, byCode, enrolmentWorld, type TestPhone } from "./testing/world.ts";

/* *C'est le mien*: who may say it of a phone that waits, when, and what it then waits. */
let database: TestDatabase;
let world: ReturnType<typeof enrolmentWorld>;
before(async () => {
  database = await testDatabase();
  world = enrolmentWorld(database.db, await databaseClock(database.db));
});
after(() => database.close());

let next = 899_700_400_001;
const somebody = () => String(next++);

/** A phone of this holder's, active for so many days. */
async function phoneOf(nationalId: string, days: number, level: "limited" | "full" = "full") {
  const phone = await activePhone(world, nationalId, level);
  await sql`update device set activated_at = aval_now() - ${days} * interval '1 day' where id = ${phone.device}`.execute(
    database.db,
  );
  return phone;
}

/** A phone that a card or a desk proved now: by the very transitions, as `card.ts` and `desk.ts` record them. */
async function waits(nationalId: string, path: "card" | "desk"): Promise<EnrolmentId> {
  const professional = `pro_${nationalId}` as ProfessionalId;
  const { answer } = await asks(world);
  assert.ok(answer.ok);
  const { enrolment } = answer.value;
  if (path === "desk") {
    const proven = await world.enrolment.proveAtDesk({
      ...{ enrolment, nationalId, path, registrars: ["stf_a", "stf_b"], signatures: ["a", "b"] },
    });
    assert.ok(proven.ok, proven.ok ? "" : proven.refusal);
    return enrolment;
  }
  await sql`update enrolment set state = 'cooling', path = 'card', level = 'full', wait = 'day', evidence = '{}',
      professional = ${professional}, national_id = ${nationalId}, holder_name = 'Camille ESSAI',
      evidenced_at = aval_now(), ready_at = aval_now() + interval '1 day', expires_at = aval_now() + interval '2 days'
    where id = ${enrolment}`.execute(database.db);
  return enrolment;
}

const asksMine = async (phone: TestPhone, enrolment: EnrolmentId, onCall = false) => {
  const jws = await by(world, phone, purposes.enrolmentMineAsk, { enrolment, onCall });
  const asked = await world.enrolment.askMine(jws);
  return asked.ok ? "asked" : asked.refusal;
};
const says = async (phone: TestPhone, enrolment: EnrolmentId, onCall = false) => {
  const given = { enrolment, onCall, evaluation: "e" };
  const said = await world.enrolment.sayMine(
    await byCode(world, phone, purposes.enrolmentMine, given),
  );
  return said.ok ? "said" : said.refusal;
};
/** Half a minute passes for this word alone: the database's clock is of everybody. */
const halfMinute = (enrolment: EnrolmentId, seconds = 31) =>
  sql`update enrolment_word set asked_at = asked_at - ${seconds} * interval '1 second' where enrolment = ${enrolment}`.execute(
    database.db,
  );
const standing = async (enrolment: EnrolmentId) => {
  const { rows } = await sql<{ state: string; wait: string; hours: number }>`
    select state, wait, (extract(epoch from ready_at - evidenced_at) / 3600)::float8 as hours
    from enrolment where id = ${enrolment}`.execute(database.db);
  return rows[0];
};
const confirms = async (phone: TestPhone, enrolment: EnrolmentId) => {
  const asked = await asksMine(phone, enrolment);
  if (asked !== "asked") return asked;
  await halfMinute(enrolment);
  return says(phone, enrolment);
};

test("an older full phone makes a card's day an hour, once a notice is known delivered, and a desk's hour nothing", async () => {
  const nationalId = somebody();
  const old = await phoneOf(nationalId, 8);
  const card = await waits(nationalId, "card");
  assert.equal(await confirms(old, card), "said");
  const untold = await standing(card);
  assert.deepEqual([untold?.wait, untold?.hours], ["hour", 24], "an hour is a day until told");
  await transact(database.db, (tx) => world.enrolment.noticeDelivered(tx, card));
  assert.ok(((await standing(card))?.hours ?? 99) < 24);
  const desk = await waits(nationalId, "desk");
  assert.equal((await standing(desk))?.wait, "hour");
  assert.equal(await confirms(old, desk), "said");
  assert.deepEqual([(await standing(desk))?.wait, (await standing(desk))?.hours], ["none", 0]);
  const { rows } = await sql<{ body: string }>`
    select body::text from fact where kind = 'enrolment_confirmed'`.execute(database.db);
  assert.equal(rows.filter(({ body }) => body.includes(old.device)).length, 2);
});

test("a phone of this week, a limited one, a closed one and another holder's shorten nothing", async () => {
  const nationalId = somebody();
  const card = await waits(nationalId, "card");
  const refused = [
    [await phoneOf(nationalId, 6), "old_phone_not_possible"],
    [await phoneOf(nationalId, 30, "limited"), "old_phone_not_possible"],
    [await phoneOf(somebody(), 30), "enrolment_not_found"],
  ] as const;
  for (const [phone, refusal] of refused) {
    assert.equal(await asksMine(phone, card), refusal);
    assert.notEqual(await says(phone, card), "said", "nor without asking");
  }
  const lost = await phoneOf(nationalId, 30);
  assert.equal(await asksMine(lost, card), "asked");
  await halfMinute(card);
  await sql`update device set state = 'suspended' where id = ${lost.device}`.execute(database.db);
  assert.equal(await says(lost, card), "device_not_active", "lost in that half minute");
  assert.equal((await standing(card))?.wait, "day");
});

test("it is said after half a minute, within ten minutes, with the code, to nobody on the telephone, and once", async () => {
  const nationalId = somebody();
  const old = await phoneOf(nationalId, 8);
  const card = await waits(nationalId, "card");
  assert.equal(await asksMine(old, card, true), "invalid_message");
  assert.equal(await says(old, card), "enrolment_not_ready", "not asked");
  assert.equal(await asksMine(old, card), "asked");
  assert.equal(await says(old, card), "enrolment_not_ready", "at once");
  await halfMinute(card, 601);
  assert.equal(await says(old, card), "enrolment_not_ready", "too late");
  assert.equal(await asksMine(old, card), "asked");
  await halfMinute(card);
  assert.equal(await says(old, card, true), "invalid_message");
  world.around.code = "wrong";
  assert.equal(await says(old, card), "wrong_code");
  world.around.code = "right";
  assert.equal(await says(old, card), "said");
  assert.notEqual(await says(old, card), "said");
  assert.equal(
    await asksMine(old, card),
    "enrolment_not_ready",
    "there is nothing left to shorten",
  );
});

test("what was held, stopped or paused is not shortened, and a stop made in that half minute is never lost", async () => {
  const nationalId = somebody();
  const old = await phoneOf(nationalId, 8);
  const card = await waits(nationalId, "card");
  assert.equal(await asksMine(old, card), "asked");
  await halfMinute(card);
  await transact(database.db, (tx) => world.enrolment.stopByNotice(tx, card));
  assert.equal((await standing(card))?.state, "held");
  assert.equal(await says(old, card), "enrolment_not_ready");
  assert.equal(await asksMine(old, card), "enrolment_not_ready");
  assert.equal((await standing(card))?.state, "held");
  const other = await waits(nationalId, "card");
  world.around.isPaused = true;
  assert.equal(await asksMine(old, other), "holder_stopped");
  world.around.isPaused = false;
  assert.equal(await confirms(old, other), "said");
});

test("a phone is told that it may say so only where it may", async () => {
  const nationalId = somebody();
  const phones = [await phoneOf(nationalId, 8), await phoneOf(nationalId, 2)];
  const card = await waits(nationalId, "card");
  const told = async (phone: TestPhone) => {
    const list = await world.enrolment.listUnderWay(await by(world, phone, purposes.enrolments));
    assert.ok(list.ok);
    return list.value.enrolments.find(({ enrolment }) => enrolment === card)?.mayConfirm;
  };
  const [old, young] = phones as [TestPhone, TestPhone];
  assert.deepEqual([await told(old), await told(young)], [true, false]);
  await confirms(old, card);
  assert.equal(await told(old), false);
});
