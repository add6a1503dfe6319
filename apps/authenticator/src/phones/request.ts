import type {
  EnrolmentAskAnswer,
  EnrolmentId,
  EnrolmentMineAnswer,
  EnrolmentPageAnswer,
  EnrolmentPageId,
  EnrolmentView,
} from "@aval/protocol";
import { type CodeEntry, emptyEntry } from "../shell/code-entry.ts";
import type { Trouble } from "../trouble.ts";

/**
 * The holder's other phones, on this one: adding one by a page that it scans, and stopping one that is about to be theirs.
 *
 * Adding is an act that opens: the call question, half a minute, the code. What the page shows is an address of ours, good for a
 * minute and for one phone; the four words that are typed afterwards are a check. Stopping needs one tap and nothing else.
 */
export type PhoneCall = {
  readonly at: "phone-call";
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};
/** Half a minute in which only *Annuler* is taken, then the code. */
export type PhoneWait = CodeEntry & {
  readonly at: "phone-wait";
  readonly asked: EnrolmentAskAnswer;
  readonly busy: boolean;
};
export type PhonePage = {
  readonly at: "phone-page";
  readonly page: EnrolmentPageId;
  /** What its QR says now. */
  readonly address: string;
  readonly trouble: Trouble | undefined;
};
export type PhoneWords = {
  readonly at: "phone-words";
  readonly page: EnrolmentPageId;
  readonly enrolment: EnrolmentId;
  /** What the new phone calls itself. */
  readonly label: string;
  /** Changes when the field must be emptied. */
  readonly entry: number;
  readonly busy: boolean;
  /** Nothing was typed: said at once, and nothing is sent. */
  readonly short: boolean;
  readonly trouble: Trouble | undefined;
};
/** It waits: what it will be, from when. */
export type PhoneComing = {
  readonly at: "phone-coming";
  readonly label: string;
  readonly level: "limited" | "full";
  readonly activeAt: number;
};
export type PhonePageOver = { readonly at: "phone-over" };
/** *C'est le mien*: the question before it. */
export type PhoneMineCall = {
  readonly at: "phone-mine-call";
  readonly enrolment: EnrolmentId;
  readonly label: string;
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};
/** Half a minute in which only *Annuler* is taken, then the code. */
export type PhoneMineWait = CodeEntry & {
  readonly at: "phone-mine-wait";
  readonly enrolment: EnrolmentId;
  readonly label: string;
  readonly asked: EnrolmentMineAnswer;
  readonly busy: boolean;
};
/** It was said. `activeAt`: absent where it may serve from now on. */
export type PhoneMine = {
  readonly at: "phone-mine";
  readonly label: string;
  readonly activeAt: number | undefined;
};
export type PhoneStopped = { readonly at: "phone-stopped" };
export type PhoneScreen =
  | PhoneCall
  | PhoneWait
  | PhonePage
  | PhoneWords
  | PhoneComing
  | PhonePageOver
  | PhoneMineCall
  | PhoneMineWait
  | PhoneMine
  | PhoneStopped;

/** What the phone knows of phones that are about to be its holder's. */
export type Coming = {
  readonly phones: readonly EnrolmentView[];
  /** The one whose stop was asked for and not yet answered. */
  readonly stopping: EnrolmentId | undefined;
  readonly trouble: Trouble | undefined;
};
export const noComing: Coming = { phones: [], stopping: undefined, trouble: undefined };

export type PhoneEvent =
  | { readonly event: "phone_call_answered"; readonly onCall: boolean }
  | { readonly event: "phone_asked"; readonly asked: EnrolmentAskAnswer }
  | { readonly event: "phone_failed"; readonly trouble: Trouble }
  | {
      readonly event: "phone_page_known";
      readonly page: EnrolmentPageId;
      readonly answer: EnrolmentPageAnswer;
    }
  | { readonly event: "phone_words_given"; readonly words: string }
  | { readonly event: "phone_words_dictated" }
  | { readonly event: "coming_known"; readonly phones: readonly EnrolmentView[] }
  | { readonly event: "mine_tapped"; readonly enrolment: EnrolmentId; readonly label: string }
  | { readonly event: "mine_call_answered"; readonly onCall: boolean }
  | { readonly event: "mine_asked"; readonly asked: EnrolmentMineAnswer }
  | { readonly event: "mine_said"; readonly phones: readonly EnrolmentView[] }
  | { readonly event: "coming_stop_tapped"; readonly enrolment: EnrolmentId }
  | { readonly event: "coming_stopped"; readonly phones: readonly EnrolmentView[] }
  | { readonly event: "coming_failed"; readonly trouble: Trouble };

export type PhoneCommand =
  | { readonly command: "ask_phone_page" }
  | {
      readonly command: "open_phone_page";
      readonly page: EnrolmentPageId;
      readonly code: string;
    }
  | { readonly command: "watch_phone_page"; readonly page: EnrolmentPageId }
  | {
      readonly command: "type_phone_words";
      readonly page: EnrolmentPageId;
      readonly words: string;
    }
  | { readonly command: "ask_mine"; readonly enrolment: EnrolmentId }
  | { readonly command: "say_mine"; readonly enrolment: EnrolmentId; readonly code: string }
  | { readonly command: "load_coming" }
  | { readonly command: "stop_coming"; readonly enrolment: EnrolmentId };

export const phoneCall: PhoneCall = { at: "phone-call", busy: false, trouble: undefined };

export function phoneWait(asked: EnrolmentAskAnswer): PhoneWait {
  return { at: "phone-wait", asked, ...emptyEntry, busy: false };
}

/** Whether a screen is one of these. */
export function isOfPhones(screen: { readonly at: string }): screen is PhoneScreen {
  return screen.at.startsWith("phone-");
}
