import type { Phone, PhoneIdentity, PhonesAnswer } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { OwnPhoneCommand } from "./request.ts";

type Deps = {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly dispatch: Dispatch;
  readonly breathe: () => Promise<void>;
};

/** Asks for the list, or does one act and hears the list; answers with one event. */
export async function runOwnPhones(deps: Deps, command: OwnPhoneCommand): Promise<void> {
  const { phone, identity, dispatch } = deps;
  try {
    const who = await identity();
    if (command.command === "load_own_phones") {
      const { phones: items } = await phone.ownPhones(who);
      return dispatch({ event: "own_phones_known", items });
    }
    if (command.command === "report_lost_phone") {
      const { phones: items } = await phone.reportLostPhone(who, command.phone);
      return dispatch({ event: "own_phone_changed", act: "lost", items });
    }
    await deps.breathe();
    const { phones: items } = await change(phone, who, command);
    dispatch({ event: "own_phone_changed", act: command.act, items });
  } catch (thrown) {
    dispatch({ event: "own_phones_failed", trouble: troubleOf(thrown) });
  }
}

function change(
  phone: Phone,
  who: PhoneIdentity,
  command: Extract<OwnPhoneCommand, { command: "change_own_phone" }>,
): Promise<PhonesAnswer> {
  const { act, label, code } = command;
  switch (act) {
    case "rename":
      return phone.renamePhone(who, command.phone, label, code);
    case "remove":
      return phone.removePhone(who, command.phone, code);
    case "disown":
      return phone.disownPhone(who, command.phone, code);
  }
}
