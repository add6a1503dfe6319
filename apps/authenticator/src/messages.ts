import { french } from "@aval/design";
import { approvalsInEnglish } from "./approvals/messages.en.ts";
import { type ApprovalMessages, approvalsInFrench } from "./approvals/messages.fr.ts";
import { bellsInEnglish } from "./bells/messages.en.ts";
import { type BellMessages, bellsInFrench } from "./bells/messages.fr.ts";
import { callsInEnglish } from "./calls/messages.en.ts";
import { type CallMessages, callsInFrench } from "./calls/messages.fr.ts";
import { cardInEnglish } from "./cards/messages.en.ts";
import { type CardMessages, cardInFrench } from "./cards/messages.fr.ts";
import { enrolmentInEnglish } from "./enrolment/messages.en.ts";
import { type EnrolmentMessages, enrolmentInFrench } from "./enrolment/messages.fr.ts";
import { historyInEnglish } from "./history/messages.en.ts";
import { type HistoryMessages, historyInFrench } from "./history/messages.fr.ts";
import { locumsInEnglish } from "./locums/messages.en.ts";
import { type LocumMessages, locumsInFrench } from "./locums/messages.fr.ts";
import { passkeysInEnglish } from "./passkeys/messages.en.ts";
import { type PasskeyMessages, passkeysInFrench } from "./passkeys/messages.fr.ts";
import { meansInEnglish } from "./second-means/messages.en.ts";
import { type MeansMessages, meansInFrench } from "./second-means/messages.fr.ts";
import { noticesInEnglish } from "./notices/messages.en.ts";
import { type NoticeMessages, noticesInFrench } from "./notices/messages.fr.ts";
import { onboardingInEnglish } from "./onboarding/messages.en.ts";
import { type OnboardingMessages, onboardingInFrench } from "./onboarding/messages.fr.ts";
import { drillsInEnglish } from "./drills/messages.en.ts";
import { type DrillMessages, drillsInFrench } from "./drills/messages.fr.ts";
import { practiceInEnglish } from "./practice/messages.en.ts";
import { type PracticeMessages, practiceInFrench } from "./practice/messages.fr.ts";
import { newCodeInEnglish } from "./new-code/messages.en.ts";
import { type NewCodeMessages, newCodeInFrench } from "./new-code/messages.fr.ts";
import { ownContactsInEnglish } from "./own-contacts/messages.en.ts";
import { type OwnContactMessages, ownContactsInFrench } from "./own-contacts/messages.fr.ts";
import { ownPhonesInEnglish } from "./own-phones/messages.en.ts";
import { raiseInEnglish } from "./raise/messages.en.ts";
import { type RaiseMessages, raiseInFrench } from "./raise/messages.fr.ts";
import { type OwnPhoneMessages, ownPhonesInFrench } from "./own-phones/messages.fr.ts";
import { phonesInEnglish } from "./phones/messages.en.ts";
import { type PhoneMessages, phonesInFrench } from "./phones/messages.fr.ts";
import { placesInEnglish } from "./places/messages.en.ts";
import { type PlaceMessages, placesInFrench } from "./places/messages.fr.ts";
import { sessionsInEnglish } from "./sessions/messages.en.ts";
import { type SessionMessages, sessionsInFrench } from "./sessions/messages.fr.ts";
import { settingsInEnglish } from "./settings/messages.en.ts";
import { type SettingsMessages, settingsInFrench } from "./settings/messages.fr.ts";
import type { Language } from "./settings/state.ts";
import { softwareInEnglish } from "./software/messages.en.ts";
import { type SoftwareMessages, softwareInFrench } from "./software/messages.fr.ts";
import { stopsInEnglish } from "./stops/messages.en.ts";
import { type StopMessages, stopsInFrench } from "./stops/messages.fr.ts";
import { thisPhoneInEnglish } from "./this-phone/messages.en.ts";
import { type ThisPhoneMessages, thisPhoneInFrench } from "./this-phone/messages.fr.ts";
import type { Trouble } from "./trouble.ts";
import { letterInEnglish } from "./letter/messages.en.ts";
import { type LetterMessages, letterInFrench } from "./letter/messages.fr.ts";
import { walletInEnglish } from "./wallet/messages.en.ts";
import { type WalletMessages, walletInFrench } from "./wallet/messages.fr.ts";

/** Every text of the phone page, French first. A text missing in one language does not compile. */
export type Messages = ApprovalMessages &
  EnrolmentMessages &
  PlaceMessages &
  PasskeyMessages &
  LocumMessages &
  ThisPhoneMessages &
  SessionMessages &
  HistoryMessages &
  StopMessages &
  SoftwareMessages &
  CardMessages &
  CallMessages &
  WalletMessages &
  LetterMessages &
  BellMessages &
  PhoneMessages &
  OwnPhoneMessages &
  RaiseMessages &
  OwnContactMessages &
  NewCodeMessages &
  NoticeMessages &
  MeansMessages &
  PracticeMessages &
  DrillMessages &
  OnboardingMessages &
  SettingsMessages & { readonly language: Language };

export const messages: Readonly<Record<Language, Messages>> = {
  fr: {
    language: "fr",
    ...approvalsInFrench,
    ...enrolmentInFrench,
    ...placesInFrench,
    ...passkeysInFrench,
    ...locumsInFrench,
    ...thisPhoneInFrench,
    ...sessionsInFrench,
    ...historyInFrench,
    ...stopsInFrench,
    ...softwareInFrench,
    ...cardInFrench,
    ...callsInFrench,
    ...walletInFrench,
    ...letterInFrench,
    ...bellsInFrench,
    ...phonesInFrench,
    ...ownPhonesInFrench,
    ...raiseInFrench,
    ...ownContactsInFrench,
    ...newCodeInFrench,
    ...noticesInFrench,
    ...meansInFrench,
    ...practiceInFrench,
    ...drillsInFrench,
    ...onboardingInFrench,
    ...settingsInFrench,
  },
  en: {
    language: "en",
    ...approvalsInEnglish,
    ...enrolmentInEnglish,
    ...placesInEnglish,
    ...passkeysInEnglish,
    ...locumsInEnglish,
    ...thisPhoneInEnglish,
    ...sessionsInEnglish,
    ...historyInEnglish,
    ...stopsInEnglish,
    ...softwareInEnglish,
    ...cardInEnglish,
    ...callsInEnglish,
    ...walletInEnglish,
    ...letterInEnglish,
    ...bellsInEnglish,
    ...phonesInEnglish,
    ...ownPhonesInEnglish,
    ...raiseInEnglish,
    ...ownContactsInEnglish,
    ...newCodeInEnglish,
    ...noticesInEnglish,
    ...meansInEnglish,
    ...practiceInEnglish,
    ...drillsInEnglish,
    ...onboardingInEnglish,
    ...settingsInEnglish,
  },
};

/** What went wrong, as a sentence: ours where the phone found it, the server's own where it did. */
export function troubleWords(trouble: Trouble, t: Messages): string {
  if (trouble.kind === "offline") return t.trouble.offline;
  if (trouble.kind === "fault") return t.trouble.fault;
  if (trouble.error === "wrong_code") {
    const left = trouble.triesLeft === undefined ? "" : t.question.triesLeft(trouble.triesLeft);
    return `${t.question.wrong} ${left}`.trim();
  }
  if (trouble.error === "enrolment_too_early" && trouble.until !== undefined) {
    const when = t.when.on(dateWords(trouble.until, t, false), timeWords(trouble.until, t));
    return t.trouble.tooEarly(when);
  }
  if (trouble.error === "call_holds" && trouble.until !== undefined)
    return `${trouble.message[t.language]} ${t.calling.held(timeWords(trouble.until, t))}`;
  const theirs = trouble.message[t.language];
  // The server writes plain spaces: its sentences are spaced here like ours.
  const spaced = t.language === "fr" ? french(theirs) : theirs;
  return t.trouble.local[trouble.error] ?? (spaced || t.trouble.unnamed);
}

const dayMs = 86_400_000;

/** A moment in words ("aujourd'hui à 9 h 12"), in the phone's own time zone. Both in seconds since the epoch. */
export function whenWords(at: number, now: number, t: Messages): string {
  const time = timeWords(at, t);
  const days = daysBetween(at, now);
  if (days === 0) return t.when.today(time);
  if (days === 1) return t.when.yesterday(time);
  return t.when.on(dateWords(at, t, days > 300), time);
}

/** The day alone, as a heading of the history. */
export function dayWords(at: number, now: number, t: Messages): string {
  const days = daysBetween(at, now);
  if (days === 0) return t.when.dayToday;
  if (days === 1) return t.when.dayYesterday;
  const words = dateWords(at, t, days > 300, "long");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** "9 h 12" in French, as people write it; "09:12" in English. */
export function timeWords(at: number, t: Messages): string {
  const date = new Date(at * 1000);
  if (t.language === "en")
    return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(date);
  return `${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, "0")}`;
}

/** A day without its hour ("3 mars", "3 mars 2025" when it is long ago). */
export function sinceWords(at: number, now: number, t: Messages): string {
  return dateWords(at, t, daysBetween(at, now) > 300);
}

function dateWords(at: number, t: Messages, withYear: boolean, weekday?: "long"): string {
  const options: Intl.DateTimeFormatOptions = { day: "numeric", month: "long" };
  if (weekday) options.weekday = weekday;
  if (withYear) options.year = "numeric";
  return new Intl.DateTimeFormat(t.language === "en" ? "en-GB" : "fr-FR", options).format(
    new Date(at * 1000),
  );
}

/** Midnights between two moments, in the phone's own time zone. */
export function daysBetween(earlier: number, later: number): number {
  const midnight = (at: number) => new Date(at * 1000).setHours(0, 0, 0, 0);
  return Math.round((midnight(later) - midnight(earlier)) / dayMs);
}
