import type { Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { DrillCommand } from "./state.ts";

/** Asks, answers and ends; whatever fails of an exercise is silent, but for *Plus d'exercices*. */
export async function runDrills(
  deps: {
    readonly phone: Phone;
    readonly identity: () => Promise<PhoneIdentity>;
    readonly dispatch: Dispatch;
    /** Lets the screen that says what it was be drawn first. */
    readonly breathe: () => Promise<void>;
  },
  command: DrillCommand,
): Promise<void> {
  const { phone, identity, dispatch, breathe } = deps;
  switch (command.command) {
    case "load_drill": {
      const signed = await phone.drill(await identity()).catch(() => undefined);
      if (signed) dispatch({ event: "drill_known", signed });
      return;
    }
    case "answer_drill":
      await breathe();
      await phone.answerDrill(command.signed.jws, command.answer).catch(() => undefined);
      return;
    case "end_drills":
      try {
        await phone.endDrills(await identity());
        dispatch({ event: "drills_ended" });
      } catch (thrown) {
        dispatch({ event: "drills_end_failed", trouble: troubleOf(thrown) });
      }
  }
}
