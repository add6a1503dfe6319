import type { Fact } from "#modules/audit";
import type { EnrolmentDeps } from "./enrolment.ts";
import type { Standing } from "./machine.ts";
import type { Tx } from "./moves.ts";
import type { EnrolmentRow } from "./store.ts";

/*
 * What every path does around the move that proves a phone: before it the PIN service is told of the phone's key, after it the fact is
 * appended and the holder is told.
 */

/**
 * Lets this phone register a code, before what proves it is recorded. False: the PIN service did not answer. One that its holder has
 * keeps the code that it has.
 */
export async function announce(
  { pin }: Pick<EnrolmentDeps, "pin">,
  { device, raises }: Pick<EnrolmentRow, "device" | "raises">,
  ikThumbprint: string,
): Promise<boolean> {
  if (raises) return true;
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
  { raises }: Pick<EnrolmentRow, "raises">,
): Promise<void> {
  await audit.append(tx, { fact: "evidence_added", ...evidence });
  const { professional, enrolment: about } = evidence;
  const event = raises ? "raise_proven" : "enrolment_proven";
  if (state === "cooling") await notices.tell(tx, { professional, event, about });
}
