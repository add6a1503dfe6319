import assert from "node:assert/strict";
import { test } from "node:test";
import type { EnrolmentId, EnrolmentStatus } from "@aval/protocol";
import { type AppEvent, type Screen, step } from "../state.ts";
import { model } from "../testing/events.ts";
import { emptyWaiting } from "../enrolment/state.ts";
import { eidWho } from "./state.ts";

const next = (screen: Screen, event: AppEvent) => step(model(screen), event);
const known = (more: Partial<EnrolmentStatus>): AppEvent => ({
  event: "enrolment_known",
  status: {
    enrolment: "enr_0" as EnrolmentId,
    device: "dev_0",
    state: "requested",
    ...more,
  } as EnrolmentStatus,
});
const letter = { state: "posted", until: 1_797_152_400 } as const;
const wait: Screen = { at: "letter-wait", letter, busy: false, trouble: undefined };
const seen: AppEvent = { event: "letter_seen", letter: `ltr_${"0".repeat(26)}.${"A".repeat(22)}` };

test("only what can be an identifier is asked with, once, without the spaces people put in it", () => {
  const empty = next(eidWho, { event: "eid_asked", nationalId: "  " });
  assert.deepEqual([empty.run, (empty.model.screen as typeof eidWho).slip], [[], true]);
  const asked = next(eidWho, { event: "eid_asked", nationalId: "8 99700000013" });
  assert.deepEqual(asked.run, [{ command: "ask_eid", nationalId: "899700000013" }]);
  const again = step(asked.model, { event: "eid_asked", nationalId: "899700000013" });
  assert.deepEqual(again.run, []);
});

test("back from the provider the phone shows what came of it: a refusal in words, or the letter's way", () => {
  const refused = next(emptyWaiting, known({ eid: { state: "refused", why: "eid_refused" } }));
  assert.equal((refused.model.screen as typeof eidWho).refused, "eid_refused");
  const begun = next(emptyWaiting, known({ state: "evidenced", letter }));
  assert.deepEqual(begun.model.screen, wait);
});

test("a letter is asked about by whatever phone scanned it, and an older answer does not hide what it came to", () => {
  const home: Screen = { at: "home", opening: false, waiting: undefined };
  for (const screen of [home, wait, { at: "welcome" } as const]) {
    const { model: shown, run } = next(screen, seen);
    assert.deepEqual(run, [{ command: "use_letter", letter: (seen as { letter: string }).letter }]);
    assert.equal(
      step(shown, known({ state: "evidenced", letter })).model.screen.at,
      "letter-foreign",
    );
    assert.equal(
      step(shown, known({ state: "cooling", level: "limited" })).model.screen.at,
      "waiting",
    );
  }
  const trouble = { kind: "offline" } as const;
  const failed = next(
    { at: "letter-foreign", trouble: undefined },
    { event: "letter_failed", trouble },
  );
  assert.deepEqual(failed.model.screen, { at: "letter-foreign", trouble });
});

test("a phone that waits for its letter asks how far it is, goes on with it, ends with it, or starts again", () => {
  assert.deepEqual(next(wait, { event: "letter_checked" }).run, [{ command: "check_enrolment" }]);
  assert.equal(next(wait, known({ state: "ready", level: "limited" })).model.screen.at, "code");
  assert.equal(next(wait, known({ state: "contested" })).model.screen.at, "over");
  const anew = next(wait, { event: "start_again_tapped" });
  assert.deepEqual([anew.model.screen.at, anew.run], ["welcome", [{ command: "forget_phone" }]]);
});
