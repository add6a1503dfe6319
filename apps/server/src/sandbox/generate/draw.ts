/**
 * Numbers that look drawn and are computed: the same for the same seed, stream and index, in any order. So any person of a
 * population can be made alone, without those before, and a file is written in constant memory. Not for secrets.
 */
export type Draw = {
  /** From 0 to 1, 1 not included. */
  readonly share: () => number;
  /** A whole number from 0 to `bound` − 1. */
  readonly below: (bound: number) => number;
  readonly pick: <T>(among: readonly T[]) => T;
  readonly chance: (share: number) => boolean;
};

/** Two 32-bit numbers into one in which every bit depends on every bit. */
export function mixed(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** A stream of numbers of its own for each `stream` (what is being drawn) and `index` (of whom). */
export function drawOf(seed: number, stream: number, index: number): Draw {
  let state = mixed(mixed(seed, stream), index);
  const share = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (bound: number) => Math.floor(share() * bound);
  return {
    share,
    below,
    pick: (among) => among[below(among.length)] as (typeof among)[number],
    chance: (likely) => share() < likely,
  };
}

/** What is drawn, each from a stream of its own: a change in one leaves the others as they were. */
export const streams = {
  person: 1,
  work: 2,
  structure: 3,
  later: 4,
  uuid: 5,
  duty: 6,
} as const;

/** The last digit of a number that the Luhn check accepts, as RPPS numbers have it. */
export function luhnDigit(digits: string): string {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = at % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}
