import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import {
  type BrowserMessage,
  type LoginView,
  newKeyPair,
  purposes,
  signCompact,
  signerOf,
  thumbprint,
  toBase64url,
} from "@aval/protocol";
import type { Where } from "#modules/places";
import { systemRandom } from "#platform/random";
import { hours, minutes } from "#platform/time";
import { type Authenticator, newAuthenticator, newModel } from "#platform/testing/authenticator";
import { added } from "../passkeys/testing/world.ts";
import { newPhone, type Phone } from "./testing/phones.ts";
import { callback, payloadOf, type SetUp, setUp } from "./testing/setup.ts";
import { begin, newVisitor, serviceCalls, type Visitor } from "./testing/visitor.ts";

// The rows of the rights table that a passkey or a security key opens, over HTTP: each cell to a token or to a named door, on first
// entry, on silent entry and on refresh. Where a browser stands is what the test says.

const services = ["open", "sensitive", "critical"] as const;
type Service = (typeof services)[number];
const wheres: readonly Where[] = ["own_place", "own_place_l5", "known_workstation", "unknown"];

let it: SetUp;
let phone: Phone;
const keys = {} as Record<"hardware" | "synced", Authenticator>;
const calls = (service: Service) => serviceCalls(it.world, service, callback);

before(async () => {
  const known = await newModel();
  it = await setUp({ statements: [known.statement] });
  for (const sensitivity of services)
    await it.world.register({
      id: sensitivity,
      name: `Service ${sensitivity}`,
      sensitivity,
      acceptsReduced: false,
      redirectUris: [callback],
      ...(sensitivity === "sensitive"
        ? { backchannelLogoutUri: "https://service.example/logout" }
        : {}),
    });
  phone = await newPhone(it.world);
  keys.hardware = newAuthenticator({ model: known, counts: true });
  keys.synced = newAuthenticator({ backupEligible: true });
  standsAt("own_place_l5");
  for (const key of [keys.hardware, keys.synced])
    await added(it.world, byScan(phone), key, "security_key", it.world.origin);
  await it.advance(hours(25));
});
after(() => it?.close());

const byScan = ({ approve }: Phone) => ({
  approve: (frame: string | undefined) => approve({ frame: frame ?? "" }),
});

/** A browser whose page has a key sign. */
async function newKeyVisitor(): Promise<
  Visitor & {
    sign: (id: string, key: Authenticator) => Promise<Partial<LoginView> & { error?: string }>;
  }
> {
  const visitor = await newVisitor(it.world);
  const sign = async (id: string, key: Authenticator) => {
    const { view } = await visitor.act(id, "passkey");
    assert.ok(view.passkey, JSON.stringify(view));
    assert.equal(view.passkey.rpId, "localhost");
    const assertion = key.get(view.passkey, it.world.origin);
    return (await visitor.act(id, "assertion", "assertion", { assertion })).view;
  };
  return { ...visitor, sign };
}

type Signed = Record<string, any>;

async function tokens(visitor: Visitor, id: string, service: Service): Promise<Signed> {
  const back = await visitor.visit((await visitor.conclude(id)).location as URL);
  const answer = await calls(service).exchange(back.location as URL);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

/** The page concludes, and the service gets no code. */
async function opensNothing(visitor: Visitor, id: string): Promise<void> {
  const { location } = await visitor.conclude(id);
  const back = location && (await visitor.visit(location));
  assert.ok(!back?.location?.searchParams.has("code"), back?.location?.href);
}

const standsAt = (where: Where) => {
  it.world.place.where = where;
};

for (const where of wheres)
  for (const service of services) {
    test(`a key that hardware holds opens on ${where} a service that is ${service}`, async () => {
      standsAt(where);
      const visitor = await newKeyVisitor();
      const id = await begin(visitor, calls(service).authorization());
      await visitor.act(id, "begin");
      const view = await visitor.sign(id, keys.hardware);
      assert.equal(view.state, "approved");
      assert.equal(view.holder, "Albane MORVAL");
      const got = await tokens(visitor, id, service);
      const claims = payloadOf(got["access_token"]);
      assert.equal(claims["aval_session"], "full");
      assert.equal(claims["acr"], "eidas1");
      assert.deepEqual(claims["amr"], ["hwk", "user", "mfa"]);
      assert.equal((await calls(service).refresh(got["refresh_token"])).status, 200);
      for (const next of services) {
        const again = await begin(visitor, calls(next).authorization());
        const { state } = (await visitor.act(again, "begin")).view;
        assert.equal(state, next === "critical" ? "shown" : "silent", `${where} into ${next}`);
      }
    });

    const isPlace = where.startsWith("own_place");
    const alone = isPlace && service !== "critical";
    test(`a synced key on ${where}, a service that is ${service}: ${alone ? "opens alone" : service === "critical" ? "is not enough, and the page names a door" : "opens with the phone"}`, async () => {
      standsAt(where);
      it.world.told.length = 0;
      const visitor = await newKeyVisitor();
      const id = await begin(visitor, calls(service).authorization());
      await visitor.act(id, "begin");
      const view = await visitor.sign(id, keys.synced);
      if (alone) {
        assert.equal(view.state, "approved");
        const got = await tokens(visitor, id, service);
        assert.deepEqual(payloadOf(got["access_token"])["amr"], ["swk", "user", "mfa"]);
        assert.deepEqual(it.world.told, [], "where they work");
        assert.equal((await calls(service).refresh(got["refresh_token"])).status, 200);
        return;
      }
      assert.equal(view.state, "shown");
      assert.equal(view.holder, undefined, "nobody is named yet");
      if (service === "critical") {
        if (where !== "own_place_l5") assert.equal(view.withPasskey, false);
        if (where !== "own_place_l5") assert.ok(view.doors && view.doors.length > 0);
        await opensNothing(visitor, id);
        return;
      }
      assert.equal(view.withPasskey, true);
      assert.equal(view.rights, "full");
      const asked = await visitor.act(id, "digits");
      const told = await phone.approve({ digits: asked.view.digits ?? "" });
      assert.ok(typeof told !== "string", String(told));
      assert.equal(told.context.rights, "full");
      const got = await tokens(visitor, id, service);
      assert.equal(payloadOf(got["access_token"])["aval_session"], "full");
      assert.deepEqual(payloadOf(got["access_token"])["amr"], ["swk", "pin", "mfa"]);
      // Its holder is told: that key may be a copy, and those digits read to them.
      const event = "session_elsewhere";
      assert.deepEqual(it.world.told.splice(0), [
        { event, about: payloadOf(got["access_token"])["sid"] },
      ]);
      const again = await begin(visitor, calls("open").authorization());
      assert.equal((await visitor.act(again, "begin")).view.state, "silent");
    });
  }

test("a synced key and another person's phone open what that phone opens alone", async () => {
  standsAt("unknown");
  const visitor = await newKeyVisitor();
  const id = await begin(visitor, calls("sensitive").authorization());
  await visitor.act(id, "begin");
  const view = await visitor.sign(id, keys.synced);
  assert.equal(
    await (await newPhone(it.world)).approve({ frame: view.frame ?? "" }),
    "rights_denied",
  );
});

test("a synced key and a limited phone of its holder's open no more than that phone", async () => {
  standsAt("unknown");
  const { professional } = phone;
  const limited = await newPhone(it.world, { professional, level: "limited" });
  const visitor = await newKeyVisitor();
  const id = await begin(visitor, calls("sensitive").authorization());
  await visitor.act(id, "begin");
  const view = await visitor.sign(id, keys.synced);
  assert.equal(await limited.approve({ frame: view.frame ?? "" }), "rights_denied");
});

test("what a key proved counts five minutes, for its own page, until its reader says that it is not them", async () => {
  standsAt("own_place");
  const visitor = await newKeyVisitor();
  const address = calls("open").authorization({ prompt: "login" });
  const id = await begin(visitor, address);
  await visitor.act(id, "begin");
  assert.equal((await visitor.sign(id, keys.hardware)).state, "approved");
  await visitor.act(id, "not_me", "cancel");
  await opensNothing(visitor, id);
  const late = await begin(visitor, address);
  await visitor.act(late, "begin");
  assert.equal((await visitor.sign(late, keys.hardware)).state, "approved");
  await it.advance(minutes(6));
  await opensNothing(visitor, late);
});

test("removing a key ends the sessions it opened, alone and beside a phone, and no other", async () => {
  standsAt("unknown");
  const [mine, key] = [await newPhone(it.world), newAuthenticator({ backupEligible: true })];
  standsAt("own_place");
  await added(it.world, byScan(mine), key, "security_key", it.world.origin);
  await it.advance(hours(25));
  standsAt("unknown");
  const beside = await newKeyVisitor();
  const id = await begin(beside, calls("sensitive").authorization());
  await beside.act(id, "begin");
  const view = await beside.sign(id, key);
  assert.notEqual(typeof (await mine.approve({ frame: view.frame ?? "" })), "string");
  const withPhone = await tokens(beside, id, "sensitive");
  standsAt("own_place");
  const single = await newKeyVisitor();
  const page = await begin(single, calls("open").authorization());
  await single.act(page, "begin");
  await single.sign(page, key);
  const alone = await tokens(single, page, "open");
  const left = await newKeyVisitor();
  const other = await begin(left, calls("open").authorization());
  const shown = await left.act(other, "begin");
  await mine.approve({ frame: shown.view.frame ?? "" });
  const byPhone = await tokens(left, other, "open");
  await mine.endKeys();
  assert.equal((await calls("sensitive").refresh(withPhone["refresh_token"])).status, 400);
  assert.equal((await calls("open").refresh(alone["refresh_token"])).status, 400);
  assert.equal((await calls("open").refresh(byPhone["refresh_token"])).status, 200);
});

test("a key that a computer keeps counts for nothing where several people work, alone or beside a phone", async () => {
  standsAt("own_place");
  const [mine, key] = [await newPhone(it.world), newAuthenticator({ backupEligible: true })];
  await added(it.world, byScan(mine), key, "computer", it.world.origin);
  await it.advance(hours(25));
  const before = await newKeyVisitor();
  const alone = await begin(before, calls("sensitive").authorization());
  await before.act(alone, "begin");
  assert.equal((await before.sign(alone, key)).state, "approved");
  it.world.place.isShared = true;
  try {
    // What it had proven while it stood alone counts no more either.
    await opensNothing(before, alone);
    const visitor = await newKeyVisitor();
    const id = await begin(visitor, calls("sensitive").authorization());
    await visitor.act(id, "begin");
    assert.equal((await visitor.sign(id, key)).error, "passkey_refused");
    standsAt("unknown");
    const { view } = await visitor.act(id, "digits");
    assert.equal(await mine.approve({ digits: view.digits ?? "" }), "rights_denied");
  } finally {
    it.world.place.isShared = false;
  }
});

test("whatever a key is refused for, its page is told the same", async () => {
  standsAt("own_place");
  const answers = [];
  const young = newAuthenticator();
  await added(it.world, byScan(await newPhone(it.world)), young, "security_key", it.world.origin);
  for (const key of [newAuthenticator(), young]) {
    const visitor = await newKeyVisitor();
    const id = await begin(visitor, calls("open").authorization());
    await visitor.act(id, "begin");
    const { reference: _ours, now: _then, ...told } = (await visitor.sign(id, key)) as Signed;
    answers.push(told);
  }
  assert.equal(answers[0]?.["error"], "passkey_refused");
  assert.deepEqual(answers[0], answers[1]);
});

test("an old key of a browser opens nothing by its age: a challenge is of one browser key", async () => {
  standsAt("own_place");
  const [visitor, thief] = [await newKeyVisitor(), await signerOf(await newKeyPair())];
  const id = await begin(visitor, calls("open").authorization());
  await visitor.act(id, "begin");
  const { view } = await visitor.act(id, "passkey");
  assert.ok(view.passkey);
  const assertion = keys.hardware.get(view.passkey, it.world.origin);
  const message: BrowserMessage = {
    ...{ v: purposes.browser, signIn: id, bk: thief.jwk, act: "assertion", assertion },
    iat: Math.floor(it.world.clock.now() / 1000),
    jti: toBase64url(systemRandom.bytes(16)),
  };
  const answer = await visitor.visit(`${it.world.origin}/login/${id}/assertion`, {
    method: "POST",
    headers: { origin: it.world.origin, "content-type": "application/json" },
    body: JSON.stringify({ jws: await signCompact(message, purposes.browser, thief) }),
  });
  assert.match(answer.text, /browser_mismatch/);
  assert.notEqual(await thumbprint(thief.jwk), visitor.browser);
});
