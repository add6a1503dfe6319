import { type CallbackContext, HashAlgorithm, setGlobalConfig } from "@openid4vc/oauth2";
import { Openid4vpClient, type Openid4vpAuthorizationRequest } from "@openid4vc/openid4vp";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { CompactEncrypt, importJWK, type JWK, jwtVerify } from "jose";
import type { Instant } from "#platform/time";
import * as x509 from "#platform/x509";
import {
  type Civil,
  type CredentialKind,
  es256,
  type Issuing,
  issuePid,
  sha256,
  signerOf,
} from "./credentials.ts";

/**
 * The wallet's own side of OpenID4VP, by the existing library: fetches and verifies the signed request, presents what it asks for with
 * the holder's key, and posts the answer encrypted.
 *
 * Its clock is the request's: a sandbox's is moved by days, and this is a program apart.
 */
export type WalletRequest = {
  readonly payload: Openid4vpAuthorizationRequest;
  readonly askedAt: Instant;
  /** Who asks, as its certificate says. */
  readonly name: string;
};

// The sandbox is on this machine, in clear.
setGlobalConfig({ allowInsecureUrls: true });

const hash: CallbackContext["hash"] = (data, algorithm) => {
  if (algorithm !== HashAlgorithm.Sha256) throw new Error("another hash");
  return sha256(
    data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer,
  );
};

function callbacksWith(call: typeof fetch): CallbackContext {
  const absent = () => {
    throw new Error("not of this wallet");
  };
  return {
    fetch: call,
    hash,
    signJwt: absent,
    decryptJwe: absent,
    generateRandom: absent,
    clientAuthentication: absent,
    verifyJwt: async (signer, { compact }) => {
      if (signer.method !== "x5c") return { verified: false };
      const leaf = new x509.X509Certificate(signer.x5c[0] ?? "");
      const key = await leaf.publicKey.export(es256, ["verify"]);
      // When it was asked is told by the request itself: see above.
      const { iat } = JSON.parse(Buffer.from(compact.split(".")[1] ?? "", "base64url").toString());
      return jwtVerify(compact, key, { currentDate: new Date(iat * 1000) }).then(
        () => ({ verified: true, signerJwk: { kty: "EC" } }),
        () => ({ verified: false }),
      );
    },
    encryptJwe: async (encryptor, data) => {
      if (encryptor.method !== "jwk") throw new Error("no key to encrypt to");
      const { publicJwk, enc, apu, apv } = encryptor;
      const { kid } = publicJwk;
      const jwe = new CompactEncrypt(Buffer.from(data)).setProtectedHeader({
        alg: "ECDH-ES",
        enc,
        ...(kid ? { kid } : {}),
      });
      jwe.setKeyManagementParameters({
        ...(apu ? { apu: Buffer.from(apu, "base64url") } : {}),
        ...(apv ? { apv: Buffer.from(apv, "base64url") } : {}),
      });
      const key = await importJWK(publicJwk as JWK, "ECDH-ES");
      return { jwe: await jwe.encrypt(key), encryptionJwk: publicJwk };
    },
    getX509CertificateMetadata: () => ({ sanDnsNames: [], sanUriNames: [] }),
  };
}

/** Reads the request that an address opened the wallet with. Throws for one that is not signed by whom it names. */
export async function openRequest(address: string, call: typeof fetch): Promise<WalletRequest> {
  const client = new Openid4vpClient({ callbacks: callbacksWith(call) });
  const { params } = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: address });
  const resolved = await client.resolveOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: params,
  });
  const { jar, authorizationRequestPayload: payload } = resolved;
  if (jar?.signer.method !== "x5c" || payload.response_mode !== "direct_post.jwt")
    throw new Error("a request that is not signed, or not to be answered encrypted");
  const leaf = new x509.X509Certificate(jar.signer.x5c[0] ?? "");
  const iat = Number(jar.jwt.payload.iat);
  return {
    payload: payload as Openid4vpAuthorizationRequest,
    askedAt: (iat * 1000) as Instant,
    name: leaf.subjectName.getField("CN")[0] ?? leaf.subject,
  };
}

/** What is presented, and where a test presents something else than an honest wallet would. */
export type Sharing = {
  readonly civil: Civil;
  readonly kind: CredentialKind;
  readonly nonce?: string;
  readonly audience?: string;
  /** As a holder who thinks better of it. */
  readonly withholdsBirthName?: boolean;
};

/** The answer to a request, as it is posted. */
export async function answerWith(
  request: WalletRequest,
  issuing: Omit<Issuing, "now">,
  { civil, kind, nonce, audience, withholdsBirthName = false }: Sharing,
): Promise<string> {
  const { payload, askedAt: now } = request;
  const keys = await crypto.subtle.generateKey(es256, true, ["sign", "verify"]);
  const holder = await crypto.subtle.exportKey("jwk", keys.publicKey);
  const pid = await issuePid({ ...issuing, now }, { civil, kind, holder });
  const holding = new SDJwtVcInstance({
    hasher: sha256,
    kbSigner: signerOf(keys.privateKey),
    kbSignAlg: "ES256",
  });
  const asked = {
    birth_family_name: !withholdsBirthName,
    given_name: true,
    birthdate: true,
    place_of_birth: { locality: true, country: true },
  };
  const presented = await holding.present<Record<string, unknown>>(pid, asked, {
    kb: {
      payload: {
        iat: Math.floor(now / 1000),
        aud: audience ?? payload.client_id,
        nonce: nonce ?? payload.nonce,
      },
    },
  });
  const made = await new Openid4vpClient({
    callbacks: callbacksWith(fetch),
  }).createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: payload,
    authorizationResponsePayload: { vp_token: { pid: [presented] } },
    jarm: {
      // Its own, and not the verifier's: the two are in the answer's header side by side.
      encryption: { nonce: Buffer.from(issuing.random.bytes(16)).toString("base64url") },
      serverMetadata: {
        authorization_signing_alg_values_supported: [],
        authorization_encryption_alg_values_supported: ["ECDH-ES"],
        authorization_encryption_enc_values_supported: ["A256GCM"],
      },
    },
  });
  if (!made.jarm) throw new Error("an answer in clear");
  return made.jarm.responseJwt;
}

/** Posts an answer, or that the holder would not; where the browser goes from there. */
export async function post(
  { payload }: WalletRequest,
  form: { readonly response: string } | { readonly error: string },
  call: typeof fetch,
): Promise<string> {
  const body = new URLSearchParams({ ...form, ...(payload.state ? { state: payload.state } : {}) });
  const answer = await call(payload.response_uri ?? "", { method: "POST", body });
  if (!answer.ok) throw new Error(`the answer was refused: ${answer.status}`);
  return ((await answer.json()) as { redirect_uri: string }).redirect_uri;
}
