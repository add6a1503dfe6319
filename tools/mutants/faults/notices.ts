import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/notices", ["notices.test.ts"]);

/** Telling people, and the links by which they stop. */
export const noticeFaults = [
  fault(
    "each sign-in by a service's transition is told at once",
    edit("events.ts", 'spends: "transition"', 'spends: "entry"'),
  ),
  fault(
    "a link acts once",
    edit(
      "store.ts",
      "and used_at is null and expires_at > aval_now()",
      "and expires_at > aval_now()",
    ),
  ),
  fault(
    "a link is dead after a week",
    edit("store.ts", "and used_at is null and expires_at > aval_now()", "and used_at is null"),
  ),
  fault(
    "opening a link changes nothing",
    edit(
      "routes.ts",
      "await notices\n      .opened((request.params as { token: string }).token)",
      "await notices\n      .stopBy((request.params as { token: string }).token)",
    ),
  ),
  fault(
    "the database keeps no link that works",
    edit(
      "notices.ts",
      "lifetimes.stopLink);\n  return",
      "lifetimes.stopLink);\n  await store.insertTokens(deps.db, token, ids, lifetimes.stopLink);\n  return",
    ),
  ),
  fault("each message is taken by one node", [
    edit(
      "store.ts",
      "order by due_at limit 1 for update skip locked\n    ), due",
      "order by due_at limit 1\n    ), due",
    ),
    edit("store.ts", "where d.id = due.id and d.due_at <= aval_now()", "where d.id = due.id"),
  ]),
  fault(
    "a flood becomes one digest",
    edit("notices.ts", "return isFirst || isAllowed;", "return true;"),
  ),
  fault(
    "a phone whose evidence is complete never waits for the evening",
    edit(
      "notices.ts",
      "if (most === undefined) return true;",
      "if (most === undefined) return false;",
    ),
  ),
  fault(
    "what an operator took has not arrived",
    edit(
      "notices.ts",
      "return await store.recordHanded(deps.db, leased, carried.as, receiptWaits[0]);",
      'return await end(deps, leased, "sent");',
    ),
  ),
  fault(
    "a receipt counts once",
    edit(
      "store.ts",
      "where carried_as = ${as} and state = 'handed' returning",
      "where carried_as = ${as} returning",
    ),
  ),
  fault(
    "the first of each event of a day is told at once, whatever else was",
    edit("notices.ts", "return isFirst || isAllowed;", "return isAllowed;"),
  ),
  fault(
    "one colleague spends their own allowance only",
    edit("notices.ts", "fromOne !== undefined &&", "false &&"),
  ),
  fault(
    "one browser's sign-ins are told at once the first time only",
    edit(
      "notices.ts",
      "lifetimes.browserTold))) return false;",
      "lifetimes.browserTold))) return true;",
    ),
  ),
];
