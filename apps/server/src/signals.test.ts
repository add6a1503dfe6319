import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import {
  type DeviceId,
  newKeyPair,
  type ProfessionalId,
  type SessionId,
  signerOf,
  type StopId,
} from "@aval/protocol";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import type { Fact } from "#modules/audit";
import { createStreamDesk } from "#modules/streams";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { days, seconds } from "#platform/time";
import { type SetUp, setUp } from "./modules/provider/testing/setup.ts";
import { serviceCalls } from "./modules/provider/testing/visitor.ts";
import { eventTypes } from "./modules/streams/events.ts";
import { gotOf, startSignalReceiver } from "./testing/signal-receiver.ts";
import { signalService } from "./testing/signal-client.ts";

/** A phone's; what these facts say of one is not looked at here. */
const { jwk: aKey } = await signerOf(await newKeyPair());

let it: SetUp;
before(async () => {
  it = await setUp();
});
after(() => it.close());

const service = (id: string, more: { profile?: "psc" | "strict" } = {}) =>
  signalService(it, id, more);
const close = (session: string) => it.world.sessions.close(session as SessionId, "holder");
const say = (fact: Fact) => transact(it.world.db, (tx) => it.world.audit.append(tx, fact));
const blocked = (professional: ProfessionalId) =>
  say({ fact: "stop_made", professional, stop: "stp_1" as StopId, rule: "block" });
/** One round, and all of its answers. */
const round = async () => {
  const begun = await it.world.streams.tellServices();
  while (it.world.streams.tellingNow() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  return begun;
};
const statesOf = async (stream: string) => {
  const { rows } = await sql<{ state: string; tries: number }>`
    select state, tries from stream_event where stream = ${stream} order by written`.execute(
    it.world.db,
  );
  return rows.map(({ state, tries }) => `${state} ${tries}`);
};

test("what is offered is read at both well-known addresses", async () => {
  const { here, issuer } = it.world;
  const path = new URL(issuer).pathname;
  for (const at of [
    `/.well-known/ssf-configuration${path}`,
    `${path}/.well-known/ssf-configuration`,
  ]) {
    const told = (await (await fetch(`${here}${at}`)).json()) as Record<string, unknown>;
    assert.equal(told["issuer"], issuer);
    assert.equal(told["spec_version"], "1_0");
    assert.equal(told["default_subjects"], "ALL");
    assert.deepEqual(told["delivery_methods_supported"], [
      "urn:ietf:rfc:8935",
      "urn:ietf:rfc:8936",
    ]);
    assert.ok((await fetch(String(told["jwks_uri"]))).ok);
    assert.equal("add_subject_endpoint" in told, false, "nobody is named by a service");
  }
});

test("a service's own token is for its stream, and neither a person's scope nor a shared secret brings one", async () => {
  const one = await service("tokens");
  const asked = await one.calls.call("token", {
    grant_type: "client_credentials",
    scope: "openid scope_all ssf.read",
  });
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  assert.equal(asked.body["scope"], "ssf.read");
  assert.ok(Number(asked.body["expires_in"]) <= 3600);
  assert.equal((await one.calls.userinfo(String(asked.body["access_token"]))).status, 401);
  assert.deepEqual((await one.calls.introspect(String(asked.body["access_token"]))).body, {
    active: false,
  });

  await it.world.register({
    ...{ id: "copied", name: "Logiciel", sensitivity: "open", redirectUris: [], grants: ["ciba"] },
  });
  const copy = serviceCalls(it.world, "copied", "");
  const refused = await copy.call("token", {
    grant_type: "client_credentials",
    scope: "ssf.manage",
  });
  assert.equal(refused.status, 400);
  assert.equal("access_token" in refused.body, false);
  const before = await copy.call("token", { grant_type: "password" });
  assert.notEqual(before.body["error"], "invalid_client", "its secret was right");
});

test("a stream is made once, read, changed, replaced and ended by its own service, with a token that allows it", async () => {
  const [one, other] = [await service("managed"), await service("stranger")];
  const none = await one.ask("GET", "streams", { token: undefined });
  assert.equal(none.status, 401);
  assert.match(none.headers.get("www-authenticate") ?? "", /^Bearer error="invalid_token"/);
  assert.equal((await one.ask("GET", "streams", { token: "x".repeat(43) })).status, 401);

  const body = {
    events_requested: [eventTypes.sessionRevoked, "urn:unknown"],
    description: "Registre",
  };
  const read = String(await one.tokenFor("ssf.read"));
  assert.equal((await one.ask("POST", "streams", { body, token: read })).status, 403);
  const made = await one.ask("POST", "streams", { body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { stream_id: stream } = made.body;
  assert.deepEqual(
    [made.body.iss, made.body.aud, made.body.events_delivered, made.body.delivery],
    [
      it.world.issuer,
      "managed",
      [eventTypes.sessionRevoked],
      { method: "urn:ietf:rfc:8936", endpoint_url: `${it.world.issuer}/ssf/poll/${stream}` },
    ],
  );
  assert.equal((await one.ask("POST", "streams", { body })).status, 409);
  assert.deepEqual(
    (await one.ask("GET", `streams?stream_id=${stream}`, { token: read })).body,
    made.body,
  );
  assert.deepEqual((await one.ask("GET", "streams")).body, [made.body]);

  const delivery = {
    method: "urn:ietf:rfc:8935",
    endpoint_url: "https://managed.example/events",
    authorization_header: "Bearer theirs",
  };
  const patched = await one.ask("PATCH", "streams", { body: { stream_id: stream, delivery } });
  assert.deepEqual(patched.body.delivery, {
    method: delivery.method,
    endpoint_url: delivery.endpoint_url,
  });
  assert.equal(patched.body.description, "Registre", "what was left out is as it was");
  const replaced = await one.ask("PUT", "streams", { body: { stream_id: stream, delivery } });
  assert.equal("description" in replaced.body, false);
  assert.equal(replaced.body.events_delivered.length, Object.keys(eventTypes).length);

  for (const wrong of [
    { stream_id: stream, aud: "another" },
    { stream_id: stream, delivery: { ...delivery, endpoint_url: "http://service.example/" } },
    { stream_id: stream, delivery: { ...delivery, authorization_header: "a\r\nb: c" } },
    { stream_id: stream, delivery: { method: "urn:other" } },
  ])
    assert.equal((await one.ask("PATCH", "streams", { body: wrong })).status, 400);

  for (const [method, path, given] of [
    ["GET", `streams?stream_id=${stream}`, undefined],
    ["PATCH", "streams", { stream_id: stream }],
    ["PUT", "streams", { stream_id: stream }],
    ["DELETE", `streams?stream_id=${stream}`, undefined],
    ["GET", `status?stream_id=${stream}`, undefined],
    ["POST", "status", { stream_id: stream, status: "disabled" }],
    ["POST", "verify", { stream_id: stream }],
    ["POST", `poll/${stream}`, {}],
  ] as const)
    assert.equal(
      (await other.ask(method, path, given && { body: given })).status,
      404,
      `${method} ${path} by another`,
    );
  assert.equal((await one.ask("DELETE", `streams?stream_id=${stream}`)).status, 204);
  assert.equal((await one.ask("GET", `streams?stream_id=${stream}`)).status, 404);
  assert.equal((await one.ask("GET", "streams")).body.length, 0);

  await it.world.software.setState(it.world.db, "managed", {
    ...{ state: "suspended", by: "test", reason: "test" },
  });
  assert.equal((await one.ask("GET", "streams")).status, 401, "a suspended service is nobody");
});

test("a stream's header is kept sealed, for that stream alone; one that was in clear is sealed by the next round", async () => {
  const [receiver, other] = [await startSignalReceiver(), await startSignalReceiver()];
  const one = await service("sealed");
  const two = await service("sealed-too");
  const [stream, theirs] = await Promise.all(
    [
      { by: one, at: receiver },
      { by: two, at: other },
    ].map(async ({ by, at }) => {
      const delivery = { method: "urn:ietf:rfc:8935", endpoint_url: at.address };
      const body = { delivery: { ...delivery, authorization_header: `Bearer canary-${by.id}` } };
      return String((await by.ask("POST", "streams", { body })).body.stream_id);
    }),
  );
  const rows = async () =>
    (await sql<{ row: string }>`select s::text as row from stream s`.execute(it.world.db)).rows
      .map(({ row }) => row)
      .join("\n");
  const sent = async () => {
    for (const [by, id] of [
      [one, stream],
      [two, theirs],
    ] as const) {
      await sql`update stream set verified_at = null where id = ${id}`.execute(it.world.db);
      await by.ask("POST", "verify", { body: { stream_id: id } });
    }
    await round();
    return [receiver.got.at(-1)?.authorization, other.got.at(-1)?.authorization];
  };
  assert.doesNotMatch(await rows(), /canary/);
  assert.deepEqual(await sent(), ["Bearer canary-sealed", "Bearer canary-sealed-too"]);

  // As it was kept before.
  await sql`update stream set authorization_sealed = null, authorization_header = 'Bearer canary-old' where id = ${stream}`.execute(
    it.world.db,
  );
  assert.equal((await sent())[0], "Bearer canary-old");
  await it.world.streams.purge();
  assert.doesNotMatch(await rows(), /canary/);
  assert.equal((await sent())[0], "Bearer canary-old");

  // Who writes to the database has one stream's header sent to another's address: nothing is sent.
  await sql`update stream set authorization_sealed = (select authorization_sealed from stream where id = ${stream})
    where id = ${theirs}`.execute(it.world.db);
  assert.deepEqual(await sent(), ["Bearer canary-old", undefined]);
  await Promise.all([receiver.close(), other.close()]);
});

test("an ended session is pushed as the specifications say, to whoever it concerned and as they know them", async () => {
  const receivers = await Promise.all([startSignalReceiver(), startSignalReceiver()]);
  const [psc, strict] = [
    await service("told"),
    await service("told-strict", { profile: "strict" }),
  ];
  const header = { authorization_header: "Bearer of-the-receiver" };
  for (const [index, one] of [psc, strict].entries()) {
    const delivery = { method: "urn:ietf:rfc:8935", endpoint_url: receivers[index]?.address };
    const made = await one.ask("POST", "streams", {
      body: { delivery: { ...delivery, ...header } },
    });
    assert.equal(made.status, 201);
  }
  const [here, there] = [await psc.inside(), await strict.inside()];
  assert.equal(await round(), 0);
  await close(here.session);
  await close(there.session);
  await round();
  const jwks = createRemoteJWKSet(
    new URL(`${it.world.here}/auth/realms/esante-wallet/protocol/openid-connect/certs`),
  );
  for (const [index, of] of [here, there].entries()) {
    const [got, ...more] = receivers[index]?.got ?? [];
    assert.equal(more.length, 0);
    assert.equal(got?.authorization, "Bearer of-the-receiver");
    assert.equal(got?.type, "application/secevent+jwt");
    const { payload, protectedHeader } = await jwtVerify(got?.token ?? "", jwks, {
      ...{ issuer: it.world.issuer, audience: ["told", "told-strict"][index] as string },
      ...{ typ: "secevent+jwt", algorithms: ["RS256"], requiredClaims: ["iat", "jti", "txn"] },
    });
    assert.equal(protectedHeader.typ, "secevent+jwt");
    assert.equal("sub" in payload || "exp" in payload, false);
    assert.deepEqual(payload["sub_id"], {
      format: "complex",
      user: { format: "iss_sub", iss: it.world.issuer, sub: of.sub },
      session: { format: "opaque", id: of.session },
    });
    const body = (payload["events"] as any)[eventTypes.sessionRevoked];
    assert.equal(body.initiating_entity, "user");
    assert.ok(body.reason_admin.fr && Math.abs(body.event_timestamp - Number(payload.iat)) <= 2);
  }
  const facts = await it.facts("signal_delivered");
  assert.deepEqual(facts.map(({ service }) => service).sort(), ["told", "told-strict"]);
  await Promise.all(receivers.map((one) => one.close()));
});

test("a phone, a key and a stop are told to the services of the last twelve months that asked, and to no other", async () => {
  const [used, deaf, unused] = [
    await service("used"),
    await service("deaf"),
    await service("unused"),
  ];
  const [heard, nothing, never] = [
    await used.stream(),
    await deaf.stream(undefined, [eventTypes.sessionRevoked]),
    await unused.stream(),
  ];
  const { holder, sub } = await used.inside();
  await deaf.inside(holder);
  const { professional } = holder;
  const device = "dev_1" as DeviceId;
  await say({ fact: "device_added", professional, device, level: "limited", ik: aKey, uk: aKey });
  await say({ fact: "device_suspended", professional, device, reason: "alert" });
  await blocked(professional);
  await say({ fact: "stop_made", professional, stop: "stp_1" as StopId, rule: "pause_from_alert" });
  const said: unknown[] = [];
  for (let count = 0; count < 4; count++) {
    const { sets } = await used.poll(heard);
    for (const [jti, token] of Object.entries(sets)) {
      const { event, body, sub: whom } = gotOf(token);
      assert.deepEqual(whom, { format: "iss_sub", iss: it.world.issuer, sub });
      said.push([event, body["credential_type"], body["change_type"], body["reason"]]);
      await used.poll(heard, { ack: [jti], maxEvents: 0 });
    }
  }
  assert.deepEqual(said, [
    ["credential-change", "app", "create", undefined],
    ["credential-change", "app", "revoke", undefined],
    ["account-disabled", undefined, undefined, undefined],
  ]);
  assert.deepEqual(await statesOf(nothing), []);
  assert.deepEqual(await statesOf(never), []);

  await say({
    fact: "stop_lifted",
    professional,
    stop: "stp_1" as StopId,
    rule: "block",
    by: "card",
  });
  const { sets } = await used.poll(heard);
  assert.deepEqual(
    Object.values(sets).map((token) => gotOf(token).event),
    ["account-enabled"],
  );
  await used.poll(heard, { ack: Object.keys(sets), maxEvents: 0 });

  await it.advance(days(366));
  await blocked(professional);
  await used.renew();
  assert.deepEqual((await used.poll(heard)).sets, {}, "a year later it knows nothing of them");
});

test("an access that something else still stops is not told open", async () => {
  const one = await service("still");
  const stream = await one.stream(undefined, [eventTypes.accountEnabled]);
  const { holder } = await one.inside();
  const { professional } = holder;
  await sql`insert into stop (id, professional, rule, scope) values ('stp_still', ${professional}, 'freeze', 'national')`.execute(
    it.world.db,
  );
  const lifted = { fact: "stop_lifted", professional, stop: "stp_2" as StopId } as const;
  await say({ ...lifted, rule: "block", by: "phone" });
  assert.deepEqual(await statesOf(stream), []);
  await sql`update stop set lifted_at = aval_now(), lifted_by = 'two_people' where id = 'stp_still'`.execute(
    it.world.db,
  );
  await say({ ...lifted, rule: "freeze", by: "two_people" });
  assert.deepEqual(await statesOf(stream), ["due 0"]);
});

test("an end that is undone is told to nobody", async () => {
  const one = await service("undone");
  const stream = await one.stream();
  const { session } = await one.inside();
  await assert.rejects(
    transact(it.world.db, async (tx) => {
      await it.world.sessions.close(session as SessionId, "holder", tx);
      throw new Error("undone");
    }),
  );
  assert.deepEqual(await statesOf(stream), []);
});

test("a receiver that is killed, silent, slow, refuses or fails for an hour has every event once, in each person's order, and the same token each time", async () => {
  const [ill, well] = [await startSignalReceiver(), await startSignalReceiver()];
  const [one, other] = [await service("ill"), await service("well")];
  await one.stream(ill.address);
  await other.stream(well.address);
  const people = await Promise.all([0, 1].map(() => one.inside()));
  for (const { holder } of people) await other.inside(holder);
  const taken: { jti: string; sub: string; nth: number }[] = [];
  const hows = [500, "cut", "cut", 503, 302, 429, 500] as const;
  let asked = 0;
  const answers = new Map<string, Set<string>>();
  ill.answer((got) => {
    answers.set(got.jti, (answers.get(got.jti) ?? new Set()).add(got.token));
    // Once it takes the connection and says nothing: one patience is enough of a test's time.
    const nth = asked++;
    return nth === 3 ? "never" : (hows[nth % hows.length] as (typeof hows)[number]);
  });
  const change = async (nth: number) => {
    for (const { holder } of people)
      await say({
        ...{ fact: "device_added", professional: holder.professional, level: "limited" },
        ...{ ik: aKey, uk: aKey },
        device: `dev_${nth}` as DeviceId,
      });
  };
  for (let minute = 0; minute < 60; minute += 10) {
    await change(minute);
    await round();
    await it.advance(seconds(600));
  }
  assert.equal(well.got.length, 12, "and the other service was told at once");
  let nth = 0;
  ill.answer((got) => {
    // Taken, and one in four of the answers lost on its way: told twice, and known again by its jti.
    taken.push({ jti: got.jti, sub: got.sub["sub"], nth: nth++ });
    return nth % 4 === 0 ? "cut" : 202;
  });
  while ((await statesOf(await streamOf("ill"))).some((state) => state.startsWith("due"))) {
    await it.advance(seconds(3600));
    await round();
  }
  const first = taken.filter(({ jti }, at) => taken.findIndex((got) => got.jti === jti) === at);
  assert.equal(first.length, 12);
  const { rows } = await sql<{ jti: string; national_id: string }>`
    select jti, national_id from stream_event where stream = ${await streamOf("ill")} order by written`.execute(
    it.world.db,
  );
  for (const { sub } of people)
    assert.deepEqual(
      first.filter((got) => got.sub === sub).map(({ jti }) => jti),
      rows.filter(({ national_id: id }) => sub.endsWith(id)).map(({ jti }) => jti),
    );
  for (const [jti, tokens] of answers) assert.equal(tokens.size, 1, `${jti} was always the same`);
  await Promise.all([ill.close(), well.close()]);
});

const streamOf = async (client: string) => {
  const { rows } = await sql<{
    id: string;
  }>`select id from stream where client = ${client}`.execute(it.world.db);
  return rows[0]?.id ?? "";
};

test("telling has an end: three refusals, or two days; the next of that person is told then", async () => {
  const receiver = await startSignalReceiver();
  const one = await service("refusing");
  const stream = await one.stream(receiver.address);
  const { holder, session } = await one.inside();
  receiver.answer(400);
  await close(session);
  await blocked(holder.professional);
  for (let count = 0; count < 3; count++) {
    await round();
    await it.advance(seconds(60));
  }
  assert.deepEqual(await statesOf(stream), ["given_up 3", "due 0"]);
  receiver.answer(202);
  await round();
  assert.deepEqual(await statesOf(stream), ["given_up 3", "delivered 1"]);
  const [fact] = (await it.facts("signal_given_up")).filter((row) => row["service"] === "refusing");
  assert.deepEqual([fact?.["event"], fact?.["last"]], ["session-revoked", "refused"]);
  await receiver.close();
});

test("a stream that is paused keeps, one that is disabled drops, and an operator's change is told", async () => {
  const receiver = await startSignalReceiver();
  const one = await service("paused");
  const stream = await one.stream(receiver.address);
  const { holder } = await one.inside();
  const { professional } = holder;
  const set = (status: string) =>
    one.ask("POST", "status", { body: { stream_id: stream, status, reason: "travaux" } });

  assert.deepEqual((await set("paused")).body, {
    ...{ stream_id: stream, status: "paused", reason: "travaux" },
  });
  await blocked(professional);
  assert.equal(await round(), 0);
  assert.equal((await set("enabled")).body.status, "enabled");
  await round();
  assert.deepEqual(
    receiver.got.map(({ event }) => event),
    ["account-disabled"],
    "what it asked for is not told to it",
  );

  await set("paused");
  await blocked(professional);
  await set("disabled");
  await blocked(professional);
  await set("enabled");
  await round();
  assert.equal(receiver.got.length, 1);

  const { db, audit } = it.world;
  const operator = createStreamDesk({ db, audit, random: systemRandom });
  const stop = { state: "disabled", reason: "incident" } as const;
  assert.equal(await operator.setState("paused", stop), true);
  assert.equal(await operator.setState("paused", stop), false, "it is so");
  assert.equal(await operator.setState("nobody", stop), false);
  await round();
  const last = receiver.got.at(-1);
  assert.equal(last?.event, "stream-updated");
  assert.deepEqual(last?.sub, { format: "opaque", id: stream });
  assert.deepEqual(last?.body, { status: "disabled", reason: "incident" });
  await receiver.close();
});

test("a service that polls has each event until it says so, one of each person at a time, and waits for the next", async () => {
  const one = await service("polled");
  const stream = await one.stream();
  const { holder, session } = await one.inside();
  const second = await one.inside();
  await close(session);
  await blocked(holder.professional);
  await close(second.session);
  const first = await one.poll(stream);
  const events = Object.values(first.sets).map((token) => gotOf(token));
  assert.deepEqual(
    events.map(({ event }) => event),
    ["session-revoked", "session-revoked"],
  );
  assert.equal(first.moreAvailable, false);
  assert.deepEqual((await one.poll(stream)).sets, {}, "shown a moment ago");
  await it.advance(lifetimes.signalPollLease);
  const again = await one.poll(stream, { maxEvents: 1 });
  assert.equal(again.sets[events[0]?.jti ?? ""], events[0]?.token);
  assert.equal(again.moreAvailable, true);

  const ack = events.map(({ jti }) => jti);
  const next = await one.poll(stream, { ack });
  const [token = ""] = Object.values(next.sets);
  assert.equal(gotOf(token).event, "account-disabled");
  const { jti } = gotOf(token);
  const refused = { [jti]: { err: "invalid_key", description: "not yet" } };
  for (let tries = 1; tries <= 3; tries++) {
    await one.poll(stream, { setErrs: refused, maxEvents: 0 });
    await it.advance(seconds(10));
    if (tries < 3) assert.deepEqual(Object.keys((await one.poll(stream)).sets), [jti]);
  }
  assert.deepEqual(await statesOf(stream), ["delivered 2", "given_up 3", "delivered 1"]);

  const held = one.ask("POST", `poll/${stream}`, { body: {} });
  const third = await one.inside();
  await close(third.session);
  await it.world.streams.tellServices();
  const woken = await held;
  assert.equal(Object.keys(woken.body.sets).length, 1);
  const other = await service("polling-another");
  const theirs = await other.stream();
  await other.poll(theirs, { ack: Object.keys(woken.body.sets) });
  assert.equal((await statesOf(stream)).at(-1), "due 1", "another's word is worth nothing");
});

test("a verification comes back with what it was asked with, once a minute", async () => {
  const receiver = await startSignalReceiver();
  const one = await service("verified");
  const stream = await one.stream(receiver.address);
  const ask = () => one.ask("POST", "verify", { body: { stream_id: stream, state: "VGhpcw==" } });
  assert.equal((await ask()).status, 204);
  const early = await ask();
  assert.deepEqual([early.status, early.headers.get("retry-after")], [429, "60"]);
  await round();
  assert.deepEqual(
    receiver.got.map(({ event, body, sub }) => [event, body, sub]),
    [["verification", { state: "VGhpcw==" }, { format: "opaque", id: stream }]],
  );
  await it.advance(seconds(60));
  assert.equal((await ask()).status, 204);
  await receiver.close();
});

test("what nobody takes in thirty days is given up, and what is over is forgotten", async () => {
  const one = await service("forgotten");
  const stream = await one.stream();
  const { session } = await one.inside();
  await close(session);
  await it.advance(days(31));
  await it.world.streams.purge();
  assert.deepEqual(await statesOf(stream), ["given_up 0"]);
  await it.advance(days(31));
  await it.world.streams.purge();
  assert.deepEqual(await statesOf(stream), []);
});
