import type { PasskeyView, SecondMeans } from "@aval/protocol";

/** What a holder has to enter by. */
export type Held = {
  readonly activePhones: number;
  readonly keys: readonly Pick<PasskeyView, "host" | "isHardwareHeld" | "isAsleep">[];
  /** A card of theirs was read here, worked, runs still and was not reported. */
  readonly hasCard: boolean;
};

/**
 * Each of what lets its holder in by itself, the phone first: data, so that no screen has an opinion of its own. A key that may be copied needs a phone
 * beside it, one of the authenticator's host opens nothing, one that sleeps wants the phone too. DESIGN section 6, *Two means from the first day*.
 */
const means = {
  phone: ({ activePhones }: Held) => Math.min(activePhones, 2),
  key: ({ keys }: Held) =>
    keys.some(({ host, isHardwareHeld, isAsleep }) => !host && isHardwareHeld && !isAsleep) ? 1 : 0,
  card: ({ hasCard }: Held) => (hasCard ? 1 : 0),
} as const satisfies Readonly<Record<SecondMeans, (held: Held) => number>>;

/** What remains on the day the first of them is missing. Empty: the holder has one means, or none. */
export function secondMeansOf(held: Held): readonly SecondMeans[] {
  const all = (Object.keys(means) as SecondMeans[]).flatMap((name) =>
    Array<SecondMeans>(means[name](held)).fill(name),
  );
  return all.slice(1);
}
