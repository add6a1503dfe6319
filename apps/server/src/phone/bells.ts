import {
  type BellEndAnswer,
  type BellsAnswer,
  type BellView,
  isId,
  type RefusalReason,
  type RingRefuseAnswer,
  type RingView,
} from "@aval/protocol";
import type { Phoning } from "./acts.ts";
import { PhoneFault, PhoneMisuse } from "./fault.ts";
import { identityOf, readState } from "./state-file.ts";

/** What rings now, as `pending` prints it beside requests. */
export type Ringing = RingView & { readonly kind: "ring" };

export async function ringing({ phone, path }: Phoning): Promise<readonly Ringing[]> {
  const { rings } = await phone.rings(await identityOf(await readState(path)));
  return rings.map((ring) => ({ kind: "ring", ...ring }));
}

/** The holder's bells, and those that could be set. */
export async function bells({ phone, path }: Phoning): Promise<BellsAnswer> {
  return phone.bells(await identityOf(await readState(path)));
}

export async function addBell(
  { phone, path }: Phoning,
  { place, service }: { place: string; service: string },
): Promise<BellView> {
  if (!isId("plc", place)) throw notAnId("--place", place);
  return phone.setBell(await identityOf(await readState(path)), { place, service });
}

export async function removeBell({ phone, path }: Phoning, bell: string): Promise<BellEndAnswer> {
  if (!isId("bel", bell)) throw notAnId("--bell", bell);
  return phone.endBell(await identityOf(await readState(path)), bell);
}

/** Refuses what rings: no code. */
export async function refuseRing(
  { phone, path }: Phoning,
  reason: RefusalReason,
): Promise<RingRefuseAnswer> {
  const identity = await identityOf(await readState(path));
  const [ring] = (await phone.rings(identity)).rings;
  if (!ring) throw new PhoneFault("phone_nothing_pending");
  return phone.refuseRing(identity, ring.ring, reason);
}

const notAnId = (option: string, given: string) =>
  new PhoneMisuse(
    `${option} : « ${given} » n'est pas un identifiant.`,
    `${option}: "${given}" is not an id.`,
  );
