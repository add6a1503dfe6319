import type { CaseId, DeviceId, MeasureId } from "./ids.ts";

/**
 * What analysts are told of measures, on the console's origin. Times are seconds since the epoch on the server's clock. A measure
 * stops something; those that give back what one had stopped wait for a second person, however few they name.
 */

export const measureKinds = [
  "close_sessions",
  "end_places",
  "suspend_phone",
  "suspend_card",
  "pause",
  "freeze",
  "restore_phone",
  "restore_card",
] as const;
export type MeasureKind = (typeof measureKinds)[number];

/** Which of them are of one thing of one person. */
export const measureThings: { readonly [K in MeasureKind]?: "phone" | "card" } = {
  suspend_phone: "phone",
  suspend_card: "card",
  restore_phone: "phone",
  restore_card: "card",
};

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
  /** Those that an analyst suspended. */
  readonly suspendedPhones: readonly TargetPhone[];
  /** Those that worked here and run still, the one seen last first. */
  readonly cards: readonly TargetCard[];
  /** A pause, a block or a freeze that stands. */
  readonly stops: readonly ("pause" | "block" | "freeze")[];
};

export type TargetPhone = {
  readonly phone: DeviceId;
  readonly level: "limited" | "full";
  /** Active since, in seconds since the epoch. */
  readonly since: number;
};

/** A card's authority (SHA-256 of its certificate, base64url), a dot, and its number there, hexadecimal. */
export type CardName = `${string}.${string}`;
export const isCardName = (text: string): text is CardName =>
  /^[A-Za-z0-9_-]{43}\.[0-9a-f]{1,40}$/.test(text);

export type TargetCard = {
  readonly card: CardName;
  /** Last read here, in seconds since the epoch, and until when it runs. */
  readonly seen: number;
  readonly until: number;
  /** By an analyst, and not restored since. */
  readonly isSuspended: boolean;
};

/** Which phone or card of the one person whom it names, where a measure is of one. */
export type MeasureThing = { readonly phone?: DeviceId; readonly card?: CardName };

export type MeasurePreview = MeasureThing & {
  readonly kind: MeasureKind;
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
