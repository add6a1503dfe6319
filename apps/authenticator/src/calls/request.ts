import type {
  CallbackReason,
  CallbackView,
  Caller,
  CallerCheckView,
  CallFacts,
  CallReportId,
  CallStatus,
} from "@aval/protocol";
import type { CodeEntry } from "../shell/code-entry.ts";
import type { Trouble } from "../trouble.ts";

/** Who calls, as last heard; `heardAt`: by the server's clock. */
export type Calls = {
  readonly heard: { readonly status: CallStatus; readonly at: number } | undefined;
  /** Whether it was asked since the page opened, or woke. */
  readonly asked: boolean;
  /** What was answered to asking to be called back, until who calls is heard anew. `null`: nothing waits. */
  readonly back?: CallbackView | null | undefined;
};
export const noCalls: Calls = { heard: undefined, asked: false };

/** An answer is worth half a minute (P-08). */
export const callSeconds = 30;

/** What may be said of calls now. `unknown`: nothing that can be verified was heard. */
export type Calling =
  | { readonly is: "asking" }
  | { readonly is: "unknown" }
  | { readonly is: "nobody"; readonly heldUntil?: number }
  | { readonly is: "called"; readonly caller: Caller; readonly heldUntil?: number };

export type CallQuestion = keyof CallFacts;
/** In this order, one at a time. */
export const callQuestions = ["asked", "claimed", "isOnLine", "approved"] as const;

/** *Signaler cet appel*: it is sent at once; then four questions, each of which may be passed over. */
export type CallReport = {
  readonly at: "call-report";
  readonly when: "now" | "earlier";
  readonly report: CallReportId | undefined;
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
  /** How many of the questions are behind. */
  readonly step: number;
  readonly told: CallFacts;
};

export const callReport = (when: "now" | "earlier"): CallReport => ({
  ...{ at: "call-report", when, report: undefined, busy: true, trouble: undefined },
  ...{ step: 0, told: {} },
});

/** *Demander à être rappelé*. How it stands comes with who calls. */
export type CallBack = {
  readonly at: "call-back";
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};
export const callBack: CallBack = { at: "call-back", busy: false, trouble: undefined };

/** *Vous êtes au téléphone avec nous ?*: what was shown on *On m'appelle*, and now takes the code. */
export type CallerCheck = CodeEntry & {
  readonly at: "caller-check";
  readonly shown: CallerCheckView;
  readonly busy: boolean;
  readonly confirmed: boolean;
};

export type CallEvent =
  | { readonly event: "caller_known_yes"; readonly shown: CallerCheckView }
  | { readonly event: "caller_confirmed" }
  | { readonly event: "caller_failed"; readonly trouble: Trouble }
  | { readonly event: "back_asked"; readonly reason: CallbackReason }
  | { readonly event: "back_withdrawn" }
  | { readonly event: "back_known"; readonly back: CallbackView | undefined }
  | { readonly event: "back_failed"; readonly trouble: Trouble }
  | { readonly event: "call_known"; readonly status: CallStatus | undefined }
  | { readonly event: "report_tapped"; readonly when: "now" | "earlier" }
  | { readonly event: "call_reported"; readonly report: CallReportId }
  | { readonly event: "call_report_failed"; readonly trouble: Trouble }
  | { readonly event: "call_told"; readonly facts: CallFacts }
  | { readonly event: "call_passed_over" };

export type CallCommand =
  | { readonly command: "load_call" }
  | { readonly command: "ask_back"; readonly reason: CallbackReason }
  | { readonly command: "withdraw_back" }
  | {
      readonly command: "confirm_caller";
      readonly shown: CallerCheckView;
      readonly code: string;
    }
  | { readonly command: "report_call"; readonly when: "now" | "earlier" }
  | { readonly command: "tell_call"; readonly report: CallReportId; readonly facts: CallFacts };
