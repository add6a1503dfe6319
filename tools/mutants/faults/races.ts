import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", ["enrolment.race.test.ts"]);
const atOnce = ["at-once.race.test.ts"];

/** What two server processes do at once is done once: each statement without the words that make it so. */
export const raceFaults = [
  fault(
    "of the phones that scan one page at once one is bound",
    edit(
      "modules/enrolment/page-store.ts",
      "where id = ${given.page} and enrolment is null and words_at is null",
      "where id = ${given.page} and words_at is null",
    ),
  ),
  fault(
    "of one wallet's answers that come at once one is taken",
    edit(
      "modules/wallets/store.ts",
      "where id = ${id} and state = 'asked' and expires_at > aval_now()`.execute(db);\n  return numAffectedRows",
      "where id = ${id} and expires_at > aval_now()`.execute(db);\n  return numAffectedRows",
    ),
  ),
  fault(
    "what a wallet answered is taken once",
    edit(
      "modules/wallets/store.ts",
      "where id = ${given.id} and state = 'answered' and return_hash = ${given.returnHash}\n      and enrolment",
      "where id = ${given.id} and return_hash = ${given.returnHash}\n      and enrolment",
    ),
  ),
  fault(
    "a browser comes back from a remote eID once",
    edit(
      "modules/enrolment/eid-store.ts",
      "where state_hash = ${stateHash} and state = 'open' and ends_at",
      "where state_hash = ${stateHash} and ends_at",
    ),
  ),
  fault(
    "a move of an enrolment is of the state that was read",
    edit(
      "modules/enrolment/store.ts",
      "where id = ${id} and version = ${version} and expires_at > aval_now()",
      "where id = ${id} and expires_at > aval_now()",
    ),
  ),
  fault(
    "a freeze ends once",
    [
      edit(
        "modules/stops/clearing-store.ts",
        "where id = ${given.id} and rule = 'freeze' and lifted_at is null\n      and ${signed",
        "where id = ${given.id} and rule = 'freeze'\n      and ${signed",
      ),
      edit("modules/stops/clearing.ts", "await takeTurn(tx, stopsOf(professional));", ""),
    ],
    atOnce,
  ),
];
