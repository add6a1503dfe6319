import type {
  ConsoleContact,
  ContactKind,
  ContactList,
  ContactPerson,
  ContactProof,
  ContactReason,
  ContactRequestId,
  ContactRequestView,
  PasskeyAssertion,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Directory, MaskedContact, Professional } from "#modules/directory";
import type { Devices } from "#modules/devices";
import type { Limits } from "#modules/limits";
import { type Console, everywhere, type Staff, type Visitor } from "#modules/staff";
import { type AnyTables, type Database, transact, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { after, days, epochSeconds } from "#platform/time";
import { keyInLog } from "./in-log.ts";
import * as store from "./store.ts";
import { doesEndTrust } from "./trust.ts";

type Tx = Database<AnyTables>;

export type ContactsDeps = {
  readonly db: Tx;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
  readonly limits: Pick<Limits, "spend" | "once">;
  readonly directory: Pick<
    Directory,
    | "find"
    | "displayName"
    | "scopesOf"
    | "contactsOf"
    | "contactValue"
    | "masked"
    | "flawsOf"
    | "keepFlaws"
    | "setContact"
  >;
  readonly staff: Pick<Staff, "maySign">;
  readonly devices: Pick<Devices, "standingOf">;
  readonly console: Pick<Console, "askSignature" | "signed" | "signedExactly" | "nameOf">;
  /** Whether nothing stops this person from being added to anything, and nothing will before this transaction ends. */
  readonly mayJoin: (tx: Tx, professional: Professional["id"]) => Promise<boolean>;
};

type Asked = { readonly challenge: string; readonly rpId: string };

/**
 * A professional of this member's scope, by their national identifier alone, with their contacts masked. Of another's, or unknown: the
 * same answer. What is shown is written to the log, where its holder reads it.
 */
export async function find(
  deps: ContactsDeps,
  who: Visitor,
  nationalId: string,
): Promise<Outcome<ContactPerson, Refusal>> {
  if (!(await mayLookUp(deps, who))) return deny("desk_too_many");
  const found = await inScope(deps, who, nationalId);
  if (!found) return deny("unknown_professional");
  await transact(deps.db, (tx) => recordView(deps, tx, who, found));
  return done(await personOf(deps, found));
}

/** Before anything is asked of the directory: an answer past the cap would say who is in it. */
const mayLookUp = ({ db, limits }: ContactsDeps, { member }: Visitor): Promise<boolean> =>
  limits.spend(db, "contact_lookup", member, bounds.deskLookups, days(1));

async function inScope(
  { directory, staff }: ContactsDeps,
  { member }: Visitor,
  nationalId: string,
): Promise<Professional | undefined> {
  const found = await directory.find(nationalId);
  if (found?.state !== "active") return undefined;
  return (await staff.maySign(member, directory.scopesOf(found))) ? found : undefined;
}

/** Once a day for a member and a person: its holder reads who looked, not how often a page was drawn. */
async function recordView(
  { limits, audit }: ContactsDeps,
  tx: Tx,
  { member: staff }: Visitor,
  { id: professional }: Professional,
): Promise<void> {
  if (await limits.once(tx, "contact_view", `${professional}.${staff}`, days(1)))
    await audit.append(tx, { fact: "person_viewed", professional, staff, why: "contacts" });
}

async function personOf(deps: ContactsDeps, found: Professional): Promise<ContactPerson> {
  const { directory, db } = deps;
  return {
    nationalId: found.nationalId,
    name: directory.displayName(found),
    contacts: (await directory.contactsOf(found.id)).map(shown),
    waiting: (await store.waitingFor(db, found.id)).map(({ id: request, kind }) => ({
      request,
      kind,
    })),
  };
}

/** A contact as whoever may see it does. */
export const shown = ({
  kind,
  masked,
  source,
  proof,
  isWithdrawn,
  isYoung,
  ...at
}: MaskedContact): ConsoleContact => ({
  kind,
  masked,
  source,
  proof,
  isWithdrawn,
  isYoung,
  since: epochSeconds(at.since),
  servesFrom: epochSeconds(after(at.since, lifetimes.contactQuarantine)),
  ...(at.confirmedAt === undefined ? {} : { confirmedAt: epochSeconds(at.confirmedAt) }),
});

/** What somebody asks: whose contact, which kind, what it becomes, why, and how they made sure. */
export type Change = {
  readonly nationalId: string;
  readonly kind: ContactKind;
  readonly value: string;
  readonly reason: ContactReason;
  readonly proof: ContactProof;
};

/** What the first person's key signs: the very change, and the contact that it would replace. */
export async function ask(
  deps: ContactsDeps,
  who: Visitor,
  given: Change,
): Promise<Outcome<Asked, Refusal>> {
  if (!(await mayLookUp(deps, who))) return deny("desk_too_many");
  const value = deps.directory.contactValue(given.kind, given.value);
  if (!value) return deny("contact_unreadable");
  const found = await inScope(deps, who, given.nationalId);
  if (!found) return deny("unknown_professional");
  await transact(deps.db, (tx) => recordView(deps, tx, who, found));
  const known = (await deps.directory.contactsOf(found.id)).find(({ kind }) => kind === given.kind);
  const { kind, reason, proof } = given;
  return done(
    await deps.console.askSignature(who, {
      v: "aval.contact-ask.v1",
      nationalId: found.nationalId,
      kind,
      value,
      reason,
      proof,
      replaces: known?.id ?? "",
    }),
  );
}

/** What was signed, as `ask` wrote it: whoever burnt the challenge got it from our own row. */
type SignedChange = Change & { readonly v: string; readonly replaces: string };

/** The first person's signature: the request is kept, and changes nothing. */
export async function propose(
  deps: ContactsDeps,
  who: Visitor,
  assertion: PasskeyAssertion,
): Promise<Outcome<ContactRequestView, Refusal>> {
  const signed = await deps.console.signed(who, assertion);
  if (!signed.ok) return signed;
  const said = JSON.parse(signed.value.statement) as SignedChange;
  if (said.v !== "aval.contact-ask.v1") return deny("staff_refused");
  const { contactChanges: most } = bounds;
  if (!(await deps.limits.spend(deps.db, "contact_asked", who.member, most, days(1))))
    return deny("desk_too_many");
  const found = await inScope(deps, who, said.nationalId);
  if (!found) return deny("unknown_professional");
  const id = newId("ctr", deps.random);
  const signature = JSON.stringify(signed.value);
  const { kind, value, reason, proof } = said;
  const request = {
    ...{ id, professional: found.id, nationalId: found.nationalId, kind, value, reason, proof },
    replaces: said.replaces === "" ? undefined : said.replaces,
    source: who.scope,
    askedBy: who.member,
    askedKey: undefined,
    askedDevice: undefined,
    scopes: deps.directory.scopesOf(found),
    signature,
  };
  const isKept = await transact(deps.db, async (tx) => {
    await store.endPassed(tx, found.id);
    if (!(await store.insertRequest(tx, request, lifetimes.contactRequest))) return false;
    const fact = "contact_change_asked";
    const of = { professional: found.id, request: id, contact: kind, staff: who.member } as const;
    await deps.audit.append(tx, { fact, ...of, signature: keyInLog(signed.value) });
    return true;
  });
  return isKept ? view(deps, who, id) : deny("contact_request_open");
}

/** What waits in this member's authority. No name: opening one is a view of a person. */
export async function list(
  deps: ContactsDeps,
  who: Visitor,
): Promise<Pick<ContactList, "waiting">> {
  const scope = who.scope === everywhere ? undefined : who.scope;
  const waiting = await store.waitingIn(deps.db, scope, bounds.contactsListed);
  const lineOf = async (one: store.ContactRequest) => ({
    request: one.id,
    kind: one.kind,
    askedAt: epochSeconds(one.askedAt),
    ...byOf(await askerOf(deps, one)),
    byHolder: one.askedDevice !== undefined,
    byFile: one.askedRun !== undefined,
    isMine: one.askedBy === who.member,
  });
  return { waiting: await Promise.all(waiting.map(lineOf)) };
}

/** A request, and whose it is, for those of their authority. */
async function requestOf(deps: ContactsDeps, who: Visitor, id: ContactRequestId) {
  const request = await store.findRequest(deps.db, id);
  const found = request && (await inScope(deps, who, request.nationalId));
  return request && found?.id === request.professional ? { request, found } : undefined;
}

export async function view(
  deps: ContactsDeps,
  who: Visitor,
  id: ContactRequestId,
): Promise<Outcome<ContactRequestView, Refusal>> {
  const of = await requestOf(deps, who, id);
  if (!of) return deny("not_found");
  const { request, found } = of;
  await transact(deps.db, (tx) => recordView(deps, tx, who, found));
  const known = (await deps.directory.contactsOf(found.id)).find(
    ({ id: contact }) => contact === request.replaces,
  );
  const { kind, reason, proof, stage } = request;
  return done({
    request: id,
    holder: { name: deps.directory.displayName(found), nationalId: found.nationalId },
    kind,
    // Once decided it is a contact like another, or nobody's.
    value: stage === "open" ? request.value : deps.directory.masked(kind, request.value),
    ...(known ? { replaces: known.masked } : {}),
    endsTrust: doesEndTrust(request),
    reason,
    proof,
    ...byOf(await askerOf(deps, request)),
    byHolder: request.askedDevice !== undefined,
    byFile: request.askedRun !== undefined,
    isMine: request.askedBy === who.member,
    until: epochSeconds(request.until),
    stage,
  });
}

/**
 * Why this member is not the second of the two, if they are not: it takes another person, and of the same authority, since two authorities
 * are no second pair of eyes on one register. What a holder's phone asks has no authority yet.
 */
function mayNotSecond(
  { member, scope }: Visitor,
  { askedBy, askedDevice, source }: store.ContactRequest,
): "contact_two_people" | "contact_other_authority" | undefined {
  if (askedBy === member) return "contact_two_people";
  const isTheirs = askedDevice !== undefined || scope === source || scope === everywhere;
  return isTheirs ? undefined : "contact_other_authority";
}

/**
 * What a program asked by its authority's key stands; members of staff must still be that, and of this authority. Asked after the holder's
 * turn, over rows that are held: whoever was suspended while this waited for it changes nothing.
 */
async function mayStillSign(
  { staff, directory }: ContactsDeps,
  tx: Tx,
  people: readonly (string | undefined)[],
  found: Professional,
): Promise<boolean> {
  const scopes = directory.scopesOf(found);
  for (const one of people)
    if (one !== undefined && !(await staff.maySign(one, scopes, tx))) return false;
  return true;
}

/** A phone that was lost, disowned or replaced since has asked for nothing; the row is held until the change is made. */
const phoneMayHaveAsked = async (
  { devices }: ContactsDeps,
  tx: Tx,
  { askedDevice }: store.ContactRequest,
): Promise<boolean> => {
  if (askedDevice === undefined) return true;
  const phone = await devices.standingOf(tx, askedDevice, lifetimes.settled);
  return phone?.isActive === true && phone.level === "full";
};

/** Who asked, as the second person reads it: a name, or nothing for a program and for the holder's phone. */
const askerOf = async ({ console }: ContactsDeps, { askedBy }: store.ContactRequest) =>
  askedBy === undefined ? undefined : ((await console.nameOf(askedBy)) ?? "");

const byOf = (name: string | undefined) => (name === undefined ? {} : { by: name });

/** What the second person's key signs: this request and all it says. */
export async function askConfirmation(
  deps: ContactsDeps,
  who: Visitor,
  id: ContactRequestId,
): Promise<Outcome<Asked, Refusal>> {
  const of = await requestOf(deps, who, id);
  if (!of) return deny("not_found");
  const { request } = of;
  if (request.stage !== "open") return deny("contact_request_over");
  const held = mayNotSecond(who, request);
  if (held) return deny(held);
  return done(await deps.console.askSignature(who, statementOf(request)));
}

const statementOf = (request: store.ContactRequest) => {
  const { id, nationalId, kind, value, replaces } = request;
  return {
    v: "aval.contact-agree.v1",
    ...{ request: id, nationalId, kind, value, replaces: replaces ?? "" },
    endsTrust: doesEndTrust(request),
  };
};

/**
 * The second person's signature over exactly this change: the value takes the place of the one that both saw, once. Held while anything
 * stops additions for its holder: the request waits.
 */
export async function confirm(
  deps: ContactsDeps,
  who: Visitor,
  id: ContactRequestId,
  assertion: PasskeyAssertion,
): Promise<Outcome<ContactRequestView, Refusal>> {
  const of = await requestOf(deps, who, id);
  if (!of) return deny("not_found");
  const { request, found } = of;
  const signed = await deps.console.signedExactly(who, assertion, statementOf(request));
  if (!signed.ok) return signed;
  const held = mayNotSecond(who, request);
  if (held) return deny(held);
  const { contactChanges: most } = bounds;
  if (!(await deps.limits.spend(deps.db, "contact_agreed", who.member, most, days(1))))
    return deny("desk_too_many");
  const signature = JSON.stringify(signed.value);
  const changed = await transactOrUndo(deps.db, async (tx): Promise<Outcome<true, Refusal>> => {
    if (!(await deps.mayJoin(tx, found.id))) return deny("holder_stopped");
    if (!(await mayStillSign(deps, tx, [request.askedBy, who.member].sort(), found)))
      return deny("contact_request_over");
    if (!(await phoneMayHaveAsked(deps, tx, request))) return deny("contact_request_over");
    if (!(await store.recordConfirmed(tx, { id, by: who.member, signature })))
      return deny("contact_request_over");
    const { kind, value, replaces, professional } = request;
    // What a holder says is nobody's word but theirs: what it becomes is the word of whoever checked it.
    const source = request.askedDevice === undefined ? request.source : who.scope;
    const ends = doesEndTrust(request);
    const change = { professional, kind, value, source, request: id, replaces, endsTrust: ends };
    if (!(await deps.directory.setContact(tx, change))) return deny("contact_changed_meanwhile");
    const of = { professional, request: id, contact: kind, staff: who.member } as const;
    await deps.audit.append(tx, {
      fact: "contact_change_agreed",
      ...of,
      ...(ends ? { endsTrust: true as const } : {}),
      signature: keyInLog(signed.value),
    });
    return done(true);
  });
  return changed.ok ? view(deps, who, id) : changed;
}

/** Given up: by whoever asked, or by anybody of the authority. */
export async function refuse(
  deps: ContactsDeps,
  who: Visitor,
  id: ContactRequestId,
): Promise<Outcome<ContactRequestView, Refusal>> {
  const of = await requestOf(deps, who, id);
  if (!of) return deny("not_found");
  const { professional, kind } = of.request;
  const isDone = await transact(deps.db, async (tx) => {
    if (!(await store.recordRefused(tx, id, who.member))) return false;
    const fact = "contact_change_refused";
    const about = { professional, request: id, contact: kind, staff: who.member } as const;
    await deps.audit.append(tx, { fact, ...about });
    return true;
  });
  return isDone ? view(deps, who, id) : deny("contact_request_over");
}
