import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { SessionId } from "@aval/protocol";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { limits, lifetimes } from "#lifetimes";
import { hours } from "#platform/time";
import { type SetUp, setUp } from "./modules/provider/testing/setup.ts";
import { signalService } from "./testing/signal-client.ts";

let it: SetUp;
before(async () => {
  it = await setUp();
});
after(() => it.close());

const volume = "urn:aval:secevent:event-type:service-volume-anomaly";
type Said = {
  readonly sub_id?: object;
  readonly jti?: string;
  readonly iss?: string;
  readonly aud?: string;
  readonly typ?: string;
  readonly event?: string;
  readonly more?: object;
  readonly ago?: number;
};
let count = 0;

/** A service that has given a key with its stream, and what it says by it. */
async function reporter(id: string) {
  const one = await signalService(it, id);
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const made = await one.ask("POST", "streams", {
    body: { aval_alert_keys: [{ kty, crv, x, y }] },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.deepEqual(made.body.aval_alert_keys, [{ kty, crv, x, y }]);
  const token = (
    { typ = "secevent+jwt", event = volume, ago = 0, more, ...said }: Said,
    key = privateKey,
  ) =>
    new SignJWT({
      ...{ iss: id, aud: it.world.issuer, jti: said.jti ?? `alert-${++count}` },
      ...{ iat: Math.floor(it.world.clock.now() / 1000) - ago, events: { [event]: { acts: 31 } } },
      ...said,
      ...more,
    })
      .setProtectedHeader({ alg: "ES256", typ })
      .sign(key);
  const send = async (text: string) => {
    const path = new URL(it.world.issuer).pathname;
    const answer = await fetch(`${it.world.here}${path}/ssf/alerts`, {
      method: "POST",
      headers: { "content-type": "application/secevent+jwt" },
      body: text,
    });
    return { status: answer.status, text: await answer.text() };
  };
  return {
    ...one,
    key: privateKey,
    token,
    send,
    report: async (said: Said) => send(await token(said)),
  };
}

const opaque = (id: string) => ({ format: "opaque", id });
const user = (sub: string) => ({ format: "iss_sub", iss: it.world.issuer, sub });
const received = async (service: string) =>
  (await it.facts("service_alert_received")).filter((fact) => fact["service"] === service);
const taken = { status: 202, text: "" };

test("a service's alert of its own user is a fact, once, and stops nothing", async () => {
  const one = await reporter("watching");
  const { holder, session, sub } = await one.inside();
  const said = { jti: "the-same", sub_id: opaque(session) };
  assert.deepEqual(await one.report(said), taken);
  assert.deepEqual(await one.report(said), taken);
  assert.deepEqual(
    (await received("watching")).map((fact) => [fact["reason"], fact["session"]]),
    [["volume", session]],
  );
  const event = "https://schemas.openid.net/secevent/risc/event-type/credential-compromise";
  assert.deepEqual(await one.report({ event, sub_id: user(sub) }), taken);
  const complex = { format: "complex", user: user(sub), session: opaque(session) };
  assert.deepEqual(await one.report({ sub_id: complex }), taken);
  assert.deepEqual(
    (await received("watching")).map((fact) => [fact["reason"], fact["session"]]).slice(1),
    [
      ["compromise", undefined],
      ["volume", session],
    ],
  );
  assert.ok(await it.world.sessions.standing(session as SessionId));
  assert.ok((await one.inside(holder)).session, "and its holder signs in as before");
});

test("a lying service names nobody whom it was not given: the answer is the same and nothing happens", async () => {
  const [liar, other] = [await reporter("lying"), await reporter("honest")];
  const theirs = await other.inside();
  for (const sub_id of [
    opaque(theirs.session),
    opaque("ses_00000000000000000000000000"),
    opaque("nothing"),
    user(theirs.sub),
    user(theirs.sub.replace(/[0-9]{12}$/, "899700000017")),
    { ...user(theirs.sub), iss: "https://elsewhere.example" },
    { format: "complex", user: user(theirs.sub), session: opaque(theirs.session) },
    { format: "email", email: "somebody@example.org" },
    undefined,
  ])
    assert.deepEqual(await liar.report(sub_id ? { sub_id } : {}), taken, JSON.stringify(sub_id));
  const own = await liar.inside();
  const unknown = { event: "urn:unknown", sub_id: opaque(own.session) };
  assert.deepEqual(await liar.report(unknown), taken);
  assert.deepEqual(await received("lying"), []);
});

test("only a service's own key, for us, as a security event, and lately, is heard", async () => {
  const [one, other] = [await reporter("signing"), await reporter("signing-too")];
  const { session } = await one.inside();
  const sub_id = opaque(session);
  for (const [why, token] of Object.entries({
    "another's key": await one.token({ sub_id }, other.key),
    "in another's name": await other.token({ sub_id, iss: "signing" }),
    "of nobody": await one.token({ sub_id, iss: "nobody" }),
    "for another": await one.token({ sub_id, aud: "https://elsewhere.example" }),
    "another kind of document": await one.token({ sub_id, typ: "JWT" }),
    "with an end": await one.token({ sub_id, more: { exp: 4_000_000_000 } }),
    "long ago": await one.token({ sub_id, ago: lifetimes.alertAge / 1000 + 60 }),
    "in the future": await one.token({ sub_id, ago: -3600 }),
    nothing: "",
    "no token": "a.b.c",
  })) {
    const answer = await one.send(token);
    assert.equal(answer.status, 400, why);
    assert.equal(JSON.parse(answer.text).err, "authentication_failed");
  }
  assert.deepEqual(await received("signing"), []);
  await it.world.software.setState(it.world.db, "signing", {
    ...{ state: "suspended", by: "test", reason: "test" },
  });
  assert.equal((await one.report({ sub_id })).status, 400, "a suspended service is nobody");
});

test("what one service says is capped, of one person and of all, and the next day it is heard again", async () => {
  const one = await reporter("loud");
  const { session, sub } = await one.inside();
  for (let nth = 0; nth < limits.alertsOfHolder + 2; nth++)
    assert.deepEqual(await one.report({ sub_id: opaque(session) }), taken);
  assert.equal((await received("loud")).length, limits.alertsOfHolder);
  for (let nth = limits.alertsOfHolder + 2; nth < limits.alertsOfService; nth++)
    assert.ok(
      await it.world.limits.spend(
        it.world.db,
        ...(["service_alert", "loud", limits.alertsOfService, lifetimes.alertWindow] as const),
      ),
    );
  assert.equal((await one.report({ sub_id: opaque(session) })).status, 429);
  await it.advance(hours(24));
  assert.deepEqual(await one.report({ sub_id: user(sub) }), taken);
  assert.equal((await received("loud")).length, limits.alertsOfHolder + 1);
});
