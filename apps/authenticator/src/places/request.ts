import type {
  ApprovalId,
  LocumId,
  LocumView,
  PlaceId,
  PlacePeople,
  PlaceView,
} from "@aval/protocol";
import { type CodeEntry, emptyEntry } from "../shell/code-entry.ts";
import type { Trouble } from "../trouble.ts";

/**
 * The holder's places on the phone: what can be on screen, and what moves it.
 *
 * Adding one is slow on purpose: a call question, thirty seconds, one answer. Ending one is a tap. `now` and every time
 * here are seconds since the epoch on the server's clock.
 */

/** The browser that the holder has just let in and may call a place of theirs. */
export type Candidate = {
  readonly approval: ApprovalId;
  /** What the browser says it is; worth nothing against a lie. */
  readonly declared: string;
};

/** A place being added: kept on the phone, so that closing the page during the wait loses nothing. */
export type Making = Candidate & { readonly notBefore: number; readonly until: number };

/** What the phone knows of the holder's places, beside the screen. */
export type Places = {
  /** The last list heard; `undefined` until there is one. */
  readonly list: readonly PlaceView[] | undefined;
  readonly making: Making | undefined;
};
export const noPlaces: Places = { list: undefined, making: undefined };

export type PlaceCall = {
  readonly at: "place-call";
  readonly candidate: Candidate;
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};
/** The wait and, once it is over, the same buttons: none appears under a finger. */
export type PlaceWait = {
  readonly at: "place-wait";
  readonly making: Making;
  readonly busy: PlacePeople | undefined;
  readonly trouble: Trouble | undefined;
};
export type PlaceMade = { readonly at: "place-made"; readonly place: PlaceView };
export type PlaceList = {
  readonly at: "places";
  /** Those whose end was asked for and not yet answered. */
  readonly ending: readonly PlaceId[];
  /** The one that was ended last: said in its stead. */
  readonly ended: PlaceView | undefined;
  readonly trouble: Trouble | undefined;
  /** Locums whose end was asked for and not yet answered, and the one that ended last. */
  readonly endingLocums?: readonly LocumId[];
  readonly endedLocum?: LocumView | undefined;
};
/** "Travaillez-vous sur ce poste ?", with the code for yes and a tap for no. */
export type PlaceAsk = CodeEntry & {
  readonly at: "place-ask";
  readonly place: PlaceView;
  readonly busy: "yes" | "no" | undefined;
};
export type PlaceAged = { readonly at: "place-aged"; readonly place: PlaceView };
export type PlaceDenied = { readonly at: "place-denied"; readonly place: PlaceView };

export type PlaceScreen =
  | PlaceCall
  | PlaceWait
  | PlaceMade
  | PlaceList
  | PlaceAsk
  | PlaceAged
  | PlaceDenied;

export type PlaceEvent =
  | { readonly event: "work_here_tapped" }
  | { readonly event: "call_answered"; readonly onCall: boolean }
  | { readonly event: "place_offered"; readonly making: Making }
  | { readonly event: "place_resumed" }
  | { readonly event: "place_cancelled" }
  | { readonly event: "people_answered"; readonly people: PlacePeople }
  | { readonly event: "place_made"; readonly place: PlaceView }
  | { readonly event: "places_known"; readonly list: readonly PlaceView[] }
  | { readonly event: "places_failed"; readonly trouble: Trouble }
  | { readonly event: "place_asked"; readonly place: PlaceView }
  | { readonly event: "code_given"; readonly code: string }
  | { readonly event: "place_aged"; readonly place: PlaceView }
  | { readonly event: "place_end_tapped"; readonly place: PlaceView }
  | { readonly event: "place_ended"; readonly place: PlaceId }
  | { readonly event: "place_failed"; readonly trouble: Trouble; readonly place?: PlaceId };

export type PlaceCommand =
  | { readonly command: "load_places" }
  /** The answer to the call question: a yes is told, and ends it whatever becomes of the message. */
  | { readonly command: "offer_place"; readonly candidate: Candidate }
  | { readonly command: "decline_place"; readonly approval: ApprovalId }
  | { readonly command: "keep_making"; readonly making: Making | undefined }
  | {
      readonly command: "make_place";
      readonly approval: ApprovalId;
      readonly people: PlacePeople;
    }
  | { readonly command: "confirm_place"; readonly place: PlaceId; readonly code: string }
  | { readonly command: "end_place"; readonly place: PlaceId };

export const placeList: PlaceList = {
  at: "places",
  ending: [],
  ended: undefined,
  trouble: undefined,
};

export function placeCall(candidate: Candidate): PlaceCall {
  return { at: "place-call", candidate, busy: false, trouble: undefined };
}

export function placeWait(making: Making): PlaceWait {
  return { at: "place-wait", making, busy: undefined, trouble: undefined };
}

export function placeAsk(place: PlaceView): PlaceAsk {
  return { at: "place-ask", place, ...emptyEntry, busy: undefined };
}

/** Whether a screen is one of these. */
export function isOfPlaces(screen: { readonly at: string }): screen is PlaceScreen {
  return screen.at === "places" || screen.at.startsWith("place-");
}

/** The places that are computers: programs are listed as software. */
export function computers({ list }: Places): readonly PlaceView[] | undefined {
  return list?.filter(({ software }) => !software);
}

/** The place that waits for "Oui, j'y travaille", if any: the one that waits longest. */
export function asking({ list }: Places): PlaceView | undefined {
  return list?.filter((place) => place.asks).at(-1);
}

/** The place being added, while it still can be. */
export function goingOn({ making }: Places, now: number): Making | undefined {
  return making && now < making.until ? making : undefined;
}
