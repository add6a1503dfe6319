import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import * as client from "openid-client";
import { code } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("openid-client signs a professional in, refreshes, reads who it is and signs out, knowing nothing of Aval", async () => {
  const world = await startWorld("unmodified-client");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = world.virtualPhone();
  await phone.enrol(pharmacist.nationalId, code);

  const issuer = new URL(world.server.issuer);
  const config = await client.discovery(issuer, "sandbox-service", undefined, client.ClientSecretBasic("sandbox-secret"), {
    execute: [client.allowInsecureRequests],
  });
  const { address: callback, arrival } = await listenForCallback();
  const codeVerifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const start = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: "openid scope_all",
    acr_values: "eidas1",
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
  });

  const { page } = await world.openComputer();
  await page.goto(start.href);
  await phone.scan(page);
  await phone.ask("approve", "--pin", code);
  const back = new URL(await arrival, callback);

  const checks = { pkceCodeVerifier: codeVerifier, expectedState: state, expectedNonce: nonce };
  const tokens = await client.authorizationCodeGrant(config, back, checks);
  const claims = tokens.claims();
  assert(claims && tokens.refresh_token && tokens.id_token);
  assert.equal(claims["acr"], "eidas1");
  const person = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  assert.equal(person["SubjectNameID"], pharmacist.nationalId);
  await assert.rejects(client.authorizationCodeGrant(config, back, checks), "a code is spent once");

  const next = await world.openComputer();
  await next.page.goto(client.buildAuthorizationUrl(config, { redirect_uri: callback, scope: "openid scope_all", acr_values: "eidas1", prompt: "none", state }).href).catch(() => undefined);
  await page.goto(client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: "http://localhost/" }).href).catch(() => undefined);
  await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), "nothing outlives the session");
});

/** The service's own end of the redirect: the first path it is asked for. */
async function listenForCallback(): Promise<{ address: string; arrival: Promise<string> }> {
  const server = createServer();
  const arrival = new Promise<string>((resolve) => {
    server.on("request", (request, response) => {
      response.setHeader("content-type", "text/html");
      response.end("<!doctype html><html lang=fr><title>Service</title>");
      if (request.url?.startsWith("/callback")) resolve(request.url);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => server.close());
  return { address: `http://localhost:${(server.address() as AddressInfo).port}/callback`, arrival };
}
