import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { transact } from "#platform/database";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { hours, minutes } from "#platform/time";
import { type Model, newAuthenticator, newModel } from "#platform/testing/authenticator";
import {
  added,
  clockOf,
  newKeyPage,
  newPhone,
  origin,
  passkeysOn,
  type PasskeysWorld,
  value,
} from "./testing/world.ts";

let database: TestDatabase;
let world: PasskeysWorld;
let clock: ReturnType<typeof clockOf>;
let known: Model;
let soft: Model;
before(async () => {
  database = await testDatabase();
  clock = clockOf(database.db);
  [known, soft] = [await newModel(), await newModel(["software"])];
  world = passkeysOn(database.db, clock, [known.statement, soft.statement]);
});
after(() => database?.close());

const rowOf = async (passkey: string) => {
  const { rows } = await sql<{
    hardware_held: boolean;
    usable_from: Date;
    made_at: Date;
    ended_by: string | null;
    browser: string;
  }>`select * from passkey where id = ${passkey}`.execute(database.db);
  return rows[0];
};

const only = async (phone: Awaited<ReturnType<typeof newPhone>>) => {
  const [one] = value(await phone.list()).passkeys;
  assert.ok(one);
  return one;
};

test("a key is added by a full phone's scan and code; it waits a day, and its holder is told", async () => {
  const phone = await newPhone(world);
  const page = await newKeyPage(world);
  const shown = value(await page.act("begin"));
  assert.equal(shown.creation, undefined, "nothing can be made before a phone approves");
  const context = await phone.approve(shown.frame);
  assert.ok(typeof context !== "string");
  assert.equal(context.kind, "passkey");
  assert.equal(context.passkey, "security_key");
  const ready = value(await page.act("frame"));
  assert.equal(
    ready.creation?.rp.id,
    "localhost",
    "bound to the sign-in host, and to no parent of it",
  );
  const view = value(await page.register(newAuthenticator({ model: known }), ready));
  assert.equal(view.state, "made");
  const key = await only(phone);
  assert.equal(key.name, "Clé du cabinet");
  const row = await rowOf(key.id);
  assert.ok(row);
  assert.equal(row.usable_from.getTime() - row.made_at.getTime(), hours(24));
  assert.equal(row.browser, page.browser);
  assert.ok(world.told.some((one) => one.event === "passkey_added" && one.about === key.id));
});

test("hardware holds a key only where metadata vouches for the model, and nothing may be backed up", async () => {
  const cases = [
    [newAuthenticator({ model: known }), true],
    [newAuthenticator({ model: known, backupEligible: true }), false],
    [newAuthenticator({ model: soft }), false],
    [newAuthenticator({ model: await newModel() }), false],
    // The certificate of one maker, under the number of another's model.
    [newAuthenticator({ model: { ...(await newModel()), aaguid: known.aaguid } }), false],
    [newAuthenticator(), false],
  ] as const;
  for (const [index, [key, expected]] of cases.entries()) {
    const phone = await newPhone(world);
    const { view } = await added(world, phone, key);
    assert.equal(view.made?.isHardwareHeld, expected, String(index));
    assert.equal((await only(phone)).isHardwareHeld, expected, String(index));
  }
});

test("a key is added on its holder's own aged place only, and hardware opens everything only from one that a card has proven", async () => {
  try {
    for (const where of ["unknown", "known_workstation"] as const) {
      world.standing.where = where;
      const [phone, page] = [await newPhone(world), await newKeyPage(world)];
      const told = await phone.approve(value(await page.act("begin")).frame);
      assert.equal(told, "passkey_not_your_place");
      assert.equal(value(await page.act("frame")).state, "denied");
    }
    world.standing.where = "own_place";
    const phone = await newPhone(world);
    const page = await newKeyPage(world);
    const { view } = await added(world, phone, newAuthenticator({ model: known }));
    assert.equal(view.made?.isHardwareHeld, false);
    await phone.approve(value(await page.act("begin")).frame);
    const ready = value(await page.act("frame"));
    world.standing.where = "unknown";
    const ended = await page.register(newAuthenticator({ model: known }), ready);
    assert.deepEqual(ended, { ok: false, refusal: "passkey_not_your_place" });
  } finally {
    world.standing.where = "own_place_l5";
  }
});

test("digits cannot be shown for a key, and a limited phone adds none", async () => {
  const phone = await newPhone(world, { level: "limited" });
  const page = await newKeyPage(world);
  const shown = value(await page.act("begin"));
  assert.equal(await phone.approve(shown.frame), "passkey_not_possible");
  assert.equal(value(await page.act("frame")).state, "denied");
  assert.deepEqual(value(await phone.list()).passkeys, []);
});

test("what was made on another page's host, or for another page, is not taken", async () => {
  const phone = await newPhone(world);
  const page = await newKeyPage(world);
  await phone.approve(value(await page.act("begin")).frame);
  const ready = value(await page.act("frame"));
  const key = newAuthenticator({ model: known });
  const refused = { ok: false, refusal: "passkey_not_made" };
  assert.deepEqual(await page.register(key, ready, "http://localhost.example"), refused);
  const creation = ready.creation;
  assert.ok(creation);
  const parent = { ...ready, creation: { ...creation, rp: { id: "example", name: "" } } };
  assert.deepEqual(await page.register(key, parent), refused);
  const old = { ...ready, creation: { ...creation, challenge: "A".repeat(43) } };
  assert.deepEqual(await page.register(key, old), refused);
  const thief = await newKeyPage(world);
  const made = key.create(creation, origin);
  const jws = await thief.say("register", { addition: page.addition });
  const stolen = await world.passkeys.register(page.addition, jws, made);
  assert.deepEqual(stolen, { ok: false, refusal: "sign_in_not_found" });
  assert.equal(value(await page.register(key, ready)).state, "made", "and the right one is");
});

test("one approval makes one key, within five minutes", async () => {
  const phone = await newPhone(world);
  const { page } = await added(world, phone, newAuthenticator());
  const creation = {
    challenge: "A".repeat(43),
    rp: { id: "localhost", name: "" },
    user: { id: "", name: "", displayName: "" },
    exclude: [],
  };
  const again = await page.register(newAuthenticator(), { state: "approved", now: 0, creation });
  assert.deepEqual(again, { ok: false, refusal: "not_approved" });
  const late = await newKeyPage(world);
  await phone.approve(value(await late.act("begin")).frame);
  const ready = value(await late.act("frame"));
  await clock.advance(minutes(6));
  assert.equal(value(await late.act("frame")).state, "expired");
  assert.deepEqual(await late.register(newAuthenticator(), ready), {
    ok: false,
    refusal: "not_approved",
  });
  assert.equal(value(await phone.list()).passkeys.length, 1);
});

test("on a shared place the computer keeps no key; what one carries is added when hardware holds it", async () => {
  world.standing.isShared = true;
  try {
    const phone = await newPhone(world);
    const page = await newKeyPage(world, "computer");
    assert.equal(await phone.approve(value(await page.act("begin")).frame), "passkey_shared_place");
    await assert.rejects(added(world, phone, newAuthenticator()), /passkey_shared_place/);
    assert.equal(
      (await added(world, phone, newAuthenticator({ model: known }))).view.state,
      "made",
    );
  } finally {
    world.standing.isShared = false;
  }
});

test("while a stop holds additions back nothing is added, whether it came before the approval or after", async () => {
  const phone = await newPhone(world);
  const page = await newKeyPage(world);
  await phone.approve(value(await page.act("begin")).frame);
  const ready = value(await page.act("frame"));
  world.stopped.add("join");
  try {
    assert.deepEqual(await page.register(newAuthenticator(), ready), {
      ok: false,
      refusal: "holder_stopped",
    });
    const later = await newKeyPage(world);
    assert.equal(await phone.approve(value(await later.act("begin")).frame), "holder_stopped");
    assert.equal(
      value(await later.act("frame")).state,
      "refused",
      "a stranger's page learns no more",
    );
  } finally {
    world.stopped.delete("join");
  }
  assert.equal(value(await phone.list()).passkeys.length, 0);
});

test("a key goes in one tap of its holder's full phone, once, with what it opened", async () => {
  const phone = await newPhone(world);
  await added(world, phone, newAuthenticator());
  const { id } = await only(phone);
  const limited = await newPhone(world, { level: "limited", professional: phone.professional });
  assert.deepEqual(value(await limited.list()).passkeys, []);
  assert.deepEqual(await limited.end(id), { ok: false, refusal: "passkey_not_found" });
  const other = await newPhone(world);
  assert.deepEqual(await other.end(id), { ok: false, refusal: "passkey_not_found" });
  assert.deepEqual(value(await phone.end(id)).passkeys, []);
  assert.ok(world.closed.some(({ passkey }) => passkey === id));
  assert.deepEqual(await phone.end(id), { ok: false, refusal: "passkey_not_found" });
  assert.equal((await rowOf(id))?.ended_by, "holder");
});

test("with a place ends what its computer kept and what may be copied, and not the hardware that one carries", async () => {
  const phone = await newPhone(world);
  const { professional } = phone;
  const kept = [
    [newAuthenticator({ model: known }), "computer", "place"],
    [newAuthenticator(), "security_key", "place"],
    [newAuthenticator({ model: known }), "security_key", null],
  ] as const;
  for (const [key, kind, expected] of kept) {
    const { page } = await added(world, phone, key, kind);
    const { id } = await only(phone);
    await transact(database.db, (tx) =>
      world.passkeys.endMadeOn(tx, { professional, browser: page.browser }),
    );
    assert.equal((await rowOf(id))?.ended_by, expected);
  }
});

test("the same authenticator's key is not added twice, even for somebody else", async () => {
  const key = newAuthenticator();
  await added(world, await newPhone(world), key);
  await assert.rejects(added(world, await newPhone(world), key), /passkey_not_made/);
});
