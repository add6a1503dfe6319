import {
  type CallDialled,
  type CallId,
  type CallLine,
  type CallList,
  type CallSigns,
  type CaseId,
  caseReference,
  type ProfessionalId,
  type StaffId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Directory } from "#modules/directory";
import type { Limits } from "#modules/limits";
import { everywhere, type Staff, type Visitor } from "#modules/staff";
import type { Stops } from "#modules/stops";
import { type AnyTables, type Database, transact, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { type Clock, days, epochSeconds } from "#platform/time";
import { type Call, announced, moved } from "./call.ts";
import { capOf } from "./caps.ts";
import { checksSeen } from "./checks.ts";
import type { Dialler } from "./dialler.ts";
import { signsOf } from "./signs.ts";
import { recordCalled } from "./callback-store.ts";
import { queue } from "./callback-queue.ts";
import * as store from "./store.ts";

/* What agents do: announce a call, have it dialled, end it. None of it opens anything. */

export type SupportDeps = {
  readonly db: Database<AnyTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
  readonly limits: Pick<Limits, "spend">;
  readonly directory: Pick<
    Directory,
    "byId" | "displayName" | "scopesOf" | "trustedPhone" | "telephone" | "masked" | "structureName"
  >;
  readonly staff: Pick<Staff, "names" | "mayAct">;
  readonly stops: Pick<Stops, "takeTurn" | "pauseByReport" | "pauseByCaller" | "blockBy">;
  /** Absent: nothing dials, and one logged act tells the one number of a call. */
  readonly dialler?: Dialler | undefined;
};

type Tx = SupportDeps["db"];

/**
 * Announces a call to somebody of a case that goes on: their phone says so from now on, and nothing can be added. In the holder's turn:
 * whoever is adding something is done first, or refused. Only where there is a trusted number to call.
 */
export async function announce(
  deps: SupportDeps,
  who: Visitor,
  ofCase: CaseId,
  professional: ProfessionalId,
): Promise<Outcome<CallList, Refusal>> {
  const member = who.member as StaffId;
  const trusted = await deps.directory.trustedPhone(professional);
  if (!(await isTheirs(deps, who, ofCase, professional))) return deny("not_found");
  if (!trusted) return deny("call_no_number");
  const id = newId("cll", deps.random);
  const { scope } = who;
  const call = announced({ id, case: ofCase, professional, member, scope }, deps.clock.now());
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    await deps.stops.takeTurn(tx, professional);
    if (!(await deps.staff.mayAct(member, "call_people", tx))) return deny("staff_may_not");
    await store.recordOver(tx, professional);
    if (!(await store.insertCall(tx, call, trusted.contact))) return deny("call_going_on");
    if (!(await spendAll(deps, tx, call))) return deny("call_too_many");
    await recordCalled(tx, { professional, member, call: id });
    await deps.audit.append(tx, {
      fact: "call_announced",
      professional,
      call: id,
      case: ofCase,
      staff: member,
      scope,
    });
    return done(undefined);
  });
  return outcome.ok ? done(await list(deps, who)) : outcome;
}

/** Whether this person is of this case, which goes on, and both are of this member's authority. */
export async function isTheirs(
  { db, directory }: SupportDeps,
  { scope }: Visitor,
  ofCase: CaseId,
  professional: ProfessionalId,
): Promise<boolean> {
  const holder = await directory.byId(professional);
  if (!holder || (scope !== everywhere && !directory.scopesOf(holder).includes(scope)))
    return false;
  return store.isOfLiveCase(db, ofCase, professional, scope);
}

/** Each is counted before the telephone rings, and a call that is refused counts nothing. */
async function spendAll({ limits }: SupportDeps, tx: Tx, call: Call): Promise<boolean> {
  const { toPerson, byMember, byScope } = capOf(call.scope);
  const day = days(1);
  return (
    (await limits.spend(tx, "call_person", call.professional, toPerson, day)) &&
    (await limits.spend(tx, "call_member", call.member, byMember, day)) &&
    (byScope === undefined || (await limits.spend(tx, "call_scope", call.scope, byScope, day)))
  );
}

/**
 * Has the telephone ring: recorded first, once, then dialled. Where nothing dials, the number is told to this agent in this answer and
 * never again, and that it was is on the log. A number that stopped being trusted meanwhile is not called.
 */
export async function open(
  deps: SupportDeps,
  who: Visitor,
  id: CallId,
): Promise<Outcome<CallDialled, Refusal>> {
  const kept = await ownCall(deps, who, id);
  if (!kept) return deny("not_found");
  const { call, contact } = kept;
  const trusted = await deps.directory.trustedPhone(call.professional);
  if (trusted?.contact !== contact) return deny("call_no_number");
  const { number } = trusted;
  const how = deps.dialler ? "dialled" : "revealed";
  const next = moved(call, { move: "open", how }, deps.clock.now());
  if (!next.ok) return next;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    if (!(await deps.staff.mayAct(call.member, "call_people", tx))) return deny("staff_may_not");
    if (!(await store.recordOpened(tx, call, how))) return deny("call_over");
    const { professional, member: staff } = call;
    await deps.audit.append(tx, { fact: "call_opened", professional, call: id, staff, how });
    return done(undefined);
  });
  if (!outcome.ok) return outcome;
  if (!deps.dialler) return done({ ...(await list(deps, who)), number });
  try {
    await deps.dialler.dial({ id, to: number, by: who.name });
  } catch {
    await endIt(deps, call, "failed");
    return deny("call_failed");
  }
  return done(await list(deps, who));
}

export async function end(
  deps: SupportDeps,
  who: Visitor,
  id: CallId,
): Promise<Outcome<CallList, Refusal>> {
  const kept = await ownCall(deps, who, id);
  if (!kept) return deny("not_found");
  const next = moved(kept.call, { move: "end", by: "agent" }, deps.clock.now());
  if (!next.ok) return next;
  if (!(await endIt(deps, kept.call, "agent"))) return deny("call_over");
  return done(await list(deps, who));
}

/** Ends a call by its agent, or because nothing rang. */
const endIt = (deps: SupportDeps, { id, member, professional }: Call, by: "agent" | "failed") =>
  transact(deps.db, async (tx) => {
    if (!(await store.recordEnded(tx, { id, by, member }))) return false;
    await deps.audit.append(tx, { fact: "call_ended", professional, call: id, by, staff: member });
    return true;
  });

/** A call of this member's: anybody else's is not there. */
async function ownCall({ db }: SupportDeps, who: Visitor, id: CallId) {
  const kept = await store.findCall(db, id);
  return kept?.call.member === who.member ? kept : undefined;
}

/** The calls that go on for one's authority, and one's own of the day. */
export async function list(deps: SupportDeps, who: Visitor): Promise<CallList> {
  const { db, directory } = deps;
  const of = { member: who.member as StaffId, scope: who.scope };
  const found = await store.callsSeen(db, of, days(1), bounds.casesListed);
  const names = await deps.staff.names([...new Set(found.map(({ call }) => call.member))]);
  const calls: CallLine[] = [];
  for (const { call, contact } of found) {
    const person = await directory.byId(call.professional);
    const number = await directory.telephone(contact);
    calls.push({
      ...{ call: call.id, case: call.case, state: call.state },
      ...(call.state === "ended" ? { endedBy: call.by, endedAt: epochSeconds(call.at) } : {}),
      name: person ? directory.displayName(person) : "",
      nationalId: person?.nationalId ?? "",
      number: number === undefined ? "" : directory.masked("phone", number),
      by: names.get(call.member) ?? "",
      isMine: call.member === who.member,
      announcedAt: epochSeconds(call.announcedAt),
      heldUntil: epochSeconds(call.heldUntil),
      ...(call.member === who.member && call.state !== "ended"
        ? { signs: await signsSeen(deps, who, call.professional) }
        : {}),
    });
  }
  return { calls, waiting: await queue(deps, who), checks: await checksSeen(deps, who) };
}

/** What may be odd about somebody, for whoever speaks with them. */
export const signsSeen = async (
  { db }: Pick<SupportDeps, "db">,
  { member }: Pick<Visitor, "member">,
  professional: ProfessionalId,
): Promise<CallSigns> => signsOf(await store.signsFound(db, professional, member));

/**
 * *Je ne sais pas qui m'appelle*: whoever is on the line may not be this person. What is being added waits, once in a day; nothing else
 * ends, and the person is told. Of somebody of a case that goes on, as for a call.
 */
export async function hold(
  deps: SupportDeps,
  who: Visitor,
  ofCase: CaseId,
  professional: ProfessionalId,
): Promise<Outcome<CallList, Refusal>> {
  if (!(await isTheirs(deps, who, ofCase, professional))) return deny("not_found");
  const staff = who.member as StaffId;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    await deps.stops.takeTurn(tx, professional);
    if (!(await deps.staff.mayAct(staff, "call_people", tx))) return deny("staff_may_not");
    if (!(await deps.stops.pauseByCaller(tx, professional))) return deny("caller_held");
    await deps.audit.append(tx, { fact: "caller_held", professional, case: ofCase, staff });
    return done(undefined);
  });
  return outcome.ok ? done(await list(deps, who)) : outcome;
}

/** What the phone shows of a caller. */
export const referenceOf = ({ case: ofCase }: Pick<Call, "case">): string => caseReference(ofCase);
