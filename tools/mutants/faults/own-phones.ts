import { faultsIn } from "../fault.ts";

const phones = faultsIn("apps/server/src", ["own-phones.test.ts"]);
const code = faultsIn("apps/server/src", ["code-change.test.ts"]);
const renewal = faultsIn("apps/server/src", ["code-renewal.test.ts"]);
const means = faultsIn("apps/server/src", ["modules/account/second-means.test.ts"]);
const card = faultsIn("apps/server/src", ["card-try-out.test.ts"]);
const table = "modules/devices/phone-acts.ts";

/** A holder's phones on each other, and a code that changes in two programs. */
export const ownPhoneFaults = [
  phones.fault(
    "a limited phone does nothing to another",
    phones.edit(table, 'by.level !== "full" || ', ""),
  ),
  phones.fault(
    "a phone of this week does nothing to an older one",
    phones.edit(table, ": by.isOld || !isOlder", ": by.isOld || isOlder || !isOlder"),
  ),
  phones.fault(
    "only what came after it is disowned, by a phone older than a week",
    phones.edit(table, "by.isOld && !isOlder", "!isOlder"),
  ),
  phones.fault(
    "what a lost phone opened closes",
    phones.edit("wiring.ts", 'await sessions.closeThose(tx, phone, "stopped");', ""),
  ),
  phones.fault(
    "disowning freezes",
    phones.edit(
      "modules/account/own-phones.ts",
      'await deps.stops.freeze(tx, { professional, reason: "disowned", by: by.id });',
      "",
    ),
  ),
  code.fault("a code is changed with the old one only", [
    code.edit(
      "pin/renew.ts",
      "[counter.ik, counter.uk])))",
      "[counter.ik, counter.uk])) && false)",
    ),
    code.edit(
      "pin/renew.ts",
      "[counter.ik, counter.uk, uk])))",
      "[counter.ik, counter.uk, uk])) && false)",
    ),
    code.edit("modules/devices/code.ts", "if (isWrong) {", "if (isWrong && false) {"),
  ]),
  code.fault(
    "a change whose end was not heard is found at the next code",
    code.edit(
      "modules/devices/code.ts",
      "current.pinKey === device.pinKey) return device;",
      "current.pinKey === device.pinKey || current) return device;",
    ),
  ),
  renewal.fault(
    "a renewal is taken of a key that is due only",
    renewal.edit(
      "modules/devices/store.ts",
      "renewed === undefined ? sql`true` : codeStands(renewed)",
      "renewed === undefined || true ? sql`true` : codeStands(renewed)",
    ),
  ),
  renewal.fault(
    "only the key that was asked for as a renewal is told as one",
    renewal.edit(
      "modules/devices/store.ts",
      'returning renewal_key is not distinct from pin_key as "isRenewal"',
      'returning true as "isRenewal"',
    ),
  ),
  means.fault(
    "a key that may be copied is no second means",
    means.edit("modules/account/second-means.ts", "isHardwareHeld && !isAsleep", "!isAsleep"),
  ),
  means.fault(
    "the first means is not the second",
    means.edit("modules/account/second-means.ts", "all.slice(1)", "all.slice(0)"),
  ),
  card.fault(
    "a reported card is no second means",
    card.edit(
      "modules/cards/store.ts",
      "r.reported_at >= c.valid_from",
      "r.reported_at < c.valid_from",
    ),
  ),
  card.fault(
    "a card that is tried again the same day is no new fact",
    card.edit("modules/cards/store.ts", "and (tested_at is null or", "and (true or"),
  ),
  renewal.fault(
    "a new key sets the year anew",
    renewal.edit("modules/devices/store.ts", ", code_since = aval_now()\n", "\n"),
  ),
];
