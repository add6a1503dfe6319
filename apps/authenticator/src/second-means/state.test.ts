import assert from "node:assert/strict";
import { test } from "node:test";
import { type SecondMeans, secondMeans } from "@aval/protocol";
import fc from "fast-check";
import { type AppEvent, type Command, type Model, step } from "../state.ts";
import { anyEvent, code, model, now, offline } from "../testing/events.ts";
import { isOnlyMeans, keyCall, keyCode, laterSeconds, meansList } from "./request.ts";

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

test("the home screen says that there is only this phone, until a second means or for thirty days not", () => {
  const home = model({ at: "home", opening: false, waiting: undefined });
  const heard = (means: readonly SecondMeans[] | undefined, from = home) =>
    step(from, { event: "means_known", means }).model;
  const says = ({ means, now: at }: Model) => isOnlyMeans(means, at);
  assert.equal(says(home), false, "not before the server said so");
  const only = heard([]);
  assert.ok(says(only));
  assert.equal(says(heard(undefined)), false, "a phone to be confirmed knows of itself only");
  for (const means of secondMeans) assert.equal(says(heard([means], only)), false);
  const later = step(only, { event: "means_later_tapped" });
  assert.deepEqual(later.run, [{ command: "keep_means_later", until: now + laterSeconds }]);
  assert.equal(says(heard([], later.model)), false);
  assert.ok(says({ ...later.model, now: now + laterSeconds }), "and then again");
  const { model: opened } = step(home, {
    ...{ event: "started", stage: "active", holder: undefined, activity: undefined },
    meansLater: now + 60,
  });
  assert.equal(says(heard([], opened)), false, "kept on the phone");
});

test("what is heard of the means while a key is being added leaves its screen as it is", () => {
  const at = model(keyCode("security_key", made));
  assert.deepEqual(step(at, { event: "means_known", means: [] }).model.screen, at.screen);
});
