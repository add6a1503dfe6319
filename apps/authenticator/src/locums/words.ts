import type { LocumView } from "@aval/protocol";
import { codeError } from "../approvals/words.ts";
import { type Messages, sinceWords, troubleWords } from "../messages.ts";
import type { LocumCheck, LocumWho } from "./request.ts";

/** "du 23 novembre au 25 novembre": the last day is the one that ends, not the next. */
export function daysWords(
  { from, until }: Pick<LocumView, "from" | "until">,
  now: number,
  t: Messages,
): string {
  return t.locum.days(sinceWords(from, now, t), sinceWords(until - 1, now, t));
}

/** What the live region says of these two screens. */
export function spokenLocum(screen: LocumWho | LocumCheck, now: number, t: Messages): string {
  const trouble = screen.trouble ? troubleWords(screen.trouble, t) : "";
  if (screen.at === "locum-check")
    return screen.busy ? t.locumCheck.busy : (codeError(screen, now, t) ?? trouble);
  if (screen.busy) return t.locumWho.busy;
  return screen.slip ? t.locumWho.slips[screen.slip] : trouble;
}
