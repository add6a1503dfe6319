import assert from "node:assert/strict";
import test from "node:test";
import { discovery } from "./discovery.ts";

const document: Record<string, unknown> = discovery({
  issuer: "https://auth.example/auth/realms/esante-wallet",
  loginOrigin: "https://wallet.example",
});

test("paths are those PSC's clients have built in, the authorization on the login host", () => {
  const paths = Object.fromEntries(
    Object.entries(document).filter(([name]) => /_endpoint$|_uri$/.test(name)),
  );
  const at = "https://auth.example/auth/realms/esante-wallet/protocol/openid-connect";
  assert.deepEqual(paths, {
    authorization_endpoint: "https://wallet.example/auth",
    token_endpoint: `${at}/token`,
    introspection_endpoint: `${at}/token/introspect`,
    userinfo_endpoint: `${at}/userinfo`,
    end_session_endpoint: `${at}/logout`,
    jwks_uri: `${at}/certs`,
    revocation_endpoint: `${at}/revoke`,
    backchannel_authentication_endpoint: `${at}/ext/ciba/auth`,
  });
});

test("nothing is announced that is not served: no implicit, password, device, ping, PAR, plain PKCE or HMAC", () => {
  const text = JSON.stringify(document);
  for (const absent of [
    "implicit",
    "password",
    "device",
    "ping",
    "login_hint_token",
    "pushed_authorization_request_endpoint",
    '"plain"',
    "HS256",
    "none_",
    "offline_access",
    "client_secret_jwt",
  ]) {
    assert.ok(!text.includes(absent), absent);
  }
  assert.deepEqual(document["response_types_supported"], ["code"]);
  assert.deepEqual(document["grant_types_supported"], [
    "authorization_code",
    "refresh_token",
    "urn:openid:params:grant-type:ciba",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "client_credentials",
  ]);
  assert.deepEqual(document["backchannel_token_delivery_modes_supported"], ["poll"]);
  assert.deepEqual(document["code_challenge_methods_supported"], ["S256"]);
  assert.equal(document["authorization_response_iss_parameter_supported"], true);
});
