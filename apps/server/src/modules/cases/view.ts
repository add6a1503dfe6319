import type {
  AlertLine,
  CaseAlert,
  CaseEvent,
  CaseLine,
  CaseLink,
  CasePerson,
  CaseTask,
} from "@aval/protocol";
import { epochSeconds } from "#platform/time";
import type { CaseRow } from "./case-store.ts";
import { keyOf } from "./links.ts";
import type { AlertRow, EventRow, LinkRow, ReachRow, TaskRow } from "./view-store.ts";

/** Rows as the console's pages are told them. Pure: whoever calls has already seen to who may read. */
const known = <N extends string, T>(name: N, value: T | null | undefined) =>
  (value === null || value === undefined ? {} : { [name]: value }) as { [K in N]?: T };

export type Names = (member: string) => string | undefined;

export function lineOf(
  { held, isOverdue, alerts, people, firstAt, lastAt }: CaseRow,
  reader: string,
  names: Names,
): CaseLine {
  if (held.state === "merged") throw new Error(`case ${held.id} was merged and is on no list`);
  const owner = "owner" in held ? held.owner : undefined;
  return {
    case: held.id,
    state: held.state,
    severity: held.severity,
    openedAt: epochSeconds(held.openedAt),
    dueAt: epochSeconds(held.dueAt),
    isOverdue,
    ...known("owner", owner && (names(owner) ?? "")),
    isMine: owner === reader,
    ...(held.state === "snoozed" ? { snoozedUntil: epochSeconds(held.until) } : {}),
    ...(held.state === "closed" ? { outcome: held.outcome } : {}),
    alerts,
    people,
    firstAt: epochSeconds(firstAt),
    lastAt: epochSeconds(lastAt),
  };
}

export function alertLineOf(row: AlertRow): AlertLine {
  return {
    alert: row.id,
    kind: row.kind,
    severity: row.severity,
    at: epochSeconds(row.at),
    knownAt: epochSeconds(row.knownAt),
    isTakenBack: row.isTakenBack,
    ...known("service", row.service),
    ...known("case", row.case),
  };
}

/** Who it is about is a person of the case; that they are linked to themselves is not said. */
export function caseAlertOf(row: AlertRow, links: readonly LinkRow[]): CaseAlert {
  const own = links.filter(({ alert, kind }) => alert === row.id && kind !== "holder");
  return {
    ...alertLineOf(row),
    ...known("person", row.professional),
    because: row.because,
    links: own.map(keyOf),
  };
}

/** What the alerts of a case have, what most of them share first. `labels`: what each is called. */
export function caseLinksOf(
  rows: readonly LinkRow[],
  alerts: readonly AlertRow[],
  labels: (link: LinkRow) => string | undefined,
): readonly CaseLink[] {
  const people = new Map(alerts.map(({ id, professional }) => [id, professional]));
  const found = new Map<string, LinkRow[]>();
  for (const row of rows)
    if (row.kind !== "holder") found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row]);
  return [...found]
    .map(([link, [first, ...more]]) => {
      const own = [first as LinkRow, ...more];
      return {
        link,
        kind: own[0]?.kind as LinkRow["kind"],
        ...known("label", labels(own[0] as LinkRow)),
        alerts: own.length,
        people: new Set(own.map(({ alert }) => people.get(alert)).filter(Boolean)).size,
        isCommon: own.every(({ isCommon }) => isCommon),
      };
    })
    .sort((one, other) => other.people - one.people || other.alerts - one.alerts);
}

export function eventOf(row: EventRow, names: Names, tasks: readonly TaskRow[]): CaseEvent {
  const task = tasks.find(({ id }) => id === row.other);
  const to = row.other === null ? undefined : (task?.words ?? names(row.other) ?? row.other);
  return {
    at: epochSeconds(row.at),
    act: row.act,
    ...known("by", row.member && (names(row.member) ?? "")),
    ...known("words", row.words),
    ...known("to", to),
  };
}

export function taskOf(row: TaskRow, names: Names): CaseTask {
  return {
    task: row.id,
    words: row.words,
    by: names(row.addedBy) ?? "",
    at: epochSeconds(row.addedAt),
    ...known("doneBy", row.doneBy && (names(row.doneBy) ?? "")),
    ...known("doneAt", row.doneAt && epochSeconds(row.doneAt)),
  };
}

export function personOf(
  person: string,
  told: { readonly name: string; readonly nationalId: string } | undefined,
  reaches: readonly ReachRow[],
  names: Names,
): CasePerson {
  const reached = reaches
    .filter(({ professional }) => professional === person)
    .map(({ channel, isReached, member, at }) => ({
      ...{ channel, isReached, by: names(member) ?? "", at: epochSeconds(at) },
    }));
  return { person, ...told, reached };
}
