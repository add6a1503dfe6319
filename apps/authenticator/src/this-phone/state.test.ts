import assert from "node:assert/strict";
import { test } from "node:test";
import type { Context } from "@aval/protocol";
import { question } from "../approvals/request.ts";
import { type AppEvent, type Model, type Screen, step } from "../state.ts";
import { approvalId, context, model } from "../testing/events.ts";
import { readEntrance } from "./request.ts";

const approval = approvalId(1);
const here: Context = context(1, { transfer: "this_phone" });
const held = { approval, context: here };
const elsewhere = { approval, context: context(1, { transfer: "qr" }) };
const at = (screen: Screen, atEntry = true): Model => model(screen, { atEntry });
const after = (model: Model, ...events: AppEvent[]) =>
  events.reduce((last, event) => step(last.model, event), step(model, { event: "ticked" }));
const entering = (entrance: { pass: string } | { why: "link" | "foreign" | "spent" }) =>
  after(at({ at: "starting" }), { event: "entered", entrance, hasPhone: true });
const commands = ({ run }: ReturnType<typeof step>) => run.map(({ command }) => command);

test("only a pass claims, and no pass is kept in what is drawn", () => {
  const entered = entering({ pass: "p4ss" });
  assert.deepEqual(commands(entered), ["claim_here"]);
  assert.doesNotMatch(JSON.stringify(entered.model), /p4ss/);
  for (const why of ["link", "foreign", "spent"] as const)
    assert.deepEqual(commands(entering({ why })), ["look_for_pending"], why);
});

test("the entry without a pass opens nothing but what this phone had already claimed there", () => {
  const { model: entered } = entering({ why: "link" });
  assert.equal(step(entered, { event: "pending_known", held: [held] }).model.screen.at, "question");
  for (const others of [[], [elsewhere]]) {
    const { screen } = step(entered, { event: "pending_known", held: others }).model;
    assert.deepEqual(screen, { at: "no-way", why: "link", trouble: undefined });
  }
});

test("a browser that holds no phone is told so, and what comes from elsewhere is told as that", () => {
  const told = (entrance: { pass: string } | { why: "link" | "foreign" }) =>
    after(at({ at: "starting" }), { event: "entered", entrance, hasPhone: false }).model.screen;
  assert.deepEqual(told({ pass: "p" }), { at: "no-way", why: "no_phone", trouble: undefined });
  assert.deepEqual(told({ why: "foreign" }), { at: "no-way", why: "foreign", trouble: undefined });
});

test("an older answer about what waits ends nothing while the pass is being claimed", () => {
  const { model: entered } = entering({ pass: "p" });
  assert.equal(step(entered, { event: "pending_known", held: [] }).model.screen.at, "entering");
});

test("approved here the page goes back, approved for a computer it stays; refused it goes nowhere", () => {
  const decided = (shown: Context, decision: "approved" | "refused") =>
    step(at(question({ approval, context: shown })), {
      event: "decided",
      decision,
      reason: undefined,
    });
  const back = decided(here, "approved");
  assert.deepEqual([back.model.screen.at, ...commands(back)], ["coming-back", "come_back"]);
  assert.equal(decided(elsewhere.context, "approved").model.screen.at, "answered");
  const no = decided(here, "refused");
  assert.deepEqual([no.model.screen.at, commands(no).includes("come_back")], ["answered", false]);
});

test("going back that failed is tried again by the holder, for the same request", () => {
  const { model: failed } = after(
    at(question(held)),
    { event: "decided", decision: "approved", reason: undefined },
    { event: "come_back_failed", trouble: { kind: "offline" } },
  );
  assert.deepEqual(step(failed, { event: "come_back_tapped" }).run, [
    { command: "come_back", approval },
  ]);
});

test("a request of this phone's browser found on another page opens the entry, from where alone it can be gone back", () => {
  const home: Screen = { at: "home", opening: true, waiting: undefined };
  const found = { event: "pending_known", held: [held] } as const;
  assert.deepEqual(commands(step(at(home, false), found)), ["open_entry"]);
  assert.equal(step(at(home, true), found).model.screen.at, "question");
  const computers = { event: "pending_known", held: [elsewhere] } as const;
  assert.equal(step(at(home, false), computers).model.screen.at, "question");
});

test("what the server did not write into the page is no entrance", () => {
  assert.equal(readEntrance({}), undefined);
  assert.equal(readEntrance({ avalEntry: "anything" }), undefined);
  assert.deepEqual(readEntrance({ avalEntry: "spent" }), { why: "spent" });
  assert.deepEqual(readEntrance({ avalPass: "p", avalEntry: "link" }), { pass: "p" });
});
