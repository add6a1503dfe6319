import { events, type Told } from "./events.ts";
import { smsAround, smsLines } from "./sms-words.ts";

/** One message, and no second one: longer ones are cut apart, paid twice and arrive in any order. 3GPP TS 23.038, seven bits. */
const smsLength = 160;

/** The characters of one seven-bit message that count once (3GPP TS 23.038, 6.2.1): no ê, no lower-case ç, no typographic quotes. */
const sevenBits =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/** Whether a text is one message of seven bits. */
export const isOneSms = (text: string): boolean =>
  text.length <= smsLength && [...text].every((letter) => sevenBits.includes(letter));

/** In seven bits: what an accent or a typographic sign is short of, its letter is not. */
const inSevenBits = (text: string): string =>
  [...text]
    .map((letter) =>
      sevenBits.includes(letter)
        ? letter
        : (spelled[letter] ?? letter.normalize("NFD").replace(/\p{M}/gu, "")),
    )
    .join("");
const spelled: Readonly<Record<string, string>> = {
  ...{ "’": "'", "«": '"', "»": '"', "“": '"', "”": '"', "\u00a0": " ", "\u202f": " " },
  ...{ œ: "oe", Œ: "Oe", "–": "-", "—": "-", "…": "..." },
};

/** A campaign's telephone is told its title: what it says waits in the application and in the mail. */
const lineOf = ({ event, words }: Told) =>
  words ? { fr: inSevenBits(words.fr.title), en: inSevenBits(words.en.title) } : smsLines[event];

/**
 * What a telephone is told: one line, in French, then in English as far as there is room, and at most one link, which stops. The page
 * behind it says all of it in both.
 */
export function smsOf(told: readonly Told[], stopLink: string | undefined, brand: string): string {
  const [only] = told;
  const isDigest = told.length > 1 || !only;
  const { fr, en } = isDigest ? smsAround.digest(told.length) : lineOf(only);
  const canStop = stopLink !== undefined && told.some(({ event }) => events[event].stop);
  const end = canStop ? `${smsAround.stop} ${stopLink}` : smsAround.never;
  const name = isOneSms(brand) && brand.length <= 10 ? brand : "Aval";
  const both = `${name}: ${fr} / ${en} ${end}`;
  return isOneSms(both) ? both : `${name}: ${fr} ${end}`;
}
