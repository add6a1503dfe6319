import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { newKeyPair, type Signer, signerOf } from "@aval/protocol";
import { clientAssertion } from "./testing/assertion.ts";
import { payloadOf, type SetUp, setUp } from "./testing/setup.ts";
import { newHolder, newPkce, newVisitor, serviceCalls, signIn } from "./testing/visitor.ts";

let it: SetUp;
let key: Signer;
before(async () => {
  it = await setUp();
  key = await signerOf(await newKeyPair());
  for (const id of ["strict", "strict-two"]) {
    await it.world.register({
      id,
      name: `Service ${id}`,
      sensitivity: "open",
      profile: "strict",
      redirectUris: [`https://${id}.example/cb`],
      keys: [key.jwk],
    });
  }
});
after(() => it.close());

const calls = (id = "strict") => serviceCalls(it.world, id, `https://${id}.example/cb`);
const asserted = (
  client = "strict",
  more: Partial<Parameters<typeof clientAssertion>[1]> = {},
  by = key,
) => clientAssertion(by, { issuer: it.world.issuer, client, ...more });
const withAssertion = async (path: string, form: Record<string, string>, client = "strict") =>
  calls(client).call(path, { ...form, ...(await asserted(client)) }, it.world.here, {});

async function tokensOf(
  client = "strict",
  holder = undefined as Awaited<ReturnType<typeof newHolder>> | undefined,
) {
  const { verifier, challenge } = newPkce();
  const address = calls(client).authorization({
    code_challenge: challenge,
    code_challenge_method: "S256",
  });
  const back = await signIn(
    await newVisitor(it.world),
    holder ?? (await newHolder(it.world)),
    address,
  );
  const code = back.searchParams.get("code") as string;
  const answer = await withAssertion(
    "token",
    {
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
      redirect_uri: `https://${client}.example/cb`,
    },
    client,
  );
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

test("a strict service proves itself by its key, and must use PKCE", async () => {
  const visitor = await newVisitor(it.world);
  const plain = await visitor.visit(calls().authorization());
  assert.equal(plain.location?.searchParams.get("error"), "invalid_request");
  const tokens = await tokensOf();
  const renewed = await withAssertion("token", {
    grant_type: "refresh_token",
    refresh_token: tokens["refresh_token"],
  });
  assert.equal(renewed.status, 200);
  assert.equal(
    (await withAssertion("token/introspect", { token: renewed.body["access_token"] })).body[
      "active"
    ],
    true,
  );
});

test("two strict services see one person under two names, the same in every answer and at every visit", async () => {
  const holder = await newHolder(it.world);
  const [one, two, again] = [
    await tokensOf("strict", holder),
    await tokensOf("strict-two", holder),
    await tokensOf("strict", holder),
  ];
  const subjectOf = (tokens: Record<string, any>) => String(payloadOf(tokens["id_token"])["sub"]);
  assert.notEqual(subjectOf(one), subjectOf(two));
  assert.equal(subjectOf(one), subjectOf(again));
  assert.doesNotMatch(subjectOf(one), new RegExp(holder.nationalId));
  const userinfo = await calls().userinfo(one["access_token"]);
  const introspected = await withAssertion("token/introspect", { token: one["access_token"] });
  const all = [
    userinfo.body["sub"],
    introspected.body["sub"],
    payloadOf(one["access_token"])["sub"],
  ];
  assert.deepEqual(
    all,
    all.map(() => subjectOf(one)),
  );
  const { challenge } = newPkce();
  const hinted = calls().authorization({
    code_challenge: challenge,
    code_challenge_method: "S256",
    id_token_hint: one["id_token"],
    prompt: "login",
  });
  assert.ok(
    (await signIn(await newVisitor(it.world), holder, hinted)).searchParams.has("code"),
    "and its own hint is recognised",
  );
});

test("an assertion is accepted once, for us, from the service's own key, while it is fresh", async () => {
  const now = Math.floor(Date.now() / 1000);
  const stranger = await signerOf(await newKeyPair());
  const introspect = (form: Record<string, string>) =>
    calls().call("token/introspect", { token: "x", ...form }, it.world.here, {});
  const once = await asserted();
  assert.equal((await introspect(once)).status, 200);
  const refused: Record<string, string>[] = [
    once,
    await asserted("strict", {}, stranger),
    await asserted("strict", {
      claims: { aud: `${it.world.issuer}/protocol/openid-connect/token` },
    }),
    await asserted("strict", { claims: { aud: [it.world.issuer, "https://other.example"] } }),
    await asserted("strict", { claims: { aud: "https://other.example" } }),
    await asserted("strict", { claims: { exp: now - 60 } }),
    await asserted("strict", { claims: { exp: now + 3600 } }),
    await asserted("strict", { claims: { exp: undefined } }),
    await asserted("strict", { claims: { nbf: now + 60 } }),
    await asserted("strict", { claims: { jti: undefined } }),
    await asserted("strict", { claims: { iss: "strict-two" } }),
    await asserted("strict", { header: { alg: "HS256" } }),
    await asserted("strict", { header: { alg: "none" } }),
    await asserted("nobody"),
    await asserted("service"),
    await asserted("strict\u0000"),
    { client_id: "strict", client_secret: "no secret" },
    { client_id: "strict" },
  ];
  for (const [at, form] of refused.entries()) {
    const answer = await introspect(form);
    assert.deepEqual(
      [answer.status, answer.body["error"]],
      [401, "invalid_client"],
      `${at}: ${JSON.stringify(answer.body)}`,
    );
  }
});

test("a service without a secret cannot be impersonated by sending the words kept in its place", async () => {
  for (const secret of ["no secret", "", "undefined"]) {
    const answer = await calls().call("token/introspect", { token: "x" }, it.world.here, {
      authorization: `Basic ${btoa(`strict:${secret}`)}`,
    });
    assert.ok(answer.status === 401 || answer.status === 400);
  }
});

test("a strict service that asks by the browser gets bearer tokens, unless it proves a key; what is announced is served", async () => {
  const tokens = await tokensOf();
  assert.equal(tokens["token_type"], "Bearer");
  assert.equal(payloadOf(tokens["access_token"])["cnf"], undefined);
  const answer = await fetch(`${it.world.issuer}/.well-known/openid-configuration`);
  const document = (await answer.json()) as Record<string, unknown>;
  assert.equal(document["tls_client_certificate_bound_access_tokens"], false);
  assert.ok(!("pushed_authorization_request_endpoint" in document));
  assert.deepEqual(document["dpop_signing_alg_values_supported"], ["ES256"]);
});
