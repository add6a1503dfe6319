/**
 * Cases: what was noticed, and who works on it.
 *
 * A fact that the table of `alerts.ts` names becomes an alert: a row, made by the follower (`follower.ts`), which reads the log in its
 * order, one process at a time, and by nobody else. An alert has what others may share (`links.ts`): a browser, a network, a phone, a
 * contact, a service, a registrar, its holder. Those that share something which is not everybody's are one case, as soon as one of them
 * is due a case (`severities.ts`); two cases that come to share something become one. An analyst may take alerts out again: what the two
 * share joins them no more.
 *
 * A case has one owner at a time, a clock by its worst alert, notes, tasks, whom it is about and who reached them, and an end from a
 * closed list. What was said to be nothing is taken back, and a case of nothing else that nobody claimed ends by itself.
 *
 * What is stopped for its people is a measure (`measures.ts`): its owner's alone for a few, with a second analyst's key over the exact list
 * for many; each person once, in one transaction with what it does to them.
 *
 * Services that a person used in a time of fraud are told of it (`windows.ts`), and each answers once what it found and cancelled.
 *
 * It promises: one alert a fact, whatever crashes and however many nodes; whatever the order of alerts, the same groups; nothing lost by
 * merging or splitting; one winner of two who claim. Whoever opens a case leaves a fact for each of its people, who read it.
 * It refuses by design: to open anything, to close anybody out for a number, to name people on a list.
 *
 * Source: DESIGN sections 7 and 9; facts/risk 2.7, 5.2; decision 0060.
 */
import type { Visitor } from "#modules/staff";
import type { AnyTables, Database } from "#platform/database";
import type { Duration } from "#platform/time";
import * as acts from "./cases.ts";
import { casesOf } from "./case-store.ts";
import * as complaining from "./complaining.ts";
import { type FollowerDeps, follow } from "./follower.ts";
import * as measuring from "./measuring.ts";
import * as reading from "./reading.ts";
import * as saved from "./saved.ts";
import * as windows from "./windows.ts";

export {
  type Alert,
  type AlertKind,
  alertsOf,
  caseWindow,
  factsRead,
  type Told,
} from "./alerts.ts";
export type { CaseRow } from "./case-store.ts";
export { alertsKnown, answersOf } from "./complaint-store.ts";
export { complaintRoutes } from "./complaint-routes.ts";
export { measureRoutes } from "./measure-routes.ts";
export type { Effects } from "./measuring.ts";
export { caseRoutes } from "./routes.ts";
export { windowRoutes } from "./window-routes.ts";
export { groupingTurn } from "./store.ts";
export { answer as answerWindow, windowsOf } from "./windows.ts";

export type Cases = ReturnType<typeof createCases>;

export function createCases(deps: FollowerDeps & acts.CaseDeps) {
  return {
    /** One round of the follower; true: there is more to read. */
    follow: () => follow(deps),
    list: (...given: Tail<typeof reading.list>) => reading.list(deps, ...given),
    alerts: (...given: Tail<typeof reading.alerts>) => reading.alerts(deps, ...given),
    view: (...given: Tail<typeof reading.view>) => reading.view(deps, ...given),
    move: (...given: Tail<typeof acts.makeMove>) => acts.makeMove(deps, ...given),
    snooze: (
      who: Visitor,
      id: Parameters<typeof acts.makeMove>[2],
      forHours: number,
      words: string,
    ) => acts.makeMove(deps, who, id, acts.snoozed(deps.clock.now(), forHours, words)),
    note: (...given: Tail<typeof acts.note>) => acts.note(deps, ...given),
    addTask: (...given: Tail<typeof acts.addTask>) => acts.addTask(deps, ...given),
    endTask: (...given: Tail<typeof acts.endTask>) => acts.endTask(deps, ...given),
    recordReach: (...given: Tail<typeof acts.recordReach>) => acts.recordReach(deps, ...given),
    split: (...given: Tail<typeof acts.split>) => acts.split(deps, ...given),
    savedViews: (who: Visitor) => saved.savedViews(deps, who),
    saveView: (...given: Tail<typeof saved.saveView>) => saved.saveView(deps, ...given),
    dropView: (...given: Tail<typeof saved.dropView>) => saved.dropView(deps, ...given),
    merge: (...given: Tail<typeof acts.merge>) => acts.merge(deps, ...given),
  };
}

export type Measuring = ReturnType<typeof createMeasures>;

/** What analysts stop in a case: shown first, signed by a second one for many, and gone on with by any node. */
export function createMeasures(deps: measuring.MeasuringDeps) {
  return {
    preview: (...given: Tail<typeof measuring.preview>) => measuring.preview(deps, ...given),
    take: (...given: Tail<typeof measuring.take>) => measuring.take(deps, ...given),
    askSecond: (...given: Tail<typeof measuring.askSecond>) => measuring.askSecond(deps, ...given),
    second: (...given: Tail<typeof measuring.second>) => measuring.second(deps, ...given),
    withdraw: (...given: Tail<typeof measuring.withdraw>) => measuring.withdraw(deps, ...given),
    /** Reaches whoever is left in what runs. */
    run: () => measuring.run(deps),
  };
}

export type Windows = ReturnType<typeof createWindows>;

/** What services are told of times of fraud, and what they answer. */
export function createWindows(deps: windows.WindowDeps) {
  return {
    send: (...given: Tail<typeof windows.send>) => windows.send(deps, ...given),
    /** One round: what was taken, and who is told again. */
    follow: () => windows.follow(deps),
  };
}

export type Complaining = ReturnType<typeof createComplaints>;

/** What is known of one person of a case, for whoever takes a complaint: by two analysts. */
export function createComplaints(deps: complaining.ComplainingDeps) {
  return {
    ask: (...given: Tail<typeof complaining.ask>) => complaining.ask(deps, ...given),
    askSecond: (...given: Tail<typeof complaining.askSecond>) =>
      complaining.askSecond(deps, ...given),
    second: (...given: Tail<typeof complaining.second>) => complaining.second(deps, ...given),
    take: (...given: Tail<typeof complaining.take>) => complaining.take(deps, ...given),
  };
}

/** For the operator on the host: the cases that go on, and those that ended in the last `span`. */
export const casesLately = (db: Database<AnyTables>, span: Duration) => casesOf(db, span);

type Tail<F extends (deps: never, ...rest: never[]) => unknown> = F extends (
  deps: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;
