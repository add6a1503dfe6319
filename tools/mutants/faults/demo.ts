import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/demo/src/register", ["signals.test.ts"]);

/** The demonstration register, which listens and reports as any service would; and the service of results beside it. */
export const demoFaults = [
  fault(
    "the register hears an event by its stream's own header alone",
    edit("../shared/signals.ts", 'if (given.bearer !== bearer) return "refused";', ""),
  ),
  fault(
    "the register takes no other token of the provider's for an event",
    edit("../shared/security-event.ts", '      typ: "secevent+jwt",\n', ""),
  ),
  fault(
    "the register closes the session that is over, and no other of its person's",
    edit("../shared/visits.ts", "(session === undefined || signedIn.session === session)", "true"),
  ),
  fault(
    "the register counts an event that comes twice once",
    edit("../shared/signals.ts", 'if (taken.has(event.jti)) return "taken";', ""),
  ),
  fault(
    "an event that took its time ends nothing that began after it",
    edit("../shared/visits.ts", "signedIn.approvedAt <= at &&", "Number.isFinite(at) &&"),
  ),
  fault(
    "a session whose means was removed writes as a reduced one",
    edit(
      "../shared/reactions.ts",
      'change === "revoke" || change === "delete"',
      'change === "revoke"',
    ),
  ),
  fault(
    "the register reports a session once",
    edit("watch.ts", "lately.length === volumeRule.acts + 1", "lately.length > volumeRule.acts"),
  ),
  fault(
    "a service of full sessions lets no reduced one in",
    edit(
      "../shared/service.ts",
      'if (onlyFull && signedIn.rights !== "full")',
      'if (onlyFull && signedIn.rights !== "full" && false)',
    ),
    ["../results/results.test.ts"],
  ),
  fault(
    "where a reduced session is worth nothing, what reduces ends",
    edit(
      "../shared/service.ts",
      'does === "reduce" && house.service.onlyFull ? "end" : does',
      "does",
    ),
    ["../results/results.test.ts"],
  ),
  fault(
    "an address reads no result",
    edit(
      "../results/pages.ts",
      "readings.some(({ result }) => result === shown) ? shown : undefined",
      "readings ? shown : undefined",
    ),
    ["../results/results.test.ts"],
  ),
];
