import { p256 } from "@noble/curves/nist.js";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { canonicalJson, type Json } from "./canonical.ts";

/**
 * Signatures: JWS (RFC 7515), ES256 (RFC 7518 section 3.4) and nothing else, over canonical JSON.
 *
 * The header is `{"alg":"ES256","kid":…,"typ":…}`. `kid` is the RFC 7638 thumbprint of the public key;
 * the key itself is never taken from the header, so that a signer cannot choose who he is.
 */
export type PublicJwk = {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
};

/** Whoever can sign: a WebCrypto key that cannot be exported, or a key derived from the personal code. */
export type Signer = {
  readonly jwk: PublicJwk;
  /** 64 bytes `r ‖ s` over SHA-256 of `bytes`. */
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
};

const utf8 = new TextEncoder();

/** Only the four public members, so that a private `d` or a misleading member can never travel. */
export function publicJwk(jwk: {
  kty?: string;
  crv?: string;
  x?: string;
  y?: string;
}): PublicJwk | undefined {
  if (jwk.kty !== "EC" || jwk.crv !== "P-256" || !jwk.x || !jwk.y) return undefined;
  if (fromBase64url(jwk.x)?.length !== 32 || fromBase64url(jwk.y)?.length !== 32) return undefined;
  return { kty: "EC", crv: "P-256", x: jwk.x, y: jwk.y };
}

/** RFC 7638 thumbprint: base64url SHA-256 of the canonical public members. */
export async function thumbprint(jwk: PublicJwk): Promise<string> {
  return hashText(canonicalJson({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }));
}

/** base64url SHA-256 of the UTF-8 of `text`. */
export async function hashText(text: string): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8.encode(text))));
}

/** The hash of a document as shown and signed: SHA-256 of its canonical JSON. */
export async function hashDocument(document: Json): Promise<string> {
  return hashText(canonicalJson(document));
}

/** A new P-256 key that scripts cannot read (WebCrypto, not extractable). */
export async function newKeyPair(extractable = false): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, extractable, [
    "sign",
    "verify",
  ]);
}

/** A signer over a WebCrypto key pair. */
export async function signerOf(pair: CryptoKeyPair): Promise<Signer> {
  const jwk = publicJwk((await crypto.subtle.exportKey("jwk", pair.publicKey)) as JsonWebKey);
  if (!jwk) throw new TypeError("a signer is a P-256 key pair");
  return {
    jwk,
    sign: async (bytes) =>
      new Uint8Array(
        await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, bytes),
      ),
  };
}

/** A signer over a raw P-256 scalar (the key `UK` derived from the personal code). Forget it after use. */
export function signerOfScalar(scalar: Uint8Array): Signer {
  const point = p256.getPublicKey(scalar, false);
  return {
    jwk: {
      kty: "EC",
      crv: "P-256",
      x: toBase64url(point.slice(1, 33)),
      y: toBase64url(point.slice(33, 65)),
    },
    sign: async (bytes) => p256.sign(bytes, scalar, { prehash: true }),
  };
}

async function protectedHeader(signer: Signer, typ: string): Promise<string> {
  const header = canonicalJson({ alg: "ES256", kid: await thumbprint(signer.jwk), typ });
  return toBase64url(utf8.encode(header));
}

/** A compact JWS over the canonical JSON of `payload`. `typ` repeats the purpose of the payload's `v`. */
export async function signCompact(payload: Json, typ: string, signer: Signer): Promise<string> {
  const head = await protectedHeader(signer, typ);
  const body = toBase64url(utf8.encode(canonicalJson(payload)));
  const signature = await signer.sign(utf8.encode(`${head}.${body}`));
  return `${head}.${body}.${toBase64url(signature)}`;
}

/** One payload, several signers (RFC 7515 section 7.2.1): what a decision is made of. */
export type MultiSigned = {
  readonly payload: string;
  readonly signatures: readonly { readonly protected: string; readonly signature: string }[];
};

export async function signMulti(
  payload: Json,
  typ: string,
  signers: readonly Signer[],
): Promise<MultiSigned> {
  const body = toBase64url(utf8.encode(canonicalJson(payload)));
  const signatures = [];
  for (const signer of signers) {
    const head = await protectedHeader(signer, typ);
    const signature = await signer.sign(utf8.encode(`${head}.${body}`));
    signatures.push({ protected: head, signature: toBase64url(signature) });
  }
  return { payload: body, signatures };
}

type Header = { alg: string; kid: string; typ: string };

function parseJsonPart(part: string): unknown {
  const bytes = fromBase64url(part);
  if (!bytes) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function parseHeader(part: string): Header | undefined {
  const header = parseJsonPart(part);
  if (typeof header !== "object" || header === null) return undefined;
  const { alg, kid, typ, ...rest } = header as Record<string, unknown>;
  // No other member is understood, hence none is allowed: `crit`, `jwk`, `jku`, `x5u` among them.
  if (Object.keys(rest).length > 0) return undefined;
  if (alg !== "ES256" || typeof kid !== "string" || typeof typ !== "string") return undefined;
  return { alg, kid, typ };
}

async function verifyBytes(
  signingInput: string,
  signature: string,
  jwk: PublicJwk,
): Promise<boolean> {
  const bytes = fromBase64url(signature);
  if (bytes?.length !== 64) return false;
  try {
    const key = await crypto.subtle.importKey(
      "jwk",
      { ...jwk, ext: true },
      { name: "ECDSA", namedCurve: "P-256" },
      false,
      ["verify"],
    );
    return await crypto.subtle.verify(
      { name: "ECDSA", hash: "SHA-256" },
      key,
      bytes,
      utf8.encode(signingInput),
    );
  } catch {
    return false; // A point that is not on the curve.
  }
}

/** Header and payload of a compact JWS, **not yet verified**: use only to find the key to verify with. */
export function peekCompact(
  jws: string,
): { kid: string; typ: string; payload: unknown } | undefined {
  const parts = jws.split(".");
  if (parts.length !== 3) return undefined;
  const header = parseHeader(parts[0] as string);
  const payload = parseJsonPart(parts[1] as string);
  return header && payload !== undefined
    ? { kid: header.kid, typ: header.typ, payload }
    : undefined;
}

/**
 * The payload of a compact JWS signed by this key for this purpose, or `undefined`.
 * The payload must be spelt canonically, so that one message has one text.
 */
export async function verifyCompact(
  jws: string,
  typ: string,
  jwk: PublicJwk,
): Promise<Json | undefined> {
  const parts = jws.split(".");
  const peeked = peekCompact(jws);
  if (!peeked || peeked.typ !== typ || peeked.kid !== (await thumbprint(jwk))) return undefined;
  if (!(await verifyBytes(`${parts[0]}.${parts[1]}`, parts[2] as string, jwk))) return undefined;
  return canonicalPayload(parts[1] as string);
}

function canonicalPayload(part: string): Json | undefined {
  const payload = parseJsonPart(part) as Json | undefined;
  if (payload === undefined) return undefined;
  try {
    return toBase64url(utf8.encode(canonicalJson(payload))) === part ? payload : undefined;
  } catch {
    return undefined;
  }
}

/** The payload of a multi-signed message, **not yet verified**: use only to find the keys to verify with. */
export function peekMulti(message: MultiSigned): unknown {
  return parseJsonPart(message.payload);
}

/** The payload when every one of these keys has signed it for this purpose, and no other has. */
export async function verifyMulti(
  message: MultiSigned,
  typ: string,
  keys: readonly PublicJwk[],
): Promise<Json | undefined> {
  if (message.signatures.length !== keys.length) return undefined;
  for (const [index, jwk] of keys.entries()) {
    const signed = message.signatures[index];
    if (!signed) return undefined;
    const header = parseHeader(signed.protected);
    if (!header || header.typ !== typ || header.kid !== (await thumbprint(jwk))) return undefined;
    if (!(await verifyBytes(`${signed.protected}.${message.payload}`, signed.signature, jwk)))
      return undefined;
  }
  return canonicalPayload(message.payload);
}
