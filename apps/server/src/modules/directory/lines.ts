import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";

/**
 * One line of a file. `latin1`: it was not UTF-8 and was read as Windows-1252, the superset of Latin-1 those files
 * were really written in. Decided line by line: extracts joined from several sources mix both.
 */
export type Line = {
  /** From 1, as an editor counts. */
  readonly number: number;
  readonly text: string;
  readonly latin1: boolean;
  /** Longer than `lineBytesMax`: its text is only the beginning. */
  readonly tooLong: boolean;
};

/** Real lines stay under 2 kB. A file without line feeds must not fill the memory. */
export const lineBytesMax = 64 * 1024;

const lineFeed = 10;
const windows1252 = new TextDecoder("windows-1252");
const byteOrderMark = Buffer.from("\uFEFF");

/**
 * The file in pieces that end where a line ends, in bounded memory: of a line that is too long only the beginning is kept, one byte
 * more than is allowed.
 */
export async function* piecesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of source) {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (held.length > lineBytesMax) {
      const end = bytes.indexOf(lineFeed);
      if (end === -1) continue;
      bytes = bytes.subarray(end);
    }
    const last = bytes.lastIndexOf(lineFeed) + 1;
    if (last === 0) {
      held = Buffer.concat([held, bytes.subarray(0, lineBytesMax + 1 - held.length)]);
      continue;
    }
    const whole =
      held.length === 0 ? bytes.subarray(0, last) : Buffer.concat([held, bytes.subarray(0, last)]);
    yield isFirst ? withoutMark(whole) : whole;
    isFirst = false;
    held = Buffer.from(bytes.subarray(last, last + lineBytesMax + 1));
  }
  if (held.length > 0) yield isFirst ? withoutMark(held) : held;
}

const withoutMark = (bytes: Buffer) =>
  bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes;

/** Where each line of a piece begins and ends, its end (LF or CRLF) left out. */
export function* spansOf(piece: Buffer): Generator<readonly [from: number, to: number]> {
  for (let from = 0; from < piece.length; ) {
    const feed = piece.indexOf(lineFeed, from);
    const end = feed === -1 ? piece.length : feed;
    yield [from, end > from && piece[end - 1] === 13 ? end - 1 : end];
    from = end + 1;
  }
}

/** One line as text. */
export function decode(bytes: Buffer, number: number): Line {
  const tooLong = bytes.length > lineBytesMax;
  const body = bytes.subarray(0, lineBytesMax);
  // A cut line may end inside a character: what it says is not used, so its encoding is not counted either.
  const latin1 = !tooLong && !isUtf8(body);
  return {
    number,
    text: latin1 ? windows1252.decode(body) : body.toString("utf8"),
    latin1,
    tooLong,
  };
}

/** What is known of a file as it is read. */
export type Weight = {
  readonly bytes: number;
  /** Whether the last byte read is a line feed: a file that stops inside a line was cut. */
  readonly endsLine: boolean;
  /** Of all that was read: asked for once, at the end. */
  readonly digest: () => string;
};

/** A file that is weighed while somebody reads it. */
export function weigh(source: AsyncIterable<Uint8Array>): {
  readonly weight: Weight;
  readonly chunks: AsyncIterable<Uint8Array>;
} {
  const hash = createHash("sha256");
  const weight = { bytes: 0, endsLine: false, digest: () => hash.digest("base64url") };
  async function* chunks() {
    for await (const chunk of source) {
      hash.update(chunk);
      weight.bytes += chunk.length;
      if (chunk.length > 0) weight.endsLine = chunk.at(-1) === lineFeed;
      yield chunk;
    }
  }
  return { weight, chunks: chunks() };
}

/** Every line of a file, in bounded memory. */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let number = 0;
  for await (const piece of piecesOf(source)) {
    for (const [from, to] of spansOf(piece)) yield decode(piece.subarray(from, to), ++number);
  }
}
