import { randomBytes } from "node:crypto";
import { type Id, idFrom } from "@aval/protocol";

/** Where randomness comes from. Tests pass a seeded one; production passes `systemRandom`. */
export type Random = { readonly bytes: (length: number) => Uint8Array<ArrayBuffer> };

export const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };

export function newId<P extends string>(prefix: P, random: Random): Id<P> {
  return idFrom(prefix, random.bytes(17));
}

/** A whole number from 0 to `bound`−1 without bias. `bound` at most 2^32. */
export function randomBelow(bound: number, random: Random): number {
  const limit = Math.floor(2 ** 32 / bound) * bound;
  for (;;) {
    const value = new DataView(random.bytes(4).buffer).getUint32(0);
    if (value < limit) return value % bound;
  }
}
