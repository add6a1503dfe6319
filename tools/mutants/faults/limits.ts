import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/limits", [
  "limits.property.test.ts",
  "limits.race.test.ts",
]);

/** The one ledger of what may be done so many times. */
export const limitFaults = [
  fault(
    "a limit of five is five, not six",
    edit("store.ts", "a.spent < ${given.max}", "a.spent <= ${given.max}"),
  ),
  fault(
    "a window that ended gives its allowance anew",
    edit(
      "store.ts",
      "where a.window_ends_at <= aval_now() or a.spent < ${given.max}",
      "where a.spent < ${given.max}",
    ),
  ),
  fault(
    "a use does not prolong the window it is in",
    edit(
      "store.ts",
      "then excluded.window_ends_at else a.window_ends_at end",
      "then excluded.window_ends_at else excluded.window_ends_at end",
    ),
  ),
  fault(
    "what a stranger spends is the stranger's",
    edit(
      "store.ts",
      "values (${given.name}, ${given.subject}, 1,",
      "values (${given.name}, '', 1,",
    ),
  ),
  fault(
    "what is purged has ended",
    edit("store.ts", "delete from seen where forget_at <= aval_now()", "delete from seen"),
  ),
];
