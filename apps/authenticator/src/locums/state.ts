import type { LocumId, PlaceView } from "@aval/protocol";
import { danger } from "../approvals/request.ts";
import { type PlaceList, placeList, type Places } from "../places/request.ts";
import { afterTrouble, given, mayGive } from "../shell/code-entry.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import { dayField, daysBetween } from "./days.ts";
import { type LocumCheck, type LocumWho, locumCheck, locumWho } from "./request.ts";

type LocumStep = {
  readonly screen: Screen;
  readonly places: Places;
  readonly run: readonly Command[];
};
type To = (screen: Screen, ...run: Command[]) => LocumStep;

/** What an event makes of the page where it is about locums; `undefined` leaves the event to its screen. */
export function stepLocums(model: Model, event: AppEvent): LocumStep | undefined {
  const { screen, places, now } = model;
  const to: To = (next, ...run) => ({ screen: next, places, run });
  switch (screen.at) {
    case "places":
      return onList(screen, event, places, to);
    case "locum-call":
      if (event.event !== "locum_call_answered") return undefined;
      // A caller asks for it: nothing was asked of the server yet, and nothing is.
      if (event.onCall) return to(danger("locum", now));
      return to(
        locumWho(screen.place, { nationalId: "", from: dayField(now), until: dayField(now) }),
      );
    case "locum-who":
      return who(screen, event, now, to);
    case "locum-check":
      return check(screen, event, { now, places }, to);
    default:
      return undefined;
  }
}

function onList(screen: PlaceList, event: AppEvent, places: Places, to: To): LocumStep | undefined {
  const ending = screen.endingLocums ?? [];
  switch (event.event) {
    case "locum_tapped":
      return to({ at: "locum-call", place: event.place });
    case "locum_end_tapped": {
      const { id } = event.locum;
      if (ending.includes(id)) return to(screen);
      const next = { ...screen, endingLocums: [...ending, id], trouble: undefined };
      return to(next, { command: "end_locum", locum: id });
    }
    case "locum_ended": {
      const gone = locumIn(places, event.locum);
      const left = ending.filter((id) => id !== event.locum);
      const next = { ...screen, endingLocums: left, ended: undefined, endedLocum: gone };
      return { screen: next, places: without(places, event.locum), run: [] };
    }
    case "locum_failed": {
      const left = ending.filter((id) => id !== event.locum);
      return to({ ...screen, endingLocums: left, trouble: event.trouble });
    }
    default:
      return undefined;
  }
}

function who(screen: LocumWho, event: AppEvent, now: number, to: To): LocumStep | undefined {
  switch (event.event) {
    case "locum_typed": {
      if (screen.busy) return to(screen);
      const typed = { ...event.typed, nationalId: event.typed.nationalId.replace(/\s/gu, "") };
      const next = { ...screen, typed, slip: undefined, trouble: undefined };
      if (typed.nationalId === "") return to({ ...next, slip: "nobody" });
      if (!daysBetween(typed, now)) return to({ ...next, slip: "days" });
      const { nationalId } = typed;
      return to(
        { ...next, busy: true },
        { command: "find_locum", place: screen.place.id, nationalId },
      );
    }
    case "locum_found": {
      const days = daysBetween(screen.typed, now);
      if (!days) return to({ ...screen, busy: false, slip: "days" });
      return to(locumCheck(screen, event.found, days));
    }
    case "locum_failed":
      return to({ ...screen, busy: false, trouble: event.trouble });
    default:
      return undefined;
  }
}

function check(
  screen: LocumCheck,
  event: AppEvent,
  { now, places }: { readonly now: number; readonly places: Places },
  to: To,
): LocumStep | undefined {
  switch (event.event) {
    case "locum_other_tapped":
      return screen.busy ? to(screen) : to(locumWho(screen.place, screen.typed));
    case "code_given": {
      if (screen.busy || !mayGive(screen, now)) return to(screen);
      const { code, field } = given(event.code);
      if (code === undefined) return to({ ...screen, ...field });
      const { found, from, until, place } = screen;
      const locum = { nationalId: found.nationalId, from, until };
      return to(
        { ...screen, ...field, busy: true },
        { command: "announce_locum", place: place.id, locum, code },
      );
    }
    case "locum_announced": {
      const { found, from, until } = screen;
      const locum = { name: found.name, from, until };
      return {
        screen: { at: "locum-done", place: event.place, locum },
        places: replaced(places, event.place),
        run: [],
      };
    }
    case "locum_failed":
      return to({ ...afterTrouble(screen, event.trouble, now), busy: false });
    default:
      return undefined;
  }
}

/** Back by one step: what was typed stays. */
export function backFromLocum(screen: Screen): Screen | undefined {
  switch (screen.at) {
    case "locum-check":
      return screen.busy ? screen : locumWho(screen.place, screen.typed);
    case "locum-call":
    case "locum-who":
    case "locum-done":
      return placeList;
    default:
      return undefined;
  }
}

function locumIn({ list }: Places, id: LocumId) {
  return list?.flatMap(({ locums }) => locums ?? []).find((one) => one.id === id);
}

function without(places: Places, gone: LocumId): Places {
  const list = places.list?.map((place): PlaceView => {
    const { locums, ...rest } = place;
    const left = locums?.filter(({ id }) => id !== gone) ?? [];
    return left.length > 0 ? { ...rest, locums: left } : rest;
  });
  return { ...places, list };
}

function replaced(places: Places, place: PlaceView): Places {
  return { ...places, list: places.list?.map((one) => (one.id === place.id ? place : one)) };
}
