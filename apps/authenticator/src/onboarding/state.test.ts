import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { emptyWaiting } from "../enrolment/state.ts";
import { messages } from "../messages.ts";
import { type AppEvent, type Model, step } from "../state.ts";
import { anyEvent, held, model, offline } from "../testing/events.ts";
import { type OnboardingScreen, onboardingSteps, rightAnswers } from "./state.ts";

const home = model({ at: "home", opening: false, waiting: undefined });
const opened: AppEvent = { event: "opened", screen: "onboarding" };
const next: AppEvent = { event: "onboarding_next" };
const after = (from: Model, ...events: readonly AppEvent[]) =>
  events.reduce((at, event) => step(at, event).model, from);
const stepOf = ({ screen }: Model) =>
  screen.at === "onboarding" ? (screen as OnboardingScreen).step : screen.at;

test("the first minutes go through every step in order, three questions last, and end on the home screen for good", () => {
  let at = after(home, opened);
  const seen: string[] = [];
  for (let taps = 0; stepOf(at) !== "end" && taps < 20; taps++) {
    seen.push(stepOf(at));
    at = after(at, next);
  }
  assert.deepEqual(seen, [...onboardingSteps.slice(0, -1), "check", "check", "check"]);
  assert.equal(at.onboarding, undefined);
  assert.equal(after(at, { event: "opened", screen: "home" }).onboarding, undefined);
});

test("whatever step they are left at is kept, and is where they go on after a reload", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: onboardingSteps.length - 1 }), (taps) => {
      let at = step(home, opened);
      let kept = at.run;
      for (let tap = 0; tap < taps; tap++) {
        at = step(at.model, next);
        kept = at.run;
      }
      const [command] = kept.filter((one) => one.command === "keep_onboarding");
      assert.deepEqual(command, { command: "keep_onboarding", step: onboardingSteps[taps] });
      const onboarding = onboardingSteps[taps];
      const reloaded = step(model({ at: "starting" }), {
        ...{ event: "started", stage: "active", holder: undefined, activity: undefined },
        onboarding,
      });
      assert.equal(stepOf(after(reloaded.model, opened)), onboarding);
    }),
  );
});

test("a new phone begins with them, and whoever wants none of it is not asked again", () => {
  const waiting = { ...emptyWaiting, busy: true };
  const enrolled = step(model(waiting), {
    event: "enrolment_known",
    status: { state: "active" } as never,
  });
  assert.equal(enrolled.model.screen.at, "enrolled");
  assert.equal(enrolled.model.onboarding, "notices");
  const ended = step(enrolled.model, { event: "onboarding_ended" });
  assert.equal(ended.model.onboarding, undefined);
  assert.ok(ended.run.some((one) => one.command === "keep_onboarding" && one.step === undefined));
});

test("the exercise is one of its steps: refused it leads on, accepted it asks again, and a real refusal does not lead on", () => {
  const asked = after(
    home,
    opened,
    next,
    { event: "practice_tapped" },
    { event: "practice_begun", held: held(1, { kind: "practice", transfer: "practice" }) },
  );
  const refused = after(
    asked,
    { event: "not_me_tapped" },
    { event: "decided", decision: "refused", reason: undefined },
  );
  // What had happened is asked of a real refusal only.
  assert.equal(refused.screen.at, "answered");
  assert.equal(stepOf(after(refused, next)), "never");
  const approved = after(
    asked,
    { event: "code_given", code: "975318" },
    { event: "decided", decision: "approved", reason: undefined },
  );
  assert.equal(approved.onboarding, "request");
  assert.equal(step(approved, { event: "practice_tapped" }).run[0]?.command, "begin_practice");
});

test("an exercise begins by a tap on the phone alone: nothing that arrives begins one", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
      let at = home;
      for (const event of events) {
        const { model: now, run } = step(at, event);
        assert.ok(run.every(({ command }) => command !== "begin_practice"));
        at = now;
      }
    }),
    { numRuns: 60 },
  );
});

test("a real request goes before an exercise that waits, and an exercise that cannot begin says so", () => {
  const exercise = held(1, { kind: "practice", transfer: "practice" });
  const real = held(2);
  const known = step(home, { event: "pending_known", held: [exercise, real] }).model;
  assert.ok(known.screen.at === "home" && known.screen.waiting?.approval === real.approval);
  const failed = after(
    home,
    { event: "practice_tapped" },
    { event: "practice_failed", trouble: offline },
  );
  assert.deepEqual(failed.screen, { at: "practice", busy: false, trouble: offline });
});

test("each question has a right answer and says why, in both languages", () => {
  for (const { onboarding } of [messages.fr, messages.en]) {
    assert.equal(onboarding.check.questions.length, rightAnswers.length);
    for (const [index, { answers, because }] of onboarding.check.questions.entries())
      assert.ok(answers[rightAnswers[index] ?? -1] && because && answers.length === 2);
  }
  // The same answer is not always the right one.
  assert.ok(new Set(rightAnswers).size > 1);
});
