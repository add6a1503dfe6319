import type { EnrolmentPageAnswer, EnrolmentPageId } from "@aval/protocol";
import { danger } from "../approvals/request.ts";
import { afterTrouble, given, mayGive } from "../shell/code-entry.ts";
import { isTaken } from "../shell/half-minute.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import { denied } from "../trouble.ts";
import { mineCall, stepMine } from "./mine.ts";
import {
  type Coming,
  isOfPhones,
  type PhoneScreen,
  type PhoneWait,
  type PhoneWords,
  phoneWait,
} from "./request.ts";

export type PhoneStep = {
  readonly screen: Screen;
  readonly coming: Coming;
  readonly run: readonly Command[];
};

/** What an event makes of the page where it is about the holder's other phones; `undefined` leaves the event to its screen. */
export function stepPhones(model: Model, event: AppEvent): PhoneStep | undefined {
  const { screen, coming } = model;
  const hears = (next: Coming): PhoneStep => ({ screen, coming: next, run: [] });
  switch (event.event) {
    case "coming_known":
      return hears({ ...coming, phones: event.phones, trouble: undefined });
    case "coming_failed":
      return hears({ ...coming, stopping: undefined, trouble: event.trouble });
    case "coming_stop_tapped": {
      if (coming.stopping) return hears(coming);
      const { enrolment } = event;
      return {
        screen,
        coming: { ...coming, stopping: enrolment, trouble: undefined },
        run: [{ command: "stop_coming", enrolment }],
      };
    }
    case "mine_tapped": {
      const { enrolment, label } = event;
      return { screen: mineCall({ enrolment, label }), coming, run: [] };
    }
    case "mine_said": {
      const said = { phones: event.phones, stopping: undefined, trouble: undefined };
      const isMine = screen.at === "phone-mine-call" || screen.at === "phone-mine-wait";
      const next = isMine ? stepMine(model, screen, event) : undefined;
      return { screen: next?.screen ?? screen, coming: said, run: [] };
    }
    case "coming_stopped":
      // Whoever is on the alarm's screen stays there.
      return {
        screen: screen.at === "home" ? { at: "phone-stopped" } : screen,
        coming: { phones: event.phones, stopping: undefined, trouble: undefined },
        run: [],
      };
    default:
      return isOfPhones(screen)
        ? onScreen(model, screen, event, (next, ...run) => ({ screen: next, coming, run }))
        : undefined;
  }
}

type To = (next: Screen, ...run: Command[]) => PhoneStep;

function onScreen(
  { now }: Model,
  screen: PhoneScreen,
  event: AppEvent,
  to: To,
): PhoneStep | undefined {
  switch (screen.at) {
    case "phone-call":
      switch (event.event) {
        case "phone_call_answered":
          if (screen.busy) return to(screen);
          // A caller asks for it: nothing was asked of the server yet, and nothing is.
          return event.onCall
            ? to(danger("phone", now))
            : to({ ...screen, busy: true, trouble: undefined }, { command: "ask_phone_page" });
        case "phone_asked":
          return to(phoneWait(event.asked));
        case "phone_failed":
          return to({ ...screen, busy: false, trouble: event.trouble });
        default:
          return undefined;
      }
    case "phone-wait":
      return onWait(screen, event, now, to);
    case "phone-page":
      if (event.event === "phone_page_known" && event.page === screen.page)
        return to(pageScreen(event.page, event.answer));
      if (event.event !== "phone_failed") return undefined;
      return denied(event.trouble) === "enrolment_page_over"
        ? to({ at: "phone-over" })
        : to({ ...screen, trouble: event.trouble });
    case "phone-words":
      return onWords(screen, event, now, to);
    case "phone-mine-call":
    case "phone-mine-wait": {
      const next = stepMine({ now }, screen, event);
      return next && to(next.screen, ...next.run);
    }
    default:
      return undefined;
  }
}

function onWait(screen: PhoneWait, event: AppEvent, now: number, to: To): PhoneStep | undefined {
  switch (event.event) {
    case "code_given": {
      if (screen.busy || !isTaken(screen.asked, now) || !mayGive(screen, now)) return to(screen);
      const { code, field } = given(event.code);
      if (code === undefined) return to({ ...screen, ...field });
      const { page } = screen.asked;
      return to({ ...screen, ...field, busy: true }, { command: "open_phone_page", page, code });
    }
    case "phone_page_known":
      return to(pageScreen(event.page, event.answer));
    case "phone_failed":
      return to({ ...afterTrouble(screen, event.trouble, now), busy: false });
    default:
      return undefined;
  }
}

/** Where the server says this page stands. */
function pageScreen(page: EnrolmentPageId, answer: EnrolmentPageAnswer): PhoneScreen {
  switch (answer.state) {
    case "open":
      return { at: "phone-page", page, address: answer.address, trouble: undefined };
    case "bound":
      return {
        at: "phone-words",
        page,
        enrolment: answer.enrolment,
        label: answer.label,
        entry: 0,
        busy: false,
        short: false,
        trouble: undefined,
      };
    case "proven":
      return {
        at: "phone-coming",
        label: answer.label,
        level: answer.level,
        activeAt: answer.activeAt,
      };
    case "over":
      return { at: "phone-over" };
  }
}

function onWords(screen: PhoneWords, event: AppEvent, now: number, to: To): PhoneStep | undefined {
  const { page, enrolment } = screen;
  switch (event.event) {
    case "phone_words_given": {
      if (screen.busy) return to(screen);
      const words = event.words.trim();
      if (words === "") return to({ ...screen, short: true, trouble: undefined });
      return to(
        { ...screen, busy: true, short: false, trouble: undefined },
        { command: "type_phone_words", page, words },
      );
    }
    case "phone_words_dictated":
      // Ended for good, on the alarm's screen at once, whatever becomes of the message.
      return to(danger("phone", now), { command: "stop_coming", enrolment });
    case "phone_page_known":
      return to(pageScreen(event.page, event.answer));
    case "phone_failed": {
      const { trouble } = event;
      const isOver =
        denied(trouble) === "enrolment_page_over" ||
        (trouble.kind === "denied" && trouble.triesLeft === 0);
      return isOver
        ? to({ at: "phone-over" })
        : to({ ...screen, busy: false, entry: screen.entry + 1, trouble });
    }
    default:
      return undefined;
  }
}
