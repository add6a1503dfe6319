/**
 * Proofs, for those whom the log is about: a file with what it holds of one person and all that is needed to verify it somewhere else, years
 * later, by somebody who trusts us in nothing but the root that phones pin (law 9).
 *
 * A file has the person's facts with the keys of their leaves, one proof that all of them are under one signed checkpoint, the witnesses' lines
 * under that, the contexts that phones were shown, and the certificates of the keys that signed. Answers verify by keys that facts
 * themselves name. A seal over everything finds a flipped bit anywhere; what matters is proven without it.
 *
 * It shows that this phone signed this context, and that the log has held so since that checkpoint. It does not show who held the phone, that
 * nothing was left out, nor when a card or a key signed: `docs/proof.md` says so to whoever reads one. Making a file is a fact of the person's.
 *
 * `verify.ts` reads no clock, no network and no database.
 */
import type { ProfessionalId } from "@aval/protocol";
import { makeBundle, type ProofsDeps, type Span } from "./proofs.ts";

export { type FaultName, faultSentences } from "./faults.ts";
export { type Span, yearOf } from "./proofs.ts";
export { type Report, verifyBundle } from "./verify.ts";

export type Proofs = ReturnType<typeof createProofs>;

export function createProofs(deps: ProofsDeps) {
  return {
    bundle: (professional: ProfessionalId, span: Span, by: "holder" | "host") =>
      makeBundle(deps, professional, span, by),
  };
}
