import type { SessionItem } from "@aval/protocol";
import { type Messages, timeWords } from "../messages.ts";
import type { Closed } from "./request.ts";

/** What asked: a browser as it described itself, nobody else's word stands for it; or software, by its registered name. */
export function deviceWords({ declared, where, services }: SessionItem, t: Messages): string {
  if (where !== "own_software") return declared || t.sessions.computer;
  // It is the first that was entered: the others by its tokens.
  return t.sessions.software(services[0]?.name ?? "", declared);
}

/** Where the rights table put its browser, in words. What this phone does not know is not one of the holder's places. */
export function whereWords({ where }: SessionItem, t: Messages): string {
  if (where.startsWith("own_place")) return t.sessions.where.own;
  if (where === "known_workstation") return t.sessions.where.workstation;
  if (where === "this_phone") return t.sessions.where.phone;
  if (where === "own_software") return t.sessions.where.software;
  return t.sessions.where.unknown;
}

export function untilWords({ rights, endsAt }: SessionItem, t: Messages): string {
  return t.sessions[rights](timeWords(endsAt, t));
}

export function becauseWords({ because }: SessionItem, t: Messages): string {
  return t.sessions.because[because ?? ""] ?? t.sessions.otherwise;
}

/** What the last tap did, in one line. */
export function closedWords({ session, count }: Closed, t: Messages): string {
  if (session === "all") return t.sessions.closedAll(count);
  return count === 0 ? t.sessions.closedNone : t.sessions.closedOne;
}
