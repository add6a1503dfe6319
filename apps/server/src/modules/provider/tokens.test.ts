import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { sql } from "kysely";
import { hours, minutes, seconds } from "#platform/time";
import { callback, payloadOf, type SetUp, setUp } from "./testing/setup.ts";
import { newHolder, newVisitor, serviceCalls, signIn } from "./testing/visitor.ts";

let it: SetUp;
const gone = new Set<string>();
before(async () => {
  it = await setUp({ gone });
  await it.world.register({
    id: "other",
    name: "Autre service",
    sensitivity: "open",
    redirectUris: ["https://other.example/cb"],
  });
});
after(() => it.close());

const other = () => serviceCalls(it.world, "other", "https://other.example/cb");
const refusal = (answer: { status: number; body: Record<string, unknown> }) => [
  answer.status,
  answer.body["error"],
];
const invalidGrant = [400, "invalid_grant"];

/** Whether each token of an answer is still worth something. */
async function alive(tokens: Record<string, any>) {
  const [userinfo, access, refresh] = await Promise.all([
    it.calls.userinfo(tokens["access_token"]),
    it.calls.introspect(tokens["access_token"]),
    it.calls.introspect(tokens["refresh_token"]),
  ]);
  assert.equal(userinfo.status === 200, access.body["active"], "userinfo and introspection agree");
  return { access: access.body["active"] as boolean, refresh: refresh.body["active"] as boolean };
}
const bothAlive = { access: true, refresh: true };
const noneAlive = { access: false, refresh: false };

async function codeOf() {
  return signIn(await newVisitor(it.world), await newHolder(it.world), it.calls.authorization());
}

test("a code lives sixty seconds on the database's clock", async () => {
  const [early, late] = [await codeOf(), await codeOf()];
  await it.advance(seconds(55));
  assert.equal((await it.calls.exchange(early)).status, 200);
  await it.advance(seconds(6));
  assert.deepEqual(refusal(await it.calls.exchange(late)), invalidGrant);
});

test("a code used twice gives nothing, and kills the tokens of the first use, after its own minute as well", async () => {
  for (const wait of [seconds(0), seconds(90)]) {
    const back = await codeOf();
    const { body: tokens } = await it.calls.exchange(back);
    assert.deepEqual(await alive(tokens), bothAlive);
    await it.advance(wait);
    assert.deepEqual(refusal(await it.calls.exchange(back)), invalidGrant);
    assert.deepEqual(await alive(tokens), noneAlive);
    assert.deepEqual(refusal(await it.calls.refresh(tokens["refresh_token"])), invalidGrant);
    assert.equal(
      (await it.world.sessions.standing(tokens["session_state"]))?.id,
      tokens["session_state"],
      "the session itself goes on",
    );
  }
  assert.deepEqual(
    (await it.facts("replay_refused")).map(({ artefact, ended }) => [artefact, ended]),
    [
      ["code", "grant"],
      ["code", "grant"],
    ],
  );
});

test("a replayed code does not touch what another tab of the same session was given", async () => {
  const [holder, visitor] = [await newHolder(it.world), await newVisitor(it.world)];
  const [first, second] = [
    await signIn(visitor, holder, it.calls.authorization()),
    await signIn(visitor, holder, it.calls.authorization()),
  ];
  const [{ body: one }, { body: two }] = [
    await it.calls.exchange(first),
    await it.calls.exchange(second),
  ];
  assert.deepEqual(
    [await alive(one), await alive(two)],
    [bothAlive, bothAlive],
    "a second tab leaves the first alone",
  );
  await it.calls.exchange(first);
  assert.deepEqual([await alive(one), await alive(two)], [noneAlive, bothAlive]);
});

test("a code is worth nothing to another client, with another address, or bare", async () => {
  const back = await codeOf();
  assert.deepEqual(refusal(await other().exchange(back, { redirect_uri: callback })), invalidGrant);
  assert.deepEqual(
    refusal(await it.calls.exchange(back, { redirect_uri: "http://localhost/callback" })),
    invalidGrant,
  );
  assert.equal((await it.calls.exchange(back)).status, 200, "and stays good for its own");
});

test("a refresh token is renewed at each use, and the access token lives two minutes", async () => {
  const { tokens } = await it.signedIn();
  const { body: renewed } = await it.calls.refresh(tokens["refresh_token"]);
  assert.notEqual(renewed["refresh_token"], tokens["refresh_token"]);
  assert.equal(payloadOf(renewed["id_token"])["nonce"], "n");
  assert.equal(payloadOf(renewed["access_token"])["nonce"], "n");
  await it.advance(seconds(121));
  assert.deepEqual(await alive(renewed), { access: false, refresh: true });
  await it.advance(minutes(29));
  assert.deepEqual(refusal(await it.calls.refresh(renewed["refresh_token"])), invalidGrant);
});

test("a refresh token sent again within ten seconds by its own client gets nothing and ends nothing", async () => {
  const { tokens } = await it.signedIn();
  const { body: renewed } = await it.calls.refresh(tokens["refresh_token"]);
  await it.advance(seconds(8));
  assert.deepEqual(refusal(await it.calls.refresh(tokens["refresh_token"])), invalidGrant);
  assert.deepEqual(await alive(renewed), bothAlive);
  assert.equal((await it.calls.refresh(renewed["refresh_token"])).status, 200);
});

test("sent again later, it ends its family and its session, and the log says so", async () => {
  const before = (await it.facts("replay_refused")).length;
  const { tokens, session } = await it.signedIn();
  const { body: renewed } = await it.calls.refresh(tokens["refresh_token"]);
  await it.advance(seconds(11));
  assert.deepEqual(refusal(await it.calls.refresh(tokens["refresh_token"])), invalidGrant);
  assert.deepEqual(await alive(renewed), noneAlive);
  assert.deepEqual(refusal(await it.calls.refresh(renewed["refresh_token"])), invalidGrant);
  assert.equal(await it.world.sessions.standing(session as never), undefined);
  const [fact] = (await it.facts("replay_refused")).slice(before);
  assert.deepEqual(
    [fact?.["artefact"], fact?.["by"], fact?.["ended"], fact?.["session"]],
    ["refresh_token", "service", "session", session],
  );
});

test("a refresh token presented by another client ends its family, spent or not, at once", async () => {
  for (const isSpent of [false, true]) {
    const { tokens, session } = await it.signedIn();
    const latest = isSpent ? (await it.calls.refresh(tokens["refresh_token"])).body : tokens;
    assert.deepEqual(refusal(await other().refresh(tokens["refresh_token"])), invalidGrant);
    assert.deepEqual(await alive(latest), noneAlive);
    assert.equal(await it.world.sessions.standing(session as never), undefined);
  }
});

test("a refresh is activity: who refreshes stays, who does not is out after thirty minutes, and nobody after four hours", async () => {
  const [busy, idle] = [await it.signedIn(), await it.signedIn()];
  let latest = busy.tokens;
  for (let at = 0; at < 220; at += 20) {
    await it.advance(minutes(20));
    const renewed = await it.calls.refresh(latest["refresh_token"]);
    assert.equal(renewed.status, 200, `after ${at + 20} minutes`);
    latest = renewed.body;
  }
  assert.deepEqual(await alive(idle.tokens), noneAlive);
  // 20 minutes are left of the four hours: neither token outlives them.
  assert.ok(
    latest["refresh_expires_in"] <= 1200 && latest["refresh_expires_in"] > 1100,
    String(latest["refresh_expires_in"]),
  );
  await it.advance(minutes(19));
  assert.deepEqual((await it.calls.introspect(latest["refresh_token"])).body["active"], true);
  await it.advance(minutes(1));
  assert.deepEqual(refusal(await it.calls.refresh(latest["refresh_token"])), invalidGrant);
});

test("closing a session kills all that came of it at once; so does leaving the registers", async () => {
  const [closed, left] = [await it.signedIn(), await it.signedIn()];
  assert.equal(await it.world.sessions.close(closed.session as never, "test"), true);
  gone.add(left.holder.nationalId);
  for (const { tokens } of [closed, left]) {
    assert.equal((await it.calls.userinfo(tokens["access_token"])).status, 401);
    assert.equal((await it.calls.introspect(tokens["access_token"])).body["active"], false);
    assert.equal((await it.calls.introspect(tokens["refresh_token"])).body["active"], false);
    assert.deepEqual(refusal(await it.calls.refresh(tokens["refresh_token"])), invalidGrant);
  }
});

test("a code issued before its session was closed gives nothing after", async () => {
  const back = await codeOf();
  assert.equal(
    await it.world.sessions.close(back.searchParams.get("session_state") as never, "test"),
    true,
  );
  assert.deepEqual(refusal(await it.calls.exchange(back)), invalidGrant);
});

test("a reduced session serves its one client for an hour; refreshing does not prolong it", async () => {
  it.world.place.where = "unknown";
  try {
    const { tokens } = await it.signedIn();
    assert.equal(payloadOf(tokens["access_token"])["aval_session"], "reduced");
    assert.equal(payloadOf(tokens["id_token"])["aval_session"], "reduced");
    let latest = tokens;
    for (let at = 0; at < 2; at++) {
      await it.advance(minutes(25));
      latest = (await it.calls.refresh(latest["refresh_token"])).body;
    }
    assert.ok(
      latest["refresh_expires_in"] <= 600 && latest["refresh_expires_in"] > 500,
      String(latest["refresh_expires_in"]),
    );
    assert.deepEqual(await alive(latest), bothAlive);
    await it.advance(minutes(10));
    assert.deepEqual(await alive(latest), noneAlive);
    assert.deepEqual(refusal(await it.calls.refresh(latest["refresh_token"])), invalidGrant);
  } finally {
    it.world.place.where = "own_place";
  }
});

test("tokens of a reduced session die if the session is its client's no more", async () => {
  it.world.place.where = "unknown";
  try {
    const { tokens, session } = await it.signedIn();
    // As if a fault had given one client's token another client's session.
    await sql`update session set client = 'other' where id = ${session}`.execute(it.database.db);
    assert.deepEqual(await alive(tokens), noneAlive);
    assert.deepEqual(refusal(await it.calls.refresh(tokens["refresh_token"])), invalidGrant);
  } finally {
    it.world.place.where = "own_place";
  }
});

test("only the client it was issued to learns anything of a token, or may revoke it", async () => {
  const { tokens } = await it.signedIn();
  for (const token of [tokens["access_token"], tokens["refresh_token"]]) {
    assert.deepEqual((await other().introspect(token)).body, { active: false });
    assert.equal((await other().revoke(token)).status, 200);
  }
  assert.deepEqual(await alive(tokens), bothAlive);
  assert.equal(
    (await it.calls.call("token/introspect", { token: tokens["access_token"] }, it.world.here, {}))
      .status,
    400,
  );
});

test("revoking an access token ends that token only; revoking a refresh token ends its family", async () => {
  const { tokens } = await it.signedIn();
  assert.equal((await it.calls.revoke(tokens["access_token"])).status, 200);
  assert.deepEqual(await alive(tokens), { access: false, refresh: true });
  const { body: renewed } = await it.calls.refresh(tokens["refresh_token"]);
  assert.deepEqual(await alive(renewed), bothAlive);
  assert.equal((await it.calls.revoke(renewed["refresh_token"])).status, 200);
  assert.deepEqual(await alive(renewed), noneAlive);
  assert.equal((await it.calls.revoke("unknown")).status, 200);
});

test("nothing but an access token of ours, signed and stored, opens userinfo", async () => {
  const { tokens } = await it.signedIn();
  const [head, body] = tokens["access_token"].split(".") as [string, string];
  const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${body}.`;
  const forged = [
    payloadOf(tokens["access_token"])["jti"],
    `~${payloadOf(tokens["access_token"])["jti"]}`,
    tokens["id_token"],
    tokens["refresh_token"],
    unsigned,
    `${head}.${body}.${"A".repeat(342)}`,
    "",
    "~",
    "a.b.c",
  ] as string[];
  for (const token of forged) {
    const answer = await it.calls.userinfo(token || "x");
    assert.equal(answer.status, 401, token);
    assert.match(answer.headers.get("www-authenticate") ?? "", /^Bearer .*error="invalid_token"/);
    if (token !== tokens["refresh_token"])
      assert.deepEqual((await it.calls.introspect(token || "x")).body, { active: false }, token);
  }
  assert.deepEqual(await alive(tokens), bothAlive);
});

test("what is given is logged in the transaction that spends: issued once, refreshed once a refresh", async () => {
  const count = async () =>
    [
      (await it.facts("tokens_issued")).length,
      (await it.facts("tokens_refreshed")).length,
    ] as const;
  const [issued, refreshed] = await count();
  const { tokens, session } = await it.signedIn();
  await it.calls.refresh(tokens["refresh_token"]);
  await it.calls.refresh(tokens["refresh_token"]);
  assert.deepEqual(await count(), [issued + 1, refreshed + 1]);
  const fact = (await it.facts("tokens_issued")).at(-1);
  assert.deepEqual([fact?.["session"], fact?.["service"]], [session, "service"]);
});

test("introspection says PSC's words of both tokens, and the professional's id of the access token only", async () => {
  const { tokens, holder } = await it.signedIn();
  const access = (await it.calls.introspect(tokens["access_token"])).body;
  const claims = payloadOf(tokens["access_token"]);
  for (const [name, value] of Object.entries(claims)) assert.deepEqual(access[name], value, name);
  assert.deepEqual(
    [access["client_id"], access["username"], access["SubjectNameID"], access["token_type"]],
    ["service", holder.nationalId, holder.nationalId, "Bearer"],
  );
  const refresh = (await it.calls.introspect(tokens["refresh_token"])).body;
  assert.deepEqual(
    [refresh["client_id"], refresh["username"], refresh["sub"], refresh["typ"]],
    ["service", holder.nationalId, claims["sub"], "Refresh"],
  );
  assert.ok(!("SubjectNameID" in refresh) && !("jti" in refresh));
});

test("what has expired is forgotten; what was spent is remembered while its replay can matter", async () => {
  const { back } = await it.signedIn();
  await it.advance(minutes(31));
  await it.world.provider.purge();
  const kinds = async () =>
    (
      await sql<{
        model: string;
      }>`select distinct model from artefact where session is not null order by 1`.execute(
        it.database.db,
      )
    ).rows.map(({ model }) => model);
  assert.deepEqual(
    (await kinds()).filter((kind) => kind === "AccessToken"),
    [],
  );
  assert.ok((await kinds()).includes("AuthorizationCode"));
  await it.advance(hours(5));
  assert.ok((await it.world.provider.purge()) > 0);
  assert.deepEqual(await kinds(), []);
  assert.deepEqual(refusal(await it.calls.exchange(back)), invalidGrant);
});
