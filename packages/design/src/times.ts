import type { Lang } from "./page.ts";

/* Moments in words, where their reader is. All are seconds since the epoch. */

const locales: Readonly<Record<Lang, string>> = { fr: "fr-FR", en: "en-GB" };
const said = (seconds: number, lang: Lang, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locales[lang], options).format(seconds * 1000);

/** A moment, to the minute. */
export const whenWords = (seconds: number, lang: Lang): string =>
  said(seconds, lang, { dateStyle: "long", timeStyle: "short" });

export const dayWords = (seconds: number, lang: Lang): string =>
  said(seconds, lang, { dateStyle: "long" });

/** The hour of a moment of today. */
export const hourWords = (seconds: number, lang: Lang): string =>
  said(seconds, lang, { timeStyle: "short" });

/** The hour at which something ends, and by which clock: who works overseas, or on a computer set wrong, sees it. */
export function endWords(seconds: number, lang: Lang): string {
  const parts = new Intl.DateTimeFormat(locales[lang], {
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).formatToParts(seconds * 1000);
  const zone = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  return `${hourWords(seconds, lang)} (${zone})`;
}
