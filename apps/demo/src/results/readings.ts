import type { Lang } from "@aval/design";
import type { Span } from "../shared/told.ts";

/** Whose results these are: nobody's. Names of birds, so that no list of patients can hold them. */
export type Result = {
  readonly patient: string;
  readonly test: Readonly<Record<Lang, string>>;
  readonly found: Readonly<Record<Lang, string>>;
};

export const results: Readonly<Record<string, Result>> = {
  bruant: {
    patient: "Bruant FICTIF, né en 1961",
    test: { fr: "Covid-19, test antigénique", en: "Covid-19, antigen test" },
    found: { fr: "Négatif", en: "Negative" },
  },
  mesange: {
    patient: "Mésange FICTIVE, née en 1994",
    test: { fr: "Grippe, PCR", en: "Influenza, PCR" },
    found: { fr: "Positif", en: "Positive" },
  },
  verdier: {
    patient: "Verdier FICTIF, né en 2012",
    test: { fr: "Covid-19, PCR", en: "Covid-19, PCR" },
    found: { fr: "Négatif", en: "Negative" },
  },
};

/** Somebody looked at a result. It cannot be undone: who was looked at is told. `at`: milliseconds since the epoch. */
export type Reading = { readonly result: string; readonly at: number };

/** All of them: a demonstration that runs for weeks does not fill its memory. */
const readingsMax = 1_000;

export type Readings = ReturnType<typeof createReadings>;

/** Who looked at what, in memory: a restart of the demo forgets it. */
export function createReadings() {
  const all: (Reading & { readonly by: string })[] = [];
  return {
    add: (by: string, reading: Reading): void => {
      all.push({ by, ...reading });
      if (all.length > readingsMax) all.shift();
    },
    /** Newest first. */
    of: (by: string): readonly Reading[] => all.filter((one) => one.by === by).toReversed(),
    /** How many somebody made in this time. */
    within: (by: string, { from, to }: Span): number =>
      all.filter((one) => one.by === by && one.at >= from && one.at <= to).length,
  };
}
