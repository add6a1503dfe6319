import { phoneNameDigits, plainName } from "@aval/protocol";
import { danger } from "../approvals/request.ts";
import { afterTrouble, given, mayGive } from "../shell/code-entry.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import {
  isOfOwnPhones,
  type OwnCode,
  type OwnPhoneEvent,
  type OwnPhoneScreen,
  ownCode,
  ownPhones,
} from "./request.ts";

export type OwnPhoneStep = { readonly screen: Screen; readonly run: readonly Command[] };
const to = (screen: Screen, ...run: Command[]): OwnPhoneStep => ({ screen, run });

/** What an event makes of these screens; `undefined` where none of them is shown. */
export function stepOwnPhones({ screen, now }: Model, event: AppEvent): OwnPhoneStep | undefined {
  if (!isOfOwnPhones(screen)) return undefined;
  if (event.event === "own_phone_changed") return changed(screen, event);
  switch (screen.at) {
    case "own-phones":
      return onList(screen, event);
    case "own-lost":
      if (event.event === "own_phones_failed")
        return to({ ...screen, busy: false, trouble: event.trouble });
      if (event.event !== "own_lost_confirmed" || screen.busy) return to(screen);
      return to(
        { ...screen, busy: true, trouble: undefined },
        { command: "report_lost_phone", phone: screen.phone.id },
      );
    case "own-name": {
      if (event.event !== "own_name_given") return to(screen);
      const label = plainName(event.label, phoneNameDigits);
      return to(
        label === undefined ? { ...screen, short: true } : ownCode("rename", screen.phone, label),
      );
    }
    case "own-call":
      if (event.event !== "own_call_answered") return to(screen);
      // A caller asks for it: nothing was asked of the server, and nothing is.
      return to(event.onCall ? danger("on_call", now) : ownCode(screen.act, screen.phone));
    case "own-code":
      return onCode(screen, event, now);
  }
}

/** Disowned, everything is frozen: what is shown next is who reopens it. */
function changed(
  screen: OwnPhoneScreen,
  { act, items }: Extract<OwnPhoneEvent, { event: "own_phone_changed" }>,
): OwnPhoneStep {
  if (act === "disown") return to({ at: "stopped" }, { command: "load_stops" });
  const name = "phone" in screen ? screen.phone.name : "";
  return to({ ...ownPhones, items, told: { act, name } });
}

function onList(screen: OwnPhoneScreen & { at: "own-phones" }, event: AppEvent): OwnPhoneStep {
  switch (event.event) {
    case "own_phones_known":
      return to({ ...screen, items: event.items, trouble: undefined });
    case "own_phones_failed":
      return to({ ...screen, trouble: event.trouble });
    case "own_act_tapped": {
      const { act, phone } = event;
      if (!phone.may.includes(act)) return to(screen);
      if (act === "lost") return to({ at: "own-lost", phone, busy: false, trouble: undefined });
      if (act === "rename") return to({ at: "own-name", phone, short: false });
      return to({ at: "own-call", act, phone });
    }
    default:
      return to(screen);
  }
}

function onCode(screen: OwnCode, event: AppEvent, now: number): OwnPhoneStep {
  switch (event.event) {
    case "code_given": {
      if (screen.busy || !mayGive(screen, now)) return to(screen);
      const { code, field } = given(event.code);
      if (code === undefined) return to({ ...screen, ...field });
      const { act, label } = screen;
      return to(
        { ...screen, ...field, busy: true },
        { command: "change_own_phone", act, label, phone: screen.phone.id, code },
      );
    }
    case "own_phones_failed":
      return to({ ...afterTrouble(screen, event.trouble, now), busy: false });
    default:
      return to(screen);
  }
}
