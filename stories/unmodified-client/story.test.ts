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
  const config = await client.discovery(
    new URL(world.server.issuer),
    "sandbox-service",
    undefined,
    client.ClientSecretBasic("sandbox-secret"),
    {
      execute: [client.allowInsecureRequests],
    },
  );
  const service = await startService();
  const { page } = await world.openComputer();

  const leaving = await departure(config, service.origin);
  await page.goto(leaving.address);
  await phone.scan(page);
  await phone.ask("approve", "--pin", code);
  const back = await service.visited("/callback");

  const tokens = await client.authorizationCodeGrant(config, back, leaving.checks);
  const claims = tokens.claims();
  assert(claims && tokens.refresh_token && tokens.id_token);
  assert.equal(claims["acr"], "eidas1");
  await assert.rejects(
    client.authorizationCodeGrant(config, back, leaving.checks),
    "a code is spent once",
  );

  const again = await departure(config, service.origin);
  await page.goto(again.address);
  await phone.scan(page);
  await phone.ask("approve", "--pin", code);
  const fresh = await client.authorizationCodeGrant(
    config,
    await service.visited("/callback"),
    again.checks,
  );
  const refreshed = await client.refreshTokenGrant(config, fresh.refresh_token as string);
  const person = await client.fetchUserInfo(config, refreshed.access_token, claims.sub);
  assert.equal(person["SubjectNameID"], pharmacist.nationalId);

  const signingOut = client.buildEndSessionUrl(config, {
    id_token_hint: fresh.id_token as string,
    post_logout_redirect_uri: `${service.origin}/`,
    state: "out",
  });
  await page.goto(signingOut.href);
  assert.equal((await service.visited("/")).searchParams.get("state"), "out");
  await assert.rejects(
    client.refreshTokenGrant(config, refreshed.refresh_token as string),
    "nothing outlives the session",
  );
  await assert.rejects(client.fetchUserInfo(config, refreshed.access_token, claims.sub));
});

/** Where openid-client sends the browser, and what it checks when the browser is back. */
async function departure(config: client.Configuration, origin: string) {
  const codeVerifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: `${origin}/callback`,
    scope: "openid scope_all",
    acr_values: "eidas1",
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
  });
  return {
    address: address.href,
    checks: { pkceCodeVerifier: codeVerifier, expectedState: state, expectedNonce: nonce },
  };
}

/** A service that notes where it is visited: on a port of its own, which `localhost` redirects may have. */
async function startService(): Promise<{
  origin: string;
  visited: (path: string) => Promise<URL>;
}> {
  const visits: URL[] = [];
  const server = createServer((request, response) => {
    visits.push(new URL(request.url ?? "/", origin));
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><html lang=fr><title>Service</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => server.close());
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;

  const visited = async (path: string): Promise<URL> => {
    for (let waited = 0; waited < 200; waited++) {
      const index = visits.findIndex((visit) => visit.pathname === path);
      if (index >= 0) return visits.splice(index, 1)[0] as URL;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return assert.fail(`the browser never came to ${path}`);
  };
  return { origin, visited };
}
