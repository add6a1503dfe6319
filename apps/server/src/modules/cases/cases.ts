import type { CaseAct, CaseId, ReachChannel, StaffId } from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Visitor } from "#modules/staff";
import { type AnyTables, type Database, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { after, type Clock, hours, type Instant } from "#platform/time";
import { holdTurn, takeTurn } from "#platform/turns";
import { type Case, type Move, moved, refusalOf, whyNotHeld } from "./case.ts";
import * as store from "./case-store.ts";
import { mayHave, type ReadingDeps, type Seen, view } from "./reading.ts";
import { worse } from "./severities.ts";
import { groupingTurn, insertEvent, recordMerged, severityOf } from "./store.ts";

/* What analysts do with a case. */

type Tx = Database<AnyTables>;

export type CaseDeps = ReadingDeps & { readonly clock: Clock; readonly random: Random };

/** What somebody writes with a move: a reason, or what to know. */
type Words = string | undefined;

/** Takes a case, gives it back, hands it over, puts it off, ends it or opens it again: one conditional statement each. */
export async function makeMove(
  deps: CaseDeps,
  who: Visitor,
  id: CaseId,
  move: Move,
  words?: Words,
): Promise<Outcome<Seen, Refusal>> {
  const now = deps.clock.now();
  const by = who.member as StaffId;
  const working = await deps.staff.analysts();
  const outcome = await act(deps, who, id, async (tx, found): Promise<Outcome<void, Refusal>> => {
    if (move.move === "hand_over") {
      const to = working.find((one) => one.id === move.to);
      if (!to || !mayHave(to.scope, who.scope) || to.id === by) return deny("staff_unknown");
    }
    // Who left the staff holds nothing up.
    const ids = working.map((one) => one.id);
    const orphaned = move.move === "claim" && (await store.recordOrphaned(tx, id, ids));
    const held = (orphaned && (await store.findCase(tx, id, who.scope))) || found;
    const next = moved(held, by, move, now);
    if (!next.ok) return next;
    if (!(await store.recordMove(tx, { id, by, move: move.move }, next.value)))
      return lost(deps, tx, who, id, move.move);
    const to = move.move === "hand_over" ? move.to : undefined;
    const said = "words" in move ? move.words : words;
    await tell(deps, tx, who, { case: id, act: actOf[move.move], words: said, other: to });
    await deps.audit.append(tx, {
      fact: "case_changed",
      case: id,
      act: actOf[move.move],
      staff: by,
      ...(to ? { to } : {}),
      ...(move.move === "close" ? { outcome: move.outcome } : {}),
    });
    return done(undefined);
  });
  return outcome.ok ? view(deps, who, id) : outcome;
}

const actOf = {
  claim: "claimed",
  release: "released",
  hand_over: "handed_over",
  snooze: "snoozed",
  wake: "woken",
  close: "closed",
  reopen: "reopened",
} as const satisfies Readonly<Record<Move["move"], CaseAct>>;

/** Somebody came first: why, as the case stands now. */
async function lost(
  { db }: CaseDeps,
  tx: Tx,
  { member, scope }: Visitor,
  id: CaseId,
  move: Move["move"],
): Promise<Outcome<void, Refusal>> {
  const held = await store.findCase(tx ?? db, id, scope);
  return deny((held && refusalOf(held, member as StaffId, move)) ?? "case_moved");
}

/** A change of a case that this scope sees, while nobody moves alerts between cases. */
async function act<T>(
  deps: CaseDeps,
  { scope }: Visitor,
  id: CaseId,
  work: (tx: Tx, held: Case) => Promise<Outcome<T, Refusal>>,
): Promise<Outcome<T, Refusal>> {
  return transactOrUndo(deps.db, async (tx): Promise<Outcome<T, Refusal>> => {
    await holdTurn(tx, groupingTurn);
    const held = await store.findCase(tx, id, scope);
    return held ? work(tx, held) : deny("not_found");
  });
}

const live = ["open", "claimed", "snoozed"] as const;

/** What is written in a case: by any analyst while it has not become part of another; a task and a try to reach somebody, by its owner. */
async function write(
  deps: CaseDeps,
  who: Visitor,
  id: CaseId,
  how: {
    readonly act: "noted" | "task_added" | "task_done" | "reached";
    readonly words?: string | undefined;
    /** Writes the row, and says what the event names; nothing: there is none such. */
    readonly row?: (tx: Tx) => Promise<string | undefined>;
  },
): Promise<Outcome<Seen, Refusal>> {
  const by = who.member as StaffId;
  const isNote = how.act === "noted";
  const outcome = await act(deps, who, id, async (tx, held) => {
    const states = isNote ? ([...live, "closed"] as const) : (["claimed", "snoozed"] as const);
    if (!(await store.holdCase(tx, id, states, isNote ? undefined : by)))
      return deny(whyNotHeld(held));
    const other = how.row && (await how.row(tx));
    if (how.row && other === undefined) return deny("not_found");
    await tell(deps, tx, who, { case: id, act: how.act, words: how.words, other });
    await deps.audit.append(tx, { fact: "case_changed", case: id, act: how.act, staff: by });
    return done(undefined);
  });
  return outcome.ok ? view(deps, who, id) : outcome;
}

export const note = (deps: CaseDeps, who: Visitor, id: CaseId, words: string) =>
  write(deps, who, id, { act: "noted", words });

export function addTask(deps: CaseDeps, who: Visitor, id: CaseId, words: string) {
  const task = newId("ctk", deps.random);
  return write(deps, who, id, {
    act: "task_added",
    row: async (tx) => {
      await store.insertTask(tx, { id: task, case: id, words, by: who.member as StaffId });
      return task;
    },
  });
}

export const endTask = (deps: CaseDeps, who: Visitor, id: CaseId, task: string) =>
  write(deps, who, id, {
    act: "task_done",
    row: async (tx) =>
      (await store.recordDone(tx, { task, case: id, by: who.member as StaffId }))
        ? task
        : undefined,
  });

/** That somebody whom it is about was told, or could not be. Nothing of what was said. */
export const recordReach = (
  deps: CaseDeps,
  who: Visitor,
  id: CaseId,
  given: {
    readonly person: string;
    readonly channel: ReachChannel;
    readonly isReached: boolean;
  },
) =>
  write(deps, who, id, {
    act: "reached",
    row: async (tx) => {
      const reach = { ...given, id: newId("crh", deps.random), case: id };
      return (await store.insertReach(tx, { ...reach, by: who.member as StaffId }))
        ? reach.id
        : undefined;
    },
  });

/** Takes alerts out into a case of their own, which its owner has too; what the two share joins them no more. */
export async function split(
  deps: CaseDeps,
  who: Visitor,
  id: CaseId,
  alertIds: readonly string[],
): Promise<Outcome<Seen, Refusal>> {
  const by = who.member as StaffId;
  const into = newId("cas", deps.random);
  const chosen = [...new Set(alertIds)];
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<CaseId, Refusal>> => {
    await takeTurn(tx, groupingTurn);
    const held = await store.findCase(tx, id, who.scope);
    if (!held) return deny("not_found");
    if (!(await store.holdCase(tx, id, ["claimed", "snoozed"], by))) return deny(whyNotHeld(held));
    await store.insertSplit(tx, { id: into, from: id, owner: by });
    if ((await store.recordSplit(tx, id, into, chosen)) !== chosen.length) return deny("not_found");
    if (chosen.length === 0 || (await store.countAlerts(tx, id)) === 0)
      return deny("case_split_all");
    await store.keepApart(tx, id, into);
    for (const one of [id, into])
      await store.recordSeverity(tx, one, (await severityOf(tx, one)).reduce(worse, "low"));
    await tell(deps, tx, who, { case: id, act: "split", other: into });
    await tell(deps, tx, who, { case: into, act: "split_off", other: id });
    await deps.audit.append(tx, { fact: "case_split", case: id, into, alerts: chosen, staff: by });
    return done(into);
  });
  return outcome.ok ? view(deps, who, outcome.value) : outcome;
}

/**
 * Puts a case of one's own into another that goes on, with all that it has, and why: an analyst knows what no link shows. What the two
 * were split by holds them apart no more.
 */
export async function merge(
  deps: CaseDeps,
  who: Visitor,
  id: CaseId,
  { into, words }: { readonly into: CaseId; readonly words: string },
): Promise<Outcome<Seen, Refusal>> {
  const by = who.member as StaffId;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    await takeTurn(tx, groupingTurn);
    const held = await store.findCase(tx, id, who.scope);
    const other = await store.findCase(tx, into, who.scope);
    if (!held || !other || id === into) return deny("not_found");
    if (!(await store.holdCase(tx, id, ["claimed", "snoozed"], by))) return deny(whyNotHeld(held));
    if (!(await store.holdCase(tx, into, live))) return deny("case_moved");
    await recordMerged(tx, id, into);
    await store.recordSeverity(tx, into, (await severityOf(tx, into)).reduce(worse, "low"));
    await tell(deps, tx, who, { case: into, act: "merged", words, other: id });
    await deps.audit.append(tx, { fact: "case_merged", case: id, into, staff: by });
    return done(undefined);
  });
  return outcome.ok ? view(deps, who, into) : outcome;
}

const tell = (
  { random }: CaseDeps,
  tx: Tx,
  { member }: Visitor,
  told: {
    readonly case: CaseId;
    readonly act: CaseAct;
    readonly words?: Words;
    readonly other?: string | undefined;
  },
) => insertEvent(tx, { id: newId("cev", random), member, ...told });

/** A case is put off by hours, never past a month: longer is an end. */
export function snoozed(now: Instant, forHours: number, words: string): Move {
  const latest = after(now, lifetimes.caseSnoozeMost);
  const until = Math.min(after(now, hours(forHours)), latest) as Instant;
  return { move: "snooze", until, words };
}
