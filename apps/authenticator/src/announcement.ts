import { backNow, callingNow } from "./calls/state.ts";
import type { Scan } from "./approvals/request.ts";
import {
  closedWords,
  codeError,
  digitsError,
  isClosed,
  questionError,
  scanWords,
  spokenLeft,
} from "./approvals/words.ts";
import { isOver } from "./bells/state.ts";
import { spokenTrial } from "./bells/words.ts";
import { spokenLocum } from "./locums/words.ts";
import { type Messages, troubleWords } from "./messages.ts";
import type { CodeEntry } from "./shell/code-entry.ts";
import { type HalfMinute, type HalfMinuteWords, spokenHalfMinute } from "./shell/half-minute.ts";
import { installationWords, spokenSearch } from "./software/words.ts";
import { computerWords } from "./places/words.ts";
import { closedWords as sessionClosedWords } from "./sessions/words.ts";
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
          : spokenScan(screen, t, model.sandbox);
    case "digits":
      return screen.busy ? t.digits.busy : (digitsError(screen, t) ?? trouble(screen.trouble, t));
    case "call":
      return spokenCall(model, t);
    case "call-back": {
      const back = backNow(model);
      return trouble(screen.trouble, t) || (back ? t.callBack.states[back.state] : "");
    }
    case "caller-check":
      if (screen.confirmed) return t.callerCheck.done;
      if (screen.busy) return t.callerCheck.busy;
      return codeError(screen, now, t) ?? trouble(screen.trouble, t);
    case "call-report":
      return screen.busy ? t.callReport.sending : trouble(screen.trouble, t);
    case "question":
      if (screen.busy) return t.question.approving;
      return (
        questionError(screen, now, t) ??
        (trouble(screen.trouble, t) || spokenLeft(screen.context, now, t))
      );
    case "why":
      if (screen.busy) return screen.refused ? t.why.sending : t.question.refusing;
      return screen.refused && !screen.trouble ? t.why.refused : trouble(screen.trouble, t);
    case "history":
      if (screen.disowning) return t.events.leaving;
      if (screen.loading && screen.events) return t.events.loading;
      return screen.disowned ? t.events.done : trouble(screen.events && screen.trouble, t);
    case "places":
      return screen.trouble
        ? troubleWords(screen.trouble, t)
        : screen.endedLocum
          ? t.locum.removed(screen.endedLocum.name)
          : screen.ended
            ? t.places.removed(computerWords(screen.ended, t))
            : "";
    case "locum-who":
    case "locum-check":
      return spokenLocum(screen, now, t);
    case "notices":
    case "means":
    case "key-call":
      return trouble(screen.trouble, t);
    case "key-make":
      return screen.busy ? t.means.make.busy : screen.isNone ? t.means.make.none : "";
    case "key-code":
      return screen.busy
        ? t.means.code.busy
        : (codeError(screen, now, t) ?? trouble(screen.trouble, t));
    case "wallet-who":
      if (screen.busy) return screen.busy === "asking" ? t.wallet.asking : t.wallet.opened;
      return screen.slip ? t.wallet.slip : trouble(screen.trouble, t);
    case "wallet-back":
      return screen.trouble ? trouble(screen.trouble, t) : t.wallet.checking;
    case "drill-over":
      if (screen.off === "busy") return t.drill.ending;
      return screen.off === "done" ? t.drill.ended : trouble(screen.trouble, t);
    case "practice":
      return screen.busy ? t.practice.busy : trouble(screen.trouble, t);
    case "onboarding":
      if (screen.step !== "notices") return "";
      return screen.busy ? t.onboarding.notices.busy : trouble(screen.trouble, t);
    case "bells":
      return screen.trouble
        ? troubleWords(screen.trouble, t)
        : screen.ended
          ? t.bells.removed(screen.ended.service.name)
          : "";
    case "ring":
      return isOver(screen, now) ? t.ring.over : "";
    case "ring-why":
      return screen.busy ? t.question.refusing : trouble(screen.trouble, t);
    case "bell-trial":
      return trouble(screen.trouble, t) || spokenTrial(screen, now, t);
    case "quiet-hours":
      if (screen.busy) return t.quiet.keeping;
      if (screen.slip) return t.quiet.slip;
      return screen.kept ? t.quiet.kept : trouble(screen.trouble, t);
    case "answered":
      return settingWords(model, t);
    case "software":
      return screen.trouble
        ? troubleWords(screen.trouble, t)
        : screen.removed
          ? t.software.removed(installationWords(screen.removed, t))
          : "";
    case "phone-call":
    case "phone-mine-call":
      return screen.busy ? t.phoneCall.busy : trouble(screen.trouble, t);
    case "phone-wait":
    case "phone-mine-wait":
      return spokenCodeWait(screen, screen.asked, t.phoneWait, now, t);
    case "phone-page":
      return trouble(screen.trouble, t);
    case "phone-words":
      if (screen.busy) return t.phoneWords.busy;
      return screen.short ? t.phoneWords.short : trouble(screen.trouble, t);
    case "home":
      return model.coming.phones.length > 0 ? t.coming.title : "";
    case "software-choice":
      return trouble(screen.trouble, t);
    case "software-add":
      if (screen.busy) return t.softwareAdd.busy;
      return codeError(screen, now, t) ?? trouble(screen.trouble, t);
    case "software-link-wait":
      return spokenCodeWait(screen, screen.link, t.softwareLinkWait, now, t);
    case "search":
      return spokenSearch(screen, t);
    case "passkeys":
      if (screen.ending) return t.passkeys.removing;
      return screen.trouble
        ? troubleWords(screen.trouble, t)
        : screen.ended
          ? t.passkeys.removed(screen.ended.name)
          : "";
    case "contacts":
      if (screen.busy) return t.contacts.saying;
      return screen.told ? t.contacts.told[screen.told] : trouble(screen.trouble, t);
    case "contact-new":
      return screen.short ? t.contactNew.short : "";
    case "contact-call":
      return screen.busy ? t.contactCall.busy : trouble(screen.trouble, t);
    case "contact-wait":
      return spokenCodeWait(screen, screen.asked, t.contactWait, now, t);
    case "own-phones":
      if (screen.trouble) return troubleWords(screen.trouble, t);
      return screen.told ? t.ownPhones.told[screen.told.act](screen.told.name) : "";
    case "own-lost":
      if (screen.busy) return t.ownLost.busy;
      return screen.trouble?.kind === "offline" ? t.ownLost.offline : trouble(screen.trouble, t);
    case "own-name":
      return screen.short ? t.ownName.short : "";
    case "own-code":
      if (screen.busy) return t.ownCode.busy;
      return codeError(screen, now, t) ?? trouble(screen.trouble, t);
    case "new-code":
      if (screen.busy) return t.newCode.busy;
      if (screen.short) return t.newCode.short;
      if (screen.fault) return t.newCode.faults[screen.fault];
      return codeError(screen, now, t) ?? trouble(screen.trouble, t);
    case "card-lost":
      if (screen.busy) return t.card.busy;
      return screen.trouble?.kind === "offline" ? t.card.offline : trouble(screen.trouble, t);
    case "block":
      if (screen.busy) return t.block.busy;
      return screen.trouble?.kind === "offline" ? t.block.offline : trouble(screen.trouble, t);
    case "lift":
      if (screen.busy) return t.lift.busy;
      return codeError(screen, now, t) ?? trouble(screen.trouble, t);
    case "sessions":
      if (screen.closing) return t.sessions.closing;
      return screen.closed
        ? sessionClosedWords(screen.closed, t)
        : screen.trouble
          ? troubleWords(screen.trouble, t)
          : "";
    case "place-call":
      return screen.busy ? t.placeCall.busy : trouble(screen.trouble, t);
    case "place-wait":
      return screen.busy
        ? t.placeWait.busy
        : trouble(screen.trouble, t) || spokenHalfMinute(screen.making, now, t.placeWait);
    case "place-ask":
      if (screen.busy) return screen.busy === "yes" ? t.placeAsk.confirming : t.placeAsk.ending;
      return codeError(screen, now, t) ?? trouble(screen.trouble, t);
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

/** The half minute before a code, and what became of the code. */
function spokenCodeWait(
  screen: CodeEntry & { readonly busy: boolean },
  half: HalfMinute,
  words: HalfMinuteWords & { readonly busy: string },
  now: number,
  t: Messages,
): string {
  const error = codeError(screen, now, t) ?? trouble(screen.trouble, t);
  return error || (screen.busy ? words.busy : spokenHalfMinute(half, now, words));
}

/** A bell being set, on the screen that stays. */
function settingWords({ bells }: Model, t: Messages): string {
  const how = bells.setting?.how;
  if (how === "busy") return t.bell.setting;
  return how === "made" ? t.bell.done : trouble(how, t);
}

/**
 * What is said at once, over anything else: only where somebody may be leading the holder, since an alarm that rings for
 * less is no longer heard.
 */
export function alarm({ screen }: Model, t: Messages): string {
  return screen.at === "danger" || screen.at === "call" ? t.danger.coaching : "";
}

/** What became known of calls while *On m'appelle* is looked at. */
function spokenCall(model: Model, t: Messages): string {
  const calling = callingNow(model);
  if (calling.is === "asking") return "";
  if (calling.is === "called") return t.callKnown.title(calling.caller.name);
  return calling.is === "nobody" ? t.call.title : t.call.offline;
}

/** Why there is no picture and what to do, together: on the screen they are two lines. */
function spokenScan(screen: Scan, t: Messages, sandbox: boolean): string {
  const words = scanWords(screen, t, sandbox);
  return isClosed(screen) ? `${closedWords(screen, t)}. ${words}` : words;
}

function trouble(found: Trouble | undefined, t: Messages): string {
  return found ? troubleWords(found, t) : "";
}

function codeWords(screen: Extract<Screen, { at: "code" }>, t: Messages): string {
  if (screen.busy) return screen.busy === "code" ? t.code.making : t.code.activating;
  return screen.fault ? t.code.faults[screen.fault] : trouble(screen.trouble, t);
}
