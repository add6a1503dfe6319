import assert from "node:assert/strict";
import { test } from "node:test";
import { idFrom, refusalReasons } from "@aval/protocol";
import fc from "fast-check";
import { alarm, announcement } from "./announcement.ts";
import { digits, question, scan } from "./approvals/request.ts";
import { emptyWaiting } from "./enrolment/state.ts";
import { messages } from "./messages.ts";
import { placeAsk } from "./places/request.ts";
import {
  type AppEvent,
  type Command,
  canGoBack,
  type Model,
  needs,
  type Screen,
  step,
} from "./state.ts";
import { anyEvent, code, denial, held, model, now, offline, place } from "./testing/events.ts";

const home = model({ at: "home", opening: false, waiting: undefined });

type Look = (before: Model, event: AppEvent, after: Model, run: readonly Command[]) => void;
const starts = [
  home.screen,
  { at: "answered", decision: "approved", context: held().context, mayBePlace: true },
  placeAsk(place(1)),
  scan(),
  digits,
  question(held()),
  { ...question(held()), at: "why", refused: false },
  { ...question(held()), at: "why", refused: true },
] as const;
/** A screen to start from, and what happens then. */
const story = fc.tuple(fc.constantFrom(...starts), fc.array(anyEvent, { maxLength: 60 }));

/** Walks through events and shows each step to `look`. */
function walk([start, events]: readonly [Screen, readonly AppEvent[]], look: Look): void {
  let current: Model = model(start);
  for (const event of events) {
    const { model: next, run } = step(current, event);
    look(current, event, next, run);
    current = { ...next, now: next.now + 1 };
  }
}

test("a decision is only ever sent for the request on screen, by the tap that decides it", () => {
  fc.assert(
    fc.property(story, (events) => {
      walk(events, (before, event, _after, run) => {
        for (const command of run) {
          if (command.command === "approve") {
            assert.equal(event.event, "code_given");
            assert.ok(
              before.screen.at === "question" &&
                !before.screen.busy &&
                command.context === before.screen.context,
            );
            assert.match(command.code, /^[0-9]{6}$/);
          }
          if (command.command === "refuse") {
            assert.equal(event.event, "not_me_tapped");
            assert.ok(
              (before.screen.at === "question" || before.screen.at === "why") &&
                !before.screen.busy &&
                command.context === before.screen.context,
            );
          }
          if (command.command === "explain") {
            assert.ok(event.event === "reason_given" && command.reason === event.reason);
            assert.ok(
              before.screen.at === "why" &&
                before.screen.refused &&
                !before.screen.busy &&
                command.approval === before.screen.approval,
            );
          }
        }
      });
    }),
  );
});

test("the personal code is in no state of the page", () => {
  fc.assert(
    fc.property(story, (events) => {
      walk(events, (_before, _event, after) => assert.ok(!JSON.stringify(after).includes(code)));
    }),
  );
});

test("the camera is open on the scan screen and nowhere else, and only a request on screen is polled", () => {
  fc.assert(
    fc.property(story, (events) => {
      walk(events, (_before, _event, after) => {
        const { eye, poll } = needs(after);
        if (eye) assert.equal(after.screen.at, "scan");
        if (poll)
          assert.ok(
            after.screen.at === "question" || (after.screen.at === "why" && !after.screen.refused),
          );
      });
    }),
  );
});

test("a frame is claimed once, whatever is seen again while the camera is open", () => {
  fc.assert(
    fc.property(story, (events) => {
      let last: string | undefined;
      walk(events, (before, event, after, run) => {
        if (before.screen.at !== "scan" || event.event === "opened" || event.event === "eye_chosen")
          last = undefined;
        for (const command of run) {
          if (command.command !== "claim") continue;
          assert.notEqual(command.text, last);
          last = command.text;
          assert.ok(after.screen.at === "scan" && after.screen.claiming);
        }
      });
    }),
  );
});

test("going back sends nothing to the server that decides", () => {
  fc.assert(
    fc.property(story, (events) => {
      walk(events, (before) => {
        const { run } = step(before, { event: "back" });
        assert.ok(run.every(({ command }) => /^(load|look_for)_/.test(command)));
      });
    }),
  );
});

test("where nothing lies behind, going back changes nothing", () => {
  fc.assert(
    fc.property(story, (events) => {
      walk(events, (before) => {
        if (!canGoBack(before.screen))
          assert.deepEqual(step(before, { event: "back" }).model, before);
      });
    }),
  );
});

test("every state has words for the live region, in both languages", () => {
  fc.assert(
    fc.property(story, (events) => {
      walk(events, (_before, _event, after) => {
        for (const language of ["fr", "en"] as const)
          assert.doesNotMatch(announcement(after, messages[language]), /undefined|NaN|\[object/);
      });
    }),
  );
});

test("a request that waits is shown when the page opens, and announced when it is found later", () => {
  const found = { event: "pending_known", held: [held()] } as const;
  const opened = step(model({ at: "starting" }), {
    event: "started",
    stage: "active",
    holder: undefined,
    activity: undefined,
  });
  assert.deepEqual(
    opened.run.map(({ command }) => command),
    [
      "load_activity",
      "look_for_pending",
      "load_places",
      "load_software",
      "load_stops",
      "load_bells",
      "look_for_rings",
      "load_coming",
      "load_contacts",
      "load_means",
      "renew_push",
    ],
  );
  assert.equal(step(opened.model, found).model.screen.at, "question");
  const later = step(home, found).model.screen;
  assert.ok(later.at === "home" && later.waiting?.approval === held().approval);
});

test("a request left by going back waits on the home screen and can be read again", () => {
  const left = step(model(question(held())), { event: "back" }).model;
  assert.ok(left.screen.at === "home" && left.screen.waiting);
  assert.equal(step(left, { event: "resume_tapped" }).model.screen.at, "question");
});

test("a phone the server no longer hears says so, from any screen of an enrolled phone", () => {
  for (const screen of [home.screen, question(held())]) {
    assert.equal(
      step(model(screen), { event: "pending_failed", trouble: denial("device_not_active") }).model
        .screen.at,
      "gone",
    );
  }
  assert.equal(
    step(home, { event: "activity_failed", trouble: denial("unknown_device") }).model.screen.at,
    "gone",
  );
  const sent = step(model(question(held())), { event: "code_given", code }).model;
  assert.equal(
    step(sent, { event: "decision_failed", trouble: denial("pin_disabled") }).model.screen.at,
    "gone",
  );
  assert.equal(step(home, { event: "activity_failed", trouble: offline }).model.screen.at, "home");
});

test("a phone that is gone says why, and still reads its history", () => {
  for (const [error, why] of [
    ["pin_disabled", "disabled"],
    ["unknown_device", "unknown"],
    ["device_not_active", "inactive"],
  ] as const) {
    const { screen } = step(home, { event: "pending_failed", trouble: denial(error) }).model;
    assert.ok(screen.at === "gone" && screen.why === why);
    const reading = step(model(screen), { event: "opened", screen: "history" }).model;
    const told = step(reading, { event: "activity_failed", trouble: denial(error) }).model;
    assert.equal(told.screen.at, "history");
    assert.equal(step(told, { event: "back" }).model.screen.at, "home");
  }
});

test("somebody calls: the answer is one tap from home, asks the network anew and needs no code", () => {
  const { model: after, run } = step(home, { event: "opened", screen: "call" });
  assert.equal(after.screen.at, "call");
  assert.deepEqual(
    run.map(({ command }) => command),
    ["load_activity", "load_call"],
  );
  for (const language of ["fr", "en"] as const) {
    const t = messages[language];
    assert.equal(announcement(after, t), "");
    assert.equal(announcement({ ...after, activityTrouble: offline }, t), t.call.offline);
    assert.equal(alarm(after, t), t.danger.coaching);
    assert.equal(alarm(home, t), "");
  }
});

test("a newer version is told and waits: it is opened by a tap and by nothing else", () => {
  const told = step(model(question(held())), { event: "update_ready" });
  assert.ok(told.model.update && told.model.screen.at === "question");
  assert.deepEqual(told.run, []);
  assert.deepEqual(step(told.model, { event: "update_tapped" }).run, [{ command: "update_page" }]);
});

test("the mode of the deployment may be heard after the page has opened", () => {
  const opened = step(model({ at: "welcome" }, { sandbox: false, offer: "installed" }), {
    event: "mode_known",
    sandbox: true,
  }).model;
  assert.equal(step(opened, { event: "begin_tapped" }).model.screen.at, "desk");
});

test("digits that were dictated lead to a danger screen and to no claim", () => {
  const typing = step(home, { event: "opened", screen: "digits" }).model;
  const { model: after, run } = step(typing, { event: "fraud_tapped", cause: "dictated" });
  assert.deepEqual(run, []);
  assert.ok(after.screen.at === "danger" && after.screen.cause === "dictated");
  // An answer that was on its way when the button was tapped must not bring the request back in front.
  assert.equal(step(after, { event: "claimed", held: held() }).model.screen.at, "danger");
});

test("the wording of a danger screen changes with the moment, its three forms all occur", () => {
  const forms = [0, 1, 2].map(
    (later) =>
      step({ ...home, now: now + later }, { event: "fraud_tapped", cause: "sent" }).model.screen,
  );
  assert.equal(
    new Set(forms.map((screen) => (screen.at === "danger" ? screen.wording : -1))).size,
    3,
  );
});

test("the first tap refuses; what is answered then is sent as it was tapped, but what the tap had said", () => {
  const { context, approval } = held();
  const why = step(model(question(held())), { event: "not_me_tapped" });
  assert.deepEqual(why.run, [{ command: "refuse", context }]);
  assert.deepEqual(step(why.model, { event: "reason_given", reason: "mistake" }).run, []);
  const { model: refused } = step(why.model, {
    event: "decided",
    decision: "refused",
    reason: "not_me",
  });
  for (const reason of refusalReasons) {
    const { run } = step(refused, { event: "reason_given", reason });
    const sent = reason === "not_me" ? [] : [{ command: "explain", approval, reason }];
    assert.deepEqual(run, sent);
  }
});

test("from the question after a refusal one goes home, and from one that has not left, to the request", () => {
  const at = (refused: boolean) => model({ ...question(held()), at: "why", refused });
  assert.equal(step(at(true), { event: "back" }).model.screen.at, "home");
  assert.equal(step(at(false), { event: "back" }).model.screen.at, "question");
});

test("removing the phone asks once more, forgets, and starts again", () => {
  const asked = step(home, { event: "opened", screen: "remove" });
  assert.deepEqual(asked.run, []);
  const confirmed = step(asked.model, { event: "remove_confirmed" });
  assert.deepEqual(confirmed.run, [{ command: "forget_phone" }]);
  const gone = step(
    { ...confirmed.model, holder: held().context.holder },
    { event: "removed" },
  ).model;
  assert.ok(
    gone.screen.at === "welcome" && gone.holder === undefined && gone.activity === undefined,
  );
});

test("a phone that waits has no home but its wait, asks nothing that an active one asks, and is never taken for a phone that is gone", () => {
  const opening: AppEvent[] = [
    { event: "opened", screen: "scan" },
    { event: "enrolment_failed", trouble: denial("device_not_active") },
  ];
  const waiting = { ...emptyWaiting, busy: false, atHome: "given" } as const;
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      let current = model(waiting, { atHome: true });
      for (const event of [...opening, ...events]) {
        const { model: next, run } = step(current, event);
        if (next.atHome) {
          assert.ok(next.screen.at !== "home" && next.screen.at !== "gone", next.screen.at);
          assert.ok(next.screen.at !== "digits");
          assert.ok(!run.some(({ command }) => command === "load_bells"));
        }
        current = next;
      }
    }),
  );
});

test("once the wait of a phone is over or stopped, it is as any other", () => {
  const waiting = { ...emptyWaiting, busy: false, atHome: "given" } as const;
  const known = (state: "cooling" | "held" | "active", meanwhile?: "given"): AppEvent => ({
    event: "enrolment_known",
    status: {
      enrolment: idFrom("enr", new Uint8Array(17)),
      device: idFrom("dev", new Uint8Array(17)),
      state,
      ...(meanwhile ? { meanwhile } : {}),
    },
  });
  const given = step(model(waiting), known("cooling", "given")).model;
  assert.equal(given.atHome, true);
  const scanning = step(given, { event: "opened", screen: "scan" }).model;
  const back = step(scanning, { event: "back" });
  assert.equal(back.model.screen.at, "waiting");
  assert.deepEqual(back.run, [{ command: "check_enrolment" }]);
  for (const state of ["held", "active"] as const) {
    const after = step(back.model, known(state)).model;
    assert.ok(!after.atHome);
  }
});
