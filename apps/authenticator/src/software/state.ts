import type { InstallationId } from "@aval/protocol";
import { danger, question } from "../approvals/request.ts";
import { endingOf } from "../approvals/state.ts";
import { afterTrouble, given, mayGive } from "../shell/code-entry.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import { denied, type Trouble } from "../trouble.ts";
import { stepLinking } from "./linking.ts";
import {
  isOfSoftware,
  type Search,
  type Software,
  type SoftwareAdd,
  type SoftwareList,
  type SoftwareScreen,
  softwareAdd,
  softwareChoice,
} from "./request.ts";

export type SoftwareStep = {
  readonly screen: Screen;
  readonly software: Software;
  readonly run: readonly Command[];
};

/** What an event makes of the page where it is about the holder's software; `undefined` leaves the event to its screen. */
export function stepSoftware(model: Model, event: AppEvent): SoftwareStep | undefined {
  const { screen, software } = model;
  const to = (next: Screen, ...run: Command[]): SoftwareStep => ({ screen: next, software, run });
  switch (event.event) {
    case "software_known":
      return { screen: heard(screen), software: event.software, run: [] };
    case "software_added": {
      if (screen.at !== "software-add") return { screen, software: event.software, run: [] };
      const added = { name: screen.chosen.name };
      return { screen: { at: "software-added", added }, software: event.software, run: [] };
    }
    case "software_removed":
      return {
        screen: removed(screen, event.installation, software),
        software: event.software,
        // What is linked is a place of its holder's, too.
        run: [{ command: "load_places" }],
      };
    case "software_add_tapped":
      return screen.at === "software"
        ? to(softwareChoice, { command: "load_software" })
        : to(screen);
    default:
      return (
        stepLinking(model, event) ??
        (isOfSoftware(screen) ? onScreen(model, screen, event, to) : undefined)
      );
  }
}

type To = (next: Screen, ...run: Command[]) => SoftwareStep;

function onScreen(
  { now }: Model,
  screen: SoftwareScreen,
  event: AppEvent,
  to: To,
): SoftwareStep | undefined {
  switch (screen.at) {
    case "software":
      return stepList(screen, event, to);
    case "software-choice":
      if (event.event === "software_failed") return to({ ...screen, trouble: event.trouble });
      if (event.event !== "software_chosen") return undefined;
      return to({ at: "software-call", chosen: event.chosen });
    case "software-call":
      if (event.event !== "software_call_answered") return undefined;
      // A caller asks for it: nothing was asked of the server yet, and nothing is.
      return to(event.onCall ? danger("software", now) : softwareAdd(screen.chosen));
    case "software-add":
      return stepAdd(screen, event, now, to);
    case "search":
      return stepSearch(screen, event, to);
    default:
      return undefined;
  }
}

/** The list has come: what kept it from coming is over. */
function heard(screen: Screen): Screen {
  return screen.at === "software" || screen.at === "software-choice"
    ? { ...screen, trouble: undefined }
    : screen;
}

function stepList(screen: SoftwareList, event: AppEvent, to: To): SoftwareStep | undefined {
  switch (event.event) {
    case "software_remove_tapped": {
      const { one } = event;
      if (screen.removing.includes(one.id)) return to(screen);
      const removing = [...screen.removing, one.id];
      return to({ ...screen, removing, trouble: undefined }, { command: "remove_software", one });
    }
    case "software_failed": {
      const removing = screen.removing.filter((id) => id !== event.installation);
      return to({ ...screen, removing, trouble: event.trouble });
    }
    default:
      return undefined;
  }
}

function removed(screen: Screen, gone: InstallationId, { mine }: Software): Screen {
  if (screen.at !== "software") return screen;
  return {
    ...screen,
    removing: screen.removing.filter((id) => id !== gone),
    removed: mine?.find(({ id }) => id === gone),
    trouble: undefined,
  };
}

function stepAdd(
  screen: SoftwareAdd,
  event: AppEvent,
  now: number,
  to: To,
): SoftwareStep | undefined {
  switch (event.event) {
    case "code_given": {
      if (screen.busy || !mayGive(screen, now)) return to(screen);
      const { code, field } = given(event.code);
      if (code === undefined) return to({ ...screen, ...field });
      const { client } = screen.chosen;
      return to({ ...screen, ...field, busy: true }, { command: "add_software", client, code });
    }
    case "software_failed":
      return to({ ...afterTrouble(screen, event.trouble, now), busy: false });
    default:
      return undefined;
  }
}

function stepSearch(screen: Search, event: AppEvent, to: To): SoftwareStep | undefined {
  switch (event.event) {
    case "search_given": {
      if (screen.busy) return to(screen);
      const number = event.number.replaceAll(/\s/g, "");
      const asked = { ...screen, nothing: undefined, trouble: undefined };
      if (!/^\d{2}$/.test(number)) return to({ ...asked, short: true });
      const { elsewhere } = event;
      const busy = elsewhere ? "elsewhere" : "here";
      return to({ ...asked, short: false, busy }, { command: "search", number, elsewhere });
    }
    case "claimed":
      return to(question(event.held), { command: "buzz" });
    case "claim_failed":
      return to(searchFailed(screen, event.trouble));
    case "pending_known":
      // The answer to a search was lost on the way: what it found, if anything, is ours already.
      return event.held[0]
        ? to(question(event.held[0]))
        : to({ ...screen, busy: undefined, trouble: undefined });
    case "pending_failed":
      return to({ ...screen, busy: undefined, trouble: event.trouble });
    case "retry_tapped":
      if (screen.busy) return to(screen);
      return to({ ...screen, busy: "here", trouble: undefined }, { command: "look_for_pending" });
    default:
      return undefined;
  }
}

function searchFailed(screen: Search, trouble: Trouble): Screen {
  if (denied(trouble) === "search_nothing")
    return { ...screen, busy: undefined, nothing: screen.busy ?? "here" };
  const ending = endingOf(trouble);
  if (ending) return { at: "ended", ending, context: undefined };
  // An answer that never came leaves the digits where they are; else they were looked at, and are worth nothing more.
  const entry = trouble.kind === "offline" ? screen.entry : screen.entry + 1;
  return { ...screen, busy: undefined, trouble, entry };
}
