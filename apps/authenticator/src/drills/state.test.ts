import assert from "node:assert/strict";
import { test } from "node:test";
import { drillAnswers, drillScenes, idFrom, type SignedDrill } from "@aval/protocol";
import { noBells } from "../bells/request.ts";
import { noCalls } from "../calls/request.ts";
import { noComing } from "../phones/request.ts";
import { messages } from "../messages.ts";
import { type AppEvent, canGoBack, type Model, needs, step } from "../state.ts";
import { held, model, now, offline } from "../testing/events.ts";
import { drill, drillOver } from "./state.ts";

const home = (opening: boolean) => ({ at: "home", opening, waiting: undefined }) as const;
const signed: SignedDrill = {
  jws: "signed",
  drill: {
    v: "aval.drill.v1",
    campaign: idFrom("cmp", new Uint8Array(17).fill(1)),
    ...{ scene: "results", profession: "60", number: "n", iat: now, until: now + 900 },
  },
};
const known: AppEvent = { event: "drill_known", signed };
const nothing: AppEvent = { event: "pending_known", held: [] };
const commandsOf = ({ run }: ReturnType<typeof step>) => run.map(({ command }) => command);

test("an exercise is asked for when the application is opened and nothing waits, and never otherwise", () => {
  assert.deepEqual(commandsOf(step(model(home(true)), nothing)), ["load_drill"]);
  assert.deepEqual(commandsOf(step(model(home(false)), nothing)), []);
  const real = step(model(home(true)), { event: "pending_known", held: [held()] });
  assert.deepEqual([real.model.screen.at, commandsOf(real)], ["question", []]);
});

test("it is shown on a calm home screen only: nothing real is hidden by it, or taken for it", () => {
  assert.equal(step(model(home(false)), known).model.screen.at, "drill");
  const caller = { name: "A", case: "c" };
  const status = { v: "aval.call-status.v1", caller } as never;
  const ring = { ring: "rng_1", until: now + 30 } as never;
  const restless: Readonly<Record<string, Partial<Model>>> = {
    waiting: { screen: { ...home(false), waiting: held() } },
    elsewhere: { screen: { at: "settings" } },
    offline: { online: false },
    stopped: { stops: [{}] as never },
    ringing: { bells: { ...noBells, ring } },
    added: { coming: { ...noComing, phones: [{}] as never } },
    called: { calls: { ...noCalls, heard: { status, at: now }, asked: true } },
    led: { calmUntil: now + 20 },
    waits: { atHome: true },
  };
  for (const [name, change] of Object.entries(restless)) {
    const at = model(home(false), change);
    assert.notEqual(step(at, known).model.screen.at, "drill", name);
  }
});

test("whatever is chosen, the next screen says what it was, and only then is the answer sent; leaving sends nothing", () => {
  for (const answer of drillAnswers) {
    const answered = step(model(drill(signed)), { event: "drill_answered", answer });
    assert.deepEqual(answered.model.screen, drillOver(answer));
    assert.deepEqual(answered.run, [{ command: "answer_drill", signed, answer }]);
    const again = step(answered.model, { event: "drill_answered", answer: "refused" });
    assert.deepEqual([again.model.screen, again.run], [drillOver(answer), []]);
  }
  assert.ok(canGoBack(drill(signed)));
  const left = step(model(drill(signed)), { event: "back" });
  assert.deepEqual([left.model.screen, left.run], [drillOver(undefined), []]);
  assert.equal(step(left.model, { event: "back" }).model.screen.at, "home");
});

test("somebody of ours who calls takes it away, and nothing is sent", () => {
  const status = { v: "aval.call-status.v1", caller: { name: "A", case: "c" } } as never;
  const called = step(model(drill(signed)), { event: "call_known", status });
  assert.deepEqual(called.model.screen, drillOver(undefined));
  assert.ok(!commandsOf(called).includes("answer_drill"));
  assert.ok(needs(model(drill(signed))).call, "who calls is asked for");
});

test("*Plus d'exercices* is one tap, which fails aloud and may be tried again", () => {
  const tapped = step(model(drillOver("went_on")), { event: "drills_end_tapped" });
  assert.deepEqual(commandsOf(tapped), ["end_drills"]);
  assert.deepEqual(commandsOf(step(tapped.model, { event: "drills_end_tapped" })), []);
  const failed = step(tapped.model, { event: "drills_end_failed", trouble: offline }).model;
  assert.deepEqual(failed.screen, { ...drillOver("went_on"), trouble: offline });
  const ended = step(tapped.model, { event: "drills_ended" }).model.screen;
  assert.equal(ended.at === "drill-over" && ended.off, "done");
});

test("each scene has its invented service, of the same name in both languages", () => {
  for (const t of [messages.fr, messages.en])
    assert.deepEqual(Object.keys(t.drill.services).sort(), [...drillScenes].sort());
  assert.deepEqual(messages.en.drill.services, messages.fr.drill.services);
});
