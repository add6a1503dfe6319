import { Halt } from "#platform/halt";

/** One file of an archive, held whole: long things are cut into several. */
export type Member = { readonly name: string; readonly content: Buffer };

/**
 * The POSIX tape archive (ustar, IEEE 1003.1), as far as backups need it: regular files of this account alone, so that
 * `tar -tzf` shows what a backup holds on any machine. What is read is checked: names are ours, sizes bounded, sums right.
 */
const block = 512;
const longestMember = 16 * 2 ** 20;

export async function* tarOf(members: AsyncIterable<Member>): AsyncGenerator<Buffer> {
  for await (const { name, content } of members) {
    yield header(name, content.length);
    yield content;
    const rest = content.length % block;
    if (rest > 0) yield Buffer.alloc(block - rest);
  }
  yield Buffer.alloc(2 * block);
}

function header(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 99 || size > longestMember)
    throw new RangeError(`no member of an archive: ${name}, ${size} bytes`);
  const head = Buffer.alloc(block);
  head.write(name, 0);
  head.write("0000600\0", 100);
  head.write("0000000\0", 108);
  head.write("0000000\0", 116);
  head.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  // No time: the same content is the same archive. The manifest says when.
  head.write(`${"0".repeat(11)}\0`, 136);
  head.write("0", 156);
  head.write("ustar\x0000", 257);
  head.write(`${checksum(head).toString(8).padStart(6, "0")}\0 `, 148);
  return head;
}

/** The sum of the header's bytes, its own field taken for blanks. */
function checksum(head: Buffer): number {
  let sum = 0;
  for (const [at, byte] of head.entries()) sum += at >= 148 && at < 156 ? 32 : byte;
  return sum;
}

/** The files of an archive, one after another. What follows the end mark is read too: a cut or a change there must be seen. */
export async function* membersOf(source: AsyncIterable<Buffer>): AsyncGenerator<Member> {
  const reader = source[Symbol.asyncIterator]();
  const take = taker(reader);
  try {
    for (let head = await take(block); head.some((byte) => byte !== 0); head = await take(block)) {
      const { name, size } = described(head);
      const content = await take(size);
      await take((block - (size % block)) % block);
      yield { name, content };
    }
    while (!(await reader.next()).done);
  } finally {
    await reader.return?.();
  }
}

function described(head: Buffer): { readonly name: string; readonly size: number } {
  const octal = (from: number, to: number) =>
    Number.parseInt(head.subarray(from, to).toString("ascii"), 8);
  const size = octal(124, 136);
  const isFile = head[156] === 48 && head.subarray(257, 262).toString("ascii") === "ustar";
  const isSound = octal(148, 156) === checksum(head) && size <= longestMember;
  if (!isFile || !isSound) throw notOurs();
  return { name: head.subarray(0, 100).toString("utf8").split("\0")[0] ?? "", size };
}

function taker(reader: AsyncIterator<Buffer>): (count: number) => Promise<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  return async (count) => {
    while (length < count) {
      const next = await reader.next();
      if (next.done) throw notOurs();
      held.push(next.value);
      length += next.value.length;
    }
    const whole = Buffer.concat(held);
    held = [whole.subarray(count)];
    length = whole.length - count;
    return whole.subarray(0, count);
  };
}

function notOurs(): Halt {
  return new Halt(
    "Ce fichier n'est pas une sauvegarde d'Aval, ou il est coupé.",
    "This file is no backup of Aval's, or it is cut short.",
  );
}
