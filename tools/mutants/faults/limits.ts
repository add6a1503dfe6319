import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/limits", [
  "limits.property.test.ts",
  "limits.race.test.ts",
]);

const software = faultsIn("apps/server/src/modules/login", ["ciba-budgets.test.ts"]);
const known = faultsIn("apps/server/src/modules/installations", [
  "../provider/ciba-budgets.race.test.ts",
]);

/** The one ledger of what may be done so many times. */
export const limitFaults = [
  software.fault(
    "strangers spend no known network's allowance",
    software.edit("ciba-budgets.ts", 'by.isKnownNetwork ? "network" : "strangers"', '"strangers"'),
  ),
  software.fault(
    "an installation that proves itself spends its own",
    software.edit("ciba-budgets.ts", 'if (by.installation) return "installation";', ""),
  ),
  software.fault(
    "links are counted for each network apart",
    software.edit("ciba-budgets.ts", 'if (by.isLink) return "link";', ""),
  ),
  known.fault(
    "a network is known by its own client's approvals",
    known.edit("store.ts", " and i.client = ${client} and i.kind", " and i.kind"),
  ),
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
