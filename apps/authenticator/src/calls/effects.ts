import type { Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { CallCommand } from "./request.ts";

export type CallDeps = {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly dispatch: Dispatch;
  /** Lets the screen draw what it is about to wait for. */
  readonly breathe: () => Promise<void>;
};

/** Asks who calls, or says that somebody should not; answers with one event. */
export async function runCalls(
  { phone, identity, dispatch, breathe }: CallDeps,
  command: CallCommand,
): Promise<void> {
  if (command.command === "load_call") {
    // Whatever went wrong, it is not known who calls, and that is what is shown.
    const status = await identity()
      .then(phone.callStatus)
      .catch(() => undefined);
    return dispatch({ event: "call_known", status });
  }
  if (command.command === "ask_back" || command.command === "withdraw_back") {
    try {
      const { back } =
        command.command === "ask_back"
          ? await phone.askBack(await identity(), command.reason)
          : await phone.withdrawBack(await identity());
      return dispatch({ event: "back_known", back });
    } catch (thrown) {
      return dispatch({ event: "back_failed", trouble: troubleOf(thrown) });
    }
  }
  if (command.command === "confirm_caller") {
    try {
      await breathe();
      await phone.confirmCaller(await identity(), command.shown, command.code);
      return dispatch({ event: "caller_confirmed" });
    } catch (thrown) {
      return dispatch({ event: "caller_failed", trouble: troubleOf(thrown) });
    }
  }
  try {
    if (command.command === "report_call") {
      const { report } = await phone.reportCall(await identity(), command.when);
      return dispatch({ event: "call_reported", report });
    }
    await phone.tellCall(await identity(), command.report, command.facts);
  } catch (thrown) {
    dispatch({ event: "call_report_failed", trouble: troubleOf(thrown) });
  }
}
