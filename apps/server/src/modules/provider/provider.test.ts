import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test, { after, before } from "node:test";
import * as client from "openid-client";
import { userinfoClaims } from "./claims.ts";
import { cibaGrant, exchangeGrant } from "./discovery.ts";
import { albane } from "./testing/people.ts";
import { callback, payloadOf, type SetUp, setUp } from "./testing/setup.ts";
import { begin, newHolder, newPkce, newVisitor, serviceCalls, signIn } from "./testing/visitor.ts";
import { testSecret } from "./testing/world.ts";

let it: SetUp;
before(async () => {
  it = await setUp();
});
after(() => it.close());

const page = (answer: { headers: Headers }) =>
  answer.headers.get("content-type")?.startsWith("text/html") === true;

test("both discovery documents are one, whatever Host asks", async () => {
  const { origin } = it.world;
  const documents = [];
  for (const from of [origin, origin.replace("localhost", "127.0.0.1")]) {
    for (const name of ["wallet-openid-configuration", "openid-configuration"]) {
      const answer = await fetch(`${from}/auth/realms/esante-wallet/.well-known/${name}`);
      assert.equal(answer.headers.get("access-control-allow-origin"), "*");
      documents.push(await answer.json());
    }
  }
  for (const document of documents) assert.deepEqual(document, documents[0]);
  assert.equal((documents[0] as { issuer: string }).issuer, it.world.issuer);
});

test("openid-client, which nobody here wrote, signs in with PKCE, refreshes, reads, introspects, revokes and leaves", async () => {
  const insecure = { execute: [client.allowInsecureRequests] };
  const wellKnown = new URL(`${it.world.issuer}/.well-known/wallet-openid-configuration`);
  const configuration = await client.discovery(
    wellKnown,
    "service",
    testSecret,
    client.ClientSecretBasic(testSecret),
    insecure,
  );
  const [pkceCodeVerifier, expectedNonce, expectedState] = [
    client.randomPKCECodeVerifier(),
    client.randomNonce(),
    client.randomState(),
  ];
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope: "openid scope_all",
    acr_values: "eidas1",
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    nonce: expectedNonce,
    state: expectedState,
    max_age: "3600",
  });
  const holder = await newHolder(it.world);
  const back = await signIn(await newVisitor(it.world), holder, address);
  const tokens = await client.authorizationCodeGrant(configuration, back, {
    pkceCodeVerifier,
    expectedNonce,
    expectedState,
    maxAge: 3600,
    idTokenExpected: true,
  });

  const claims = tokens.claims();
  assert.ok(claims);
  assert.equal(claims["SubjectNameID"], holder.nationalId);
  assert.equal(claims["acr"], "eidas1");
  const userinfo = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
  const person = {
    ...albane,
    nationalId: holder.nationalId,
    otherIds: [{ identifiant: holder.nationalId, origine: "RPPS", qualite: 1 }],
  };
  assert.deepEqual(userinfo, { sub: claims.sub, ...userinfoClaims(person, "MOBILE") });

  const renewed = await client.refreshTokenGrant(configuration, tokens.refresh_token as string);
  assert.equal(renewed.claims()?.sub, claims.sub);
  const introspected = await client.tokenIntrospection(configuration, renewed.access_token);
  assert.deepEqual([introspected.active, introspected["SubjectNameID"]], [true, holder.nationalId]);
  await client.tokenRevocation(configuration, renewed.access_token);
  assert.equal(
    (await client.tokenIntrospection(configuration, renewed.access_token)).active,
    false,
  );
  const out = client.buildEndSessionUrl(configuration, {
    id_token_hint: renewed.id_token as string,
    post_logout_redirect_uri: "https://service.example/out",
    state: "bye",
  });
  const left = await fetch(out, { redirect: "manual" });
  assert.equal(left.headers.get("location"), "https://service.example/out?state=bye");
});

test("the answer of the token endpoint has what PSC's clients fail without", async () => {
  const { tokens, back } = await it.signedIn();
  assert.equal(back.searchParams.get("iss"), it.world.issuer);
  assert.equal(back.searchParams.get("state"), "s");
  assert.equal(back.searchParams.get("session_state"), tokens["session_state"]);
  const { access_token: _a, id_token: _i, refresh_token: _r, session_state: _s, ...rest } = tokens;
  assert.deepEqual(rest, {
    expires_in: 120,
    refresh_expires_in: 1800,
    token_type: "Bearer",
    "not-before-policy": 0,
    scope: "openid profile scope_all identity",
  });
});

test("the access token is PSC's: signed, two minutes, no audience, session and rights named; the id_token is bound to it", async () => {
  const { tokens, holder } = await it.signedIn({ nonce: "n-1" });
  const header = JSON.parse(
    Buffer.from(tokens["access_token"].split(".")[0], "base64url").toString(),
  );
  assert.deepEqual(
    [header.alg, header.typ, header.kid],
    ["RS256", "JWT", it.keys.openid().current.kid],
  );
  const access = payloadOf(tokens["access_token"]);
  assert.equal(Number(access["exp"]) - Number(access["iat"]), 120);
  assert.ok(!("aud" in access) && !("client_id" in access));
  assert.deepEqual(
    [access["typ"], access["azp"], access["nonce"], access["aval_session"], access["authMode"]],
    ["Bearer", "service", "n-1", "full", "MOBILE"],
  );
  assert.match(String(access["sub"]), new RegExp(`^f:[0-9a-f-]{36}:${holder.nationalId}$`));

  const id = payloadOf(tokens["id_token"]);
  const atHash = createHash("sha256")
    .update(tokens["access_token"])
    .digest()
    .subarray(0, 16)
    .toString("base64url");
  assert.deepEqual(
    [id["typ"], id["aud"], id["azp"], id["nonce"], id["at_hash"], id["auth_level"]],
    ["ID", "service", "service", "n-1", atHash, "1"],
  );
  for (const same of ["sub", "sid", "session_state", "acr", "auth_time", "preferred_username"])
    assert.deepEqual(id[same], access[same], same);
  assert.ok(!("SubjectRefPro" in id));
});

test("a service that asks for scope_all alone, with acr_values and nonce, gets no id_token and a working access token", async () => {
  const { tokens } = await it.signedIn({ scope: "scope_all" });
  assert.ok(!("id_token" in tokens));
  assert.equal(tokens["scope"], "openid profile scope_all identity");
  assert.equal((await it.calls.userinfo(tokens["access_token"])).status, 200);
  const renewed = await it.calls.refresh(tokens["refresh_token"]);
  assert.ok(!("id_token" in renewed.body));
  const narrowed = await it.calls.call("token", {
    grant_type: "refresh_token",
    refresh_token: renewed.body["refresh_token"],
    scope: "scope_all",
  });
  assert.equal((await it.calls.userinfo(narrowed.body["access_token"])).status, 200);
});

test("eidas1, eidas2 and levels nobody knows are asked for and answered eidas1, which the strictest clients need", async () => {
  for (const acrValues of ["eidas2", "eidas3 loa9", undefined]) {
    const { tokens } = await it.signedIn({ acr_values: acrValues });
    assert.equal(payloadOf(tokens["id_token"])["acr"], "eidas1");
  }
});

test("both ways of sending a secret work, and a wrong one is 401", async () => {
  const post = { client_id: "service", client_secret: testSecret };
  const { tokens } = await it.signedIn();
  assert.equal(
    (
      await it.calls.call(
        "token/introspect",
        { token: tokens["access_token"], ...post },
        it.world.here,
        {},
      )
    ).body["active"],
    true,
  );
  assert.equal((await it.calls.introspect(tokens["access_token"])).body["active"], true);
  for (const [form, headers] of [
    [{ client_id: "service", client_secret: "wrong" }, {}],
    [{}, { authorization: `Basic ${btoa("service:wrong")}` }],
    [{}, { authorization: `Basic ${btoa("nobody:wrong")}` }],
    [{ client_id: "service" }, {}],
  ] as const) {
    const answer = await it.calls.call(
      "token/introspect",
      { token: tokens["access_token"], ...form },
      it.world.here,
      headers,
    );
    assert.deepEqual([answer.status, answer.body["error"]], [401, "invalid_client"]);
  }
});

test("a program on the holder's machine comes back to any port, and to nothing else", async () => {
  const local = serviceCalls(it.world, "service", "http://localhost:53682/callback");
  const back = await signIn(
    await newVisitor(it.world),
    await newHolder(it.world),
    local.authorization(),
  );
  assert.equal(back.origin + back.pathname, "http://localhost:53682/callback");
  assert.equal((await local.exchange(back)).status, 200);
  const visitor = await newVisitor(it.world);
  for (const redirect of [
    "http://127.0.0.1:53682/callback",
    "http://localhost:53682/other",
    "https://service.example:444/callback",
  ]) {
    const answer = await visitor.visit(it.calls.authorization({ redirect_uri: redirect }));
    assert.deepEqual([answer.status, answer.location], [400, undefined], redirect);
  }
});

test("an unknown client or address is told on a page, in French and English, and sent nowhere", async () => {
  const visitor = await newVisitor(it.world);
  for (const wrong of [
    { client_id: "nobody" },
    { client_id: undefined },
    { redirect_uri: "https://evil.example/cb" },
    { redirect_uri: undefined },
    { client_id: "nobody", redirect_uri: "https://evil.example/cb" },
  ]) {
    const answer = await visitor.visit(it.calls.authorization(wrong));
    assert.ok(answer.status === 400 && page(answer) && !answer.location, JSON.stringify(wrong));
    assert.match(answer.text, /lang="fr"/);
    assert.match(answer.text, /lang="en"/);
    assert.match(answer.text, /<code[^>]*>[0-9a-z]{4}-[0-9a-z]{4}<\/code>/);
    assert.doesNotMatch(answer.text, /\bat .*\.[jt]s:\d|evil\.example/);
  }
});

test("any other error goes back to the service with error, state and iss, and never with a token", async () => {
  const visitor = await newVisitor(it.world);
  const errors: [Record<string, string>, string][] = [
    [{ prompt: "none" }, "login_required"],
    [{ response_type: "token" }, "unsupported_response_type"],
    [{ response_type: "code id_token" }, "unsupported_response_type"],
    [{ response_type: "id_token token" }, "unsupported_response_type"],
    [{ code_challenge: newPkce().challenge, code_challenge_method: "plain" }, "invalid_request"],
    [{ code_challenge: newPkce().challenge }, "invalid_request"],
    [{ scope: "openid sc\u00f6pe" }, "invalid_scope"],
    [{ prompt: "none login" }, "invalid_request"],
    [{ max_age: "-1" }, "invalid_request"],
    [{ request: "eyJhbGciOiJub25lIn0.e30." }, "request_not_supported"],
    [{ request_uri: "https://evil.example/request" }, "request_uri_not_supported"],
    [{ id_token_hint: "not.a.jwt" }, "invalid_request"],
  ];
  for (const [more, error] of errors) {
    const { status, location } = await visitor.visit(it.calls.authorization(more));
    assert.equal(status, 303, JSON.stringify(more));
    assert.equal(`${location?.origin}${location?.pathname}`, callback);
    const answer = new URLSearchParams([
      ...(location?.searchParams ?? []),
      ...new URLSearchParams(location?.hash.slice(1)),
    ]);
    assert.deepEqual(
      [answer.get("error"), answer.get("state"), answer.get("iss")],
      [error, "s", it.world.issuer],
      JSON.stringify(more),
    );
    assert.ok(!answer.has("code") && !answer.has("access_token"));
  }
});

test("grants that are not served are refused, and a code flow's verifier is held to its challenge", async () => {
  for (const grant of ["password", "implicit", "urn:ietf:params:oauth:grant-type:device_code"]) {
    const answer = await it.calls.call("token", {
      grant_type: grant,
      username: "x",
      password: "y",
    });
    assert.deepEqual([answer.status, answer.body["error"]], [400, "unsupported_grant_type"]);
  }
  // A service's own token, for its stream of signals (`signals.test.ts`), is nobody's.
  const own = await it.calls.call("token", { grant_type: "client_credentials", scope: "openid" });
  assert.deepEqual(
    [own.status, own.body["scope"], own.body["id_token"]],
    [200, undefined, undefined],
  );
  assert.equal((await it.calls.userinfo(String(own.body["access_token"]))).status, 401);
  for (const grant of [cibaGrant, exchangeGrant]) {
    const answer = await it.calls.call("token", { grant_type: grant });
    const said = [answer.status, answer.body["error"]];
    assert.deepEqual(said, [400, "invalid_request"], "this service is no software");
  }
  const holder = await newHolder(it.world);
  const { verifier, challenge } = newPkce();
  const bound = { code_challenge: challenge, code_challenge_method: "S256" };
  for (const [asked, sent] of [
    [bound, {}],
    [bound, { code_verifier: newPkce().verifier }],
    [{}, { code_verifier: verifier }],
  ] as [Record<string, string>, Record<string, string>][]) {
    const back = await signIn(await newVisitor(it.world), holder, it.calls.authorization(asked));
    const answer = await it.calls.exchange(back, sent);
    assert.deepEqual([answer.status, answer.body["error"]], [400, "invalid_grant"]);
  }
  const back = await signIn(await newVisitor(it.world), holder, it.calls.authorization(bound));
  assert.equal((await it.calls.exchange(back, { code_verifier: verifier })).status, 200);
});

test("an authorization can be posted, and answered by a form without any script of its page's own", async () => {
  const [holder, visitor] = [await newHolder(it.world), await newVisitor(it.world)];
  const asked = Object.fromEntries(
    it.calls.authorization({ response_mode: "form_post", state: '"><script>' }).searchParams,
  );
  const posted = await visitor.post(
    "/auth/realms/esante-wallet/protocol/openid-connect/auth",
    asked,
  );
  const id = posted.location?.pathname.split("/")[2] as string;
  const { view } = await visitor.act(id, "begin");
  await holder.approve(view.frame as string);
  const resumed = await visitor.visit((await visitor.conclude(id)).location as URL);
  assert.ok(resumed.status === 200 && page(resumed));
  assert.match(
    resumed.headers.get("content-security-policy") ?? "",
    /script-src 'self';.*form-action 'self' https:;/,
  );
  assert.match(resumed.text, new RegExp(`<form method="post" action="${callback}">`));
  assert.match(resumed.text, /name="state" value="&quot;&gt;&lt;script&gt;"/);
  const code = /name="code" value="([\w-]+)"/.exec(resumed.text)?.[1] as string;
  assert.equal((await it.calls.exchange(new URL(`${callback}?code=${code}`))).status, 200);
});

test("an error is answered by a form as a page too, whatever the error", async () => {
  const visitor = await newVisitor(it.world);
  const asked = { response_mode: "form_post" };
  const id = await begin(visitor, it.calls.authorization(asked));
  await visitor.act(id, "begin");
  await visitor.act(id, "cancel");
  const left = await visitor.visit((await visitor.conclude(id)).location as URL);
  const none = await visitor.visit(it.calls.authorization({ ...asked, prompt: "none" }));
  for (const [answer, error] of [
    [left, "access_denied"],
    [none, "login_required"],
  ] as const) {
    assert.deepEqual([answer.status, answer.location, page(answer)], [200, undefined, true]);
    assert.match(answer.text, new RegExp(`<form method="post" action="${callback}">`));
    assert.match(answer.text, new RegExp(`name="error" value="${error}"`));
  }
});

test("every authorization passes the login page, with a session too; the page enters silently by its own key", async () => {
  const { visitor, holder, session } = await it.signedIn();
  const id = await begin(visitor, it.calls.authorization());
  assert.equal((await visitor.act(id, "begin")).view.state, "silent");
  const back = await visitor.visit((await visitor.conclude(id)).location as URL);
  const again = await it.calls.exchange(back.location as URL);
  assert.equal(again.body["session_state"], session);

  // The cookie alone, in another browser.
  const thief = await newVisitor(it.world);
  for (const [name, value] of visitor.jar) thief.jar.set(name, value);
  const stolen = await begin(thief, it.calls.authorization());
  assert.equal((await thief.act(stolen, "begin")).view.state, "shown");
  assert.equal(
    (await thief.conclude(stolen)).location?.pathname,
    `/auth/realms/esante-wallet/protocol/openid-connect/auth/${stolen}`,
  );
  assert.ok(holder);
});
