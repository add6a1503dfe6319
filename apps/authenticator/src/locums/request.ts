import type { LocumFound, LocumId, LocumView, PlaceId, PlaceView } from "@aval/protocol";
import { type CodeEntry, emptyEntry } from "../shell/code-entry.ts";
import type { Trouble } from "../trouble.ts";

/**
 * Announcing a locum at a place of the holder's: the call question, who and which days, then who that is, with the code. Ending
 * one is a tap on the list of places.
 */

/** First: is somebody on the telephone who asks for it? */
export type LocumCall = { readonly at: "locum-call"; readonly place: PlaceView };

/** What was typed, as it is sent: a national identifier and two days ("2026-11-23"). */
export type Typed = { readonly nationalId: string; readonly from: string; readonly until: string };
export type LocumWho = {
  readonly at: "locum-who";
  readonly place: PlaceView;
  readonly typed: Typed;
  /** What is wrong with what was typed: said at once, and nothing is sent. */
  readonly slip: "nobody" | "days" | undefined;
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};

/** Who that is, as the directory spells them. Seconds since the epoch: from the first day to the end of the last. */
export type LocumCheck = CodeEntry & {
  readonly at: "locum-check";
  readonly place: PlaceView;
  readonly typed: Typed;
  readonly found: LocumFound;
  readonly from: number;
  readonly until: number;
  readonly busy: boolean;
};
export type LocumDone = {
  readonly at: "locum-done";
  readonly place: PlaceView;
  readonly locum: Pick<LocumView, "name" | "from" | "until">;
};

export type LocumScreen = LocumCall | LocumWho | LocumCheck | LocumDone;

export type LocumEvent =
  | { readonly event: "locum_tapped"; readonly place: PlaceView }
  | { readonly event: "locum_call_answered"; readonly onCall: boolean }
  | { readonly event: "locum_typed"; readonly typed: Typed }
  | { readonly event: "locum_found"; readonly found: LocumFound }
  | { readonly event: "locum_other_tapped" }
  | { readonly event: "locum_announced"; readonly place: PlaceView }
  | { readonly event: "locum_end_tapped"; readonly locum: LocumView }
  | { readonly event: "locum_ended"; readonly locum: LocumId }
  | { readonly event: "locum_failed"; readonly trouble: Trouble; readonly locum?: LocumId };

export type LocumCommand =
  | { readonly command: "find_locum"; readonly place: PlaceId; readonly nationalId: string }
  | {
      readonly command: "announce_locum";
      readonly place: PlaceId;
      readonly locum: Pick<LocumView, "nationalId" | "from" | "until">;
      readonly code: string;
    }
  | { readonly command: "end_locum"; readonly locum: LocumId };

export function locumWho(place: PlaceView, typed: Typed): LocumWho {
  return { at: "locum-who", place, typed, slip: undefined, busy: false, trouble: undefined };
}

export function locumCheck(
  { place, typed }: LocumWho,
  found: LocumFound,
  days: { readonly from: number; readonly until: number },
): LocumCheck {
  return { at: "locum-check", place, typed, found, ...days, ...emptyEntry, busy: false };
}

/** Whether a screen is one of these. */
export function isOfLocums(screen: { readonly at: string }): screen is LocumScreen {
  return screen.at.startsWith("locum-");
}

/** Locums a holder may have announced at a time, on all places together. Source: the server's `limits.locums`. */
const atATime = 3;

/** Whether this place may take one more: confirmed and awake, and fewer than three announced. */
export function mayTakeLocum(place: PlaceView, list: readonly PlaceView[]): boolean {
  const announced = list.reduce((count, { locums }) => count + (locums?.length ?? 0), 0);
  return place.state === "aged" && announced < atATime;
}
