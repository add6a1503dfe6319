import type { Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { HistoryCommand } from "./request.ts";

/** Runs what the history asked for, and answers with one event. */
export async function runHistory(
  {
    phone,
    identity,
    dispatch,
  }: {
    readonly phone: Phone;
    readonly identity: () => Promise<PhoneIdentity>;
    readonly dispatch: Dispatch;
  },
  command: HistoryCommand,
): Promise<void> {
  const isLoading = command.command === "load_events";
  try {
    if (isLoading) {
      const page = await phone.events(await identity(), command.before);
      return dispatch({ event: "events_known", page, isMore: command.before !== undefined });
    }
    await phone.disown(await identity(), command.session);
    dispatch({ event: "disowned", session: command.session });
  } catch (thrown) {
    const event = isLoading ? "events_failed" : "disown_failed";
    dispatch({ event, trouble: troubleOf(thrown) });
  }
}
