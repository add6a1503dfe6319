import { danger } from "../approvals/request.ts";
import { afterTrouble, given, mayGive } from "../shell/code-entry.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import { denied } from "../trouble.ts";
import {
  isOfMeans,
  type KeyCode,
  keyCall,
  keyCode,
  laterSeconds,
  type MeansKnown,
  type MeansScreen,
  meansList,
} from "./request.ts";

export type MeansStep = { readonly screen: Screen; readonly run: readonly Command[] };

const to = (screen: Screen, ...run: Command[]): MeansStep => ({ screen, run });

/** What is heard of a holder's means, on whatever screen that is, and *Plus tard*; `undefined` leaves it to another. */
export function hearMeans(
  { screen, means, now }: Model,
  event: AppEvent,
): (MeansStep & { readonly means: MeansKnown }) | undefined {
  switch (event.event) {
    case "means_known": {
      const known = { ...means, means: event.means ?? ("untold" as const) };
      return { ...to(screen.at === "means" ? meansList : screen), means: known };
    }
    case "means_later_tapped": {
      const until = now + laterSeconds;
      return {
        ...to(screen, { command: "keep_means_later", until }),
        means: { ...means, later: until },
      };
    }
    default:
      return undefined;
  }
}

/** What an event makes of a second means' screens; `undefined` leaves it to another. */
export function stepMeans({ screen, now }: Model, event: AppEvent): MeansStep | undefined {
  return isOfMeans(screen) ? onScreen(screen, event, now) : undefined;
}

function onScreen(screen: MeansScreen, event: AppEvent, now: number): MeansStep | undefined {
  switch (screen.at) {
    case "means":
      switch (event.event) {
        case "means_failed":
          return to({ ...screen, trouble: event.trouble });
        case "key_wanted":
          return to(keyCall(event.kind));
        default:
          return undefined;
      }
    case "key-call":
      switch (event.event) {
        case "key_call_answered":
          if (screen.busy) return to(screen);
          // A caller asks for it: nothing was asked of the server yet, and nothing is.
          return event.onCall
            ? to(danger("on_call", now))
            : to(
                { ...screen, busy: true, trouble: undefined },
                { command: "begin_key", kind: screen.kind },
              );
        case "key_begun":
          return to({
            ...{ at: "key-make", kind: screen.kind, creation: event.creation },
            ...{ busy: false, isNone: false },
          });
        case "key_failed":
          return to({ ...screen, busy: false, trouble: event.trouble });
        default:
          return undefined;
      }
    case "key-make":
      switch (event.event) {
        case "key_make_tapped": {
          const { kind, creation } = screen;
          return screen.busy
            ? to(screen)
            : to({ ...screen, busy: true, isNone: false }, { command: "make_key", kind, creation });
        }
        case "key_made":
          return event.made
            ? to(keyCode(screen.kind, event.made))
            : to({ ...screen, busy: false, isNone: true });
        default:
          return undefined;
      }
    case "key-code":
      return onCode(screen, event, now);
    case "key-added":
      return undefined;
  }
}

function onCode(screen: KeyCode, event: AppEvent, now: number): MeansStep | undefined {
  switch (event.event) {
    case "code_given": {
      if (screen.busy || !mayGive(screen, now)) return to(screen);
      const { code, field } = given(event.code);
      if (code === undefined) return to({ ...screen, ...field });
      const { kind, made } = screen;
      return to({ ...screen, ...field, busy: true }, { command: "add_key", kind, made, code });
    }
    case "key_added":
      return to({ at: "key-added", added: event.added });
    case "key_failed":
      // What was made for a challenge that is over is worth nothing: it begins again, with the question.
      return denied(event.trouble) === "passkey_not_made"
        ? to({ ...keyCall(screen.kind), trouble: event.trouble })
        : to({ ...afterTrouble(screen, event.trouble, now), busy: false });
    default:
      return undefined;
  }
}
