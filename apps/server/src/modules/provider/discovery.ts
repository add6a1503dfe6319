import { grantedScope, idTokenMembers, userinfoMembers } from "./claims.ts";

/** Keycloak's paths, which PSC's clients have built in (psc-contract 1.1). Relative to the issuer. */
export const paths = {
  authorization: "/protocol/openid-connect/auth",
  token: "/protocol/openid-connect/token",
  userinfo: "/protocol/openid-connect/userinfo",
  introspection: "/protocol/openid-connect/token/introspect",
  revocation: "/protocol/openid-connect/revoke",
  jwks: "/protocol/openid-connect/certs",
  endSession: "/protocol/openid-connect/logout",
  ciba: "/protocol/openid-connect/ext/ciba/auth",
  /** Ours, of strict software: an installation is linked, and shows frames. */
  link: "/protocol/openid-connect/ext/ciba/link",
  linkFrame: "/protocol/openid-connect/ext/ciba/link/frame",
  cibaFrame: "/protocol/openid-connect/ext/ciba/frame",
  /** PSC's own name, and the standard one: one document at both. */
  discovery: ["/.well-known/wallet-openid-configuration", "/.well-known/openid-configuration"],
} as const;

/** CIBA Core 1.0 section 10.1. */
export const cibaGrant = "urn:openid:params:grant-type:ciba";
/** RFC 8693 section 2.1. */
export const exchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange";

/** A service's own token, for its stream of signals (RFC 6749 section 4.4; the CAEP interoperability profile names the scopes). */
export const ownGrant = "client_credentials";
export const streamScope = "ssf.manage ssf.read";

/**
 * What strict software asks at addresses of its own. To the engine, which authenticates it as anybody at the token endpoint, each is a
 * grant; none gives a token.
 */
export const strictGrants = {
  link: "urn:aval:installation-link",
  linkFrame: "urn:aval:installation-link-frame",
  cibaFrame: "urn:aval:ciba-frame",
} as const;

/** Proofs of a key (RFC 9449): P-256. */
export const proofAlgorithms = ["ES256"] as const;

export const clientAuthMethods = [
  "client_secret_basic",
  "client_secret_post",
  "private_key_jwt",
] as const;
/** How those say who they are who have no secret. Not for introspection: it would tell whoever holds a token about it. */
export const publicClientAuth = "none";
/** Services register P-256 keys. */
export const assertionAlgorithms = ["ES256"] as const;
const prompts = ["none", "login", "consent", "select_account"] as const;
export const responseModes = ["query", "fragment", "form_post"] as const;

/**
 * The discovery document: PSC's members, true to what is served here. Written by us and not by the engine, which derives
 * every address from the request's `Host` and would let whoever sends one choose where clients post their secrets.
 */
export function discovery(given: { readonly issuer: string; readonly loginOrigin: string }) {
  const at = (path: string) => `${given.issuer}${path}`;
  const clientAuth = {
    methods: clientAuthMethods,
    algorithms: assertionAlgorithms,
  };
  return {
    issuer: given.issuer,
    authorization_endpoint: `${given.loginOrigin}/auth`,
    token_endpoint: at(paths.token),
    introspection_endpoint: at(paths.introspection),
    userinfo_endpoint: at(paths.userinfo),
    end_session_endpoint: at(paths.endSession),
    jwks_uri: at(paths.jwks),
    revocation_endpoint: at(paths.revocation),
    backchannel_authentication_endpoint: at(paths.ciba),
    backchannel_token_delivery_modes_supported: ["poll"],
    backchannel_user_code_parameter_supported: false,
    grant_types_supported: [
      "authorization_code",
      "refresh_token",
      cibaGrant,
      exchangeGrant,
      ownGrant,
    ],
    response_types_supported: ["code"],
    response_modes_supported: responseModes,
    subject_types_supported: ["public", "pairwise"],
    acr_values_supported: ["eidas1"],
    scopes_supported: `${grantedScope} ${streamScope}`.split(" "),
    prompt_values_supported: prompts,
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: [...clientAuth.methods, publicClientAuth],
    token_endpoint_auth_signing_alg_values_supported: clientAuth.algorithms,
    introspection_endpoint_auth_methods_supported: clientAuth.methods,
    introspection_endpoint_auth_signing_alg_values_supported: clientAuth.algorithms,
    revocation_endpoint_auth_methods_supported: [...clientAuth.methods, publicClientAuth],
    revocation_endpoint_auth_signing_alg_values_supported: clientAuth.algorithms,
    claims_supported: [
      ...new Set(["iss", "aud", "exp", "iat", "nonce", ...idTokenMembers, ...userinfoMembers]),
    ],
    claim_types_supported: ["normal"],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    require_request_uri_registration: false,
    code_challenge_methods_supported: ["S256"],
    require_pushed_authorization_requests: false,
    tls_client_certificate_bound_access_tokens: false,
    dpop_signing_alg_values_supported: proofAlgorithms,
    authorization_response_iss_parameter_supported: true,
    frontchannel_logout_supported: false,
    frontchannel_logout_session_supported: false,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    ui_locales_supported: ["fr", "en"],
  };
}
