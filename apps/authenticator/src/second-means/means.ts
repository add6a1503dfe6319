import type { PasskeyView, PhoneView } from "@aval/protocol";

/** What a holder may have beside this phone. */
type Held = { readonly phones: readonly PhoneView[]; readonly keys: readonly PasskeyView[] };

/**
 * What counts as a second means: what brings its holder back in on the day this phone is missing, without this phone. Data, so that
 * no screen has an opinion of its own. DESIGN section 6, *Two means from the first day*.
 */
export const means = {
  /** Another phone that may approve. */
  phone: ({ phones }: Held) => phones.some(({ isThis, state }) => !isThis && state === "active"),
  /** A key that opens services by itself, anywhere: a copied one needs this phone beside it. */
  key: ({ keys }: Held) =>
    keys.some(({ host, isHardwareHeld, isAsleep }) => !host && isHardwareHeld && !isAsleep),
} as const satisfies Readonly<Record<string, (held: Held) => boolean>>;
export type Means = keyof typeof means;

/** Which of them this holder has. */
export const meansOf = (held: Held): readonly Means[] =>
  (Object.keys(means) as Means[]).filter((name) => means[name](held));
