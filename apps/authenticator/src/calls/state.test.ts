import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallReportId, CallStatus } from "@aval/protocol";
import { model } from "../testing/events.ts";
import { needs, step } from "../state.ts";
import { noCalls } from "./request.ts";
import { callingNow, callLineOf } from "./state.ts";

const home = { at: "home", opening: false, waiting: undefined } as const;
const caller = { name: "Alix M.", case: "7F3K2Q" };
const status = (more: Partial<CallStatus> = {}) => ({ iat: 0, until: 30, ...more }) as CallStatus;
const called = status({ caller, heldUntil: 99 });

test("only an answer half a minute old at most says that somebody of ours calls, or that nobody does (P-08)", () => {
  const first = model(home);
  assert.deepEqual(callingNow(first), { is: "asking" });
  const known = step(first, { event: "call_known", status: called }).model;
  assert.deepEqual(callingNow(known), { is: "called", caller, heldUntil: 99 });
  assert.deepEqual(callingNow({ ...known, now: known.now + 29 }).is, "called");
  assert.deepEqual(callingNow({ ...known, now: known.now + 30 }), { is: "unknown" });
  assert.deepEqual(callingNow({ ...known, online: false }), { is: "unknown" });
  const lost = step(known, { event: "call_known", status: undefined }).model;
  assert.deepEqual(callingNow(lost), { is: "unknown" }, "what cannot be verified is no call");
  const nobody = step(known, { event: "call_known", status: status() }).model;
  assert.deepEqual(callingNow(nobody), { is: "nobody" });
});

test("what was heard before the phone slept is worth nothing, and is asked anew", () => {
  const known = step(model(home), { event: "call_known", status: called }).model;
  const woken = step(known, { event: "woken" });
  assert.deepEqual(woken.model.calls, noCalls);
  assert.ok(woken.run.some(({ command }) => command === "load_call"));
});

test("who calls stands at home, where something is approved and where something is added; a new phone is told what is always so (P-09)", () => {
  for (const at of ["home", "scan", "digits", "phone-call", "phone-words", "place-call"] as const) {
    const here = model({ at } as never);
    assert.equal(callLineOf(here), "status", at);
    assert.equal(needs(here).call, true, at);
  }
  for (const at of ["welcome", "words", "code", "waiting", "desk"] as const) {
    assert.equal(callLineOf(model({ at } as never)), "always", at);
    assert.equal(needs(model({ at } as never)).call, false, at);
  }
  // The question and *On m'appelle* say it themselves.
  assert.equal(needs(model({ at: "call" })).call, true);
});

test("*On m'appelle* changes nothing; *Signaler cet appel* is sent at once, and its questions only after it was taken", () => {
  const asked = step(model(home), { event: "opened", screen: "call" });
  assert.deepEqual(
    asked.run.map(({ command }) => command),
    ["load_activity", "load_call"],
  );
  const tapped = step(asked.model, { event: "report_tapped", when: "now" });
  assert.deepEqual(tapped.run, [{ command: "report_call", when: "now" }]);
  const twice = step(tapped.model, { event: "report_tapped", when: "now" });
  assert.deepEqual(twice.run, [], "once");
  const early = step(tapped.model, { event: "call_told", facts: { asked: "code" } });
  assert.deepEqual(early.run, []);
  const report = "crp_1" as CallReportId;
  const taken = step(tapped.model, { event: "call_reported", report }).model;
  const told = step(taken, { event: "call_told", facts: { asked: "code" } });
  assert.deepEqual(told.run, [{ command: "tell_call", report, facts: { asked: "code" } }]);
  const passed = step(told.model, { event: "call_passed_over" });
  assert.deepEqual(passed.run, []);
  assert.equal(passed.model.screen.at === "call-report" && passed.model.screen.step, 2);
});
