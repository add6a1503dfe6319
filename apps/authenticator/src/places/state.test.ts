import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { announcement } from "../announcement.ts";
import { messages } from "../messages.ts";
import { type AppEvent, type Command, type Model, needs, step } from "../state.ts";
import {
  anyEvent,
  anyPlaceEvent,
  code,
  context,
  denial,
  model,
  now,
  offline,
  place,
} from "../testing/events.ts";
import { asking, type Making, placeAsk, placeCall, placeList, placeWait } from "./request.ts";
import { browserWords } from "./words.ts";

const approved = model({
  at: "answered",
  decision: "approved",
  context: context(1, { browser: { standing: "unknown", declared: "Windows, Firefox" } }),
  mayBePlace: true,
});
const candidate = { approval: context().approval, declared: "Windows, Firefox" };
const making: Making = { ...candidate, notBefore: now + 30, until: now + 600 };

type Look = (before: Model, event: AppEvent, after: Model, run: readonly Command[]) => void;

/** Walks on from a model, one second an event, and shows each step. */
function walk(start: Model, events: readonly AppEvent[], look: Look): void {
  let current = start;
  for (const event of events) {
    const { model: next, run } = step(current, event);
    look(current, event, next, run);
    current = { ...next, now: next.now + 1 };
  }
}
/** Where a finger can do something about places, and what it may do there, again and again. */
const start = fc.constantFrom<Model>(
  approved,
  model(placeCall(candidate)),
  model(placeWait({ ...making, notBefore: now + 3, until: now + 7 })),
  model(placeAsk(place(1))),
);
const here = fc.constantFrom<AppEvent>(
  { event: "ticked" },
  { event: "call_answered", onCall: false },
  { event: "people_answered", people: "alone" },
  { event: "people_answered", people: "several" },
  { event: "code_given", code },
  { event: "place_end_tapped", place: place(1) },
  { event: "place_failed", trouble: offline },
  { event: "place_failed", trouble: denial("pin_wait", { retryAfterSeconds: 3 }) },
);
const events = fc.array(
  fc.oneof(
    { arbitrary: here, weight: 6 },
    { arbitrary: fc.oneof(anyPlaceEvent, anyEvent), weight: 1 },
  ),
  { maxLength: 40 },
);

test("a place is only made by an answer tapped between the two ends of its wait, once", () => {
  fc.assert(
    fc.property(start, events, (from, given) => {
      walk(from, given, (before, event, after, run) => {
        for (const command of run) {
          if (command.command !== "make_place") continue;
          assert.ok(event.event === "people_answered" && event.people === command.people);
          assert.ok(before.screen.at === "place-wait" && !before.screen.busy);
          const wait = before.screen.making;
          assert.ok(before.now >= wait.notBefore && before.now < wait.until);
          assert.equal(command.approval, wait.approval);
          assert.ok(after.screen.at === "place-wait" && after.screen.busy === event.people);
        }
      });
    }),
  );
});

test("a place is only asked for after a tap, for the request just accepted, once nobody on the telephone wants it", () => {
  fc.assert(
    fc.property(start, events, (from, given) => {
      walk(from, given, (before, event, _after, run) => {
        for (const command of run) {
          if (command.command !== "offer_place") continue;
          assert.ok(event.event === "call_answered" && !event.onCall);
          assert.ok(before.screen.at === "place-call" && !before.screen.busy);
        }
      });
    }),
  );
});

test("whoever says that a caller wants it is on the alarm at once, and nothing is asked for any more", () => {
  const call = model(placeCall(candidate));
  const stopped = step(call, { event: "call_answered", onCall: true });
  assert.ok(stopped.model.screen.at === "danger" && stopped.model.screen.cause === "place");
  assert.deepEqual(stopped.run, [{ command: "decline_place", approval: candidate.approval }]);
  fc.assert(
    fc.property(fc.array(anyPlaceEvent, { maxLength: 40 }), (given) => {
      walk(stopped.model, given, (_before, _event, _after, run) => {
        for (const { command } of run) assert.ok(!["offer_place", "make_place"].includes(command));
      });
    }),
  );
});

test("a yes ends it also while a no is on its way", () => {
  const sent = step(model(placeCall(candidate)), { event: "call_answered", onCall: false });
  assert.deepEqual(sent.run, [{ command: "offer_place", candidate }]);
  const stopped = step(sent.model, { event: "call_answered", onCall: true });
  assert.equal(stopped.model.screen.at, "danger");
  assert.equal(step(stopped.model, { event: "place_offered", making }).model.screen.at, "danger");
});

test("only a request that may be a place is one, and only on the screen that says so", () => {
  const tapped = { event: "work_here_tapped" } as const;
  assert.equal(step(approved, tapped).model.screen.at, "place-call");
  const { screen } = approved;
  assert.ok(screen.at === "answered" && screen.decision === "approved");
  const known = model({ ...screen, mayBePlace: false });
  assert.equal(step(known, tapped).model.screen.at, "answered");
  assert.equal(step(model({ at: "history" }), tapped).model.screen.at, "history");
});

test("closing the page in the wait loses nothing: the same wait is found again, with the same ends", () => {
  const offered = step(model(placeCall(candidate)), { event: "place_offered", making });
  assert.deepEqual(offered.run, [{ command: "keep_making", making }]);
  const opened = step(model({ at: "starting" }), {
    event: "started",
    stage: "active",
    holder: undefined,
    activity: undefined,
    making,
  }).model;
  const resumed = step(opened, { event: "place_resumed" }).model.screen;
  assert.deepEqual(resumed, placeWait(making));
  const late = { ...opened, now: making.until };
  assert.equal(step(late, { event: "place_resumed" }).model.screen.at, "home");
});

test("going back from the wait keeps it, cancelling it forgets it", () => {
  const waiting = { ...model(placeWait(making)), places: { list: [], making } };
  const left = step(waiting, { event: "back" }).model;
  assert.ok(left.screen.at === "home" && left.places.making === making);
  const cancelled = step(waiting, { event: "place_cancelled" });
  assert.equal(cancelled.model.places.making, undefined);
  assert.ok(cancelled.run.some((command) => command.command === "keep_making" && !command.making));
});

test("seconds pass on the wait's screen, and its end is told", () => {
  const waiting = model(placeWait(making));
  assert.ok(needs(waiting).tick);
  const said = Array.from({ length: 32 }, (_, later) =>
    announcement({ ...waiting, now: now + later }, messages.fr),
  );
  assert.deepEqual(
    [...new Set(said)],
    [messages.fr.placeWait.left(30), messages.fr.placeWait.left(10), messages.fr.placeWait.ready],
  );
});

test("a place ages by its holder's code and by nothing else, and goes by one tap", () => {
  fc.assert(
    fc.property(start, events, (from, given) => {
      walk(from, given, (before, event, _after, run) => {
        for (const command of run) {
          if (command.command === "confirm_place") {
            assert.ok(event.event === "code_given" && before.screen.at === "place-ask");
            assert.ok(!before.screen.busy && command.place === before.screen.place.id);
            assert.match(command.code, /^[0-9]{6}$/);
          }
          if (command.command === "end_place") assert.equal(event.event, "place_end_tapped");
        }
      });
    }),
  );
});

test("the code for a place is in no state of the page", () => {
  fc.assert(
    fc.property(events, (given) => {
      walk(model(placeAsk(place(1))), given, (_before, _event, after) => {
        assert.ok(!JSON.stringify(after).includes(code));
      });
    }),
  );
});

test("a wrong code empties the field and says so; without an answer what was typed stays", () => {
  const sent = step(model(placeAsk(place(1))), { event: "code_given", code });
  const failed = (trouble: ReturnType<typeof denial>) => {
    const { screen } = step(sent.model, { event: "place_failed", trouble }).model;
    assert.ok(screen.at === "place-ask" && screen.busy === undefined);
    return screen;
  };
  assert.equal(failed(denial("wrong_code", { triesLeft: 4 })).entry, 1);
  assert.equal(failed(denial("pin_wait", { retryAfterSeconds: 60 })).waitUntil, now + 60);
  assert.equal(failed(offline).entry, 0);
  assert.equal(failed(denial("pin_unavailable")).entry, 0);
  const waits = model(failed(denial("pin_wait", { retryAfterSeconds: 60 })));
  assert.deepEqual(step(waits, { event: "code_given", code }).run, []);
  assert.equal(step({ ...waits, now: now + 60 }, { event: "code_given", code }).run.length, 1);
});

test("a place that went is off the list at once, is named once, and its end is asked for once", () => {
  const list = [place(1), place(2)];
  const shown = { ...model(placeList), places: { list, making: undefined } };
  const tapped = step(shown, { event: "place_end_tapped", place: place(1) });
  assert.deepEqual(tapped.run, [{ command: "end_place", place: place(1).id }]);
  assert.deepEqual(step(tapped.model, { event: "place_end_tapped", place: place(1) }).run, []);
  const gone = step(tapped.model, { event: "place_ended", place: place(1).id }).model;
  assert.deepEqual(gone.places.list, [place(2)]);
  assert.ok(gone.screen.at === "places" && gone.screen.ended?.id === place(1).id);
  const failed = step(tapped.model, {
    event: "place_failed",
    trouble: offline,
    place: place(1).id,
  }).model;
  assert.ok(failed.screen.at === "places" && failed.screen.ending.length === 0);
  assert.equal(failed.places.list?.length, 2);
});

test("after its answer a place asks no more", () => {
  const list = [place(2, { asks: false }), place(1)];
  const asks = { ...model(placeAsk(place(1))), places: { list, making: undefined } };
  assert.equal(asking(asks.places)?.id, place(1).id);
  const aged = place(1, { state: "aged", asks: false });
  const yes = step(asks, { event: "place_aged", place: aged }).model;
  assert.ok(yes.screen.at === "place-aged" && asking(yes.places) === undefined);
  const no = step(asks, { event: "place_ended", place: place(1).id }).model;
  assert.ok(no.screen.at === "place-denied" && asking(no.places) === undefined);
});

test("a list that does not come leaves every other screen as it is", () => {
  const failed = { event: "places_failed", trouble: offline } as const;
  assert.deepEqual(step(approved, failed).model, approved);
  const atList = step(model(placeList), failed).model.screen;
  assert.ok(atList.at === "places" && atList.trouble === offline);
});

test("a request says what its computer is to the holder, and since when", () => {
  const since = new Date(2026, 2, 3, 12).getTime() / 1000;
  const later = since + 40 * 86_400;
  const from = (standing: "unknown" | "own_place" | "known_workstation", isMine: boolean) =>
    browserWords(
      context(1, {
        browser: {
          standing,
          declared: "Windows",
          ...(isMine ? { place: { id: place(1).id, since } } : {}),
        },
      }),
      later,
      messages.fr,
    );
  assert.equal(from("own_place", true), "Votre poste, depuis le 3 mars");
  assert.equal(from("unknown", true), "Votre poste nouveau, ajouté le 3 mars");
  assert.equal(from("unknown", false), messages.fr.question.standing.unknown);
  assert.equal(from("known_workstation", false), messages.fr.question.standing.known_workstation);
});
