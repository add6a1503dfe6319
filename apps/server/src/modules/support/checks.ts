import type {
  CallerCheckId,
  CallerCheckLine,
  CallList,
  CaseId,
  ProfessionalId,
  StaffId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds } from "#lifetimes";
import type { Visitor } from "#modules/staff";
import { transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { days, epochSeconds } from "#platform/time";
import { fourWords } from "#platform/words";
import * as store from "./check-store.ts";
import { isTheirs, list, type SupportDeps } from "./support.ts";

/*
 * *Vérifier l'appelant*: whoever is on the line is asked on the phone of whom they say they are. What comes of it is one block, and
 * nothing else. Whether there is a phone is looked at nowhere here: the agent, and a caller who listens, learn nothing (law 7).
 */

/** What both screens show. Drawn from the check: nothing is kept, and nothing opens by them. */
export const wordsOf = (id: CallerCheckId): string =>
  fourWords(`aval.caller-words.v1\n${id}`).slice(0, 2).join(" ");

/** Asks the phone of somebody of a case that goes on. It rings nowhere, and holds nothing. */
export async function ask(
  deps: SupportDeps,
  who: Visitor,
  ofCase: CaseId,
  professional: ProfessionalId,
): Promise<Outcome<CallList, Refusal>> {
  if (!(await isTheirs(deps, who, ofCase, professional))) return deny("not_found");
  const member = who.member as StaffId;
  const { scope } = who;
  const check = newId("cck", deps.random);
  const day = days(1);
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    if (!(await deps.staff.mayAct(member, "verify_callers", tx))) return deny("staff_may_not");
    await store.recordChecksOver(tx, professional);
    const asked = { id: check, case: ofCase, professional, member, scope };
    if (!(await store.insertCheck(tx, asked))) return deny("check_waits");
    const { checksOfPerson, checksByMember } = bounds;
    if (
      !(await deps.limits.spend(tx, "check_person", professional, checksOfPerson, day)) ||
      !(await deps.limits.spend(tx, "check_member", member, checksByMember, day))
    )
      return deny("check_too_many");
    await deps.audit.append(tx, {
      fact: "caller_asked",
      professional,
      check,
      case: ofCase,
      staff: member,
      scope,
    });
    return done(undefined);
  });
  return outcome.ok ? done(await list(deps, who)) : outcome;
}

/** Blocks for a holder who confirmed to this agent that they are on the line: once. It only stops (law 5). */
export async function block(
  deps: SupportDeps,
  who: Visitor,
  id: CallerCheckId,
): Promise<Outcome<CallList, Refusal>> {
  const member = who.member as StaffId;
  const held = await store.ownCheck(deps.db, id, member);
  if (!held) return deny("not_found");
  const { professional } = held;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    await deps.stops.takeTurn(tx, professional);
    if (!(await deps.staff.mayAct(member, "verify_callers", tx))) return deny("staff_may_not");
    const { scope } = who;
    const ofCase = await store.recordSpent(tx, { id, member, professional, scope });
    if (!ofCase) return deny("check_over");
    await deps.stops.blockBy(tx, professional);
    await deps.audit.append(tx, {
      fact: "caller_blocked",
      professional,
      check: id,
      case: ofCase,
      staff: member,
    });
    return done(undefined);
  });
  return outcome.ok ? done(await list(deps, who)) : outcome;
}

/** One's own of the day. */
export async function checksSeen(
  { db, directory }: Pick<SupportDeps, "db" | "directory">,
  who: Visitor,
): Promise<readonly CallerCheckLine[]> {
  const found = await store.checksOf(db, who.member as StaffId, days(1), bounds.casesListed);
  const lines: CallerCheckLine[] = [];
  for (const { id, case: ofCase, professional, state, askedAt, overAt } of found) {
    const person = await directory.byId(professional);
    lines.push({
      ...{ check: id, case: ofCase, state, words: wordsOf(id) },
      name: person ? directory.displayName(person) : "",
      nationalId: person?.nationalId ?? "",
      askedAt: epochSeconds(askedAt),
      until: epochSeconds(overAt),
    });
  }
  return lines;
}
