import { createHash } from "node:crypto";

/** The same numbers from 0 to below 1 for the same seed (mulberry32). Not for secrets. */
export function drawing(seed: string): () => number {
  let state = createHash("sha256").update(seed).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Spacing = "poisson" | "uniform";

/**
 * When each operation is due, in milliseconds from the start: as people come, by themselves (Poisson), or evenly. The
 * times are settled before anything is measured: a slow answer puts off nobody's arrival (no coordinated omission).
 */
export function arrivals(
  given: { readonly perSecond: number; readonly seconds: number; readonly spacing: Spacing },
  draw: () => number,
): Float64Array {
  const { perSecond, seconds, spacing } = given;
  const meanMs = 1000 / perSecond;
  const endMs = seconds * 1000;
  const due: number[] = [];
  for (let at = 0; ; ) {
    at += spacing === "uniform" ? meanMs : -Math.log(1 - draw()) * meanMs;
    if (at > endMs) return Float64Array.from(due);
    due.push(at);
  }
}

/**
 * Every number below `count` once, in an order of its own for each seed: holders at random, none twice before all have
 * come. (Two requests of one holder within a minute cancel each other.)
 */
export function shuffled(count: number, draw: () => number): (turn: number) => number {
  const start = Math.floor(draw() * count);
  let step = 1 + Math.floor(draw() * count);
  while (divisor(step, count) !== 1) step++;
  return (turn) => (start + ((turn * step) % count)) % count;
}

function divisor(left: number, right: number): number {
  return right === 0 ? left : divisor(right, left % right);
}
