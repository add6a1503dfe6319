import { french } from "@aval/design";
import {
  type CampaignFault,
  type CampaignTexts,
  type CampaignWords,
  enablingIn,
  type TextFault,
} from "@aval/protocol";
import { limits as bounds } from "#lifetimes";
import type { Instant } from "#platform/time";

/*
 * What somebody on the staff may write to many people. Law 1 holds for what an operator types as it does for our own words: nothing
 * that could be read out, tapped or called is sent, so that whoever imitates our messages has nothing of ours to imitate.
 *
 * Who gains if a rule is missing: whoever persuades, or is, two members of staff, and reaches half a million people under our name.
 */

/** What is filled in when it is sent, and nothing else. */
const placeholders = ["brand", "day"] as const;

const months =
  "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|january|february|march|april|may|june|july|august|september|october|november|december";
/** A year behind its month is a date, and is not read out to anybody. */
const dated = new RegExp(`(${months}) 20\\d\\d(?!\\d)`, "giu");

/** A digit, whatever stands between it and the next: spaces, points, dashes. */
const digits = /(?:\p{N}[^\p{L}\p{N}]{0,3}){3,}/u;
/** One after the other in words: a code is dictated so. */
const numerals =
  "zéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|zero|one|two|three|four|five|seven|eight|nine";
const spelledDigits = new RegExp(
  `(?:(?<!\\p{L})(?:${numerals})(?!\\p{L})[^\\p{L}\\p{N}]{0,3}){3,}`,
  "iu",
);

/** What a mail program, or a telephone, makes a link of. */
const leadsSomewhere = /@|:\/\/|www\.|[\p{L}\p{N}]\.\p{L}/iu;

/** Letters, what stands between them, and a line's end: no markup, nothing invisible, nothing that turns the reading round. */
const letters = /^[\p{Script=Latin}0-9 \u00a0\u202f\n.,;:!?'’"«»“”()–—…/+%€°-]*$/u;

/** Why this is not sent, the first reason found; a text without fault has none. */
export function faultIn(text: string, most: number): TextFault | undefined {
  const bare = withoutPlaceholders(text);
  if (text.trim() === "") return "empty";
  if (text.length > most) return "long";
  if (/[{}]/.test(bare)) return "placeholder";
  if (leadsSomewhere.test(bare)) return "address";
  if (!letters.test(bare)) return "letters";
  const undated = bare.replaceAll(dated, "$1");
  if (digits.test(undated) || spelledDigits.test(undated)) return "digits";
  return enablingIn(bare).length > 0 ? "enables" : undefined;
}

const withoutPlaceholders = (text: string): string =>
  placeholders.reduce((left, name) => left.replaceAll(`{${name}}`, " "), text);

/** Every fault of both languages, the first of each field. */
export function faultsOf(
  texts: CampaignTexts,
  text: number = bounds.campaignText,
): readonly CampaignFault[] {
  const most = { title: bounds.campaignTitle, text } as const;
  return (["fr", "en"] as const).flatMap((lang) =>
    (["title", "text"] as const).flatMap((field) => {
      const given = texts[lang][field];
      // A title is a line of a short message, whose length is counted before anything is filled in.
      const fault =
        field === "title" && /[{}]/.test(given) ? "placeholder" : faultIn(given, most[field]);
      return fault ? [{ lang, field, fault }] : [];
    }),
  );
}

const dayIn = {
  fr: new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", dateStyle: "long" }),
  en: new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", dateStyle: "long" }),
} as const;

/** The texts as they are sent on this day. */
export function filled(
  texts: CampaignTexts,
  { brand, at }: { readonly brand: string; readonly at: Instant },
): CampaignTexts {
  const fill = (lang: "fr" | "en", text: string) =>
    text.replaceAll("{brand}", brand).replaceAll("{day}", dayIn[lang].format(at));
  const both = (lang: "fr" | "en"): CampaignWords => ({
    title: fill(lang, texts[lang].title),
    text: fill(lang, texts[lang].text),
  });
  return { fr: french(both("fr")), en: both("en") };
}

const hourInParis = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Paris",
  hour: "2-digit",
  hourCycle: "h23",
});

/** When a short message may sound for what is not urgent: 08:00 to 20:00, as the day of DESIGN section 6. */
export function isByDay(at: Instant): boolean {
  const hour = Number(hourInParis.format(at));
  return hour >= 8 && hour < 20;
}
