import type { Duration } from "#platform/time";
import type { KeyedFact } from "./erasing-store.ts";

/*
 * Whether what was erased stood under a case or a complaint file at that moment, as the log alone tells: a case is open from the fact that
 * opened it to the one that ended it, and is about whom its alerts' facts name.
 *
 * Who gains if this is not looked at: whoever runs the server, and would rather that a victim's file had a hole.
 */

/** What it reads, besides what says that something was erased. */
export const holdingKinds: readonly string[] = [
  ...["alert_raised", "case_opened", "case_merged", "case_split", "case_changed"],
  "complaint_made",
];

type Body = {
  readonly alert?: string;
  readonly alerts?: readonly string[];
  readonly case?: string;
  readonly into?: string;
  readonly act?: string;
  readonly facts?: readonly string[];
};
const ends: readonly string[] = ["closed", "taken_back"];

/** The ids of the facts that say that something was erased although it was held. `facts`: in the log's order. */
export function erasedWhileHeld(
  facts: readonly KeyedFact[],
  /** Whom the fact of an alert names, as long as it says so. */
  personOf: ReadonlyMap<string, string>,
  complaintTerm: Duration,
): readonly string[] {
  const caseOf = new Map<string, string>();
  const open = new Set<string>();
  const complained = new Map<string, number>();
  const found: string[] = [];

  const take = (body: Body, into: string | undefined) => {
    if (into === undefined) return;
    for (const alert of body.alerts ?? []) caseOf.set(alert, into);
  };
  const isHeld = ({ professional = "", at }: KeyedFact, named: readonly string[]) => {
    const last = complained.get(professional);
    if (last !== undefined && last > at - complaintTerm) return true;
    return [...caseOf].some(
      ([alert, of]) =>
        open.has(of) && (named.includes(alert) || personOf.get(alert) === professional),
    );
  };

  for (const fact of facts) {
    const body = JSON.parse(fact.body) as Body;
    const { case: one = "", into = "" } = body;
    switch (fact.kind) {
      case "alert_raised":
        if (body.case !== undefined && body.alert !== undefined) caseOf.set(body.alert, body.case);
        break;
      case "case_opened":
        open.add(one);
        take(body, one);
        break;
      case "case_split":
        open.add(into);
        take(body, into);
        break;
      case "case_merged":
        if (open.delete(one)) open.add(into);
        for (const [alert, of] of caseOf) if (of === one) caseOf.set(alert, into);
        break;
      case "case_changed":
        if (ends.includes(body.act ?? "")) open.delete(one);
        else if (body.act === "reopened") open.add(one);
        break;
      case "complaint_made":
        if (fact.professional !== undefined) complained.set(fact.professional, fact.at);
        break;
      case "facts_erased":
        if (isHeld(fact, body.facts ?? [])) found.push(fact.id);
    }
  }
  return found;
}
