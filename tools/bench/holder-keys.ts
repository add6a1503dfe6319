import {
  createECDH,
  createHash,
  createPrivateKey,
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
import { p256 } from "@noble/curves/nist.js";
import { multiplierOf } from "../../apps/server/src/pin/native-point.ts";

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

const { Fn } = p256.Point;

export function createKeyring(seed: string): Keyring {
  const deviceSecret = derived(seed, "device secret", 32);
  const hidden = blindCode(benchCode, deviceSecret);
  // blinded = r·H(code): k·H(code) is (k/r)·blinded, and H(code) itself is never needed.
  const unblind = Fn.inv(integer(hidden.blind));
  const multiply = multiplierOf(p256.Point.fromBytes(hidden.blinded));
  return {
    deviceSecret,
    holder: (index) => {
      const bytes = derived(seed, `holder ${index}`, 147);
      const oprf = scalarOf(bytes.subarray(48, 96));
      const element = multiply(Fn.mul(integer(oprf), unblind)).toBytes();
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
  return Fn.toBytes((integer(wide) % (Fn.ORDER - 1n)) + 1n);
}

const integer = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);

const points = createECDH("prime256v1");

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
