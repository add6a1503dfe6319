import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { type EnrolmentId, type EnrolmentPageId, idFrom, purposes } from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import { createAudit } from "#modules/audit";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { moveClock, testDatabase, type TestDatabase } from "#platform/testing";
import { type Duration, days, hours, instant, minutes, seconds } from "#platform/time";
import { endUnderWay } from "./index.ts";
import {
  activates,
  activePhone,
  asks,
  by,
  byCode,
  type EnrolmentWorld,
  enrolmentWorld,
  newKey,
  type Opened,
  type TestPhone,
} from "./testing/world.ts";
import { wordsFor } from "./words.ts";

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

let people = 899_700_200_000;
/** A holder with one full phone, older than a week unless said otherwise. */
async function holder(age: Duration = days(8)) {
  const world = enrolmentWorld(database.db, clock);
  const nationalId = String(++people);
  const old = await activePhone(world, nationalId);
  await sql`update device set activated_at = aval_now() - ${age} * interval '1 millisecond' where id = ${old.device}`.execute(
    database.db,
  );
  return { world, nationalId, old };
}

const refused = (outcome: { ok: boolean; refusal?: string }) =>
  outcome.ok ? "accepted" : outcome.refusal;

const ask = async (world: EnrolmentWorld, old: TestPhone) =>
  world.enrolment.askPage(await by(world, old, purposes.enrolmentAsk, { onCall: false }));
const openBy = async (world: EnrolmentWorld, old: TestPhone, page: EnrolmentPageId) =>
  world.enrolment.openByCode(
    await byCode(world, old, purposes.enrolmentOpen, { page, onCall: false, evaluation: "e" }),
  );
const watch = async (world: EnrolmentWorld, old: TestPhone, page: EnrolmentPageId) =>
  world.enrolment.watchPage(await by(world, old, purposes.enrolmentPage, { page }));
const type = async (world: EnrolmentWorld, old: TestPhone, page: EnrolmentPageId, words: string) =>
  world.enrolment.typeWords(await by(world, old, purposes.enrolmentWords, { page, words }));
const stop = async (world: EnrolmentWorld, phone: TestPhone, enrolment: EnrolmentId) =>
  world.enrolment.stopByPhone(await by(world, phone, purposes.enrolmentStop, { enrolment }));

async function opened(world: EnrolmentWorld, old: TestPhone): Promise<Opened> {
  const asked = await ask(world, old);
  assert.ok(asked.ok);
  await advance(seconds(31));
  const page = await openBy(world, old, asked.value.page);
  assert.ok(page.ok && page.value.state === "open");
  return { page: asked.value.page, address: page.value.address };
}

/** A new phone that scanned the page and whose words were typed: it waits. */
async function proven(world: EnrolmentWorld, old: TestPhone) {
  const { page, address } = await opened(world, old);
  const { ik, answer } = await asks(world, address);
  assert.ok(answer.ok);
  const typed = await type(world, old, page, answer.value.words.join(" "));
  assert.ok(typed.ok && typed.value.state === "proven");
  return { page, ik, ...answer.value };
}

const stateOf = async (id: EnrolmentId) => {
  const { rows } = await sql<{
    state: string;
  }>`select state from enrolment where id = ${id}`.execute(database.db);
  return rows[0]?.state;
};

test("an old phone's page, its code and the four words make a limited phone a day later, and no sooner", async () => {
  const { world, old } = await holder();
  const waiting = await proven(world, old);
  assert.deepEqual(world.told, ["enrolment_begun", "enrolment_proven"]);
  assert.deepEqual(world.announced, [waiting.device]);
  assert.equal(refused(await activates(world, waiting)), "enrolment_too_early");
  await advance(hours(23.9));
  const early = await activates(world, waiting);
  assert.equal(refused(early), "enrolment_too_early");
  const wait = early.ok ? 0 : Number(early.extra?.until) - clock.now() / 1000;
  assert.ok(wait > 0 && wait <= 361, `says from when: in ${wait} s`);
  await advance(minutes(7));
  assert.equal((await world.devices.find(waiting.device))?.state, "enrolling", "never by itself");
  const active = await activates(world, waiting);
  assert.ok(active.ok && active.value.level === "limited");
  const device = await world.devices.find(waiting.device);
  assert.ok(device?.state === "active" && device.level === "limited");
});

test("the page opens half a minute after it was asked for, once, by the code and by the phone that asked", async () => {
  const { world, nationalId, old } = await holder();
  const other = await activePhone(world, nationalId);
  const asked = await ask(world, old);
  assert.ok(asked.ok);
  const { page } = asked.value;
  assert.equal(refused(await openBy(world, old, page)), "enrolment_page_over", "too soon");
  await advance(seconds(31));
  world.around.code = "wrong";
  assert.equal(refused(await openBy(world, old, page)), "wrong_code");
  world.around.code = "right";
  const alone = await by(world, old, purposes.enrolmentOpen, { page, onCall: false });
  assert.equal(
    refused(
      await world.enrolment.openByCode({ payload: alone, signatures: [] } as unknown as Parameters<
        typeof world.enrolment.openByCode
      >[0]),
    ),
    "invalid_message",
  );
  assert.notEqual(refused(await openBy(world, other, page)), "accepted");
  assert.equal(refused(await watch(world, other, page)), "enrolment_page_over");
  assert.equal(refused(await openBy(world, old, page)), "accepted");
  assert.equal(refused(await openBy(world, old, page)), "enrolment_page_over", "once");
  const onCall = await by(world, old, purposes.enrolmentAsk, { onCall: true });
  assert.equal(refused(await world.enrolment.askPage(onCall)), "invalid_message");
});

test("a phone of less than a week, a limited one and a suspended one open nothing for another (P-58)", async () => {
  const young = await holder(days(6.9));
  assert.equal(refused(await ask(young.world, young.old)), "old_phone_not_possible");
  const { world, nationalId, old } = await holder();
  const limited = await activePhone(world, nationalId, "limited");
  await sql`update device set activated_at = aval_now() - interval '30 days' where id = ${limited.device}`.execute(
    database.db,
  );
  assert.equal(refused(await ask(world, limited)), "old_phone_not_possible");
  await sql`update device set state = 'suspended' where id = ${old.device}`.execute(database.db);
  assert.equal(refused(await ask(world, old)), "device_not_active");
});

test("a binding binds one phone, for a minute, and only as we made it", async () => {
  const { world, old } = await holder();
  const first = await opened(world, old);
  await advance(seconds(61));
  assert.equal(
    refused((await asks(world, first.address)).answer),
    "binding_refused",
    "a photo, later",
  );
  const seen = await watch(world, old, first.page);
  assert.ok(seen.ok && seen.value.state === "open");
  const forged = seen.value.address.replace(/.{4}$/, "AAAA");
  assert.equal(refused((await asks(world, forged)).answer), "binding_refused");
  const unknown = `https://phone.test/enrol#b=${idFrom("enp", systemRandom.bytes(17))}.1.${"A".repeat(22)}`;
  assert.equal(refused((await asks(world, unknown)).answer), "binding_refused");
  const taken = await asks(world, seen.value.address);
  assert.ok(taken.answer.ok);
  assert.equal(refused((await asks(world, seen.value.address)).answer), "binding_refused", "spent");
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from device d where state = 'enrolling'
      and not exists (select from enrolment e where e.device = d.id)`.execute(database.db);
  assert.equal(rows[0]?.count, 0, "a phone that was refused is kept nowhere");
});

test("three wrong entries of the four words end it, and the right ones are heard as they are said", async () => {
  const { world, old } = await holder();
  const { page, address } = await opened(world, old);
  const { answer } = await asks(world, address);
  assert.ok(answer.ok);
  for (const left of [2, 1, 0]) {
    const typed = await type(world, old, page, "abeille abeille abeille abeille");
    assert.ok(!typed.ok && typed.refusal === "enrolment_words_wrong");
    assert.equal(typed.extra?.triesLeft, left);
  }
  assert.equal(
    refused(await type(world, old, page, answer.value.words.join(" "))),
    "enrolment_page_over",
  );
  assert.equal(await stateOf(answer.value.enrolment), "refused");

  const again = await opened(world, old);
  const bound = await asks(world, again.address);
  assert.ok(bound.answer.ok);
  const said = bound.answer.value.words.map((word) => ` ${word.toUpperCase()},`).join("");
  assert.equal(refused(await type(world, old, again.page, said)), "accepted");
});

test("*Arrêter* from the old phone or from a notice ends it for good, whatever is done afterwards", async () => {
  for (const way of ["phone", "notice"] as const) {
    const { world, old } = await holder();
    const waiting = await proven(world, old);
    if (way === "phone")
      assert.equal(refused(await stop(world, old, waiting.enrolment)), "accepted");
    else await transact(database.db, (tx) => world.enrolment.stopByNotice(tx, waiting.enrolment));
    assert.equal(await stateOf(waiting.enrolment), "contested");
    await advance(hours(25));
    assert.equal(refused(await activates(world, waiting)), "enrolment_over");
    assert.equal(
      refused(await type(world, old, waiting.page, waiting.words.join(" "))),
      "enrolment_page_over",
    );
  }
});

test("a notice pressed once the phone is active gives that phone, for whoever ends it", async () => {
  const { world, old } = await holder();
  const waiting = await proven(world, old);
  const pressed = () =>
    transact(database.db, (tx) => world.enrolment.stopByNotice(tx, waiting.enrolment));
  await advance(hours(24.1));
  assert.equal(refused(await activates(world, waiting)), "accepted");
  assert.equal(await pressed(), waiting.device);
});

test("no phone of somebody else's sees it or stops it", async () => {
  const { world, old } = await holder();
  const stranger = await holder();
  const waiting = await proven(world, old);
  const list = await world.enrolment.listUnderWay(
    await by(world, stranger.old, purposes.enrolments),
  );
  assert.ok(list.ok && list.value.enrolments.length === 0);
  assert.equal(refused(await stop(world, stranger.old, waiting.enrolment)), "enrolment_not_found");
  const own = await world.enrolment.listUnderWay(await by(world, old, purposes.enrolments));
  assert.ok(own.ok && own.value.enrolments[0]?.mayStop === true);
});

test("a pause, a block, an old phone that was lost and a holder who left each keep it from becoming active", async () => {
  const stopped = await holder();
  const first = await proven(stopped.world, stopped.old);
  const lost = await holder();
  const second = await proven(lost.world, lost.old);
  const left = await holder();
  const third = await proven(left.world, left.old);
  await advance(hours(24.1));
  stopped.world.around.isOpen = false;
  assert.equal(refused(await activates(stopped.world, first)), "holder_stopped");
  await sql`update device set state = 'suspended' where id = ${lost.old.device}`.execute(
    database.db,
  );
  assert.equal(refused(await activates(lost.world, second)), "old_phone_not_possible");
  left.world.around.practises = false;
  assert.equal(refused(await activates(left.world, third)), "unknown_professional");
  for (const { device } of [first, second, third])
    assert.equal((await left.world.devices.find(device))?.state, "enrolling");
});

test("a holder who leaves the directory, or comes back, moves no phone", async () => {
  const { world, old } = await holder();
  const waiting = await proven(world, old);
  world.around.practises = false;
  await advance(hours(24.1));
  await world.enrolment.tellEnding();
  await world.enrolment.purge();
  assert.equal(await stateOf(waiting.enrolment), "cooling");
  assert.equal((await world.devices.find(old.device))?.state, "active");
});

test("what nobody activates within a day of being ready has expired", async () => {
  const { world, old } = await holder();
  const waiting = await proven(world, old);
  await advance(hours(48.1));
  assert.equal(refused(await activates(world, waiting)), "enrolment_over");
});

test("after a restore nothing that waited goes on, and what is active stays", async () => {
  const { world, old } = await holder();
  const waiting = await proven(world, old);
  const audit = createAudit({ clock, random: systemRandom });
  await transact(database.db, (tx) => endUnderWay({ audit }, tx));
  assert.equal(await stateOf(waiting.enrolment), "refused");
  await advance(hours(24.1));
  assert.equal(refused(await activates(world, waiting)), "enrolment_over");
  assert.equal((await world.devices.find(old.device))?.state, "active");
});

test("an hour before its end it is told once more, once", async () => {
  const { world, old } = await holder();
  await proven(world, old);
  await world.enrolment.tellEnding();
  assert.equal(world.told.includes("enrolment_ending"), false);
  await advance(hours(23.1));
  await world.enrolment.tellEnding();
  await world.enrolment.tellEnding();
  assert.equal(world.told.filter((event) => event === "enrolment_ending").length, 1);
});

test("a holder's phones ask for so many pages a day and no more", async () => {
  const { world, old } = await holder();
  for (let page = 0; page < bounds.enrolmentPagesADay; page++)
    assert.equal(refused(await ask(world, old)), "accepted");
  assert.equal(refused(await ask(world, old)), "too_many");
});

test("at a desk, a holder who ever had a full phone waits an hour by day once they were told, else a day; two are held twice", async () => {
  const { world, nationalId, old } = await holder();
  const asked = await asks(world);
  assert.ok(asked.answer.ok);
  const { enrolment, device } = asked.answer.value;
  const atDesk = () =>
    world.enrolment.proveAtDesk({
      enrolment,
      nationalId,
      registrars: ["alix", "basile"],
      path: "desk",
      signatures: ["one", "two"],
    });
  const shown = await atDesk();
  assert.ok(shown.ok && shown.value.state === "cooling" && shown.value.level === "full");
  const day = (shown.value.activeAt ?? 0) * 1000 - clock.now();
  assert.ok(day > hours(23.9), "nobody is known to have been told");
  await transact(database.db, (tx) => world.enrolment.noticeDelivered(tx, enrolment));
  const { rows } = await sql<{ sooner: boolean }>`
    select ready_at < evidenced_at + interval '23 hours' as sooner from enrolment where id = ${enrolment}`.execute(
    database.db,
  );
  assert.equal(rows[0]?.sooner, true);

  const limited = await activePhone(world, nationalId, "limited");
  assert.equal(refused(await stop(world, limited, enrolment)), "enrolment_not_stoppable");
  for (const holds of [1, 2]) {
    assert.equal(refused(await stop(world, old, enrolment)), "accepted");
    assert.equal(await stateOf(enrolment), "held", String(holds));
    await advance(hours(25));
    assert.equal(
      refused(await activates(world, { enrolment, device, ik: asked.ik })),
      "enrolment_not_ready",
    );
    const other = await world.enrolment.proveAtDesk({
      enrolment,
      nationalId: String(people + 500),
      registrars: ["alix", "basile"],
      path: "desk",
      signatures: ["one", "two"],
    });
    assert.equal(refused(other), "evidence_refused", "held for its own holder");
    assert.equal(refused(await atDesk()), "accepted");
  }
  assert.equal(refused(await stop(world, old, enrolment)), "enrolment_not_stoppable");
  await advance(hours(24.1));
  assert.equal(refused(await activates(world, { enrolment, device, ik: asked.ik })), "accepted");
});

test("a desk's page shows an address of ours, then the one phone that scanned it, with its words", async () => {
  const { world } = await holder();
  const page = await transact(database.db, (tx) =>
    world.enrolment.openPage(tx, { kind: "desk", by: "stf_alix" }),
  );
  const open = await world.enrolment.pageState(database.db, page);
  assert.ok(open.state === "open");
  assert.match(open.address, /^https:\/\/phone\.test\/enrol#b=enp_/);
  const ik = await newKey();
  const { answer } = await asks(world, open.address, ik);
  assert.ok(answer.ok);
  const bound = await world.enrolment.pageState(database.db, page);
  assert.ok(bound.state === "bound" && bound.enrolment === answer.value.enrolment);
  assert.deepEqual(bound.words, wordsFor(bound.enrolment, bound.ik));
  assert.deepEqual(bound.words, answer.value.words);
  assert.deepEqual(world.told, [], "a desk's page names nobody");
});
