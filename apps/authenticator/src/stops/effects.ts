import type { Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { StopCommand } from "./request.ts";

export type StopDeps = {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly dispatch: Dispatch;
  /** Lets the screen draw what it is about to wait for. */
  readonly breathe: () => Promise<void>;
};

/** Runs what a screen about stops asked for, and answers with one event. */
export async function runStops(deps: StopDeps, command: StopCommand): Promise<void> {
  const { phone, identity, dispatch } = deps;
  try {
    switch (command.command) {
      case "load_stops": {
        const { stops } = await phone.stops(await identity());
        return dispatch({ event: "stops_known", stops });
      }
      case "block_access": {
        const { stops } = await phone.block(await identity());
        return dispatch({ event: "access_blocked", stops });
      }
      case "lift_stop": {
        await deps.breathe();
        const { stops } = await phone.lift(await identity(), command.stop, command.code);
        return dispatch({ event: "stop_lifted", stops });
      }
    }
  } catch (thrown) {
    const event = command.command === "load_stops" ? "stops_failed" : "stop_failed";
    dispatch({ event, trouble: troubleOf(thrown) });
  }
}
