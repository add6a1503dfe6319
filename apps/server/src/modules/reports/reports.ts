import type { LineProblem, ReportCheck, ReportGiven, ReportOrigin, Reports } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Directory, Professional } from "#modules/directory";
import type { Limits } from "#modules/limits";
import { everywhere, type Staff, type Visitor } from "#modules/staff";
import { type AnyTables, type Database, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { type Clock, days, epochSeconds, type Instant } from "#platform/time";
import { dayOf, type ListLine, readList } from "./list.ts";
import { origins } from "./origins.ts";
import * as store from "./store.ts";

type Tx = Database<AnyTables>;

export type ReportsDeps = {
  readonly db: Tx;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
  readonly directory: Pick<Directory, "find" | "byId" | "scopesOf">;
  readonly limits: Pick<Limits, "spend">;
  readonly staff: Pick<Staff, "names">;
};

/** Somebody of this member's authority; whoever is of another's looks like nobody. */
async function ofScope(
  { directory }: ReportsDeps,
  { scope }: Visitor,
  nationalId: string,
): Promise<Professional | undefined> {
  const found = await directory.find(nationalId);
  return found && (scope === everywhere || directory.scopesOf(found).includes(scope))
    ? found
    : undefined;
}

/** For whom a member speaks. Two partners of the whole country read nothing of each other. */
const senderOf = ({ roles, scope }: Visitor): string =>
  `${roles.find((role) => role === "order" || role === "insurer" || role === "region") ?? "agent"} ${scope}`;

/** Writes one down, with its fact: what comes of it, comes of the log. */
async function record(
  { audit, limits }: ReportsDeps,
  tx: Tx,
  { scope, ...report }: store.NewReport & { readonly scope: string },
): Promise<Outcome<boolean, Refusal>> {
  const { id, origin, list, professional, reason, channel, sender, member: staff } = report;
  const subject = `${sender}.${professional}`;
  if (!(await limits.spend(tx, "report_person", subject, origins[origin].perPerson, days(1))))
    return deny("report_too_many");
  if (!(await store.insertReport(tx, report))) return done(false);
  await audit.append(tx, {
    fact: "report_received",
    ...{ professional, report: id, origin, reason, staff, scope },
    ...(list ? { list } : {}),
    ...(channel ? { channel } : {}),
  });
  return done(true);
}

/** One person, told by somebody on the staff who was told. The same answer whether there is anything else of them here. */
export async function tell(
  deps: ReportsDeps,
  who: Visitor,
  origin: ReportOrigin,
  { nationalId, reason, channel, on }: ReportGiven,
): Promise<Outcome<Reports, Refusal>> {
  const now = deps.clock.now();
  const day = on === undefined ? undefined : dayOf(on, now);
  if (on !== undefined && day === undefined) return deny("report_day");
  // Counted before the directory is asked: an answer past the cap would say who is in it.
  const most = origins[origin].perMember;
  if (!(await deps.limits.spend(deps.db, "report", who.member, most, days(1))))
    return deny("report_too_many");
  const person = await ofScope(deps, who, nationalId);
  if (!person) return deny("unknown_professional");
  const report = {
    id: newId("rep", deps.random),
    ...{ origin, reason, channel, on: day, scope: who.scope, member: who.member },
    sender: senderOf(who),
    professional: person.id,
  };
  const told = await transactOrUndo(deps.db, (tx) => record(deps, tx, report));
  return told.ok ? done(await view(deps, who)) : told;
}

type Judged = {
  readonly check: ReportCheck;
  readonly good: readonly (ListLine & { readonly person: Professional })[];
};

/** A list as it stands: what would be taken, and what not, line by line. It changes nothing. */
async function judge(
  deps: ReportsDeps,
  who: Visitor,
  text: string,
  now: Instant,
): Promise<Outcome<Judged, Refusal>> {
  const read = readList(text, now);
  const lines = read.lines.length + read.problems.length;
  if (lines === 0 || lines > bounds.reportLines) return deny("report_list");
  const found: (ListLine & { person: Professional })[] = [];
  const problems: { line: number; problem: LineProblem }[] = [...read.problems];
  for (const one of read.lines) {
    const person = await ofScope(deps, who, one.nationalId);
    if (person) found.push({ ...one, person });
    else problems.push({ line: one.line, problem: "unknown" });
  }
  const keyOf = ({ person, reason, on }: (typeof found)[number]) =>
    `${person.id} ${reason} ${on ?? ""}`;
  const known = await store.knownOf(
    deps.db,
    senderOf(who),
    found.map(({ person, reason, on }) => ({ professional: person.id, reason, on })),
  );
  const good = found.filter((one) => !known.has(keyOf(one)));
  for (const one of found)
    if (known.has(keyOf(one))) problems.push({ line: one.line, problem: "known" });
  problems.sort((one, other) => one.line - other.line);
  return done({ check: { sha256: read.sha256, lines, good: good.length, problems }, good });
}

/** Reads a list and says what is wrong with it, line by line. */
export async function check(
  deps: ReportsDeps,
  who: Visitor,
  text: string,
): Promise<Outcome<ReportCheck, Refusal>> {
  const now = deps.clock.now();
  if (!(await mayRead(deps, who))) return deny("report_too_many");
  const judged = await judge(deps, who, text, now);
  return judged.ok ? done(judged.value.check) : judged;
}

const mayRead = (deps: ReportsDeps, { member }: Visitor) =>
  deps.limits.spend(deps.db, "report_list", member, bounds.reportLists, days(1));

/**
 * Takes a list, or what of it can be taken: each line a report. `sha256`: of the file whose check was on the screen. Sent again, whole or in
 * part, nothing is told twice; a line that was mended is told then.
 */
export async function send(
  deps: ReportsDeps,
  who: Visitor,
  { text, sha256 }: { readonly text: string; readonly sha256: string },
): Promise<Outcome<Reports, Refusal>> {
  const now = deps.clock.now();
  if (!(await mayRead(deps, who))) return deny("report_too_many");
  const judged = await judge(deps, who, text, now);
  if (!judged.ok) return judged;
  if (judged.value.check.sha256 !== sha256) return deny("report_list");
  const { good } = judged.value;
  const told = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    const { member, scope } = who;
    const id = newId("rpl", deps.random);
    const sender = senderOf(who);
    const list = await store.takeList(tx, { id, sender, sha256, member });
    let lines = 0;
    for (const { line, reason, on, person } of good) {
      const report = { id: newId("rep", deps.random), list: list.id, line, reason, on };
      const by = { sender, scope, member, origin: "partner" as const };
      const one = await record(deps, tx, { ...report, ...by, professional: person.id });
      if (!one.ok) return one;
      if (one.value) lines += 1;
    }
    if (list.isNew || lines > 0)
      await deps.audit.append(tx, {
        fact: "report_list_received",
        ...{ list: list.id, staff: member, scope, lines },
      });
    return done(undefined);
  });
  return told.ok ? done(await view(deps, who)) : told;
}

/** What this member's authority has told, and what became of it: in a case, closed, and no more of that case. */
export async function view(deps: ReportsDeps, who: Visitor): Promise<Reports> {
  const lists = await store.listsOf(deps.db, senderOf(who), bounds.reportsShown);
  const singles = await store.singlesOf(deps.db, who.member, bounds.reportsShown);
  const names = await deps.staff.names([...new Set(lists.map(({ member }) => member))]);
  const single = [];
  for (const { professional, at, ...row } of singles) {
    const person = await deps.directory.byId(professional);
    single.push({ ...row, nationalId: person?.nationalId ?? "", at: epochSeconds(at) });
  }
  return {
    lists: lists.map(({ list, at, member, states }) => ({
      ...{ list, at: epochSeconds(at), by: names.get(member) ?? "", states },
    })),
    single,
  };
}
