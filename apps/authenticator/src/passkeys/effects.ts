import type { Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { PasskeyCommand } from "./state.ts";

/** Asks for the list, or removes and asks in one message; answers with one event. */
export async function runPasskeys(
  deps: {
    readonly phone: Phone;
    readonly identity: () => Promise<PhoneIdentity>;
    readonly dispatch: Dispatch;
  },
  command: PasskeyCommand,
): Promise<void> {
  const { phone, identity, dispatch } = deps;
  try {
    const { passkeys: items } =
      command.command === "end_passkey"
        ? await phone.endPasskey(await identity(), command.passkey)
        : await phone.passkeys(await identity());
    dispatch({ event: "passkeys_known", items });
  } catch (thrown) {
    dispatch({ event: "passkeys_failed", trouble: troubleOf(thrown) });
  }
}
