import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Command, canGoBack, type Model, step } from "../state.ts";
import { anyEvent, model, offline } from "../testing/events.ts";
import { cardLost } from "./state.ts";

const sent = (run: readonly Command[]) => run.some(({ command }) => command === "report_card");

test("a card is reported by one press on the screen that says what will happen, and by nothing else", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
      let current: Model = model({ at: "settings" });
      for (const event of events) {
        const { screen } = current;
        const { model: next, run } = step(current, event);
        const isPress =
          event.event === "card_lost_tapped" &&
          screen.at === "card-lost" &&
          !screen.busy &&
          screen.done === undefined;
        assert.equal(sent(run), isPress);
        current = next;
      }
    }),
  );
});

test("without a network nothing is said to be refused, and the press can be made again", () => {
  const opened = step(model({ at: "settings" }), { event: "opened", screen: "card-lost" });
  assert.deepEqual(opened.model.screen, cardLost);
  const pressed = step(opened.model, { event: "card_lost_tapped" });
  assert.ok(sent(pressed.run));
  const failed = step(pressed.model, { event: "card_failed", trouble: offline });
  assert.deepEqual(failed.model.screen, { ...cardLost, trouble: offline });
  assert.ok(canGoBack(failed.model.screen));
  assert.ok(sent(step(failed.model, { event: "card_lost_tapped" }).run));
});

test("what ended is said once the server has said so, and is not asked twice", () => {
  const busy = model({ ...cardLost, busy: true });
  const done = step(busy, { event: "card_reported", sessions: 2 });
  assert.deepEqual(done.model.screen, { ...cardLost, done: 2 });
  assert.equal(sent(step(done.model, { event: "card_lost_tapped" }).run), false);
});
