import assert from "node:assert/strict";
import { test } from "node:test";
import { factRows } from "#modules/audit";
import { hours, instant } from "#platform/time";
import {
  type AlertKind,
  alertKinds,
  alertsOf,
  caseWindow,
  factsRead,
  type Told,
} from "./alerts.ts";

let seconds = 1_790_000_000;
const fact = (
  kind: Told["kind"],
  body: Record<string, unknown> = {},
  more: Partial<Told> = {},
): Told => ({
  id: `fct_${++seconds}`,
  kind,
  at: instant(seconds * 1000),
  body,
  professional: "pro_1",
  nationalId: "899700000017",
  ...more,
});
const refusal = (approval: string, reason: string, where = "own_place", more = {}) =>
  fact("approval_refused", { approval, reason, where }, more);
const said = (approval: string, reason: string) => fact("refusal_explained", { approval, reason });
const dueIn = (facts: readonly Told[]) => alertsOf(facts).map(({ because }) => because ?? []);

test("every row of the table makes its alert of its fact, with whose it is and when", () => {
  for (const kind of Object.keys(alertKinds) as AlertKind[])
    for (const row of alertKinds[kind]) {
      const bodies = [
        { reason: "not_me" },
        { reason: "not_me_on_page" },
        { reason: "two_at_once" },
        { origin: "agent" },
        { origin: "partner" },
        {},
      ];
      const holds = "when" in row ? row.when : () => true;
      const body = bodies.find((one) => holds(one as { reason: string; origin: string }));
      assert.ok(body, `${kind}: no body makes it`);
      const given = fact(row.fact, body);
      const [alert] = alertsOf([given]);
      assert.ok(alert, kind);
      const { id, nationalId, at } = alert;
      assert.deepEqual(
        { id, kind: alert.kind, nationalId, at: Date.parse(at) },
        { id: given.id, kind, nationalId: given.nationalId, at: given.at },
      );
      assert.ok(factsRead.includes(row.fact));
    }
});

test("no fact that the table does not name is an alert", () => {
  for (const kind of Object.keys(factRows) as Told["kind"][])
    if (!Object.values(alertKinds).some((rows) => rows.some((row) => row.fact === kind)))
      assert.deepEqual(alertsOf([fact(kind, { reason: "two_at_once" })]), [], kind);
});

test("a case is due for a caller, for a browser that is not the holder's own place, and for the second in 24 hours", () => {
  assert.deepEqual(dueIn([refusal("a", "not_me")]), [[]]);
  assert.deepEqual(dueIn([refusal("a", "on_call")]), [["caller"]]);
  assert.deepEqual(dueIn([refusal("a", "other", "unknown")]), [["not_own_place"]]);
  assert.deepEqual(dueIn([refusal("a", "other", "known_workstation")]), [["not_own_place"]]);
  assert.deepEqual(dueIn([refusal("a", "not_me"), refusal("b", "not_me")]), [
    [],
    ["second_in_a_day"],
  ]);
  const old = refusal("a", "not_me");
  const at = (span: number) => refusal("b", "not_me", "own_place", { at: instant(old.at + span) });
  assert.deepEqual(dueIn([old, at(caseWindow - 1)]), [[], ["second_in_a_day"]]);
  assert.deepEqual(dueIn([old, at(hours(24))]), [[], []]);
  const other = refusal("b", "not_me", "own_place", { professional: "pro_2" });
  assert.deepEqual(dueIn([refusal("a", "not_me"), other]), [[], []]);
});

test("a ring refused is one from the holder's own place, unless it was by mistake, then or said since", () => {
  const rung = (ring: string, reason: string) =>
    fact("ring_refused", { ring, reason, where: "own_place" });
  assert.deepEqual(dueIn([rung("a", "not_me"), rung("b", "on_call")]), [
    [],
    ["caller", "second_in_a_day"],
  ]);
  assert.deepEqual(alertsOf([rung("a", "mistake")]), []);
  const back = fact("ring_refusal_taken_back", { ring: "a" });
  assert.deepEqual(alertsOf([rung("a", "not_me"), back]), []);
});

test("what is said after a refusal counts: a caller makes the case due, an error takes the alert back and counts for nothing", () => {
  assert.deepEqual(dueIn([refusal("a", "not_me"), said("a", "on_call")]), [["caller"]]);
  assert.deepEqual(alertsOf([refusal("a", "not_me", "unknown"), said("a", "mistake")]), []);
  assert.deepEqual(dueIn([refusal("a", "not_me"), said("a", "mistake"), refusal("b", "not_me")]), [
    [],
  ]);
  assert.deepEqual(alertsOf([said("a", "on_call")]), []);
});
