import {
  type EnrolmentId,
  isId,
  peekCompact,
  purposes,
  type RegistrarMessage,
} from "@aval/protocol";
import { agreementOf } from "#modules/staff";
import { done, type Outcome } from "#platform/outcome";
import type { Instant } from "#platform/time";

/** What the two registrars must agree on. */
export type DeskClaim = {
  readonly enrolment: EnrolmentId;
  readonly ik: string;
  readonly nationalId: string;
};

/** What a registrar's message says, **not yet verified**: which registrar, whom, which phone. */
export function readRegistrarMessage(jws: string): RegistrarMessage | undefined {
  const payload = peekCompact(jws)?.payload as Partial<RegistrarMessage> | undefined;
  if (payload?.v !== purposes.registrar || !isId("enr", payload.enrolment)) return undefined;
  if (typeof payload.ik !== "string" || typeof payload.nationalId !== "string") return undefined;
  if (typeof payload.registrar !== "string" || !Number.isInteger(payload.iat)) return undefined;
  return payload as RegistrarMessage;
}

/** What two messages (already verified, each with its registrar's key) prove of this phone: whose it is. */
export function agree(
  messages: readonly RegistrarMessage[],
  expected: { readonly enrolment: EnrolmentId; readonly ik: string },
  now: Instant,
): Outcome<DeskClaim, "evidence_refused"> {
  const isThisPhone = ({ enrolment, ik }: RegistrarMessage) =>
    enrolment === expected.enrolment && ik === expected.ik;
  const agreed = agreementOf(messages, isThisPhone, now);
  return agreed.ok ? done({ ...expected, nationalId: agreed.value[0].nationalId }) : agreed;
}
