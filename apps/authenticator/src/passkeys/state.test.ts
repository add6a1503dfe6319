import assert from "node:assert/strict";
import { test } from "node:test";
import { idFrom, type PasskeyView } from "@aval/protocol";
import fc from "fast-check";
import { question } from "../approvals/request.ts";
import { type Command, type Model, step } from "../state.ts";
import { anyEvent, code, held, model, now, offline } from "../testing/events.ts";
import { passkeyList } from "./state.ts";

const key = (seed: number): PasskeyView => ({
  id: idFrom("pky", new Uint8Array(17).fill(seed)),
  name: "Clé du cabinet",
  kind: "security_key",
  isHardwareHeld: true,
  madeAt: now - 90_000,
  usableFrom: now - 3_600,
  isAsleep: false,
});
const ran = (run: readonly Command[], command: Command["command"]) =>
  run.some((one) => one.command === command);

test("a key is removed by one tap, once at a time, and is said to be gone once the server has said so", () => {
  const listed = model({ ...passkeyList, items: [key(1), key(2)] });
  const tapped = step(listed, { event: "passkey_end_tapped", passkey: key(1) });
  assert.ok(ran(tapped.run, "end_passkey"));
  const again = step(tapped.model, { event: "passkey_end_tapped", passkey: key(2) });
  assert.equal(ran(again.run, "end_passkey"), false);
  const failed = step(again.model, { event: "passkeys_failed", trouble: offline });
  assert.deepEqual(failed.model.screen, {
    ...passkeyList,
    items: [key(1), key(2)],
    trouble: offline,
  });
  const done = step(again.model, { event: "passkeys_known", items: [key(2)] });
  assert.deepEqual(done.model.screen, { ...passkeyList, items: [key(2)], ended: key(1) });
});

const adding = held(1, { kind: "passkey", passkey: "security_key" });

test("no code leaves for a key before its holder said that nobody on the telephone asks for it", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
      let current: Model = model(question(adding));
      for (const event of events) {
        const { model: next, run } = step(current, event);
        const leaves = run.find((one) => one.command === "approve");
        assert.ok(!leaves || leaves.context.kind === "sign-in");
        current = next;
      }
    }),
  );
  const asked = step(model(question(adding)), { event: "passkey_call_answered", onCall: false });
  assert.ok(ran(step(asked.model, { event: "code_given", code }).run, "approve"));
});

test("whoever is being asked by a caller refuses by saying so, and is told to hang up", () => {
  const { model: next, run } = step(model(question(adding)), {
    event: "passkey_call_answered",
    onCall: true,
  });
  assert.ok(ran(run, "refuse"));
  assert.equal(next.screen.at, "danger");
  const other = step(model(question(held(1))), { event: "passkey_call_answered", onCall: true });
  assert.equal(other.model.screen.at, "question", "a sign-in asks no such question");
});
