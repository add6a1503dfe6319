import { faultsIn } from "../fault.ts";

const following = faultsIn("apps/server/src/modules/cases", ["follower.test.ts"]);
const standing = faultsIn("apps/server/src/modules/cases", ["case.test.ts"]);
const racing = faultsIn("apps/server/src/modules/cases", ["cases.race.test.ts"]);
const reading = faultsIn("apps/server/src", ["cases.test.ts"]);
const showing = faultsIn("apps/console/src", ["cases/state.test.ts"]);

const measuring = faultsIn("apps/server/src", ["measures.test.ts"]);
const reporting = faultsIn("apps/server/src", ["reports.test.ts"]);
const waving = faultsIn("apps/server/src", ["measures-wave.test.ts"]);
const elsewhere = faultsIn("apps/server/src", ["measures-there.race.test.ts"]);

/** Alerts, cases, and who works on them. */
export const caseFaults = [
  reporting.fault(
    "whoever is of another authority looks like nobody to who reports",
    reporting.edit(
      "modules/reports/reports.ts",
      "scope === everywhere || directory.scopesOf(found).includes(scope)",
      "scope !== undefined",
    ),
  ),
  reporting.fault(
    "one person is reported so often a day",
    reporting.edit(
      "modules/reports/reports.ts",
      'if (!(await limits.spend(tx, "report_person", subject, origins[origin].perPerson, days(1))))',
      "if (subject === origin)",
    ),
  ),
  reporting.fault(
    "what is sent is the list that was checked",
    reporting.edit(
      "modules/reports/reports.ts",
      'if (judged.value.check.sha256 !== sha256) return deny("report_list");',
      "",
    ),
  ),
  reporting.fault(
    "the reports of one list are one case",
    reporting.edit(
      "modules/cases/store.ts",
      "select 'list', ${named(\"list\")}::text",
      "select 'list', null::text",
    ),
  ),
  reporting.fault(
    "two partners of the whole country do not read each other's lists",
    reporting.edit(
      "modules/reports/reports.ts",
      '?? "agent"} ${scope}`',
      '?? "insurer"} ${scope}`',
    ),
  ),
  waving.fault(
    "what is done to each of a list is what there is to do at that moment",
    waving.edit(
      "modules/cases/measuring.ts",
      "recordReached(tx, measure, professional, changed)",
      "recordReached(tx, measure, professional, true)",
    ),
  ),
  elsewhere.fault(
    "a pause that an analyst takes holds at every node",
    elsewhere.edit(
      "wiring.ts",
      "pause: (tx, { professional }) => stops.pause(tx, professional, undefined),",
      "pause: async () => true,",
    ),
  ),
  elsewhere.fault(
    "places that an analyst ends ring no more",
    elsewhere.edit(
      "wiring.ts",
      "end_places: async (tx, { professional }) => (await places.endAll(tx, professional)) > 0,",
      "end_places: async () => true,",
    ),
  ),
  elsewhere.fault(
    "a phone that an analyst suspends has nothing open any more",
    elsewhere.edit(
      "wiring.ts",
      "for (const device of line) await endMadeBy(tx, { professional, device });\n        if (isDone)",
      "if (isDone)",
    ),
  ),
  measuring.fault(
    "which phone is suspended is in the list that was shown",
    measuring.edit(
      "modules/cases/measuring.ts",
      'if (!fits(kind, { people: chosen.length, ...thing })) return deny("measure_list");',
      "",
    ),
  ),
  elsewhere.fault(
    "a card that an analyst suspended confirms nothing more",
    elsewhere.edit(
      "modules/cards/cards.ts",
      "(await store.isSuspended(db, professional, card));",
      "false;",
    ),
  ),
  elsewhere.fault(
    "what a card that an analyst suspended had opened ends",
    elsewhere.edit(
      "modules/cards/cards.ts",
      "const sessions = await deps.closeOpenedBy(tx, card.professional, visits);",
      "const sessions = visits.length;",
    ),
  ),
  elsewhere.fault(
    "of two cards, the one that an analyst suspended is shut",
    elsewhere.edit(
      "modules/cards/store.ts",
      "sql`u.issuer = ${issuer} and u.serial = ${serial}`",
      "sql`u.professional = ${professional}`",
    ),
  ),
  elsewhere.fault(
    "a phone that a card which an analyst suspended was to add is held",
    elsewhere.edit("wiring.ts", "await enrolment.holdByCard(tx, named);", ""),
  ),
  elsewhere.fault(
    "what an analyst suspended is given back by no one person",
    elsewhere.edit(
      "modules/cases/measures.ts",
      "opens(kind) || people > limits.measureAlone",
      "people > limits.measureAlone",
    ),
  ),
  elsewhere.fault(
    "who asks for what an analyst suspended is not that analyst",
    elsewhere.edit(
      "modules/cases/measure-store.ts",
      "where not (${given.opens}::boolean and",
      "where not (false and",
    ),
  ),
  elsewhere.fault(
    "a phone that no analyst suspended is given back by nobody",
    elsewhere.edit(
      "modules/cases/measures.ts",
      "opens(kind) ? suspendedPhones : phones",
      "opens(kind) ? [{ phone }] : phones",
    ),
  ),
  measuring.fault(
    "many are stopped by two",
    measuring.edit(
      "modules/cases/measures.ts",
      "people > limits.measureAlone",
      "people > limits.measurePeople",
    ),
  ),
  measuring.fault(
    "whoever asked for a measure does not sign it",
    measuring.edit(
      "modules/cases/measuring.ts",
      'if (measure.by === who.member) return deny("measure_two_people");',
      "",
    ),
  ),
  measuring.fault(
    "who signs a list sees everybody on it",
    measuring.edit("modules/cases/measuring.ts", "return isWhole ? done", "return measure ? done"),
  ),
  measuring.fault(
    "a measure whose maker is an analyst no more begins at nobody's signature",
    measuring.edit(
      "modules/cases/measuring.ts",
      "for (const one of [member, measure.by].sort())",
      "for (const one of [member])",
    ),
  ),
  measuring.fault(
    "a measure waits for its second person eight hours",
    measuring.edit(
      "modules/cases/measure-store.ts",
      "m.state = 'waiting' and m.asked_at > aval_now() - ${span(within)}",
      "m.state = 'waiting' and ${span(within)} is not null",
    ),
  ),
  measuring.fault(
    "only its analyst stops people of a case",
    measuring.edit(
      "modules/cases/measuring.ts",
      'cases.holdCase(tx, id, ["claimed", "snoozed"], by)',
      'cases.holdCase(tx, id, ["claimed", "snoozed"])',
    ),
  ),
  following.fault(
    "two cases that come to share something become one",
    following.edit("grouping.ts", "absorbs: others.map(({ id }) => id)", "absorbs: []"),
  ),
  following.fault(
    "what leads to a case through alerts of none is of it too",
    following.edit(
      "follower.ts",
      "frontier = links.filter((link) => !seen.has(keyOf(link)));",
      "frontier = [];",
    ),
  ),
  following.fault(
    "what so many share that it says nothing joins nobody",
    following.edit("links.ts", "holders > links[kind].most", "false"),
  ),
  following.fault(
    "what was split stays apart by what it was split by",
    following.edit(
      "follower.ts",
      "const isSplit = split.has(keyOf(match));",
      "const isSplit = false;",
    ),
  ),
  following.fault(
    "what was taken back is no alert any more",
    following.edit("follower.ts", 'if (said.reason === "mistake") {', "if (false) {"),
  ),
  following.fault(
    "a merged case's notes are the other one's",
    following.edit(
      "store.ts",
      '    "case_event",\n    "case_task",\n    "case_reach",',
      '    "case_task",\n    "case_reach",',
    ),
  ),
  following.fault(
    "something new gives a case that was put off back",
    following.edit(
      "store.ts",
      "case when c.state = 'snoozed' then 'claimed' else c.state end, snoozed_until = null, snoozed_for = null\n    from (select id, state,",
      "c.state\n    from (select id, state,",
    ),
  ),
  following.fault(
    "alerts long apart are not joined",
    following.edit(
      "store.ts",
      "and a.taken_back_at is null\n      and a.at > aval_now() - ${span(lifetimes.caseLinked)}\n",
      "and a.taken_back_at is null\n",
    ),
  ),
  standing.fault(
    "whoever comes second does not take a case from its owner",
    standing.edit("case.ts", 'claim: { from: ["open"]', 'claim: { from: ["open", "claimed"]'),
  ),
  standing.fault(
    "only its owner gives a case back",
    standing.edit(
      "case.ts",
      'release: { from: ["claimed", "snoozed"], isOwners: true }',
      'release: { from: ["claimed", "snoozed"], isOwners: false }',
    ),
  ),
  standing.fault(
    "a case that was put off is its owner's when its time has come",
    standing.edit(
      "case-store.ts",
      "c.state = 'snoozed' and c.snoozed_until <= aval_now()",
      "c.state = 'snoozed' and false",
    ),
  ),
  racing.fault(
    "of two who claim at once one wins",
    racing.edit(
      "case-store.ts",
      "${standing} = any(${[...from]}::text[]) and (not",
      "true and (not",
    ),
  ),
  showing.fault(
    "whom a case is about leaves the screen with its address",
    showing.edit("state.ts", "  case: _case,\n", ""),
  ),
  showing.fault(
    "a filter is an address",
    showing.edit("cases/state.ts", "mine: yes(isMine),", "mine: undefined,"),
  ),
  reading.fault(
    "a case of another authority is not there",
    reading.edit(
      "modules/cases/case-store.ts",
      "exists (select from alert s where s.fraud_case = c.id and ${scope} = any(s.scopes))",
      "true",
    ),
  ),
  reading.fault(
    "a reader is told the names of their own authority's people only",
    reading.edit(
      "modules/cases/view-store.ts",
      "and (${scope === everywhere}::boolean or ${scope} = any(scopes))",
      "and (true or ${scope} = any(scopes))",
    ),
  ),
  reading.fault(
    "that somebody was looked at is a fact",
    reading.edit(
      "modules/cases/reading.ts",
      "if (person) viewed.push(professional);",
      "if (!person) viewed.push(professional);",
    ),
  ),
];
