import type { WindowId } from "./ids.ts";

/**
 * What analysts are told of windows of fraud, on the console's origin. Times are seconds since the epoch on the server's clock. A window
 * is a time in which somebody else may have used a person's access; each service that the person used in it is told, and answers once.
 */

/** `untold`: it has no stream for such events. `failed`: it did not take it in two days. */
export const windowStates = ["untold", "sent", "failed", "delivered", "answered"] as const;
export type WindowState = (typeof windowStates)[number];

/** What a service says that it found in a window. */
export type WindowAnswer = {
  readonly reviewedBy: string;
  /** How many acts there were, and how many of them it cancelled. */
  readonly acts: number;
  readonly cancelled: number;
  readonly note?: string;
  readonly at: number;
};

export type WindowService = {
  readonly service: string;
  readonly state: WindowState;
  readonly sessions: number;
  readonly deliveredAt?: number;
  readonly reminders: number;
  readonly remindedAt?: number;
  readonly answer?: WindowAnswer;
};

export type WindowLine = {
  readonly window: WindowId;
  readonly person: string;
  /** Absent: they are of another authority. */
  readonly name?: string;
  readonly from: number;
  readonly to: number;
  readonly words: string;
  readonly by: string;
  readonly at: number;
  readonly services: readonly WindowService[];
};
