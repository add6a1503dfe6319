import type { DeviceId } from "@aval/protocol";
import type { Fact } from "#modules/audit";
import type { EnrolmentDeps } from "./enrolment.ts";
import type { Standing } from "./machine.ts";
import type { Tx } from "./moves.ts";

/*
 * What every path does around the move that proves a phone: before it the PIN service is told of the phone's key, after it the fact is
 * appended and the holder is told.
 */

/** Lets this phone register a code, before what proves it is recorded. False: the PIN service did not answer. */
export function announce(
  { pin }: Pick<EnrolmentDeps, "pin">,
  device: DeviceId,
  ikThumbprint: string,
): Promise<boolean> {
  return pin.announce(device, ikThumbprint).then(
    () => true,
    () => false,
  );
}

type Evidence = Omit<Extract<Fact, { fact: "evidence_added" }>, "fact">;

/** Appends what proved it, and tells its holder of a wait in which it can be stopped. */
export async function recordProven(
  { audit, notices }: Pick<EnrolmentDeps, "audit" | "notices">,
  tx: Tx,
  evidence: Evidence,
  { state }: Standing,
): Promise<void> {
  await audit.append(tx, { fact: "evidence_added", ...evidence });
  const { professional, enrolment: about } = evidence;
  if (state === "cooling")
    await notices.tell(tx, { professional, event: "enrolment_proven", about });
}
