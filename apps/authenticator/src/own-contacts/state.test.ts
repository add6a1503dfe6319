import assert from "node:assert/strict";
import { test } from "node:test";
import type { OwnContactAskAnswer, OwnContactsAnswer } from "@aval/protocol";
import fc from "fast-check";
import { type AppEvent, type Command, type Model, needs, step } from "../state.ts";
import { anyEvent, code, model, now, offline } from "../testing/events.ts";
import { contactsList } from "./state.ts";

const list: OwnContactsAnswer = { contacts: [], isDue: true, mayChange: true, waiting: [] };
const ran = (run: readonly Command[], command: Command["command"]) =>
  run.some((one) => one.command === command);
const through = (from: Model, ...events: readonly AppEvent[]) =>
  events.reduce((at, event) => step(at.model, event), {
    model: from,
    run: [] as readonly Command[],
  });
const listed = (answer = list) => model({ ...contactsList, list: answer });
const typed: readonly AppEvent[] = [
  { event: "contact_changed_tapped", kind: "email" },
  { event: "contact_given", value: " nouvelle@example.org " },
];
const asked: OwnContactAskAnswer = {
  kind: "email",
  value: "nouvelle@example.org",
  notBefore: now + 30,
  until: now + 600,
};

test("a change leaves only after the call question, half a minute and the code; a caller ends it before anything is said", () => {
  const question = through(listed(), ...typed);
  assert.deepEqual([question.model.screen.at, question.run.length], ["contact-call", 0]);
  const led = step(question.model, { event: "contact_call_answered", onCall: true });
  assert.deepEqual([led.model.screen.at, led.run.length], ["danger", 0]);
  const free = step(question.model, { event: "contact_call_answered", onCall: false });
  assert.deepEqual(free.run, [
    { command: "ask_contact", kind: "email", value: "nouvelle@example.org" },
  ]);
  const waiting = step(free.model, { event: "contact_asked", asked }).model;
  assert.ok(needs(waiting).tick);
  const early = step(waiting, { event: "code_given", code });
  assert.ok(!ran(early.run, "change_contact"));
  const late = step({ ...waiting, now: now + 600 }, { event: "code_given", code });
  assert.ok(!ran(late.run, "change_contact"));
  const ready = { ...waiting, now: now + 30 };
  assert.ok(ran(step(ready, { event: "code_given", code }).run, "change_contact"));
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
      let at = question.model;
      for (const event of events) {
        if (event.event === "contact_call_answered") continue;
        const next = step(at, event);
        assert.ok(!ran(next.run, "ask_contact") && !ran(next.run, "change_contact"));
        at = next.model;
      }
    }),
    { numRuns: 60 },
  );
});

test("a phone that may ask for nothing is led nowhere", () => {
  const { screen } = through(listed({ ...list, mayChange: false }), ...typed).model;
  assert.equal(screen.at, "contacts");
});

test("the question stands at home when it is due, goes for good with an answer, for now with *Plus tard*, and silently without a network", () => {
  const home = model({ at: "home", opening: false, waiting: undefined });
  const failed = step(home, { event: "contacts_failed", trouble: offline });
  assert.equal(failed.model.contacts.due, undefined);
  const due = step(home, { event: "contacts_known", list }).model;
  assert.equal(due.contacts.due, list);
  assert.ok(step(due, { event: "contacts_later_tapped" }).model.contacts.later);
  const said = step(due, { event: "contacts_right_tapped" });
  assert.ok(ran(said.run, "say_contacts_right"));
  const done = step(said.model, { event: "contacts_right", list: { ...list, isDue: false } }).model;
  assert.deepEqual([done.screen.at, done.contacts.due], ["contacts", undefined]);
  const none = step(due, { event: "contacts_known", list: { ...list, isDue: false } }).model;
  assert.equal(none.contacts.due, undefined);
});
