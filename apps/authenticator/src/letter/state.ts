import type { EnrolmentStatus } from "@aval/protocol";
import {
  emptyWaiting,
  type EnrolmentCommand,
  type EnrolmentEvent,
  stepEnrolment,
} from "../enrolment/state.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/**
 * *Avec mon identité numérique*: a new phone's way by its holder's remote eID and the letter that comes of it. The holder says who they
 * are, goes to the provider's own pages and comes back; days later this phone's camera opens what the letter's code says.
 */
export type EidWho = {
  readonly at: "eid-who";
  readonly nationalId: string;
  /** Nothing that could be an identifier was typed. */
  readonly slip: boolean;
  readonly busy: boolean;
  /** What the last passage came to: a refusal's code. */
  readonly refused: string | undefined;
  readonly trouble: Trouble | undefined;
};
/** A letter is on its way, or is being used. */
export type LetterWait = {
  readonly at: "letter-wait";
  readonly letter: NonNullable<EnrolmentStatus["letter"]>;
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};
/** A letter was scanned by a phone that did not ask for it, or leads nowhere. `trouble` absent: it is being asked. */
export type LetterForeign = {
  readonly at: "letter-foreign";
  readonly trouble: Trouble | undefined;
};
export type LetterScreen = EidWho | LetterWait | LetterForeign;

export type LetterEvent =
  | { readonly event: "eid_tapped" }
  | { readonly event: "eid_asked"; readonly nationalId: string }
  | { readonly event: "eid_failed"; readonly trouble: Trouble }
  /** This page was opened by what a letter's code says. */
  | { readonly event: "letter_seen"; readonly letter: string }
  | { readonly event: "letter_failed"; readonly trouble: Trouble }
  | { readonly event: "letter_checked" }
  | { readonly event: "letter_left" };

export type LetterCommand =
  | { readonly command: "ask_eid"; readonly nationalId: string }
  | { readonly command: "use_letter"; readonly letter: string }
  /** Opens the page anew, as it is without what a letter said. */
  | { readonly command: "leave_letter" };

export const eidWho: EidWho = {
  at: "eid-who",
  nationalId: "",
  slip: false,
  busy: false,
  refused: undefined,
  trouble: undefined,
};

type LetterStep = { readonly screen: Screen; readonly run: readonly Command[] };
const shows = (screen: Screen, ...run: (LetterCommand | EnrolmentCommand)[]): LetterStep => ({
  screen,
  run,
});

/** A national id, without the spaces that people put between digits. */
const form = /^[!-~]{3,64}$/;

/** What an event means to this way; `undefined` leaves it to the others. */
export function stepLetter(model: Model, event: AppEvent): LetterStep | undefined {
  const { screen } = model;
  switch (event.event) {
    case "eid_tapped":
      return shows(eidWho);
    case "letter_seen":
      return shows(
        { at: "letter-foreign", trouble: undefined },
        { command: "use_letter", letter: event.letter },
      );
    case "letter_left":
      return shows(screen, { command: "leave_letter" });
    case "enrolment_known":
      return known(screen, event.status) ?? elsewhere(model, event);
    default:
      break;
  }
  if (screen.at === "eid-who") return stepWho(screen, event);
  if (screen.at === "letter-wait") return stepWait(screen, event);
  if (screen.at === "letter-foreign" && event.event === "letter_failed")
    return shows({ ...screen, trouble: event.trouble });
  return undefined;
}

/** What the server says of a phone that goes this way; anything else is any enrolment's. */
function known(screen: Screen, { state, eid, letter }: EnrolmentStatus): LetterStep | undefined {
  // What was asked when the page opened answers too, while the letter is being used.
  if (screen.at === "letter-foreign" && (state === "evidenced" || state === "requested"))
    return shows(screen);
  if (state === "evidenced" && letter)
    return shows({ at: "letter-wait", letter, busy: false, trouble: undefined });
  // Away at the provider's pages, or typing: what was so before changes nothing.
  if (state === "requested" && screen.at === "eid-who") return shows(screen);
  if (state === "requested" && eid?.state === "refused" && screen.at === "waiting")
    return shows({ ...eidWho, refused: eid.why });
  return undefined;
}

/** It went on as any enrolment does. */
function elsewhere({ screen, sandbox, offer, now }: Model, event: AppEvent) {
  const isHere =
    screen.at === "eid-who" || screen.at === "letter-wait" || screen.at === "letter-foreign";
  return isHere
    ? stepEnrolment(emptyWaiting, event as EnrolmentEvent, { sandbox, offer, now })
    : undefined;
}

function stepWho(screen: EidWho, event: AppEvent): LetterStep | undefined {
  switch (event.event) {
    case "eid_asked": {
      const nationalId = event.nationalId.replaceAll(/\s/g, "");
      if (screen.busy) return shows(screen);
      if (!form.test(nationalId)) return shows({ ...eidWho, nationalId, slip: true });
      return shows({ ...eidWho, nationalId, busy: true }, { command: "ask_eid", nationalId });
    }
    case "eid_failed":
      return shows({ ...screen, busy: false, trouble: event.trouble });
    default:
      return undefined;
  }
}

function stepWait(screen: LetterWait, event: AppEvent): LetterStep | undefined {
  switch (event.event) {
    case "letter_checked":
      return screen.busy
        ? shows(screen)
        : shows({ ...screen, busy: true, trouble: undefined }, { command: "check_enrolment" });
    case "start_again_tapped":
      return shows({ at: "welcome" }, { command: "forget_phone" });
    case "enrolment_failed":
    case "letter_failed":
      return shows({ ...screen, busy: false, trouble: event.trouble });
    default:
      return undefined;
  }
}
