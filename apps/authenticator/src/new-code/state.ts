import { danger } from "../approvals/request.ts";
import { type CodeFault, cleanCode, codeFault, isCode } from "../enrolment/code.ts";
import { afterTrouble, type CodeEntry, emptyEntry, mayGive } from "../shell/code-entry.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/**
 * *Changer mon code*, with the old one: for whoever fears that it was seen. A forgotten one is not changed here: what leads on is said,
 * each with its wait, and no message, mail or call is among it (law 1).
 */
export type NewCodeCall = { readonly at: "new-code-call" };
export type NewCode = CodeEntry & {
  readonly at: "new-code";
  /** Of the code that was chosen; `same`: it is the old one. */
  readonly fault: CodeFault | "same" | undefined;
  readonly busy: boolean;
};
export type NewCodeDone = { readonly at: "new-code-done" };
export type NewCodeForgotten = { readonly at: "new-code-forgotten" };
export type NewCodeScreen = NewCodeCall | NewCode | NewCodeDone | NewCodeForgotten;

export type NewCodeEvent =
  | { readonly event: "new_code_call_answered"; readonly onCall: boolean }
  | {
      readonly event: "new_code_given";
      readonly before: string;
      readonly first: string;
      readonly second: string;
    }
  | { readonly event: "new_code_works" }
  | { readonly event: "new_code_failed"; readonly trouble: Trouble }
  | { readonly event: "code_forgotten_tapped" };

export type NewCodeCommand = {
  readonly command: "change_code";
  readonly before: string;
  readonly after: string;
};

export const newCodeCall: NewCodeCall = { at: "new-code-call" };
export const newCode: NewCode = { at: "new-code", ...emptyEntry, fault: undefined, busy: false };

/** Whether a screen is one of these. */
export function isOfNewCode(screen: { readonly at: string }): screen is NewCodeScreen {
  return screen.at.startsWith("new-code");
}

export type NewCodeStep = { readonly screen: Screen; readonly run: readonly Command[] };
const to = (screen: Screen, ...run: Command[]): NewCodeStep => ({ screen, run });

/** What an event makes of these screens; `undefined` where none of them is shown. */
export function stepNewCode({ screen, now }: Model, event: AppEvent): NewCodeStep | undefined {
  if (!isOfNewCode(screen)) return undefined;
  if (event.event === "code_forgotten_tapped") return to({ at: "new-code-forgotten" });
  if (screen.at === "new-code-call") {
    if (event.event !== "new_code_call_answered") return to(screen);
    return to(event.onCall ? danger("on_call", now) : newCode);
  }
  if (screen.at !== "new-code") return to(screen);
  switch (event.event) {
    case "new_code_given":
      return given(screen, event, now);
    case "new_code_works":
      return to({ at: "new-code-done" });
    case "new_code_failed":
      return to({ ...afterTrouble(screen, event.trouble, now), busy: false });
    default:
      return to(screen);
  }
}

/** What is wrong with the codes is said here, and sent nowhere. */
function given(
  screen: NewCode,
  codes: Extract<NewCodeEvent, { event: "new_code_given" }>,
  now: number,
): NewCodeStep {
  if (screen.busy || !mayGive(screen, now)) return to(screen);
  const [before, first, second] = [codes.before, codes.first, codes.second].map(cleanCode);
  const short = !isCode(before ?? "");
  const fault: NewCode["fault"] =
    codeFault(first ?? "", second ?? "") ?? (first === before ? "same" : undefined);
  const told = { ...screen, short, fault, trouble: undefined };
  if (short || fault || before === undefined || first === undefined) return to(told);
  return to(
    { ...told, waitUntil: undefined, busy: true },
    { command: "change_code", before, after: first },
  );
}
