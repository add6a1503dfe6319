import { nodeHash } from "./merkle.ts";

/**
 * Proofs over the tree of RFC 6962 section 2.1 (RFC 9162 section 2.1 says the same): that leaves are in it, and that a longer
 * log has a shorter one at its beginning.
 *
 * A proof is named first, as the spans of leaves whose hashes it consists of; whoever holds the log then looks the hashes up.
 * Sizes are below 2^53, hence no bitwise operators: those would cut them to 32 bits.
 */
export type Span = { readonly from: number; readonly to: number };

/** The size of the left subtree of a tree of `size` leaves: the largest power of two below it. */
export function splitOf(size: number): number {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

/**
 * What proves that these leaves (places in rising order, at least one) are in a tree of `size`: the largest spans that hold none of
 * them, from left to right. Of one leaf these are the hashes of its RFC 6962 audit path, in the order of the log instead of
 * from the leaf upwards; of many leaves, what their paths share is there once.
 */
export function coverOf(places: readonly number[], size: number): readonly Span[] {
  const spans: Span[] = [];
  const walk = (from: number, to: number, first: number, past: number): void => {
    if (first === past) {
      spans.push({ from, to });
      return;
    }
    if (to - from === 1) return;
    const middle = from + splitOf(to - from);
    let border = first;
    while (border < past && (places[border] as number) < middle) border += 1;
    walk(from, middle, first, border);
    walk(middle, to, border, past);
  };
  walk(0, size, 0, places.length);
  return spans;
}

/**
 * The root of the tree of `size` that holds these leaves at these places, by the hashes of its cover; `undefined` when there are too many
 * or too few of them, or when the places are not rising places of that tree.
 *
 * Every hash is used once: an attacker can add none, and the root is right only if all are.
 */
export function rootByCover(
  leaves: readonly { readonly place: number; readonly hash: Uint8Array }[],
  size: number,
  hashes: readonly Uint8Array[],
): Uint8Array | undefined {
  const isRising = leaves.every(
    ({ place }, index) =>
      Number.isSafeInteger(place) &&
      place < size &&
      place > (index === 0 ? -1 : (leaves[index - 1]?.place as number)),
  );
  if (!isRising || leaves.length === 0) return undefined;
  let used = 0;
  const walk = (from: number, to: number, first: number, past: number): Uint8Array | undefined => {
    if (first === past) {
      used += 1;
      return hashes[used - 1];
    }
    if (to - from === 1) return leaves[first]?.hash;
    const middle = from + splitOf(to - from);
    let border = first;
    while (border < past && (leaves[border]?.place as number) < middle) border += 1;
    const left = walk(from, middle, first, border);
    const right = walk(middle, to, border, past);
    return left && right && nodeHash(left, right);
  };
  const root = walk(0, size, 0, leaves.length);
  return used === hashes.length ? root : undefined;
}

/** RFC 6962 section 2.1.2: what proves that the tree of `size` begins with the tree of `before` (1 to `size`). */
export function consistencyOf(before: number, size: number): readonly Span[] {
  const walk = (from: number, to: number, isWhole: boolean): readonly Span[] => {
    if (before === to) return isWhole ? [] : [{ from, to }];
    const middle = from + splitOf(to - from);
    if (before <= middle) return [...walk(from, middle, isWhole), { from: middle, to }];
    return [...walk(middle, to, false), { from, to: middle }];
  };
  return walk(0, size, true);
}

export type Head = { readonly size: number; readonly root: Uint8Array };

/** Whether the log of `now` begins with the log of `before`, as RFC 9162 section 2.1.4.2 verifies it. */
export function isConsistent(before: Head, now: Head, proof: readonly Uint8Array[]): boolean {
  if (before.size > now.size || before.size < 1) return false;
  if (before.size === now.size) return proof.length === 0 && same(before.root, now.root);
  let [place, last] = [before.size - 1, now.size - 1];
  while (place % 2 === 1) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  // A whole subtree proves nothing by itself: whoever asks has its hash already.
  const path = place === 0 ? [before.root, ...proof] : [...proof];
  const first = path.shift();
  if (!first) return false;
  let [old, fresh] = [first, first];
  for (const hash of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      old = nodeHash(hash, old);
      fresh = nodeHash(hash, fresh);
      while (place % 2 === 0 && place !== 0)
        [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
    } else fresh = nodeHash(fresh, hash);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(old, before.root) && same(fresh, now.root);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
