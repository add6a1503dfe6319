import type {
  CaseId,
  MeasureId,
  MeasureKind,
  MeasurePreview,
  MeasureTarget,
  MeasureThing,
  PasskeyAssertion,
  ProfessionalId,
  StaffId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Directory } from "#modules/directory";
import type { Limits } from "#modules/limits";
import type { Console, Staff, Visitor } from "#modules/staff";
import { type AnyTables, type Database, transact, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { days } from "#platform/time";
import { holdTurn } from "#platform/turns";
import { whyNotHeld } from "./case.ts";
import * as cases from "./case-store.ts";
import type { CaseDeps } from "./cases.ts";
import * as store from "./measure-store.ts";
import { digestOf, fits, needsSecond, opens, stands } from "./measures.ts";
import { type Seen, view } from "./reading.ts";
import { groupingTurn, insertEvent } from "./store.ts";
import { seenOf } from "./view-store.ts";

/* What analysts stop, in a case that is theirs. */

type Tx = Database<AnyTables>;

/** What each kind does to one person, in the transaction that says so. False: there was nothing to do. */
export type Effects = Readonly<
  Record<
    MeasureKind,
    (
      tx: Tx,
      of: MeasureThing & { readonly professional: ProfessionalId; readonly by: StaffId },
    ) => Promise<boolean>
  >
>;

export type MeasuringDeps = CaseDeps & {
  readonly directory: Pick<Directory, "byId" | "displayName" | "scopesOf">;
  readonly limits: Pick<Limits, "once" | "spend">;
  readonly staff: Pick<Staff, "mayClear" | "names" | "analysts">;
  readonly console: Pick<Console, "askSignature" | "signedExactly">;
  readonly effects: Effects;
};

type Asked = MeasureThing & { readonly kind: MeasureKind; readonly people: readonly string[] };

const thingOf = ({ phone, card }: MeasureThing): MeasureThing => ({
  ...(phone ? { phone } : {}),
  ...(card ? { card } : {}),
});

/** Whom it would reach and what of theirs stands now. It changes nothing. */
export async function preview(
  deps: MeasuringDeps,
  who: Visitor,
  id: CaseId,
  { kind, people, ...given }: Asked,
): Promise<Outcome<MeasurePreview, Refusal>> {
  const chosen = [...new Set(people)];
  if (!(await cases.findCase(deps.db, id, who.scope))) return deny("not_found");
  const found = await store.standingOf(deps.db, id, who.scope, chosen);
  if (found.length !== chosen.length) return deny("measure_list");
  const targets: MeasureTarget[] = [];
  for (const { professional, rules, ...standing } of found) {
    const person = await deps.directory.byId(professional);
    targets.push({
      person: professional,
      name: person ? deps.directory.displayName(person) : "",
      nationalId: person?.nationalId ?? "",
      ...standing,
      stops: [...new Set(rules.map(kindOfRule))],
    });
  }
  const thing = thingOf(given);
  if (!targets.some((one) => stands(kind, thing, one))) return deny("measure_list");
  return done({
    kind,
    ...thing,
    targets,
    needsSecond: needsSecond(kind, chosen.length),
    digest: digestOf({ case: id, kind, people: chosen, ...thing }),
  });
}

const kindOfRule = (rule: string) =>
  rule === "block" || rule === "freeze" ? rule : ("pause" as const);

/**
 * Its analyst takes a measure in a case of theirs. For a few people it is done at once; for more it waits for a second person. `digest`: of
 * the list that was on the screen.
 */
export async function take(
  deps: MeasuringDeps,
  who: Visitor,
  id: CaseId,
  {
    kind,
    people,
    words,
    digest,
    ...given
  }: Asked & { readonly words: string; readonly digest: string },
): Promise<Outcome<Seen, Refusal>> {
  const chosen = [...new Set(people)];
  const thing = thingOf(given);
  if (digestOf({ case: id, kind, people: chosen, ...thing }) !== digest)
    return deny("measure_list");
  if (!fits(kind, { people: chosen.length, ...thing })) return deny("measure_list");
  const by = who.member as StaffId;
  const measure = newId("mea", deps.random);
  const isAlone = !needsSecond(kind, chosen.length);
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    await holdTurn(tx, groupingTurn);
    const held = await cases.findCase(tx, id, who.scope);
    if (!held) return deny("not_found");
    if (!(await cases.holdCase(tx, id, ["claimed", "snoozed"], by))) return deny(whyNotHeld(held));
    if (!(await deps.staff.mayClear(by, [who.scope], tx))) return deny("staff_may_not");
    for (const person of chosen.sort())
      if (!(await deps.limits.spend(tx, "measure", person, bounds.measuresOnPerson, days(1))))
        return deny("measure_too_many");
    const state = isAlone ? "running" : "waiting";
    const asked = { id: measure, case: id, kind, state, words, digest, by, ...thing } as const;
    if (!(await store.insertMeasure(tx, { ...asked, opens: opens(kind) })))
      return deny("measure_two_people");
    const named = { measure, case: id, scope: who.scope, people: chosen };
    if ((await store.insertPeople(tx, named)) !== chosen.length) return deny("measure_list");
    await tell(deps, tx, who, {
      case: id,
      act: isAlone ? "measure_taken" : "measure_asked",
      kind,
      words,
    });
    return done(undefined);
  });
  if (!outcome.ok) return outcome;
  await run(deps, measure);
  return view(deps, who, id);
}

/** What a second person's key signs: exactly this list. */
const statementOf = ({ id, case: ofCase, kind, digest, people, words, by }: store.Measure) => ({
  v: "aval.measure.v1",
  measure: id,
  case: ofCase,
  kind,
  list: digest,
  people,
  reason: words,
  askedBy: by,
});

/** Somebody else than its maker, of a case they see, of which they see everybody that it names. */
async function signable(deps: MeasuringDeps, who: Visitor, id: MeasureId) {
  const [measure] = await store.findMeasures(deps.db, { id });
  if (!measure || !(await cases.findCase(deps.db, measure.case, who.scope)))
    return deny("not_found");
  if (measure.by === who.member) return deny("measure_two_people");
  if (measure.state !== "waiting") return deny("measure_over");
  if (opens(measure.kind) && (await store.hadTaken(deps.db, id, who.member as StaffId)))
    return deny("measure_two_people");
  const seen = await seenOf(deps.db, measure.case, who.scope);
  const named = await store.namedIn(deps.db, measure.case);
  const isWhole = named.every((one) => one.measure !== id || seen.has(one.professional));
  return isWhole ? done(measure) : deny("measure_over");
}

export async function askSecond(deps: MeasuringDeps, who: Visitor, id: MeasureId) {
  const found = await signable(deps, who, id);
  if (!found.ok) return found;
  return done(await deps.console.askSignature(who, statementOf(found.value)));
}

/**
 * A second analyst signed it: it begins. Both are analysts now, held until it has begun: of two, one who was suspended meanwhile is nobody.
 */
export async function second(
  deps: MeasuringDeps,
  who: Visitor,
  id: MeasureId,
  assertion: PasskeyAssertion,
): Promise<Outcome<Seen, Refusal>> {
  const found = await signable(deps, who, id);
  if (!found.ok) return found;
  const measure = found.value;
  const signed = await deps.console.signedExactly(who, assertion, statementOf(measure));
  if (!signed.ok) return signed;
  const member = who.member as StaffId;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    await holdTurn(tx, groupingTurn);
    for (const one of [member, measure.by].sort())
      if (!(await deps.staff.mayClear(one, await scopesOf(deps, one, who), tx)))
        return deny(one === member ? "staff_may_not" : "measure_over");
    const given = { id, digest: measure.digest, member, signature: JSON.stringify(signed.value) };
    if (!(await store.recordSeconded(tx, given, lifetimes.measureWaits)))
      return deny("measure_over");
    await tell(deps, tx, who, { case: measure.case, act: "measure_taken", kind: measure.kind });
    return done(undefined);
  });
  if (!outcome.ok) return outcome;
  await run(deps, id);
  return view(deps, who, measure.case);
}

/** The authority by which each of the two acts: the visitor's, or that of whoever asked. */
async function scopesOf(
  { staff }: MeasuringDeps,
  member: StaffId,
  who: Visitor,
): Promise<readonly string[]> {
  if (member === who.member) return [who.scope];
  const maker = (await staff.analysts()).find(({ id }) => id === member);
  return maker ? [maker.scope] : [];
}

export async function withdraw(
  deps: MeasuringDeps,
  who: Visitor,
  id: MeasureId,
): Promise<Outcome<Seen, Refusal>> {
  const [measure] = await store.findMeasures(deps.db, { id });
  if (!measure || !(await cases.findCase(deps.db, measure.case, who.scope)))
    return deny("not_found");
  const by = who.member as StaffId;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    await holdTurn(tx, groupingTurn);
    if (!(await store.recordWithdrawn(tx, id, by))) return deny("measure_over");
    await tell(deps, tx, who, { case: measure.case, act: "measure_withdrawn", kind: measure.kind });
    return done(undefined);
  });
  return outcome.ok ? view(deps, who, measure.case) : outcome;
}

/**
 * Goes on with what runs: `of`, that one. One person at a time, each in a transaction of their own with what it does to them, so that each is
 * reached once, whichever node goes on and wherever another stopped. Returns how many it reached.
 */
export async function run(deps: MeasuringDeps, of?: MeasureId): Promise<number> {
  let reached = 0;
  const failed: unknown[] = [];
  for (const due of await store.dueIn(deps.db, bounds.measurePeople, of))
    try {
      if (await reach(deps, due)) reached += 1;
    } catch (fault) {
      // The others do not wait for it; the next round tries again.
      failed.push(fault);
    }
  await store.recordDone(deps.db);
  await store.recordOver(deps.db, lifetimes.measureWaits);
  if (of === undefined && failed.length > 0) throw failed[0];
  return reached;
}

async function reach(
  deps: MeasuringDeps,
  due: Awaited<ReturnType<typeof store.dueIn>>[number],
): Promise<boolean> {
  const { measure, professional, kind, case: ofCase, by, second: other } = due;
  return transact(deps.db, async (tx) => {
    if (!(await store.takePerson(tx, measure, professional))) return false;
    const changed = await deps.effects[kind](tx, { professional, by, ...thingOf(due) });
    if (!(await store.recordReached(tx, measure, professional, changed)))
      throw new Error(`measure ${measure} reached ${professional} twice`);
    await deps.audit.append(tx, {
      fact: "measure_taken",
      professional,
      case: ofCase,
      measure,
      kind,
      staff: by,
      ...(other ? { second: other } : {}),
      changed,
    });
    return true;
  });
}

const tell = (
  { random }: MeasuringDeps,
  tx: Tx,
  { member }: Visitor,
  told: {
    readonly case: CaseId;
    readonly act: "measure_asked" | "measure_taken" | "measure_withdrawn";
    readonly kind: MeasureKind;
    readonly words?: string;
  },
) =>
  insertEvent(tx, {
    id: newId("cev", random),
    case: told.case,
    act: told.act,
    member,
    words: told.words,
    other: told.kind,
  });
