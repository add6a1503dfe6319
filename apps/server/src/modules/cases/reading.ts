import type {
  AlertList,
  CaseId,
  CaseList,
  CaseMoved,
  CaseView,
  Severity,
  StaffId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Directory } from "#modules/directory";
import type { Limits } from "#modules/limits";
import type { Software } from "#modules/software";
import { everywhere, type Staff, type Visitor } from "#modules/staff";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { days, epochSeconds } from "#platform/time";
import * as store from "./case-store.ts";
import { complaintLines } from "./complaining.ts";
import { measureLines } from "./measure-view.ts";
import {
  alertLineOf,
  caseAlertOf,
  caseLinksOf,
  eventOf,
  lineOf,
  type Names,
  personOf,
  taskOf,
} from "./view.ts";
import * as views from "./view-store.ts";
import { windowLines } from "./windows.ts";

/* What analysts read: lists that name nobody, and one case with its people. */

export type ReadingDeps = {
  readonly db: Database<AnyTables>;
  readonly audit: Pick<Audit, "append">;
  readonly limits: Pick<Limits, "once">;
  readonly directory: Pick<Directory, "byId" | "displayName">;
  readonly software: Pick<Software, "find">;
  readonly staff: Pick<Staff, "analysts" | "names">;
};

export type Seen = CaseView | CaseMoved;

/** The queue. It names nobody whom a case is about. */
export async function list(
  deps: ReadingDeps,
  who: Visitor,
  asked: {
    readonly state: store.Filter["state"];
    readonly severity?: Severity | undefined;
    readonly isMine: boolean;
    readonly isOverdue: boolean;
  },
): Promise<CaseList> {
  const filter = { ...asked, owner: asked.isMine ? (who.member as StaffId) : undefined };
  const rows = await store.listCases(deps.db, who.scope, filter, bounds.casesListed + 1);
  const shown = rows.slice(0, bounds.casesListed);
  const names = await namesOf(
    deps,
    shown.flatMap(({ held }) => ("owner" in held ? [held.owner] : [])),
  );
  return {
    cases: shown.map((row) => lineOf(row, who.member, names)),
    hasMore: rows.length > shown.length,
  };
}

/** Alerts, those of no case too. It names nobody. */
export async function alerts(
  { db }: ReadingDeps,
  who: Visitor,
  asked: { readonly isLoose: boolean; readonly severity?: Severity | undefined },
): Promise<AlertList> {
  const rows = await views.listAlerts(db, who.scope, asked, bounds.casesListed + 1);
  const shown = rows.slice(0, bounds.casesListed);
  return { alerts: shown.map(alertLineOf), hasMore: rows.length > shown.length };
}

/** A case with all that is known of it. That its people were looked at is on the log, once a day for a reader and each of them. */
export async function view(
  deps: ReadingDeps,
  who: Visitor,
  id: CaseId,
): Promise<Outcome<Seen, Refusal>> {
  const held = await store.findCase(deps.db, id, who.scope);
  if (!held) return deny("not_found");
  return done(held.state === "merged" ? { into: held.into } : await viewOf(deps, who, id));
}

async function viewOf(deps: ReadingDeps, who: Visitor, id: CaseId): Promise<Seen> {
  const { db } = deps;
  const row = await store.caseRow(db, id);
  // It was merged since it was looked for.
  if (row?.held.state === "merged") return { into: row.held.into };
  if (!row) throw new Error(`case ${id} is gone`);
  const [found, links, events, tasks, reaches, related, colleagues] = [
    await views.alertsOf(db, id),
    await views.linksOf(db, id),
    await views.eventsOf(db, id),
    await views.tasksOf(db, id),
    await views.reachesOf(db, id),
    await views.relatedTo(db, id, who.scope),
    await deps.staff.analysts(),
  ];
  const people = await peopleOf(deps, who, id, found);
  const names = await namesOf(deps, [
    ...("owner" in row.held ? [row.held.owner] : []),
    ...events.flatMap(({ member, other }) => [member, other]),
    ...tasks.flatMap(({ addedBy, doneBy }) => [addedBy, doneBy]),
    ...reaches.map(({ member }) => member),
    ...links.flatMap(({ kind, value }) => (kind === "staff" ? [value] : [])),
  ]);
  const services = await servicesOf(deps, links);
  const { held } = row;
  return {
    ...lineOf(row, who.member, names),
    ...(held.state === "snoozed" ? { snoozedFor: held.words } : {}),
    ...(held.state === "closed" && held.words !== undefined ? { outcomeWords: held.words } : {}),
    ...(held.state === "closed" ? { closedAt: epochSeconds(held.at) } : {}),
    holders: [...people].map(([person, told]) => personOf(person, told, reaches, names)),
    alertList: found.map((alert) => caseAlertOf(alert, links)),
    links: caseLinksOf(links, found, ({ kind, value }) => {
      if (kind === "service") return services.get(value) ?? value;
      if (kind === "staff") return names(value);
      if (kind === "network") return value;
      return kind === "contact" ? undefined : value.slice(-6);
    }),
    services: [...services].map(([service, name]) => ({
      service: name,
      alerts: links.filter((link) => link.kind === "service" && link.value === service).length,
    })),
    events: events.map((event) => eventOf(event, names, tasks)),
    tasks: tasks.map((task) => taskOf(task, names)),
    measures: await measureLines(deps, who, id),
    windows: await windowLines(deps, who, id),
    complaints: await complaintLines(deps, who, id),
    related: related.map(({ id: other, state, by, openedAt }) => ({
      ...{ case: other, state, by, openedAt: epochSeconds(openedAt) },
    })),
    colleagues: colleagues
      .filter(({ id: one, scope }) => one !== who.member && mayHave(scope, who.scope))
      .map(({ id: member, name }) => ({ member: member as StaffId, name })),
  };
}

/** To whom a case may go: everybody's analysts, and those of the reader's own authority. */
export const mayHave = (scope: string, reader: string): boolean =>
  scope === everywhere || scope === reader;

/** Whom a case is about, by name where they are of the reader's authority; that they were looked at is a fact each. */
async function peopleOf(
  deps: ReadingDeps,
  { member: staff, scope }: Visitor,
  id: CaseId,
  found: readonly views.AlertRow[],
): Promise<ReadonlyMap<string, { name: string; nationalId: string } | undefined>> {
  const seen = await views.seenOf(deps.db, id, scope);
  const people = new Map<string, { name: string; nationalId: string } | undefined>();
  const viewed: NonNullable<views.AlertRow["professional"]>[] = [];
  for (const { professional } of found) {
    if (!professional || people.has(professional)) continue;
    const person = seen.has(professional) ? await deps.directory.byId(professional) : undefined;
    const name = person && deps.directory.displayName(person);
    people.set(professional, person && { name: name ?? "", nationalId: person.nationalId });
    if (person) viewed.push(professional);
  }
  await transact(deps.db, async (tx) => {
    // One order for all: of two who look at once none waits for the other in a circle.
    for (const professional of viewed.sort())
      if (await deps.limits.once(tx, "case_view", `${professional}.${staff}`, days(1)))
        await deps.audit.append(tx, { fact: "person_viewed", professional, staff, why: "case" });
  });
  return people;
}

async function servicesOf(
  { software }: ReadingDeps,
  links: readonly views.LinkRow[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(links.flatMap(({ kind, value }) => (kind === "service" ? [value] : [])));
  const found = new Map<string, string>();
  for (const id of ids) found.set(id, (await software.find(id))?.name ?? id);
  return found;
}

async function namesOf(
  { staff }: ReadingDeps,
  members: readonly (string | null | undefined)[],
): Promise<Names> {
  const names = await staff.names([...new Set(members.filter((one) => typeof one === "string"))]);
  return (member) => names.get(member);
}
