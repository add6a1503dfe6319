import { faultsIn } from "../fault.ts";

const signingIn = faultsIn("apps/server/src", ["staff.test.ts"]);
const proposing = faultsIn("apps/server/src", ["staff-proposals.test.ts"]);
const atDesk = faultsIn("apps/server/src", ["desk.test.ts"]);
const members = "modules/staff/";
const visits = "modules/desk/";

/** How the staff sign in, and what two of them sign at a desk. */
const suspending = faultsIn("apps/server/src", ["staff-suspension.test.ts"]);

/** Who stops an operator: two others. */
const suspensionFaults = [
  suspending.fault(
    "an operator's own word is no second one",
    suspending.edit(
      "modules/staff/store.ts",
      "and s.asked_by <> ${by} and ${isAsked(within)}",
      "and ${isAsked(within)}",
    ),
  ),
  suspending.fault(
    "an operator is suspended by two others",
    suspending.edit(
      "modules/staff/store.ts",
      "and (not exists (select from staff_role r where r.staff_member = m.id and r.role = 'operator')",
      "and (true",
    ),
  ),
  suspending.fault(
    "a word of a day ago, or of somebody suspended since, suspends nobody",
    suspending.edit(
      "modules/staff/store.ts",
      "s.asked_at > aval_now() - ${span(within)} and o.state = 'active'",
      "true",
    ),
  ),
];

const emergency = faultsIn("apps/server/src/modules/staff", ["../../staff-emergency.test.ts"]);

/** Who enters in an emergency: two people, to stop. */
const emergencyFaults = [
  emergency.fault(
    "two keys of one person open no emergency",
    emergency.edit("emergency-store.ts", " and e.first <> ${given.second}\n", "\n"),
  ),
  emergency.fault(
    "one of the two is an operator",
    emergency.edit(
      "emergency-store.ts",
      "r.staff_member in (e.first, ${given.second}) and r.role = 'operator')",
      "r.staff_member in (e.first, ${given.second}))",
    ),
  ),
  emergency.fault(
    "the second operates or analyses, too",
    emergency.edit("emergency-store.ts", " and ${mayEnter(given.second)}", ""),
  ),
  emergency.fault("an emergency is opened once", [
    emergency.edit("emergency-store.ts", "e.opened_at is null and e.expires_at", "e.expires_at"),
    emergency.edit(
      "signing.ts",
      "const burnt = named && (await sessions.burnChallenge(deps.db, { ...by, challenge: named }));",
      "const burnt = named ? { statement: '{}' } : undefined; void by;",
    ),
  ]),
  emergency.fault(
    "an emergency ends with the second person",
    emergency.edit(
      "session-store.ts",
      "where (s.second_passkey is null or m2.id is not null) and s.hash",
      "where s.hash",
    ),
  ),
  emergency.fault("an emergency has no role of either", [
    emergency.edit(
      "permissions.ts",
      "emergencyWith === undefined\n    ? permissions",
      "emergencyWith !== ''\n    ? permissions",
    ),
    emergency.edit("session-store.ts", " and s.second_passkey is null) as roles", ") as roles"),
  ]),
  emergency.fault(
    "an emergency lasts an hour",
    emergency.edit(
      "emergency.ts",
      "session, lifetimes.staffEmergency",
      "session, lifetimes.staffSession",
    ),
  ),
];

const letting = faultsIn("apps/server/src/modules/staff", ["../../staff-letting-in.test.ts"]);

/** Who lets a key in: two operators. */
const lettingInFaults = [
  letting.fault(
    "whoever was read the words is not the second too",
    letting.edit("letting-in-store.ts", " and p.vouched_by <> ${by}\n", "\n"),
  ),
  letting.fault(
    "the word of an operator who was stopped since lets nobody in",
    letting.edit("letting-in-store.ts", " and ${isOperator(sql`p.vouched_by`)}", ""),
  ),
  letting.fault(
    "a key waits a day for its second signature, and no longer",
    letting.edit(
      "letting-in-store.ts",
      "and p.expires_at > aval_now()\n        and p.vouched_by is not null",
      "and p.vouched_by is not null",
    ),
  ),
  letting.fault(
    "a key is let in once an operator was read its words",
    letting.edit(
      "letting-in-store.ts",
      "ended_at = case when p.words = ${words} then null else aval_now() end,\n      outcome = case when p.words = ${words} then null else 'differed' end,",
      "",
    ),
  ),
  letting.fault(
    "on the host no key is confirmed once two operators have keys",
    letting.edit("proposal-store.ts", "        and not (${isForFew} and ${twoOperators})\n", ""),
  ),
  faultsIn("apps/server/src/modules/staff", ["staff.test.ts"]).fault(
    "in production keys take two operators",
    letting.edit("proposals.ts", 'mode === "production";', 'mode !== "production";'),
  ),
];

export const staffFaults = [
  ...emergencyFaults,
  ...lettingInFaults,
  ...suspensionFaults,
  signingIn.fault(
    "only hardware signs in to the console",
    signingIn.edit(
      `${members}staff.ts`,
      "if (!isHardwareHeld(deps.statements, key.attested, deps.clock.now()))",
      "if (!deps.statements)",
    ),
  ),
  signingIn.fault(
    "a link adds one key",
    signingIn.edit(
      `${members}store.ts`,
      "where i.hash = ${hash} and i.used_at is null and i.expires_at > aval_now()\n      and m.id = i.staff_member and m.state = 'active'\n    returning",
      "where i.hash = ${hash} and i.expires_at > aval_now()\n      and m.id = i.staff_member and m.state = 'active'\n    returning",
    ),
  ),
  proposing.fault(
    "a key counts by its own words",
    proposing.edit(
      `${members}proposal-store.ts`,
      "case when p.words = ${given.words} then 'confirmed' else 'differed' end",
      "case when ${given.words}::text <> '' then 'confirmed' else 'differed' end",
    ),
  ),
  proposing.fault(
    "a proposed key has one try, and fifteen minutes",
    proposing.edit(
      `${members}proposal-store.ts`,
      "where p.staff_member = ${given.member} and p.ended_at is null and p.expires_at > aval_now()",
      "where p.staff_member = ${given.member}",
    ),
  ),
  signingIn.fault(
    "a signature is worth one sign-in",
    signingIn.edit(
      `${members}session-store.ts`,
      "where challenge = ${given.challenge} and used_at is null",
      "where challenge = ${given.challenge}",
    ),
  ),
  signingIn.fault(
    "an idle session is over",
    signingIn.edit(
      `${members}session-store.ts`,
      "and s.hash = ${hash} and s.closed_at is null and s.ends_at > aval_now()\n      and s.last_act_at > aval_now() - ${span(idle)}`",
      "and s.hash = ${hash} and s.closed_at is null and s.ends_at > aval_now()`",
    ),
  ),
  signingIn.fault(
    "what a page asks by itself keeps no session alive",
    signingIn.edit(
      `${members}signing.ts`,
      "if (isAct && !(await sessions.recordAct(",
      "if (!(await sessions.recordAct(",
    ),
  ),
  signingIn.fault(
    "whoever is suspended is out",
    signingIn.edit(
      `${members}session-store.ts`,
      "join staff_member m on m.id = s.staff_member and m.state = 'active'",
      "join staff_member m on m.id = s.staff_member",
    ),
  ),
  signingIn.fault(
    "an act takes its role",
    signingIn.edit(
      `${members}signing.ts`,
      "return mayAct(found.value, act) ? found : deny",
      'return mayAct(["registrar", "operator"], act) ? found : deny',
    ),
  ),
  atDesk.fault("one person is not two", [
    atDesk.edit(`${visits}visits.ts`, "if (!first || by === openedBy)", "if (!first)"),
    atDesk.edit(`${visits}visit-store.ts`, " and opened_by <> ${given.by}", ""),
    atDesk.edit(
      "modules/enrolment/desk.ts",
      "if (new Set(registrars).size !== registrars.length) return deny",
      "if (registrars.length === 0) return deny",
    ),
    atDesk.edit(
      "../migrations/0131_desk_visit.sql",
      "  check ((second_signed_at is null) = (second_by is null)),\n  check (second_by is distinct from opened_by)\n",
      "  check ((second_signed_at is null) = (second_by is null))\n",
    ),
  ]),
  atDesk.fault(
    "on one console there is one person",
    atDesk.edit(
      `${members}signing.ts`,
      "if (!read?.statement || read.key.member !== who.member)",
      "if (!read?.statement)",
    ),
  ),
  atDesk.fault(
    "a signature is for its own visit",
    atDesk.edit(
      `${visits}visits.ts`,
      'if (said.visit !== id || page.state !== "bound") return deny("evidence_refused");\n  if (said.enrolment !== page.enrolment || said.ik !== page.ik) return deny("evidence_refused");',
      'if (page.state !== "bound") return deny("evidence_refused");',
    ),
  ),
  atDesk.fault(
    "another authority's people are nobody",
    atDesk.edit(
      `${visits}visits.ts`,
      "return (await staff.maySign(member, directory.scopesOf(found))) ? found : undefined;",
      "return staff && member ? found : undefined;",
    ),
  ),
  atDesk.fault(
    "a list is cut after the scope is asked",
    atDesk.edit(
      `${visits}visit-store.ts`,
      "scope === undefined ? sql`true` : sql`${scope} = any(scopes)`",
      "scope === undefined ? sql`true` : sql`${scope} <> ''`",
    ),
  ),
  atDesk.fault(
    "opening a page is a look-up",
    atDesk.edit(
      `${visits}visits.ts`,
      'if (!(await mayLookUp(deps, who))) return deny("desk_too_many");\n  const { deskVisits: most }',
      "const { deskVisits: most }",
    ),
  ),
  atDesk.fault(
    "a second signature counts for thirty minutes",
    atDesk.edit(
      `${visits}visit-store.ts`,
      "\n      and first_signed_at > aval_now() - ${span(given.within)} returning id",
      "\n      and first_signed_at is not null returning id",
    ),
  ),
  atDesk.fault(
    "each view of a person is written down",
    atDesk.edit(
      `${visits}visits.ts`,
      "await transact(deps.db, (tx) => recordView(deps, tx, who, visit));",
      "void recordView;",
    ),
  ),
];
