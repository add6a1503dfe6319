import type { ReachChannel } from "./cases.ts";

/** What people tell us that they saw: an agent's call, a partner's list. Times are seconds since the epoch. */

/** Who tells. */
export const reportOrigins = ["agent", "partner"] as const;
export type ReportOrigin = (typeof reportOrigins)[number];

/** What happened, in the words of nobody: one of these, and no text beside it. */
export const reportReasons = ["acts", "document", "volume", "hours", "place", "caller"] as const;
export type ReportReason = (typeof reportReasons)[number];

/** What became of one. The case itself is not read. */
export const reportStates = ["received", "in_case", "closed"] as const;
export type ReportState = (typeof reportStates)[number];

/** One report, as whoever sends it says it. `on`: which day it happened, 2026-01-31. */
export type ReportGiven = {
  readonly nationalId: string;
  readonly reason: ReportReason;
  readonly channel: ReachChannel;
  readonly on?: string;
};

/** Why a line of a list is not taken. `unknown`: nobody of this authority. */
export const lineProblems = [
  "columns",
  "identifier",
  "unknown",
  "reason",
  "day",
  "twice",
  "known",
] as const;
export type LineProblem = (typeof lineProblems)[number];

/** A list as it was read, before anything is recorded. `sha256`: of the file, which comes back with the order. */
export type ReportCheck = {
  readonly sha256: string;
  readonly lines: number;
  readonly good: number;
  readonly problems: readonly { readonly line: number; readonly problem: LineProblem }[];
};

export type ReportLine = {
  readonly report: string;
  readonly nationalId: string;
  readonly reason: ReportReason;
  readonly at: number;
  readonly state: ReportState;
};

export type ReportListLine = {
  readonly list: string;
  readonly at: number;
  readonly by: string;
  readonly states: Readonly<Record<ReportState, number>>;
};

/** What this member's authority has told, and what became of it. */
export type Reports = {
  readonly lists: readonly ReportListLine[];
  /** One by one, the last first. */
  readonly single: readonly ReportLine[];
};
