import assert from "node:assert/strict";
import test from "node:test";
import { asks, firstWorkstation, updateWorkstation, workstationScreenOf } from "./state.ts";

const view = { now: 1_790_000_000, frame: "AVALP1.x.1790000000.y" };
const registered = {
  now: 1_790_000_000,
  workstation: { structure: "Hôpital", until: 1_800_000_000 },
};

test("the page asks for frames until it is registered or refused, and no longer", () => {
  let model = firstWorkstation("fr");
  assert.deepEqual([workstationScreenOf(model), asks(model)], ["opening", true]);
  model = updateWorkstation(model, { event: "told", view });
  assert.deepEqual([workstationScreenOf(model), asks(model)], ["offered", true]);
  model = updateWorkstation(model, { event: "down" });
  assert.deepEqual([model.isDown, asks(model)], [true, true]);
  const done = updateWorkstation(model, { event: "told", view: registered });
  assert.deepEqual(
    [workstationScreenOf(done), asks(done), done.isDown],
    ["registered", false, false],
  );
  const problem = { error: "x", reference: "r", message: { fr: "Non.", en: "No." } };
  const denied = updateWorkstation(model, { event: "denied", problem });
  assert.deepEqual([workstationScreenOf(denied), asks(denied)], ["denied", false]);
  const again = updateWorkstation(denied, { event: "began_again" });
  assert.deepEqual([workstationScreenOf(again), asks(again)], ["opening", true]);
});

test("another language changes the words alone", () => {
  const model = updateWorkstation(firstWorkstation("fr"), { event: "told", view });
  assert.deepEqual(updateWorkstation(model, { event: "spoke", lang: "en" }), {
    ...model,
    lang: "en",
  });
});
