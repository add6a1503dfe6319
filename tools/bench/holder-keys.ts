import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  ECDH,
  hkdfSync,
  type KeyObject,
  sign,
} from "node:crypto";
import {
  blindCode,
  type DeviceId,
  type Id,
  idFrom,
  type PublicJwk,
  type Signer,
  toBase64url,
} from "@aval/protocol";

/**
 * The keys of any number of holders, derived from a seed and the holder's number: the load generator makes again those of
 * whom it plays, and nothing keeps a million private keys.
 *
 * All are what enrolment would have made: IK a P-256 key; k, the phone's OPRF key at the PIN service; UK the key that the
 * code and k really give (RFC 9497 P-256, then HKDF), so that a real phone with the same device secret signs in. Only the
 * device secret is one for all: it never leaves a phone, so the server's work is the same, and the code is hashed to the
 * curve once instead of a million times.
 *
 * Curve arithmetic is OpenSSL's, many times as fast as in JavaScript: half a millisecond a holder.
 */
export const benchCode = "246813";

export type HolderKeys = {
  readonly nationalId: string;
  readonly device: DeviceId;
  readonly pinKey: Id<"pky">;
  /** The evaluation that activated the phone. */
  readonly evaluation: Id<"evl">;
  /** Scalars, 32 bytes. */
  readonly ik: Uint8Array;
  readonly oprf: Uint8Array;
  readonly uk: Uint8Array;
};

export type Keyring = {
  /** Enters the derivation of UK on every phone of this population. */
  readonly deviceSecret: Uint8Array;
  readonly holder: (index: number) => HolderKeys;
};

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const field = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const a = field - 3n;
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const curve = "prime256v1";

export function createKeyring(seed: string): Keyring {
  const deviceSecret = derived(seed, "device secret", 32);
  const hidden = blindCode(benchCode, deviceSecret);
  // blinded = r·H(code): k·H(code) is (k/r)·blinded, and H(code) itself is never needed.
  const unblind = inverse(integer(hidden.blind), order);
  const multiply = multiplierOf(hidden.blinded);
  return {
    deviceSecret,
    holder: (index) => {
      const bytes = derived(seed, `holder ${index}`, 147);
      const oprf = scalarOf(bytes.subarray(48, 96));
      const element = multiply((integer(oprf) * unblind) % order);
      return {
        nationalId: nationalIdOf(index),
        device: idFrom("dev", bytes.subarray(96, 113)),
        pinKey: idFrom("pky", bytes.subarray(113, 130)),
        evaluation: idFrom("evl", bytes.subarray(130, 147)),
        ik: scalarOf(bytes.subarray(0, 48)),
        oprf,
        uk: codeScalar(hidden.input, element),
      };
    },
  };
}

/** In the range of fictional identifiers, apart from the sandbox's people. */
export function nationalIdOf(index: number): string {
  return `89975${String(index).padStart(7, "0")}`;
}

function derived(seed: string, what: string, length: number): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", seed, "aval-bench-v1", what, length));
}

/** RFC 9497 Finalize, then the scalar as `unlock` of the protocol makes it: proven equal by this folder's test. */
function codeScalar(input: Uint8Array, element: Uint8Array): Uint8Array {
  const output = createHash("sha256")
    .update(prefixed(input))
    .update(prefixed(element))
    .update("Finalize")
    .digest();
  return scalarOf(new Uint8Array(hkdfSync("sha256", output, "", "aval-uk-v1", 48)));
}

function prefixed(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

/** From 1 to the order less one, without bias worth the name: 48 bytes reduced. */
function scalarOf(wide: Uint8Array): Uint8Array {
  return bytesOf((integer(wide) % (order - 1n)) + 1n);
}

const integer = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
const bytesOf = (value: bigint) => Buffer.from(value.toString(16).padStart(64, "0"), "hex");

/**
 * Multiplies one point by scalars; the result compressed.
 *
 * A key agreement tells the abscissa of k·Q only. With that of (k+1)·Q the ordinate follows (Brier and Joye, "Weierstraß
 * elliptic curves and side-channel attacks", 2002, section 4): two agreements and no square root.
 */
function multiplierOf(point: Uint8Array): (scalar: bigint) => Uint8Array {
  const whole = ECDH.convertKey(point, curve, undefined, undefined, "uncompressed") as Buffer;
  const x = integer(whole.subarray(1, 33));
  const perTwoY = inverse(2n * integer(whole.subarray(33)), field);
  const publicKey = createPublicKey({ format: "jwk", key: jwkOf(whole) });
  // Not `computeSecret` of `createECDH`: it checks its own key each time, at the price of one multiplication more.
  const abscissa = (scalar: bigint) => {
    const key = Buffer.concat([pkcs8Prefix, bytesOf(scalar)]);
    const privateKey = createPrivateKey({ key, format: "der", type: "pkcs8" });
    return integer(diffieHellman({ privateKey, publicKey }));
  };
  return (scalar) => {
    const one = abscissa(scalar);
    const next = abscissa((scalar + 1n) % order);
    const y = modulo(
      (2n * b + (a + x * one) * (x + one) - next * modulo((x - one) ** 2n)) * perTwoY,
    );
    return Buffer.concat([Buffer.from([y & 1n ? 3 : 2]), bytesOf(one)]);
  };
}

/** What stands before the scalar in a P-256 private key without its public half (RFC 5958, RFC 5915). */
const pkcs8Prefix = Buffer.from(
  "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420",
  "hex",
);

function modulo(value: bigint): bigint {
  const rest = value % field;
  return rest < 0n ? rest + field : rest;
}

/** By Euclid's extended algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [left, right] = [modulus, value % modulus];
  let [before, now] = [0n, 1n];
  while (right > 0n) {
    const quotient = left / right;
    [left, right] = [right, left - quotient * right];
    [before, now] = [now, before - quotient * now];
  }
  return before < 0n ? before + modulus : before;
}

const points = createECDH(curve);

/** The public point of a scalar, compressed or as a JWK. */
export function publicPoint(scalar: Uint8Array): Buffer {
  points.setPrivateKey(scalar);
  return points.getPublicKey(null, "compressed");
}

export function publicJwkOf(scalar: Uint8Array): PublicJwk {
  points.setPrivateKey(scalar);
  return jwkOf(points.getPublicKey());
}

function jwkOf(whole: Uint8Array): PublicJwk {
  const [x, y] = [whole.subarray(1, 33), whole.subarray(33)];
  return { kty: "EC", crv: "P-256", x: toBase64url(x), y: toBase64url(y) };
}

/** Signs as a phone does, by OpenSSL. */
export function signerOfKey(scalar: Uint8Array): Signer {
  const jwk = publicJwkOf(scalar);
  let key: KeyObject | undefined;
  return {
    jwk,
    sign: async (bytes) => {
      key ??= createPrivateKey({ format: "jwk", key: { ...jwk, d: toBase64url(scalar) } });
      return new Uint8Array(sign("sha256", bytes, { key, dsaEncoding: "ieee-p1363" }));
    },
  };
}
