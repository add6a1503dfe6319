import type {
  DeskList,
  DeskPerson,
  DeskPhone,
  DeskPresence,
  DeskVisitId,
  DeskVisitView,
  EnrolmentId,
  PasskeyAssertion,
  ProfessionalId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Directory, Professional } from "#modules/directory";
import type { Enrolment } from "#modules/enrolment";
import type { Limits } from "#modules/limits";
import type { Notices } from "#modules/notices";
import {
  type Console,
  everywhere,
  type SignedStatement,
  type Staff,
  type Visitor,
} from "#modules/staff";
import type { Stops } from "#modules/stops";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { type Clock, days, epochSeconds, instant } from "#platform/time";
import * as store from "./visit-store.ts";

export type VisitDeps = {
  readonly db: Database<AnyTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
  readonly limits: Pick<Limits, "spend" | "once">;
  readonly directory: Directory;
  readonly enrolment: Pick<
    Enrolment,
    "openPage" | "pageState" | "endPage" | "proveAtDesk" | "overUnderFreeze"
  >;
  readonly staff: Pick<Staff, "maySign">;
  readonly stops: Pick<Stops, "placeUnderFreeze">;
  readonly notices: Pick<Notices, "tell">;
  readonly console: Pick<Console, "askSignature" | "signed" | "nameOf">;
};

type Tx = VisitDeps["db"];

/**
 * A professional of this registrar's scope, by the identifier on their card. Of another's, or unknown: the same answer, since a
 * registrar is no directory of the country. What is shown is written to the log, where its holder reads it.
 */
export async function findPerson(
  deps: VisitDeps,
  who: Visitor,
  nationalId: string,
): Promise<Outcome<DeskPerson, Refusal>> {
  if (!(await mayLookUp(deps, who))) return deny("desk_too_many");
  const found = await inScope(deps, who.member, nationalId);
  if (!found) return deny("unknown_professional");
  await transact(deps.db, (tx) =>
    deps.audit.append(tx, {
      fact: "person_viewed",
      professional: found.id,
      staff: who.member,
      why: "enrolment",
    }),
  );
  return done(personOf(deps, found));
}

/** Before anything is asked of the directory: an answer past the cap would say who is in it. */
const mayLookUp = ({ db, limits }: VisitDeps, { member }: Visitor): Promise<boolean> =>
  limits.spend(db, "desk_lookup", member, bounds.deskLookups, days(1));

async function inScope(
  { directory, staff }: VisitDeps,
  member: string,
  nationalId: string,
): Promise<Professional | undefined> {
  const found = await directory.find(nationalId);
  if (found?.state !== "active") return undefined;
  return (await staff.maySign(member, directory.scopesOf(found))) ? found : undefined;
}

/** No birth, no contact, no address: what stands on a professional card, and where they work. */
function personOf({ directory }: VisitDeps, found: Professional): DeskPerson {
  const names = found.exercises.flatMap(({ activities }) =>
    activities.map(({ structure }) => structure?.tradeName || structure?.name || ""),
  );
  return {
    nationalId: found.nationalId,
    name: directory.displayName(found),
    givenNames: found.givenNames,
    familyName: found.familyName,
    places: [...new Set(names)].filter((name) => name !== "").slice(0, 5),
  };
}

/** The person is there and their document was compared: a page opens for their new phone to scan. */
export async function open(
  deps: VisitDeps,
  who: Visitor,
  nationalId: string,
): Promise<Outcome<DeskVisitView, Refusal>> {
  if (!(await mayLookUp(deps, who))) return deny("desk_too_many");
  const { deskVisits: most } = bounds;
  // Before the look-up too: a refusal of this cap would else tell a person from nobody, and write down no view.
  if (!(await deps.limits.spend(deps.db, "desk_visit", who.member, most, days(1))))
    return deny("desk_too_many");
  const found = await inScope(deps, who.member, nationalId);
  if (!found) return deny("unknown_professional");
  const id = newId("dkv", deps.random);
  await transact(deps.db, async (tx) => {
    const page = await deps.enrolment.openPage(tx, { kind: "desk", by: who.member });
    const visit = {
      id,
      page,
      professional: found.id,
      nationalId: found.nationalId,
      holderName: deps.directory.displayName(found),
      openedBy: who.member,
      scopes: deps.directory.scopesOf(found),
    };
    await store.insertVisit(tx, visit, lifetimes.deskVisit);
  });
  return view(deps, who, id);
}

/** What is under way in this registrar's scope: their own, and what waits for a second. No name: opening one is a view of a person. */
export async function list(deps: VisitDeps, who: Visitor): Promise<DeskList> {
  const { registrarSignature: within } = lifetimes;
  const { deskListed: most } = bounds;
  const lineOf = async ({ id: visit, openedAt, openedBy }: store.Visit) => ({
    visit,
    openedAt: epochSeconds(openedAt),
    by: (await deps.console.nameOf(openedBy)) ?? "",
  });
  const second = { member: who.member, scope: who.scope === everywhere ? undefined : who.scope };
  const mine = await store.visitsOpenedBy(deps.db, who.member, within, most);
  const waiting = await store.visitsToCountersign(deps.db, second, within, most);
  return {
    mine: await Promise.all(mine.map(lineOf)),
    toCountersign: await Promise.all(waiting.map(lineOf)),
  };
}

/** One visit, for its first registrar and for those who may be its second. */
async function visitOf(
  deps: VisitDeps,
  who: Visitor,
  id: DeskVisitId,
): Promise<store.Visit | undefined> {
  const visit = await store.findVisit(deps.db, id, lifetimes.registrarSignature);
  if (!visit) return undefined;
  if (visit.openedBy === who.member) return visit;
  return visit.first && (await inScope(deps, who.member, visit.nationalId)) ? visit : undefined;
}

export async function view(
  deps: VisitDeps,
  who: Visitor,
  id: DeskVisitId,
): Promise<Outcome<DeskVisitView, Refusal>> {
  const visit = await visitOf(deps, who, id);
  if (!visit) return deny("not_found");
  await transact(deps.db, (tx) => recordView(deps, tx, who, visit));
  return done(await viewOf(deps, who, visit));
}

/** Once a day for a registrar and a visit: a page asks every second. */
async function recordView(
  { limits, audit }: VisitDeps,
  tx: Tx,
  { member }: Visitor,
  { id, professional }: store.Visit,
): Promise<void> {
  if (await limits.once(tx, "desk_view", `${id}.${member}`, days(1)))
    await audit.append(tx, {
      fact: "person_viewed",
      professional,
      staff: member,
      why: "enrolment",
    });
}

async function viewOf(deps: VisitDeps, who: Visitor, visit: store.Visit): Promise<DeskVisitView> {
  const isMine = visit.openedBy === who.member;
  const page = await deps.enrolment.pageState(deps.db, visit.page);
  const told = {
    visit: visit.id,
    holder: { name: visit.holderName, nationalId: visit.nationalId },
    by: (await deps.console.nameOf(visit.openedBy)) ?? "",
    isMine,
    // Nobody learns of a freeze by typing a number: the person is there with their phone, which has scanned.
    ...(page.state === "bound" ? await freezeOf(deps, visit) : {}),
  };
  if (visit.readyAt !== undefined)
    return {
      ...told,
      stage: "proven",
      phone: phoneOf(visit, page),
      readyAt: epochSeconds(visit.readyAt),
      isReady: visit.readyAt <= deps.clock.now(),
    };
  if (visit.isOver) return { ...told, stage: "over" };
  if (page.state === "over") return { ...told, stage: "over" };
  if (page.state === "open") return { ...told, stage: "open", address: page.address };
  const bound = { phone: phoneOf(visit, page), words: page.words, label: page.label };
  if (!visit.first) return { ...told, stage: "bound", ...bound };
  return { ...told, stage: "signed", ...bound, until: epochSeconds(visit.first.until) };
}

type Page = Awaited<ReturnType<VisitDeps["enrolment"]["pageState"]>>;

/** Whether the phone that scanned is a new one, or already this person's. Of another's nothing more is said. */
function phoneOf({ professional }: store.Visit, page: Page): DeskPhone {
  if (page.state !== "bound") return "new";
  const { raisesFor, heldFor } = page;
  const of = raisesFor ?? heldFor;
  if (of === undefined) return "new";
  if (of !== professional) return "of_another";
  return raisesFor === undefined ? "held" : "to_confirm";
}

/** That this person is frozen, told where they stand and their document was compared: whether this phone may be the one there is. */
async function freezeOf(
  { db, stops, enrolment }: VisitDeps,
  { professional, first }: store.Visit,
): Promise<Pick<DeskVisitView, "freeze">> {
  const place = await stops.placeUnderFreeze(db, professional);
  if (!place) return {};
  const isOpen =
    place.enrolment === undefined ||
    place.enrolment === first?.enrolment ||
    place.enrolment === (await enrolment.overUnderFreeze(professional));
  return { freeze: isOpen ? "one_phone" : "taken" };
}

/**
 * What this registrar is about to sign: this phone's key is this person's. Their key signs its hash, so that nobody can put another
 * phone, another person or another visit in its place.
 */
export async function ask(
  deps: VisitDeps,
  who: Visitor,
  id: DeskVisitId,
  presence: DeskPresence,
): Promise<Outcome<{ challenge: string; rpId: string }, Refusal>> {
  const visit = await visitOf(deps, who, id);
  if (!visit) return deny("not_found");
  if (visit.isOver || visit.readyAt !== undefined) return deny("desk_visit_over");
  const page = await deps.enrolment.pageState(deps.db, visit.page);
  if (page.state !== "bound") return deny("enrolment_not_ready");
  if (phoneOf(visit, page) === "of_another") return deny("evidence_refused");
  const { enrolment, ik } = page;
  const { nationalId } = visit;
  return done(
    await deps.console.askSignature(who, {
      v: "aval.desk.v1",
      visit: id,
      enrolment,
      ik,
      nationalId,
      // The first is always with the person.
      presence: visit.first ? presence : "room",
    }),
  );
}

/** What was signed, as `ask` wrote it: whoever burnt the challenge got it from our own row. */
type Signed = {
  readonly visit: string;
  readonly enrolment: string;
  readonly ik: string;
  readonly presence: DeskPresence;
};

/** The first or the second signature, by a key of this registrar's own over the phone as it stands now. */
export async function sign(
  deps: VisitDeps,
  who: Visitor,
  id: DeskVisitId,
  assertion: PasskeyAssertion,
): Promise<Outcome<DeskVisitView, Refusal>> {
  const visit = await visitOf(deps, who, id);
  if (!visit) return deny("not_found");
  const signed = await deps.console.signed(who, assertion);
  if (!signed.ok) return signed;
  const said = JSON.parse(signed.value.statement) as Signed;
  const page = await deps.enrolment.pageState(deps.db, visit.page);
  if (said.visit !== id || page.state !== "bound") return deny("evidence_refused");
  if (said.enrolment !== page.enrolment || said.ik !== page.ik) return deny("evidence_refused");
  const phone = phoneOf(visit, page);
  if (phone === "of_another") return deny("evidence_refused");
  const { enrolment } = page;
  const outcome = visit.first
    ? await signSecond(deps, who, visit, said, signed.value)
    : await signFirst(deps, who, visit, { enrolment, phone }, signed.value);
  return outcome.ok ? view(deps, who, id) : outcome;
}

async function signFirst(
  { db, notices }: VisitDeps,
  { member: by }: Visitor,
  { id, professional }: store.Visit,
  { enrolment, phone }: { readonly enrolment: EnrolmentId; readonly phone: DeskPhone },
  signed: SignedStatement,
): Promise<Outcome<undefined, Refusal>> {
  const given = { id, by, enrolment, signature: JSON.stringify(signed) };
  return transact(db, async (tx): Promise<Outcome<undefined, Refusal>> => {
    if (!(await store.recordFirst(tx, given))) return deny("desk_visit_over");
    // Evidence has begun: whoever is not at that desk has until the second signature, and then the wait.
    const event = phone === "to_confirm" ? "raise_begun" : "desk_begun";
    await notices.tell(tx, { professional, event, about: id });
    return done(undefined);
  });
}

async function signSecond(
  deps: VisitDeps,
  { member: by }: Visitor,
  { id, first, openedBy, nationalId }: store.Visit,
  { presence }: Signed,
  signed: SignedStatement,
): Promise<Outcome<undefined, Refusal>> {
  if (!first || by === openedBy) return deny("evidence_refused");
  const { deskVisits: most } = bounds;
  if (!(await deps.limits.spend(deps.db, "desk_countersign", by, most, days(1))))
    return deny("desk_too_many");
  const { registrarSignature: within } = lifetimes;
  const given = {
    enrolment: first.enrolment,
    nationalId,
    registrars: [openedBy, by],
    path: presence === "room" ? ("desk" as const) : ("desk_elsewhere" as const),
    signatures: [first.signature, JSON.stringify(signed)],
  };
  // In the proof's own transaction: an *Arrêter* comes before all of it, and ends the visit, or after all of it.
  const proven = await deps.enrolment.proveAtDesk(given, async (tx, prove) => {
    if (!(await store.recordSecond(tx, { id, by, presence, within })))
      return deny("desk_visit_over");
    const moved = await prove();
    if (!moved.ok) return moved;
    const { activeAt = epochSeconds(deps.clock.now()) } = moved.value;
    await store.recordProven(tx, id, instant(activeAt * 1000));
    return moved;
  });
  return proven.ok ? done(undefined) : proven;
}

/** Its first registrar ends it: the code on the screen is worth nothing more. */
export async function end(
  deps: VisitDeps,
  who: Visitor,
  id: DeskVisitId,
): Promise<Outcome<undefined, Refusal>> {
  const visit = await visitOf(deps, who, id);
  if (!visit) return deny("not_found");
  return transact(deps.db, async (tx): Promise<Outcome<undefined, Refusal>> => {
    if (!(await store.recordEnded(tx, id, who.member))) return deny("desk_visit_over");
    await deps.enrolment.endPage(tx, visit.page);
    return done(undefined);
  });
}

/**
 * *Arrêter*, from the notice of the first signature: the person is shown to the desk anew. Counted over all of a holder's visits: whoever
 * reads their mail does not keep them from being seen. Whoever calls took the holder's turn.
 */
export async function stopByNotice(
  { enrolment }: Pick<VisitDeps, "enrolment">,
  tx: Tx,
  given: { readonly visit: DeskVisitId; readonly professional: ProfessionalId },
): Promise<void> {
  const { deskStopWindow: within } = lifetimes;
  const page = await store.recordStopped(tx, { ...given, most: bounds.deskStops, within });
  if (page) await enrolment.endPage(tx, page);
}
