import type { EnrolmentId, FreezeView, PasskeyAssertion, StopId } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Directory, Professional } from "#modules/directory";
import type { Limits } from "#modules/limits";
import type { Console, Staff, Visitor } from "#modules/staff";
import { type AnyTables, type Database, transact, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { takeTurn } from "#platform/turns";
import { days, epochSeconds } from "#platform/time";
import * as store from "./clearing-store.ts";
import { type Stop, stopsOf } from "./stops.ts";

type Tx = Database<AnyTables>;

export type ClearingDeps = {
  readonly db: Tx;
  readonly audit: Pick<Audit, "append">;
  readonly limits: Pick<Limits, "spend" | "once">;
  readonly directory: Pick<Directory, "find" | "byId" | "displayName" | "scopesOf">;
  readonly staff: Pick<Staff, "mayClear">;
  readonly console: Pick<Console, "askSignature" | "signedExactly">;
  /** In the freeze's own transaction: its holder is told. */
  readonly lifted: (tx: Tx, stop: Stop) => Promise<void>;
  /** What enrolment, a higher module, says of the phone that a desk added under it. */
  readonly phoneOf: (
    enrolment: EnrolmentId,
  ) => Promise<{ readonly label: string; readonly state: string } | undefined>;
};

type Found = { readonly freeze: store.Freeze; readonly holder: Professional };

/**
 * The freeze of somebody in this analyst's scope, by their national identifier alone. Of another's scope, unknown, or not frozen: the
 * same answer. Whom an analyst looked at is on the log.
 */
export async function find(
  deps: ClearingDeps,
  who: Visitor,
  nationalId: string,
): Promise<Outcome<FreezeView, Refusal>> {
  // Before anything is asked of the directory: an answer past the cap would say who is in it.
  if (!(await deps.limits.spend(deps.db, "freeze_lookup", who.member, bounds.deskLookups, days(1))))
    return deny("desk_too_many");
  const holder = await deps.directory.find(nationalId);
  const freeze =
    holder &&
    (await isInScope(deps, who.member, holder)) &&
    (await store.findFreeze(deps.db, { professional: holder.id }, lifetimes.clearance));
  if (!holder || !freeze) return deny("unknown_professional");
  const { id: professional } = holder;
  await transact(deps.db, async (tx) => {
    const once = `${professional}.${who.member}`;
    if (await deps.limits.once(tx, "freeze_view", once, days(1)))
      await deps.audit.append(tx, {
        fact: "person_viewed",
        professional,
        staff: who.member,
        why: "freeze",
      });
  });
  return done(await viewOf(deps, who, { freeze, holder }));
}

/** What an analyst's key signs: exactly this freeze, why it was made, of whom, and the phone that a desk added under it. */
export async function askSignature(deps: ClearingDeps, who: Visitor, id: StopId) {
  const found = await inScope(deps, who.member, id);
  if (!found) return deny("not_found");
  if (isMaker(found.freeze, who.member)) return deny("freeze_two_people");
  return done(await deps.console.askSignature(who, statementOf(found)));
}

const statementOf = ({ freeze, holder }: Found) => ({
  v: "aval.freeze-clear.v1",
  freeze: freeze.id,
  reason: freeze.reason ?? "",
  nationalId: holder.nationalId,
  phone: freeze.phone?.enrolment ?? "",
});

/**
 * An analyst signed that this freeze may end. The first signature opens nothing; the second, of another analyst within a day, lifts it. Who
 * froze is neither (law 5).
 */
export async function clear(
  deps: ClearingDeps,
  who: Visitor,
  id: StopId,
  assertion: PasskeyAssertion,
): Promise<Outcome<FreezeView, Refusal>> {
  const found = await inScope(deps, who.member, id);
  if (!found) return deny("not_found");
  const signed = await deps.console.signedExactly(who, assertion, statementOf(found));
  if (!signed.ok) return signed;
  if (isMaker(found.freeze, who.member)) return deny("freeze_two_people");
  const signature = JSON.stringify(signed.value);
  const recorded = await transactOrUndo(deps.db, (tx) =>
    record(deps, tx, who, { ...found, signature }),
  );
  if (!recorded.ok) return recorded;
  const { freeze, isCleared } = recorded.value;
  // After the transaction: what its phone is like is asked of another module, on another connection.
  return done({ ...(await viewOf(deps, who, { freeze, holder: found.holder })), isCleared });
}

async function record(
  deps: ClearingDeps,
  tx: Tx,
  { member }: Visitor,
  { freeze: { id, phone }, holder, signature }: Found & { readonly signature: string },
): Promise<Outcome<{ readonly freeze: store.Freeze; readonly isCleared: boolean }, Refusal>> {
  const { id: professional } = holder;
  const within = lifetimes.clearance;
  await takeTurn(tx, stopsOf(professional));
  const given = { id, member, signature, phone: phone?.enrolment };
  if (!(await store.recordSigned(tx, given, within))) return deny("freeze_two_people");
  await deps.audit.append(tx, {
    fact: "freeze_clearance_signed",
    professional,
    stop: id,
    staff: member,
    signature,
  });
  const freeze = await store.findFreeze(tx, { id }, within);
  if (!freeze) throw new Error(`freeze ${id} was signed and is gone`);
  const analysts = await stillAnalysts(deps, tx, [member, ...freeze.signedBy], holder);
  if (!analysts.includes(member)) return deny("staff_may_not");
  const others = analysts.filter((one) => one !== member);
  if (!(await store.recordCleared(tx, { id, member, others }, within)))
    return done({ freeze, isCleared: false });
  await deps.audit.append(tx, {
    fact: "stop_lifted",
    professional,
    stop: id,
    rule: "freeze",
    by: "two_people",
  });
  await deps.lifted(tx, { id, professional, rule: "freeze" });
  return done({ freeze, isCleared: true });
}

/**
 * Of those who signed, who still may, held until the freeze has ended: suspended since, or meanwhile, or of another authority by now, one
 * person alone would be left. In one order, so that two who sign at once wait for each other.
 */
async function stillAnalysts(
  { directory, staff }: ClearingDeps,
  tx: Tx,
  signedBy: readonly string[],
  holder: Professional,
): Promise<readonly string[]> {
  const still: string[] = [];
  for (const one of [...new Set(signedBy)].sort())
    if (await staff.mayClear(one, directory.scopesOf(holder), tx)) still.push(one);
  return still;
}

const isMaker = ({ madeBy }: store.Freeze, member: string) => madeBy === member;

const isInScope = (
  { directory, staff }: ClearingDeps,
  member: string,
  holder: Professional,
): Promise<boolean> => staff.mayClear(member, directory.scopesOf(holder));

async function inScope(deps: ClearingDeps, member: string, id: StopId): Promise<Found | undefined> {
  const freeze = await store.findFreeze(deps.db, { id }, lifetimes.clearance);
  const holder = freeze && (await deps.directory.byId(freeze.professional));
  return holder && (await isInScope(deps, member, holder)) ? { freeze, holder } : undefined;
}

async function viewOf(
  { directory, phoneOf }: ClearingDeps,
  { member }: Visitor,
  { freeze, holder }: Found,
): Promise<FreezeView> {
  const { phone } = freeze;
  const told = phone && (await phoneOf(phone.enrolment));
  return {
    freeze: freeze.id,
    nationalId: holder.nationalId,
    name: directory.displayName(holder),
    ...(freeze.reason === undefined ? {} : { reason: freeze.reason }),
    madeAt: epochSeconds(freeze.madeAt),
    signatures: freeze.signedBy.length,
    isCleared: false,
    isMine: isMaker(freeze, member),
    hasSigned: freeze.signedBy.includes(member),
    ...(phone
      ? {
          phone: {
            label: told?.label ?? "",
            state: told?.state ?? "",
            addedAt: epochSeconds(phone.at),
          },
        }
      : {}),
  };
}
