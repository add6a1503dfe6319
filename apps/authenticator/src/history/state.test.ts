import assert from "node:assert/strict";
import { test } from "node:test";
import { denial, model, offline, signIn } from "../testing/events.ts";
import { step } from "../state.ts";
import { type History, history } from "./request.ts";
import { disownable, stepHistory } from "./state.ts";

const first = { events: [signIn(1)], next: "1.fct_1" };
const second = { events: [signIn(2)] };
const shown = stepHistory(history, { event: "events_known", page: first, isMore: false }).screen;

test("opening the history asks for its first page, and a page that is asked for joins those that are there", () => {
  const opened = step(model({ at: "home", opening: false, waiting: undefined }), {
    event: "opened",
    screen: "history",
  });
  assert.deepEqual(opened.run.at(-1), { command: "load_events", before: undefined });
  const more = stepHistory(shown, { event: "more_tapped" });
  assert.deepEqual(more.run, [{ command: "load_events", before: "1.fct_1" }]);
  assert.deepEqual(stepHistory(more.screen, { event: "more_tapped" }).run, [], "one at a time");
  const all = stepHistory(more.screen, {
    event: "events_known",
    page: second,
    isMore: true,
  }).screen;
  assert.deepEqual([all.events?.length, all.next], [2, undefined]);
  assert.deepEqual(
    stepHistory(all, { event: "more_tapped" }).run,
    [],
    "at the end nothing is asked",
  );
});

test("Ce n'était pas moi is sent for the entry that was tapped, once, and the list is asked again", () => {
  const { session } = signIn(1);
  assert.ok(session);
  const tapped = stepHistory(shown, { event: "disown_tapped", session });
  assert.deepEqual(tapped.run, [{ command: "disown", session }]);
  assert.deepEqual(stepHistory(tapped.screen, { event: "disown_tapped", session }).run, []);
  const done = stepHistory(tapped.screen, { event: "disowned", session });
  assert.equal(done.screen.disowned, session);
  assert.deepEqual(done.run, [{ command: "load_events", before: undefined }]);
  const lost: History = stepHistory(tapped.screen, {
    event: "disown_failed",
    trouble: offline,
  }).screen;
  assert.deepEqual([lost.disowning, lost.trouble], [undefined, offline]);
  assert.deepEqual(stepHistory(lost, { event: "disown_tapped", session }).run, tapped.run);
});

test("it is said of sign-ins only, and not of one that was disowned", () => {
  const [one, other] = [signIn(1), signIn(2)];
  const said = signIn(3, { kind: "session_disowned", session: one.session as never });
  assert.equal(disownable(one, [one]), one.session);
  assert.equal(disownable(one, [one, said]), undefined);
  assert.equal(disownable(other, [one, other, said]), other.session);
  assert.equal(disownable(signIn(1, { kind: "session_closed" }), []), undefined);
});

test("a phone that is gone goes on reading what it has", () => {
  const failed = step(model(shown), {
    event: "events_failed",
    trouble: denial("device_not_active"),
  });
  assert.equal(failed.model.screen.at, "history");
});
