import { type Client, custom, generators, Issuer, type TokenSet } from "openid-client-5";
import type { ForeignClient } from "../client.ts";
import { packageVersion } from "../packages.ts";
import type { World } from "../world.ts";

// configuration
custom.setHttpOptionsDefaults({ timeout: 20_000 });

async function configure(
  discovery: string,
  clientId: string,
  clientSecret: string,
  origin: string,
): Promise<Client> {
  const issuer = await Issuer.discover(discovery);
  return new issuer.Client({
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: [`${origin}/callback`],
    post_logout_redirect_uris: [`${origin}/`],
    response_types: ["code"],
  });
}

function authorization(client: Client) {
  const checks = {
    code_verifier: generators.codeVerifier(),
    state: generators.state(),
    nonce: generators.nonce(),
    response_type: "code",
  };
  const address = client.authorizationUrl({
    scope: "openid scope_all",
    acr_values: "eidas1",
    state: checks.state,
    nonce: checks.nonce,
    code_challenge: generators.codeChallenge(checks.code_verifier),
    code_challenge_method: "S256",
  });
  return { address, checks };
}
// end of configuration

export const openidClient5: ForeignClient = {
  name: "openid-client-5",
  source: "clients/openid-client-5.ts",
  version: () => packageVersion("openid-client-5"),
  install: "npm ci",
  registration: (origin) => [
    ...["--name", "openid-client 5", "--sensitivity", "open"],
    ...["--redirect-uri", `${origin}/callback`, "--post-logout-uri", `${origin}/`],
  ],
  particular: [
    "It is `openid-client` 5.7.1, the last of the generation most Node services still run.",
    "It finds everything by PSC's own name of the discovery document, and sends its secret in the `Authorization` header.",
    "It checks state, nonce, signature, and `at_hash`, at the sign-in and at the refresh.",
  ],
  start,
};

async function start(world: World) {
  const { clientId, clientSecret = "" } = world.credentials;
  const client = await configure(world.discovery, clientId, clientSecret, world.origin);
  let tokens: TokenSet | undefined;
  const held = () => {
    if (!tokens?.access_token) throw new Error("nobody signed in");
    return { ...tokens, access_token: tokens.access_token };
  };
  let idToken = "";
  return {
    signIn: async () => {
      const { address, checks } = authorization(client);
      const answer = client.callbackParams((await world.signInAt(address)).href);
      tokens = await client.callback(`${world.origin}/callback`, answer, checks);
      idToken = tokens.id_token ?? "";
      return { accessToken: held().access_token, idToken };
    },
    refresh: async () => {
      // Given the whole set, it compares the new id_token with the one of before.
      tokens = await client.refresh(tokens as TokenSet);
      return held().access_token;
    },
    userinfo: () => client.userinfo(tokens as TokenSet),
    more: {
      introspection: async () => {
        const told = await client.introspect(held().access_token);
        if (!told.active || told["SubjectNameID"] !== world.nationalId)
          throw new Error(`introspection told ${JSON.stringify(told)}`);
      },
    },
    signOut: async () => {
      const address = client.endSessionUrl({ id_token_hint: idToken, state: "out" });
      const back = await world.visit(address);
      if (back.href !== `${world.origin}/?state=out`) throw new Error(`sent to ${back.href}`);
    },
    close: async () => undefined,
  };
}
