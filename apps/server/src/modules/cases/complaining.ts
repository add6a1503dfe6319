import type {
  CaseId,
  ComplaintFile,
  ComplaintId,
  ComplaintLine,
  PasskeyAssertion,
  ProfessionalId,
  StaffId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { ComplaintFiles, ComplaintFor } from "#modules/proofs";
import type { Console, Staff, Visitor } from "#modules/staff";
import { transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { after, epochSeconds } from "#platform/time";
import { holdTurn } from "#platform/turns";
import * as cases from "./case-store.ts";
import type { CaseDeps } from "./cases.ts";
import * as store from "./complaint-store.ts";
import { type ReadingDeps, type Seen, view } from "./reading.ts";
import { groupingTurn, insertEvent } from "./store.ts";
import { seenOf } from "./view-store.ts";

/*
 * What is known of somebody leaves a case by two analysts: its owner asks, for a reason; another signs exactly that; either takes it within a
 * day. The holder reads that it was taken, and by whom it was agreed.
 *
 * Who gains if one could: whoever persuades, or is, an analyst, and wants a life to sell.
 */

export type ComplainingDeps = CaseDeps & {
  readonly staff: Pick<Staff, "mayClear" | "names" | "analysts">;
  readonly console: Pick<Console, "askSignature" | "signedExactly">;
  readonly files: Pick<ComplaintFiles, "make">;
};

export async function ask(
  deps: ComplainingDeps,
  who: Visitor,
  id: CaseId,
  { person, words }: { readonly person: string; readonly words: string },
): Promise<Outcome<Seen, Refusal>> {
  const by = who.member as StaffId;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    await holdTurn(tx, groupingTurn);
    if (!(await cases.findCase(tx, id, who.scope))) return deny("not_found");
    if (!(await cases.holdCase(tx, id, ["claimed", "snoozed", "closed"], by)))
      return deny("case_not_yours");
    const complaint = newId("cpl", deps.random);
    const asked = { id: complaint, case: id, scope: who.scope, professional: person, words, by };
    if (!(await store.insertComplaint(tx, asked))) return deny("measure_list");
    await insertEvent(tx, {
      ...{ id: newId("cev", deps.random), case: id, member: who.member, words },
      act: "complaint_asked",
    });
    return done(undefined);
  });
  return outcome.ok ? view(deps, who, id) : outcome;
}

/** What the second person's key signs. */
const statementOf = ({ id, case: of, professional, from, words, by }: store.ComplaintRow) => ({
  v: "aval.complaint.v1",
  ...{ complaint: id, case: of, person: professional, from, reason: words, askedBy: by },
});

/** One of a case that this reader sees, of a person whom they may see. */
async function seen(deps: ComplainingDeps, who: Visitor, id: ComplaintId) {
  const [found] = await store.findComplaints(deps.db, { id });
  if (!found || !(await cases.findCase(deps.db, found.case, who.scope))) return undefined;
  return (await seenOf(deps.db, found.case, who.scope)).has(found.professional) ? found : undefined;
}

async function signable(deps: ComplainingDeps, who: Visitor, id: ComplaintId) {
  const found = await seen(deps, who, id);
  if (!found) return deny("not_found");
  if (found.by === who.member) return deny("measure_two_people");
  return found.state === "waiting" ? done(found) : deny("complaint_over");
}

export async function askSecond(deps: ComplainingDeps, who: Visitor, id: ComplaintId) {
  const found = await signable(deps, who, id);
  return found.ok ? done(await deps.console.askSignature(who, statementOf(found.value))) : found;
}

export async function second(
  deps: ComplainingDeps,
  who: Visitor,
  id: ComplaintId,
  assertion: PasskeyAssertion,
): Promise<Outcome<Seen, Refusal>> {
  const found = await signable(deps, who, id);
  if (!found.ok) return found;
  const signed = await deps.console.signedExactly(who, assertion, statementOf(found.value));
  if (!signed.ok) return signed;
  const member = who.member as StaffId;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    await holdTurn(tx, groupingTurn);
    if (!(await areAnalysts(deps, tx, [member, found.value.by]))) return deny("complaint_over");
    const signature = JSON.stringify(signed.value);
    if (!(await store.recordComplaintSigned(tx, { id, member, signature })))
      return deny("complaint_over");
    await insertEvent(tx, {
      ...{ id: newId("cev", deps.random), case: found.value.case, member: who.member },
      act: "complaint_agreed",
    });
    return done(undefined);
  });
  return outcome.ok ? view(deps, who, found.value.case) : outcome;
}

/** Whether both still are, by the authority that each has: held until the transaction ends. */
async function areAnalysts(
  { staff }: ComplainingDeps,
  tx: Parameters<typeof store.recordComplaintSigned>[0],
  members: readonly StaffId[],
): Promise<boolean> {
  const working = await staff.analysts();
  for (const one of [...members].sort()) {
    const known = working.find(({ id }) => id === one);
    if (!known || !(await staff.mayClear(one, [known.scope], tx))) return false;
  }
  return true;
}

/** Taken, by one of the two who agreed and while both still are analysts: a fact of its holder's each time. */
export async function take(
  deps: ComplainingDeps,
  who: Visitor,
  id: ComplaintId,
): Promise<Outcome<ComplaintFile, Refusal>> {
  const found = await seen(deps, who, id);
  if (!found) return deny("not_found");
  const { by, second: other, state, professional, from } = found;
  if (who.member !== by && who.member !== other) return deny("not_found");
  if (state !== "ready" || !other) return deny("complaint_over");
  const isStanding = await transactOrUndo(deps.db, async (tx) =>
    (await areAnalysts(deps, tx, [by, other])) ? done(undefined) : deny("complaint_over"),
  );
  if (!isStanding.ok) return isStanding;
  const now = deps.clock.now();
  const names = await deps.staff.names([by, other]);
  const made: ComplaintFor = {
    ...{ by: "staff", case: found.case, staff: by, second: other },
    names: [names.get(by) ?? "", names.get(other) ?? ""],
  };
  const file = await deps.files.make(professional, { from, to: now }, made);
  if (!file.ok) return file;
  return done({
    name: `aval-dossier-de-plainte-${new Date(now).toISOString().slice(0, 10)}.pdf`,
    pdf: Buffer.from(file.value).toString("base64"),
  });
}

/** Those of a case as its readers are told them. */
export async function complaintLines(
  { db, directory, staff }: Pick<ReadingDeps, "db" | "directory" | "staff">,
  who: Visitor,
  id: CaseId,
): Promise<readonly ComplaintLine[]> {
  const found = await store.findComplaints(db, { case: id });
  if (found.length === 0) return [];
  const mayKnow = await seenOf(db, id, who.scope);
  const names = await staff.names(found.flatMap(({ by, second: other }) => [by, other ?? by]));
  const nameOf = async (professional: ProfessionalId) => {
    const person = mayKnow.has(professional) ? await directory.byId(professional) : undefined;
    return person ? { name: directory.displayName(person) } : {};
  };
  const untilOf = ({ state, at, signedAt }: store.ComplaintRow) =>
    state === "waiting"
      ? { until: epochSeconds(after(at, lifetimes.measureWaits)) }
      : state === "ready" && signedAt
        ? { until: epochSeconds(after(signedAt, lifetimes.complaintTaken)) }
        : {};
  return Promise.all(
    found.map(async (row) => ({
      ...(await nameOf(row.professional)),
      ...untilOf(row),
      ...(row.second ? { secondedBy: names.get(row.second) ?? "" } : {}),
      complaint: row.id,
      state: row.state,
      words: row.words,
      by: names.get(row.by) ?? "",
      isMine: row.by === who.member,
      at: epochSeconds(row.at),
      mayTake: row.state === "ready" && [row.by, row.second as string].includes(who.member),
    })),
  );
}
