import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { callback, type SetUp, setUp } from "./testing/setup.ts";
import { newHolder, newPkce, newVisitor, serviceCalls, signIn } from "./testing/visitor.ts";

const page = "https://page.example/";
const origin = "https://page.example";
let it: SetUp;
before(async () => {
  it = await setUp();
  await it.world.register({
    id: "page",
    name: "Page sans serveur",
    sensitivity: "open",
    isPublic: true,
    redirectUris: [page],
  });
});
after(() => it.close());

const calls = () => serviceCalls(it.world, "page", page);
/** Says its name, and nothing that proves it. */
const call = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  calls().call(path, { client_id: "page", ...form }, it.world.here, headers);

async function tokensOf(headers: Record<string, string> = {}) {
  const { verifier, challenge } = newPkce();
  const asked = { code_challenge: challenge, code_challenge_method: "S256" };
  const address = calls().authorization(asked);
  const back = await signIn(await newVisitor(it.world), await newHolder(it.world), address);
  const code = back.searchParams.get("code") ?? "";
  const form = { grant_type: "authorization_code", code, redirect_uri: page };
  return {
    form,
    verifier,
    answer: await call("token", { ...form, code_verifier: verifier }, headers),
  };
}

test("a public service gets its tokens by finishing what it began: PKCE, and no secret", async () => {
  const plain = await (await newVisitor(it.world)).visit(calls().authorization());
  assert.equal(plain.location?.searchParams.get("error"), "invalid_request", "PKCE is required");

  const { answer, form } = await tokensOf();
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.equal((await calls().userinfo(answer.body["access_token"])).status, 200);
  const refresh = { grant_type: "refresh_token", refresh_token: answer.body["refresh_token"] };
  const renewed = await call("token", refresh);
  assert.equal(renewed.status, 200);
  assert.notEqual(renewed.body["refresh_token"], answer.body["refresh_token"]);

  const { verifier } = newPkce();
  const other = await tokensOf();
  assert.equal((await call("token", { ...other.form, code_verifier: verifier })).status, 400);
  assert.equal((await call("token", form)).status, 400);
});

test("a service that has a secret cannot leave it out", async () => {
  const back = await signIn(
    await newVisitor(it.world),
    await newHolder(it.world),
    it.calls.authorization(),
  );
  const form = {
    grant_type: "authorization_code",
    code: back.searchParams.get("code") ?? "",
    redirect_uri: callback,
    client_id: "service",
  };
  assert.equal((await call("token", form)).status, 401);
});

test("its pages read the answers, those of other origins do not", async () => {
  const { answer } = await tokensOf({ origin });
  assert.equal(answer.headers.get("access-control-allow-origin"), origin);
  assert.equal(answer.headers.get("access-control-allow-credentials"), "true");

  const refresh = { grant_type: "refresh_token", refresh_token: answer.body["refresh_token"] };
  for (const stranger of [
    "https://evil.example",
    "http://page.example",
    "https://page.example:8443",
  ]) {
    const refused = await call("token", refresh, { origin: stranger });
    assert.equal(refused.status, 400);
    assert.equal(refused.headers.get("access-control-allow-origin"), null);
    assert.equal(refused.headers.get("access-control-allow-credentials"), null);
  }
  const renewed = await call("token", refresh, { origin });
  assert.equal(renewed.status, 200, "a stranger's try spent nothing");

  const dead = await call("token", { ...refresh, refresh_token: "gone" }, { origin });
  assert.equal(dead.body["error"], "invalid_grant");
  assert.equal(
    dead.headers.get("access-control-allow-credentials"),
    "true",
    "refusals are read too",
  );
});

test("whoever finds its token is told nothing about it, and may end it", async () => {
  const { answer } = await tokensOf();
  const token = answer.body["access_token"] as string;
  assert.deepEqual((await call("token/introspect", { token })).body, { active: false });
  assert.equal((await call("revoke", { token })).status, 200);
  assert.equal((await calls().userinfo(token)).status, 401);
});
