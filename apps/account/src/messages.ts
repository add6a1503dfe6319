import { french, type Lang } from "@aval/design";
import type { AccountEvent, SessionItem } from "@aval/protocol";
import { inEnglish } from "./messages.en.ts";
import { inFrench, type Messages } from "./messages.fr.ts";
import type { Act, Model, Trouble } from "./state.ts";

export type { Messages } from "./messages.fr.ts";

export const messages: Readonly<Record<Lang, Messages>> = { fr: inFrench, en: inEnglish };

/** What asked: a browser as it described itself, or software by its registered name: the first that was entered. */
export function deviceWords({ declared, where, services }: SessionItem, t: Messages): string {
  if (where !== "own_software") return declared || t.computer;
  return t.software(services[0]?.name ?? "", declared);
}

/** Where the rights table put a browser, in words. What is not known is not one of the holder's places. */
export function whereWords(where: SessionItem["where"], t: Messages): string {
  if (where.startsWith("own_place")) return t.sessions.where.own;
  if (where === "known_workstation") return t.sessions.where.workstation;
  if (where === "this_phone") return t.sessions.where.phone;
  if (where === "own_software") return t.sessions.where.software;
  return t.sessions.where.unknown;
}

/** What happened, in a line. */
export function eventWords({ kind, rights }: AccountEvent, t: Messages): string {
  const isReduced = kind === "session_opened" && rights === "reduced";
  return t.events[isReduced ? "session_reduced" : kind] ?? t.events["other"] ?? kind;
}

/** What more is known of it, a line each. Reasons that have no words of their own are not shown as code. */
export function eventDetails(event: AccountEvent, t: Messages): readonly string[] {
  const { service, declared, where, phone, reason, rule, triesLeft } = event;
  const isSession = event.kind.startsWith("session_");
  return [
    service === undefined ? undefined : t.history.to(service),
    declared === undefined ? undefined : t.history.on(declared),
    isSession && where !== undefined ? whereWords(where, t) : undefined,
    phone === undefined ? undefined : t.history.by(phone),
    rule === undefined ? undefined : t.rules[rule],
    reason === undefined ? undefined : t.reasons[reason],
    triesLeft === undefined ? undefined : t.history.triesLeft(triesLeft),
  ].filter((line) => line !== undefined);
}

/** What went wrong: ours where the line failed, the server's own sentence where it refused. */
export function troubleWords(trouble: Trouble, lang: Lang): string {
  const t = messages[lang];
  if (trouble.kind === "offline") return t.offline;
  const theirs = trouble.problem.message?.[lang] ?? t.unnamed;
  return lang === "fr" ? french(theirs) : theirs;
}

/** What was just done, in a sentence. */
export function toldWords(act: Act, t: Messages): string | undefined {
  switch (act.act) {
    case "close_session":
      return act.session === "others" ? t.sessions.closedOthers : t.sessions.closedOne;
    case "end_place":
      return t.places.done;
    case "end_bell":
      return t.bells.done;
    case "end_software":
      return t.mySoftware.done;
    case "end_key":
      return t.keys.done;
    case "suspend_phone":
      return t.phones.done;
    case "disown":
      return t.history.done;
    case "say_contacts_right":
      return t.home.contacts.done;
    case "take_proofs":
      return t.history.taken;
    case "take_complaint":
      return t.steps.complaint.taken;
    case "tick_step":
      return act.isDone ? t.steps.ticked : t.steps.unticked;
    case "set_quiet":
    case "set_more_time":
      return t.settings.done;
    default:
      return undefined;
  }
}

/** The page's title, which follows what is on it. */
export function titleOf({ lang, phase, section }: Model, brand: string): string {
  const t = messages[lang];
  const said = {
    opening: t.opening,
    out: t.out.heading,
    left: t.left.heading,
    blocked: t.blocked.heading,
    in: section === "home" ? undefined : section === "block" ? t.block.title : t.sections[section],
  }[phase];
  return [said, t.home.title, brand].filter(Boolean).join(" – ");
}
