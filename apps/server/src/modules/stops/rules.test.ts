import assert from "node:assert/strict";
import { test } from "node:test";
import { hours, minutes } from "#platform/time";
import { type Rule, rules, rulesHolding, wayBy } from "./rules.ts";

/** The table as law 5 reads, written a second time on purpose: what a reviewer signs. */
const law = {
  pause_from_alert: "alert pause ring+join+enrol elsewhere | phone@0 | desk@0 | card@1440",
  pause_by_caller: "unverified_caller pause join+enrol none | phone@0 | desk@0 | card@1440",
  pause_by_report: "holder pause join+enrol none | phone@0 | desk@0 | card@1440",
  block:
    "holder block enter+enter_elsewhere+ring+join+enrol all | phone@0-15 | desk+card+phone@15 | card@1440",
  freeze: "analyst freeze enter+enter_elsewhere+ring+join+enrol all | two_people@0",
  call: "support pause enter_elsewhere+join+enrol none",
} as const satisfies Record<Rule, string>;

const inMinutes = (span: number) => span / minutes(1);

for (const rule of Object.keys(rules) as Rule[]) {
  test(`the row of ${rule} is law 5's`, () => {
    const { by, kind, holds, closes, ways } = rules[rule];
    const told = ways.map(
      ({ means, from, until }) =>
        `${means.join("+")}@${inMinutes(from)}${until === undefined ? "" : `-${inMinutes(until)}`}`,
    );
    assert.equal([`${by} ${kind} ${holds.join("+")} ${closes}`, ...told].join(" | "), law[rule]);
  });
}

test("an unverified caller's pause is made once in a day, and every other as often as it is needed", () => {
  const limited = (Object.keys(rules) as Rule[]).filter((rule) => rules[rule].onceIn !== undefined);
  assert.deepEqual(limited, ["pause_by_caller"]);
  assert.equal(rules.pause_by_caller.onceIn, hours(24));
});

test("only a block and a freeze keep the holder out: a pause made on purpose costs them nothing", () => {
  assert.deepEqual(rulesHolding("enter"), ["block", "freeze"]);
  assert.deepEqual(rulesHolding("enter_elsewhere"), ["block", "freeze", "call"]);
  assert.deepEqual(rulesHolding("ring"), ["pause_from_alert", "block", "freeze"]);
  assert.deepEqual(rulesHolding("join"), Object.keys(rules));
  assert.deepEqual(rulesHolding("enrol"), Object.keys(rules));
});

test("no phone alone lifts a freeze, and a block only while its way is open", () => {
  assert.equal(wayBy("phone", "freeze"), undefined);
  assert.deepEqual(wayBy("phone", "block"), { means: ["phone"], from: 0, until: minutes(15) });
});
