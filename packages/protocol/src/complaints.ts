import type { ComplaintId } from "./ids.ts";

/** Complaint files: a holder's own, and those that two analysts agree to take out of a case. Times are seconds since the epoch. */

/** How far back a holder's own begins. */
export const complaintDays = [30, 90, 365] as const;
export type ComplaintDays = (typeof complaintDays)[number];

/** `waiting`: for a second analyst. `ready`: to be taken by either. `over`: nobody signed, or nobody took it in time. */
export type ComplaintState = "waiting" | "ready" | "over";

/** One that was asked for in a case, as its readers are told it. */
export type ComplaintLine = {
  readonly complaint: ComplaintId;
  /** Whose; absent: somebody of another authority. */
  readonly name?: string;
  readonly state: ComplaintState;
  /** Why it is needed. */
  readonly words: string;
  readonly by: string;
  readonly isMine: boolean;
  readonly at: number;
  readonly secondedBy?: string;
  /** Whether the reader may take it: one of the two who agreed. */
  readonly mayTake: boolean;
  /** Until when it waits, or may be taken. */
  readonly until?: number;
};

/** A file as its page puts it among the downloads; `pdf` in base64. */
export type ComplaintFile = { readonly name: string; readonly pdf: string };
