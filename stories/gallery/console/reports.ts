import { lineProblems, type Reports, reportReasons, reportStates as states } from "@aval/protocol";
import type { Model } from "../../../apps/console/src/state.ts";
import { hours, id, me } from "./people.ts";

/** *Signalements*: of an agent, who tells one by one; of a partner, who sends lists too, read and checked. */
const agent = { ...me, roles: ["agent"], acts: ["report_person", "follow_reports"] };
const insurer = {
  ...{ ...me, roles: ["insurer"] },
  acts: ["report_list", "report_person", "follow_reports"],
};
const route = { section: "reports" } as const;
const none: Reports = { lists: [], single: [] };
const some: Reports = {
  lists: [
    { received: 0, in_case: 31, closed: 9 },
    { received: 12, in_case: 0, closed: 0 },
  ].map((each, count) => ({
    ...{ list: id("ctr", count), at: hours(20 * count + 1), states: each },
    by: "Yann Le Bihan-Coatmeur",
  })),
  single: reportReasons.map((reason, count) => ({
    ...{ report: id("ctr", 9 + count), nationalId: "899700000013", reason },
    ...{ at: hours(count + 2), state: states[count % states.length] ?? "received" },
  })),
};
const sha256 = "q".repeat(43);
const problems = lineProblems.map((problem, count) => ({ line: 3 + 2 * count, problem }));
const at = (more: Partial<Model>): Partial<Model> => ({ phase: "in", me: insurer, route, ...more });

export const reportStates: Readonly<Record<string, Partial<Model>>> = {
  "": at({ content: { reports: none } }),
  agent: at({ me: agent, content: { reports: { ...none, single: some.single } } }),
  told: at({
    ...{ me: agent, content: { reports: { ...none, single: some.single.slice(0, 1) } } },
    told: { act: "report", nationalId: "899700000013", reason: "acts", channel: "phone" },
  }),
  followed: at({ content: { reports: some } }),
  checked: at({ content: { reports: none, check: { sha256, lines: 40, good: 33, problems } } }),
  whole: at({ content: { reports: none, check: { sha256, lines: 40, good: 40, problems: [] } } }),
  nothing: at({
    content: {
      reports: none,
      check: { sha256, lines: 7, good: 0, problems: problems.slice(0, 1) },
    },
  }),
  sent: at({ content: { reports: some }, told: { act: "send_list", text: "", sha256 } }),
};
