import type { StopView } from "@aval/protocol";
import { danger } from "../approvals/request.ts";
import { afterTrouble, emptyEntry, given, mayGive } from "../shell/code-entry.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import { block, type Lift, type Reopening, type StopEvent } from "./request.ts";

type Stops = readonly StopView[];
type StopStep = {
  readonly screen: Screen;
  readonly stops: Stops | undefined;
  readonly run: readonly Command[];
};

/** What an event about stops makes of the page; `undefined` leaves the event to its screen. */
export function stepStops(model: Model, event: AppEvent): StopStep | undefined {
  const { screen, stops } = model;
  const to = (next: Screen, ...run: Command[]): StopStep => ({ screen: next, stops, run });
  switch (event.event) {
    case "stops_known":
      return { screen: shownAfter(screen, event.stops), stops: event.stops, run: [] };
    case "stops_failed":
      // Nothing is known of it: what is shown stays, and the next opening asks again.
      return to(screen);
    case "block_tapped":
      if (screen.at !== "block" || screen.busy) return to(screen);
      return to({ ...block, busy: true }, { command: "block_access" });
    case "access_blocked":
      return { screen: { at: "stopped" }, stops: event.stops, run: [] };
    case "lift_tapped":
      return screen.at === "stopped" || screen.at === "reopening"
        ? to({ at: "lift-call", stop: event.stop })
        : to(screen);
    case "reopen_tapped": {
      if (screen.at !== "stopped" || !event.stop.reopening) return to(screen);
      const { id: stop } = event.stop;
      const next = { at: "reopening", stop, busy: "begin", trouble: undefined } as const;
      return to(next, { command: "begin_reopening", stop });
    }
    case "lift_call_answered":
      if (screen.at !== "lift-call") return to(screen);
      return to(event.onCall ? danger("on_call", model.now) : newLift(screen.stop));
    default:
      if (screen.at === "reopening") return onReopening(model, screen, event as StopEvent);
      if (screen.at === "block" || screen.at === "lift") return onScreen(model, event as StopEvent);
      return undefined;
  }
}

/** A stop that ended while it was looked at is no longer something to look at. */
function shownAfter(screen: Screen, stops: Stops): Screen {
  if (screen.at === "reopening" && stops.every(({ id }) => id !== screen.stop))
    return stops.length > 0 ? { at: "stopped" } : { at: "reopened" };
  return screen.at === "stopped" && stops.length === 0
    ? { at: "home", opening: false, waiting: undefined }
    : screen;
}

const newLift = (stop: StopView): Lift => ({ at: "lift", stop, ...emptyEntry, busy: false });

/** The sandbox's own desk stands in the page; a real one signs in a building, and this screen only asks what it did. */
function onReopening(model: Model, screen: Reopening, event: StopEvent): StopStep | undefined {
  const { stops, holder, sandbox } = model;
  switch (event.event) {
    case "reopening_moved":
      return {
        screen: { ...screen, busy: undefined, trouble: undefined },
        stops: event.stops,
        run: [],
      };
    case "stop_failed":
      return { screen: { ...screen, busy: undefined, trouble: event.trouble }, stops, run: [] };
    case "sandbox_desk_tapped": {
      if (!sandbox || !holder || screen.busy) return { screen, stops, run: [] };
      const { nationalId } = holder;
      return {
        screen: { ...screen, busy: "desk", trouble: undefined },
        stops,
        run: [{ command: "sign_at_sandbox_desk", nationalId }],
      };
    }
    default:
      return undefined;
  }
}

function onScreen({ screen, stops, now }: Model, event: StopEvent): StopStep | undefined {
  if (screen.at === "block") {
    if (event.event !== "stop_failed") return undefined;
    return { screen: { ...screen, busy: false, trouble: event.trouble }, stops, run: [] };
  }
  if (screen.at !== "lift") return undefined;
  switch (event.event) {
    case "code_given": {
      if (screen.busy || !mayGive(screen, now)) return { screen, stops, run: [] };
      const { code, field } = given(event.code);
      if (code === undefined) return { screen: { ...screen, ...field }, stops, run: [] };
      return {
        screen: { ...screen, ...field, busy: true },
        stops,
        run: [{ command: "lift_stop", stop: screen.stop.id, code }],
      };
    }
    case "stop_lifted":
      return {
        screen: event.stops.length === 0 ? { at: "reopened" } : { at: "stopped" },
        stops: event.stops,
        run: [],
      };
    case "stop_failed":
      return {
        screen: { ...afterTrouble(screen, event.trouble, now), busy: false },
        stops,
        run: [],
      };
    default:
      return undefined;
  }
}
