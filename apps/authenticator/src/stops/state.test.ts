import assert from "node:assert/strict";
import { test } from "node:test";
import { idFrom, type StopView } from "@aval/protocol";
import fc from "fast-check";
import { type AppEvent, type Command, canGoBack, type Model, step } from "../state.ts";
import { anyEvent, code, denial, model, now, offline } from "../testing/events.ts";
import { messages } from "../messages.ts";
import { wayWords } from "./words.ts";

const stop = (changes: Partial<StopView> = {}): StopView => ({
  id: idFrom("stp", new Uint8Array(17).fill(1)),
  kind: "block",
  madeAt: now - 60,
  thisPhone: true,
  until: now + 840,
  ways: [
    { means: ["phone"], from: now - 60 },
    { means: ["desk", "card", "phone"], from: now + 840 },
    { means: ["card"], from: now + 86_340 },
  ],
  ...changes,
});

/** What happens about stops: taps and answers, in any order, also those of another screen. */
const stopEvent: fc.Arbitrary<AppEvent> = fc.oneof(
  fc
    .constantFrom("block", "stopped", "home")
    .map((screen) => ({ event: "opened", screen }) as AppEvent),
  fc.constantFrom("block_tapped", "back").map((event) => ({ event }) as AppEvent),
  fc.constant<AppEvent>({ event: "lift_tapped", stop: stop() }),
  fc.boolean().map((onCall): AppEvent => ({ event: "lift_call_answered", onCall })),
  fc.constantFrom(code, "12").map((given): AppEvent => ({ event: "code_given", code: given })),
  fc
    .constantFrom("stops_known", "access_blocked", "stop_lifted")
    .chain((event) =>
      fc
        .constantFrom<StopView[]>([], [stop()], [stop({ thisPhone: false })])
        .map((stops) => ({ event, stops }) as AppEvent),
    ),
  fc
    .constantFrom("stops_failed", "stop_failed")
    .chain((event) =>
      fc
        .constantFrom(offline, denial("wrong_code", { triesLeft: 4 }), denial("pin_wait"))
        .map((trouble) => ({ event, trouble }) as AppEvent),
    ),
);
const story = fc.array(fc.oneof({ weight: 4, arbitrary: stopEvent }, anyEvent), { maxLength: 30 });
const home: Model = model({ at: "home", opening: false, waiting: undefined });

function walk(
  events: readonly AppEvent[],
  look: (before: Model, event: AppEvent, after: Model, run: readonly Command[]) => void,
): void {
  let current = home;
  for (const event of events) {
    const { model: next, run } = step(current, event);
    look(current, event, next, run);
    current = next;
  }
}
const sent = (run: readonly Command[], command: Command["command"]) =>
  run.some((one) => one.command === command);

test("access is blocked by one press on the screen that says what will happen, and by nothing else", () => {
  fc.assert(
    fc.property(story, (events) => {
      walk(events, (before, event, _after, run) => {
        const isPress =
          event.event === "block_tapped" && before.screen.at === "block" && !before.screen.busy;
        assert.equal(sent(run, "block_access"), isPress);
      });
    }),
  );
});

test("a stop is lifted only by a code, after the call question was answered no", () => {
  fc.assert(
    fc.property(story, (events) => {
      let saidNo = false;
      walk(events, (before, event, after, run) => {
        if (event.event === "lift_call_answered" && before.screen.at === "lift-call")
          saidNo = !event.onCall;
        if (sent(run, "lift_stop")) {
          assert.ok(event.event === "code_given" && event.code === code && saidNo);
          assert.equal(before.screen.at, "lift");
        }
        if (after.screen.at !== "lift" && after.screen.at !== "lift-call") saidNo = false;
      });
    }),
  );
});

test("whoever is asked to reopen by a caller is on the alarm at once, and nothing is sent", () => {
  const asked = step(model({ at: "lift-call", stop: stop() }), {
    event: "lift_call_answered",
    onCall: true,
  });
  assert.equal(asked.model.screen.at, "danger");
  assert.deepEqual(asked.run, []);
});

test("no code stays in the page, whatever happens to it", () => {
  fc.assert(
    fc.property(story, (events) => {
      walk(events, (_before, _event, after) =>
        assert.ok(!JSON.stringify(after).includes(code), JSON.stringify(after.screen)),
      );
    }),
  );
});

test("blocked is what the screen says as soon as the server does, and home says it from then on", () => {
  const pressed = step(model({ at: "block", busy: false, trouble: undefined }), {
    event: "block_tapped",
  });
  const blocked = step(pressed.model, { event: "access_blocked", stops: [stop()] });
  assert.equal(blocked.model.screen.at, "stopped");
  const back = step(blocked.model, { event: "back" });
  assert.equal(back.model.screen.at, "home");
  assert.deepEqual(back.model.stops, [stop()]);
  assert.ok(sent(back.run, "load_stops"));
});

test("without a network nothing is said to be blocked, and the press can be made again", () => {
  const busy = model({ at: "block", busy: true, trouble: undefined });
  const failed = step(busy, { event: "stop_failed", trouble: offline });
  assert.deepEqual(failed.model.screen, { at: "block", busy: false, trouble: offline });
  assert.ok(canGoBack(failed.model.screen));
});

test("the screen names every way that is left, this phone first, with the minutes it has", () => {
  const t = messages.fr;
  assert.deepEqual(wayWords(stop({ until: now + 61 }), now, t)[0], t.stopped.left(2));
  const [first, second] = wayWords(stop({ thisPhone: false }), now, t);
  assert.match(first ?? "", /^Un téléphone ajouté depuis plus de sept jours/);
  assert.match(second ?? "", /^Le guichet, votre carte et un téléphone.*ensemble, à partir du/);
});
