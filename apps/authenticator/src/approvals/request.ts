import type { ApprovalId, Context, HistoryItem, RefusalReason } from "@aval/protocol";
import { type CodeEntry, emptyEntry } from "../shell/code-entry.ts";
import type { Trouble } from "../trouble.ts";
import type { QrKind } from "./qr.ts";

/**
 * One request on the phone, from the scan to its end: what can be on screen, and what moves it.
 *
 * The personal code is never in a state: it goes from the field through one event into one command. A digit field, a
 * code field and their errors are one screen with the request, so that nothing typed or shown is lost on the way.
 * `now` is seconds since the epoch on the server's clock.
 */
export type Held = { readonly approval: ApprovalId; readonly context: Context };

export type Scan = {
  readonly at: "scan";
  /** What the frames come from: the camera or, in the sandbox, a shared screen. */
  readonly source: "camera" | "display";
  readonly eye: "opening" | "open" | "forbidden" | "absent" | "in_use";
  /** Absent, or whether the light is on. */
  readonly torch: boolean | undefined;
  readonly claiming: boolean;
  /** The last frame claimed: seeing it again asks nothing, whatever became of it. */
  readonly last: string | undefined;
  /** How many frames in a row were too old. */
  readonly stale: number;
  readonly wrong: QrKind | undefined;
  readonly trouble: Trouble | undefined;
};

export type Digits = {
  readonly at: "digits";
  /** Changes when the field must be emptied. */
  readonly entry: number;
  readonly busy: boolean;
  /** The check digit does not agree: a slip of the finger, and no try is spent. */
  readonly slip: boolean;
  readonly trouble: Trouble | undefined;
};

export type Weighed = Held &
  CodeEntry & {
    readonly busy: boolean;
    /** A decision left and no answer came back. */
    readonly sent: boolean;
  };
export type Question = Weighed & {
  readonly at: "question";
  /** Of a key's addition: its holder said that nobody on the telephone asks for it. No code is taken before. */
  readonly alone?: true;
};
/**
 * *Ce n'est pas moi* was tapped, and the refusal left with the tap: whoever closes the page now has refused. `refused`: the
 * server has it. Then one question: what had happened.
 */
export type Why = Weighed & { readonly at: "why"; readonly refused: boolean };

export type Answered =
  | {
      readonly at: "answered";
      readonly decision: "approved";
      readonly context: Context;
      /** The browser is no place of the holder's yet, and this phone may offer to make it one. */
      readonly mayBePlace: boolean;
    }
  | {
      readonly at: "answered";
      readonly decision: "refused";
      readonly context: Context;
      readonly reason: RefusalReason | undefined;
    };

export type Ending =
  | { readonly how: "expired" }
  /** `because`: the refusal's name when the server gave one (`two_at_once`, `already_claimed`…). */
  | { readonly how: "cancelled"; readonly because: string | undefined }
  /** A decision left and nothing can be learnt: the screen of the computer knows. */
  | { readonly how: "unknown" }
  | { readonly how: "denied"; readonly trouble: Trouble };
export type Ended = {
  readonly at: "ended";
  readonly ending: Ending;
  readonly context: Context | undefined;
};

/** `place`, `software`: a caller wanted the holder to add one; a place, after a request that was accepted. */
export type DangerCause =
  | "dictated"
  | "sent"
  | "on_call"
  | "place"
  | "software"
  | "locum"
  | "phone";
/** `wording` 0 to 2: a warning that always looks the same is no longer read. */
export type Danger = {
  readonly at: "danger";
  readonly cause: DangerCause;
  readonly wording: number;
};

export type ApprovalScreen = Scan | Digits | Question | Why | Answered | Ended | Danger;

export type ApprovalEvent =
  | { readonly event: "eye_opened"; readonly torch: boolean }
  | { readonly event: "eye_failed"; readonly why: "forbidden" | "absent" | "in_use" }
  | { readonly event: "eye_chosen"; readonly source: "camera" | "display" }
  | { readonly event: "torch_tapped" }
  | { readonly event: "seen"; readonly text: string }
  | { readonly event: "fraud_tapped"; readonly cause: DangerCause }
  | { readonly event: "digits_given"; readonly digits: string }
  | { readonly event: "claimed"; readonly held: Held }
  | { readonly event: "claim_failed"; readonly trouble: Trouble }
  | { readonly event: "pending_known"; readonly held: readonly Held[] }
  | { readonly event: "pending_failed"; readonly trouble: Trouble }
  | { readonly event: "passkey_call_answered"; readonly onCall: boolean }
  | { readonly event: "not_me_tapped" }
  | { readonly event: "question_tapped" }
  | { readonly event: "reason_given"; readonly reason: RefusalReason }
  | { readonly event: "code_given"; readonly code: string }
  | {
      readonly event: "decided";
      readonly decision: "approved" | "refused";
      readonly reason: RefusalReason | undefined;
      readonly mayBePlace?: boolean;
    }
  | { readonly event: "decision_failed"; readonly trouble: Trouble }
  | { readonly event: "explained"; readonly reason: RefusalReason }
  | {
      readonly event: "explain_failed";
      readonly reason: RefusalReason;
      readonly trouble: Trouble;
    }
  | { readonly event: "fate_known"; readonly item: Fate | undefined }
  | { readonly event: "fate_unknown" }
  | { readonly event: "retry_tapped" };

/** What the history says of one request; `because` names why the server cancelled it, when it tells. */
export type Fate = Pick<HistoryItem, "state" | "reason"> & { readonly because?: string };

export type ApprovalCommand =
  | { readonly command: "claim"; readonly text: string }
  | { readonly command: "claim_digits"; readonly digits: string }
  | { readonly command: "look_for_pending" }
  | { readonly command: "settle"; readonly approval: ApprovalId }
  | { readonly command: "approve"; readonly context: Context; readonly code: string }
  | { readonly command: "refuse"; readonly context: Context }
  | {
      readonly command: "explain";
      readonly approval: ApprovalId;
      readonly reason: RefusalReason;
    }
  | { readonly command: "torch"; readonly on: boolean }
  | { readonly command: "buzz" };

export function scan(source: "camera" | "display" = "camera"): Scan {
  return {
    at: "scan",
    source,
    eye: "opening",
    torch: undefined,
    claiming: false,
    last: undefined,
    stale: 0,
    wrong: undefined,
    trouble: undefined,
  };
}

export const digits: Digits = {
  at: "digits",
  entry: 0,
  busy: false,
  slip: false,
  trouble: undefined,
};

export function question(held: Held): Question {
  return {
    at: "question",
    ...held,
    ...emptyEntry,
    busy: false,
    sent: false,
  };
}

export function danger(cause: DangerCause, now: number): Danger {
  return { at: "danger", cause, wording: Math.floor(now) % 3 };
}

/** The request this screen is about, if any: polled while it is shown. */
export function pendingOn(screen: { readonly at: string }): Weighed | undefined {
  if (screen.at === "question") return screen as Question;
  return screen.at === "why" && !(screen as Why).refused ? (screen as Why) : undefined;
}
