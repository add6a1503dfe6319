import assert from "node:assert/strict";
import test from "node:test";
import { takeCardReturn } from "./card-return.ts";
import { firstModel, type Model, nextCall, screenOf, update } from "./state.ts";

const nonce = "n".repeat(43);
const at = (hash: string) => {
  const written: string[] = [];
  const location = { hash, pathname: "/login/abc", search: "" };
  const replaceState = (_state: unknown, _title: string, address?: string | URL | null) =>
    void written.push(String(address));
  return { address: { location, history: { state: null, replaceState } }, written };
};

test("what the card's page gave is taken off the address at once, and nothing else is", () => {
  const { address, written } = at(`#card=${nonce}`);
  assert.equal(takeCardReturn(address), nonce);
  assert.deepEqual(written, ["/login/abc"]);
  for (const hash of ["", "#card=short", `#card=${nonce}x`, `#other=${nonce}`]) {
    const plain = at(hash);
    assert.equal(takeCardReturn(plain.address), undefined, hash);
    assert.deepEqual(plain.written, []);
  }
});

const view = {
  state: "shown" as const,
  service: { id: "register", name: "Registre", sensitivity: "open" as const },
  now: 1_795_162_320,
};
const answered = (model: Model, call: "begin" | "card", more: object = {}) =>
  update(model, {
    event: "answered",
    now: 1_000,
    call,
    answer: { kind: "view", view: { ...view, ...more } },
    jitter: 0,
  });

test("a page that comes back from the card learns the time, then concludes, and shows that it is leaving", () => {
  const back = { ...firstModel("fr", 0, true), cardReturn: nonce };
  assert.equal(nextCall(back), "begin", "hidden or not: ten seconds are short");
  assert.equal(screenOf(back).screen, "leaving");
  for (const state of ["shown", "claimed", "expired", "refused", "silent"] as const)
    assert.equal(nextCall(answered(back, "begin", { state })), "conclude", state);
});

test("the card is chosen, then asked for; what enters its page is not kept in the model", () => {
  const shown = answered(firstModel("fr", 0, false), "begin", { hasCard: true });
  const chosen = update(shown, { event: "chose", choice: "card" });
  assert.equal(screenOf(chosen).screen, "card");
  const asked = update(chosen, { event: "asked", ask: "card" });
  assert.equal(nextCall(asked), "card");
  const entry = { address: "https://card.example/card", secret: "s" };
  const after = answered(asked, "card", { hasCard: true, entry });
  assert.equal(after.view?.entry, undefined);
  assert.deepEqual(screenOf(after), { screen: "leaving", to: "card" });
});
