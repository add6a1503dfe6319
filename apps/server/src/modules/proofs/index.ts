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
 * A complaint file is the same told in French, for whoever takes a complaint: one tagged PDF that carries its proofs and says nothing else
 * (`complaint-lines.ts`, decision 0066).
 *
 * `verify.ts` reads no clock, no network and no database.
 */
import type { ProfessionalId } from "@aval/protocol";
import { type ComplaintDeps, type ComplaintFor, makeComplaint } from "./complaint.ts";
import { makeBundle, type ProofsDeps, type Refused, type Span } from "./proofs.ts";
import type { Outcome } from "#platform/outcome";

export { attachedProofs } from "./attached.ts";
export type { ComplaintFor } from "./complaint.ts";
export { type FaultName, faultSentences } from "./faults.ts";
export { type Span, yearOf } from "./proofs.ts";
export { type Report, verifyBundle } from "./verify.ts";

export type Proofs = ReturnType<typeof createProofs>;
export type ComplaintFiles = ReturnType<typeof createComplaintFiles>;

export function createProofs(deps: ProofsDeps) {
  return {
    bundle: (professional: ProfessionalId, span: Span, by: "holder" | "host") =>
      makeBundle(deps, professional, span, by),
  };
}

export function createComplaintFiles(deps: ComplaintDeps) {
  // Each sets a document on a thread of its own, of some 80 MB: one after the other.
  let last: Promise<unknown> = Promise.resolve();
  return {
    /** PDF, with the proofs attached. */
    make: (
      professional: ProfessionalId,
      span: Span,
      made: ComplaintFor,
    ): Promise<Outcome<Uint8Array, Refused>> => {
      const next = last.then(() => makeComplaint(deps, professional, span, made));
      last = next.catch(() => {});
      return next;
    },
  };
}
