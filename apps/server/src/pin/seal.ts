import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  timingSafeEqual,
} from "node:crypto";
import type { Random } from "#platform/random";
import { type Counter, macInput } from "./counter.ts";

/**
 * What the key file does: it authenticates the counters and wraps the phones' OPRF keys.
 *
 * Two keys are derived from it (HKDF-SHA-256), so that neither use can be turned against the other. Whoever holds the
 * key file, the database and a phone's image can try every code; whoever lacks one of the three cannot (P-38).
 */
export type Seal = {
  readonly mac: (counter: Counter) => string;
  readonly isGenuine: (counter: Counter, mac: string) => boolean;
  /** 12 bytes of nonce, the ciphertext, 16 of tag. Bound to the phone and the key id. */
  readonly wrap: (name: KeyName, secretKey: Uint8Array, random: Random) => Buffer;
  /** Throws when the bytes were not wrapped by this key file for this phone and this key id. */
  readonly unwrap: (name: KeyName, wrapped: Uint8Array) => Uint8Array;
};

export type KeyName = { readonly device: string; readonly keyId: string };

const nonceBytes = 12;
const tagBytes = 16;

export function createSeal(keyFile: Uint8Array): Seal {
  if (keyFile.length !== 32) throw new RangeError("the PIN key file holds 32 bytes");
  const derive = (use: string) =>
    Buffer.from(hkdfSync("sha256", keyFile, new Uint8Array(), use, 32));
  const macKey = derive("aval-pin-counter-v1");
  const wrapKey = derive("aval-pin-wrap-v1");

  const macBytes = (counter: Counter) =>
    createHmac("sha256", macKey).update(macInput(counter)).digest();
  const boundTo = ({ device, keyId }: KeyName) => Buffer.from(`${device}|${keyId}`);

  return {
    mac: (counter) => macBytes(counter).toString("base64url"),
    isGenuine: (counter, mac) => {
      const given = Buffer.from(mac, "base64url");
      const expected = macBytes(counter);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
    wrap: (name, secretKey, random) => {
      const nonce = random.bytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", wrapKey, nonce).setAAD(boundTo(name));
      return Buffer.concat([nonce, cipher.update(secretKey), cipher.final(), cipher.getAuthTag()]);
    },
    unwrap: (name, wrapped) => {
      const nonce = wrapped.subarray(0, nonceBytes);
      const decipher = createDecipheriv("aes-256-gcm", wrapKey, nonce, { authTagLength: tagBytes });
      decipher.setAAD(boundTo(name)).setAuthTag(wrapped.subarray(wrapped.length - tagBytes));
      const secretKey = decipher.update(wrapped.subarray(nonceBytes, wrapped.length - tagBytes));
      return new Uint8Array(Buffer.concat([secretKey, decipher.final()]));
    },
  };
}
