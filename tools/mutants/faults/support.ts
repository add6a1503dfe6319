import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", ["support.test.ts"]);
const alone = ["modules/support/call.test.ts"];

const onPhone = faultsIn("apps/authenticator/src/calls", ["state.test.ts"]);

const ofCheck = faultsIn("apps/server/src", ["caller-checks.test.ts"]);

/** A caller verified in the app. */
export const callerFaults = [
  ofCheck.fault(
    "an agent blocks only for whoever confirmed",
    ofCheck.edit(
      "modules/support/check-store.ts",
      'spend: { from: ["confirmed"]',
      'spend: { from: ["asked", "confirmed"]',
    ),
  ),
  ofCheck.fault(
    "a report takes back what was confirmed",
    ofCheck.edit(
      "modules/support/check-store.ts",
      'refuse: { from: ["asked", "confirmed"]',
      'refuse: { from: ["asked"]',
    ),
  ),
  ofCheck.fault(
    "an answer is of the call in which it was asked",
    ofCheck.edit(
      "modules/support/check-store.ts",
      "k.over_at > aval_now() and (k.call is null or",
      "k.over_at > aval_now() and (true or",
    ),
  ),
  ofCheck.fault(
    "only a full phone is asked",
    ofCheck.edit(
      "modules/support/check-holder.ts",
      'standing?.isActive === true && standing.level === "full"',
      "standing !== undefined",
    ),
  ),
  ofCheck.fault(
    "what was signed is what was shown",
    ofCheck.edit(
      "modules/support/check-holder.ts",
      'payload["words"] === shown.words',
      'payload["words"] !== undefined',
    ),
  ),
  ofCheck.fault(
    "the agent who asked blocks, and no other",
    ofCheck.edit(
      "modules/support/check-store.ts",
      "k.id = ${id} and k.member = ${member}`",
      "k.id = ${id}`",
    ),
  ),
];

/** Calls of support: announced, held, reported; refusals by their reference. */
export const supportFaults = [
  fault(
    "an agent holds what is added for somebody of that very case alone",
    edit(
      "modules/support/support.ts",
      '  if (!(await isTheirs(deps, who, ofCase, professional))) return deny("not_found");\n  const staff',
      "  const staff",
    ),
  ),
  fault(
    "one agent takes a request to be called back",
    edit(
      "modules/support/callback-store.ts",
      "sql`(b.state = 'asked' or (b.state = 'taken' and b.taken_until <= aval_now()))`",
      "sql`true`",
    ),
  ),
  fault(
    "an agent takes requests of their own authority's people",
    edit(
      "modules/support/callback-store.ts",
      "b.over_at > aval_now() and ${isTheirs(scope)}\n    returning",
      "b.over_at > aval_now()\n    returning",
    ),
  ),
  fault(
    "who waits is shown by initials until an agent has taken it",
    edit("modules/support/callback-queue.ts", "name: isMine ? name : initialsOf(name)", "name"),
  ),
  fault(
    "a request to be called back is made so often in a day",
    edit(
      "modules/support/callbacks.ts",
      'if (!(await deps.limits.spend(tx, "callback", professional, bounds.callbacks, days(1))))',
      "if (false)",
    ),
  ),
  fault(
    "nobody is called back on a number that is not trusted",
    edit(
      "modules/support/callbacks.ts",
      "if (!holder || !(await deps.directory.trustedPhone(professional)))",
      "if (!holder)",
    ),
  ),
  fault(
    "an agent's pause is made once in a day, whatever was lifted",
    edit("modules/stops/rules.ts", "    onceIn: hours(24),\n", ""),
  ),
  fault(
    "an old change of a contact is no sign",
    edit("modules/support/store.ts", "(t.within is null or s.at >", "(true or s.at >"),
  ),
  fault(
    "one refusal is no sign",
    edit("modules/support/store.ts", " having count(*) >= t.least", ""),
  ),
  fault(
    "an agent's own call is no sign to them",
    edit("modules/support/store.ts", " and s.member is distinct from ${reader}", ""),
  ),
  fault(
    "a form says what a button says, or it is none of ours",
    edit("modules/reports/intakes.ts", " || !known[name]?.includes(value)", ""),
    ["modules/reports/intakes.test.ts"],
  ),
  fault(
    "what was typed on a public page is forgotten",
    edit(
      "modules/reports/public-store.ts",
      "settled_at = aval_now(), national_id = null,",
      "settled_at = aval_now(),",
    ),
    ["reports.test.ts"],
  ),
  fault(
    "a network tells so much in an hour",
    edit("modules/reports/public.ts", "if (!mayTell) return deny", "if (false) return deny"),
    ["reports.test.ts"],
  ),
  fault(
    "a public report opens no case",
    edit(
      "modules/cases/severities.ts",
      'public_report: { severity: "low", opens: false }',
      'public_report: { severity: "low", opens: true }',
    ),
    ["reports.test.ts"],
  ),
  fault(
    "what something else holds too is not said to be a call's",
    edit(
      "modules/support/holder.ts",
      "if (until === undefined || (await stops.stands(professional))) return undefined;",
      "if (until === undefined) return undefined;",
    ),
  ),
  fault(
    "a refusal is read by its person's own authority alone",
    edit(
      "modules/refusals/refusals.ts",
      'if (person && !mayRead(deps, who, person)) return deny("not_found");',
      "",
    ),
  ),
  fault(
    "whose refusal was read is told so",
    edit("modules/refusals/refusals.ts", "if (person) await tellPerson(deps, who, person);", ""),
  ),
  fault(
    "an attempt is somebody's once their key has signed it",
    edit(
      "modules/devices/devices.ts",
      "  return receiveFrom(deps, device, await verifyCompact(jws, purpose, device.ik), purpose);",
      '  if ("professional" in device) concerns({ professional: device.professional });\n  return receiveFrom(deps, device, await verifyCompact(jws, purpose, device.ik), purpose);',
    ),
  ),
  fault(
    "strangers' refusals are kept so many in an hour, and leave people their share",
    edit(
      "modules/refusals/intake.ts",
      'const share: Share = professional ? "person" : step === "lost" ? "lost" : "stranger";',
      'const share: Share = step === "lost" ? "lost" : "stranger";',
    ),
    ["modules/refusals/refusals.test.ts"],
  ),
  onPhone.fault(
    "the phone shows no answer about calls that is older than half a minute",
    onPhone.edit(
      "state.ts",
      'if (Math.abs(now - heard.at) >= callSeconds) return { is: "unknown" };',
      "",
    ),
  ),
  onPhone.fault(
    "a phone without a network says that it cannot know who calls",
    onPhone.edit("state.ts", 'if (!online) return { is: "unknown" };', ""),
  ),
  onPhone.fault(
    "who calls stands where something is added",
    onPhone.edit("state.ts", '"phone-call", "phone-wait",', ""),
  ),
  fault(
    "a call that is over is not gone on with",
    edit("modules/support/call.ts", "if (!isFrom || held.overAt <= now)", "if (!isFrom)"),
    alone,
  ),
  fault(
    "a call holds two hours at most",
    edit(
      "modules/support/call.ts",
      "sooner(after(end, lifetimes.callHolds), after(announcedAt, lifetimes.callHoldsMost))",
      "after(end, lifetimes.callHolds)",
    ),
    alone,
  ),
  fault(
    "an institution calls of a case that it sees only",
    edit("modules/support/store.ts", "or ${scope} = any(s.scopes))", "or true)"),
  ),
  fault(
    "nobody is called of a case that is over",
    edit(
      "modules/support/store.ts",
      "s.professional = ${professional} and s.is_live",
      "s.professional = ${professional}",
    ),
  ),
  fault(
    "calls to one person are counted",
    edit(
      "modules/support/support.ts",
      '(await limits.spend(tx, "call_person", call.professional, toPerson, day)) &&',
      "true &&",
    ),
  ),
  fault(
    "an agent ends and opens their own calls only",
    edit(
      "modules/support/support.ts",
      "return kept?.call.member === who.member ? kept : undefined;",
      "return kept;",
    ),
  ),
  fault(
    "a reported call holds what is added",
    edit(
      "modules/support/holder.ts",
      'if (when === "now") await deps.stops.pauseByReport(tx, professional, phone);',
      "",
    ),
  ),
  fault(
    "what is told of a call is buttons",
    edit(
      "modules/support/holder.ts",
      "if (!(known as readonly unknown[]).includes(said)) return undefined;",
      "",
    ),
    alone,
  ),
];
