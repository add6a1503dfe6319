import type { Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";

/** Begins an exercise, which this phone claims at once. */
export async function beginPractice({
  phone,
  identity,
  dispatch,
}: {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly dispatch: Dispatch;
}): Promise<void> {
  try {
    dispatch({ event: "practice_begun", held: await phone.practice(await identity()) });
  } catch (thrown) {
    dispatch({ event: "practice_failed", trouble: troubleOf(thrown) });
  }
}
