import type { DeviceId, Phone, PhoneIdentity } from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import type { Registrar } from "../enrolment/state.ts";
import { bodyOf } from "../enrolment/effects.ts";
import type { Network } from "../shell/network.ts";
import { troubleOf } from "../trouble.ts";
import type { StopCommand } from "./request.ts";

export type StopDeps = {
  readonly phone: Phone;
  readonly network: Network;
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
      case "begin_reopening": {
        const { stops } = await phone.reopen(await identity(), command.stop);
        return dispatch({ event: "reopening_moved", stops });
      }
      case "sign_at_sandbox_desk": {
        const mine = await identity();
        await signAtSandboxDesk(deps.network, mine.device, command.nationalId);
        const { stops } = await phone.stops(mine);
        return dispatch({ event: "reopening_moved", stops });
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

/** Two of the sandbox's registrars who act for everybody. They go through the same door as real ones. */
async function signAtSandboxDesk(
  network: Network,
  phone: DeviceId,
  nationalId: string,
): Promise<void> {
  const all = bodyOf<readonly Registrar[]>(await network.get("/sandbox/registrars"));
  const registrars = all.filter(({ scope }) => scope === "national").map(({ id }) => id);
  const body = { phone, nationalId, registrars: registrars.slice(0, 2) };
  bodyOf(await network.post("/sandbox/desk/reopening", body));
}
