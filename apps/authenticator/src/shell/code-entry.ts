import { cleanCode, isCode } from "../enrolment/code.ts";
import { denied, type Trouble } from "../trouble.ts";

/** What a screen keeps while it asks for the personal code, wherever that is. */
export type CodeEntry = {
  /** Changes when the field must be emptied. */
  readonly entry: number;
  /** What was typed is not six digits: said at once, and no try is spent. */
  readonly short: boolean;
  readonly trouble: Trouble | undefined;
  /** Until when no code is taken, after several wrong ones. */
  readonly waitUntil: number | undefined;
};

export const emptyEntry: CodeEntry = {
  entry: 0,
  short: false,
  trouble: undefined,
  waitUntil: undefined,
};

/** Whether a code is taken now: not while the phone must wait. */
export function mayGive({ waitUntil }: Pick<CodeEntry, "waitUntil">, now: number): boolean {
  return waitUntil === undefined || now >= waitUntil;
}

/** What was typed, as the code it is; `undefined` when it is none, and nothing is to be sent. With how the field stands then. */
export function given(
  typed: string,
):
  | { readonly code: string; readonly field: Omit<CodeEntry, "entry"> }
  | { readonly code: undefined; readonly field: Pick<CodeEntry, "short" | "trouble"> } {
  const code = cleanCode(typed);
  return isCode(code)
    ? { code, field: { short: false, trouble: undefined, waitUntil: undefined } }
    : { code: undefined, field: { short: true, trouble: undefined } };
}

/** How the field stands after a code that was not taken. */
export function afterTrouble<S extends CodeEntry>(screen: S, trouble: Trouble, now: number): S {
  const name = denied(trouble);
  // Nobody looked at the code: what was typed stays, for the next press.
  if (trouble.kind === "offline" || name === "pin_unavailable") return { ...screen, trouble };
  const next = { ...screen, trouble, entry: screen.entry + 1 };
  if (trouble.kind !== "denied" || name !== "pin_wait") return next;
  return { ...next, waitUntil: now + (trouble.retryAfterSeconds ?? 30) };
}

/** Trouble that is said under the field, and nowhere else. */
export function isOfField(trouble: Trouble | undefined): boolean {
  const name = denied(trouble);
  return name === "wrong_code" || name === "pin_wait";
}
