import { type DeviceId, type MultiSigned, purposes } from "@aval/protocol";
import { deny, done, type Outcome } from "#platform/outcome";
import {
  type ActiveDevice,
  type Answering,
  isActive,
  type Owned,
  type WaitingDevice,
} from "./device.ts";
import {
  type DevicesDeps,
  receive,
  type MessageRefusal,
  type Received,
  receiveSigned,
  type ReceivedDecision,
} from "./devices.ts";
import { findDevice, holdActive } from "./store.ts";

/*
 * A phone that waits for what two registrars signed opens its holder's own aged places meanwhile: `enrolment` has a row beside it, and the
 * phone stays nobody's. Only these functions know of it, for the four doors that ask them: the claim of a frame, the decision, the list of
 * what waits for one, and the end of a sign-in. Whatever asks for an active phone refuses it, by never having heard of that row.
 *
 * Who gains if another door asks here: whoever had a phone signed for at a desk, before anybody told of it could stop it.
 */

/** Who may give an answer: an active phone, or one that waits and was given its holder's own places. */
export async function receiveAnswering(
  deps: DevicesDeps,
  jws: string,
  purpose: typeof purposes.claim | typeof purposes.pending,
): Promise<Outcome<Received<Answering>, MessageRefusal>> {
  const received = await receive(deps, jws, purpose);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  if (device.state === "disabled") return deny("pin_disabled");
  if (isActive(device)) return done({ device, payload });
  const waiting = device.state === "enrolling" ? await deps.waiting?.find(device) : undefined;
  return waiting ? done({ device: waiting, payload }) : deny("device_not_active");
}

/** The same of a decision. Whoever was given nothing is told what every phone that is nobody's is. */
export function receiveAnswer(
  deps: DevicesDeps,
  message: MultiSigned,
): Promise<Outcome<ReceivedDecision<Owned | WaitingDevice>, MessageRefusal>> {
  return receiveSigned<Owned | WaitingDevice>(deps, message, purposes.decision, async (device) =>
    device.state === "enrolling" ? deps.waiting?.find(device) : device,
  );
}

/** Who gave an answer, as it stands now: for what ends a sign-in. */
export async function findAnswering(
  deps: DevicesDeps,
  id: DeviceId,
): Promise<Owned | WaitingDevice | undefined> {
  const device = await findDevice(deps.db, id);
  return device?.state === "enrolling" ? deps.waiting?.find(device) : device;
}

/**
 * Holds it for the transaction, so that a suspension, or whatever ends the wait, comes before or after. Of one that waits it takes the row of
 * its enrolment, which whoever stops takes after the holder's turn: the turn is to be held by then.
 */
export function holdAnswering(
  deps: DevicesDeps,
  tx: DevicesDeps["db"],
  device: Owned | WaitingDevice,
): Promise<boolean> {
  if (device.state !== "waiting") return holdActive(tx, device.id);
  return deps.waiting?.hold(tx, device) ?? Promise.resolve(false);
}

export const mayAnswer = (device: Owned | WaitingDevice): device is ActiveDevice | WaitingDevice =>
  device.state === "waiting" || isActive(device);
