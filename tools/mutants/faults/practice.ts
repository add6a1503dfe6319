import { faultsIn } from "../fault.ts";

const server = faultsIn("apps/server/src", ["practice.test.ts"]);
const page = faultsIn("apps/authenticator/src", [
  "shell/asking.test.ts",
  "onboarding/state.test.ts",
]);

/** The exercise, the first minutes, and what is asked of calls and screens. */
export const practiceFaults = [
  server.fault(
    "an exercise is no refusal, cancels no request and is counted as nothing",
    server.edit("modules/approvals/approval.ts", 'kind !== "practice";', "kind !== undefined;"),
  ),
  server.fault(
    "a real request that waits is not ended by an exercise",
    server.edit(
      "modules/approvals/approvals.ts",
      "if (isReal(other) && !isReal(approval)) continue;",
      "",
    ),
  ),
  server.fault(
    "nothing said after an exercise makes an alarm",
    server.edit(
      "modules/approvals/store.ts",
      "and state = 'refused' and kind <> 'practice' and device",
      "and state = 'refused' and device",
    ),
  ),
  server.fault(
    "a phone exercises so many times an hour",
    server.edit(
      "modules/practice/practice.ts",
      'if (!(await limits.spend(db, "practice", device.id, practices, lifetimes.practiceWindow)))',
      "if (limits === undefined || bounds.practices !== practices || lifetimes === undefined)",
    ),
  ),
  page.fault(
    "no non counts in the half minute after a oui",
    page.edit(
      "state.ts",
      'if ("onCall" in event && !event.onCall && calmLeft(model.calmUntil, model.now) > 0)',
      'if ("onCall" in event && event.onCall && calmLeft(model.calmUntil, model.now) < 0)',
    ),
  ),
  page.fault(
    "both questions are asked",
    page.edit("shell/asking.ts", 'return first === "call" ? "screen" : "call";', "return first;"),
  ),
  page.fault(
    "a real request goes before an exercise that waits",
    page.edit("state.ts", "held.find((one) => !isPractice(one)) ?? held[0]", "held[0]"),
  ),
];
