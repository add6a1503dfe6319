import { fromBase64url, type PublicJwk } from "@aval/protocol";
import type { CheckpointVerifier } from "./verifying.ts";
import { parseCheckpoint } from "./note.ts";
import { type NoteKey, saidBy, signatureTypes } from "./signed-note.ts";

/** The public half of a key that has signed checkpoints: Ed25519, or ES256 before decision 0061. */
export type CheckpointKey = {
  readonly kid: string;
  readonly jwk: { readonly kty?: string | undefined; readonly x?: string | undefined };
};

/** How the log is called, by those who keep its checkpoints: where it is found, without the scheme. */
export function logOrigin(issuer: string): string {
  return `${new URL(issuer).host}/log`;
}

/** The key of our log's notes, as others know it; `undefined` for one of the older kind. */
export function logKey(origin: string, { jwk }: CheckpointKey): NoteKey | undefined {
  const publicKey = jwk.kty === "OKP" && jwk.x ? fromBase64url(jwk.x) : undefined;
  return publicKey?.length === 32
    ? { name: origin, type: signatureTypes.log, publicKey }
    : undefined;
}

/**
 * Whether one of our keys, certified by the deployment's root, signed a note, under the name that the note gives its log: that changes
 * with the address of a deployment, and old checkpoints keep theirs.
 */
export function checkpointVerifier(keys: readonly CheckpointKey[]): CheckpointVerifier {
  return async (note) => {
    const origin = parseCheckpoint(note.body)?.origin;
    if (origin === undefined) return false;
    const said = keys
      .flatMap((key) => logKey(origin, key) ?? [])
      .map((key) => saidBy(key, note).is);
    if (said.includes("wrong")) return false;
    return said.includes("signed") || isSignedAsBefore(keys, note);
  };
}

const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** Before decision 0061 a note had one line: the key's id as its name, and a raw ES256 signature in base64url. */
async function isSignedAsBefore(
  keys: readonly CheckpointKey[],
  { body, lines }: Parameters<CheckpointVerifier>[0],
): Promise<boolean> {
  const [line, more] = lines;
  const key = keys.find(({ kid, jwk }) => kid === line?.name && jwk.kty === "EC");
  const signature = fromBase64url(line?.text.split(" ")[2] ?? "");
  if (!key || more || signature?.length !== 64) return false;
  const jwk = { ...(key.jwk as PublicJwk), ext: true };
  const publicKey = await crypto.subtle.importKey("jwk", jwk, ecdsa, false, ["verify"]);
  return crypto.subtle.verify(ecdsa, publicKey, signature, new TextEncoder().encode(body));
}
