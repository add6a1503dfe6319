import { afterTrouble, given, mayGive } from "../shell/code-entry.ts";
import { isTaken } from "../shell/half-minute.ts";
import {
  type PlaceAsk,
  type PlaceCall,
  type PlaceCommand,
  type PlaceEvent,
  type PlaceList,
  type PlaceScreen,
  type Places,
  type PlaceWait,
  placeWait,
} from "./request.ts";

export type PlaceStep = {
  readonly screen: PlaceScreen;
  readonly places: Places;
  readonly run: readonly PlaceCommand[];
};

/** What an event makes of a screen about places. One that has nothing to say here changes nothing. */
export function stepPlaces(
  screen: PlaceScreen,
  event: PlaceEvent,
  places: Places,
  now: number,
): PlaceStep {
  const stay = (next: PlaceScreen, ...run: PlaceCommand[]): PlaceStep => ({
    screen: next,
    places,
    run,
  });
  switch (screen.at) {
    case "place-call":
      return stepCall(screen, event, places);
    case "place-wait":
      return stepWait(screen, event, places, now);
    case "places":
      return stepList(screen, event, places);
    case "place-ask":
      return stepAsk(screen, event, places, now);
    default:
      return stay(screen);
  }
}

function stepCall(screen: PlaceCall, event: PlaceEvent, places: Places): PlaceStep {
  switch (event.event) {
    case "call_answered":
      // A yes leaves this screen for the alarm (state.ts): only a no asks for the place.
      if (screen.busy || event.onCall) return { screen, places, run: [] };
      return {
        screen: { ...screen, busy: true, trouble: undefined },
        places,
        run: [{ command: "offer_place", candidate: screen.candidate }],
      };
    case "place_offered":
      return {
        screen: placeWait(event.making),
        places: { ...places, making: event.making },
        run: [{ command: "keep_making", making: event.making }],
      };
    case "place_failed":
      return { screen: { ...screen, busy: false, trouble: event.trouble }, places, run: [] };
    default:
      return { screen, places, run: [] };
  }
}

function stepWait(screen: PlaceWait, event: PlaceEvent, places: Places, now: number): PlaceStep {
  switch (event.event) {
    case "people_answered":
      if (screen.busy || !isTaken(screen.making, now)) return { screen, places, run: [] };
      return {
        screen: { ...screen, busy: event.people, trouble: undefined },
        places,
        run: [{ command: "make_place", approval: screen.making.approval, people: event.people }],
      };
    case "place_made":
      return {
        screen: { at: "place-made", place: event.place },
        places: {
          list: [event.place, ...(places.list ?? []).filter(({ id }) => id !== event.place.id)],
          making: undefined,
        },
        run: [{ command: "keep_making", making: undefined }],
      };
    case "place_failed":
      return { screen: { ...screen, busy: undefined, trouble: event.trouble }, places, run: [] };
    default:
      return { screen, places, run: [] };
  }
}

function stepList(screen: PlaceList, event: PlaceEvent, places: Places): PlaceStep {
  switch (event.event) {
    case "place_end_tapped": {
      const { id } = event.place;
      if (screen.ending.includes(id)) return { screen, places, run: [] };
      return {
        screen: { ...screen, ending: [...screen.ending, id], trouble: undefined },
        places,
        run: [{ command: "end_place", place: id }],
      };
    }
    case "place_ended":
      return {
        screen: {
          ...screen,
          ending: screen.ending.filter((id) => id !== event.place),
          ended: places.list?.find(({ id }) => id === event.place),
        },
        places: without(places, event.place),
        run: [],
      };
    case "places_failed":
      return { screen: { ...screen, trouble: event.trouble }, places, run: [] };
    case "place_failed":
      return {
        screen: {
          ...screen,
          ending: screen.ending.filter((id) => id !== event.place),
          trouble: event.trouble,
        },
        places,
        run: [],
      };
    default:
      return { screen, places, run: [] };
  }
}

function stepAsk(screen: PlaceAsk, event: PlaceEvent, places: Places, now: number): PlaceStep {
  const stay = (next: PlaceScreen, ...run: PlaceCommand[]) => ({ screen: next, places, run });
  switch (event.event) {
    case "code_given": {
      if (screen.busy || !mayGive(screen, now)) return stay(screen);
      const { code, field } = given(event.code);
      if (code === undefined) return stay({ ...screen, ...field });
      return stay(
        { ...screen, ...field, busy: "yes" },
        { command: "confirm_place", place: screen.place.id, code },
      );
    }
    case "place_end_tapped":
      if (screen.busy) return stay(screen);
      return stay(
        { ...screen, busy: "no", short: false, trouble: undefined },
        { command: "end_place", place: screen.place.id },
      );
    case "place_aged":
      return {
        screen: { at: "place-aged", place: event.place },
        places: replaced(places, event.place),
        run: [],
      };
    case "place_ended":
      return {
        screen: { at: "place-denied", place: screen.place },
        places: without(places, event.place),
        run: [],
      };
    case "place_failed":
      return stay(failed(screen, event, now));
    default:
      return stay(screen);
  }
}

function failed(
  screen: PlaceAsk,
  { trouble }: Extract<PlaceEvent, { event: "place_failed" }>,
  now: number,
): PlaceAsk {
  // No code was given with *Non*: what is typed stays.
  const next = screen.busy === "no" ? { ...screen, trouble } : afterTrouble(screen, trouble, now);
  return { ...next, busy: undefined };
}

function without(places: Places, gone: string): Places {
  return { ...places, list: places.list?.filter(({ id }) => id !== gone) };
}

function replaced(places: Places, place: NonNullable<Places["list"]>[number]): Places {
  return { ...places, list: places.list?.map((one) => (one.id === place.id ? place : one)) };
}
