import type { Lang } from "@aval/design";
import type { Door, StopMeans } from "@aval/protocol";
import { inEnglish } from "./messages.en.ts";
import { inFrench } from "./messages.fr.ts";

/**
 * Every word of the sign-in page. One sentence, one idea, fifteen words at most; headings say what to do; buttons say what
 * the person does; no blame, no exclamation mark (docs/design.md). "Request" here is what the code calls an approval.
 */
export type Messages = {
  readonly otherLanguage: string;
  readonly help: string;
  readonly newWindow: string;
  readonly sandbox: string;
  readonly toService: (service: string) => string;
  readonly opening: string;
  readonly scan: {
    readonly heading: string;
    readonly steps: readonly [string, string, string];
    readonly qr: string;
    readonly keep: string;
    readonly waiting: string;
    readonly toDigitsWhy: string;
    readonly toDigits: string;
    readonly forgot: string;
  };
  /** *This phone itself*: Aval is on the device that this page is on. */
  readonly here: {
    readonly heading: string;
    readonly why: string;
    readonly goOn: string;
    readonly otherwise: string;
    readonly entering: string;
  };
  readonly digits: {
    readonly heading: string;
    readonly warning: string;
    readonly steps: readonly [string, string, string];
    readonly label: string;
    readonly waiting: string;
    readonly keep: string;
    readonly asked: string;
    readonly toScan: string;
  };
  readonly passkey: {
    readonly toKey: string;
    readonly add: string;
    readonly heading: string;
    readonly lead: string;
    readonly warning: string;
    readonly none: string;
    readonly noneText: string;
    readonly refused: string;
    readonly refusedText: string;
    readonly again: string;
    readonly toScan: string;
    readonly andPhone: string;
    readonly notEnough: string;
  };
  readonly card: {
    readonly toCard: string;
    readonly heading: string;
    readonly steps: readonly [string, string, string];
    readonly warning: string;
    readonly go: string;
    readonly toScan: string;
    readonly entering: string;
  };
  /** The way by the establishment's own provider. */
  readonly establishment: {
    readonly go: (label: string) => string;
    readonly unknown: string;
    readonly entering: string;
  };
  /** Ringing the holder's own phone, from their own place. */
  readonly bell: {
    readonly ring: string;
    readonly ringOf: (firstName: string) => string;
    readonly rung: string;
    readonly rungOf: (firstName: string) => string;
    readonly otherwise: string;
    readonly again: (time: string) => string;
  };
  readonly claimed: {
    readonly heading: string;
    readonly lead: string;
    readonly moreTime: string;
    readonly moreTimeUsed: string;
  };
  readonly approved: {
    readonly heading: string;
    readonly silentHeading: string;
    readonly lead: (service: string) => string;
    readonly as: string;
    readonly notMe: string;
    readonly goOn: string;
    readonly held: string;
  };
  readonly refused: {
    readonly heading: string;
    readonly lead: string;
    readonly hint: string;
    readonly again: string;
  };
  readonly expired: {
    readonly heading: string;
    readonly lead: string;
    readonly again: string;
    readonly moreTime: string;
    readonly otherwise: string;
  };
  readonly cancelled: {
    readonly heading: string;
    readonly reasons: Readonly<Record<CancelReason, Ending>>;
    readonly otherReason: Ending;
    readonly again: string;
    readonly byScan: string;
  };
  /** What keeps its holder out, on their own place. */
  readonly stopped: {
    readonly leads: Readonly<Record<"pause" | "block" | "freeze", string>>;
    readonly who: string;
    readonly means: Readonly<Record<StopMeans, string>>;
    readonly together: (means: string) => string;
    readonly from: (way: string, when: string) => string;
    readonly card: string;
    readonly phone: string;
  };
  readonly problem: {
    readonly heading: string;
    readonly elsewhere: string;
    readonly otherBrowser: string;
    readonly stopped: string;
    readonly reference: string;
    readonly again: string;
    readonly back: string;
  };
  readonly leaving: (service: string | undefined) => string;
  readonly leave: string;
  readonly leaveEnded: string;
  readonly rights: {
    readonly reduced: string;
    readonly noneByScan: string;
    readonly noneByDigits: string;
  };
  /** Why a session is reduced or a service closed from here, and what opens more, by the doors the server names. */
  readonly doors: {
    readonly why: Readonly<Record<Door, string>>;
    readonly more: string;
    readonly instead: string;
    readonly how: Readonly<Record<Door, string>>;
    readonly none: string;
  };
  readonly shared: {
    readonly people: (names: string) => string;
    readonly and: string;
    readonly heading: string;
    readonly lead: (service: string) => string;
    readonly change: string;
    readonly closes: string;
  };
  readonly down: {
    readonly offline: string;
    readonly server: string;
    readonly lasting: string;
    readonly again: string;
    readonly up: string;
  };
  /** How long is left, in words. */
  readonly codeValid: (time: string) => string;
  readonly timeToAnswer: (time: string) => string;
  readonly announced: (time: string) => string;
  readonly time: (seconds: number) => string;
  readonly spoken: Readonly<
    Record<
      | "scan"
      | "digits"
      | "card"
      | "passkey"
      | "claimed"
      | "approved"
      | "refused"
      | "expired"
      | "cancelled"
      | "problem",
      string
    >
  >;
};

/** How a cancelled request is told: what happened, and what to do now. A heading of its own where the general one says too little. */
export type Ending = {
  readonly heading?: string;
  readonly lead: string;
  readonly advice?: string;
};

/**
 * Why a request shown here can be cancelled: refusals of the closed list, and words of the page's own. An access that was
 * stopped is not among them: on this page it is told as a refusal, so that it tells a stranger nothing (law 7).
 */
export const cancelReasons = [
  "page_cancelled",
  "not_me_on_page",
  "asked_for_digits",
  "replaced",
  "two_at_once",
  "already_claimed",
  "rights_denied",
  "not_returned",
  "holder_stopped",
] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** The words for a reason, also for one this page does not know yet. */
export function endingFor(words: Messages["cancelled"], reason: string | undefined): Ending {
  const known = cancelReasons.find((one) => one === reason);
  return known ? words.reasons[known] : words.otherReason;
}

/** First names as a list: "Anne, Léa et Yann". */
export function namesIn(names: readonly string[], { and }: Messages["shared"]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} ${and} ${last}`;
}

/** French first. */
export const messages: Readonly<Record<Lang, Messages>> = { fr: inFrench, en: inEnglish };
