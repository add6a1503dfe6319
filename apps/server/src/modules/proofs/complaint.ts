import { createHash } from "node:crypto";
import { type ProfessionalId, type StaffId, thumbprint } from "@aval/protocol";
import { limits as bounds } from "#lifetimes";
import type { Directory } from "#modules/directory";
import { done, type Outcome } from "#platform/outcome";
import type { Instant } from "#platform/time";
import { openTypesetter, type Typesetter } from "#platform/typeset";
import { parseBundle } from "./bundle.ts";
import { complaintDocument } from "./complaint-document.ts";
import {
  type ComplaintGiven,
  complaintOf,
  type ServiceAnswer,
  type ToldFact,
} from "./complaint-lines.ts";
import { words } from "./complaint-words.ts";
import { bundleNoted, type ProofsDeps, type Refused, type Span } from "./proofs.ts";

export type ComplaintDeps = ProofsDeps & {
  readonly directory: Pick<Directory, "displayName">;
  readonly brand: string;
  /** What the history says of these facts, and which kinds it leaves out. */
  readonly told: (professional: ProfessionalId, from: Instant) => Promise<readonly ToldFact[]>;
  readonly untold: readonly string[];
  readonly known: (professional: ProfessionalId) => Promise<ReadonlyMap<string, Instant>>;
  readonly things: (
    professional: ProfessionalId,
  ) => Promise<Pick<ComplaintGiven, "phones" | "places">>;
  /** What services have answered of this person since then; absent: nobody asks them. */
  readonly answers?: (
    professional: ProfessionalId,
    from: Instant,
  ) => Promise<readonly ServiceAnswer[]>;
  readonly typesetter?: () => Typesetter;
};

/** For whom it is made: its holder, or a case, by two of its analysts. */
export type ComplaintFor =
  | { readonly by: "holder" }
  | {
      readonly by: "staff";
      readonly case: string;
      readonly staff: StaffId;
      readonly second: StaffId;
      readonly names: readonly [string, string];
    };

/**
 * A complaint file: the proofs of that span, told in French for whoever takes a complaint, as one PDF that carries them. That it was made is a
 * fact of its holder's; it is counted with their files of proofs.
 */
export async function makeComplaint(
  deps: ComplaintDeps,
  professional: ProfessionalId,
  span: Span,
  made: ComplaintFor,
): Promise<Outcome<Uint8Array, Refused>> {
  const { by } = made;
  const of = made.by === "staff" ? { case: made.case, staff: made.staff, second: made.second } : {};
  const fact = { fact: "complaint_made", professional, by, ...of, ...span } as const;
  const proofs = await bundleNoted(deps, span, fact);
  if (!proofs.ok) return proofs;
  const bundle = parseBundle(proofs.value);
  const person = await deps.person(professional);
  if (!bundle || !person) throw new Error("a bundle that was made is not read");
  const complaint = complaintOf({
    bundle,
    name: deps.directory.displayName(person),
    preparedBy:
      made.by === "staff" ? words.byTwo(...made.names, made.case.slice(-6)) : words.byHolder,
    brand: deps.brand,
    print: createHash("sha256").update(proofs.value).digest("hex"),
    root: await thumbprint(bundle.root),
    told: await deps.told(professional, span.from),
    untold: deps.untold,
    known: await deps.known(professional),
    ...(await deps.things(professional)),
    answers: (await deps.answers?.(professional, span.from)) ?? [],
    mostLines: bounds.complaintLines,
  });
  const typesetter = (deps.typesetter ?? openTypesetter)();
  try {
    return done(await typesetter.set(complaintDocument(complaint, proofs.value)));
  } finally {
    await typesetter.close();
  }
}
