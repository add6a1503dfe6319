import * as client from "openid-client";
import type { ForeignClient } from "../client.ts";
import { packageVersion } from "../packages.ts";
import type { World } from "../world.ts";

// configuration
async function configure(discovery: string, clientId: string, clientSecret: string) {
  return client.discovery(new URL(discovery), clientId, clientSecret, undefined, {
    // http, which loopback is; and the id_token's signature, which it trusts TLS for by default.
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
}

async function authorization(config: client.Configuration, origin: string) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: `${origin}/callback`,
    scope: "openid scope_all",
    acr_values: "eidas1",
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  return { address: address.href, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
}
// end of configuration

export const openidClient: ForeignClient = {
  name: "openid-client",
  source: "clients/openid-client.ts",
  version: () => packageVersion("openid-client"),
  install: "npm ci",
  registration: (origin) => [
    ...["--name", "openid-client", "--sensitivity", "open"],
    ...["--redirect-uri", `${origin}/callback`, "--post-logout-uri", `${origin}/`],
  ],
  particular: [
    "It finds everything by PSC's own name of the discovery document, and sends its secret in the form (`client_secret_post`).",
    "It checks state, nonce, `iss` of the answer, and here the signature too.",
  ],
  start,
};

async function start(world: World) {
  const { clientId, clientSecret = "" } = world.credentials;
  const config = await configure(world.discovery, clientId, clientSecret);
  let tokens: Awaited<ReturnType<typeof client.authorizationCodeGrant>> | undefined;
  const held = () => {
    if (!tokens) throw new Error("nobody signed in");
    return tokens;
  };
  let idToken = "";
  let subject = "";
  return {
    signIn: async () => {
      const { address, checks } = await authorization(config, world.origin);
      tokens = await client.authorizationCodeGrant(config, await world.signInAt(address), checks);
      idToken = tokens.id_token ?? "";
      subject = tokens.claims()?.sub ?? "";
      return { accessToken: tokens.access_token, idToken };
    },
    refresh: async () => {
      tokens = await client.refreshTokenGrant(config, held().refresh_token ?? "");
      return tokens.access_token;
    },
    userinfo: () => client.fetchUserInfo(config, held().access_token, subject),
    more: {
      introspection: async () => {
        const told = await client.tokenIntrospection(config, held().access_token);
        if (!told.active || told["SubjectNameID"] !== world.nationalId)
          throw new Error(`introspection told ${JSON.stringify(told)}`);
      },
    },
    signOut: async () => {
      const address = client.buildEndSessionUrl(config, {
        id_token_hint: idToken,
        post_logout_redirect_uri: `${world.origin}/`,
        state: "out",
      });
      const back = await world.visit(address.href);
      if (back.href !== `${world.origin}/?state=out`) throw new Error(`sent to ${back.href}`);
    },
    close: async () => undefined,
  };
}
