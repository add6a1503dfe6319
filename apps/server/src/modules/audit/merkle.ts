import { createHash, createHmac, createSecretKey } from "node:crypto";
import { canonicalJson, toBase64url } from "@aval/protocol";

/**
 * Merkle tree hashes as RFC 6962 section 2.1 defines them, computed incrementally.
 *
 * A tree of n leaves is kept as its frontier: the roots of the perfect subtrees n decomposes into, largest first (as
 * many as n has one-bits). Appending merges from the right; the root folds the frontier from the right.
 */
export type Frontier = readonly Uint8Array[];

/** RFC 6962: leaf hashes start with 0x00, nodes with 0x01, so that a node can never pass for a leaf. */
export function leafHash(entry: Uint8Array): Uint8Array {
  return createHash("sha256")
    .update(new Uint8Array([0]))
    .update(entry)
    .digest();
}

/** The hash of a node over two others. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash("sha256")
    .update(new Uint8Array([1]))
    .update(left)
    .update(right)
    .digest();
}

/** The frontier after one more leaf. `size`: how many leaves it had. */
export function grow(frontier: Frontier, size: number, leaf: Uint8Array): Frontier {
  const grown = [...frontier];
  let hash = leaf;
  for (let remaining = size; remaining % 2 === 1; remaining = Math.floor(remaining / 2)) {
    const left = grown.pop();
    if (!left) throw new RangeError("the frontier is shorter than its size says");
    hash = nodeHash(left, hash);
  }
  grown.push(hash);
  return grown;
}

/** The root of the tree; of no leaves, the hash of nothing (RFC 6962). */
export function rootOf(frontier: Frontier): Uint8Array {
  const last = frontier.at(-1);
  if (!last) return createHash("sha256").digest();
  return frontier.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

type Committed = {
  readonly body: string;
  readonly professional: string | undefined;
  readonly scope: string;
};

/**
 * The entry a leaf hashes: canonical JSON of id, kind, time (ms) and a commitment, keyed by `key`, to the rest of the
 * fact: its body, whom it concerns and under which authority.
 *
 * The key makes the leaf say nothing about the body to whoever holds only the log: a body drawn from few values (a
 * refusal's reason) could else be guessed from its hash.
 */
export function leafEntry(
  fact: Committed & { id: string; kind: string; atMs: number },
  key: Uint8Array,
): Uint8Array {
  return leafEntryOf(fact, commitmentOf(fact, key));
}

/** What a leaf says of the rest of its fact. Under a key that is gone it says nothing to anybody, and still ties the leaf to its kind and time. */
export function commitmentOf(fact: Committed, key: Uint8Array): Uint8Array {
  const { body, professional = null, scope } = fact;
  const committed = canonicalJson({ body, professional, scope });
  // As a key object: given bytes, Node 24 takes three times as long, and a log is verified leaf by leaf.
  return createHmac("sha256", createSecretKey(key)).update(committed).digest();
}

/** The same entry, of a fact whose key is gone. */
export function leafEntryOf(
  fact: { id: string; kind: string; atMs: number },
  commitment: Uint8Array,
): Uint8Array {
  return new TextEncoder().encode(
    canonicalJson({
      at: fact.atMs,
      commitment: toBase64url(commitment),
      id: fact.id,
      kind: fact.kind,
    }),
  );
}
