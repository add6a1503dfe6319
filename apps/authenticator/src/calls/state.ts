import type { CallbackView, CallerCheckView } from "@aval/protocol";
import { afterTrouble, emptyEntry, given, mayGive } from "../shell/code-entry.ts";
import type { AppEvent, Model, Screen } from "../state.ts";
import {
  type CallCommand,
  type Calling,
  type Calls,
  callQuestions,
  callReport,
  callSeconds,
} from "./request.ts";

const waiting = { busy: false, confirmed: false } as const;

type CallStep = {
  readonly screen: Screen;
  readonly calls: Calls;
  readonly run: readonly CallCommand[];
};

/** What an event about calls makes of the page; `undefined` leaves the event to its screen. */
export function stepCalls(model: Model, event: AppEvent): CallStep | undefined {
  const { screen, calls } = model;
  const to = (next: Screen, ...run: CallCommand[]): CallStep => ({ screen: next, calls, run });
  switch (event.event) {
    case "call_known": {
      const heard = event.status && { status: event.status, at: model.now };
      return { screen, calls: { heard, asked: true }, run: [] };
    }
    case "back_asked":
      if (screen.at !== "call-back" || screen.busy) return to(screen);
      return to(
        { ...screen, busy: true, trouble: undefined },
        { command: "ask_back", reason: event.reason },
      );
    case "back_withdrawn":
      if (screen.at !== "call-back" || screen.busy) return to(screen);
      return to({ ...screen, busy: true, trouble: undefined }, { command: "withdraw_back" });
    case "back_known": {
      const known = { ...calls, back: event.back ?? null };
      const next = screen.at === "call-back" ? { ...screen, busy: false } : screen;
      return { screen: next, calls: known, run: [{ command: "load_call" }] };
    }
    case "back_failed":
      if (screen.at !== "call-back") return to(screen);
      return to({ ...screen, busy: false, trouble: event.trouble }, { command: "load_call" });
    case "caller_known_yes": {
      if (screen.at !== "call" || checkNow(model)?.check !== event.shown.check) return to(screen);
      return to({ at: "caller-check", shown: event.shown, ...emptyEntry, ...waiting });
    }
    case "code_given": {
      if (screen.at !== "caller-check") return undefined;
      if (screen.busy || screen.confirmed || !mayGive(screen, model.now)) return to(screen);
      const { code, field } = given(event.code);
      if (code === undefined) return to({ ...screen, ...field });
      const command = { command: "confirm_caller", shown: screen.shown, code } as const;
      return to({ ...screen, ...field, busy: true }, command);
    }
    case "caller_confirmed":
      if (screen.at !== "caller-check") return to(screen);
      return to({ ...screen, busy: false, confirmed: true }, { command: "load_call" });
    case "caller_failed": {
      if (screen.at !== "caller-check") return to(screen);
      const next = { ...afterTrouble(screen, event.trouble, model.now), busy: false };
      return to(next, { command: "load_call" });
    }
    case "report_tapped":
      if (screen.at === "call-report" && screen.busy) return to(screen);
      return to(callReport(event.when), { command: "report_call", when: event.when });
    case "call_reported":
      if (screen.at !== "call-report") return to(screen);
      return to(
        { ...screen, report: event.report, busy: false, trouble: undefined },
        {
          command: "load_call",
        },
      );
    case "call_report_failed":
      if (screen.at !== "call-report") return to(screen);
      return to({ ...screen, busy: false, trouble: event.trouble });
    case "call_told": {
      if (screen.at !== "call-report" || !screen.report) return to(screen);
      const { report } = screen;
      const next = {
        ...screen,
        step: screen.step + 1,
        told: { ...screen.told, ...event.facts },
        trouble: undefined,
      };
      return to(next, { command: "tell_call", report, facts: event.facts });
    }
    case "call_passed_over":
      return screen.at === "call-report" && screen.report
        ? to({ ...screen, step: Math.min(screen.step + 1, callQuestions.length) })
        : to(screen);
    default:
      return undefined;
  }
}

/** What the holder asked for, as last answered or heard; `undefined`: nothing, or it is not known. */
export const backNow = ({ calls }: Pick<Model, "calls">): CallbackView | undefined =>
  calls.back === undefined ? calls.heard?.status.back : (calls.back ?? undefined);

/** Who asks whether the holder is on the line, while the answer that said so is worth anything; `undefined`: nobody that can be verified. */
export function checkNow(
  model: Pick<Model, "calls" | "now" | "online" | "activityTrouble">,
): CallerCheckView | undefined {
  const { is } = callingNow(model);
  const check = model.calls.heard?.status.check;
  return (is === "called" || is === "nobody") && check && model.now < check.until
    ? check
    : undefined;
}

/** What may be said of calls now: never that somebody of ours calls, or that nobody does, without an answer half a minute old at most. */
export function callingNow({
  calls,
  now,
  online,
  activityTrouble,
}: Pick<Model, "calls" | "now" | "online" | "activityTrouble">): Calling {
  if (!online) return { is: "unknown" };
  const { heard, asked } = calls;
  if (!heard) return { is: asked || activityTrouble?.kind === "offline" ? "unknown" : "asking" };
  if (Math.abs(now - heard.at) >= callSeconds) return { is: "unknown" };
  const { caller, heldUntil } = heard.status;
  const held = heldUntil === undefined ? {} : { heldUntil };
  return caller ? { is: "called", caller, ...held } : { is: "nobody", ...held };
}

/** Home, what is approved, and what is added: where a caller would lead somebody (P-09). */
const shownOn: ReadonlySet<Screen["at"]> = new Set<Screen["at"]>([
  ...[
    "home",
    "call",
    "call-report",
    "call-back",
    "caller-check",
    "scan",
    "digits",
    "question",
    "why",
  ],
  ...["phone-call", "phone-wait", "phone-page", "phone-words", "phone-coming"],
  ...["phone-mine-call", "phone-mine-wait", "phone-mine"],
  ...["place-call", "place-wait", "place-ask", "drill", "drill-over"],
] as Screen["at"][]);

/** Whether who calls is asked again and again: a phone that waits is nobody's yet, and is not told. */
export const needsCall = ({ screen, atHome }: Pick<Model, "screen" | "atHome">): boolean =>
  !atHome && shownOn.has(screen.at);

/** A phone that is being added is nobody's yet: it is told what is always so. */
const ofNewPhone: ReadonlySet<Screen["at"]> = new Set<Screen["at"]>([
  ...["welcome", "install", "desk", "elsewhere", "words", "same-phone", "waiting"],
  ...["code", "confirm", "wallet-who", "eid-who", "letter-wait"],
] as Screen["at"][]);

/** Which line of calls stands on this screen; those that say it themselves have none. */
export function callLineOf(
  model: Pick<Model, "screen" | "atHome">,
): "status" | "always" | undefined {
  const { at } = model.screen;
  if (at === "call" || at === "call-report" || at === "caller-check" || at === "question")
    return undefined;
  if (ofNewPhone.has(at) || (model.atHome && shownOn.has(at))) return "always";
  return shownOn.has(at) ? "status" : undefined;
}
