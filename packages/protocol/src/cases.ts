import type { ComplaintLine } from "./complaints.ts";
import type { CaseId, FactId, StaffId } from "./ids.ts";
import type { MeasureLine } from "./measures.ts";
import type { WindowLine } from "./windows.ts";

/**
 * What analysts are told of alerts and cases, on the console's origin. Times are seconds since the epoch on the server's clock. Who a
 * case is about stands in the view of that case and in no list.
 */

/** How bad it may be: the clock of a case is its worst alert's. */
export const severities = ["high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

/** Where a case stands. `merged`: another one has all that it had. */
export const caseStates = ["open", "claimed", "snoozed", "closed", "merged"] as const;
export type CaseState = (typeof caseStates)[number];

/** What alerts may share. */
export const linkKinds = [
  "holder",
  "browser",
  "phone",
  "network",
  "contact",
  "service",
  "staff",
  "list",
] as const;
export type LinkKind = (typeof linkKinds)[number];

/** What an analyst may say that a case was. */
export const caseOutcomes = ["fraud", "attempt", "mistake", "harmless", "unknown"] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

/** How somebody of a case was told. */
export const reachChannels = ["phone", "mail", "letter", "in_person", "authority"] as const;
export type ReachChannel = (typeof reachChannels)[number];

/** What happens to a case, as its timeline names it. */
export const caseActs = [
  "opened",
  "merged",
  "split",
  "split_off",
  "claimed",
  "released",
  "handed_over",
  "snoozed",
  "woken",
  "noted",
  "task_added",
  "task_done",
  "reached",
  "measure_asked",
  "measure_taken",
  "measure_withdrawn",
  "window_sent",
  "window_answered",
  "complaint_asked",
  "complaint_agreed",
  "closed",
  "reopened",
  "taken_back",
] as const;
export type CaseAct = (typeof caseActs)[number];

/** Something that somebody should look at, as a list shows it: of nobody. */
export type AlertLine = {
  readonly alert: FactId;
  /** A row of the server's table of alerts. */
  readonly kind: string;
  readonly severity: Severity;
  readonly at: number;
  readonly knownAt: number;
  readonly isTakenBack: boolean;
  readonly service?: string;
  readonly case?: CaseId;
};

export type AlertList = {
  readonly alerts: readonly AlertLine[];
  /** There are more than are shown. */
  readonly hasMore: boolean;
};

export type CaseLine = {
  readonly case: CaseId;
  readonly state: Exclude<CaseState, "merged">;
  readonly severity: Severity;
  readonly openedAt: number;
  readonly dueAt: number;
  readonly isOverdue: boolean;
  /** The name of its owner. */
  readonly owner?: string;
  readonly isMine: boolean;
  readonly snoozedUntil?: number;
  readonly outcome?: CaseOutcome | "taken_back";
  readonly alerts: number;
  readonly people: number;
  readonly firstAt: number;
  readonly lastAt: number;
};

/** Cases that the reader's authority has a part in, the first due first. */
export type CaseList = { readonly cases: readonly CaseLine[]; readonly hasMore: boolean };

/** Somebody whom a case is about. */
export type CasePerson = {
  /** Of this case only: what a task or a try to reach them names. */
  readonly person: string;
  /** Absent: somebody of another authority than the reader's. */
  readonly name?: string;
  readonly nationalId?: string;
  /** The tries to reach them, the last one first. */
  readonly reached: readonly {
    readonly channel: ReachChannel;
    readonly isReached: boolean;
    readonly by: string;
    readonly at: number;
  }[];
};

export type CaseAlert = AlertLine & {
  /** Whom it is about. */
  readonly person?: string;
  /** Why it was due a case, where it was `not_me`. */
  readonly because: readonly string[];
  /** What it shares or could: names of `CaseView.links`. */
  readonly links: readonly string[];
};

/** One thing that alerts of this case have: a browser, a network… */
export type CaseLink = {
  readonly link: string;
  readonly kind: LinkKind;
  /** What it is called: the service's name, the network, the end of a key's print; absent: it has no name that may be shown. */
  readonly label?: string;
  readonly alerts: number;
  readonly people: number;
  /** So many others share it that it says nothing. */
  readonly isCommon: boolean;
};

export type CaseEvent = {
  readonly at: number;
  readonly act: CaseAct;
  readonly by?: string;
  readonly words?: string;
  /** To whom it was handed, which task, or the other case. */
  readonly to?: string;
};

export type CaseTask = {
  readonly task: string;
  readonly words: string;
  readonly by: string;
  readonly at: number;
  readonly doneBy?: string;
  readonly doneAt?: number;
};

/** All that is known of one case. Reading it is a fact for each of its people. */
export type CaseView = CaseLine & {
  readonly snoozedFor?: string;
  readonly outcomeWords?: string;
  readonly closedAt?: number;
  readonly holders: readonly CasePerson[];
  readonly alertList: readonly CaseAlert[];
  readonly links: readonly CaseLink[];
  readonly services: readonly { readonly service: string; readonly alerts: number }[];
  readonly events: readonly CaseEvent[];
  readonly tasks: readonly CaseTask[];
  /** What was stopped for its people, and what waits for a second person; the latest first. */
  readonly measures: readonly MeasureLine[];
  /** What services were told of times of fraud, and what they answered; the latest first. */
  readonly windows: readonly WindowLine[];
  /** Complaint files that were asked for, the latest first. */
  readonly complaints: readonly ComplaintLine[];
  /** Cases that have something in common with this one: closed ones, and those that were split from it. */
  readonly related: readonly {
    readonly case: CaseId;
    readonly state: CaseState;
    readonly by: readonly LinkKind[];
    readonly openedAt: number;
  }[];
  /** To whom it can be handed. */
  readonly colleagues: readonly { readonly member: StaffId; readonly name: string }[];
};

/** Of a case that was merged: where everything is. */
export type CaseMoved = { readonly into: CaseId };
