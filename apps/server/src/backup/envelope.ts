import { createCipheriv, createDecipheriv, type ScryptOptions, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { Halt } from "#platform/halt";
import type { Random } from "#platform/random";

/**
 * A passphrase around a stream: scrypt, then AES-256-GCM in pieces, each authenticated before a byte of it is given out.
 *
 * Form: `AVALENC1`, 16 bytes of salt, 7 of nonce; then pieces of 64 KiB with their tag. A piece's nonce is the header's, its
 * number, and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway, Vizár 2015), and every tag covers
 * the header: pieces cannot be dropped, swapped or taken from another file, and a file cut short is not taken for a whole one.
 */
const magic = Buffer.from("AVALENC1");
const saltBytes = 16;
const prefixBytes = 7;
const headerBytes = magic.length + saltBytes + prefixBytes;
const pieceBytes = 64 * 1024;
const tagBytes = 16;
/** 128 MiB and about half a second for each guess of a passphrase (RFC 7914; OWASP 2025: N = 2^17, r = 8, p = 1). */
const strong: ScryptOptions = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 };
const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

export function isEncrypted(start: Buffer): boolean {
  return start.subarray(0, magic.length).equals(magic);
}

/** `cost` is the tests' to lower, on both sides: the file does not say it. */
export async function* encrypted(
  source: AsyncIterable<Buffer>,
  passphrase: string,
  random: Random,
  cost = strong,
): AsyncGenerator<Buffer> {
  const header = Buffer.concat([magic, random.bytes(saltBytes + prefixBytes)]);
  const seal = sealer(header, await keyOf(header, passphrase, cost));
  yield header;
  let number = 0;
  let held: Buffer | undefined;
  for await (const piece of pieces(source, pieceBytes)) {
    if (held) yield seal(held, number++, false);
    held = piece;
  }
  yield seal(held ?? Buffer.alloc(0), number, true);
}

export async function* decrypted(
  source: AsyncIterable<Buffer>,
  passphrase: string,
  cost = strong,
): AsyncGenerator<Buffer> {
  const reader = source[Symbol.asyncIterator]();
  const { header, rest } = await readHeader(reader);
  const open = opener(header, await keyOf(header, passphrase, cost));
  let number = 0;
  let held: Buffer | undefined;
  for await (const piece of pieces(following(rest, reader), pieceBytes + tagBytes)) {
    if (held) yield open(held, number++, false);
    held = piece;
  }
  if (!held) throw damaged();
  yield open(held, number, true);
}

function keyOf(header: Buffer, passphrase: string, cost: ScryptOptions): Promise<Buffer> {
  const salt = header.subarray(magic.length, magic.length + saltBytes);
  return derive(passphrase.normalize("NFKC"), salt, 32, cost);
}

function nonceOf(header: Buffer, number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  header.copy(nonce, 0, magic.length + saltBytes);
  nonce.writeUInt32BE(number, prefixBytes);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function sealer(header: Buffer, key: Buffer) {
  return (piece: Buffer, number: number, isLast: boolean): Buffer => {
    const cipher = createCipheriv("aes-256-gcm", key, nonceOf(header, number, isLast));
    cipher.setAAD(header);
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  };
}

function opener(header: Buffer, key: Buffer) {
  return (sealed: Buffer, number: number, isLast: boolean): Buffer => {
    const at = sealed.length - tagBytes;
    if (at < 0) throw damaged();
    const nonce = nonceOf(header, number, isLast);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(header).setAuthTag(sealed.subarray(at));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(0, at)), decipher.final()]);
    } catch (cause) {
      throw number === 0 ? wrongPassphrase(cause) : damaged(cause);
    }
  };
}

/** The same bytes in pieces of one length; the last may be shorter. */
async function* pieces(source: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let count = 0;
  for await (const chunk of source) {
    waiting.push(chunk);
    count += chunk.length;
    if (count < length) continue;
    let whole = Buffer.concat(waiting);
    for (; whole.length >= length; whole = whole.subarray(length)) yield whole.subarray(0, length);
    waiting = [whole];
    count = whole.length;
  }
  if (count > 0) yield Buffer.concat(waiting);
}

async function readHeader(
  reader: AsyncIterator<Buffer>,
): Promise<{ readonly header: Buffer; readonly rest: Buffer }> {
  let read = Buffer.alloc(0);
  while (read.length < headerBytes) {
    const { done, value } = await reader.next();
    if (done) throw damaged();
    read = Buffer.concat([read, value]);
  }
  return { header: read.subarray(0, headerBytes), rest: read.subarray(headerBytes) };
}

async function* following(first: Buffer, reader: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (let next = await reader.next(); !next.done; next = await reader.next()) yield next.value;
}

function wrongPassphrase(cause: unknown): Halt {
  return new Halt(
    "Ce n'est pas la phrase de passe de cette sauvegarde, ou le fichier est abîmé.",
    "That is not the passphrase of this backup, or the file is damaged.",
    { cause },
  );
}

function damaged(cause?: unknown): Halt {
  return new Halt(
    "Cette sauvegarde est abîmée ou incomplète : prenez-en une autre copie.",
    "This backup is damaged or incomplete: take another copy of it.",
    { cause },
  );
}
