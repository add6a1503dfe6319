import assert from "node:assert/strict";
import { type EnrolmentId, type MultiSigned, purposes } from "@aval/protocol";
import { by, byCode, type EnrolmentWorld, type TestPhone } from "./world.ts";

/** A phone to be confirmed asks to open everything, on the page of this address if it scanned one. */
export async function asksRaise(world: EnrolmentWorld, phone: TestPhone, address?: string) {
  const binding = address === undefined ? {} : { binding: address.replace(/^.*#b=/, "") };
  return world.enrolment.askRaise(await by(world, phone, purposes.raiseAsk, binding));
}

/** What two registrars sign for it. */
export const provesAtDesk = (
  { enrolment: use }: EnrolmentWorld,
  enrolment: EnrolmentId,
  nationalId: string,
  path: "desk" | "desk_elsewhere" = "desk",
) =>
  use.proveAtDesk({
    ...{ enrolment, nationalId, path, registrars: ["stf_a", "stf_b"], signatures: ["a", "b"] },
  });

/** A raise whose evidence is complete. */
export async function raisedAtDesk(
  world: EnrolmentWorld,
  phone: TestPhone,
  nationalId: string,
): Promise<EnrolmentId> {
  const asked = await asksRaise(world, phone);
  assert.ok(asked.ok && asked.value.raise);
  const { enrolment } = asked.value.raise;
  const proven = await provesAtDesk(world, enrolment, nationalId);
  assert.ok(proven.ok, proven.ok ? "" : proven.refusal);
  return enrolment;
}

/** The phone's own word, with its code. */
export const raises = (
  world: EnrolmentWorld,
  phone: TestPhone,
  enrolment: EnrolmentId,
): Promise<MultiSigned> => byCode(world, phone, purposes.raise, { enrolment, evaluation: "e" });
