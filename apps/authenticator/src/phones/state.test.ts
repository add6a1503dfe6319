import assert from "node:assert/strict";
import test from "node:test";
import type { EnrolmentId, EnrolmentPageId, EnrolmentView } from "@aval/protocol";
import type { AppEvent, Screen } from "../state.ts";
import { needs, step } from "../state.ts";
import { code, model, now } from "../testing/events.ts";
import { noComing, phoneCall, phoneWait } from "./request.ts";

const page = "enp_0123456789abcdefghjkmnpqrs" as EnrolmentPageId;
const enrolment = "enr_0123456789abcdefghjkmnpqrs" as EnrolmentId;
const after = (screen: Screen, event: AppEvent, changes = {}) =>
  step(model(screen, changes), event);
const wait = phoneWait({ page, notBefore: now + 31, until: now + 600 });

test("the call question comes before anything is asked, and a caller gets nothing but the alarm", () => {
  const called = after(phoneCall, { event: "phone_call_answered", onCall: true });
  assert.equal(called.model.screen.at, "danger");
  assert.deepEqual(called.run, []);
  const alone = after(phoneCall, { event: "phone_call_answered", onCall: false });
  assert.deepEqual(alone.run, [{ command: "ask_phone_page" }]);
});

test("no code is taken in the half minute, nor after the page's time", () => {
  const gives: AppEvent = { event: "code_given", code };
  assert.deepEqual(after(wait, gives).run, []);
  assert.deepEqual(after(wait, gives, { now: now + 32 }).run, [
    { command: "open_phone_page", page, code },
  ]);
  assert.deepEqual(after(wait, gives, { now: now + 601 }).run, []);
});

test("the page is watched while it is shown and no longer, then the words are asked for", () => {
  const open: AppEvent = {
    event: "phone_page_known",
    page,
    answer: { state: "open", address: "https://phone.test/enrol#b=x", until: now + 600 },
  };
  const shown = after({ ...wait, busy: true }, open).model;
  assert.equal(needs(shown).page, page);
  const bound: AppEvent = {
    event: "phone_page_known",
    page,
    answer: { state: "bound", enrolment, label: "Autre" },
  };
  const asked = step(shown, bound).model;
  assert.equal(asked.screen.at, "phone-words");
  assert.equal(needs(asked).page, undefined);
  assert.deepEqual(step(asked, { event: "phone_words_given", words: "  " }).run, []);
  const dictated = step(asked, { event: "phone_words_dictated" });
  assert.equal(dictated.model.screen.at, "danger");
  assert.deepEqual(dictated.run, [{ command: "stop_coming", enrolment }]);
  const stopped = step(dictated.model, { event: "coming_stopped", phones: [] });
  assert.equal(stopped.model.screen.at, "danger", "the alarm stays");
});

test("from the home screen one tap stops a phone that is about to be the holder's, once", () => {
  const one = { enrolment, mayStop: true } as EnrolmentView;
  const home: Screen = { at: "home", opening: false, waiting: undefined };
  const tapped: AppEvent = { event: "coming_stop_tapped", enrolment };
  const first = after(home, tapped, { coming: { ...noComing, phones: [one] } });
  assert.deepEqual(first.run, [{ command: "stop_coming", enrolment }]);
  assert.deepEqual(step(first.model, tapped).run, []);
  const done = step(first.model, { event: "coming_stopped", phones: [] });
  assert.equal(done.model.screen.at, "phone-stopped");
});

test("C'est le mien is said after the call question, half a minute and the code, and a caller gets the alarm", () => {
  const home: Screen = { at: "home", opening: false, waiting: undefined };
  const call = after(home, { event: "mine_tapped", enrolment, label: "Neuf" }).model;
  assert.equal(call.screen.at, "phone-mine-call");
  const called = step(call, { event: "mine_call_answered", onCall: true });
  assert.equal(called.model.screen.at, "danger");
  assert.deepEqual(called.run, []);
  const alone = step(call, { event: "mine_call_answered", onCall: false });
  assert.deepEqual(alone.run, [{ command: "ask_mine", enrolment }]);
  const asked = { notBefore: now + 31, until: now + 600 };
  const waits = step(alone.model, { event: "mine_asked", asked }).model;
  const gives: AppEvent = { event: "code_given", code };
  assert.deepEqual(step(waits, gives).run, []);
  const late = step({ ...waits, now: now + 601 }, gives);
  assert.deepEqual(late.run, []);
  const said = step({ ...waits, now: now + 32 }, gives);
  assert.deepEqual(said.run, [{ command: "say_mine", enrolment, code }]);
  const phones = [{ enrolment, state: "cooling", activeAt: now + 3600 } as EnrolmentView];
  const done = step(said.model, { event: "mine_said", phones }).model;
  assert.ok(done.screen.at === "phone-mine" && done.screen.activeAt === now + 3600);
  assert.deepEqual(done.coming.phones, phones);
});

test("a phone takes the binding of a page only while it is nobody's and has asked for nothing", () => {
  const seen: AppEvent = { event: "binding_seen", binding: "enp_x.1.y" };
  const fresh = after({ at: "welcome" }, seen);
  assert.deepEqual(fresh.run, [{ command: "enrol_bound", binding: "enp_x.1.y" }]);
  const home: Screen = { at: "home", opening: false, waiting: undefined };
  assert.deepEqual(after(home, seen).run, []);
});
