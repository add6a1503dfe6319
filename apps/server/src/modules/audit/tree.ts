import type { Database } from "#platform/database";

import { nodeHash } from "./merkle.ts";
import type { AuditTables } from "./store.ts";
import { splitOf, type Span } from "./tree-proofs.ts";
import * as store from "./tree-store.ts";

/**
 * The tree of the log, read where it is stored: the leaves in their facts, and one hash for each full tile of 256, of 65 536, and so on,
 * so that no proof reads more than some tiles of a log of any length. What a tile holds never changes once it is full.
 *
 * Source: C2SP `tlog-tiles`. Nodes are a memory of what the leaves say: one that is missing is computed, one that is wrong is found by
 * `aval audit verify`, and makes proofs that nobody accepts.
 */
export const tileWidth = 256;

/** The hashes `first` to `first + count` of a level: leaves at 0, above it the roots of full tiles of the level below. */
export async function hashesAt(
  db: Database<AuditTables>,
  level: number,
  first: number,
  count: number,
): Promise<readonly Uint8Array[]> {
  if (level === 0) return store.leaves(db, first, count);
  const known = new Map(
    (await store.nodes(db, level, first, count)).map(({ place, hash }) => [place, hash]),
  );
  const hashes: Uint8Array[] = [];
  for (let place = first; place < first + count; place += 1) {
    const hash = known.get(place) ?? (await computedAt(db, level, place));
    if (!hash) break;
    hashes.push(hash);
  }
  return hashes;
}

async function computedAt(
  db: Database<AuditTables>,
  level: number,
  place: number,
): Promise<Uint8Array | undefined> {
  const below = await hashesAt(db, level - 1, place * tileWidth, tileWidth);
  return below.length === tileWidth ? perfectRoot(below) : undefined;
}

/** The root over a power of two of hashes. */
function perfectRoot(hashes: readonly Uint8Array[]): Uint8Array {
  let row = [...hashes];
  while (row.length > 1)
    row = row.flatMap((hash, at) =>
      at % 2 === 0 ? [nodeHash(hash, row[at + 1] as Uint8Array)] : [],
    );
  return row[0] as Uint8Array;
}

/** How many nodes one round of the sequencer writes: a log from before there were any is caught up with in rounds. */
const nodesInRound = 64;

/** Keeps the roots of tiles that are full by now. Runs in the sequencer's transaction, hence once at a time. */
export async function completeNodes(db: Database<AuditTables>, size: number): Promise<void> {
  for (let level = 1, full = Math.floor(size / tileWidth); full > 0; level += 1) {
    const have = await store.countNodes(db, level);
    for (let place = have; place < Math.min(full, have + nodesInRound); place += 1) {
      const hash = await computedAt(db, level, place);
      // A hole is somebody's doing, and `aval audit verify` says so: the log goes on.
      if (!hash) return;
      await store.insertNode(db, { level, place, hash });
    }
    full = Math.floor(full / tileWidth);
  }
}

/** One sentence for each node that is not what lies under it. */
export async function nodeFaults(db: Database<AuditTables>, size: number): Promise<string[]> {
  const faults: string[] = [];
  for (let level = 1, full = Math.floor(size / tileWidth); full > 0; level += 1) {
    for (const { place, hash } of await store.nodes(db, level, 0, full)) {
      const computed = await computedAt(db, level, place);
      if (!computed || Buffer.compare(computed, hash) !== 0)
        faults.push(`node ${place} of level ${level} is not the root of its tile`);
    }
    full = Math.floor(full / tileWidth);
  }
  return faults;
}

/** The roots of spans of the log, in their order: what a proof consists of. */
export async function spanRoots(
  db: Database<AuditTables>,
  spans: readonly Span[],
): Promise<readonly Uint8Array[]> {
  const tiles = await tilesUnder(db, spans);
  return spans.map(({ from, to }) => spanRoot(tiles, from, to));
}

type Tiles = (level: number, first: number, count: number) => readonly Uint8Array[];

/** A span begins where its size's left subtree may: RFC 6962 section 2.1 folds the rest. */
function spanRoot(tiles: Tiles, from: number, to: number): Uint8Array {
  let height = 0;
  while (2 ** (height + 1) <= to - from) height += 1;
  if (2 ** height === to - from) {
    const level = Math.floor(height / 8);
    const unit = tileWidth ** level;
    return perfectRoot(tiles(level, from / unit, 2 ** (height - level * 8)));
  }
  const middle = from + splitOf(to - from);
  return nodeHash(spanRoot(tiles, from, middle), spanRoot(tiles, middle, to));
}

/** Reads, level by level and many tiles at once, what the spans need. */
async function tilesUnder(db: Database<AuditTables>, spans: readonly Span[]): Promise<Tiles> {
  const needed = new Map<number, Set<number>>();
  const note: Tiles = (level, first, count) => {
    const tile = Math.floor(first / tileWidth);
    needed.set(level, (needed.get(level) ?? new Set()).add(tile));
    return Array.from({ length: count }, () => new Uint8Array(32));
  };
  for (const { from, to } of spans) spanRoot(note, from, to);
  const read = new Map<string, readonly Uint8Array[]>();
  for (const [level, tiles] of needed) {
    const all = [...tiles];
    for (let at = 0; at < all.length; at += 64) {
      const some = all.slice(at, at + 64);
      for (const [tile, hashes] of await tilesAt(db, level, some))
        read.set(`${level}/${tile}`, hashes);
    }
  }
  return (level, first, count) => {
    const tile = Math.floor(first / tileWidth);
    const within = first - tile * tileWidth;
    const hashes = read.get(`${level}/${tile}`)?.slice(within, within + count) ?? [];
    if (hashes.length !== count)
      throw new Error(`the log has a hole at level ${level}, place ${first}`);
    return hashes;
  };
}

async function tilesAt(
  db: Database<AuditTables>,
  level: number,
  tiles: readonly number[],
): Promise<ReadonlyMap<number, readonly Uint8Array[]>> {
  if (level === 0) return store.leafTiles(db, tiles, tileWidth);
  const read = new Map<number, readonly Uint8Array[]>();
  for (const tile of tiles) read.set(tile, await hashesAt(db, level, tile * tileWidth, tileWidth));
  return read;
}
