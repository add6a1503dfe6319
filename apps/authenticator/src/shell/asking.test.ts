import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { danger, question } from "../approvals/request.ts";
import { messages } from "../messages.ts";
import { phoneCall } from "../phones/request.ts";
import { type AppEvent, needs, step } from "../state.ts";
import { anyEvent, held, model, now } from "../testing/events.ts";
import { askedNow, askingOf, calmLeft, calmSeconds } from "./asking.ts";

test("both questions are asked, each time; the order and the picture change with what is drawn, nothing else does", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.nat(), (draw) => {
      const first = askingOf(draw);
      const both = [askedNow(first), askedNow({ ...first, passed: true })];
      assert.deepEqual([...both].sort(), ["call", "screen"]);
      seen.add(`${first.first} ${first.picture}`);
    }),
    { numRuns: 200 },
  );
  assert.equal(seen.size, 6);
});

test("the questions are drawn anew for each screen, and stay while one is read", () => {
  const at = { ...model({ at: "settings" }), draw: 3 };
  const asked = step(at, { event: "opened", screen: "phone-call" }).model;
  assert.deepEqual(asked.asking, askingOf(3));
  const passed = step({ ...asked, draw: 4 }, { event: "first_answered" }).model;
  assert.deepEqual(passed.asking, { ...askingOf(3), passed: true });
  const ticked = step({ ...passed, draw: 5 }, { event: "ticked" }).model;
  assert.deepEqual(ticked.asking, passed.asking);
  const again = step(
    { ...step(ticked, { event: "back" }).model, draw: 4 },
    { event: "opened", screen: "phone-call" },
  );
  assert.deepEqual(again.model.asking, askingOf(4));
});

test("whoever said yes is let do nothing that opens for half a minute, and everything that stops at once", () => {
  const no: AppEvent = { event: "phone_call_answered", onCall: false };
  const said = step(model(phoneCall), { event: "phone_call_answered", onCall: true }).model;
  assert.equal(said.screen.at, "danger");
  const asked = (later: number) => ({ ...said, screen: phoneCall, now: now + later });
  for (const later of [0, 1, calmSeconds - 1])
    assert.deepEqual(step(asked(later), no).model.screen, phoneCall, `${later} s after`);
  assert.notDeepEqual(step(asked(calmSeconds), no).model.screen, phoneCall);
  assert.equal(step(asked(1), { event: "opened", screen: "block" }).model.screen.at, "block");
  const refusing = step({ ...said, screen: question(held(1)) }, { event: "not_me_tapped" });
  assert.ok(refusing.run.some(({ command }) => command === "refuse"));
  assert.ok(needs(asked(1)).tick, "and the seconds are shown as they pass");
});

test("no event takes the half minute away before its time", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 10 }), (events) => {
      let at = step(model(question(held(1))), { event: "fraud_tapped", cause: "on_call" }).model;
      for (const event of events) at = step(at, event).model;
      assert.ok(calmLeft(at.calmUntil, now) >= calmSeconds);
    }),
    { numRuns: 60 },
  );
});

test("a danger screen has three wordings that differ, in both languages", () => {
  for (const t of [messages.fr, messages.en]) {
    assert.equal(new Set(t.danger.leads).size, 3);
    for (const cause of Object.keys(t.danger.done) as (keyof typeof t.danger.done)[])
      assert.equal(new Set(t.danger[cause]).size, 3, cause);
  }
  assert.deepEqual(
    [0, 1, 2].map((second) => danger("sent", second).wording),
    [0, 1, 2],
  );
});
