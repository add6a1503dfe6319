import { parseBinding, bindingText, type EnrolmentId, type RaiseAnswer } from "@aval/protocol";
import { afterTrouble, type CodeEntry, emptyEntry, given, mayGive } from "../shell/code-entry.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/**
 * *Téléphone à confirmer*: what would make this phone open everything, and how far that is. The server says both each time; what was
 * scanned is sent once, and its four words are shown until a desk or a card has compared them.
 */
export type Raise = {
  readonly at: "raise";
  /** As last heard; absent before. */
  readonly heard: RaiseAnswer | undefined;
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};
/** The wait is over: only the code is missing. */
export type RaiseCode = CodeEntry & {
  readonly at: "raise-code";
  readonly enrolment: EnrolmentId;
  readonly busy: boolean;
};
export type RaiseScreen = Raise | RaiseCode;

export type RaiseEvent =
  /** This phone's camera opened the page of a desk or a card. */
  | { readonly event: "raise_seen"; readonly binding: string }
  | { readonly event: "raise_known"; readonly answer: RaiseAnswer }
  | { readonly event: "raise_failed"; readonly trouble: Trouble }
  | { readonly event: "raise_check_tapped" }
  | { readonly event: "raise_go_tapped" };
export type RaiseCommand =
  | { readonly command: "load_raise" }
  | { readonly command: "ask_raise"; readonly binding: string }
  | { readonly command: "raise_phone"; readonly enrolment: EnrolmentId; readonly code: string };

export const raise: Raise = { at: "raise", heard: undefined, busy: true, trouble: undefined };

export function isOfRaise(screen: { readonly at: string }): screen is RaiseScreen {
  return screen.at === "raise" || screen.at === "raise-code";
}

/** What is shown of it. `how`: nothing is under way, or what was is over. */
export type RaiseStage = "loading" | "how" | "words" | "waiting" | "ready" | "full";

export function stageOf({ heard }: Raise): RaiseStage {
  if (!heard) return "loading";
  if (heard.level === "full") return "full";
  switch (heard.raise?.state) {
    case "requested":
    case "evidenced":
    case "held":
      return heard.raise.words ? "words" : "how";
    case "cooling":
      return "waiting";
    case "ready":
      return "ready";
    default:
      return "how";
  }
}

type RaiseStep = { readonly screen: Screen; readonly run: readonly Command[] };
const to = (screen: Screen, ...run: Command[]): RaiseStep => ({ screen, run });

/** The binding in what the scanner of this page read; `undefined` for any other code. The server says whose page it is. */
function scannedBinding(text: string): string | undefined {
  const binding = parseBinding(/\/enrol#b=(.+)$/.exec(text)?.[1]);
  return binding && bindingText(binding);
}

/** What an event makes of these screens, or of the one scanner that reads a page of enrolment. */
export function stepRaise({ screen, now }: Model, event: AppEvent): RaiseStep | undefined {
  if (event.event === "raise_seen")
    return to(raise, { command: "ask_raise", binding: event.binding });
  if (screen.at === "scan" && event.event === "seen") {
    const binding = scannedBinding(event.text);
    return binding && !screen.claiming ? to(raise, { command: "ask_raise", binding }) : undefined;
  }
  if (screen.at === "raise") return onRaise(screen, event);
  return screen.at === "raise-code" ? onCode(screen, event, now) : undefined;
}

function onRaise(screen: Raise, event: AppEvent): RaiseStep {
  switch (event.event) {
    case "raise_known":
      return to({ ...screen, heard: event.answer, busy: false, trouble: undefined });
    case "raise_failed":
      // What was scanned is over or another's: how it is done is still said.
      return to({
        ...screen,
        heard: screen.heard ?? { level: "limited" },
        busy: false,
        trouble: event.trouble,
      });
    case "raise_check_tapped":
      return screen.busy
        ? to(screen)
        : to({ ...screen, busy: true, trouble: undefined }, { command: "load_raise" });
    case "raise_go_tapped": {
      const enrolment = screen.heard?.raise?.enrolment;
      if (stageOf(screen) !== "ready" || enrolment === undefined) return to(screen);
      return to({ at: "raise-code", enrolment, ...emptyEntry, busy: false });
    }
    default:
      return to(screen);
  }
}

function onCode(screen: RaiseCode, event: AppEvent, now: number): RaiseStep {
  switch (event.event) {
    case "code_given": {
      if (screen.busy || !mayGive(screen, now)) return to(screen);
      const { code, field } = given(event.code);
      if (code === undefined) return to({ ...screen, ...field });
      const { enrolment } = screen;
      return to({ ...screen, ...field, busy: true }, { command: "raise_phone", enrolment, code });
    }
    case "raise_known":
      return to({ ...raise, heard: event.answer, busy: false });
    case "raise_failed":
      return to({ ...afterTrouble(screen, event.trouble, now), busy: false });
    default:
      return to(screen);
  }
}
