import { french, type Lang } from "@aval/design";
import { inEnglish } from "./messages.en.ts";
import { inFrench, type Messages } from "./messages.fr.ts";
import type { Act, Model, Trouble } from "./state.ts";

export type { Messages } from "./messages.fr.ts";

export const messages: Readonly<Record<Lang, Messages>> = { fr: inFrench, en: inEnglish };

const locales: Readonly<Record<Lang, string>> = { fr: "fr-FR", en: "en-GB" };

/** A moment, to the minute, where its reader is. */
export function whenWords(seconds: number, lang: Lang): string {
  const format = new Intl.DateTimeFormat(locales[lang], { dateStyle: "long", timeStyle: "short" });
  return format.format(seconds * 1000);
}

/** A day, where its reader is. */
export function dayWords(seconds: number, lang: Lang): string {
  return new Intl.DateTimeFormat(locales[lang], { dateStyle: "long" }).format(seconds * 1000);
}

/** The hour of a moment of today. */
export function hourWords(seconds: number, lang: Lang): string {
  const format = new Intl.DateTimeFormat(locales[lang], { timeStyle: "short" });
  return format.format(seconds * 1000);
}

/** The authority somebody acts for. */
export function scopeWords(scope: string, t: Messages): string {
  const [kind, name] = scope.split(":");
  if (name === undefined) return t.scopes.national;
  return kind === "order" ? t.scopes.order(name) : t.scopes.structure(name);
}

export const roleWords = (roles: readonly string[], t: Messages): string =>
  roles.map((role) => t.roles[role] ?? role).join(", ");

/** What went wrong: ours where the line or the key failed, the server's own sentence where it refused. */
export function troubleWords(trouble: Trouble, lang: Lang): string {
  const t = messages[lang];
  if (trouble.kind === "offline") return t.offline;
  if (trouble.kind === "no_key") return t.noKey;
  const theirs = trouble.problem.message?.[lang] ?? t.unnamed;
  return lang === "fr" ? french(theirs) : theirs;
}

/** What was just done, in a sentence. */
export function toldWords(act: Act, t: Messages): string | undefined {
  if (act.act === "end_key") return t.keys.done;
  if (act.act === "stop_letter") return t.letters.done;
  if (act.act === "ask_contact") return t.request.asked;
  if (act.act === "confirm_contact") return t.request.done;
  if (act.act === "refuse_contact") return t.request.refusedDone;
  return act.act === "suspend" ? t.team.done : undefined;
}

/** The page's title, which follows what is on it. */
export function titleOf({ lang, phase, route }: Model, brand: string): string {
  const t = messages[lang];
  const here = route.section === "link" ? t.link.heading : t.sections[route.section];
  const said = {
    opening: t.opening,
    out: t.out.heading,
    locked: t.locked.heading,
    left: t.left.heading,
    link: t.link.heading,
    proposed: t.proposed.heading,
    added: t.added.heading,
    differed: t.notAdded.heading,
    withdrawn: t.notAdded.heading,
    late: t.notAdded.heading,
    in: route.section === "home" ? undefined : here,
  }[phase];
  return [said, t.console, brand].filter(Boolean).join(" – ");
}
