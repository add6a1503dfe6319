import assert from "node:assert/strict";
import { test } from "node:test";
import { idFrom, type LoginView, type PageBell } from "@aval/protocol";
import fc from "fast-check";
import { type Event, firstModel, type Model, nextCall, ringSecondsLeft, update } from "./state.ts";

const bell = (seed: number): PageBell => ({ bell: idFrom("bel", new Uint8Array(17).fill(seed)) });
const bells = [bell(1), bell(2)];
const seconds = 1_790_000_000;
const view = (more: Partial<LoginView> = {}): LoginView => ({
  state: "shown",
  service: { id: "register", name: "Registre", sensitivity: "open" },
  now: seconds,
  expiresAt: seconds + 60,
  frame: "AVAL1.x",
  ...more,
});
const answered = (
  call: "begin" | "frame" | "ring",
  now: number,
  more?: Partial<LoginView>,
): Event => ({
  event: "answered",
  now,
  call,
  answer: { kind: "view", view: view(more) },
  jitter: 0,
});
const after = (model: Model, ...events: readonly Event[]) => events.reduce(update, model);
const begun = after(firstModel("fr", 0, false), answered("begin", 0, { bells }));
const rang = { event: "rang", bell: bell(1).bell } as const;
const rung = { rung: { until: seconds + 60 } };

test("a bell is rung by a press, and not again for as long as the server says, however often it is pressed", () => {
  const events = fc.array(
    fc.oneof(
      fc.constantFrom<Event>(rang, { event: "rang", bell: bell(2).bell }),
      fc.constant<"ring" | "frame" | "tick">("ring"),
      fc.constantFrom<"ring" | "frame" | "tick">("frame", "tick"),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(events, (given) => {
      let model = begun;
      let now = 0;
      let quietUntil = 0;
      for (const one of given) {
        now += 1000;
        model = update(model, { event: "tick", now });
        if (typeof one === "object") {
          const before = model.asked;
          model = update(model, one);
          if (before !== "ring" && model.asked === "ring") assert.ok(now >= quietUntil);
        } else if (one === "ring" && nextCall(model) === "ring") {
          quietUntil = now + 60_000;
          const at = seconds + now / 1000;
          model = update(model, answered("ring", now, { now: at, rung: { until: at + 60 } }));
          assert.equal(model.asked, undefined);
        } else if (one === "frame")
          model = update(model, answered("frame", now, { now: seconds + now / 1000 }));
      }
    }),
  );
});

test("what was told of bells when the page began stays, and is another page's when it begins again", () => {
  const later = after(begun, answered("frame", 1000));
  assert.deepEqual(later.bells, bells);
  assert.deepEqual(after(later, answered("begin", 2000)).bells, []);
});

test("a press is told once to whoever hears the page, with the code still on the screen", () => {
  const pressed = after(begun, rang);
  assert.equal(nextCall(pressed), "ring");
  const told = after(pressed, answered("ring", 500, rung));
  assert.deepEqual(told.announcement, { say: "rung", bell: bell(1) });
  assert.equal(told.view?.frame, "AVAL1.x");
  assert.equal(ringSecondsLeft(told), 60);
  const on = after(told, answered("frame", 1500, { now: seconds + 1 }));
  assert.equal(ringSecondsLeft(on), 59);
  assert.equal(on.announcement, told.announcement);
  assert.equal(ringSecondsLeft(after(on, { event: "tick", now: 62_000 })), 0);
});

test("an answer without a ring leaves the press to be made again", () => {
  const scanned = after(begun, rang, answered("ring", 500, { state: "claimed" }));
  assert.equal(ringSecondsLeft(scanned), 0);
  assert.equal(scanned.asked, undefined);
});
