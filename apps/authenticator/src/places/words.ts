import type { Context, PlaceView } from "@aval/protocol";
import { type Messages, sinceWords } from "../messages.ts";
import { mayAnswer } from "./state.ts";
import type { PlaceWait } from "./request.ts";

/** What a place's browser said it is, in words. */
export function computerWords({ declared }: { readonly declared: string }, t: Messages): string {
  return declared || t.places.computer;
}

/** How a place stands, in one line. */
export function standingWords(place: PlaceView, t: Messages): string {
  return place.asks ? t.places.asks : t.places.states[place.state];
}

/** What the asking browser is for the holder: their own place, with since when; one that is still new; or how it is known. */
export function browserWords({ browser, transfer }: Context, now: number, t: Messages): string {
  if (transfer === "this_phone") return t.question.here;
  const { place } = browser;
  if (!place) return t.question.standing[browser.standing];
  const since = sinceWords(place.since, now, t);
  return browser.standing === "unknown" ? t.question.newPlace(since) : t.question.ownPlace(since);
}

/** What is said under the answers during the wait, second by second; the live region says less (announcement.ts). */
export function waitingWords(screen: PlaceWait, now: number, t: Messages): string {
  if (now >= screen.making.until) return t.placeWait.over;
  if (mayAnswer(screen, now)) return t.placeWait.ready;
  return t.placeWait.left(Math.ceil(screen.making.notBefore - now));
}

/** Told at the start, at ten seconds, and when the answers open. */
export function spokenWait(screen: PlaceWait, now: number, t: Messages): string {
  const left = Math.ceil(screen.making.notBefore - now);
  if (left <= 0) return waitingWords(screen, now, t);
  return t.placeWait.left(left <= 10 ? 10 : 30);
}
