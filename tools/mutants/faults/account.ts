import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", ["account.test.ts"]);
const account = "modules/account/account.ts";
const store = "modules/account/store.ts";
const routes = "modules/account/routes.ts";

const cardReads = faultsIn("apps/server/src", ["card-read-on.test.ts"]);

/** A holder reads what is theirs, stops at will, and changes by a sign-in for changing. */
export const accountFaults = [
  cardReads.fault(
    "what a card's host hands over is taken up within its minute",
    cardReads.edit(
      store,
      "where hash = ${handed} and handed_until > aval_now()",
      "where hash = ${handed}",
    ),
  ),
  cardReads.fault("what stood in an address opens nothing before it is taken up", [
    cardReads.edit(
      store,
      "from account_visit where hash = ${hash} and handed_until is null`",
      "from account_visit where hash = ${hash}`",
    ),
    cardReads.edit(store, "v.session is null and v.handed_until is null", "v.session is null"),
  ]),
  cardReads.fault(
    "who reads by card while everything is stopped changes nothing",
    cardReads.edit(account, 'if (who.session === undefined) return "account_only_read";', ""),
  ),
  cardReads.fault(
    "a reading by card is over with the stop",
    cardReads.edit(
      store,
      "and exists (select from account_stop s where s.professional = v.professional and s.rule = any(${[...rules]}))",
      "",
    ),
  ),
  cardReads.fault(
    "a reading by card is over once the card is reported",
    cardReads.edit(store, "r.reported_at >= v.entered_at)", "r.reported_at < v.entered_at)"),
  ),
  fault(
    "no reduced session reads Mon accès",
    edit(account, 'rights === "full" && !neverBy', "!neverBy"),
  ),
  fault(
    "an establishment's sign-in reads no Mon accès",
    edit(account, " && !neverBy.includes(proof)", ""),
  ),
  fault(
    "what a phone of this week opened does not silence the question about contacts",
    edit(
      account,
      'if (!(await isSettled(deps, tx, who, opener))) return deny("account_phone_too_young");\n    const recorded',
      "const recorded",
    ),
  ),
  fault(
    "a phone under a freeze is listed in Mon accès at what it is worth",
    edit(
      "../migrations/0262_account_phone_worth.sql",
      "case when awaits_clearing is null then level else 'limited' end as level",
      "level",
    ),
    ["frozen-phone.test.ts"],
  ),
  fault(
    "a phone that asked to become its holder's is said so in the phone's history",
    edit(
      "../../authenticator/src/history/messages.fr.ts",
      '      enrolment_begun: "Un téléphone a demandé à devenir le vôtre",\n',
      "",
    ),
    ["history-words.test.ts"],
  ),
  fault(
    "changing takes a sign-in for changing",
    edit(account, 'doorOf(visit.service) === "changing" && visit.isRecent', "visit.isRecent"),
  ),
  fault(
    "a sign-in for changing is over after a quarter of an hour",
    edit(
      account,
      'doorOf(visit.service) === "changing" && visit.isRecent',
      'doorOf(visit.service) === "changing"',
    ),
  ),
  fault(
    "a phone of this week stops no older one",
    edit(
      account,
      "if (opener.vouchedBy !== phone && !(await isSettled(deps, tx, who, opener)))",
      "if (false)",
    ),
  ),
  fault(
    "what a lost phone made ends with it",
    edit(
      account,
      "    for (const device of line) await deps.endMadeBy(tx, { professional, device });\n",
      "",
    ),
  ),
  fault("a key of a phone of this week stops no older one either", [
    edit(account, 'return session?.proof === "card";', "return true;"),
    edit(store, "rows[0]?.vouched_by ?? undefined", "rows[0]?.phone ?? undefined"),
  ]),
  fault(
    "another holder's session is not found in the history",
    edit(
      store,
      "where s.id = ${session} and s.professional = ${mine.professional}",
      "where s.id = ${session}",
    ),
  ),
  fault(
    "a history's page begins exactly after the one before",
    edit(store, "and (f.at, f.id) < (", "and (f.at, f.id) <= ("),
  ),
  fault(
    "an act in Mon accès says that it comes from a page of ours",
    edit(
      routes,
      'request.headers.origin === undefined ? problem(reply, "wrong_origin") : own(request, reply)',
      "own(request, reply)",
    ),
  ),
  fault(
    "a sign-in comes back to the browser that began it",
    edit(
      routes,
      "const isOurs = entry && state !== undefined && sameText(state, entry.state);",
      "const isOurs = true;",
    ),
  ),
];
