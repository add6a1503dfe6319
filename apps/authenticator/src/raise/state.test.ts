import assert from "node:assert/strict";
import { test } from "node:test";
import { type EnrolmentState, idFrom, type RaiseAnswer } from "@aval/protocol";
import { scan } from "../approvals/request.ts";
import { type Model, step } from "../state.ts";
import { model, offline } from "../testing/events.ts";
import { raise, stageOf } from "./state.ts";

const page = idFrom("enp", new Uint8Array(17).fill(4));
const enrolment = idFrom("enr", new Uint8Array(17).fill(5));
const device = idFrom("dev", new Uint8Array(17).fill(6));
const binding = `${page}.12.${"A".repeat(22)}`;
const answer = (state: EnrolmentState, words?: readonly string[]): RaiseAnswer => ({
  level: "limited",
  raise: { enrolment, device, state, ...(words ? { words } : {}) },
});
const heard = (from: Model, known: RaiseAnswer) =>
  step(from, { event: "raise_known", answer: known });
const stageAt = ({ screen }: Model) => (screen.at === "raise" ? stageOf(screen) : screen.at);

test("the one scanner takes the page of a desk or a card to this phone's confirmation, and other codes as before", () => {
  const looking = model({ ...scan("camera"), eye: "open" });
  const read = step(looking, { event: "seen", text: `https://phone.test/enrol#b=${binding}` });
  assert.equal(read.model.screen.at, "raise");
  assert.deepEqual(read.run, [{ command: "ask_raise", binding }]);
  for (const text of ["https://phone.test/enrol#b=nothing", "https://phone.test/enrol", "hello"])
    assert.equal(step(looking, { event: "seen", text }).model.screen.at, "scan", text);
});

test("it shows how, the words, the wait and the end as the server says them, and asks for the code at the end only", () => {
  const from = model(raise);
  assert.equal(stageAt(from), "loading");
  const shown = (known: RaiseAnswer) => stageAt(heard(from, known).model);
  assert.equal(shown({ level: "limited" }), "how");
  assert.equal(shown(answer("evidenced", ["a", "b", "c", "d"])), "words");
  assert.equal(shown(answer("cooling")), "waiting");
  assert.equal(shown(answer("contested")), "how");
  assert.equal(shown({ ...answer("active"), level: "full" }), "full");
  for (const state of ["evidenced", "cooling", "held", "contested", "expired"] as const) {
    const tapped = step(heard(from, answer(state)).model, { event: "raise_go_tapped" });
    assert.equal(tapped.model.screen.at, "raise", state);
  }
  const ready = step(heard(from, answer("ready")).model, { event: "raise_go_tapped" });
  assert.equal(ready.model.screen.at, "raise-code");
  const given = step(ready.model, { event: "code_given", code: "246813" });
  assert.deepEqual(given.run, [{ command: "raise_phone", enrolment, code: "246813" }]);
  assert.deepEqual(step(given.model, { event: "code_given", code: "246813" }).run, []);
  const done = heard(given.model, { level: "full" });
  assert.equal(stageAt(done.model), "full");
});

test("what failed is said where the way on is, and asked again by a tap", () => {
  const failed = step(model(raise), { event: "raise_failed", trouble: offline });
  assert.equal(stageAt(failed.model), "how");
  const again = step(failed.model, { event: "raise_check_tapped" });
  assert.deepEqual(again.run, [{ command: "load_raise" }]);
  assert.deepEqual(step(again.model, { event: "raise_check_tapped" }).run, []);
});
