import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/demo/src/register", ["signals.test.ts"]);

/** The demonstration register, which listens and reports as any service would. */
export const demoFaults = [
  fault(
    "the register hears an event by its stream's own header alone",
    edit("signals.ts", 'if (given.bearer !== bearer) return "refused";', ""),
  ),
  fault(
    "the register takes no other token of the provider's for an event",
    edit("../shared/security-event.ts", '      typ: "secevent+jwt",\n', ""),
  ),
  fault(
    "the register closes the session that is over, and no other of its person's",
    edit("sessions.ts", "(session === undefined || signedIn.session === session)", "true"),
  ),
  fault(
    "the register counts an event that comes twice once",
    edit("signals.ts", 'if (taken.has(event.jti)) return "taken";', ""),
  ),
  fault(
    "an event that took its time ends nothing that began after it",
    edit("sessions.ts", "signedIn.approvedAt <= at &&", "Number.isFinite(at) &&"),
  ),
  fault(
    "a session whose means was removed writes as a reduced one",
    edit("watch.ts", 'change === "revoke" || change === "delete"', 'change === "revoke"'),
  ),
  fault(
    "the register reports a session once",
    edit("watch.ts", "lately.length === volumeRule.acts + 1", "lately.length > volumeRule.acts"),
  ),
];
