import { verifyCompact } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Instant } from "#platform/time";
import type { Registrar } from "./store.ts";

/** What every message says by which a registrar vouches for a person and a phone they saw. */
type Vouching = {
  readonly registrar: string;
  readonly nationalId: string;
  /** Seconds since the epoch. */
  readonly iat: number;
};

/** How many people see the holder: two, since one can be bought, mistaken or talked into it (law 5, P-45). */
const registrarsNeeded = 2;

/**
 * Whether messages (already verified, each with its registrar's key) make one proof: two different people, about the same thing
 * and the same holder, both lately. One person signing twice is one person (P-45).
 */
export function agreementOf<Message extends Vouching>(
  messages: readonly Message[],
  isAbout: (message: Message) => boolean,
  now: Instant,
): Outcome<readonly [Message, Message], "evidence_refused"> {
  const [first, second] = messages;
  if (!first || !second || messages.length !== registrarsNeeded) return deny("evidence_refused");
  if (first.registrar === second.registrar) return deny("evidence_refused");
  for (const message of messages) {
    if (!isAbout(message)) return deny("evidence_refused");
    if (message.nationalId !== first.nationalId) return deny("evidence_refused");
    const age = now - message.iat * 1000;
    if (age > lifetimes.registrarSignature || age < -lifetimes.messageSkew)
      return deny("evidence_refused");
  }
  return done([first, second]);
}

/** Whether this message is signed, for this purpose, with the key of the registrar that it names, while they are one. */
export async function isSignedByRegistrar(
  staff: { registrarKey(id: string): Promise<Registrar | undefined> },
  jws: string,
  purpose: string,
  registrar: string,
): Promise<boolean> {
  const known = await staff.registrarKey(registrar);
  if (!known?.active) return false;
  const payload = await verifyCompact(jws, purpose, known.jwk);
  return (payload as { registrar?: unknown } | undefined)?.registrar === registrar;
}
