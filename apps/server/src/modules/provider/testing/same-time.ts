import { createHash } from "node:crypto";

/**
 * Whether two things take as long, judged by ranks alone, so that one long pause of the machine weighs as one. Both are measured once
 * a round, in an order drawn anew: what the machine does besides falls on both.
 */
export type Judged = {
  /** The chance that two samples of one distribution lie so far apart: Mann and Whitney, two-sided, ties as they are. */
  readonly chance: number;
  /** How often the one takes longer than the other, ties halved: a half when nobody can tell. What a guesser wins by. */
  readonly slower: number;
  /** Within this of `slower` the truth lies, in 999 cases of 1 000. */
  readonly doubt: number;
};

export function judge(one: readonly number[], other: readonly number[]): Judged {
  const all = [...one.map((time) => ({ time, of: 1 })), ...other.map((time) => ({ time, of: 0 }))];
  all.sort((a, b) => a.time - b.time);
  const [n, m, total] = [one.length, other.length, all.length];
  let [ranks, ties] = [0, 0];
  for (let from = 0; from < total; ) {
    let to = from;
    while (to < total && all[to]?.time === all[from]?.time) to++;
    const rank = (from + 1 + to) / 2;
    for (let at = from; at < to; at++) ranks += all[at]?.of ? rank : 0;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const wins = ranks - (n * (n + 1)) / 2;
  const spread = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))));
  const far = spread === 0 ? 0 : Math.abs(wins - (n * m) / 2) / spread;
  return { chance: 2 * beyond(far), slower: wins / (n * m), doubt: (3.29 * spread) / (n * m) };
}

/** The normal distribution's upper tail: Abramowitz and Stegun, 26.2.17; exact to 10⁻⁷. */
function beyond(far: number): number {
  const t = 1 / (1 + 0.2316419 * far);
  const series = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153];
  const sum = series.reduce((all, one) => (all + one) * t, 0);
  return (Math.exp(-(far ** 2) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}

/** An order of these for one round: drawn, and the same at every run. */
export function orderOf<T>(round: number, all: readonly T[]): T[] {
  return all
    .map((one, at) => ({ one, key: createHash("sha256").update(`${round} ${at}`).digest("hex") }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ one }) => one);
}

/** What a run of `rounds` says of each kind beside the first. */
export async function compared<Kind extends string>(
  kinds: readonly [Kind, ...Kind[]],
  rounds: number,
  measure: (kind: Kind, round: number) => Promise<number>,
): Promise<readonly (Judged & { readonly kind: Kind })[]> {
  const times = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]));
  for (let round = 0; round < rounds; round++)
    for (const kind of orderOf(round, kinds)) times.get(kind)?.push(await measure(kind, round));
  const [first, ...others] = kinds;
  return others.map((kind) => ({ kind, ...judge(times.get(kind) ?? [], times.get(first) ?? []) }));
}

/** One line a kind, for whoever reads a run. */
export const lineOf = ({
  kind,
  chance,
  slower,
  doubt,
}: Judged & { readonly kind: string }): string =>
  `  ${kind.padEnd(16)} p ${chance.toFixed(3)}   slower in ${(100 * slower).toFixed(1)} % of pairs, ± ${(100 * doubt).toFixed(1)}`;
