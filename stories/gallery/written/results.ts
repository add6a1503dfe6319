import type { Lang } from "@aval/design";
import {
  fullOnlyPage,
  type Inside,
  insidePage,
  servicePages,
  toldPage,
} from "../../../apps/demo/src/results/pages.ts";
import type { Person } from "../../../apps/demo/src/shared/person.ts";
import type { ToldShown } from "../../../apps/demo/src/shared/told-pages.ts";

/** The demonstration service of results, in every state of its own. What it writes as the register does hangs with the register. */
export function resultsStates(person: Person, now: number) {
  const inside: Inside = {
    ...{ person, rights: "full", isReducedSince: false, endsAt: now + 3_600_000 },
    ...{ shown: undefined, readings: [] },
  };
  const review = { from: now - 7_200_000, to: now - 3_600_000, name: person.name };
  const told: ToldShown = {
    listening: "verified",
    told: [
      { at: now, kind: "window", name: person.name },
      { at: now - 60_000, kind: "session_over", name: person.name },
      { at: now - 120_000, kind: "other" },
    ],
    reviews: [
      { ...review, window: "frw_1", acts: 2, answered: undefined },
      { ...review, window: "frw_2", acts: 0, answered: { acts: 1, cancelled: 0, at: now } },
    ],
  };
  return {
    "results-home": { "": servicePages.home },
    "results-inside": {
      "": (lang: Lang) => insidePage(lang, inside),
      read: (lang: Lang) =>
        insidePage(lang, {
          ...{ ...inside, shown: "mesange" },
          readings: [{ result: "mesange", at: now }],
        }),
    },
    "results-full-only": { "": fullOnlyPage },
    "results-closed": { told: (lang: Lang) => servicePages.closed(lang, "told") },
    "results-surveillance": {
      "": (lang: Lang) => toldPage(lang, { listening: "not_yet", told: [], reviews: [] }),
      busy: (lang: Lang) => toldPage(lang, told),
    },
  };
}
