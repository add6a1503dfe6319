import assert from "node:assert/strict";
import { test } from "node:test";
import { type BellView, type Context, idFrom, refusalReasons, type RingView } from "@aval/protocol";
import fc from "fast-check";
import { announcement } from "../announcement.ts";
import { messages } from "../messages.ts";
import { type AppEvent, type Command, canGoBack, type Model, needs, step } from "../state.ts";
import { anyEvent, context, denial, held, model, now, offline, place } from "../testing/events.ts";
import {
  bellList,
  bellTrial,
  noBells,
  type PushPermission,
  quietHours,
  ringWhy,
} from "./request.ts";
import { isBusy } from "./state.ts";
import { offerFor, pointsOf } from "./words.ts";

const service = { id: "register", name: "Registre de vaccination" };
const at = { id: place(1).id, declared: "Windows, Firefox" };
const ringId = (seed: number) => idFrom("rng", new Uint8Array(17).fill(seed));
const ring = (seed = 1, changes: Partial<RingView> = {}): RingView => ({
  ring: ringId(seed),
  service,
  place: at,
  until: now + 60,
  ...changes,
});
const bell = (seed = 1): BellView => ({
  id: idFrom("bel", new Uint8Array(17).fill(seed)),
  service,
  place: at,
  setAt: now - 90_000,
  lastUsedAt: now - 3600,
});
const offer = { place: at, service };
const home = model({ at: "home", opening: false, waiting: undefined });
const rings = { ...home, bells: { ...noBells, ring: ring() } };
const answered = model(
  {
    at: "answered",
    decision: "approved",
    context: context(1, {
      service: { ...service, number: "VAC-0421" },
      browser: { standing: "own_place", declared: at.declared, place: { id: at.id, since: 1 } },
    }),
    mayBePlace: false,
  },
  { bells: { ...noBells, offers: [offer] } },
);

const permissions: readonly PushPermission[] = [
  "allowed",
  "unasked",
  "refused",
  "impossible",
  "only_installed",
  "simulated",
];
const seeds = fc.integer({ min: 1, max: 3 });
const anyBellEvent: fc.Arbitrary<AppEvent> = fc.oneof(
  fc
    .option(seeds, { nil: undefined })
    .map((seed): AppEvent => ({ event: "rings_known", ring: seed ? ring(seed) : undefined })),
  fc
    .array(seeds, { maxLength: 2 })
    .map((some): AppEvent => ({ event: "bells_known", list: some.map(bell), offers: [offer] })),
  fc
    .constantFrom(
      "ring_tapped",
      "not_me_tapped",
      "question_tapped",
      "allow_tapped",
      "trial_tapped",
      "trial_sent",
      "push_stop_tapped",
      "push_unreachable",
      "wake_opened",
      "wake_moved",
      "back",
      "ticked",
    )
    .map((event) => ({ event }) as AppEvent),
  fc.constantFrom(...refusalReasons).map((reason): AppEvent => ({ event: "reason_given", reason })),
  fc
    .constantFrom<"ended" | "silenced" | "kept">("ended", "silenced", "kept")
    .map((found): AppEvent => ({ event: "ring_refused", bell: found })),
  fc
    .constantFrom(...permissions)
    .map((permission): AppEvent => ({ event: "push_seen", permission })),
  fc.boolean().map((known): AppEvent => ({ event: "push_known", known })),
  fc.constantFrom("rng_1", "tst_1", "ntc_1").map((id): AppEvent => ({ event: "wake_arrived", id })),
  fc
    .constantFrom("ring_failed", "bell_set_failed", "push_failed", "bells_failed", "quiet_failed")
    .chain((event) =>
      fc
        .constantFrom(offline, denial("ring_over"), denial("too_many"))
        .map((trouble) => ({ event, trouble }) as AppEvent),
    ),
  fc
    .constantFrom("bell_set_tapped", "bell_set", "bell_end_tapped")
    .chain((event) => seeds.map((seed) => ({ event, bell: bell(seed), offer }) as AppEvent)),
  seeds.map((seed): AppEvent => ({ event: "bell_ended", bell: bell(seed).id })),
  fc
    .constantFrom("bells", "bell-trial", "quiet-hours", "home")
    .map((screen) => ({ event: "opened", screen }) as AppEvent),
);
const events = fc.array(
  fc.oneof({ arbitrary: anyBellEvent, weight: 4 }, { arbitrary: anyEvent, weight: 1 }),
  { maxLength: 40 },
);
const start = fc.constantFrom<Model>(
  home,
  rings,
  answered,
  model({ at: "ring", ring: ring(), over: false }),
  model(ringWhy(ring())),
  model(bellList, { bells: { ...noBells, list: [bell()] } }),
  model(bellTrial),
  model({ ...bellTrial, permission: "allowed" }),
  model({ ...bellTrial, permission: "unasked" }),
);

type Look = (before: Model, event: AppEvent, after: Model, run: readonly Command[]) => void;
/** Walks on from a model, one second an event, and shows each step. */
function walk(from: Model, given: readonly AppEvent[], look: Look): void {
  let current = from;
  for (const event of given) {
    const { model: next, run } = step(current, event);
    look(current, event, next, run);
    current = { ...next, now: next.now + 1 };
  }
}
const after = (from: Model, ...given: readonly AppEvent[]) =>
  given.reduce((last, event) => step(last, event).model, from);

test("what rings is only ever refused, by an answer to the question, or scanned: nothing about it accepts", () => {
  const harmless = new Set(["load_activity", "look_for_pending", "buzz", "look_for_rings"]);
  fc.assert(
    fc.property(start, events, (from, given) => {
      walk(from, given, (before, event, after, run) => {
        const ofRing = before.screen.at === "ring" || before.screen.at === "ring-why";
        for (const command of run) {
          if (command.command === "refuse_ring") {
            assert.ok(event.event === "reason_given" && command.reason === event.reason);
            assert.ok(before.screen.at === "ring-why" && !before.screen.busy);
            assert.equal(command.ring, before.screen.ring.ring);
          } else if (ofRing && event.event !== "opened" && event.event !== "back") {
            const allowed = harmless.has(command.command) || /^(load|renew)_/.test(command.command);
            assert.ok(allowed, `${event.event}: ${command.command}`);
          }
        }
        if (ofRing && event.event !== "opened") assert.notEqual(after.screen.at, "question");
      });
    }),
  );
});

test("a ring takes the home screen at once, once, and never a request or a code being typed", () => {
  const shown = step(home, { event: "rings_known", ring: ring() });
  assert.deepEqual(shown.model.screen, { at: "ring", ring: ring(), over: false });
  assert.deepEqual(shown.run, [{ command: "buzz" }]);
  const aside = after(shown.model, { event: "back" }, { event: "rings_known", ring: ring() });
  assert.equal(aside.screen.at, "home");
  assert.equal(aside.bells.ring?.ring, ringId(1));
  assert.equal(after(aside, { event: "ring_tapped" }).screen.at, "ring");
  assert.equal(after(aside, { event: "rings_known", ring: ring(2) }).screen.at, "ring");

  const waits = model({ at: "home", opening: false, waiting: held() });
  for (const busy of [waits, answered, model({ at: "settings" }), model({ at: "history" })])
    assert.equal(after(busy, { event: "rings_known", ring: ring() }).screen, busy.screen);
  assert.equal(
    after(home, { event: "rings_known", ring: ring(1, { until: now }) }).screen.at,
    "home",
  );
});

test("a list that was asked for before a bell ended here, and comes after, does not bring it back", () => {
  const listed = model(bellList, { bells: { ...noBells, list: [bell()] } });
  const { id } = bell();
  const ended = after(
    listed,
    { event: "bell_end_tapped", bell: bell() },
    { event: "bell_ended", bell: id },
    { event: "bells_known", list: [bell(), bell(2)], offers: [] },
  );
  assert.deepEqual(ended.bells.list, [bell(2)]);
  const other = after(ended, { event: "bells_known", list: [], offers: [] });
  assert.deepEqual(other.bells.list, []);
});

test("a ring that is looked at says that it is over: at its end, or when it rings no more", () => {
  const looked = model({ at: "ring", ring: ring(), over: false });
  assert.equal(announcement(looked, messages.fr), "");
  const late = { ...looked, now: now + 60 };
  assert.equal(announcement(late, messages.fr), messages.fr.ring.over);
  assert.deepEqual([needs(looked).tick, needs(late).tick], [true, false]);
  const dropped = after(looked, { event: "rings_known", ring: undefined });
  assert.equal(announcement(dropped, messages.fr), messages.fr.ring.over);
});

test("a caller who asked for it is the alarm, other answers say what became of the bell", () => {
  for (const reason of refusalReasons) {
    const { screen, bells } = after(
      model(ringWhy(ring()), { bells: { ...noBells, ring: ring() } }),
      { event: "reason_given", reason },
      { event: "ring_refused", bell: "ended" },
    );
    assert.equal(screen.at, reason === "on_call" ? "danger" : "ring-refused");
    if (screen.at === "ring-refused") assert.equal(screen.reason, reason);
    assert.equal(bells.ring, undefined);
  }
  const lost = after(
    model(ringWhy(ring())),
    { event: "reason_given", reason: "not_me" },
    { event: "ring_failed", trouble: offline },
  );
  assert.ok(lost.screen.at === "ring-why" && !lost.screen.busy && lost.screen.trouble);
  const over = after(lost, { event: "ring_failed", trouble: denial("ring_over") });
  assert.ok(over.screen.at === "ring" && over.screen.over);
});

test("the tap on a notice's notification opens the notices, from the home screen and once", () => {
  const told = after(home, { event: "wake_arrived", id: "ntc_1" });
  const opened = step(told, { event: "wake_opened" });
  assert.equal(opened.model.screen.at, "notices");
  assert.deepEqual(opened.run, [{ command: "load_notices" }]);
  assert.equal(
    after(opened.model, { event: "opened", screen: "home" }, { event: "wake_opened" }).screen.at,
    "home",
  );
  assert.equal(
    after(answered, { event: "wake_arrived", id: "ntc_1" }, { event: "wake_opened" }).screen.at,
    "answered",
  );
});

test("whoever has no bell asks for nothing: the home screen is polled for rings only where one may ring", () => {
  assert.equal(needs(home).rings, false);
  assert.equal(needs({ ...home, bells: { ...noBells, list: [] } }).rings, false);
  assert.equal(needs({ ...home, bells: { ...noBells, list: [bell()] } }).rings, true);
  assert.equal(needs({ ...answered, bells: { ...noBells, list: [bell()] } }).rings, false);
});

test("a bell is set by one tap on the screen of the request just accepted, and offered there for that place and service only", () => {
  fc.assert(
    fc.property(start, events, (from, given) => {
      walk(from, given, (before, event, _after, run) => {
        for (const { command } of run)
          if (command === "set_bell") {
            assert.equal(event.event, "bell_set_tapped");
            assert.equal(before.screen.at, "answered");
            assert.notEqual(before.bells.setting?.how, "busy");
          }
      });
    }),
  );
  assert.ok(answered.screen.at === "answered");
  const { context: entered } = answered.screen;
  assert.deepEqual(offerFor(answered.bells, entered), offer);
  const elsewhere = { ...entered, service: { ...entered.service, id: "other" } };
  assert.equal(offerFor(answered.bells, elsewhere), undefined);
  const set = after(
    answered,
    { event: "bell_set_tapped", offer },
    { event: "bell_set", bell: bell() },
  );
  assert.equal(set.bells.setting?.how, "made");
  assert.deepEqual([set.bells.list, set.bells.offers], [[bell()], []]);
  assert.equal(after(set, { event: "opened", screen: "home" }).bells.setting, undefined);
});

test("whether a place may ring is asked once its holder was let in from a place of their own, or by software that is one", () => {
  const asked = (standing: Context["browser"]["standing"], linked?: "new" | "aged") => {
    const given = context(1, { browser: { standing, declared: "", ...(linked && { linked }) } });
    const question = model({
      at: "question",
      approval: given.approval,
      context: given,
      entry: 0,
      short: false,
      trouble: undefined,
      waitUntil: undefined,
      busy: true,
      sent: true,
    });
    const { run } = step(question, { event: "decided", decision: "approved", reason: undefined });
    return run.some(({ command }) => command === "load_bells");
  };
  assert.deepEqual([asked("own_place"), asked("unknown")], [true, false]);
  const linked = [asked("own_software", "aged"), asked("own_software", "new")];
  assert.deepEqual([...linked, asked("own_software")], [true, false, false]);
});

test("the browser's question is only asked by a tap on the screen that says what for, where it was never answered", () => {
  fc.assert(
    fc.property(start, events, (from, given) => {
      walk(from, given, (before, event, _after, run) => {
        for (const { command } of run) {
          if (command === "allow_push") {
            assert.equal(event.event, "allow_tapped");
            assert.ok(before.screen.at === "bell-trial" && before.screen.permission === "unasked");
          }
          if (command === "try_push") {
            assert.equal(event.event, "trial_tapped");
            assert.ok(before.screen.at === "bell-trial" && !isBusy(before.screen, before.now));
          }
        }
      });
    }),
  );
});

test("a push that was asked for is waited for twenty seconds; one that comes later still counts", () => {
  const sent = after(
    model({ ...bellTrial, permission: "allowed", known: true }),
    { event: "trial_tapped" },
    { event: "trial_sent" },
  );
  const t = messages.fr;
  const last = (shown: Model) => {
    assert.ok(shown.screen.at === "bell-trial");
    return pointsOf(shown.screen, shown, t).map(({ text }) => text);
  };
  assert.ok(needs(sent).tick && last(sent).includes(t.trial.waiting(20)));
  const late = { ...sent, now: now + 20 };
  assert.ok(!needs(late).tick && last(late).includes(t.trial.silent));
  assert.equal(announcement(late, t), t.trial.silent);
  for (const from of [sent, late])
    assert.ok(last(after(from, { event: "wake_arrived", id: "tst_1" })).includes(t.trial.arrived));
  assert.ok(!last(after(sent, { event: "wake_arrived", id: "rng_1" })).includes(t.trial.arrived));
  const dead = after(sent, { event: "trial_tapped" }, { event: "push_unreachable" });
  assert.ok(last(dead).includes(t.trial.unreachable) && last(dead).includes(t.trial.notKnown));
});

test("every state of the browser's permission has its sentence, and what does not work is said to", () => {
  const points = permissions.map((permission) => {
    const shown = model({ ...bellTrial, permission });
    assert.ok(shown.screen.at === "bell-trial");
    return pointsOf(shown.screen, shown, messages.fr)[1];
  });
  assert.equal(new Set(points.map((point) => point?.text)).size, permissions.length);
  assert.deepEqual(
    points.map((point) => point?.tone),
    ["good", "quiet", "danger", "danger", "danger", "danger"],
  );
});

test("quiet hours are two different hours of a day, or none", () => {
  const kept = (hours: { from: string; to: string } | null) =>
    step(model(quietHours), { event: "quiet_given", hours });
  assert.deepEqual(kept({ from: "22:00", to: "06:30" }).run, [
    { command: "keep_quiet", hours: { from: "22:00", to: "06:30" } },
  ]);
  assert.deepEqual(kept(null).run, [{ command: "keep_quiet", hours: null }]);
  for (const [from, to] of [
    ["22:00", "22:00"],
    ["", "06:00"],
    ["24:00", "06:00"],
  ] as const) {
    const { model: shown, run } = kept({ from, to });
    assert.deepEqual(run, []);
    assert.ok(shown.screen.at === "quiet-hours" && shown.screen.slip);
  }
});

test("every screen about bells leads back, and ends where it began", () => {
  const backs = (screen: Model["screen"]) => {
    const path: string[] = [];
    let current = model(screen);
    while (canGoBack(current.screen) && path.length < 6) {
      current = after(current, { event: "back" });
      path.push(current.screen.at);
    }
    return path;
  };
  assert.deepEqual(backs(bellTrial), ["bells", "settings", "home"]);
  assert.deepEqual(backs(quietHours), ["bells", "settings", "home"]);
  assert.deepEqual(backs(ringWhy(ring())), ["ring", "home"]);
});
