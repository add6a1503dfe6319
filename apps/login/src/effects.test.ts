import assert from "node:assert/strict";
import test from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { LoginView } from "@aval/protocol";
import type { Api } from "./api.ts";
import { createEngine, type Engine } from "./effects.ts";
import { approvedShownMs, type Call, firstModel, type Model, screenOf } from "./state.ts";
import type { Answer } from "./view.ts";

const service = { id: "register", name: "Registre", sensitivity: "open" } as const;
const apr = "apr_00000000000000000000000001" as const;
const saying = (state: LoginView["state"], more: Partial<LoginView> = {}): Answer => ({
  kind: "view",
  view: { state, approval: apr, service, now: 1_000, ...more },
});

/** An engine whose calls are answered by hand, on a clock moved by hand. */
function rig(first: Partial<Model> = {}) {
  const calls: { call: Call; answer: (given: Answer) => Promise<void> }[] = [];
  const left: string[] = [];
  let now = 0;
  const api: Api = {
    call: (call) =>
      new Promise((resolve) => {
        calls.push({
          call,
          answer: async (given) => {
            resolve(given);
            await turn();
          },
        });
      }),
    conclusion: async (approval) => `jws-of-${approval}`,
  };
  const engine: Engine = createEngine(
    {
      api,
      now: () => now,
      jitter: () => 0,
      render: () => {},
      leave: (jws) => left.push(jws),
      goTo: (address) => left.push(address),
      enter: ({ address, secret }) => left.push(`${address} ${secret}`),
      sign: async ({ challenge }) => (challenge === "mine" ? assertion : undefined),
      reopen: () => left.push("reopened"),
    },
    { ...firstModel("fr", 0, false), ...first },
  );
  const tick = async (ms: number) => {
    now += ms;
    engine.dispatch({ event: "tick", now });
    await turn();
  };
  return { engine, calls, left, tick, names: () => calls.map((one) => one.call) };
}

const assertion = { id: "k", clientDataJSON: "c", authenticatorData: "a", signature: "s" };

test("one call at a time: what the reader asks waits for the answer under way, then goes before the next frame", async () => {
  const { engine, calls, names, tick } = rig();
  await tick(0);
  engine.dispatch({ event: "asked", ask: "cancel" });
  await tick(5_000);
  assert.deepEqual(names(), ["begin"]);
  await calls[0]?.answer(saying("shown", { frame: "AVAL1.x" }));
  assert.deepEqual(names(), ["begin", "cancel"]);
});

test("an approval ends with one form, for that approval, after the moment it is shown", async () => {
  const { calls, left, tick } = rig();
  await tick(0);
  await calls[0]?.answer(saying("approved", { holder: "Dr Morval" }));
  assert.deepEqual(left, []);
  await tick(approvedShownMs);
  await tick(approvedShownMs);
  assert.deepEqual(left, [`jws-of-${apr}`]);
});

test("Ce n'est pas moi, tapped while the last message is being signed, still stops it", async () => {
  const { engine, calls, left, tick, names } = rig();
  await tick(0);
  await calls[0]?.answer(saying("approved"));
  engine.dispatch({ event: "tick", now: approvedShownMs });
  engine.dispatch({ event: "asked", ask: "not_me" });
  await turn();
  assert.deepEqual(left, []);
  assert.deepEqual(names(), ["begin", "not_me"]);
});

test("the page goes on by itself when the network comes back", async () => {
  const { engine, calls, tick, names } = rig();
  await tick(0);
  await calls[0]?.answer({ kind: "down", why: "offline" });
  await tick(100);
  assert.deepEqual(names(), ["begin"]);
  await tick(1_000);
  assert.deepEqual(names(), ["begin", "begin"]);
  await calls[1]?.answer(saying("claimed", { decideBy: 1_100 }));
  assert.equal(screenOf(engine.model()).screen, "claimed");
});

test("the authenticator of this very phone is entered once, by a form, and what enters it is in no model", async () => {
  const { engine, calls, left, tick, names } = rig();
  await tick(0);
  await calls[0]?.answer(saying("shown", { frame: "AVAL1.x" }));
  engine.dispatch({ event: "asked", ask: "this_phone" });
  await tick(0);
  const entry = { address: "https://phone.example/this-phone", secret: "s3cret" };
  await calls[1]?.answer(saying("shown", { entry }));
  assert.deepEqual(left, ["https://phone.example/this-phone s3cret"]);
  assert.doesNotMatch(JSON.stringify(engine.model()), /s3cret/);
  assert.deepEqual(screenOf(engine.model()), { screen: "leaving", to: "authenticator" });
  await tick(60_000);
  assert.deepEqual(names(), ["begin", "this_phone"]);
});

test("the page goes to its establishment's provider once, where the server says, and the address is in no model", async () => {
  const { engine, calls, left, tick, names } = rig();
  await tick(0);
  const establishment = { label: "Hôpital" };
  await calls[0]?.answer(saying("shown", { frame: "AVAL1.x", establishment }));
  engine.dispatch({ event: "asked", ask: "establishment" });
  await tick(0);
  const leaveFor = "https://hospital.example/auth?state=s3cret";
  await calls[1]?.answer(saying("shown", { frame: "AVAL1.x", establishment, leaveFor }));
  assert.deepEqual(left, [leaveFor]);
  assert.doesNotMatch(JSON.stringify(engine.model()), /s3cret/);
  assert.deepEqual(screenOf(engine.model()), { screen: "leaving", to: "establishment" });
  await tick(60_000);
  assert.deepEqual(names(), ["begin", "establishment"]);
});

test("a page at which a return arrived shows its key first, and is left for the page that asked", async () => {
  const { calls, left, tick, names } = rig({ arrived: true });
  await tick(0);
  await calls[0]?.answer(saying("approved", { holder: "Dr Morval" }));
  await tick(60_000);
  assert.deepEqual([names(), left], [["back"], ["reopened"]]);
});

test("a return that another browser shows is told as a problem, and trying again begins the page anew", async () => {
  const { engine, calls, tick, names } = rig({ arrived: true });
  await tick(0);
  const message = { fr: "Non.", en: "No." };
  await calls[0]?.answer({
    kind: "problem",
    problem: { error: "return_refused", reference: "k7qf-2m9d", message },
  });
  assert.equal(screenOf(engine.model()).screen, "problem");
  engine.dispatch({ event: "retry" });
  await tick(0);
  assert.deepEqual(names(), ["back", "begin"]);
});
