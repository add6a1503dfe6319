import type { Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";

/** Reports the card, and answers with one event. */
export async function reportCard(deps: {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly dispatch: Dispatch;
}): Promise<void> {
  const { phone, identity, dispatch } = deps;
  try {
    const { sessions } = await phone.cardLost(await identity());
    dispatch({ event: "card_reported", sessions });
  } catch (thrown) {
    dispatch({ event: "card_failed", trouble: troubleOf(thrown) });
  }
}
