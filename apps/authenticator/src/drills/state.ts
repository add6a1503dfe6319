import type { DrillAnswer, SignedDrill } from "@aval/protocol";
import { callingNow } from "../calls/state.ts";
import { asking } from "../places/request.ts";
import { calmLeft } from "../shell/asking.ts";
import type { AppEvent, Model, Screen } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/**
 * The exercise of a campaign: a request that this page draws by itself, of a service that does not exist. No approval is behind it. It is
 * answered before any code is asked, and the next screen says what it was; only then does the answer leave, with nobody's name.
 */
export type DrillScreen =
  | { readonly at: "drill"; readonly signed: SignedDrill }
  /** `answer`: what was chosen, which this page forgets with the screen; absent: its holder left it, and nothing was sent. */
  | {
      readonly at: "drill-over";
      readonly answer: DrillAnswer | undefined;
      /** *Plus d'exercices*. */
      readonly off: "no" | "busy" | "done";
      readonly trouble: Trouble | undefined;
    };

export type DrillEvent =
  | { readonly event: "drill_known"; readonly signed: SignedDrill }
  | { readonly event: "drill_answered"; readonly answer: DrillAnswer }
  | { readonly event: "drills_end_tapped" }
  | { readonly event: "drills_ended" }
  | { readonly event: "drills_end_failed"; readonly trouble: Trouble };

export type DrillCommand =
  | { readonly command: "load_drill" }
  | {
      readonly command: "answer_drill";
      readonly signed: SignedDrill;
      readonly answer: DrillAnswer;
    }
  | { readonly command: "end_drills" };

export const drill = (signed: SignedDrill): DrillScreen => ({ at: "drill", signed });
export const drillOver = (answer: DrillAnswer | undefined): DrillScreen => ({
  at: "drill-over",
  ...{ answer, off: "no", trouble: undefined },
});

export const isOfDrills = (screen: Screen): screen is DrillScreen =>
  screen.at === "drill" || screen.at === "drill-over";

/** Nothing real is under way that an exercise could be taken for, or hide. The server has looked too. */
export function isCalm(model: Model): boolean {
  const { screen, online, atHome, stops, bells, coming, places, now } = model;
  return (
    screen.at === "home" &&
    screen.waiting === undefined &&
    online &&
    !atHome &&
    (stops ?? []).length === 0 &&
    (bells.ring === undefined || now >= bells.ring.until) &&
    coming.phones.length === 0 &&
    asking(places) === undefined &&
    callingNow(model).is !== "called" &&
    calmLeft(model.calmUntil, now) === 0
  );
}

export type DrillStep = { readonly screen: Screen; readonly run: readonly DrillCommand[] };

/** `undefined`: the event is not of an exercise. */
export function stepDrills(model: Model, event: AppEvent): DrillStep | undefined {
  const { screen } = model;
  const to = (next: Screen, ...run: DrillCommand[]): DrillStep => ({ screen: next, run });
  switch (event.event) {
    case "drill_known":
      return to(isCalm(model) ? drill(event.signed) : screen);
    case "drill_answered": {
      if (screen.at !== "drill") return to(screen);
      const { answer } = event;
      return to(drillOver(answer), { command: "answer_drill", signed: screen.signed, answer });
    }
    case "drills_end_tapped":
      return screen.at === "drill-over" && screen.off === "no"
        ? to({ ...screen, off: "busy", trouble: undefined }, { command: "end_drills" })
        : to(screen);
    case "drills_ended":
      return to(screen.at === "drill-over" ? { ...screen, off: "done" } : screen);
    case "drills_end_failed":
      return to(
        screen.at === "drill-over" ? { ...screen, off: "no", trouble: event.trouble } : screen,
      );
    // Somebody of ours calls: it is taken away before it could be spoken of.
    case "call_known":
      return screen.at === "drill" && event.status?.caller ? to(drillOver(undefined)) : undefined;
    default:
      return undefined;
  }
}
