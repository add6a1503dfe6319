import assert from "node:assert/strict";
import test from "node:test";
import type { EnrolmentPlaceView } from "@aval/protocol";
import { addressOf, asks, firstWiped, updateWiped, wipedScreenOf } from "./state.ts";

const view = (shown: EnrolmentPlaceView["shown"]): EnrolmentPlaceView => ({
  now: 1,
  page: `enp_${"0".repeat(26)}` as EnrolmentPlaceView["page"],
  shown,
});
const open = view({ state: "open", address: "https://phone.example/enrol#b=x", until: 2 });

test("nothing is asked before its reader has begun, nor once it is over", () => {
  const first = firstWiped("fr");
  assert.deepEqual([wipedScreenOf(first), asks(first)], ["before", false]);
  const begun = updateWiped(first, { event: "began" });
  assert.deepEqual([wipedScreenOf(begun), asks(begun)], ["opening", true]);
  for (const [why, screen] of [
    ["over", "over"],
    ["stopped", "stopped"],
    ["still_used", "stillUsed"],
  ] as const) {
    const over = updateWiped(begun, { event: "told", view: view({ state: "over", why }) });
    assert.deepEqual([wipedScreenOf(over), asks(over)], [screen, false]);
  }
});

test("a code that may be too old is not shown: while the server is silent there is none", () => {
  const begun = updateWiped(firstWiped("en"), { event: "began" });
  const shown = updateWiped(begun, { event: "told", view: open });
  assert.equal(addressOf(shown), "https://phone.example/enrol#b=x");
  assert.equal(addressOf(updateWiped(shown, { event: "down" })), undefined);
});

test("a refusal stays until its reader begins again, in their language", () => {
  const problem = { error: "place_not_own", message: { fr: "non", en: "no" }, reference: "r" };
  const denied = updateWiped(updateWiped(firstWiped("en"), { event: "began" }), {
    event: "denied",
    problem,
  });
  assert.deepEqual([wipedScreenOf(denied), asks(denied)], ["denied", false]);
  const again = updateWiped(denied, { event: "began" });
  assert.deepEqual([wipedScreenOf(again), again.lang], ["opening", "en"]);
});
