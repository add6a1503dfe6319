import { parseLinkFrame } from "@aval/protocol";
import { danger, type Scan } from "../approvals/request.ts";
import { endingOf } from "../approvals/state.ts";
import { afterTrouble, emptyEntry, given, mayGive } from "../shell/code-entry.ts";
import { isTaken } from "../shell/half-minute.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import { denied, type Trouble } from "../trouble.ts";
import type { Software, SoftwareLinkWait } from "./request.ts";

/*
 * Linking a program by what it shows: the one scanner reads its frame, the call question comes before everything, then half a
 * minute in which only *Annuler* is taken, then the code. As slow as adding a place, which is what it makes.
 */

type LinkingStep = {
  readonly screen: Screen;
  readonly software: Software;
  readonly run: readonly Command[];
};

/** What an event makes of the page where it is about linking; `undefined` leaves it to its screen. */
export function stepLinking(model: Model, event: AppEvent): LinkingStep | undefined {
  const { screen, software, now } = model;
  const to = (next: Screen, ...run: Command[]): LinkingStep => ({ screen: next, software, run });
  switch (screen.at) {
    case "scan":
      return stepScan(screen, event, to);
    case "software-link": {
      if (event.event !== "link_call_answered") return undefined;
      const { link } = screen;
      // A caller asks for it: over for good, on the alarm's screen at once, whatever becomes of the message.
      return event.onCall
        ? to(danger("software", now), { command: "stop_link", link: link.link })
        : to({ at: "software-link-wait", link, ...emptyEntry, busy: false });
    }
    case "software-link-wait":
      return stepWait(screen, event, model, to);
    default:
      return undefined;
  }
}

type To = (next: Screen, ...run: Command[]) => LinkingStep;

function stepScan(screen: Scan, event: AppEvent, to: To): LinkingStep | undefined {
  switch (event.event) {
    case "seen": {
      const { text } = event;
      if (!parseLinkFrame(text)) return undefined;
      if (screen.claiming || screen.trouble || text === screen.last) return to(screen);
      const reading = { ...screen, claiming: true, last: text, wrong: undefined };
      return to(reading, { command: "scan_link", text });
    }
    case "link_scanned":
      return to({ at: "software-link", link: event.link }, { command: "buzz" });
    case "link_failed":
      return to(notLinked(screen, event.trouble));
    default:
      return undefined;
  }
}

function notLinked(screen: Scan, trouble: Trouble): Screen {
  // Too old when it arrived: the next one is on the screen within a second, and the holder need not know.
  if (denied(trouble) === "frame_refused")
    return { ...screen, claiming: false, stale: screen.stale + 1 };
  const ending = endingOf(trouble);
  if (ending) return { at: "ended", ending, context: undefined };
  return { ...screen, claiming: false, trouble };
}

function stepWait(
  screen: SoftwareLinkWait,
  event: AppEvent,
  { software, now }: Model,
  to: To,
): LinkingStep | undefined {
  switch (event.event) {
    case "code_given": {
      if (screen.busy || !isTaken(screen.link, now) || !mayGive(screen, now)) return to(screen);
      const { code, field } = given(event.code);
      if (code === undefined) return to({ ...screen, ...field });
      const { link } = screen.link;
      return to({ ...screen, ...field, busy: true }, { command: "confirm_link", link, code });
    }
    case "software_linked": {
      const { linked } = event;
      const mine = [linked, ...(software.mine ?? []).filter(({ id }) => id !== linked.id)];
      return {
        screen: { at: "software-linked", linked },
        software: { ...software, mine },
        run: [{ command: "load_places" }],
      };
    }
    case "software_failed":
      return to({ ...afterTrouble(screen, event.trouble, now), busy: false });
    default:
      return undefined;
  }
}
