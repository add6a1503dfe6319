import type { Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";

/** Asks for the list, and answers with one event. */
export async function loadNotices(deps: {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly dispatch: Dispatch;
}): Promise<void> {
  const { phone, identity, dispatch } = deps;
  try {
    dispatch({ event: "notices_known", items: await phone.notices(await identity()) });
  } catch (thrown) {
    dispatch({ event: "notices_failed", trouble: troubleOf(thrown) });
  }
}
