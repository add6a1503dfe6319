import type { StopId } from "./ids.ts";

/** Why a holder is frozen: a victim known at the first import, a phone of theirs that they disowned, or what an analyst found. */
export const freezeReasons = ["known_victim", "disowned", "found"] as const;
export type FreezeReason = (typeof freezeReasons)[number];

/** A freeze as an analyst is shown it, on the console's origin. */
export type FreezeView = {
  readonly freeze: StopId;
  readonly nationalId: string;
  readonly name: string;
  readonly reason?: FreezeReason;
  /** Seconds since the epoch. */
  readonly madeAt: number;
  /** How many signatures count now: one of two, or none. `isCleared`: this one was the second. */
  readonly signatures: number;
  readonly isCleared: boolean;
  /** The reader made it: whoever froze is neither of the two. */
  readonly isMine: boolean;
  /** The reader's own signature counts. */
  readonly hasSigned: boolean;
  /** The one phone that a desk added under it: what it calls itself, and how far it is. */
  readonly phone?: { readonly label: string; readonly state: string; readonly addedAt: number };
};
