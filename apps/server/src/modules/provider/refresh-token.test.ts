import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { dressed, secretOf } from "./refresh-token.ts";
import { payloadOf, type SetUp, setUp } from "./testing/setup.ts";
import { newHolder, newVisitor, signIn } from "./testing/visitor.ts";

let it: SetUp;
before(async () => {
  it = await setUp();
});
after(() => it.close());

test("a refresh token tells its client when it ends, as Keycloak's do, and is taken with or without that", async () => {
  const back = await signIn(
    await newVisitor(it.world),
    await newHolder(it.world),
    it.calls.authorization(),
  );
  const { body } = await it.calls.exchange(back);
  const claims = payloadOf(body["refresh_token"]);
  assert.equal(claims["typ"], "Refresh");
  assert.equal(claims["sid"], body["session_state"]);
  assert.equal(Number(claims["exp"]) - Number(claims["iat"]), body["refresh_expires_in"]);

  const secret = secretOf(body["refresh_token"]);
  assert.equal(JSON.stringify(claims).includes(secret), false, "what is decoded holds no secret");
  const renewed = await it.calls.refresh(secret);
  assert.equal(renewed.status, 200);
  assert.notEqual(secretOf(renewed.body["refresh_token"]), secret);
  const { body: told } = await it.calls.introspect(renewed.body["refresh_token"]);
  assert.equal(told["active"], true);
  assert.equal(JSON.stringify(told).includes(secretOf(renewed.body["refresh_token"])), false);
});

test("what stands before the secret opens nothing", async () => {
  const back = await signIn(
    await newVisitor(it.world),
    await newHolder(it.world),
    it.calls.authorization(),
  );
  const { body } = await it.calls.exchange(back);
  const secret = secretOf(body["refresh_token"]);
  const bare = body["refresh_token"].slice(0, -secret.length);
  for (const forged of [bare, `${bare}${"A".repeat(secret.length)}`, `${secret}.x`])
    assert.equal((await it.calls.refresh(forged)).body["error"], "invalid_grant", forged);
  assert.equal(secretOf(dressed("s", { exp: 1 })), "s");
  assert.equal(secretOf("s"), "s");
});
