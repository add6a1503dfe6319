import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { type EnrolmentStatus, type ProfessionalId, purposes, type Signer } from "@aval/protocol";
import { sql } from "kysely";
import { transact } from "#platform/database";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { type Duration, hours, instant } from "#platform/time";
import {
  activates,
  activePhone,
  asks,
  atPlace,
  by,
  type EnrolmentWorld,
  enrolmentWorld,
  keySigned,
  newKey,
  showsKey,
  type TestPhone,
} from "./testing/world.ts";

// The same phone after its storage was cleared: the page of its holder's own place, and its own passkey.
let database: TestDatabase;
let ahead = 0;
const clock = { now: () => instant(Date.now() + ahead) };
const advance = async (span: Duration) => {
  ahead += span;
  await moveClock(database.db, span);
};
/** Ten or eleven in the morning in Paris: an hour by day is an hour. */
const untilMorning = () => ((33 * 3_600_000 - (clock.now() % 86_400_000)) % 86_400_000) as Duration;
let person = 899_700_400_001;
before(async () => {
  database = await testDatabase();
  await advance(untilMorning());
});
after(() => database.close());

type Holder = {
  readonly world: EnrolmentWorld;
  readonly professional: ProfessionalId;
  readonly old: TestPhone;
  readonly place: Signer;
};

async function holder(level: "limited" | "full" = "full"): Promise<Holder> {
  const world = enrolmentWorld(database.db, clock);
  const nationalId = String(person++);
  const professional = `pro_${nationalId}` as ProfessionalId;
  const old = await activePhone(world, nationalId, level);
  world.around.placeOf = professional;
  world.around.key = keySigned(professional, old.device);
  return { world, professional, old, place: await newKey() };
}

/** The phone whose storage was cleared has scanned the page. */
async function scanned({ world, place }: Holder) {
  const opened = await atPlace(world, { signer: place, act: "open" });
  assert.ok(opened.ok && opened.value.shown.state === "open");
  const { page, shown } = opened.value;
  const { ik, answer } = await asks(world, shown.address);
  assert.ok(answer.ok);
  const { enrolment, device } = answer.value;
  return { page, ik, enrolment, device };
}

const statusOf = async (
  { world }: Holder,
  { ik, enrolment }: { ik: Signer; enrolment: string },
) => {
  const told = await world.enrolment.status(
    await by(world, { device: "dev_x" as never, ik }, purposes.enrolmentStatus, { enrolment }),
  );
  assert.ok(told.ok);
  return told.value as EnrolmentStatus;
};
const speaks = async ({ world, old }: Holder) =>
  world.devices.receiveActive(await by(world, old, purposes.pending), purposes.pending);
const stateOf = async (id: string) =>
  (await sql<{ state: string }>`select state from device where id = ${id}`.execute(database.db))
    .rows[0]?.state;

test("the phone's own passkey, held by hardware, gives what it had after an hour by day, and the old installation is no more", async () => {
  for (const level of ["full", "limited"] as const) {
    const mine = await holder(level);
    const { world, old } = mine;
    const phone = await scanned(mine);
    const bound = await statusOf(mine, phone);
    assert.deepEqual([bound.state, bound.key, bound.words], ["evidenced", "needed", undefined]);
    const proven = await showsKey(world, phone);
    assert.ok(proven.ok && proven.value.state === "cooling" && proven.value.level === level);
    await transact(database.db, (tx) => world.enrolment.noticeDelivered(tx, phone.enrolment));
    assert.deepEqual(world.told, ["enrolment_begun", "enrolment_proven"]);
    await advance(hours(0.9));
    assert.equal((await activates(world, phone)).ok, false, "before its hour");
    await advance(hours(0.2));
    const active = await activates(world, phone);
    assert.ok(active.ok && active.value.level === level);
    assert.deepEqual(
      [await stateOf(old.device), await stateOf(phone.device)],
      ["revoked", "active"],
    );
    const said = await speaks(mine);
    assert.ok(!said.ok && said.refusal === "device_not_active");
    await advance(untilMorning());
  }
});

test("a passkey that an account may hold gives a phone to confirm, a day later, whatever the old one had", async () => {
  const mine = await holder();
  const { world, professional, old } = mine;
  world.around.key = keySigned(professional, old.device, { isHardwareHeld: false });
  const phone = await scanned(mine);
  const proven = await showsKey(world, phone);
  assert.ok(proven.ok && proven.value.level === "limited");
  await transact(database.db, (tx) => world.enrolment.noticeDelivered(tx, phone.enrolment));
  await advance(hours(23.9));
  assert.equal((await activates(world, phone)).ok, false);
  await advance(hours(0.2));
  const active = await activates(world, phone);
  assert.ok(active.ok && active.value.level === "limited");
  await advance(untilMorning());
});

/** A phone to be confirmed that a passkey which may be copied brought, active beside its old installation. */
async function beside(mine: Holder) {
  const { world, professional, old } = mine;
  world.around.key = keySigned(professional, old.device, { isHardwareHeld: false });
  const phone = await scanned(mine);
  assert.ok((await showsKey(world, phone)).ok);
  await advance(hours(25));
  const active = await activates(world, phone);
  assert.ok(active.ok && active.value.level === "limited");
  assert.deepEqual([await stateOf(old.device), await stateOf(phone.device)], ["active", "active"]);
  await advance(untilMorning());
  return phone;
}

test("brought by a passkey that may be copied, a phone stands beside its old installation, whose next word stops it and is told", async () => {
  const mine = await holder();
  const phone = await beside(mine);
  const said = await speaks(mine);
  assert.ok(said.ok && said.value.device.level === "full", "it kept what it had");
  assert.deepEqual(
    [await stateOf(mine.old.device), await stateOf(phone.device)],
    ["active", "suspended"],
  );
  assert.deepEqual(mine.world.ended, [phone.device], "with what it made");
  assert.equal(mine.world.told.at(-1), "enrolment_still_used");
  const told = mine.world.told.length;
  assert.ok((await speaks(mine)).ok);
  assert.equal(mine.world.told.length, told, "once");
});

test("whoever stops the old installation stops what stands beside it; whoever stops that leaves the old one", async () => {
  const stop = async ({ world, professional }: Holder, device: typeof mine.old.device) =>
    transact(database.db, (tx) => world.devices.suspend(tx, device, professional));
  const [mine, other] = [await holder(), await holder()];
  const [one, two] = [await beside(mine), await beside(other)];
  const { line } = await stop(mine, mine.old.device);
  assert.deepEqual(line, [mine.old.device, one.device]);
  assert.equal(await stateOf(one.device), "suspended");
  assert.deepEqual((await stop(other, two.device)).line, [two.device]);
  assert.equal(await stateOf(other.old.device), "active");
});

test("an installation beside which another stands is taken for cleared by nothing more", async () => {
  const mine = await holder();
  const { world, professional, old } = mine;
  await beside(mine);
  // By a key that its phone has no more: it went on with the phone that stands beside it.
  world.around.key = keySigned(professional, old.device);
  const shown = await showsKey(world, await scanned(mine));
  assert.ok(!shown.ok && shown.refusal === "old_installation_ended");
  assert.equal(await stateOf(old.device), "active");
});

test("shown in person a phone stands by itself: no word and no stop of its old installation touches it", async () => {
  const mine = await holder();
  const { world, professional, old } = mine;
  const phone = await beside(mine);
  assert.ok(
    await transact(database.db, (tx) => world.devices.raise(tx, phone.device, professional)),
  );
  assert.ok((await speaks(mine)).ok);
  await transact(database.db, (tx) => world.devices.suspend(tx, old.device, professional));
  assert.deepEqual(
    [await stateOf(old.device), await stateOf(phone.device)],
    ["suspended", "active"],
  );
});

test("without the phone's own passkey nothing comes of the page: another holder's, a key that one carries, none, one that is not counted", async () => {
  const mine = await holder();
  const { world, professional, old } = mine;
  const other = await holder();
  const phone = await scanned(mine);
  const keys = [
    undefined,
    keySigned(other.professional, other.old.device),
    keySigned(professional, old.device, { kind: "security_key" }),
    keySigned(professional, old.device, { count: async () => false }),
  ];
  for (const key of keys) {
    if (key) world.around.key = key;
    else delete world.around.key;
    const shown = await showsKey(world, phone);
    assert.ok(!shown.ok && shown.refusal === "own_key_refused");
  }
  assert.equal((await statusOf(mine, phone)).state, "evidenced");
});

test("any word of the old installation ends it for good, and everybody is told", async () => {
  const mine = await holder();
  const { world, place } = mine;
  const phone = await scanned(mine);
  assert.ok((await showsKey(world, phone)).ok);
  const said = await speaks(mine);
  assert.ok(said.ok, "the old installation goes on");
  const ended = await statusOf(mine, phone);
  assert.deepEqual([ended.state, ended.stillUsed], ["contested", true]);
  assert.equal(world.told.at(-1), "enrolment_still_used");
  const page = await atPlace(world, { signer: place, act: "watch", page: phone.page });
  assert.deepEqual(page.ok && page.value.shown, { state: "over", why: "still_used" });
  await advance(hours(25));
  assert.equal((await activates(world, phone)).ok, false);
  assert.equal(await stateOf(mine.old.device), "active");
});

test("what the old installation says between the scan and the proof ends it as well, and what it says before the scan does not", async () => {
  const mine = await holder();
  const { world, professional, old } = mine;
  const other = await activePhone(world, professional.slice(4));
  const say = async (phone: TestPhone) =>
    world.devices.receiveActive(await by(world, phone, purposes.pending), purposes.pending);
  assert.ok((await say(old)).ok);
  const [first, second] = [await scanned(mine), await scanned(mine)];
  assert.ok((await say(other)).ok, "another phone of the holder's may say what it will");
  assert.ok((await showsKey(world, first)).ok);
  assert.ok((await say(old)).ok);
  assert.equal((await statusOf(mine, first)).stillUsed, true);
  const told = world.told.length;
  const late = await showsKey(world, second);
  assert.deepEqual(late.ok && [late.value.state, late.value.stillUsed], ["contested", true]);
  assert.deepEqual(world.told.slice(told), ["enrolment_still_used"]);
  assert.equal((await statusOf(mine, second)).state, "contested", "for good");
  const third = await showsKey(world, await scanned(mine));
  assert.ok(third.ok && third.value.state === "cooling", "it has said nothing since this scan");
});

test("an old installation that was lost, removed or closed brings no phone, before its proof and after", async () => {
  for (const state of ["suspended", "revoked", "disabled"]) {
    const mine = await holder();
    const { world, old } = mine;
    const [first, second] = [await scanned(mine), await scanned(mine)];
    assert.ok((await showsKey(world, first)).ok);
    await sql`update device set state = ${state} where id = ${old.device}`.execute(database.db);
    const late = await showsKey(world, second);
    assert.ok(!late.ok && late.refusal === "old_installation_ended");
    await advance(hours(25));
    const active = await activates(world, first);
    assert.ok(!active.ok && active.refusal === "old_installation_ended", state);
  }
});

test("the page opens on one holder's own place only, and once it is no more it binds nobody", async () => {
  const mine = await holder();
  const { world, professional, place } = mine;
  const opened = await atPlace(world, { signer: place, act: "open" });
  assert.ok(opened.ok && opened.value.shown.state === "open");
  const { page, shown } = opened.value;
  const other = await atPlace(world, { signer: await newKey(), act: "watch", page });
  assert.ok(!other.ok && other.refusal === "enrolment_page_over", "by another browser");
  delete world.around.placeOf;
  const { answer } = await asks(world, shown.address);
  assert.ok(!answer.ok && answer.refusal === "binding_refused");
  const again = await atPlace(world, { signer: place, act: "open" });
  assert.ok(!again.ok && again.refusal === "place_not_own");
  world.around.placeOf = professional;
  assert.ok((await atPlace(world, { signer: place, act: "open" })).ok);
});

test("what was scanned is proven while its page stands at that place, and no longer", async () => {
  const mine = await holder();
  const { world, professional } = mine;
  const phone = await scanned(mine);
  delete world.around.placeOf;
  const gone = await showsKey(world, phone);
  assert.ok(!gone.ok && gone.refusal === "binding_refused", "the place was ended");
  world.around.placeOf = professional;
  await advance(hours(0.2));
  const late = await showsKey(world, phone);
  assert.ok(!late.ok && late.refusal === "enrolment_page_over", "the page is over");
  assert.ok((await speaks(mine)).ok, "nothing was presumed of the old installation");
  assert.ok((await showsKey(world, await scanned(mine))).ok);
  await advance(untilMorning());
});

test("as it is activated the place is asked again: ended since the proof it brings no phone, and the old installation stays", async () => {
  const mine = await holder();
  const { world, professional, old } = mine;
  const phone = await scanned(mine);
  assert.ok((await showsKey(world, phone)).ok);
  await advance(hours(25));
  delete world.around.placeOf;
  const gone = await activates(world, phone);
  assert.ok(!gone.ok && gone.refusal === "enrolment_place_gone");
  assert.deepEqual(
    [await stateOf(old.device), (await statusOf(mine, phone)).state],
    ["active", "ready"],
  );
  world.around.placeOf = professional;
  assert.ok((await activates(world, phone)).ok, "it waits while its place is none");
  await advance(untilMorning());
});

test("stops hold it: a pause, a notice's link, the page's own button", async () => {
  const mine = await holder();
  const { world, place } = mine;
  const [paused, told, left] = [await scanned(mine), await scanned(mine), await scanned(mine)];
  world.around.isPaused = true;
  const held = await showsKey(world, paused);
  assert.ok(!held.ok && held.refusal === "holder_stopped");
  world.around.isPaused = false;
  await transact(database.db, (tx) => world.enrolment.stopByNotice(tx, told.enrolment));
  assert.equal((await statusOf(mine, told)).state, "contested");
  const stopped = await atPlace(world, { signer: place, act: "stop", page: left.page });
  assert.deepEqual(stopped.ok && stopped.value.shown, { state: "over", why: "stopped" });
  assert.ok(!(await showsKey(world, left)).ok);
});

test("a phone that begins again ends what it had begun", async () => {
  const mine = await holder();
  const { world } = mine;
  const [first, second] = [await scanned(mine), await scanned(mine)];
  assert.ok((await showsKey(world, first)).ok);
  assert.ok((await showsKey(world, second)).ok);
  assert.equal((await statusOf(mine, first)).state, "contested");
  const { rows } = await sql`
    select from fact where kind = 'enrolment_contested' and body like ${`%${first.enrolment}%`}
    and body like '%"by":"begun_again"%'`.execute(database.db);
  assert.equal(rows.length, 1, "nobody pressed Arrêter");
  await advance(hours(25));
  assert.equal((await activates(world, first)).ok, false);
  assert.ok((await activates(world, second)).ok);
});
