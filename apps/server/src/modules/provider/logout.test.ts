import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import test, { after, before } from "node:test";
import type { SessionId } from "@aval/protocol";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { sql } from "kysely";
import { lifetimes, limits } from "#lifetimes";
import { transact } from "#platform/database";
import { seconds } from "#platform/time";
import { claim } from "./logout-store.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";
import { callback, payloadOf, type SetUp, setUp } from "./testing/setup.ts";
import { newHolder, newVisitor, serviceCalls, signIn } from "./testing/visitor.ts";

let it: SetUp;
let one: Receiver;
let other: Receiver;
before(async () => {
  it = await setUp();
  [one, other] = [await startReceiver(), await startReceiver()];
  await register("told", one, { profile: "psc" });
  await register("told-strict", other, { profile: "strict" });
});
after(async () => {
  await Promise.all([one.close(), other.close()]);
  await it.close();
});

const register = (id: string, receiver: Receiver, more: { profile?: "psc" | "strict" } = {}) =>
  it.world.register({
    id,
    name: `Service ${id}`,
    sensitivity: "open",
    redirectUris: [callback],
    backchannelLogoutUri: receiver.address,
    ...more,
  });

/** A new person in a session that entered these services one after the other. The tokens each got. */
async function inside(...services: readonly string[]) {
  const [holder, visitor] = [await newHolder(it.world), await newVisitor(it.world)];
  const tokens: Record<string, any>[] = [];
  for (const service of services) {
    const calls = serviceCalls(it.world, service, callback);
    const pkce = { code_challenge: challenge, code_challenge_method: "S256" };
    const back = await signIn(visitor, holder, calls.authorization(pkce));
    tokens.push((await calls.exchange(back, { code_verifier: verifier })).body);
  }
  const session = tokens[0]?.["session_state"] as SessionId;
  return { holder, visitor, tokens, session };
}
const verifier = "v".repeat(43);
const challenge = Buffer.from(
  await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)),
).toString("base64url");

const states = async (session: string) => {
  const { rows } = await sql<{ client: string; state: string; tries: number }>`
    select client, state, tries from logout_delivery where session = ${session} order by client`.execute(
    it.world.db,
  );
  return rows.map(({ client, state, tries }) => `${client} ${state} ${tries}`);
};
/** One round, and all of its answers. */
const round = async () => {
  const begun = await it.world.provider.tellServices();
  await untilIdle();
  return begun;
};
/** Until nothing that was begun is without an end: each leaves a state or a time to come. */
async function untilIdle() {
  while ((await it.world.provider.tellingNow()) > 0)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

test("each service of a session that ends is told, by a token that a client verifies as the specification says", async () => {
  const { tokens, session } = await inside("told", "told-strict");
  const from = [one.tokens.length, other.tokens.length];
  assert.equal(await it.world.sessions.close(session, "holder"), true);
  assert.equal(await round(), 2);
  const jwks = createRemoteJWKSet(
    new URL(`${it.world.here}/auth/realms/esante-wallet/protocol/openid-connect/certs`),
  );
  for (const [index, receiver] of [one, other].entries()) {
    assert.equal(receiver.tokens.length, (from[index] ?? 0) + 1);
    const { payload, protectedHeader } = await jwtVerify(receiver.tokens.at(-1) ?? "", jwks, {
      issuer: it.world.issuer,
      audience: ["told", "told-strict"][index] as string,
      typ: "logout+jwt",
      algorithms: ["RS256"],
      requiredClaims: ["iat", "exp", "jti", "sub", "sid", "events"],
    });
    assert.equal(protectedHeader.typ, "logout+jwt");
    const given = payloadOf(tokens[index]?.["id_token"] as string);
    assert.equal(payload["sid"], given["sid"]);
    assert.equal(payload["sid"], tokens[index]?.["session_state"]);
    assert.equal(payload.sub, given["sub"], "who it is, as this very service knows them");
    assert.deepEqual(payload["events"], {
      "http://schemas.openid.net/event/backchannel-logout": {},
    });
    assert.equal("nonce" in payload, false);
    assert.ok((payload.exp ?? 0) - (payload.iat ?? 0) <= 120);
  }
  assert.deepEqual(await states(session), ["told delivered 1", "told-strict delivered 1"]);
  const facts = (await it.facts("logout_delivered")).filter((fact) => fact["session"] === session);
  assert.deepEqual(facts.map((fact) => fact["service"]).sort(), ["told", "told-strict"]);
  assert.equal(await round(), 0, "and no more");
});

test("the logout token is good for nothing else: no hint, no bearer", async () => {
  const { session } = await inside("told");
  const living = await inside("told");
  await it.world.sessions.close(session, "holder");
  await round();
  const token = one.tokens.at(-1) as string;
  assert.equal((await it.calls.userinfo(token)).status, 401);
  const out = `${it.world.issuer}/protocol/openid-connect/logout?${new URLSearchParams({ id_token_hint: token })}`;
  assert.equal((await fetch(out)).status, 400);
  assert.ok(await it.world.sessions.standing(living.session));
});

test("whatever ends a session tells its services: a sign-out by one of them, another person, a replayed token", async () => {
  const out = await inside("told", "told-strict");
  const hint = { id_token_hint: String(out.tokens[0]?.["id_token"]) };
  await fetch(`${it.world.issuer}/protocol/openid-connect/logout?${new URLSearchParams(hint)}`);

  const counter = await inside("told");
  const next = await newHolder(it.world);
  const calls = serviceCalls(it.world, "told", callback);
  await signIn(counter.visitor, next, calls.authorization({ prompt: "login" }));

  const copied = await inside("told");
  const refresh = String(copied.tokens[0]?.["refresh_token"]);
  await calls.refresh(refresh);
  await it.advance(seconds(11));
  await calls.refresh(refresh);

  await round();
  assert.deepEqual(await states(out.session), ["told delivered 1", "told-strict delivered 1"]);
  assert.deepEqual(await states(counter.session), ["told delivered 1"]);
  assert.deepEqual(await states(copied.session), ["told delivered 1"]);
});

test("an end by time is told to nobody: it was announced with the tokens", async () => {
  const { session } = await inside("told");
  await it.advance(seconds(31 * 60));
  assert.equal(await it.world.sessions.standing(session), undefined);
  await round();
  assert.deepEqual(await states(session), []);
});

test("a service without an address is not told, and one that was stopped since neither", async () => {
  const receiver = await startReceiver();
  await register("stopped", receiver);
  const { session } = await inside("service", "stopped");
  await it.world.software.remove(it.world.db, "stopped", "test");
  await it.world.sessions.close(session, "holder");
  assert.deepEqual(
    (await it.world.provider.toldOf([session])).map(({ told }) => told),
    ["untold", "untold"],
    "from the first moment",
  );
  await round();
  assert.deepEqual(await states(session), ["service no_address 1", "stopped no_address 1"]);
  assert.equal(receiver.tokens.length, 0);
  await receiver.close();
});

test("a service that fails is told again later with the same jti and a fresh date, and not before", async () => {
  const receiver = await startReceiver();
  await register("failing", receiver);
  for (const failure of [500, 302, 429] as const) {
    receiver.answer(failure);
    const from = receiver.tokens.length;
    const { session } = await inside("failing");
    await it.world.sessions.close(session, "holder");
    await round();
    assert.equal(await round(), 0, "not before its time");
    assert.equal((await it.world.provider.toldOf([session]))[0]?.told, "told");
    await it.advance(seconds(limits.logoutWaitSeconds[0]));
    // A token is dated by the machine's clock, which nobody moves: until its next second.
    const firstAt = Number(payloadOf(receiver.tokens[from] ?? "")["iat"]);
    while (Date.now() < (firstAt + 1) * 1000) await delay(50);
    receiver.answer(200);
    await round();
    const [first, second] = receiver.tokens.slice(from).map((token) => payloadOf(token));
    assert.equal(first?.["jti"], second?.["jti"]);
    assert.ok(Number(second?.["iat"]) > Number(first?.["iat"]));
    assert.deepEqual(await states(session), ["failing delivered 2"]);
    assert.equal((await it.world.provider.toldOf([session]))[0]?.told, "closed");
  }
  await receiver.close();
});

test("telling has an end: three refusals, or ten tries without an answer that helps; then the holder is asked to", async () => {
  const receiver = await startReceiver();
  await register("refusing", receiver);
  for (const [answer, tries, last] of [
    [400, limits.logoutRefusals, "refused"],
    [500, limits.logoutWaitSeconds.length + 1, "failed"],
  ] as const) {
    receiver.answer(answer);
    const from = receiver.tokens.length;
    const { session } = await inside("refusing");
    await it.world.sessions.close(session, "holder");
    for (let round_ = 0; round_ < 2 * tries; round_++) {
      await round();
      await it.advance(seconds(limits.logoutWaitSeconds.at(-1) as number));
    }
    assert.equal(receiver.tokens.length - from, tries);
    assert.deepEqual(await states(session), [`refusing given_up ${tries}`]);
    assert.equal((await it.world.provider.toldOf([session]))[0]?.told, "untold");
    const fact = (await it.facts("logout_given_up")).find((row) => row["session"] === session);
    assert.equal(fact?.["last"], last);
  }
  await receiver.close();
});

test("a service that never answers holds up no other, and is told again", async () => {
  const [dead, alive] = [await startReceiver(), await startReceiver()];
  dead.answer("never");
  await register("dead", dead);
  await register("alive", alive);
  const sessions: string[] = [];
  for (let person = 0; person < 2 * limits.logoutsPerService; person++)
    sessions.push((await inside("dead", "alive")).session);
  for (const session of sessions) await it.world.sessions.close(session as SessionId, "holder");
  await it.world.provider.tellServices();
  await dead.received(limits.logoutsPerService);
  // The dead one has said nothing yet, and the other is told of everything.
  while (alive.tokens.length < sessions.length) {
    await it.world.provider.tellServices();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(dead.tokens.length, limits.logoutsPerService, "no more of this node's requests");
  assert.ok((await it.world.provider.tellingNow()) >= limits.logoutsPerService);
  await untilIdle();
  const waiting = (await states(sessions[0] as string))[1] as string;
  assert.match(waiting, /^dead due 1$/);
  dead.answer(200);
  await it.advance(seconds(limits.logoutWaitSeconds[0]));
  while ((await round()) > 0);
  assert.equal((await states(sessions[0] as string))[1], "dead delivered 2");
  await Promise.all([dead.close(), alive.close()]);
});

test("what a node took and did not finish is another's after its lease", async () => {
  const receiver = await startReceiver();
  await register("leased", receiver);
  const { session } = await inside("leased");
  await it.world.sessions.close(session, "holder");
  // As a node leaves it that was killed between its claim and its answer.
  await sql`update logout_delivery set tries = 1, next_at = aval_now() + interval '15 seconds' where session = ${session}`.execute(
    it.world.db,
  );
  assert.equal(await round(), 0);
  await it.advance(seconds(16));
  assert.equal(await round(), 1);
  assert.deepEqual(await states(session), ["leased delivered 2"]);
  await receiver.close();
});

test("of many nodes that take at once, each message goes to one, and to nobody again before its lease is over", async () => {
  const { session } = await inside("service");
  const take = () =>
    claim(it.world.db, { busy: [], perService: 2, most: 64, lease: lifetimes.logoutLease });
  for (let round_ = 0; round_ < 5; round_++) {
    await sql`
      insert into logout_delivery (session, client)
      select ${session}, 'racing-' || ${round_} || '-' || n from generate_series(1, 100) n`.execute(
      it.world.db,
    );
    const racing = await Promise.all(Array.from({ length: 10 }, take));
    const taken = racing.flat().map(({ service }) => service);
    // Those that found others at it may have left some: they come now, and none of the first again.
    for (let more = await take(); more.length > 0 && taken.length <= 100; more = await take())
      taken.push(...more.map(({ service }) => service));
    assert.equal(taken.length, 100);
    assert.equal(new Set(taken).size, 100);
  }
  await sql`delete from logout_delivery where session = ${session}`.execute(it.world.db);
});

test("an end that is undone tells nobody", async () => {
  const { session } = await inside("told");
  await assert.rejects(
    transact(it.world.db, async (tx) => {
      await it.world.sessions.close(session, "holder", tx);
      throw new Error("undone");
    }),
  );
  assert.deepEqual(await states(session), []);
  assert.ok(await it.world.sessions.standing(session));
});
