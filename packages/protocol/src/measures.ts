import type { CaseId, DeviceId, MeasureId } from "./ids.ts";

/**
 * What analysts are told of measures, on the console's origin. Times are seconds since the epoch on the server's clock. Every measure
 * stops something; none opens.
 */

export const measureKinds = [
  "close_sessions",
  "end_places",
  "suspend_phone",
  "pause",
  "freeze",
] as const;
export type MeasureKind = (typeof measureKinds)[number];

/** `waiting`: for a second person. `over`: nobody signed in time, or the list was no longer the case's. */
export const measureStates = ["waiting", "running", "done", "withdrawn", "over"] as const;
export type MeasureState = (typeof measureStates)[number];

/** Whom it would reach, and what of theirs stands now. */
export type MeasureTarget = {
  readonly person: string;
  readonly name: string;
  readonly nationalId: string;
  readonly sessions: number;
  readonly places: number;
  readonly bells: number;
  /** Those that may approve, the youngest first. The name that their holder gave is the holder's. */
  readonly phones: readonly TargetPhone[];
  /** A pause, a block or a freeze that stands. */
  readonly stops: readonly ("pause" | "block" | "freeze")[];
};

export type TargetPhone = {
  readonly phone: DeviceId;
  readonly level: "limited" | "full";
  /** Active since, in seconds since the epoch. */
  readonly since: number;
};

export type MeasurePreview = {
  readonly kind: MeasureKind;
  /** The one that would be suspended, where that is the measure. */
  readonly phone?: DeviceId;
  readonly targets: readonly MeasureTarget[];
  /** Nothing begins before another analyst has signed exactly this list. */
  readonly needsSecond: boolean;
  /** The SHA-256 of the exact list, base64url: what is taken is what was shown. */
  readonly digest: string;
};

/** A measure as its case tells it. */
export type MeasureLine = {
  readonly measure: MeasureId;
  readonly case: CaseId;
  readonly kind: MeasureKind;
  readonly state: MeasureState;
  readonly words: string;
  readonly by: string;
  readonly isMine: boolean;
  readonly at: number;
  /** Who signed it as the second. */
  readonly secondedBy?: string;
  /** Until when it waits for them. */
  readonly until?: number;
  /** How many it names; of whom, those it has reached; of whom, those it changed something for. */
  readonly people: number;
  readonly reached: number;
  readonly changed: number;
  /** Whom it names, where they are of the reader's authority. */
  readonly names: readonly { readonly person: string; readonly name?: string }[];
};
