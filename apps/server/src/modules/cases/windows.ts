import type {
  CaseId,
  ProfessionalId,
  StaffId,
  WindowId,
  WindowLine,
  WindowService,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Limits } from "#modules/limits";
import { usedBetween } from "#modules/sessions";
import type { Staff, Visitor } from "#modules/staff";
import { statesOf, type ToldWindow, tellWindow, type WindowGiven } from "#modules/streams";
import { type AnyTables, type Database, transact, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { after, days, epochSeconds, instant } from "#platform/time";
import { holdTurn } from "#platform/turns";
import { whyNotHeld } from "./case.ts";
import * as cases from "./case-store.ts";
import type { CaseDeps } from "./cases.ts";
import { type ReadingDeps, type Seen, view } from "./reading.ts";
import { groupingTurn, insertEvent } from "./store.ts";
import { seenOf } from "./view-store.ts";
import * as store from "./window-store.ts";

/*
 * Windows of fraud: an analyst says in which time somebody else may have used a person's access, each service that the person used in it is
 * told, and answers once: who reviewed it, how many acts there were, how many it cancelled.
 *
 * It stops and opens nothing, so that one analyst is enough. A service answers for itself alone, and only for what it was told of; what it
 * said stands. Who has not answered is told again on the days of one table.
 */

type Tx = Database<AnyTables>;

export type WindowDeps = CaseDeps & {
  readonly limits: Pick<Limits, "once" | "spend">;
  readonly staff: Pick<Staff, "analysts" | "names" | "mayClear">;
  /** Aval's own pages, which need no telling. */
  readonly isOurs: (service: string) => boolean;
  /** Where a service answers. */
  readonly answerAt: (window: string) => string;
};

export type AskedWindow = {
  readonly person: string;
  /** Seconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly words: string;
};

/** Tells every service that somebody of a case of the visitor's used in this time. */
export async function send(
  deps: WindowDeps,
  who: Visitor,
  id: CaseId,
  asked: AskedWindow,
): Promise<Outcome<Seen, Refusal>> {
  const now = deps.clock.now();
  // A period that goes on is one until now.
  const [from, to] = [instant(asked.from * 1000), instant(Math.min(asked.to * 1000, now))];
  if (from >= to || after(from, lifetimes.streamHolders) < now) return deny("window_span");
  const by = who.member as StaffId;
  const professional = asked.person as ProfessionalId;
  const window = newId("frw", deps.random);
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    await holdTurn(tx, groupingTurn);
    const held = await cases.findCase(tx, id, who.scope);
    if (!held) return deny("not_found");
    if (!(await cases.holdCase(tx, id, ["claimed", "snoozed"], by))) return deny(whyNotHeld(held));
    if (!(await deps.staff.mayClear(by, [who.scope], tx))) return deny("staff_may_not");
    const { words } = asked;
    const made = { id: window, case: id, professional, from, to, words, by, scope: who.scope };
    if (!(await store.insertWindow(tx, made))) return deny("not_found");
    if (!(await deps.limits.spend(tx, "window", professional, bounds.windowsOfPerson, days(1))))
      return deny("measure_too_many");
    const used = (await usedBetween(tx, professional, { from, to })).filter(
      ({ service }) => !deps.isOurs(service),
    );
    if (used.length === 0) return deny("window_nobody");
    for (const { service, nationalId, sessions } of used) {
      const jti = await tell(deps, tx, {
        ...{ window, service, professional, nationalId, sessions, from, to, reminder: 0 },
      });
      await store.insertAsked(tx, { window, client: service, nationalId, sessions, jti });
      await deps.audit.append(tx, {
        ...{ fact: "fraud_window_sent", professional, case: id, window, service, staff: by },
        isTold: jti !== undefined,
      });
    }
    const event = { id: newId("cev", deps.random), case: id, member: by, words };
    await insertEvent(tx, { ...event, act: "window_sent" });
    return done(undefined);
  });
  return outcome.ok ? view(deps, who, id) : outcome;
}

const tell = (deps: WindowDeps, tx: Tx, told: Omit<ToldWindow, "answerAt">) =>
  tellWindow(deps, tx, { ...told, answerAt: deps.answerAt(told.window) });

/**
 * What a service found, once: the same words again are the same answer, since the first may have been lost on the way; others are refused.
 */
export async function answer(
  deps: Pick<WindowDeps, "db" | "audit" | "random">,
  service: string,
  window: string,
  given: WindowGiven,
): Promise<Outcome<void, "window_not_found" | "window_answered">> {
  const { reviewed_by: reviewedBy, acts, cancelled, note } = given;
  const said = { reviewedBy, acts, cancelled, note };
  return transact(deps.db, async (tx): ReturnType<typeof answer> => {
    const of = await store.recordAnswer(tx, window, service, said);
    if (!of) {
      const isSame = await store.hasAnswered(tx, window, service, said);
      if (isSame) return done(undefined);
      return deny(isSame === undefined ? "window_not_found" : "window_answered");
    }
    const named = { ...of, window: window as WindowId, service };
    await deps.audit.append(tx, { fact: "fraud_window_answered", ...named, acts, cancelled });
    const event = { id: newId("cev", deps.random), case: of.case, other: service };
    await insertEvent(tx, { ...event, act: "window_answered" });
    return done(undefined);
  });
}

/** One round: notes what was taken, and tells again whoever is due it. Returns how many were told again. */
export async function follow(deps: WindowDeps): Promise<number> {
  const waiting = await store.undelivered(deps.db, bounds.windowsReminded);
  const states = await statesOf(deps.db, waiting);
  const taken = waiting.filter((jti) => states.get(jti) === "delivered");
  if (taken.length > 0) await store.recordDelivered(deps.db, taken);
  const schedule = bounds.windowReminderDays;
  let told = 0;
  for (const due of await store.dueReminders(deps.db, schedule, bounds.windowsReminded))
    if (await remind(deps, due, schedule)) told += 1;
  return told;
}

async function remind(
  deps: WindowDeps,
  due: store.DueReminder,
  schedule: readonly number[],
): Promise<boolean> {
  return transact(deps.db, async (tx) => {
    if (!(await store.recordReminded(tx, due, schedule))) return false;
    const { client: service, reminders, ...told } = due;
    const jti = await tell(deps, tx, { ...told, service, reminder: reminders + 1 });
    if (jti !== undefined) await store.recordTold(tx, due, jti);
    return true;
  });
}

/** What services were told of somebody, and what each answered: for the analyst's page and the person's own file. */
export async function windowsOf(
  db: Database<AnyTables>,
  of: Parameters<typeof store.findWindows>[1],
): Promise<
  readonly (store.Window & {
    readonly services: readonly (store.Asked & { readonly state: WindowService["state"] })[];
  })[]
> {
  const windows = await store.findWindows(db, of);
  const asked = await store.askedOf(
    db,
    windows.map(({ id }) => id),
  );
  const states = await statesOf(
    db,
    asked.flatMap(({ jti, deliveredAt }) => (jti && !deliveredAt ? [jti] : [])),
  );
  return windows.map((window) => ({
    ...window,
    services: asked
      .filter((one) => one.window === window.id)
      .map((one) => ({ ...one, state: stateOf(one, one.jti ? states.get(one.jti) : undefined) })),
  }));
}

type Sent = Awaited<ReturnType<typeof statesOf>> extends ReadonlyMap<string, infer S> ? S : never;

function stateOf(
  { answer: answered, deliveredAt, jti }: store.Asked,
  sent: Sent | undefined,
): WindowService["state"] {
  if (answered) return "answered";
  if (deliveredAt || sent === "delivered") return "delivered";
  if (jti === undefined) return "untold";
  return sent === "given_up" || sent === "dropped" ? "failed" : "sent";
}

/** The windows of a case as its readers are told them: people of another authority have no name. */
export async function windowLines(
  { db, directory, software, staff }: ReadingDeps,
  who: Visitor,
  id: CaseId,
): Promise<readonly WindowLine[]> {
  const found = await windowsOf(db, { case: id });
  if (found.length === 0) return [];
  const seen = await seenOf(db, id, who.scope);
  const names = await staff.names([...new Set(found.map(({ by }) => by))]);
  const lines: WindowLine[] = [];
  for (const { id: window, professional, services, from, to, at, by, words } of found) {
    const person = seen.has(professional) ? await directory.byId(professional) : undefined;
    lines.push({
      ...{ window, person: professional, words, by: names.get(by) ?? "" },
      ...(person ? { name: directory.displayName(person) } : {}),
      ...{ from: epochSeconds(from), to: epochSeconds(to), at: epochSeconds(at) },
      services: await Promise.all(
        services.map(async (one) => ({
          service: (await software.find(one.client))?.name ?? one.client,
          ...{ state: one.state, sessions: one.sessions.length, reminders: one.reminders },
          ...(one.deliveredAt ? { deliveredAt: epochSeconds(one.deliveredAt) } : {}),
          ...(one.remindedAt ? { remindedAt: epochSeconds(one.remindedAt) } : {}),
          ...(one.answer ? { answer: answerOf(one.answer) } : {}),
        })),
      ),
    });
  }
  return lines;
}

function answerOf({
  at,
  note,
  ...answer
}: NonNullable<store.Asked["answer"]>): NonNullable<WindowService["answer"]> {
  return { ...answer, at: epochSeconds(at), ...(note === undefined ? {} : { note }) };
}
