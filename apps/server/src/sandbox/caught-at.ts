import type { Lang } from "@aval/design";

const moment = { timeZone: "Europe/Paris", dateStyle: "long", timeStyle: "short" } as const;
const formats = {
  fr: new Intl.DateTimeFormat("fr-FR", moment),
  en: new Intl.DateTimeFormat("en-GB", moment),
};
const zone = { fr: "heure de Paris", en: "Paris time" } as const;

/** When a message was caught, by the hours that the messages themselves say; whose hours they are is said beside. */
export const caughtAtText = (at: Date, lang: Lang): string =>
  `${formats[lang].format(at)} (${zone[lang]})`;
