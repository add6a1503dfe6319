import * as oauth from "oauth4webapi";
import type { ForeignClient } from "../client.ts";
import { packageVersion } from "../packages.ts";
import type { World } from "../world.ts";

// configuration
/** By hand, as whoever cannot use discovery: PSC's paths under the issuer, the authorization elsewhere. */
function serverAt(issuer: string, authorizationOrigin: string): oauth.AuthorizationServer {
  const at = `${issuer}/protocol/openid-connect`;
  return {
    issuer,
    authorization_endpoint: `${authorizationOrigin}/auth`,
    token_endpoint: `${at}/token`,
    userinfo_endpoint: `${at}/userinfo`,
    introspection_endpoint: `${at}/token/introspect`,
    revocation_endpoint: `${at}/revoke`,
    end_session_endpoint: `${at}/logout`,
    jwks_uri: `${at}/certs`,
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
  };
}

const insecure = { [oauth.allowInsecureRequests]: true }; // http, which loopback is

async function authorization(server: oauth.AuthorizationServer, clientId: string, origin: string) {
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const address = new URL(server.authorization_endpoint ?? "");
  address.search = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: `${origin}/callback`,
    scope: "openid scope_all",
    acr_values: "eidas1",
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  }).toString();
  return { address: address.href, verifier, state, nonce };
}
// end of configuration

export const oauth4webapi: ForeignClient = {
  name: "oauth4webapi",
  source: "clients/oauth4webapi.ts",
  version: () => packageVersion("oauth4webapi"),
  install: "npm ci",
  registration: (origin) => [
    ...["--name", "oauth4webapi", "--sensitivity", "open"],
    ...["--redirect-uri", `${origin}/callback`, "--post-logout-uri", `${origin}/`],
  ],
  particular: [
    "Its metadata are written by hand, without discovery, as those of services that take PSC's endpoints from a settings page.",
    "It insists on `iss` in the answer, on every content type, and on the signatures of both id_tokens.",
  ],
  start,
};

async function start(world: World) {
  const server = serverAt(world.issuer, world.loginOrigin);
  const client: oauth.Client = { client_id: world.credentials.clientId };
  const secret = oauth.ClientSecretBasic(world.credentials.clientSecret ?? "");
  let tokens: oauth.TokenEndpointResponse | undefined;
  const held = () => {
    if (!tokens) throw new Error("nobody signed in");
    return tokens;
  };
  let idToken = "";
  let subject = "";
  let spare = "";
  return {
    signIn: async () => {
      const asked = await authorization(server, client.client_id, world.origin);
      const back = await world.signInAt(asked.address);
      const answer = oauth.validateAuthResponse(server, client, back, asked.state);
      const redirectUri = `${world.origin}/callback`;
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        secret,
        answer,
        redirectUri,
        asked.verifier,
        insecure,
      );
      const checks = { expectedNonce: asked.nonce, requireIdToken: true };
      tokens = await oauth.processAuthorizationCodeResponse(server, client, response, checks);
      await oauth.validateApplicationLevelSignature(server, response, insecure);
      idToken = tokens.id_token ?? "";
      subject = oauth.getValidatedIdTokenClaims(tokens)?.sub ?? "";
      return { accessToken: tokens.access_token, idToken };
    },
    refresh: async () => {
      spare = held().access_token;
      const { refresh_token: refreshToken = "" } = held();
      const response = await oauth.refreshTokenGrantRequest(
        server,
        client,
        secret,
        refreshToken,
        insecure,
      );
      tokens = await oauth.processRefreshTokenResponse(server, client, response);
      await oauth.validateApplicationLevelSignature(server, response, insecure);
      return tokens.access_token;
    },
    userinfo: async () => {
      const { access_token: token } = held();
      const response = await oauth.userInfoRequest(server, client, token, insecure);
      return oauth.processUserInfoResponse(server, client, subject, response);
    },
    more: {
      introspection: async () => {
        const told = await isActive(held().access_token);
        if (!told) throw new Error("introspection does not know the token in use");
      },
      revocation: async () => {
        const response = await oauth.revocationRequest(server, client, secret, spare, insecure);
        await oauth.processRevocationResponse(response);
        if (await isActive(spare)) throw new Error("a revoked token is still active");
        if (!(await isActive(held().access_token)))
          throw new Error("revoking the former access token ended the present one");
      },
    },
    signOut: async () => {
      const address = new URL(server.end_session_endpoint ?? "");
      address.search = new URLSearchParams({
        id_token_hint: idToken,
        post_logout_redirect_uri: `${world.origin}/`,
        state: "out",
      }).toString();
      const back = await world.visit(address.href);
      if (back.href !== `${world.origin}/?state=out`) throw new Error(`sent to ${back.href}`);
    },
    close: async () => undefined,
  };

  async function isActive(token: string): Promise<boolean> {
    const response = await oauth.introspectionRequest(server, client, secret, token, insecure);
    return (await oauth.processIntrospectionResponse(server, client, response)).active;
  }
}
