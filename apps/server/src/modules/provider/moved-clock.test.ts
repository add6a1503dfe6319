import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import { days, minutes } from "#platform/time";
import { callback, type SetUp, setUp } from "./testing/setup.ts";
import { newHolder, newVisitor, signIn } from "./testing/visitor.ts";
import { testSecret } from "./testing/world.ts";

// A sandbox whose clock was moved forward, seen by a client that nobody here wrote and that has the time of its own machine.

let it: SetUp;
before(async () => {
  it = await setUp();
});
after(() => it.close());

test("after the sandbox's clock was moved by days a client finds a sign-in no later than its tokens, and as old as it is", async () => {
  const config = await client.discovery(
    new URL(`${it.world.issuer}/.well-known/wallet-openid-configuration`),
    "service",
    testSecret,
    client.ClientSecretBasic(testSecret),
    { execute: [client.allowInsecureRequests] },
  );
  const holder = await newHolder(it.world);
  const visitor = await newVisitor(it.world);
  // The second enters by the session of the first, which is then seven minutes old.
  for (const [span, least] of [
    [days(8), 0],
    [minutes(7), 420],
  ] as const) {
    await it.advance(span);
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: "openid scope_all",
      acr_values: "eidas1",
      max_age: "600",
      state,
      nonce,
    });
    const back = await signIn(visitor, holder, address);
    const tokens = await client.authorizationCodeGrant(config, back, {
      expectedState: state,
      expectedNonce: nonce,
      maxAge: 600,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    assert.ok(claims);
    const age = claims.iat - Number(claims.auth_time);
    assert.ok(age >= least && age < least + 180, `${age} s old, not ${least}`);
    assert.ok(Math.abs(claims.iat - Date.now() / 1000) < 60, "by the client's own clock");
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token as string);
    assert.equal(refreshed.claims()?.auth_time, claims.auth_time);
  }
});
