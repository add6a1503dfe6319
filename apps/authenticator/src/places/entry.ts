import { danger } from "../approvals/request.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import { goingOn, type Places, placeAsk, placeCall, placeWait } from "./request.ts";

type Entry = {
  readonly screen: Screen;
  readonly places: Places;
  readonly run: readonly Command[];
};

/** How one comes to the screens about places, and leaves them for another kind; `undefined` leaves the event to the screen. */
export function enterPlaces({ screen, places, now }: Model, event: AppEvent): Entry | undefined {
  const stay: Entry = { screen, places, run: [] };
  switch (event.event) {
    case "places_known":
      return { ...stay, places: { ...places, list: event.list } };
    case "work_here_tapped":
      if (screen.at !== "answered" || screen.decision !== "approved" || !screen.mayBePlace)
        return stay;
      return {
        ...stay,
        screen: placeCall({
          approval: screen.context.approval,
          declared: screen.context.browser.declared,
        }),
      };
    case "call_answered":
      // A caller asks for it: over for good, on the alarm's screen at once, whatever becomes of the message.
      if (screen.at !== "place-call" || !event.onCall) return undefined;
      return {
        ...stay,
        screen: danger("place", now),
        run: [{ command: "decline_place", approval: screen.candidate.approval }],
      };
    case "place_resumed": {
      const making = goingOn(places, now);
      return making && screen.at === "home" ? { ...stay, screen: placeWait(making) } : stay;
    }
    case "place_cancelled":
      if (screen.at !== "place-wait" || screen.busy) return stay;
      return {
        screen: { at: "home", opening: false, waiting: undefined },
        places: { ...places, making: undefined },
        run: [{ command: "keep_making", making: undefined }, { command: "look_for_pending" }],
      };
    case "place_asked":
      return screen.at === "home" || screen.at === "places" || screen.at === "software"
        ? { ...stay, screen: placeAsk(event.place) }
        : stay;
    default:
      return undefined;
  }
}
