import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server", ["src/retention.test.ts"]);

/** What an operator, and whoever tries the sandbox, relies on: commands, dates, what is forgotten, whom to write to. */
export const operatorFaults = [
  fault(
    "networks that software was approved from are forgotten after twelve months",
    edit(
      "src/modules/installations/index.ts",
      "await purgeNetworks(deps.db, lifetimes.traces);",
      "",
    ),
  ),
  fault(
    "what push services answered is forgotten after twelve months",
    edit("src/modules/notices/index.ts", "await purgePushed(deps.db, lifetimes.traces);", ""),
  ),
  fault(
    "lines that did not read are forgotten after twelve months, and not before",
    edit(
      "src/modules/directory/index.ts",
      "purgeProblems(deps.db, lifetimes.traces)",
      "purgeProblems(deps.db, lifetimes.apiKey - lifetimes.apiKey)",
    ),
  ),
  fault(
    "where the sandbox's clock was moved a sign-in is dated as the engine dates its tokens",
    edit(
      "src/modules/provider/engine-time.ts",
      "epochSeconds(at) - aheadSeconds",
      "epochSeconds(at)",
    ),
    ["src/modules/provider/engine-time.test.ts"],
  ),
  fault(
    "a sign-in is never dated after its tokens",
    edit(
      "src/modules/provider/engine-time.ts",
      "Math.min(epochSeconds(at) - aheadSeconds, epochSeconds(now))",
      "epochSeconds(at) - aheadSeconds",
    ),
    ["src/modules/provider/engine-time.test.ts"],
  ),
  fault(
    "an activation that comes too early says from when",
    edit(
      "src/modules/enrolment/enrolment.ts",
      "return { ...denied, extra: { until: epochSeconds(standing.readyAt) } };",
      "return denied;",
    ),
    ["src/modules/enrolment/old-phone.test.ts"],
  ),
  fault(
    "coming too early spends no try of the code",
    edit(
      "src/phone/acts.ts",
      "requireReady(await at.phone.enrolmentStatus(ik, state.enrolment));",
      "",
    ),
    ["src/phone/card.test.ts"],
  ),
  fault(
    "the outbox dates nothing by what is to come",
    edit(
      "migrations/0230_outbox_moments.sql",
      "coalesce(d.sent_at, n.told_at)",
      "coalesce(d.sent_at, d.due_at)",
    ),
    ["src/commands/desk.test.ts"],
  ),
  fault(
    "a weakness is told to nobody over http",
    edit("src/platform/config.ts", "|https:\\/\\/\\S+|tel:", "|https?:\\/\\/\\S+|tel:"),
    ["src/security-contact.test.ts"],
  ),
  fault(
    "a mistyped action is offered the nearest",
    edit("src/commands/arguments.ts", "const meant = nearest(given, known);", "const meant = '';"),
    ["src/commands/run.test.ts"],
  ),
  fault(
    "a transition of no service says that there is none",
    edit(
      "src/commands/client.ts",
      "if (!(await software.find(id))) throw unknownService(id);\n    const how = { until,",
      "const how = { until,",
    ),
    ["src/commands/client.test.ts"],
  ),
];
