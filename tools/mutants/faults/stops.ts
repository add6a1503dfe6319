import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/stops", ["stops.test.ts"]);

const whole = faultsIn("apps/server/src", ["stops.test.ts"]);

const desk = faultsIn("apps/server/src/modules/stops", ["reopening.test.ts"]);

const clearing = faultsIn("apps/server/src", ["freeze-clearing.test.ts"]);

const frozen = faultsIn("apps/server/src", ["frozen-phone.test.ts"]);

const sameDay = faultsIn("apps/server/src", ["same-day.test.ts"]);

const racing = faultsIn("apps/server/src/modules/approvals", ["approvals.race.test.ts"]);
const there = faultsIn("apps/server/src", ["measures-there.race.test.ts"]);

/** What a stopped phone had scanned ends with the stop. */
const scannedFaults = [
  racing.fault(
    "what a phone claims while it is stopped is ended by the stop",
    racing.edit("approvals.ts", 'await stops.keepOpen(tx, professional, "enter");\n}', "}"),
  ),
  racing.fault(
    "what a phone had approved before it was stopped opens nothing after",
    racing.edit("store.ts", "or (state = 'approved' and decided_at", "or (false and decided_at"),
  ),
  there.fault(
    "what a suspended phone had scanned ends in the stop's own transaction",
    there.edit("wiring.ts", "await approvals.endStopped(tx, phone);", ""),
  ),
  there.fault(
    "what a frozen holder's phones had scanned ends with the freeze",
    there.edit(
      "wiring.ts",
      'if (rulesHolding("enter").includes(rule)) await approvals.endStopped(tx, { professional });',
      "",
    ),
  ),
  there.fault(
    "a page whose phone was stopped says what a refusal says",
    there.edit("modules/login/login.ts", '["call_lasts", "device_not_active"]', '["call_lasts"]'),
  ),
];

/** A freeze: two analysts, lately, each for exactly it, neither of them who froze. */
const clearingFaults = [
  clearing.fault("one analyst alone ends no freeze", [
    clearing.edit("modules/stops/clearing-store.ts", "c.member <> ${given.member} and ", ""),
    clearing.edit(
      "modules/stops/clearing.ts",
      "analysts.filter((one) => one !== member)",
      "analysts",
    ),
  ]),
  clearing.fault("a signature on a freeze counts for a day", [
    clearing.edit(
      "modules/stops/clearing-store.ts",
      "c.stop = s.id and c.signed_at > aval_now() - ${span(within)}",
      "c.stop = s.id",
    ),
    clearing.edit(
      "modules/stops/clearing-store.ts",
      "c.member is distinct from stop.made_by and c.signed_at > aval_now() - ${span(within)}",
      "c.member is distinct from stop.made_by",
    ),
  ]),
  clearing.fault("who froze clears nothing", [
    clearing.edit(
      "modules/stops/clearing.ts",
      "const isMaker = ({ madeBy }: store.Freeze, member: string) => madeBy === member;",
      "const isMaker = (_freeze: store.Freeze, _member: string) => false;",
    ),
  ]),
  clearing.fault(
    "an analyst suspended after signing is not one of the two",
    clearing.edit(
      "modules/stops/clearing.ts",
      "if (await staff.mayClear(one, directory.scopesOf(holder), tx)) still.push(one);",
      "still.push(one);",
    ),
  ),
  clearing.fault(
    "a signature ends the freeze that it names",
    clearing.edit(
      "modules/stops/clearing.ts",
      "signedExactly(who, assertion, statementOf(found))",
      "signedExactly(who, assertion, {})",
    ),
  ),
];

/** The one phone that a desk may add under a freeze. */
const frozenPhoneFaults = [
  frozen.fault(
    "one phone, not two, is added under a freeze",
    frozen.edit(
      "modules/stops/store.ts",
      "and (desk_enrolment is null or desk_enrolment = ${over ?? null})",
      "and true",
    ),
  ),
  frozen.fault(
    "a freeze leaves a desk where both registrars are in the room, and nothing else",
    frozen.edit(
      "modules/enrolment/moves.ts",
      'rowOf(path)?.underFreeze === "one" && !raises ? id : undefined',
      "rowOf(path) && !raises ? id : undefined",
    ),
  ),
  frozen.fault("what an analyst signed before the phone came ends nothing", [
    frozen.edit(
      "modules/stops/clearing-store.ts",
      "and c.desk_enrolment is not distinct from stop.desk_enrolment and ${who}",
      "and ${who}",
    ),
    frozen.edit(
      "modules/stops/clearing-store.ts",
      "\n        and c.desk_enrolment is not distinct from s.desk_enrolment) as members",
      ") as members",
    ),
  ]),
  frozen.fault(
    "an analyst signs for the phone that they were shown",
    frozen.edit("modules/stops/clearing.ts", 'phone: freeze.phone?.enrolment ?? "",', ""),
  ),
  frozen.fault(
    "an analyst who is being suspended ends no freeze",
    frozen.edit(
      "modules/stops/clearing.ts",
      'if (!analysts.includes(member)) return deny("staff_may_not");',
      "",
    ),
  ),
];

/** *Rouvrir au guichet*: a desk, the card and the phone they saw, lately, and nothing less. */
const reopeningFaults = [
  desk.fault(
    "a block is not reopened without a desk",
    desk.edit("store.ts", "${!desk} or", "true or"),
  ),
  desk.fault(
    "a block is not reopened without the card",
    desk.edit("store.ts", "${!card} or", "true or"),
  ),
  desk.fault(
    "the phone that reopens is the one that the desk saw",
    desk.edit(
      "store.ts",
      "r.stop = stop.id and r.device = ${by.device ?? null}",
      "r.stop = stop.id",
    ),
  ),
  desk.fault(
    "a card shown for one phone is nothing to another that began",
    desk.edit(
      "store.ts",
      "r.stop = ${card.stop} and r.device = ${card.device}",
      "r.stop = ${card.stop}",
    ),
  ),
  desk.fault(
    "a registrar suspended after signing reopens nothing",
    desk.edit(
      "stops.ts",
      "if (!(await deps.staff.maySign(registrar, scopesOf(holder)))) return false;",
      "void registrar;",
    ),
  ),
  desk.fault(
    "a card reported after it was shown reopens nothing",
    desk.edit(
      "stops.ts",
      "return deps.cardOpens(tx, professional, evidence.cardFrom);",
      "return true;",
    ),
  ),
  desk.fault(
    "a reopening begins after the phone's own quarter of an hour",
    desk.edit("store.ts", "and aval_now() >= made_at + ${way.from} * interval '1 millisecond'", ""),
  ),
  desk.fault(
    "the same signatures are worth no more by coming again",
    desk.edit("store.ts", "to_timestamp(${seen.at}::float8 / 1000), aval_now()", "aval_now()"),
  ),
  desk.fault(
    "a phone younger than a week begins no reopening beside an older one",
    desk.edit(
      "reopening.ts",
      "if (!(await deps.devices.isSettled(tx, device.id, lifetimes.settled))) return false;",
      "",
    ),
  ),
  desk.fault(
    "registrars sign for the holders of their scope",
    desk.edit(
      "reopening.ts",
      'if (!(await deps.staff.maySign(registrar, scopesOf(holder)))) return deny("evidence_refused");',
      "void registrar;",
    ),
  ),
  desk.fault("a desk sees the holder of that very stop", [
    desk.edit("reopening.ts", " || holder.id !== begun.professional", ""),
    desk.edit("store.ts", "s.professional = ${seen.professional} and ", ""),
  ]),
  desk.fault(
    "one registrar is not two",
    desk.edit(
      "../staff/agreement.ts",
      'if (first.registrar === second.registrar) return deny("evidence_refused");',
      "",
    ),
  ),
  desk.fault(
    "registrars sign the key of the phone that began",
    desk.edit("desk.ts", " && ik === expected.ik", ""),
  ),
];

/** Stopping is cheap, opening is dear. */
export const stopFaults = [
  fault(
    "what opens for a holder takes its turn with a stop",
    edit("stops.ts", "  await holdTurn(tx, stopsOf(professional));\n", ""),
    ["stops.race.test.ts"],
  ),
  fault(
    "a phone younger than a week lifts nothing beside an older one",
    edit(
      "stops.ts",
      'if (!(await deps.devices.isSettled(tx, device.id, lifetimes.settled)))\n      return deny("stop_not_liftable");',
      "",
    ),
  ),
  fault(
    "lifting takes the PIN program's word",
    edit("stops.ts", "if (!confirmed.ok) return confirmed;", ""),
  ),
  fault(
    "lifting takes the code's key",
    edit("stops.ts", "  if (!confirmed.ok) return confirmed;\n", ""),
  ),
  fault(
    "a stop is lifted only by whoever says that nobody is on the telephone",
    edit("stops.ts", ' || onCall !== false || code === "absent"', ' || code === "absent"'),
  ),
  fault(
    "after its time no phone lifts a block",
    edit(
      "store.ts",
      "and (${until}::bigint is null or made_at + ${until}::bigint * interval '1 millisecond' > aval_now())",
      "",
    ),
  ),
  fault("a stop is its own holder's to lift", [
    edit(
      "stops.ts",
      "const stop = (await store.standing(tx, professional)).find((one) => one.id === id);",
      'const stop = { id, rule: "block" as const };',
    ),
    edit("store.ts", "and professional = ${by.professional} and rule", "and rule"),
  ]),
  fault(
    "a suspended phone stops nothing",
    edit(
      "stops.ts",
      'if (device.state !== "active" && device.state !== "disabled") return deny("device_not_active");',
      'if (device.state === "enrolling") return deny("device_not_active");',
    ),
  ),
  ...reopeningFaults,
  ...scannedFaults,
  ...clearingFaults,
  ...frozenPhoneFaults,
  whole.fault(
    "a stop is told on its holder's own place that nobody shares, and on no other page",
    whole.edit(
      "modules/login/login.ts",
      'const isOwn = where.startsWith("own_place") && !isShared;',
      "const isOwn = where !== undefined || isShared;",
    ),
  ),
  sameDay.fault(
    "a full phone that ever was locks enrolment, whatever became of it",
    sameDay.edit(
      "modules/devices/store.ts",
      "where professional = ${professional} and level = 'full' limit 1`",
      "where professional = ${professional} and level = 'full' and state = 'active' limit 1`",
    ),
  ),
  whole.fault(
    "a place that a stopped phone made gives its holder nothing any more",
    whole.edit("wiring.ts", "    await places.endMadeBy(tx, phone);\n", ""),
  ),
  whole.fault(
    "a key that a stopped phone was the evidence for opens nothing any more",
    whole.edit("wiring.ts", "    await passkeys.endMadeBy(tx, phone);\n", ""),
  ),
  whole.fault(
    "software that a stopped phone added asks no more",
    whole.edit("wiring.ts", "    await installations.endMadeBy(tx, phone);\n", ""),
  ),
  whole.fault(
    "a suspended phone reads and ends nothing of its holder's",
    whole.edit(
      "modules/devices/devices.ts",
      'if (device.state !== "active" && device.state !== "disabled") return deny("device_not_active");',
      'if (device.state === "enrolling") return deny("device_not_active");',
    ),
  ),
];
