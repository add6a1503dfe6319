import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import type { Random } from "./random.ts";

/**
 * A value that rows keep for others, sealed under the secret that all nodes share (AES-256-GCM, a key of its own for each use by
 * HKDF-SHA-256). Bound to what it is of: in another row it opens nothing. Whoever has a copy of the database, or writes to it, reads
 * none; whoever has the keys' folder too reads all.
 */
export type Sealing = {
  readonly seal: (text: string, of: string, random: Random) => string;
  /** `undefined`: altered, of something else, or sealed under a secret that was retired. `isCurrent`: under the one in use. */
  readonly open: (
    sealed: string,
    of: string,
  ) => { readonly text: string; readonly isCurrent: boolean } | undefined;
};

const nonceBytes = 12;
const tagBytes = 16;

/** `secrets`: the one to use first, then those it replaced. `use`: what is sealed, for ever the same words. */
export function createSealing(secrets: () => readonly [string, ...string[]], use: string): Sealing {
  const keyOf = (secret: string) =>
    Buffer.from(hkdfSync("sha256", secret, new Uint8Array(), use, 32));
  return {
    seal: (text, of, random) => {
      const nonce = random.bytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", keyOf(secrets()[0]), nonce);
      cipher.setAAD(Buffer.from(of));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString("base64url");
    },
    open: (sealed, of) => {
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < nonceBytes + tagBytes) return undefined;
      for (const [nth, secret] of secrets().entries()) {
        const text = opened(bytes, keyOf(secret), of);
        if (text !== undefined) return { text, isCurrent: nth === 0 };
      }
      return undefined;
    },
  };
}

function opened(bytes: Buffer, key: Buffer, of: string): string | undefined {
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(of)).setAuthTag(bytes.subarray(bytes.length - tagBytes));
  try {
    const body = decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes));
    return Buffer.concat([body, decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
