import { createHash, createPublicKey, verify } from "node:crypto";

/**
 * Signed notes as C2SP `signed-note` writes them: a text, an empty line, and lines of signatures, each by a named key that its first four
 * bytes tell apart from others of that name. Foreign verifiers, witnesses and our own read the same note.
 *
 * Base64 is read in its one canonical spelling: a bit that changes nothing would else be a change that nobody finds.
 */
export type NoteLine = {
  readonly name: string;
  /** The whole line, without its line feed. */
  readonly text: string;
  /** Four bytes that name the key, then the signature; `undefined` for a line of our own older kind. */
  readonly bytes: Buffer | undefined;
};
export type Note = { readonly body: string; readonly lines: readonly NoteLine[] };

/** What a key of a note signs: a note as it is (a log), or that it was seen at a time (`tlog-cosignature`). */
export const signatureTypes = { log: 1, cosignature: 4 } as const;
export type NoteKey = {
  readonly name: string;
  readonly type: (typeof signatureTypes)[keyof typeof signatureTypes];
  /** Ed25519, 32 bytes (RFC 8032). */
  readonly publicKey: Uint8Array;
};

/** The bytes of canonical base64 with padding, or `undefined`. */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

const lineMax = 16;

/** A note's parts, **not yet verified**, or `undefined` when it is none. */
export function parseSignedNote(note: string): Note | undefined {
  const end = note.lastIndexOf("\n\n");
  if (end < 1 || !note.endsWith("\n")) return undefined;
  const lines = note.slice(end + 2, -1).split("\n");
  if (lines.length > lineMax) return undefined;
  const read = lines.map((text) => {
    const [, name, signed] = /^— ([^\s+]+) (\S+)$/u.exec(text) ?? [];
    if (name === undefined || signed === undefined) return undefined;
    const bytes = fromBase64(signed);
    return { name, text, bytes: bytes && bytes.length > 4 ? bytes : undefined };
  });
  if (!read.every((line) => line !== undefined)) return undefined;
  return { body: note.slice(0, end + 1), lines: read };
}

export function keyId({ name, type, publicKey }: NoteKey): Buffer {
  return createHash("sha256")
    .update(`${name}\n`)
    .update(Uint8Array.of(type))
    .update(publicKey)
    .digest()
    .subarray(0, 4);
}

/** The line that `key` signs a note with; `signed`: the signature, with what the key's type puts before it. */
export function noteLine(key: NoteKey, signed: Uint8Array): string {
  return `— ${key.name} ${Buffer.concat([keyId(key), signed]).toString("base64")}`;
}

/** A key as text (a *vkey*): what an operator hands to whoever verifies. */
export function noteKeyText(key: NoteKey): string {
  const material = Buffer.concat([Uint8Array.of(key.type), key.publicKey]).toString("base64");
  return `${key.name}+${keyId(key).toString("hex")}+${material}`;
}

export function parseNoteKey(text: string): NoteKey | undefined {
  const [, name, id, material] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text) ?? [];
  const bytes = fromBase64(material ?? "");
  const type = Object.values(signatureTypes).find((known) => known === bytes?.[0]);
  if (name === undefined || type === undefined || bytes?.length !== 33) return undefined;
  const key = { name, type, publicKey: new Uint8Array(bytes.subarray(1)) };
  return keyId(key).toString("hex") === id ? key : undefined;
}

/** What a witness signs of a note: that it saw it, at that time (seconds since the epoch), after everything that it saw before. */
export function cosignedText(body: string, time: number): string {
  return `cosignature/v1\ntime ${time}\n${body}`;
}

/**
 * What this key says of a note: `absent`, `wrong` (it is named, and did not sign: the note is to be refused), or that it signed;
 * `time`: when, for a cosignature.
 */
export type Said =
  | { readonly is: "absent" | "wrong" }
  | { readonly is: "signed"; readonly time: number | undefined; readonly line: string };

export function saidBy(key: NoteKey, { body, lines }: Note): Said {
  const id = keyId(key);
  const own = lines.filter(
    ({ name, bytes }) => name === key.name && bytes?.subarray(0, 4).equals(id),
  );
  const [line, more] = own;
  if (!line?.bytes) return { is: "absent" };
  if (more) return { is: "wrong" };
  const signed = line.bytes.subarray(4);
  if (key.type === signatureTypes.log)
    return isSigned(key, body, signed)
      ? { is: "signed", time: undefined, line: line.text }
      : { is: "wrong" };
  if (signed.length !== 72) return { is: "wrong" };
  const time = Number(signed.readBigUInt64BE(0));
  return Number.isSafeInteger(time) &&
    time > 0 &&
    isSigned(key, cosignedText(body, time), signed.subarray(8))
    ? { is: "signed", time, line: line.text }
    : { is: "wrong" };
}

function isSigned({ publicKey }: NoteKey, text: string, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const x = Buffer.from(publicKey).toString("base64url");
  try {
    const key = createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "Ed25519", x } });
    return verify(null, Buffer.from(text), key, signature);
  } catch {
    return false; // Not a point of the curve.
  }
}
