import { toBase64url } from "@aval/protocol";

/**
 * A checkpoint as text: the body of a signed note (C2SP `tlog-checkpoint`) and its signature line.
 *
 * Body: origin, size in decimal, base64 root hash, each ended by a line feed. The signature is ES256 (raw, 64 bytes)
 * over the body by the key named in the line, which the deployment's root certifies. A witness keeps the note.
 */
export type Checkpoint = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
};

export function noteBody(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${Buffer.from(checkpoint.root).toString("base64")}\n`;
}

export function signedNote(body: string, kid: string, signature: Uint8Array): string {
  return `${body}\n— ${kid} ${toBase64url(signature)}\n`;
}

/** Body, key and signature of a note, or `undefined` when it is not one. */
export function parseNote(
  note: string,
): { body: string; kid: string; signature: string; checkpoint: Checkpoint } | undefined {
  const match = /^((.+)\n([1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)\n)\n— (\S+) (\S+)\n$/.exec(note);
  if (!match) return undefined;
  const [, body, origin, size, root, kid, signature] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    body,
    kid,
    signature,
    checkpoint: { origin, size: Number(size), root: Buffer.from(root, "base64") },
  };
}
