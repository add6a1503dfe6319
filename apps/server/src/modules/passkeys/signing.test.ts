import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { idFrom, type PasskeyAssertion } from "@aval/protocol";
import { sql } from "kysely";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { hours, minutes } from "#platform/time";
import { sleepPasskeys } from "./index.ts";
import {
  type Authenticator,
  type Model,
  newAuthenticator,
  newModel,
} from "#platform/testing/authenticator";
import {
  added,
  clockOf,
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
before(async () => {
  database = await testDatabase();
  clock = clockOf(database.db);
  known = await newModel();
  world = passkeysOn(database.db, clock, [known.statement]);
});
after(() => database?.close());

const newPage = () => ({
  signIn: idFrom("uid", systemRandom.bytes(17)),
  browser: idFrom("brw", systemRandom.bytes(17)),
});
type OnPage = ReturnType<typeof newPage>;
const refused = { ok: false, refusal: "passkey_refused" };

/** A key whose wait is over. */
async function ready(
  options: Parameters<typeof newAuthenticator>[0] = { model: known, counts: true },
) {
  const [phone, key] = [await newPhone(world), newAuthenticator(options)];
  await added(world, phone, key);
  await clock.advance(hours(25));
  return { phone, key };
}

const challengeOn = (page: OnPage) => world.passkeys.challenge({ ...page, service: "register" });

async function signed(key: Authenticator, page: OnPage, more: object = {}) {
  return world.passkeys.prove(page, key.get(await challengeOn(page), origin, more));
}

test("a key whose wait is over signs a page's challenge, and what it proves is spent once", async () => {
  const { phone, key } = await ready();
  const page = newPage();
  const proven = value(await signed(key, page));
  assert.equal(proven.professional, phone.professional);
  assert.equal(proven.isHardwareHeld, true);
  const spend = (on: OnPage) =>
    transact(database.db, (tx) => world.passkeys.spend(tx, proven, on, { byPhone: false }));
  assert.equal(
    await spend({ ...page, browser: newPage().browser }),
    false,
    "another browser's page",
  );
  assert.equal(await spend(page), true);
  assert.equal(await spend(page), false, "twice");
});

test("unknown, waiting, ended, of another host, of another page, unverified, stopped: one answer, and none proves anything", async () => {
  const { phone, key } = await ready();
  const page = newPage();
  assert.deepEqual(await signed(newAuthenticator(), page), refused, "unknown");
  const young = newAuthenticator();
  await added(world, await newPhone(world), young);
  assert.deepEqual(await signed(young, page), refused, "waiting");
  const other = await challengeOn(page);
  assert.deepEqual(
    await world.passkeys.prove(page, key.get(other, "http://localhost.example")),
    refused,
    "another origin",
  );
  const parent = { ...(await challengeOn(page)), rpId: "example" };
  assert.deepEqual(
    await world.passkeys.prove(page, key.get(parent, origin)),
    refused,
    "another host",
  );
  assert.deepEqual(
    await signed(key, page, { isVerified: false }),
    refused,
    "its holder unverified",
  );
  const mine = await challengeOn(page);
  const stolen = key.get(mine, origin);
  assert.deepEqual(await world.passkeys.prove(newPage(), stolen), refused, "another page");
  assert.deepEqual(
    await world.passkeys.prove(page, stolen),
    refused,
    "and it is burnt for its own",
  );
  const late = key.get(await challengeOn(page), origin);
  await clock.advance(minutes(6));
  assert.deepEqual(await world.passkeys.prove(page, late), refused, "too late");
  const broken: PasskeyAssertion = {
    ...key.get(await challengeOn(page), origin),
    signature: "AAAA",
  };
  assert.deepEqual(await world.passkeys.prove(page, broken), refused, "forged");
  assert.deepEqual(
    await world.passkeys.prove(page, { ...broken, clientDataJSON: "AAAA" }),
    refused,
    "unreadable",
  );
  world.stopped.add("enter");
  assert.deepEqual(await signed(key, page), refused, "its holder is stopped");
  world.stopped.clear();
  value(await signed(key, page));
  const [one] = value(await phone.list()).passkeys;
  assert.ok(one);
  value(await phone.end(one.id));
  assert.deepEqual(await signed(key, page), refused, "ended");
});

test("a key that was never used opens nothing while additions are held back; one that was goes on", async () => {
  const [fresh, used] = [await ready(), await ready()];
  value(await signed(used.key, newPage()));
  world.stopped.add("join");
  try {
    assert.deepEqual(await signed(fresh.key, newPage()), refused);
    value(await signed(used.key, newPage()));
  } finally {
    world.stopped.clear();
  }
  value(await signed(fresh.key, newPage()));
});

test("a counter that goes back ends the key and what it opened: two authenticators hold it", async () => {
  const { phone, key } = await ready();
  value(await signed(key, newPage()));
  value(await signed(key, newPage()));
  const [one] = value(await phone.list()).passkeys;
  assert.ok(one);
  assert.deepEqual(await signed(key, newPage(), { rewind: 2 }), refused);
  assert.deepEqual(value(await phone.list()).passkeys, []);
  assert.ok(world.closed.some(({ passkey }) => passkey === one.id));
  const { rows } = await sql<{ ended_by: string }>`
    select ended_by from passkey where id = ${one.id}`.execute(database.db);
  assert.equal(rows[0]?.ended_by, "copied");
  const never = await ready({ model: known });
  value(await signed(never.key, newPage()));
  value(await signed(never.key, newPage()));
});

test("a key that ends between its signature and its session opens nothing, and neither does one that was taken back", async () => {
  const { phone, key } = await ready();
  const [page, other] = [newPage(), newPage()];
  const [proven, left] = [value(await signed(key, page)), value(await signed(key, other))];
  await world.passkeys.forget(left.visit);
  assert.equal(await world.passkeys.proven(left.visit, other), undefined);
  assert.ok(await world.passkeys.proven(proven.visit, page));
  value(await phone.end(proven.passkey));
  assert.equal(await world.passkeys.proven(proven.visit, page), undefined);
  const isSpent = await transact(database.db, (tx) =>
    world.passkeys.spend(tx, proven, page, { byPhone: false }),
  );
  assert.equal(isSpent, false);
});

test("after a restore a key sleeps until a phone approves beside it, and then is as before", async () => {
  const { key } = await ready();
  await transact(database.db, (tx) => sleepPasskeys({ audit: world.audit }, tx));
  const page = newPage();
  const proven = value(await signed(key, page));
  assert.equal(proven.isAsleep, true);
  const spend = (byPhone: boolean) =>
    transact(database.db, (tx) => world.passkeys.spend(tx, proven, page, { byPhone }));
  assert.equal(await spend(false), false, "alone it opens nothing");
  assert.equal(await spend(true), true);
  assert.equal(value(await signed(key, newPage())).isAsleep, false);
});
