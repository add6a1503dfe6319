import assert from "node:assert/strict";
import { test } from "node:test";
import { idFrom, type OwnPhoneAct, type PhoneView } from "@aval/protocol";
import fc from "fast-check";
import { type AppEvent, type Command, type Model, step } from "../state.ts";
import { anyEvent, code, model, offline } from "../testing/events.ts";
import { newCodeCall } from "../new-code/state.ts";
import { ownPhones } from "./request.ts";

const phone = (may: readonly OwnPhoneAct[]): PhoneView => ({
  id: idFrom("dev", new Uint8Array(17).fill(3)),
  name: "iPhone",
  level: "full",
  state: "active",
  since: 1,
  isThis: false,
  may,
});
const listed = (may: readonly OwnPhoneAct[]) => model({ ...ownPhones, items: [phone(may)] });
const ran = (run: readonly Command[], command: Command["command"]) =>
  run.some((one) => one.command === command);
const through = (from: Model, ...events: readonly AppEvent[]) =>
  events.reduce((now, event) => step(now.model, event), {
    model: from,
    run: [] as readonly Command[],
  });

test("a phone is lost by a press after what will happen was said, and no code", () => {
  const from = listed(["lost"]);
  const asked = through(from, { event: "own_act_tapped", act: "lost", phone: phone(["lost"]) });
  assert.equal(asked.model.screen.at, "own-lost");
  assert.equal(ran(asked.run, "report_lost_phone"), false);
  const pressed = step(asked.model, { event: "own_lost_confirmed" });
  assert.ok(ran(pressed.run, "report_lost_phone"));
  assert.equal(
    ran(step(pressed.model, { event: "own_lost_confirmed" }).run, "report_lost_phone"),
    false,
  );
  const failed = step(pressed.model, { event: "own_phones_failed", trouble: offline });
  assert.ok(ran(step(failed.model, { event: "own_lost_confirmed" }).run, "report_lost_phone"));
});

test("what the server does not let this phone do opens no screen", () => {
  for (const act of ["rename", "lost", "remove", "disown"] as const)
    assert.equal(
      through(listed([]), { event: "own_act_tapped", act, phone: phone([]) }).model.screen.at,
      "own-phones",
    );
});

for (const act of ["remove", "disown"] as const)
  test(`${act}: no code leaves before its holder said that nobody on the telephone asks for it`, () => {
    const asked = through(listed([act]), { event: "own_act_tapped", act, phone: phone([act]) });
    assert.equal(asked.model.screen.at, "own-call");
    const dictated = step(asked.model, { event: "own_call_answered", onCall: true });
    assert.deepEqual([dictated.model.screen.at, dictated.run.length], ["danger", 0]);
    const free = step(asked.model, { event: "own_call_answered", onCall: false });
    assert.ok(ran(step(free.model, { event: "code_given", code }).run, "change_own_phone"));
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
        let current = asked.model;
        for (const event of events) {
          if (event.event === "own_call_answered") continue;
          const next = step(current, event);
          assert.ok(!ran(next.run, "change_own_phone"));
          current = next.model;
        }
      }),
      { numRuns: 60 },
    );
  });

test("disowned, the next screen says what is frozen and who reopens it", () => {
  const done = through(
    listed(["disown"]),
    { event: "own_act_tapped", act: "disown", phone: phone(["disown"]) },
    { event: "own_call_answered", onCall: false },
    { event: "code_given", code },
    { event: "own_phone_changed", act: "disown", items: [] },
  );
  assert.equal(done.model.screen.at, "stopped");
  assert.ok(ran(done.run, "load_stops"));
});

const codes = (before: string, first: string, second = first): AppEvent => ({
  event: "new_code_given",
  ...{ before, first, second },
});

test("a new code leaves once, chosen alone, six digits, uncommon, twice the same and another than the old one", () => {
  const asked = model(newCodeCall);
  const dictated = step(asked, { event: "new_code_call_answered", onCall: true });
  assert.deepEqual([dictated.model.screen.at, dictated.run.length], ["danger", 0]);
  assert.equal(ran(step(asked, codes("246813", "975318")).run, "change_code"), false);
  const typing = step(asked, { event: "new_code_call_answered", onCall: false }).model;
  for (const given of [
    codes("24681", "975318"),
    codes("246813", "97531"),
    codes("246813", "111111"),
    codes("246813", "975318", "975319"),
    codes("246813", "246813"),
  ])
    assert.equal(ran(step(typing, given).run, "change_code"), false, JSON.stringify(given));
  const sent = step(typing, codes("246 813", "975318"));
  assert.deepEqual(sent.run, [{ command: "change_code", before: "246813", after: "975318" }]);
  assert.equal(ran(step(sent.model, codes("246813", "975318")).run, "change_code"), false);
  assert.equal(step(sent.model, { event: "new_code_works" }).model.screen.at, "new-code-done");
});
