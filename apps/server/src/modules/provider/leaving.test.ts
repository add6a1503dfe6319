import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { hours, minutes } from "#platform/time";
import { cookieNames } from "./cookies.ts";
import { type SetUp, setUp } from "./testing/setup.ts";
import { type Answer, newVisitor, serviceCalls, signIn } from "./testing/visitor.ts";

let it: SetUp;
before(async () => {
  it = await setUp();
});
after(() => it.close());

const out = (parameters: Record<string, string> = {}) =>
  `${it.world.issuer}/protocol/openid-connect/logout?${new URLSearchParams(parameters)}`;
const path = "/auth/realms/esante-wallet/protocol/openid-connect/logout";
const isPage = (answer: Answer) =>
  answer.headers.get("content-type")?.startsWith("text/html") === true;
const isLive = async (session: string) =>
  (await it.world.sessions.standing(session as never)) !== undefined;
const isCleared = (answer: Answer) =>
  answer.headers.getSetCookie().some((cookie) => cookie.startsWith(`${cookieNames.session}=;`));

test("a hint ends its session and takes the browser back with its state, by GET and by POST", async () => {
  for (const method of ["GET", "POST"] as const) {
    const { visitor, tokens, session } = await it.signedIn();
    const parameters = {
      id_token_hint: tokens["id_token"],
      post_logout_redirect_uri: "https://service.example/out",
      state: "a&b",
    };
    const answer =
      method === "GET"
        ? await visitor.visit(out(parameters))
        : await visitor.post(path, parameters);
    assert.equal(answer.status, 303);
    assert.equal(String(answer.location), "https://service.example/out?state=a%26b");
    assert.ok(isCleared(answer));
    assert.equal(await isLive(session), false);
    assert.equal((await it.calls.userinfo(tokens["access_token"])).status, 401);
  }
});

test("a server that calls without a browser, with the hint only, ends the session and is answered 200", async () => {
  for (const method of ["GET", "POST"]) {
    const { tokens, session } = await it.signedIn();
    const form = new URLSearchParams({ id_token_hint: tokens["id_token"] });
    const answer =
      method === "GET"
        ? await fetch(out({ id_token_hint: tokens["id_token"] }))
        : await fetch(out(), { method, body: form });
    assert.equal(answer.status, 200);
    assert.equal(await isLive(session), false);
    assert.equal((await it.calls.refresh(tokens["refresh_token"])).body["error"], "invalid_grant");
  }
});

test("a hint long expired still ends its session, and one whose session is over still goes back", async () => {
  const { visitor, tokens, session } = await it.signedIn();
  await it.advance(minutes(20));
  const parameters = {
    id_token_hint: tokens["id_token"],
    post_logout_redirect_uri: "http://localhost:4000/out",
  };
  assert.equal((await visitor.visit(out(parameters))).location?.port, "4000");
  assert.equal(await isLive(session), false);
  await it.advance(hours(5));
  assert.equal((await visitor.visit(out(parameters))).status, 303);
});

test("without a hint the person is asked, on a page without script, and only their answer ends the session", async () => {
  const { visitor, session } = await it.signedIn();
  const asked = await visitor.visit(
    out({
      client_id: "service",
      post_logout_redirect_uri: "https://service.example/out",
      state: "s1",
    }),
  );
  assert.ok(asked.status === 200 && isPage(asked));
  assert.doesNotMatch(asked.text, /<script/);
  assert.match(asked.text, /Fermer votre session sur cet ordinateur/);
  assert.match(asked.text, /End your session on this computer/);
  assert.equal(await isLive(session), true);

  const fields = Object.fromEntries(
    [...asked.text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
  const stranger = await newVisitor(it.world);
  assert.equal(
    (await stranger.post(`${path}/confirm`, fields)).status,
    400,
    "not from another browser",
  );
  assert.equal(
    (await visitor.post(`${path}/confirm`, { ...fields, proof: "guess" })).status,
    400,
    "not with a guess",
  );
  const forged = await visitor.visit(`${it.world.origin}${path}/confirm`, {
    method: "POST",
    headers: {
      origin: "https://evil.example",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(fields),
  });
  assert.equal(forged.status, 403, "not from another site");
  assert.equal(await isLive(session), true);

  const done = await visitor.post(`${path}/confirm`, fields);
  assert.equal(String(done.location), "https://service.example/out?state=s1");
  assert.equal(await isLive(session), false);
});

test("without a session there is nothing to ask: the page says it is closed", async () => {
  const visitor = await newVisitor(it.world);
  const answer = await visitor.visit(out());
  assert.ok(answer.status === 200 && isPage(answer));
  assert.match(answer.text, /Votre session est fermée/);
  assert.match(answer.text, /Your session has ended/);
});

test("somebody else's hint ends somebody else's session, never this browser's", async () => {
  const [victim, attacker] = [await it.signedIn(), await it.signedIn()];
  const answer = await victim.visitor.visit(out({ id_token_hint: attacker.tokens["id_token"] }));
  assert.deepEqual([answer.status, isCleared(answer)], [200, false]);
  assert.deepEqual([await isLive(victim.session), await isLive(attacker.session)], [true, false]);
});

test("an address that is not registered, or not this service's, is told on a page and sent nowhere", async () => {
  await it.world.register({
    id: "other",
    name: "Autre",
    sensitivity: "open",
    redirectUris: ["https://other.example/cb"],
    postLogoutRedirectUris: ["https://other.example/out"],
  });
  const { visitor, tokens, session } = await it.signedIn();
  const hint = { id_token_hint: tokens["id_token"] };
  const refused: Record<string, string>[] = [
    { ...hint, post_logout_redirect_uri: "https://evil.example/out" },
    { ...hint, post_logout_redirect_uri: "https://other.example/out" },
    { ...hint, post_logout_redirect_uri: "https://service.example/out/" },
    { client_id: "service", post_logout_redirect_uri: "https://evil.example/out" },
    { client_id: "nobody", post_logout_redirect_uri: "https://service.example/out" },
    { ...hint, client_id: "other" },
    { id_token_hint: "not.a.jwt" },
    { id_token_hint: tokens["access_token"] },
    { id_token_hint: `${tokens["id_token"]}x` },
  ];
  for (const parameters of refused) {
    const answer = await visitor.visit(out(parameters));
    assert.deepEqual(
      [answer.status, answer.location, isPage(answer)],
      [400, undefined, true],
      JSON.stringify(parameters).slice(0, 120),
    );
    assert.doesNotMatch(answer.text, /evil\.example/);
  }
  assert.equal(await isLive(session), true);
  const unknown = await visitor.visit(
    out({ post_logout_redirect_uri: "https://evil.example/out" }),
  );
  assert.equal(unknown.location, undefined, "without a service no address is believed");
});

test("leaving one service ends the session for all, as PSC's does", async () => {
  await it.world.register({
    id: "second",
    name: "Deuxième",
    sensitivity: "open",
    redirectUris: ["https://second.example/cb"],
  });
  const second = serviceCalls(it.world, "second", "https://second.example/cb");
  const { visitor, holder, tokens } = await it.signedIn();
  const { body } = await second.exchange(await signIn(visitor, holder, second.authorization()));
  assert.equal(body["session_state"], tokens["session_state"]);
  await visitor.visit(out({ id_token_hint: tokens["id_token"] }));
  assert.equal((await second.userinfo(body["access_token"])).status, 401);
});
