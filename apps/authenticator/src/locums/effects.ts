import type { Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { LocumCommand } from "./request.ts";

export type LocumDeps = {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly dispatch: Dispatch;
  /** Lets the screen draw what it is about to wait for. */
  readonly breathe: () => Promise<void>;
};

/** Runs what a screen about locums asked for, and answers with one event. */
export async function runLocums(deps: LocumDeps, command: LocumCommand): Promise<void> {
  const { phone, identity, dispatch } = deps;
  try {
    switch (command.command) {
      case "find_locum": {
        const found = await phone.findLocum(await identity(), command.place, command.nationalId);
        return dispatch({ event: "locum_found", found });
      }
      case "announce_locum": {
        await deps.breathe();
        const { place, locum, code } = command;
        const now = await phone.announceLocum(await identity(), place, locum, code);
        return dispatch({ event: "locum_announced", place: now });
      }
      case "end_locum":
        await phone.endLocum(await identity(), command.locum);
        return dispatch({ event: "locum_ended", locum: command.locum });
    }
  } catch (thrown) {
    const of = command.command === "end_locum" ? { locum: command.locum } : {};
    dispatch({ event: "locum_failed", trouble: troubleOf(thrown), ...of });
  }
}
