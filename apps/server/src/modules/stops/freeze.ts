import type { DeviceId, EnrolmentId, FreezeReason, ProfessionalId } from "@aval/protocol";
import { newId } from "#platform/random";
import { takeTurn } from "#platform/turns";
import { type StopsDeps, stopsOf, tellMade, type Tx } from "./stops.ts";
import * as store from "./store.ts";

/**
 * Freezes a holder after a fraud: nobody enters or enrols in their name until two analysts clear it. Said twice, it is the same one: false
 * says that it stood already, with its first reason. `by`: the import, the phone or the member of staff that says so.
 */
export async function freeze(
  deps: StopsDeps,
  tx: Tx,
  given: {
    readonly professional: ProfessionalId;
    readonly reason: FreezeReason;
    readonly by: string;
  },
): Promise<boolean> {
  const { professional, reason, by } = given;
  const stop = { id: newId("stp", deps.random), professional, rule: "freeze" } as const;
  await takeTurn(tx, stopsOf(professional));
  if (!(await store.insertFreeze(tx, { id: stop.id, professional, reason, by }))) return false;
  await tellMade(deps, tx, stop, reason);
  return true;
}

/**
 * Two registrars showed a phone of a frozen holder's: it takes the one place that a freeze has, and the analysts are told (DESIGN
 * section 6). Whoever comes second finds it taken, and goes on being stopped, unless the first ended without a phone (`over`). In the
 * holder's turn, with what proves the phone.
 */
export async function takePlace(
  deps: Pick<StopsDeps, "audit">,
  tx: Tx,
  given: {
    readonly professional: ProfessionalId;
    readonly enrolment: EnrolmentId;
    readonly device: DeviceId;
    /** The enrolment that had it and is over for good. */
    readonly over?: EnrolmentId | undefined;
  },
): Promise<void> {
  const { professional, enrolment, device } = given;
  await takeTurn(tx, stopsOf(professional));
  const stop = await store.recordPlaced(tx, given);
  if (stop === undefined) return;
  await deps.audit.append(tx, {
    fact: "frozen_phone_proven",
    professional,
    stop,
    enrolment,
    device,
  });
}
