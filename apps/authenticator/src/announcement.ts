import { codeError, digitsError, scanWords, spokenLeft } from "./approvals/words.ts";
import { type Messages, troubleWords } from "./messages.ts";
import type { Model, Screen } from "./state.ts";
import type { Trouble } from "./trouble.ts";

/**
 * What the one live region says: what changed on a screen without the screen changing. The most urgent thing wins, and
 * the same words twice in a row are said once.
 */
export function announcement(model: Model, t: Messages): string {
  const { screen, now } = model;
  switch (screen.at) {
    case "scan":
      return screen.trouble
        ? troubleWords(screen.trouble, t)
        : screen.eye === "open" && !screen.wrong && !screen.claiming
          ? ""
          : scanWords(screen, t);
    case "digits":
      return screen.busy ? t.digits.busy : (digitsError(screen, t) ?? trouble(screen.trouble, t));
    case "question":
      if (screen.busy) return t.question.approving;
      return (
        codeError(screen, now, t) ??
        (trouble(screen.trouble, t) || spokenLeft(screen.context, now, t))
      );
    case "why":
      return screen.busy ? t.question.refusing : trouble(screen.trouble, t);
    case "code":
      return codeWords(screen, t);
    case "confirm":
      return screen.busy ? t.code.activating : trouble(screen.trouble, t);
    case "desk":
      return screen.busy === "presenting" ? t.desk.busy : trouble(screen.trouble, t);
    case "waiting":
      return screen.busy ? t.waiting.checking : trouble(screen.trouble, t);
    default:
      return "";
  }
}

function trouble(found: Trouble | undefined, t: Messages): string {
  return found ? troubleWords(found, t) : "";
}

function codeWords(screen: Extract<Screen, { at: "code" }>, t: Messages): string {
  if (screen.busy) return screen.busy === "code" ? t.code.making : t.code.activating;
  return screen.fault ? t.code.faults[screen.fault] : trouble(screen.trouble, t);
}
