import { createHash } from "node:crypto";
import {
  canonicalJson,
  type ConsoleErasures,
  type ErasureId,
  type ErasureLine,
  type ErasurePerson,
  type ErasureReason,
  type PasskeyAssertion,
  type ProfessionalId,
  type StaffId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { type Audit, erasableKinds, evidenceTurn } from "#modules/audit";
import { factsRead, groupingTurn } from "#modules/cases";
import type { Directory } from "#modules/directory";
import type { Limits } from "#modules/limits";
import { type Console, covers, everywhere, type Staff, type Visitor } from "#modules/staff";
import type { Stops } from "#modules/stops";
import { type AnyTables, type Database, transact, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { after, days, epochSeconds } from "#platform/time";
import { takeTurn } from "#platform/turns";
import * as store from "./store.ts";

export type ErasuresDeps = {
  readonly db: Database<AnyTables>;
  readonly random: Random;
  readonly audit: Pick<Audit, "append" | "erase">;
  readonly limits: Pick<Limits, "spend">;
  readonly console: Pick<Console, "askSignature" | "signedExactly">;
  readonly staff: Pick<Staff, "mayAct" | "names">;
  readonly directory: Pick<Directory, "find" | "byId" | "displayName" | "scopesOf">;
  readonly stops: Pick<Stops, "takeTurn">;
};

/** Somebody of this reader's scope. */
async function personOf({ directory }: ErasuresDeps, who: Visitor, nationalId: string) {
  const person = await directory.find(nationalId);
  if (!person) return undefined;
  const scopes = directory.scopesOf(person);
  return covers(who.scope, scopes) ? { person, scopes } : undefined;
}

/** Which facts the log has of somebody: place, kind and time, and nothing they say. That they were looked at is a fact of theirs. */
export async function find(
  deps: ErasuresDeps,
  who: Visitor,
  nationalId: string,
): Promise<Outcome<ErasurePerson, Refusal>> {
  const staff = who.member as StaffId;
  const isCounted = await transact(deps.db, (tx) =>
    deps.limits.spend(tx, "erasure_find", staff, bounds.erasureFinds, days(1)),
  );
  if (!isCounted) return deny("too_many");
  const found = await personOf(deps, who, nationalId);
  if (!found) return deny("not_found");
  const { person } = found;
  await transact(deps.db, (tx) =>
    deps.audit.append(tx, {
      ...{ fact: "person_viewed", professional: person.id, staff, why: "erasure" },
    }),
  );
  const most = bounds.erasedFacts + 1;
  const facts = await store.choices(deps.db, person.id, { kinds: erasableKinds(), most });
  return done({
    name: deps.directory.displayName(person),
    nationalId: person.nationalId,
    facts: facts.slice(0, bounds.erasedFacts),
    hasMore: facts.length === most,
    isHeld: await store.isHeld(deps.db, person.id, factsRead),
  });
}

/** What the second person's key signs, at last: of whom, why, and exactly which facts. */
export const digestOf = (
  professional: ProfessionalId,
  reason: ErasureReason,
  facts: readonly string[],
): string =>
  createHash("sha256")
    .update(
      canonicalJson({ v: "aval.erasure-list.v1", professional, reason, facts: [...facts].sort() }),
    )
    .digest("base64url");

/** Names exactly which facts, and why. Nothing is erased before another person has signed it. */
export async function ask(
  deps: ErasuresDeps,
  who: Visitor,
  given: {
    readonly nationalId: string;
    readonly facts: readonly string[];
    readonly reason: ErasureReason;
  },
): Promise<Outcome<ConsoleErasures, Refusal>> {
  const found = await personOf(deps, who, given.nationalId);
  if (!found) return deny("not_found");
  const { person, scopes } = found;
  const among = [...new Set(given.facts)];
  const named = await store.choices(deps.db, person.id, {
    ...{ kinds: erasableKinds(), most: bounds.erasedFacts, among },
  });
  if (named.length === 0 || named.length !== among.length) return deny("erasure_list");
  if (await store.isHeld(deps.db, person.id, factsRead)) return deny("erasure_held");
  const facts = named.map(({ fact }) => fact);
  const { reason } = given;
  await transact(deps.db, (tx) =>
    store.insertErasure(tx, {
      ...{ id: newId("ers", deps.random), professional: person.id, scopes, reason, facts },
      ...{ digest: digestOf(person.id, reason, facts), by: who.member as StaffId },
    }),
  );
  return done(await view(deps, who));
}

const statementOf = ({ id, professional, digest, facts, reason, by }: store.ErasureRow) => ({
  v: "aval.erasure.v1",
  ...{ erasure: id, person: professional, list: digest, facts: facts.length, reason, askedBy: by },
});

async function signable(deps: ErasuresDeps, who: Visitor, id: ErasureId) {
  const [found] = await store.findErasures(deps.db, who.scope, { id });
  if (!found) return deny("not_found");
  if (found.by === who.member) return deny("erasure_two_people");
  return found.state === "waiting" ? done(found) : deny("erasure_over");
}

export async function askSecond(deps: ErasuresDeps, who: Visitor, id: ErasureId) {
  const found = await signable(deps, who, id);
  return found.ok ? done(await deps.console.askSignature(who, statementOf(found.value))) : found;
}

/**
 * Another person signed exactly that list: its keys and what they kept are destroyed, in one transaction with the fact that says so.
 * Whoever opens a case, freezes this person or takes their complaint file waits for it, or comes first: then nothing is erased.
 */
export async function second(
  deps: ErasuresDeps,
  who: Visitor,
  id: ErasureId,
  assertion: PasskeyAssertion,
): Promise<Outcome<ConsoleErasures, Refusal>> {
  const found = await signable(deps, who, id);
  if (!found.ok) return found;
  const signed = await deps.console.signedExactly(who, assertion, statementOf(found.value));
  if (!signed.ok) return signed;
  const outcome = await transactOrUndo(deps.db, (tx) =>
    carryOut(deps, tx, id, {
      ...{ second: who.member as StaffId, signature: JSON.stringify(signed.value) },
    }),
  );
  return outcome.ok ? done(await view(deps, who)) : outcome;
}

/** Takes its turns, and then looks at everything again: what was read before may have changed since. */
export async function carryOut(
  deps: Pick<ErasuresDeps, "audit" | "staff" | "stops">,
  tx: Database<AnyTables>,
  erasure: ErasureId,
  { second: other, signature }: { readonly second: StaffId; readonly signature: string },
): Promise<Outcome<void, Refusal>> {
  await takeTurn(tx, groupingTurn);
  const [row] = await store.findErasures(tx, everywhere, { id: erasure });
  if (!row) return deny("erasure_over");
  const { id, professional, reason, by, scopes } = row;
  await deps.stops.takeTurn(tx, professional);
  await takeTurn(tx, evidenceTurn(professional));
  if (!(await areAllowed(deps, tx, { by, other, scopes }))) return deny("erasure_over");
  // A list that somebody changed is another list.
  const facts = row.facts.map(({ fact }) => fact);
  const digest = digestOf(professional, reason, facts);
  if (!(await store.recordErased(tx, { id, digest, second: other, signature }, factsRead)))
    return deny(
      (await store.isHeld(tx, professional, factsRead)) ? "erasure_held" : "erasure_over",
    );
  const gone = await deps.audit.erase(tx, facts, (erased) => ({
    ...{ fact: "facts_erased", professional, erasure: id, reason, facts: erased },
    ...{ list: digest, staff: by, second: other },
  }));
  return gone.length === facts.length ? done(undefined) : deny("erasure_list");
}

/** Both still may, each what they did: held until the transaction ends. */
async function areAllowed(
  { staff }: Pick<ErasuresDeps, "staff">,
  tx: Database<AnyTables>,
  {
    by,
    other,
    scopes,
  }: { readonly by: StaffId; readonly other: StaffId; readonly scopes: readonly string[] },
): Promise<boolean> {
  for (const one of [by, other].sort())
    if (!(await staff.mayAct(one, one === by ? "ask_erasure" : "sign_erasure", tx, scopes)))
      return false;
  return true;
}

export async function withdraw(
  deps: ErasuresDeps,
  who: Visitor,
  id: ErasureId,
): Promise<Outcome<ConsoleErasures, Refusal>> {
  const isOver = await transact(deps.db, (tx) =>
    store.recordErasureWithdrawn(tx, id, who.member as StaffId),
  );
  return isOver ? done(await view(deps, who)) : deny("erasure_over");
}

export async function view(deps: ErasuresDeps, who: Visitor): Promise<ConsoleErasures> {
  const rows = await store.findErasures(deps.db, who.scope, { most: bounds.erasuresShown });
  const names = await deps.staff.names(rows.flatMap(({ by, second: other }) => [by, other ?? by]));
  return { erasures: await Promise.all(rows.map((row) => lineOf(deps, who, row, names))) };
}

async function lineOf(
  { directory }: ErasuresDeps,
  who: Visitor,
  { id, professional, state, reason, by, second: other, at, doneAt, facts }: store.ErasureRow,
  names: ReadonlyMap<string, string>,
): Promise<ErasureLine> {
  const isWaiting = state === "waiting";
  const person = isWaiting ? await directory.byId(professional) : undefined;
  return {
    ...{ erasure: id, state, reason, facts, isMine: by === who.member },
    ...(person ? { name: directory.displayName(person), nationalId: person.nationalId } : {}),
    by: names.get(by) ?? "",
    at: epochSeconds(at),
    ...(isWaiting ? { until: epochSeconds(after(at, lifetimes.erasureWaits)) } : {}),
    ...(other ? { secondedBy: names.get(other) ?? "" } : {}),
    ...(doneAt === undefined ? {} : { doneAt: epochSeconds(doneAt) }),
  };
}
