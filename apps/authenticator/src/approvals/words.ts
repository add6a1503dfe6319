import { type Context, type HistoryItem, isPlainSoftware } from "@aval/protocol";
import type { Messages } from "../messages.ts";
import { troubleWords } from "../messages.ts";
import { type CodeEntry, mayGive } from "../shell/code-entry.ts";
import { denied, isPassing } from "../trouble.ts";
import type { Digits, Ending, Question, Scan } from "./request.ts";

/** How a request ended, in one line. */
export function outcomeWords(item: HistoryItem, t: Messages): string {
  const reason =
    item.state === "refused" && item.reason ? t.history.reasons[item.reason] : undefined;
  const because = item.state === "cancelled" ? t.history.because[item.because ?? ""] : reason;
  const reduced =
    item.rights === "reduced" && ["approved", "spent"].includes(item.state)
      ? `, ${t.history.reduced}`
      : "";
  return `${t.history.states[item.state]}${because ? `${t.history.colon} ${because}` : ""}${reduced}`;
}

/** What is asked, in one question. */
export function titleWords({ kind, passkey, service }: Context, t: Messages): string {
  if (kind === "practice") return t.question.title(t.practice.service);
  return kind === "passkey"
    ? t.passkeyAdd.title[passkey ?? "security_key"]
    : t.question.title(service.name);
}

/** What an approval opens, in two words; of a key, what it adds. */
export function rightsWords(context: Context, t: Messages): string {
  if (context.kind === "passkey") return t.passkeyAdd.key[context.passkey ?? "security_key"];
  if (context.kind === "practice") return t.practice.gives;
  return context.rights === "full" ? t.question.full : t.question.reduced;
}

/** What these two words mean. Plain software's session may be exchanged at services that accept it; no other reduced one may. */
export function rightsText(context: Context, t: Messages): string {
  if (context.kind === "passkey") return t.passkeyAdd.keyText;
  if (context.kind === "practice") return t.practice.givesText;
  if (context.rights === "full") return t.question.fullText;
  const hours = Math.max(1, Math.round((context.reducedForSeconds ?? 3600) / 3600));
  return isPlainSoftware(context)
    ? t.question.reducedSoftwareText(hours)
    : t.question.reducedText(hours);
}

/**
 * Whole seconds left, shown each second. The phone's deadline is the signed one; a screen that gave more time has a
 * later one, which only the server knows.
 */
export function secondsLeft(context: Context, now: number): number {
  return Math.max(0, Math.floor(context.decideBy - now));
}

/** What a screen reader is told of the time left: at one minute, thirty and ten seconds, and never each second. */
export function spokenLeft(context: Context, now: number, t: Messages): string {
  const left = secondsLeft(context, now);
  const mark = [10, 30, 60].find((seconds) => left <= seconds);
  return mark === undefined || left === 0 ? "" : t.question.left(mark);
}

/** What is wrong with the code just given for a request, under its field: a wait may outlast the request. */
export function questionError(screen: Question, now: number, t: Messages): string | undefined {
  const error = codeError(screen, now, t);
  const outlasts = !mayGive(screen, now) && (screen.waitUntil ?? 0) > screen.context.decideBy;
  return outlasts && !screen.short ? `${error} ${t.question.waitTooLong}` : error;
}

/** What is wrong with the code just given, under its field. */
export function codeError(screen: CodeEntry, now: number, t: Messages): string | undefined {
  if (screen.short) return t.question.sixDigits;
  const wait = waitWords(screen.waitUntil, now, t);
  if (wait) return wait;
  return denied(screen.trouble) === "wrong_code" && screen.trouble
    ? troubleWords(screen.trouble, t)
    : undefined;
}

/** How long no code is taken, rounded so that it does not change each second while it is read aloud. */
export function waitWords(until: number | undefined, now: number, t: Messages): string | undefined {
  if (until === undefined || now >= until) return undefined;
  const seconds = Math.ceil(until - now);
  return t.question.wait(seconds <= 10 ? seconds : Math.ceil(seconds / 10) * 10);
}

/** What the eye sees or why it sees nothing, in one line. `sandbox`: this screen may be scanned instead. */
export function scanWords(screen: Scan, t: Messages, sandbox = false): string {
  if (screen.claiming) return t.scan.reading;
  if (isClosed(screen) && screen.source === "display") return t.scan.noDisplay;
  if (screen.eye === "forbidden") return t.scan.forbidden;
  if (screen.eye === "absent") return sandbox ? t.scan.absentButDisplay : t.scan.absent;
  if (screen.eye === "in_use") return t.scan.inUse;
  if (screen.eye === "opening") return t.scan.opening;
  if (screen.wrong && screen.wrong !== "frame") return t.scan.wrong[screen.wrong];
  if (screen.stale >= 4) return t.scan.stale;
  return screen.source === "display" ? t.scan.lookingAtDisplay : t.scan.looking;
}

/** Whether there is no picture, and none on its way. */
export function isClosed({ eye }: Scan): boolean {
  return eye !== "open" && eye !== "opening";
}

/** Why there is no picture, in its place. */
export function closedWords(screen: Scan, t: Messages): string {
  if (screen.source === "display") return t.scan.closed.display;
  return t.scan.closed[screen.eye === "open" || screen.eye === "opening" ? "absent" : screen.eye];
}

export function digitsError(screen: Digits, t: Messages): string | undefined {
  if (screen.slip) return t.digits.slip;
  return screen.trouble && !isPassing(screen.trouble) ? troubleWords(screen.trouble, t) : undefined;
}

/** The heading and the sentence of a request that ended without the holder's answer. */
export function endingWords(ending: Ending, t: Messages): readonly [string, string] {
  switch (ending.how) {
    case "expired":
      return [t.ended.expired, t.ended.expiredText];
    case "cancelled":
      return [
        t.ended.cancelled,
        t.ended.cancelledText[ending.because ?? "unknown"] ?? t.ended.cancelledText.unknown,
      ];
    case "unknown":
      return [t.ended.unknown, t.ended.unknownText];
    case "denied":
      return [t.ended.denied, troubleWords(ending.trouble, t)];
  }
}
