import type { CaseId, DeviceId, Id, ProfessionalId } from "./ids.ts";
import type { purposes } from "./messages.ts";

/**
 * Calls of support, ours or an institution's, and reports of calls that were not. Times are seconds since the epoch on the server's
 * clock.
 */
export type CallId = Id<"cll">;
export type CallReportId = Id<"crp">;

type Stamped = { readonly iat: number; readonly jti: string };

/** By `IK`: is anybody of yours calling my holder? */
export type CallAskMessage = Stamped & {
  readonly v: typeof purposes.callAsk;
  readonly device: DeviceId;
};

/** What a holder may say of a call, by buttons, each of which may be left out. */
export const callFacts = {
  /** What the caller asked for. */
  asked: ["code", "digits", "card", "screen", "other"],
  /** Who they said they were. */
  claimed: ["aval", "order", "insurer", "authorities", "other"],
  isOnLine: ["yes", "no"],
  /** Whether something was approved, typed or scanned for them. */
  approved: ["yes", "no"],
} as const;
export type CallFacts = {
  readonly [Name in keyof typeof callFacts]?: (typeof callFacts)[Name][number];
};

/** By `IK`: somebody called my holder who should not have. No code: stopping is cheap (law 5). */
export type CallReportMessage = Stamped & {
  readonly v: typeof purposes.callReport;
  readonly device: DeviceId;
  /** `earlier`: the call is over, and said so from the history; nothing is held for it. */
  readonly when: "now" | "earlier";
};

/** By `IK`: what that caller asked for, and said. Never free text. */
export type CallFactsMessage = Stamped &
  CallFacts & {
    readonly v: typeof purposes.callFacts;
    readonly device: DeviceId;
    readonly report: CallReportId;
  };

export type CallbackId = Id<"cbk">;
/** Why a holder asks to be called back, by buttons. */
export const callbackReasons = ["caller", "act", "entering", "lost", "other"] as const;
export type CallbackReason = (typeof callbackReasons)[number];

/** By `IK`: call my holder back, on the number that is trusted. It names none, and opens nothing. */
export type CallbackAskMessage = Stamped & {
  readonly v: typeof purposes.callbackAsk;
  readonly device: DeviceId;
  readonly reason: CallbackReason;
};

/** By `IK`: it is needed no more. */
export type CallbackWithdrawMessage = Stamped & {
  readonly v: typeof purposes.callbackWithdraw;
  readonly device: DeviceId;
};

/** `missed`: nobody took it in a day, or the telephone did not ring. */
export type CallbackState = "asked" | "taken" | "called" | "done" | "missed";
/** What was asked for, as the holder's phone shows it. `at`: when it was asked. */
export type CallbackView = {
  readonly state: CallbackState;
  readonly reason: CallbackReason;
  readonly at: number;
};
/** Absent: nothing is asked for. */
export type CallbackAnswer = { readonly back?: CallbackView };

/** Who calls: somebody of ours, or of an institution. */
export type Caller = {
  /** First name and initial: what the caller says on the telephone. */
  readonly name: string;
  /** Absent: our own support. */
  readonly institution?: { readonly fr: string; readonly en: string };
  /** What the case is called on both sides. */
  readonly case: string;
};

export type CallerCheckId = Id<"cck">;

/** An agent who asks whether this phone's holder is the one on the line, as a `full` phone shows it. */
export type CallerCheckView = Caller & {
  readonly check: CallerCheckId;
  /** Two words, which the agent's screen has too. They open nothing. */
  readonly words: string;
  readonly until: number;
};

/**
 * By `IK` and `UK`: my holder is on the line with this agent, of this case, with these words, as was shown. It lets that agent block, and
 * nothing else. *Non* is a report of the call.
 */
export type CallerCheckMessage = Stamped & {
  readonly v: typeof purposes.callerCheck;
  readonly device: DeviceId;
  readonly check: CallerCheckId;
  readonly name: string;
  /** Absent: our own support. In French, as the server has it. */
  readonly institution?: string;
  readonly case: string;
  readonly words: string;
  readonly evaluation: string;
};

/** `spent`: the agent blocked, once. `over`: nobody answered in time, or the call ended. */
export const callerCheckStates = ["asked", "confirmed", "refused", "spent", "over"] as const;
export type CallerCheckState = (typeof callerCheckStates)[number];

/** By the context key: whether anybody calls this holder, for the one question that it answers, thirty seconds long. */
export type CallStatus = {
  readonly v: typeof purposes.callStatus;
  readonly device: DeviceId;
  /** `jti` of the question: an older answer is worth nothing. */
  readonly answers: string;
  /** Absent: nobody calls. */
  readonly caller?: Caller;
  /** Until when nothing can be added; absent: nothing is held for a call. */
  readonly heldUntil?: number;
  /** What the holder asked for; absent: nothing. */
  readonly back?: CallbackView;
  /** An agent asks whether the holder is on the line; absent: none does, or this phone is not `full`. */
  readonly check?: CallerCheckView;
  readonly iat: number;
  readonly until: number;
};

export type CallAskAnswer = { readonly status: string };
export type CallReportAnswer = {
  readonly report: CallReportId;
  /** Whether additions are held from now on. */
  readonly held: boolean;
};

/** What a call's case is called: by the phone, the console and whoever is on the telephone. */
export const caseReference = (id: string): string => id.slice(-6).toUpperCase();

export const callStates = ["announced", "open", "ended"] as const;
export type CallState = (typeof callStates)[number];
export const callEnds = ["agent", "report", "time", "failed"] as const;
export type CallEnd = (typeof callEnds)[number];

/** What an agent is shown of somebody they speak with: by yes and no. In the order that matters. */
export const callSigns = [
  "called_now",
  "stopped",
  "adding_phone",
  "new_phone",
  "contact_changed",
  "refused",
  "reported_call",
  "several_cases",
] as const;
export type CallSign = (typeof callSigns)[number];
export type CallSigns = Readonly<Record<CallSign, boolean>>;

/** A call as the console shows it. */
export type CallLine = {
  readonly call: CallId;
  readonly case: CaseId;
  readonly state: CallState;
  readonly endedBy?: CallEnd;
  /** Who is called. */
  readonly name: string;
  readonly nationalId: string;
  /** The trusted number, masked. */
  readonly number: string;
  readonly by: string;
  readonly isMine: boolean;
  readonly announcedAt: number;
  readonly endedAt?: number;
  readonly heldUntil: number;
  /** Of one's own that goes on. */
  readonly signs?: CallSigns;
};
/** Somebody who waits to be called back, as the console shows them: by initials, until the reader has taken it. */
export type CallbackLine = {
  readonly callback: CallbackId;
  readonly reason: CallbackReason;
  readonly name: string;
  readonly nationalId: string;
  readonly askedAt: number;
  /** Who took it; absent: nobody. */
  readonly by?: string;
  readonly isMine: boolean;
  /** Of one's own, once their case is there: for which case, and whom, a call is announced. */
  readonly case?: CaseId;
  readonly person?: ProfessionalId;
};
/** A caller whose phone was asked, as its agent's console shows them: the same whether they have a phone or not. */
export type CallerCheckLine = {
  readonly check: CallerCheckId;
  readonly case: CaseId;
  readonly state: CallerCheckState;
  readonly name: string;
  readonly nationalId: string;
  readonly words: string;
  readonly askedAt: number;
  /** Until when the phone may answer, or the agent may block. */
  readonly until: number;
};
export type CallList = {
  readonly calls: readonly CallLine[];
  readonly waiting: readonly CallbackLine[];
  /** One's own of the day. */
  readonly checks: readonly CallerCheckLine[];
};
/** `number`: where nothing dials, the one number of this call, told once. */
export type CallDialled = CallList & { readonly number?: string };
