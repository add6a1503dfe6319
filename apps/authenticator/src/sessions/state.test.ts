import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type AppEvent, type Command, step } from "../state.ts";
import { anySessionEvent, model, offline, session } from "../testing/events.ts";
import { sessionList } from "./request.ts";

const at = (more: Partial<typeof sessionList> = {}) => model({ ...sessionList, ...more });
const screenOf = (given: ReturnType<typeof step>) => {
  const { screen } = given.model;
  assert.ok(screen.at === "sessions");
  return screen;
};
const ended = (seed: number, told: "closed" | "told") =>
  session(seed, {
    state: "closed",
    closedAt: 1,
    services: [{ id: "register", name: "Registre", number: "1", told }],
  });

test("opening the list asks for it, and what it says is what is shown", () => {
  const opened = step(model({ at: "settings" }), { event: "opened", screen: "sessions" });
  assert.deepEqual(opened.run, [{ command: "load_sessions", soon: false }]);
  const items = [session(1), session(2)];
  const known = step(opened.model, { event: "sessions_known", items });
  assert.deepEqual(screenOf(known).items, items);
  assert.deepEqual(known.run, []);
});

test("one tap closes one, without a code; a second tap meanwhile does nothing", () => {
  const before = at({ items: [session(1), session(2)] });
  const which = session(1).session;
  const tapped = step(before, { event: "session_close_tapped", session: which });
  assert.deepEqual(tapped.run, [{ command: "close_session", session: which }]);
  const again = step(tapped.model, { event: "session_close_tapped", session: "all" });
  assert.deepEqual(again.run, []);
  const after = step(tapped.model, {
    event: "sessions_known",
    items: [session(2), ended(1, "closed")],
  });
  assert.deepEqual(screenOf(after).closed, { session: which, count: 1 });
  assert.equal(screenOf(after).closing, undefined);
});

test("what could not be closed is said, stays on the list, and may be tapped again", () => {
  const closing = at({ items: [session(1)], closing: session(1).session });
  const failed = step(closing, { event: "sessions_failed", trouble: offline });
  assert.deepEqual(screenOf(failed).items, [session(1)]);
  assert.deepEqual(screenOf(failed).trouble, offline);
  const { run } = step(failed.model, { event: "session_close_tapped", session: "all" });
  assert.deepEqual(run, [{ command: "close_session", session: "all" }]);
});

test("while a service has not answered it is looked again, for a while; once all have, or elsewhere, no more", () => {
  let here = at({ closing: "all" });
  let looks = 0;
  for (; ; looks++) {
    const next = step(here, { event: "sessions_known", items: [ended(1, "told")] });
    here = next.model;
    if (next.run.length === 0) break;
    assert.deepEqual(next.run, [{ command: "load_sessions", soon: true }]);
  }
  assert.ok(looks > 5 && looks < 30, String(looks));
  const answered = step(at({ closing: "all" }), {
    event: "sessions_known",
    items: [ended(1, "closed")],
  });
  assert.deepEqual(answered.run, []);
  const left = step(model({ at: "settings" }), {
    event: "sessions_known",
    items: [ended(1, "told")],
  });
  assert.deepEqual(left.run, []);
});

test("whatever comes, at most one close is under way, and nothing is closed that was not tapped", () => {
  fc.assert(
    fc.property(fc.array(anySessionEvent, { maxLength: 30 }), (events: readonly AppEvent[]) => {
      let here = at();
      let underWay = false;
      for (const event of events) {
        const next = step(here, event);
        const closes = next.run.filter(({ command }: Command) => command === "close_session");
        if (closes.length > 0) {
          assert.equal(event.event, "session_close_tapped");
          assert.equal(underWay, false);
          underWay = true;
        }
        if (event.event === "sessions_known" || event.event === "sessions_failed") underWay = false;
        here = next.model;
      }
    }),
  );
});
