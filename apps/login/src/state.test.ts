import assert from "node:assert/strict";
import test from "node:test";
import type { LoginView, Problem } from "@aval/protocol";
import fc from "fast-check";
import {
  announcedSeconds,
  approvedShownMs,
  backOffMs,
  type Call,
  type Event,
  firstModel,
  frameShownMs,
  type Model,
  nextCall,
  screenOf,
  stateForMachines,
  update,
} from "./state.ts";
import type { Answer } from "./view.ts";

const service = { id: "register", name: "Registre", sensitivity: "open" } as const;
const apr = "apr_00000000000000000000000001" as const;
const other = "apr_00000000000000000000000002" as const;
const problem: Problem = {
  error: "sign_in_not_found",
  reference: "K7",
  message: { fr: "Fini.", en: "Over." },
};

const shown = (more: Partial<LoginView> = {}): LoginView => ({
  state: "shown",
  approval: apr,
  frame: "AVAL1.x",
  service,
  now: 1_000,
  expiresAt: 1_060,
  ...more,
});
const claimed = (more: Partial<LoginView> = {}): LoginView => ({
  state: "claimed",
  approval: apr,
  service,
  now: 1_000,
  decideBy: 1_120,
  ...more,
});
const ended = (state: LoginView["state"], more: Partial<LoginView> = {}): LoginView => ({
  state,
  approval: apr,
  service,
  now: 1_000,
  ...more,
});

const answer = (view: LoginView, now = 0, call: Call = "frame"): Event => ({
  event: "answered",
  now,
  call,
  answer: { kind: "view", view },
  jitter: 0,
});
const down = (now = 0, call: Call = "frame", more: Partial<Answer> = {}): Event => ({
  event: "answered",
  now,
  call,
  answer: { kind: "down", why: "offline", ...more } as Answer,
  jitter: 0,
});
const tick = (now: number): Event => ({ event: "tick", now });

const after = (...events: Event[]): Model => events.reduce(update, firstModel("fr", 0, false));

test("a page that opens begins, and a page that opens behind another tab waits", () => {
  assert.equal(nextCall(firstModel("fr", 0, false)), "begin");
  assert.equal(nextCall(firstModel("fr", 0, true)), undefined);
  assert.equal(screenOf(firstModel("fr", 0, false)).screen, "opening");
});

test("frames are asked for once a second and no more", () => {
  const model = after({ event: "called", now: 0 }, answer(shown(), 40));
  assert.equal(nextCall(model), undefined);
  assert.equal(nextCall(update(model, tick(500))), undefined);
  assert.equal(nextCall(update(model, tick(1_000))), "frame");
});

test("a frame is shown while it is young, and never once the phone would be refused for it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (age) => {
      const screen = screenOf(after(answer(shown(), 0), tick(age)));
      assert.ok(screen.screen === "scan");
      assert.equal(screen.frame, age < frameShownMs ? "AVAL1.x" : undefined);
    }),
  );
});

test("a hidden tab shows no frame and asks for none; seen again, it asks at once and shows only a fresh one", () => {
  const hidden = after(answer(shown(), 0), { event: "hidden" }, tick(1_500));
  assert.equal(nextCall(hidden), undefined);
  const back = update(hidden, { event: "visible", now: 1_600 });
  const screen = screenOf(back);
  assert.ok(screen.screen === "scan" && screen.frame === undefined);
  assert.equal(nextCall(back), "frame");
  const fresh = screenOf(update(back, answer(shown({ frame: "AVAL1.y" }), 1_700)));
  assert.ok(fresh.screen === "scan" && fresh.frame === "AVAL1.y");
});

test("digits show only once asked for, and stay those of their request", () => {
  const asking = after(answer(shown(), 0), { event: "chose", choice: "digits" }, tick(1_000));
  assert.equal(nextCall(asking), "digits");
  const given = update(asking, answer(shown({ digits: "482917" }), 1_050, "digits"));
  const later = update(given, answer(shown({ now: 1_002 }), 2_050));
  const screen = screenOf(later);
  assert.ok(screen.screen === "digits" && screen.digits === "482917");
  assert.notEqual(nextCall(update(later, tick(3_100))), "digits");

  const replaced = update(
    later,
    answer(shown({ approval: other, now: 1_061, expiresAt: 1_121 }), 4_000),
  );
  const anew = screenOf(replaced);
  assert.ok(anew.screen === "digits" && anew.digits === undefined);
  assert.equal(nextCall(update(replaced, tick(5_100))), "digits");
});

test("digits that have run out are not shown", () => {
  const screen = screenOf(
    after(
      answer(shown({ digits: "482917" }), 0),
      { event: "chose", choice: "digits" },
      tick(60_000),
    ),
  );
  assert.ok(screen.screen === "digits" && screen.digits === undefined);
});

test("going back to the code hides the digits", () => {
  const model = after(
    answer(shown({ digits: "482917" }), 0),
    { event: "chose", choice: "digits" },
    { event: "chose", choice: "scan" },
  );
  assert.equal(screenOf(model).screen, "scan");
});

test("a request that has run out waits for the reader", () => {
  const wall = after({ event: "called", now: 0 }, answer(ended("expired"), 10), tick(60_000));
  assert.equal(nextCall(wall), undefined);
  assert.equal(screenOf(wall).screen, "expired");
  assert.equal(nextCall(update(wall, { event: "asked", ask: "restart" })), "restart");
});

test("more time is asked once for a claimed request, and again for the next one", () => {
  const wanting = after(answer(claimed()), { event: "wants_more_time" });
  assert.equal(nextCall(wanting), "more_time");
  const given = update(
    update(wanting, { event: "called", now: 0 }),
    answer(claimed({ decideBy: 1_180 }), 10, "more_time"),
  );
  assert.equal(nextCall(given), undefined);
  const screen = screenOf(given);
  assert.ok(screen.screen === "claimed" && screen.hasMoreTime && screen.secondsLeft === 180);

  const again = update(given, answer(claimed({ approval: other }), 20, "restart"));
  assert.equal(nextCall(again), "more_time");
});

test("more time wanted after a request has run out is a new request, which gets it once claimed", () => {
  const asked = after(answer(ended("expired")), { event: "wants_more_time" });
  assert.equal(nextCall(asked), "restart");
  const shownAgain = update(asked, answer(shown({ approval: other }), 10, "restart"));
  assert.notEqual(nextCall(update(shownAgain, tick(2_000))), "more_time");
  assert.equal(
    nextCall(update(shownAgain, answer(claimed({ approval: other }), 2_000))),
    "more_time",
  );
});

test("an approval is shown for a moment, then concluded; Ce n'est pas moi in that moment is never overtaken", () => {
  for (const view of [ended("approved", { holder: "Dr Morval" }), ended("silent")]) {
    const approved = after(answer(view, 0));
    assert.equal(nextCall(update(approved, tick(approvedShownMs - 1))), undefined);
    assert.equal(nextCall(update(approved, tick(approvedShownMs))), "conclude");

    const refused = update(approved, { event: "asked", ask: "not_me" });
    assert.equal(nextCall(update(refused, tick(60_000))), "not_me");
    const broken = update(update(refused, down(100, "not_me")), tick(60_000));
    assert.equal(nextCall(broken), "not_me", "a lost answer is asked again, not forgotten");
  }
});

test("nobody concludes before an approval, but to go back to the service", () => {
  const states = fc.constantFrom<LoginView["state"]>(
    "shown",
    "claimed",
    "refused",
    "expired",
    "cancelled",
  );
  const happening: fc.Arbitrary<Event> = fc.oneof(
    fc.nat(200_000).map(tick),
    states.map((state) => answer(ended(state, { frame: "AVAL1.x" }))),
    fc.constant<Event>({ event: "hidden" }),
    fc.constant<Event>({ event: "retry" }),
    fc.nat(200_000).map((now): Event => ({ event: "visible", now })),
    fc.constant(down()),
    fc.constantFrom<Event>(
      { event: "chose", choice: "digits" },
      { event: "chose", choice: "scan" },
    ),
    fc.constant<Event>({ event: "wants_more_time" }),
    fc
      .constantFrom("restart", "cancel", "not_me")
      .map((ask): Event => ({ event: "asked", ask: ask as "cancel" })),
  );
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 30 }), (events) => {
      assert.notEqual(nextCall(after(...events)), "conclude");
    }),
  );
});

test("going back to the service cancels what still lives, then leaves", () => {
  const open = [
    shown(),
    claimed(),
    ended("expired"),
    ended("refused"),
    ended("cancelled", { reason: "two_at_once" }),
  ];
  for (const live of open) {
    const leaving = after(answer(live), { event: "returning" });
    assert.equal(nextCall(leaving), "cancel");
    const cancelled = update(
      leaving,
      answer(ended("cancelled", { reason: "page_cancelled" }), 10, "cancel"),
    );
    assert.equal(nextCall(cancelled), "conclude");
    assert.equal(screenOf(cancelled).screen, "leaving");
  }
  const closed = after(answer(ended("cancelled", { reason: "page_cancelled" })), {
    event: "returning",
  });
  assert.equal(
    nextCall(closed),
    "conclude",
    "a page cancelled already, and read again, only leaves",
  );
});

test("once the form is sent, nothing more is asked", () => {
  assert.equal(nextCall(update(after(answer(ended("approved"))), { event: "left" })), undefined);
});

test("a lost network is tried again later and later, never later than fifteen seconds, and keeps the screen", () => {
  let model = after(answer(claimed(), 0));
  let now = 0;
  for (let tries = 1; tries <= 12; tries++) {
    model = update(model, down(now));
    assert.ok(model.link.state === "down" && model.link.tries === tries);
    assert.equal(nextCall(model), undefined);
    now = model.link.retryAt;
    model = update(model, tick(now + 1_000));
    assert.equal(nextCall(model), "frame");
  }
  assert.equal(screenOf(model).screen, "claimed");
  assert.equal(update(model, answer(claimed(), now)).link.state, "up");
});

test("waits double, stay under the cap, and are spread over their upper half", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (tries, jitter) => {
        const whole = Math.min(15_000, 1_000 * 2 ** (tries - 1));
        const wait = backOffMs(tries, jitter);
        assert.ok(wait >= whole / 2 && wait <= whole);
      },
    ),
  );
});

test("the server's wait is kept, and the reader's own try is not made to wait", () => {
  const told = after(answer(shown(), 0), down(0, "frame", { waitSeconds: 40 }), tick(39_000));
  assert.equal(nextCall(told), undefined);
  assert.equal(nextCall(update(told, { event: "retry" })), "frame");
});

test("a problem ends the page's calls until the reader tries again, and then it begins from nothing", () => {
  const stuck = after(
    answer(shown()),
    { event: "answered", now: 1, call: "frame", answer: { kind: "problem", problem }, jitter: 0 },
    tick(60_000),
  );
  assert.equal(screenOf(stuck).screen, "problem");
  assert.equal(nextCall(stuck), undefined);
  assert.equal(nextCall(update(stuck, { event: "retry" })), "begin");
});

test("the time left is announced at its marks, once each, and never in between", () => {
  let model = after(answer(claimed(), 0));
  const said: number[] = [];
  for (let second = 1; second <= 120; second++) {
    const next = update(model, tick(second * 1_000));
    if (next.announcement !== model.announcement && next.announcement?.say === "remaining")
      said.push(next.announcement.seconds);
    model = next;
  }
  assert.deepEqual(said, announcedSeconds);
});

test("a new frame announces nothing and moves no focus", () => {
  const first = after(answer(shown(), 0));
  const next = update(first, answer(shown({ frame: "AVAL1.z", now: 1_001 }), 1_000));
  assert.equal(next.announcement, first.announcement);
  assert.equal(next.wasElsewhere, false);
});

test("every change of screen is announced", () => {
  let model = after(answer(shown(), 0));
  for (const view of [
    claimed(),
    ended("refused"),
    ended("cancelled"),
    ended("expired"),
    ended("approved"),
  ]) {
    model = update(model, answer(view, 0));
    assert.deepEqual(model.announcement, { say: "screen", screen: screenOf(model).screen });
    assert.equal(model.wasElsewhere, true);
  }
});

test("programs see the closed list of states only, a silent entry as approved", () => {
  assert.equal(stateForMachines(after(answer(ended("silent")))), "approved");
  assert.equal(stateForMachines(firstModel("fr", 0, false)), undefined);
});

test("whoever is reading the answers is not carried off by the clock; only their own answer ends it", () => {
  for (const state of ["approved", "silent"] as const) {
    const held = update(after(answer(ended(state), 0)), { event: "held" });
    assert.equal(nextCall(update(held, tick(60_000))), undefined);
    const screen = screenOf(held);
    assert.ok(screen.screen === "approved" && screen.held);
    assert.equal(nextCall(update(held, { event: "asked", ask: "conclude" })), "conclude");
    assert.equal(nextCall(update(held, { event: "asked", ask: "not_me" })), "not_me");
  }
  const early = after({ event: "held" }, answer(ended("approved"), 0), tick(approvedShownMs));
  assert.equal(nextCall(early), "conclude", "a key struck before is no answer read");
});

test("digits that somebody asks for are cancelled, and the page says to hang up", () => {
  const asked = after(
    answer(shown({ digits: "482917" }), 0),
    { event: "chose", choice: "digits" },
    { event: "asked_for_digits" },
  );
  assert.equal(nextCall(asked), "not_me");
  assert.notEqual(screenOf(asked).screen, "digits");
  const closed = ended("cancelled", { reason: "not_me_on_page" });
  const cancelled = update(asked, answer(closed, 10, "not_me"));
  const screen = screenOf(cancelled);
  assert.ok(screen.screen === "cancelled" && screen.reason === "asked_for_digits");

  const again = update(cancelled, { event: "asked", ask: "not_me" });
  const other = screenOf(update(again, answer(closed, 20, "not_me")));
  assert.ok(other.screen === "cancelled" && other.reason === "not_me_on_page");
});

test("a page that goes back to the one before asks nothing more", () => {
  assert.equal(nextCall(update(after(answer(shown(), 0)), { event: "went_back" })), undefined);
});

test("a session left open on a shared place waits for an answer, however long, and ends before another is asked for", () => {
  const left = after(answer(ended("silent", { holder: "Anne Morel" }), 0, "begin"));
  const screen = screenOf(left);
  assert.ok(screen.screen === "approved" && screen.shared);
  assert.equal(nextCall(update(left, tick(approvedShownMs * 100))), undefined);
  const changing = update(left, { event: "asked", ask: "change_person" });
  assert.equal(nextCall(changing), "change_person");
  const changed = update(changing, answer(shown(), 10, "change_person"));
  assert.equal(screenOf(changed).screen, "scan");
  assert.equal(changed.asked, undefined);
  assert.equal(nextCall(update(left, { event: "asked", ask: "conclude" })), "conclude");
});

test("a session of one's own goes on by itself, and so does one just approved", () => {
  for (const view of [ended("silent"), ended("approved", { holder: "Anne Morel" })]) {
    const model = after(answer(view, 0, "begin"));
    const screen = screenOf(model);
    assert.ok(screen.screen === "approved" && !screen.shared);
    assert.equal(nextCall(update(model, tick(approvedShownMs))), "conclude");
  }
});

test("the first names of a shared place are told once and stay, until the page begins anew", () => {
  const begun = after(answer(shown({ people: ["Anne", "Yann"] }), 0, "begin"));
  const later = update(begun, answer(shown(), 1_000));
  assert.deepEqual(later.people, ["Anne", "Yann"]);
  assert.deepEqual(update(later, answer(shown(), 2_000, "begin")).people, []);
});
