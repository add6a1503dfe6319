import type { Phone, PhoneIdentity, RaiseAnswer } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { RaiseCommand } from "./state.ts";

type Deps = {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly dispatch: Dispatch;
  readonly breathe: () => Promise<void>;
};

/** Asks, or says with the code, and answers with one event. */
export async function runRaise(deps: Deps, command: RaiseCommand): Promise<void> {
  const { dispatch } = deps;
  try {
    dispatch({ event: "raise_known", answer: await answerOf(deps, command) });
  } catch (thrown) {
    dispatch({ event: "raise_failed", trouble: troubleOf(thrown) });
  }
}

async function answerOf(
  { phone, identity, breathe }: Deps,
  command: RaiseCommand,
): Promise<RaiseAnswer> {
  const who = await identity();
  switch (command.command) {
    case "load_raise":
      return phone.raiseStatus(who);
    case "ask_raise":
      return phone.askRaise(who, command.binding);
    case "raise_phone":
      await breathe();
      return phone.raise(who, command.enrolment, command.code);
  }
}
