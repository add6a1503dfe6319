import type { CaseAct, CaseId, ProfessionalId } from "@aval/protocol";
import { limits as bounds } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Directory } from "#modules/directory";
import { type AnyTables, type Database, transact } from "#platform/database";
import { newId, type Random } from "#platform/random";
import {
  aboutOf,
  type CaseCondition,
  caseWindow,
  conditionsOf,
  factsRead,
  type Happened,
  kindOf,
  saidOf,
} from "./alerts.ts";
import { groupingOf, type Reached } from "./grouping.ts";
import { isCommon, keyOf, type Link, namesNobody } from "./links.ts";
import { weigh, worse } from "./severities.ts";
import * as store from "./store.ts";

type Tx = Database<AnyTables>;

export type FollowerDeps = {
  readonly db: Tx;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
  readonly directory: Pick<Directory, "byId" | "scopesOf">;
};

/**
 * One round: the facts after the last one read become alerts, and alerts cases. All of it or nothing, by one process at a time: the turn
 * dies with its transaction, so that a crash leaves the cursor where it was. True: there are more.
 */
export async function follow(deps: FollowerDeps): Promise<boolean> {
  return transact(deps.db, async (tx) => {
    if (!(await store.tryFollow(tx))) return false;
    const read = await store.nextFacts(tx, factsRead, {
      most: bounds.caseFacts,
      places: bounds.casePlaces,
    });
    if (!read) return false;
    for (const fact of read.facts) await take(deps, tx, fact);
    await store.advance(tx, read.next);
    return read.isBehind;
  });
}

async function take(deps: FollowerDeps, tx: Tx, fact: Happened): Promise<void> {
  const said = saidOf(fact);
  if (said) return takeSaid(deps, tx, said);
  const kind = kindOf(fact, fact.body);
  if (!kind) return;
  const because = kind === "not_me" ? await whyDue(tx, fact) : [];
  const professional = fact.professional as ProfessionalId | null;
  const holder = professional ? await deps.directory.byId(professional) : undefined;
  const service = fact.body["service"];
  const alert: store.NewAlert = {
    ...{ id: fact.id, kind, because, ...weigh(kind, because), at: fact.at },
    professional: professional ?? undefined,
    service: typeof service === "string" ? service : undefined,
    about: aboutOf(fact),
    scopes: holder ? deps.directory.scopesOf(holder) : [],
  };
  if (!(await store.insertAlert(tx, alert))) return;
  await linkAlert(tx, fact);
  const into = await group(deps, tx, alert);
  await deps.audit.append(tx, {
    fact: "alert_raised",
    alert: alert.id,
    kind,
    ...(into ? { case: into } : {}),
  });
}

async function whyDue(
  tx: Tx,
  { body, professional, at }: Happened,
): Promise<readonly CaseCondition[]> {
  const hasEarlier =
    professional !== null && (await store.refusedBefore(tx, professional, at, caseWindow));
  return conditionsOf({ reason: String(body["reason"]), where: body["where"], hasEarlier });
}

/** What an alert has, each with whether too many have it. */
async function linkAlert(tx: Tx, fact: Happened): Promise<void> {
  const found: (Link & { isCommon: boolean })[] = [];
  for (const link of await store.linksFor(tx, fact)) {
    if (link.kind === "network" && namesNobody(link.value)) continue;
    const holders = await store.holdersOf(tx, link);
    found.push({ ...link, isCommon: isCommon(link.kind, holders) });
  }
  await store.insertLinks(tx, fact.id, found);
}

/** What a holder says of a refusal after it: it was nothing, or it was worse. */
async function takeSaid(
  deps: FollowerDeps,
  tx: Tx,
  said: { readonly about: string; readonly reason: string },
): Promise<void> {
  const alert = await store.alertAbout(tx, said.about);
  if (!alert) return;
  if (said.reason === "mistake") {
    if (!(await store.recordTakenBack(tx, alert.id))) return;
    await deps.audit.append(tx, { fact: "alert_taken_back", alert: alert.id });
    if (alert.case && (await store.closeIfNothing(tx, alert.case)))
      await tell(deps, tx, alert.case, "taken_back");
    return;
  }
  const because = [...new Set([...alert.because, ...callerIn(said.reason)])];
  const weighed = { ...weigh(alert.kind, because), because };
  await store.recordWeighed(tx, alert.id, weighed);
  if (alert.case) await freshen(deps, tx, alert.case);
  else if (weighed.opens) await group(deps, tx, { id: alert.id, ...weighed });
}

const callerIn = (reason: string): readonly CaseCondition[] =>
  conditionsOf({ reason, where: "own_place", hasEarlier: false });

/**
 * Everything this alert leads to: cases, and alerts of none with what these lead to in turn. What two cases were split by leads to no
 * second one.
 */
async function reach(tx: Tx, alert: string) {
  const joined = new Map<CaseId, Reached>();
  const contested = new Map<CaseId, Reached>();
  const loose = new Set<string>();
  const seen = new Set<string>();
  let isDue = false;
  let frontier = await store.joiningLinksOf(tx, [alert]);
  for (let isFirst = true; frontier.length > 0; isFirst = false) {
    for (const link of frontier) seen.add(keyOf(link));
    const split = new Set((await store.contestedOf(tx, frontier)).map(keyOf));
    const fresh: string[] = [];
    for (const match of await store.matches(tx, frontier, alert)) {
      const isSplit = split.has(keyOf(match));
      if (match.found) {
        if (!isSplit) joined.set(match.found.id, match.found);
        else if (isFirst) contested.set(match.found.id, match.found);
      } else if (!isSplit && !loose.has(match.alert)) {
        loose.add(match.alert);
        fresh.push(match.alert);
        isDue ||= match.opens;
      }
    }
    const links = await store.joiningLinksOf(tx, fresh);
    frontier = links.filter((link) => !seen.has(keyOf(link)));
  }
  return { joined: [...joined.values()], contested: [...contested.values()], loose, isDue };
}

/** Puts an alert, and all that it leads to, where it belongs. Returns the case. */
async function group(
  deps: FollowerDeps,
  tx: Tx,
  alert: Pick<store.NewAlert, "id" | "opens" | "severity">,
): Promise<CaseId | undefined> {
  const reached = await reach(tx, alert.id);
  const where = groupingOf({ ...reached, isDue: reached.isDue || alert.opens });
  if (where.to === "nobody") return undefined;
  const all = [alert.id, ...reached.loose];
  if (where.to === "new") return openWith(deps, tx, all, alert.severity);
  for (const one of where.absorbs) {
    await store.recordMerged(tx, one, where.id);
    await tell(deps, tx, where.id, "merged", one);
    await deps.audit.append(tx, { fact: "case_merged", case: one, into: where.id });
  }
  await store.attach(tx, all, where.id);
  await freshen(deps, tx, where.id);
  return where.id;
}

async function openWith(
  deps: FollowerDeps,
  tx: Tx,
  alerts: readonly string[],
  severity: store.NewAlert["severity"],
): Promise<CaseId> {
  const id = newId("cas", deps.random);
  await store.insertCase(tx, id, severity);
  await store.attach(tx, alerts, id);
  await tell(deps, tx, id, "opened");
  await deps.audit.append(tx, { fact: "case_opened", case: id, alerts });
  await freshen(deps, tx, id);
  return id;
}

/** A case is as bad as the worst of it, and whoever had put it off has it again. */
async function freshen(deps: FollowerDeps, tx: Tx, id: CaseId): Promise<void> {
  const severity = (await store.severityOf(tx, id)).reduce(worse, "low");
  if (await store.recordJoined(tx, id, severity)) {
    await tell(deps, tx, id, "woken");
    await deps.audit.append(tx, { fact: "case_changed", case: id, act: "woken" });
  }
}

async function tell(
  { random, audit }: FollowerDeps,
  tx: Tx,
  id: CaseId,
  act: CaseAct,
  other?: CaseId,
): Promise<void> {
  await store.insertEvent(tx, { id: newId("cev", random), case: id, act, other });
  if (act === "taken_back") await audit.append(tx, { fact: "case_changed", case: id, act });
}
