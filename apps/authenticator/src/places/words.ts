import type { Context, PlaceView } from "@aval/protocol";
import { type Messages, sinceWords } from "../messages.ts";

/** What a place's browser said it is, in words; of a program, its name and the machine it named. */
export function computerWords({ declared }: { readonly declared: string }, t: Messages): string {
  return declared || t.places.computer;
}

/** How a place stands, in one line. */
export function standingWords(place: PlaceView, t: Messages): string {
  return place.asks ? t.places.asks : t.places.states[place.state];
}

/** What the asking browser is for the holder: their own place, with since when; one that is still new; or how it is known. */
export function browserWords(context: Context, now: number, t: Messages): string {
  const { browser, transfer, service } = context;
  if (transfer === "this_phone") return t.question.here;
  if (browser.standing === "own_software") return t.question.ownSoftware(service.name);
  const { place } = browser;
  if (!place) return t.question.standing[browser.standing];
  const since = sinceWords(place.since, now, t);
  return browser.standing === "unknown" ? t.question.newPlace(since) : t.question.ownPlace(since);
}
