import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", ["retention-job.test.ts"]);
const erasing = ["modules/audit/erasing.test.ts"];
const erase = faultsIn("apps/server/src", ["erasures.test.ts"]);
const store = (find: string, replace: string) =>
  erase.edit("modules/erasures/store.ts", find, replace);
const job = (find: string, replace: string) => edit("modules/retention/store.ts", find, replace);
const judge = (find: string, replace: string) => edit("modules/audit/erasing.ts", find, replace);

export const retentionFaults = [
  fault(
    "a row stays until its term is over",
    job("(${sql.raw(term.since)}) <= ${before(term)}", "(${sql.raw(term.since)}) <= aval_now()"),
  ),
  fault(
    "an open case holds what it is about",
    job("where ${isPast(term)} and not ${isHeld(term)}", "where ${isPast(term)}"),
  ),
  fault(
    "an open case holds the facts of whom it is about",
    job("and not ${isHeld(factTerm(store))}", ""),
  ),
  fault(
    "a complaint file holds for its own term",
    job("(h.since is null or h.since >", "(h.since is null or false and h.since >"),
  ),
  fault("a row that another names waits", job("isNeeded(naming)}", "sql`false`}")),
  fault(
    "one node applies a row of the day",
    job("where s.ran_at <= aval_now() -", "where s.ran_at is not null or s.ran_at <= aval_now() -"),
  ),
  fault(
    "a leaf without its key is nothing without a fact that says so",
    judge(
      "if (!saying || (saying.seq ?? Infinity) <= fact.seq || !saying.allows(fact)) return lost;",
      "",
    ),
    erasing,
  ),
  fault(
    "nothing is let go before a whole term",
    judge("const isTerm = before * 1000 <= at - factTerms[store];", "const isTerm = true;"),
    erasing,
  ),
  fault(
    "an erased leaf is still tied to its kind and time",
    judge(
      "if (!sameLeaf(leafEntryOf({ ...fact, atMs: fact.at }, commitment), fact.leaf))",
      "if (commitment.length === 0)",
    ),
    erasing,
  ),
  fault(
    "no words are put into an erased fact",
    judge('if (fact.body !== "{}" || fact.professional !== undefined)', "if (by === name)"),
    erasing,
  ),
  fault(
    "a fact that says how many were erased says it truly",
    judge("(met.get(id) ?? 0) === count", "true"),
    erasing,
  ),
  fault(
    "a probe says that nobody outside keeps the log",
    edit(
      "operate/witnesses.ts",
      "const holds = async () => keys.length > 0 && (await isWitnessed(db, keys));",
      "const holds = async () => keys.length >= 0;",
    ),
    ["witness.test.ts"],
  ),
  fault(
    "a silent witness takes no node out",
    edit(
      "operate/witnesses.ts",
      'name: "witness", holds, isOptional: true',
      'name: "witness", holds',
    ),
    ["witness.test.ts"],
  ),
  fault(
    "keys of phones stay",
    judge("return personal && !kept.includes(kind) &&", "return personal &&"),
    erasing,
  ),
  erase.fault(
    "nothing is erased while something holds it",
    store("and not ${isHeldNow(sql`e.professional`, reads)}", ""),
  ),
  erase.fault(
    "what the cases have not read holds what is erased",
    store(
      "where u.professional = ${professional} and",
      "where false and u.professional = ${professional} and",
    ),
  ),
  erase.fault(
    "whoever asked for an erasure does not sign it",
    erase.edit(
      "modules/erasures/erasures.ts",
      'if (found.by === who.member) return deny("erasure_two_people");',
      "",
    ),
  ),
  erase.fault(
    "what is erased is exactly what was signed",
    erase.edit(
      "modules/erasures/erasures.ts",
      "const digest = digestOf(professional, reason, facts);",
      "const { digest } = row;",
    ),
  ),
  erase.fault(
    "of another authority's people nothing is erased",
    store("where (${scope === everywhere}::boolean or ${scope} = any(e.scopes))", "where true"),
  ),
  erase.fault(
    "a file of proofs says what was erased, whatever its span",
    erase.edit("modules/proofs/decisions.ts", '[...keyKinds, "facts_erased"]', "[...keyKinds]"),
  ),
  fault(
    "the log alone shows what was erased under a case",
    edit("modules/audit/held.ts", "open.add(one);\n        take(body, one);", "take(body, one);"),
    erasing,
  ),
];
