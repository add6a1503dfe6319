import { isUtf8 } from "node:buffer";

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

/**
 * The lines of a file, without their ends (LF or CRLF) and without the byte order mark, in bounded memory; as many at once as
 * came in one piece of the file.
 */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let number = 0;

  const keep = (part: Buffer) => {
    // One byte more than the limit is enough to know that the limit was passed.
    if (heldBytes <= lineBytesMax) held.push(part.subarray(0, lineBytesMax + 1 - heldBytes));
    heldBytes += part.length;
  };
  const take = (): Line => {
    const bytes = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    number += 1;
    return decode(bytes, number);
  };

  for await (const chunk of source) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const first = bytes.indexOf(lineFeed);
    if (first === -1) {
      keep(Buffer.from(bytes));
      continue;
    }
    keep(bytes.subarray(0, first));
    yield [take()];
    const last = bytes.lastIndexOf(lineFeed);
    if (last > first) {
      const whole = decodeAll(bytes.subarray(first + 1, last), number + 1);
      number += whole.length;
      yield whole;
    }
    if (last + 1 < bytes.length) keep(Buffer.from(bytes.subarray(last + 1)));
  }
  if (heldBytes > 0) yield [take()];
}

/** Many lines at once when all of them are UTF-8 and of an ordinary length; else one by one. */
function decodeAll(bytes: Buffer, firstNumber: number): Line[] {
  if (isUtf8(bytes)) {
    const texts = bytes.toString("utf8").split("\n");
    // A character is at most three bytes here for each unit of `length`.
    if (texts.every((text) => text.length < lineBytesMax / 3))
      return texts.map((text, n) => lineOf(withoutReturn(text), firstNumber + n));
  }
  const lines: Line[] = [];
  for (let from = 0; from <= bytes.length; ) {
    const feed = bytes.indexOf(lineFeed, from);
    const end = feed === -1 ? bytes.length : feed;
    lines.push(decode(bytes.subarray(from, end), firstNumber + lines.length));
    from = end + 1;
  }
  return lines;
}

const withoutReturn = (text: string) =>
  text.charCodeAt(text.length - 1) === 13 ? text.slice(0, -1) : text;

const lineOf = (text: string, number: number): Line => ({
  number,
  text,
  latin1: false,
  tooLong: false,
});

function decode(bytes: Buffer, number: number): Line {
  const end = bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length;
  const tooLong = end > lineBytesMax;
  const body = bytes.subarray(0, Math.min(end, lineBytesMax));
  // A cut line may end inside a character: what it says is not used, so its encoding is not counted either.
  const latin1 = !tooLong && !isUtf8(body);
  const text = latin1 ? windows1252.decode(body) : body.toString("utf8");
  return { number, text: number === 1 ? text.replace(/^\uFEFF/, "") : text, latin1, tooLong };
}
