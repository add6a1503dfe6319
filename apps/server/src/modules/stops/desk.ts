import {
  isId,
  peekCompact,
  purposes,
  type RegistrarReopenMessage,
  type StopId,
} from "@aval/protocol";
import { agreementOf } from "#modules/staff";
import { done, type Outcome } from "#platform/outcome";
import { instant, type Instant } from "#platform/time";

/** What a registrar's message says, **not yet verified**: which registrar, whom, which stop, which phone. */
export function readReopenMessage(jws: string): RegistrarReopenMessage | undefined {
  const payload = peekCompact(jws)?.payload as Partial<RegistrarReopenMessage> | undefined;
  if (payload?.v !== purposes.registrarReopen || !isId("stp", payload.stop)) return undefined;
  if (typeof payload.ik !== "string" || typeof payload.nationalId !== "string") return undefined;
  if (typeof payload.registrar !== "string" || !Number.isInteger(payload.iat)) return undefined;
  return payload as RegistrarReopenMessage;
}

/**
 * When two messages (already verified, each with its registrar's key) prove that a desk saw this holder with this phone: the
 * earlier of their dates.
 */
export function agreedAt(
  messages: readonly RegistrarReopenMessage[],
  expected: { readonly stop: StopId; readonly ik: string },
  now: Instant,
): Outcome<Instant, "evidence_refused"> {
  const isThisStop = ({ stop, ik }: RegistrarReopenMessage) =>
    stop === expected.stop && ik === expected.ik;
  const agreed = agreementOf(messages, isThisStop, now);
  return agreed.ok ? done(instant(Math.min(...agreed.value.map(({ iat }) => iat)) * 1000)) : agreed;
}
