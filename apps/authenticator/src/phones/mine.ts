import { danger } from "../approvals/request.ts";
import { afterTrouble, emptyEntry, given, mayGive } from "../shell/code-entry.ts";
import { isTaken } from "../shell/half-minute.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import type { PhoneMineCall, PhoneMineWait } from "./request.ts";

/*
 * *C'est le mien*, of a phone that is about to be this holder's: the call question, half a minute, the code. Then it waits less, so
 * that whoever speaks to its holder is asked about before anything is.
 */
type Next = { readonly screen: Screen; readonly run: readonly Command[] };
const to = (screen: Screen, ...run: Command[]): Next => ({ screen, run });

/** *C'est le mien* was pressed. */
export const mineCall = (given: Pick<PhoneMineCall, "enrolment" | "label">): PhoneMineCall => ({
  at: "phone-mine-call",
  ...given,
  busy: false,
  trouble: undefined,
});

/** What an event makes of these screens; `undefined`: nothing. */
export function stepMine(
  { now }: Pick<Model, "now">,
  screen: PhoneMineCall | PhoneMineWait,
  event: AppEvent,
): Next | undefined {
  if (event.event === "mine_said") {
    const mine = event.phones.find(({ enrolment }) => enrolment === screen.enrolment);
    const activeAt = mine?.state === "cooling" ? mine.activeAt : undefined;
    return to({ at: "phone-mine", label: screen.label, activeAt });
  }
  return screen.at === "phone-mine-call"
    ? onCallQuestion(screen, event, now)
    : onWait(screen, event, now);
}

function onCallQuestion(screen: PhoneMineCall, event: AppEvent, now: number): Next | undefined {
  const { enrolment, label } = screen;
  switch (event.event) {
    case "mine_call_answered":
      // A caller asks for it: nothing was said to the server yet. The alarm's screen has the stop.
      if (event.onCall) return to(danger("phone", now));
      return screen.busy
        ? to(screen)
        : to({ ...screen, busy: true, trouble: undefined }, { command: "ask_mine", enrolment });
    case "mine_asked":
      return to({
        at: "phone-mine-wait",
        enrolment,
        label,
        asked: event.asked,
        ...emptyEntry,
        busy: false,
      });
    case "phone_failed":
      return to({ ...screen, busy: false, trouble: event.trouble });
    default:
      return undefined;
  }
}

function onWait(screen: PhoneMineWait, event: AppEvent, now: number): Next | undefined {
  switch (event.event) {
    case "code_given": {
      if (screen.busy || !isTaken(screen.asked, now) || !mayGive(screen, now)) return to(screen);
      const { code, field } = given(event.code);
      if (code === undefined) return to({ ...screen, ...field });
      const { enrolment } = screen;
      return to({ ...screen, ...field, busy: true }, { command: "say_mine", enrolment, code });
    }
    case "phone_failed":
      return to({ ...afterTrouble(screen, event.trouble, now), busy: false });
    default:
      return undefined;
  }
}
