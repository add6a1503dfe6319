import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer } from "@aval/design/browser";
import type { AccountEvent, AccountHome, Problem, SessionId } from "@aval/protocol";
import fc from "fast-check";
import { createEngine } from "./effects.ts";
import { eventDetails, eventWords, messages, titleOf } from "./messages.ts";
import {
  type Event,
  firstModel,
  type Model,
  mayChange,
  pathOf,
  sectionAt,
  sectionsInOrder,
  update,
} from "./state.ts";

const home: AccountHome = { name: "Solène MARCHEVOIX", stops: [], means: [], now: 1_000 };
const session = "ses_0123456789abcdefghjkmnpqrs" as SessionId;
const line = (more: Partial<AccountEvent> = {}): AccountEvent => ({
  id: "fct_1",
  at: 900,
  kind: "session_opened",
  isOpen: true,
  isThis: false,
  ...more,
});
const after = (...events: readonly Event[]) => events.reduce(update, firstModel("fr", "home"));

test("each section has an address that leads back to it, and any other address leads home", () => {
  for (const section of sectionsInOrder) assert.equal(sectionAt(pathOf(section)), section);
  for (const path of ["/mon-acces/", "/mon-acces/nowhere", "/"])
    assert.equal(sectionAt(path), "home");
});

test("whoever is signed out keeps nothing of what was read", () => {
  const events = fc.array(
    fc.constantFrom<Event>(
      { event: "came_home", home },
      { event: "came", what: "history", content: { history: { events: [line()] } } },
      { event: "went", section: "history" },
      { event: "asked", act: { act: "disown", session } },
    ),
  );
  fc.assert(
    fc.property(events, fc.constantFrom("out", "left", "blocked"), (before, how) => {
      const end: Record<string, Event> = {
        out: { event: "signed_out" },
        left: { event: "done", act: { act: "leave" }, content: {} },
        blocked: { event: "done", act: { act: "block" }, content: {} },
      };
      const model = [...before, end[how] as Event].reduce(update, firstModel("fr", "home"));
      assert.deepEqual([model.phase, model.home, model.content], [how, undefined, {}]);
    }),
    { numRuns: 60 },
  );
});

test("a question is gone as soon as one goes elsewhere, and an act is never asked and under way at once", () => {
  const act = { act: "end_place", place: "plc_1" } as const;
  assert.equal(
    after({ event: "asked", act }, { event: "went", section: "phones" }).asks,
    undefined,
  );
  const acting = after({ event: "asked", act }, { event: "acted", act });
  assert.deepEqual([acting.asks, acting.busy], [undefined, act]);
});

test("a page of the history comes after what was there, and what was disowned is over", () => {
  const first = { events: [line({ session })], next: "1.fct_1" };
  const model = after(
    { event: "came", what: "history", content: { history: first } },
    { event: "came_more", history: { events: [line({ id: "fct_0" })] } },
    { event: "done", act: { act: "disown", session }, content: {} },
  );
  const { history } = model.content;
  assert.deepEqual(
    history?.events.map(({ id, isOpen }) => [id, isOpen]),
    [
      ["fct_1", false],
      ["fct_0", true],
    ],
  );
  assert.equal(history?.next, undefined);
});

test("changing is shown open until its time, on the server's clock", () => {
  const at = (changesUntil?: number) =>
    mayChange(
      after({ event: "came_home", home: { ...home, ...(changesUntil ? { changesUntil } : {}) } }),
    );
  assert.deepEqual([at(), at(999), at(1_000), at(1_001)], [false, false, false, true]);
});

test("no reason, rule or kind is ever shown as code", () => {
  for (const lang of ["fr", "en"] as const) {
    const t = messages[lang];
    const strange = line({ kind: "something_newer", reason: "some_reason", rule: "some_rule" });
    const said = [eventWords(strange, t), ...eventDetails(strange, t)].join(" ");
    assert.doesNotMatch(said, /_/);
    assert.ok(said.length > 3);
  }
});

test("the title names the section, the pages and whose they are", () => {
  const model: Model = { ...firstModel("fr", "sessions"), phase: "in" };
  assert.equal(titleOf(model, "Aval"), "Sessions – Mon accès – Aval");
});

test("a first visit, which shows no cookie, is shown the way in and asks for nothing more", async () => {
  const asked: string[] = [];
  let model = firstModel("fr", "sessions");
  const ask = async (path: string): Promise<Answer<Problem>> => {
    asked.push(path);
    return { kind: "ok", body: { nobody: true } };
  };
  const render = (next: Model) => {
    model = next;
  };
  createEngine({ ask, render, show: () => {}, save: () => {} }, model).start();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    [model.phase, model.trouble, asked],
    ["out", undefined, ["/mon-acces/api/home"]],
  );
});

test("an act that finds its visit over shows the way back in, and nothing of before", async () => {
  const over: Answer<Problem> = {
    kind: "refused",
    problem: { error: "account_signed_out", message: { fr: "", en: "" }, reference: "" },
  };
  let model = after({ event: "came_home", home });
  const render = (next: Model) => {
    model = next;
  };
  const world = { ask: async () => over, render, show: () => {}, save: () => {} };
  const engine = createEngine(world, model);
  engine.act({ act: "close_session", session });
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([model.phase, model.home], ["out", undefined]);
});

test("a file of proofs is saved once it has come, and said to be", async () => {
  const file = { name: "aval-preuves-2026-11-23.json", file: "{}\n" };
  const saved: unknown[] = [];
  let model = firstModel("fr", "history");
  const told = new Promise<void>((resolve) => {
    const engine = createEngine(
      {
        ask: async (path, body) => {
          assert.deepEqual([path, body], ["/mon-acces/api/proofs", {}]);
          return { kind: "ok", body: file };
        },
        render: (next) => {
          model = next;
          if (next.told) resolve();
        },
        show: () => {},
        save: (one) => void saved.push(one),
      },
      model,
    );
    engine.act({ act: "take_proofs" });
  });
  await told;
  assert.deepEqual(saved, [file]);
  assert.equal(model.told?.act, "take_proofs");
});
