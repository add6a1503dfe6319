import { createHash } from "node:crypto";
import type { Openid4vpAuthorizationRequest } from "@openid4vc/openid4vp";
import type { EnrolmentId } from "@aval/protocol";

/**
 * What a wallet is asked: the person identification data (PID) that European identity wallets hold, as SD-JWT VC, and of it what is
 * compared with the register and nothing else. Pure. Source: OpenID4VP 1.0; the PID rulebook of the Architecture and Reference
 * Framework; the High Assurance Interoperability Profile 1.0 (`x509_hash`, `direct_post.jwt`, ES256, ECDH-ES).
 */
export const pidType = "urn:eudi:pid:1";

const credential = "pid";
const asked = {
  birth_family: ["birth_family_name"],
  given: ["given_name"],
  birthdate: ["birthdate"],
  locality: ["place_of_birth", "locality"],
  country: ["place_of_birth", "country"],
} as const;

/** All of it: a holder may withhold what is not asked for, and the name that is borne may be chosen. A wallet without a birth name goes to a desk. */
const query = {
  credentials: [
    {
      id: credential,
      format: "dc+sd-jwt",
      meta: { vct_values: [pidType] },
      claims: Object.entries(asked).map(([id, path]) => ({ id, path: [...path] })),
    },
  ],
};

/** The one presentation that was asked for; `undefined` when there is another number of them. */
export function presentationOf(presentations: Readonly<Record<string, unknown>>): unknown {
  const { [credential]: given, ...others } = presentations;
  if (Object.keys(others).length > 0) return undefined;
  if (!Array.isArray(given)) return given;
  return given.length === 1 ? given[0] : undefined;
}

/** Of this enrolment, this phone's key and this request: an answer to one is an answer to no other (DESIGN section 6). */
export function nonceOf(of: {
  readonly enrolment: EnrolmentId;
  readonly ik: string;
  readonly salt: string;
}): string {
  const input = `aval.wallet.v1\n${of.enrolment}\n${of.ik}\n${of.salt}`;
  return createHash("sha256").update(input).digest("base64url");
}

/** The client id of whoever signs requests with this certificate. */
export const clientIdOf = (certificate: Uint8Array): string =>
  `x509_hash:${createHash("sha256").update(certificate).digest("base64url")}`;

/** The request itself, which is signed as a whole. */
export function requestOf(of: {
  readonly clientId: string;
  readonly brand: string;
  readonly id: string;
  readonly nonce: string;
  readonly responseUri: string;
  readonly encryption: Readonly<Record<string, unknown>>;
}): Openid4vpAuthorizationRequest {
  return {
    response_type: "vp_token",
    response_mode: "direct_post.jwt",
    client_id: of.clientId,
    response_uri: of.responseUri,
    nonce: of.nonce,
    state: of.id,
    dcql_query: query,
    client_metadata: {
      client_name: of.brand,
      jwks: { keys: [{ kty: "EC", ...of.encryption, kid: of.id, use: "enc", alg: "ECDH-ES" }] },
      encrypted_response_enc_values_supported: ["A256GCM", "A128GCM"],
      vp_formats_supported: {
        "dc+sd-jwt": { "sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES256"] },
      },
    },
  };
}
