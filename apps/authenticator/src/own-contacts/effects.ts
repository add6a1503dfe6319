import type { Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { ContactCommand } from "./state.ts";

type Deps = {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly dispatch: Dispatch;
  readonly breathe: () => Promise<void>;
};

/** Asks for the list, or says one thing and hears the list; answers with one event. */
export async function runContacts(deps: Deps, command: ContactCommand): Promise<void> {
  const { phone, identity, dispatch, breathe } = deps;
  try {
    const who = await identity();
    switch (command.command) {
      case "load_contacts":
        return dispatch({ event: "contacts_known", list: await phone.ownContacts(who) });
      case "say_contacts_right":
        return dispatch({ event: "contacts_right", list: await phone.sayContactsRight(who) });
      case "ask_contact": {
        const { kind, value } = command;
        const asked = await phone.askContact(who, { kind, value });
        return dispatch({ event: "contact_asked", asked });
      }
      case "change_contact": {
        await breathe();
        const { kind, value, code } = command;
        const list = await phone.changeContact(who, { kind, value }, code);
        return dispatch({ event: "contact_kept", list });
      }
      case "stop_contact":
        return dispatch({ event: "contact_stopped", list: await phone.stopContact(who) });
    }
  } catch (thrown) {
    dispatch({ event: "contacts_failed", trouble: troubleOf(thrown) });
  }
}
