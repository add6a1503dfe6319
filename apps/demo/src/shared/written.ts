import {
  type EmblemTone,
  type Html,
  html,
  type IconName,
  type Lang,
  type Piece,
} from "@aval/design";
import type { Failure } from "./provider.ts";

/** What the demonstrations write alike. */

/** One line of a list of names and values. */
export function fact(name: string, value: Piece): Html {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}

/** Each on a line of its own. */
export function lines(values: readonly string[]): Html {
  return html`${values.map((value, index) => html`${index > 0 && html`<br>`}${value}`)}`;
}

/** "15 h 42" or "15:42", in Paris. `at`: milliseconds since the epoch. */
export function clockTime(at: number, lang: Lang): string {
  const parts = new Intl.DateTimeFormat(lang === "fr" ? "fr-FR" : "en-GB", {
    timeZone: "Europe/Paris",
    hour: "numeric",
    minute: "2-digit",
    hour12: false,
  });
  const text = parts.format(at);
  return lang === "fr" ? text.replace(":", " h ") : text;
}

/** The sign and its tone over each reason why nobody is signed in. */
export const failureMarks: Readonly<Record<Failure, readonly [EmblemTone, IconName]>> = {
  denied: ["quiet", "cross"],
  login_required: ["act", "phone"],
  expired: ["quiet", "clock"],
  mismatch: ["warning", "warning"],
  unreachable: ["warning", "offline"],
  refused: ["warning", "warning"],
  broken: ["warning", "warning"],
};
