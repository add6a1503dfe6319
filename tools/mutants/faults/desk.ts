import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/cases", ["alerts.test.ts"]);

/** Which facts are alerts. */
export const deskFaults = [
  fault(
    "a refusal that its holder took back is no alert",
    edit(
      "alerts.ts",
      '{ fact: "approval_refused", when: ({ reason }) => reason !== "mistake" }',
      '{ fact: "approval_refused", when: () => true }',
    ),
  ),
  fault(
    "what is said after a refusal counts",
    edit("alerts.ts", "return reason === undefined ? body : { ...body, reason };", "return body;"),
  ),
  fault(
    "a case is due where the browser is not the holder's own place",
    edit("alerts.ts", 'where !== "own_place"', 'where === "unknown"'),
  ),
  fault(
    "the second refusal is the second of one holder",
    edit(
      "alerts.ts",
      "refusals.get(professional)",
      'refusals.get([...refusals.keys()].at(-1) ?? "")',
    ),
  ),
];
