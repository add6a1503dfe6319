import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import fc from "fast-check";
import { leafHash } from "./merkle.ts";
import { consistencyOf, coverOf, isConsistent, rootByCover, type Span } from "./tree-proofs.ts";

/** RFC 6962 section 2.1, word for word: the second implementation, that the proofs are checked by. */
function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return createHash("sha256").digest();
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  const halves = [treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split))];
  return createHash("sha256")
    .update(Buffer.concat([new Uint8Array([1]), ...halves]))
    .digest();
}

/** RFC 6962 section 2.1.1, word for word: the audit path of one leaf, from the leaf upwards. */
function auditPath(place: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return place < split
    ? [...auditPath(place, left), treeHash(right)]
    : [...auditPath(place - split, right), treeHash(left)];
}

/** RFC 6962 section 2.1.2, word for word. */
function subproof(before: number, leaves: readonly Uint8Array[], isWhole: boolean): Uint8Array[] {
  if (before === leaves.length) return isWhole ? [] : [treeHash(leaves)];
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return before <= split
    ? [...subproof(before, left, isWhole), treeHash(right)]
    : [...subproof(before - split, right, false), treeHash(left)];
}

const log = (size: number) =>
  Array.from({ length: size }, (_, place) => leafHash(new Uint8Array([place % 256, place >> 8])));
const hashesOf = (spans: readonly Span[], leaves: readonly Uint8Array[]) =>
  spans.map(({ from, to }) => treeHash(leaves.slice(from, to)));
const hex = (hashes: readonly Uint8Array[]) =>
  hashes.map((hash) => Buffer.from(hash).toString("hex"));

const sizes = fc.integer({ min: 1, max: 200 });
const somePlaces = sizes.chain((size) =>
  fc.record({
    size: fc.constant(size),
    places: fc
      .uniqueArray(fc.nat({ max: size - 1 }), { minLength: 1, maxLength: 12 })
      .map((places) => places.sort((a, b) => a - b)),
  }),
);
const leavesAt = (places: readonly number[], leaves: readonly Uint8Array[]) =>
  places.map((place) => ({ place, hash: leaves[place] as Uint8Array }));
/** One bit of one hash, turned. */
const flipped = (hashes: readonly Uint8Array[], at: number) =>
  hashes.map((hash, index) =>
    index === at % hashes.length
      ? hash.map((byte, n) => (n === at % 32 ? byte ^ (1 << (at % 8)) : byte))
      : hash,
  );

test("the cover of one leaf is its RFC 6962 audit path, in the order of the log", () => {
  fc.assert(
    fc.property(sizes, fc.nat(), (size, any) => {
      const leaves = log(size);
      const place = any % size;
      const cover = hashesOf(coverOf([place], size), leaves);
      assert.deepEqual(hex(cover).sort(), hex(auditPath(place, leaves)).sort());
    }),
  );
});

test("leaves are proven by their cover, and by no other place, leaf, size or hash", () => {
  fc.assert(
    fc.property(somePlaces, fc.nat(), ({ size, places }, any) => {
      const leaves = log(size);
      const root = hex([treeHash(leaves)])[0];
      const cover = hashesOf(coverOf(places, size), leaves);
      const given = leavesAt(places, leaves);
      const proves = (...proof: Parameters<typeof rootByCover>) => {
        const found = rootByCover(...proof);
        return found !== undefined && hex([found])[0] === root;
      };
      assert.ok(proves(given, size, cover));
      const which = any % places.length;
      assert.ok(!proves(given.toSpliced(which, 1), size, cover), "a leaf is missing");
      assert.ok(!proves(given, size, [...cover, leafHash(new Uint8Array())]), "a hash too many");
      if (cover.length > 0) {
        assert.ok(!proves(given, size, cover.slice(1)), "a hash is missing");
        assert.ok(!proves(given, size, flipped(cover, any)), "a bit of a hash");
      }
      const other = given.map((leaf, index) =>
        index === which ? { ...leaf, hash: flipped([leaf.hash], any)[0] as Uint8Array } : leaf,
      );
      assert.ok(!proves(other, size, cover), "a bit of a leaf");
      const forged = leafHash(new Uint8Array([9, 9, 9]));
      const beside = given.flatMap((leaf, index) =>
        index === which ? [leaf, { place: leaf.place, hash: forged }] : [leaf],
      );
      assert.ok(!proves(beside, size, cover), "a second leaf in a place");
      const beyond = [...given, { place: size, hash: forged }];
      assert.ok(!proves(beyond, size, cover), "a leaf beyond the log");
      const [first, second] = given;
      if (first && second) {
        const swapped = [
          { ...first, hash: second.hash },
          { ...second, hash: first.hash },
          ...given.slice(2),
        ];
        assert.ok(!proves(swapped, size, cover), "two leaves change places");
        assert.ok(!proves([second, first, ...given.slice(2)], size, cover), "places do not rise");
      }
    }),
  );
});

test("a longer log is proven to begin with a shorter one as RFC 6962 says, and a fork never is", () => {
  fc.assert(
    fc.property(sizes, sizes, fc.nat(), (a, b, any) => {
      const [before, size] = a < b ? [a, b] : [b, a];
      const leaves = log(size);
      const proof = hashesOf(consistencyOf(before, size), leaves);
      assert.deepEqual(hex(proof), hex(subproof(before, leaves, true)));
      const now = { size, root: treeHash(leaves) };
      const old = { size: before, root: treeHash(leaves.slice(0, before)) };
      assert.ok(isConsistent(old, now, proof));
      const forked = leaves.with(any % before, leafHash(new Uint8Array([1, 2, 3])));
      const fork = { size, root: treeHash(forked) };
      const proofOfFork = hashesOf(consistencyOf(before, size), forked);
      assert.ok(!isConsistent(old, fork, proofOfFork), "a rewritten log");
      assert.ok(!isConsistent(old, now, [...proof, now.root]), "a hash too many");
      if (proof.length > 0) {
        assert.ok(!isConsistent(old, now, flipped(proof, any)), "a bit of the proof");
        assert.ok(!isConsistent(old, now, proof.slice(1)), "a hash is missing");
      }
      if (before < size) assert.ok(!isConsistent(now, old, proof), "a log never goes back");
    }),
  );
});

test("sizes beyond 32 bits are split where they are to be", () => {
  const size = 2 ** 40 + 3;
  assert.deepEqual(coverOf([2 ** 40 + 2], size), [
    { from: 0, to: 2 ** 40 },
    { from: 2 ** 40, to: 2 ** 40 + 2 },
  ]);
  assert.deepEqual(consistencyOf(2 ** 40, size), [{ from: 2 ** 40, to: size }]);
});
