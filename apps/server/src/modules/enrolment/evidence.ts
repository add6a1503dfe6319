import {
  type EnrolmentId,
  isId,
  peekCompact,
  purposes,
  type RegistrarMessage,
} from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Duration, Instant } from "#platform/time";

/**
 * The evidence table of DESIGN section 6, as far as this release serves it: what each path proves and how long a phone
 * then waits. A new path is a new row here, beside the test that walks every row.
 */
export const evidencePaths = {
  desk: { class: "L5", level: "full", waitMs: 0, registrars: 2 },
} as const;

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

/**
 * Whether two messages (already verified, each with its registrar's key) make one proof: two different people, the same
 * phone, the same holder, both lately. One person signing twice is one person (P-45).
 */
export function agree(
  messages: readonly RegistrarMessage[],
  expected: { enrolment: EnrolmentId; ik: string },
  now: Instant,
  window: Duration,
): Outcome<DeskClaim, "evidence_refused"> {
  const [first, second] = messages;
  if (!first || !second || messages.length !== evidencePaths.desk.registrars)
    return deny("evidence_refused");
  if (first.registrar === second.registrar) return deny("evidence_refused");
  for (const message of messages) {
    if (message.enrolment !== expected.enrolment || message.ik !== expected.ik)
      return deny("evidence_refused");
    if (message.nationalId !== first.nationalId) return deny("evidence_refused");
    const age = now - message.iat * 1000;
    if (age > window || age < -lifetimes.messageSkew) return deny("evidence_refused");
  }
  return done({ enrolment: first.enrolment, ik: first.ik, nationalId: first.nationalId });
}
