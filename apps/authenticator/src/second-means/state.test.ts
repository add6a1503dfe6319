import assert from "node:assert/strict";
import { test } from "node:test";
import { idFrom, type PasskeyView, type PhoneView } from "@aval/protocol";
import fc from "fast-check";
import { type AppEvent, type Command, type Model, step } from "../state.ts";
import { anyEvent, code, model, now, offline } from "../testing/events.ts";
import { means, meansOf } from "./means.ts";
import { keyCall, keyCode, meansList } from "./request.ts";

const made = { id: "AAAA", clientDataJSON: "AAAA", attestationObject: "AAAA", transports: [] };
const creation = {
  challenge: "AAAA",
  rp: { id: "phone.test", name: "Aval" },
  user: { id: "AAAA", name: "A", displayName: "A" },
  exclude: [],
};
const ran = (run: readonly Command[], command: Command["command"]) =>
  run.some((one) => one.command === command);
const after = (from: Model, ...events: readonly AppEvent[]) =>
  events.reduce((at, event) => step(at, event).model, from);

test("no key is begun before its holder said that nobody on the telephone asks for it", () => {
  const wanted = step(model(meansList), { event: "key_wanted", kind: "security_key" });
  assert.deepEqual([wanted.model.screen.at, wanted.run], ["key-call", []]);
  const caller = step(wanted.model, { event: "key_call_answered", onCall: true });
  assert.deepEqual([caller.model.screen.at, caller.run], ["danger", []]);
  const nobody = step(wanted.model, { event: "key_call_answered", onCall: false });
  assert.ok(ran(nobody.run, "begin_key"));
  const again = step(nobody.model, { event: "key_call_answered", onCall: false });
  assert.deepEqual(again.run, [], "once");
});

test("a key that was made leaves the phone only with the code, whatever else happens", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
      let current: Model = model(keyCode("security_key", made));
      for (const event of events) {
        const { model: next, run } = step(current, event);
        if (ran(run, "add_key")) assert.equal(event.event, "code_given");
        current = next;
      }
    }),
  );
  const typed = step(model(keyCode("security_key", made)), { event: "code_given", code });
  assert.ok(ran(typed.run, "add_key"));
  assert.deepEqual(step(typed.model, { event: "code_given", code }).run, [], "once");
});

test("a key that the browser did not make is asked for again, and one whose time is over begins with the question", () => {
  const begun = after(
    model({ ...keyCall("security_key"), busy: true }),
    { event: "key_begun", creation },
    { event: "key_make_tapped" },
    { event: "key_made", made: undefined },
  );
  assert.ok(begun.screen.at === "key-make" && begun.screen.isNone && !begun.screen.busy);
  const late = after(model(keyCode("phone", made)), {
    event: "key_failed",
    trouble: {
      ...{ kind: "denied", error: "passkey_not_made", reference: "k7qf-2m9d" },
      message: { fr: "", en: "" },
    },
  });
  assert.ok(late.screen.at === "key-call" && late.screen.kind === "phone");
  const away = after(model(keyCode("phone", made)), { event: "key_failed", trouble: offline });
  assert.equal(away.screen.at, "key-code", "without a network the key is kept");
});

const phone = (isThis: boolean, state: PhoneView["state"]): PhoneView => ({
  id: idFrom("dev", new Uint8Array(17).fill(isThis ? 1 : 2)),
  ...{ name: "Essai", level: "full", since: now, isThis, may: [], state },
});
const key = (changes: Partial<PasskeyView>): PasskeyView => ({
  id: idFrom("pky", new Uint8Array(17).fill(1)),
  ...{ name: "Essai", kind: "security_key", isHardwareHeld: true, isAsleep: false },
  ...{ madeAt: now, usableFrom: now },
  ...changes,
});

test("a second means is what brings its holder in without this phone: each row of the table", () => {
  const mine = phone(true, "active");
  const rows = [
    [{ phones: [mine], keys: [] }, []],
    [{ phones: [mine, phone(false, "active")], keys: [] }, ["phone"]],
    [{ phones: [mine, phone(false, "suspended")], keys: [] }, []],
    [{ phones: [mine], keys: [key({})] }, ["key"]],
    [{ phones: [mine], keys: [key({ isHardwareHeld: false })] }, []],
    [{ phones: [mine], keys: [key({ isAsleep: true })] }, []],
    [{ phones: [mine], keys: [key({ host: "phone" })] }, []],
  ] as const;
  for (const [held, expected] of rows) assert.deepEqual(meansOf(held), expected);
  assert.deepEqual(new Set(rows.flatMap(([, names]) => names)), new Set(Object.keys(means)));
});
