import type { ErasureId, FactId } from "./ids.ts";

/** Erasures: chosen facts of one person, by two people, on the console's origin. Times are seconds since the epoch. */

/** Why: the person asked for it by law, the facts are somebody else's, or a court said so. */
export const erasureReasons = ["right_to_erasure", "wrong_person", "court_order"] as const;
export type ErasureReason = (typeof erasureReasons)[number];

/** `over`: nobody signed in time. */
export const erasureStates = ["waiting", "done", "withdrawn", "over"] as const;
export type ErasureState = (typeof erasureStates)[number];

/** A fact as whoever chooses it sees it: its place in the log, kind and time, and nothing that it says. */
export type ErasureFact = {
  readonly fact: FactId;
  readonly place: number;
  readonly kind: string;
  readonly at: number;
};

/** What of somebody may be erased, the latest first. */
export type ErasurePerson = {
  readonly name: string;
  readonly nationalId: string;
  readonly facts: readonly ErasureFact[];
  /** There are older ones than are shown. */
  readonly hasMore: boolean;
  /** Under a case, a freeze or a complaint file, or not looked through yet: nothing may be erased now. */
  readonly isHeld: boolean;
};

export type ErasureLine = {
  readonly erasure: ErasureId;
  readonly state: ErasureState;
  readonly reason: ErasureReason;
  /** Whose, while it waits: who signs sees whom. */
  readonly name?: string;
  readonly nationalId?: string;
  readonly facts: readonly ErasureFact[];
  readonly by: string;
  readonly isMine: boolean;
  readonly at: number;
  readonly until?: number;
  readonly secondedBy?: string;
  readonly doneAt?: number;
};
export type ConsoleErasures = { readonly erasures: readonly ErasureLine[] };
