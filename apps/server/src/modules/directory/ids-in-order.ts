import { idFrom, type ProfessionalId } from "@aval/protocol";
import type { Random } from "#platform/random";

/** What an id takes of its first eight bytes: two bits of the first, and seven whole ones. */
const headMask = (1n << 58n) - 1n;
const tailBytes = 9;
const atOnce = 5000;

/**
 * New ids of ours, from the smallest on, many at a time. Heads are drawn and put in order, tails are drawn as ids are made: since
 * they know nothing of each other, that is as if whole ids had been drawn and put in order, without keeping millions of them.
 */
export function* idsInOrder(random: Random, count: number): Generator<ProfessionalId[]> {
  const heads = new BigUint64Array(random.bytes(8 * count).buffer).map((head) => head & headMask);
  heads.sort();
  for (let from = 0; from < count; from += atOnce) {
    const many = Math.min(atOnce, count - from);
    const tails = random.bytes(tailBytes * many);
    yield Array.from({ length: many }, (_, n) => {
      const bytes = new Uint8Array(8 + tailBytes);
      new DataView(bytes.buffer).setBigUint64(0, heads[from + n] ?? 0n);
      bytes.set(tails.subarray(tailBytes * n, tailBytes * (n + 1)), 8);
      return idFrom("pro", bytes);
    });
  }
}
