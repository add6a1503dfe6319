import {
  both,
  caseClosed,
  closing,
  evidence,
  ofCase,
  person,
  type RetentionRow,
  setting,
  staff,
  stays,
} from "./retention-terms.ts";

/** The rows of the table of retention that are of cases: evidence for as long after they were closed. */
export const retentionOfCases: Readonly<Record<string, RetentionRow>> = {
  "aval.alert": evidence(
    "what a case was made of",
    [
      "its case was closed, or it was known",
      `case when x.fraud_case is null then x.known_at else ${caseClosed} end`,
    ],
    { ...person, ...ofCase },
  ),
  "aval.alert_link": {
    kept: "its network twelve months; with its alert",
    why: "what joined alerts",
    terms: [
      {
        ...{
          store: "evidence",
          since: "(select a.known_at from aval.alert a where a.id = x.alert)",
        },
        only: "not exists (select from aval.alert a join aval.fraud_case c on c.id = a.fraud_case where a.id = x.alert and c.state <> 'closed')",
        person: "(select a.professional from aval.alert a where a.id = x.alert)",
        ofCase: "(select a.fraud_case from aval.alert a where a.id = x.alert)",
      },
      {
        ...{
          store: "network",
          since: "(select a.known_at from aval.alert a where a.id = x.alert)",
        },
        only: "x.kind = 'network'",
        person: "(select a.professional from aval.alert a where a.id = x.alert)",
        ofCase: "(select a.fraud_case from aval.alert a where a.id = x.alert)",
      },
    ],
  },
  "aval.case_apart": both(
    "until their cases are one",
    "cases/store.ts",
    evidence("what a person split", [
      "both were closed",
      "(select case when bool_and(c.state in ('closed', 'merged')) then max(coalesce(c.closed_at, c.opened_at)) end from aval.fraud_case c where c.id in (x.one, x.other))",
    ]),
  ),
  "aval.case_cursor": stays(setting, "which fact is read next"),
  "aval.case_event": evidence("what was done with a case", closing, ofCase),
  "aval.case_reach": evidence("who was told, and how", closing, { ...person, ...ofCase }),
  "aval.case_task": evidence("what was to be done", closing, ofCase),
  "aval.complaint": evidence(
    "who agreed that a file leaves a case",
    ["it was signed", "coalesce(x.signed_at, x.asked_at)"],
    { ...person, ...ofCase },
  ),
  "aval.fraud_case": evidence(
    "what one person worked on",
    [
      "it was closed",
      "case when x.state = 'merged' then (select m.closed_at from aval.fraud_case m where m.id = x.merged_into) else x.closed_at end",
    ],
    { ofCase: "x.id" },
  ),
  "aval.fraud_window": evidence("what services were asked", closing, { ...person, ...ofCase }),
  "aval.fraud_window_service": evidence(
    "what services answered",
    [
      "its window was made",
      "(select w.made_at from aval.fraud_window w where w.id = x.fraud_window)",
    ],
    {
      person: "(select w.professional from aval.fraud_window w where w.id = x.fraud_window)",
      ofCase: "(select w.fraud_case from aval.fraud_window w where w.id = x.fraud_window)",
    },
  ),
  "aval.measure": evidence(staff, closing, ofCase),
  "aval.measure_person": evidence(
    "whom a measure named",
    ["it was asked", "(select m.asked_at from aval.measure m where m.id = x.measure)"],
    { ...person, ofCase: "(select m.fraud_case from aval.measure m where m.id = x.measure)" },
  ),
};
