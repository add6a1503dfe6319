import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { context, denial, frame, goodDigits, held, now, offline } from "../testing/events.ts";
import {
  type ApprovalEvent,
  type ApprovalScreen,
  digits,
  type Question,
  question,
  scan,
} from "./request.ts";
import { mayGive } from "../shell/code-entry.ts";
import { stepApproval } from "./state.ts";

const step = (screen: ApprovalScreen, event: ApprovalEvent, at = now) =>
  stepApproval(screen, event, at);
const open = { ...scan(), eye: "open" } as const;
const asked = question(held());
const code = "975318";

function failed(trouble: Parameters<typeof denial>[0], more: object = {}): Question {
  const sent = step(asked, { event: "code_given", code }).screen;
  return step(sent, { event: "decision_failed", trouble: denial(trouble, more) })
    .screen as Question;
}

test("a frame too old is forgotten without a word, and the next one is claimed", () => {
  const first = step(open, { event: "seen", text: frame(1, 3) });
  assert.deepEqual(first.run, [{ command: "claim", text: frame(1, 3) }]);
  const again = step(first.screen, {
    event: "claim_failed",
    trouble: denial("frame_refused"),
  }).screen;
  assert.ok(again.at === "scan" && again.trouble === undefined && !again.claiming);
  assert.deepEqual(step(again, { event: "seen", text: frame(1, 3) }).run, []);
  assert.deepEqual(step(again, { event: "seen", text: frame(1, 4) }).run, [
    { command: "claim", text: frame(1, 4) },
  ]);
});

test("while a claim is on its way no other is sent", () => {
  const { screen } = step(open, { event: "seen", text: frame(1, 3) });
  assert.deepEqual(step(screen, { event: "seen", text: frame(1, 4) }).run, []);
});

test("after a claim without an answer the phone asks what waits before it claims again", () => {
  const sent = step(open, { event: "seen", text: frame(1, 3) }).screen;
  const lost = step(sent, { event: "claim_failed", trouble: offline }).screen;
  assert.deepEqual(step(lost, { event: "seen", text: frame(1, 4) }).run, []);
  const retried = step(lost, { event: "retry_tapped" });
  assert.deepEqual(retried.run, [{ command: "look_for_pending" }]);
  assert.equal(
    step(retried.screen, { event: "pending_known", held: [held()] }).screen.at,
    "question",
  );
  const nothing = step(retried.screen, { event: "pending_known", held: [] }).screen;
  assert.deepEqual(step(nothing, { event: "seen", text: frame(1, 5) }).run, [
    { command: "claim", text: frame(1, 5) },
  ]);
});

test("a request this phone already holds is looked up, not claimed twice", () => {
  const sent = step(open, { event: "seen", text: frame(1, 3) }).screen;
  assert.deepEqual(step(sent, { event: "claim_failed", trouble: denial("claimed_here") }).run, [
    { command: "look_for_pending" },
  ]);
});

test("a QR of the wrong kind is named and nothing is sent", () => {
  const { screen, run } = step(open, { event: "seen", text: "https://example.org" });
  assert.deepEqual(run, []);
  assert.ok(screen.at === "scan" && screen.wrong === "web");
});

test("digits with a slip of the finger spend no try and stay in the field", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const slipped = [...goodDigits]
        .map((digit, index) => (index === place ? String((Number(digit) + by) % 10) : digit))
        .join("");
      const { screen, run } = step(digits, { event: "digits_given", digits: slipped });
      assert.deepEqual(run, []);
      assert.ok(screen.at === "digits" && screen.slip && screen.entry === digits.entry);
    }),
  );
});

test("digits are taken with the spaces people type", () => {
  const spaced = `${goodDigits.slice(0, 3)} ${goodDigits.slice(3)} `;
  assert.deepEqual(step(digits, { event: "digits_given", digits: spaced }).run, [
    { command: "claim_digits", digits: goodDigits },
  ]);
});

test("digits nobody shows empty the field; an answer that never came keeps them", () => {
  const sent = step(digits, { event: "digits_given", digits: goodDigits }).screen;
  const unknown = step(sent, { event: "claim_failed", trouble: denial("unknown_digits") }).screen;
  const lost = step(sent, { event: "claim_failed", trouble: offline }).screen;
  assert.ok(unknown.at === "digits" && unknown.entry === digits.entry + 1);
  assert.ok(lost.at === "digits" && lost.entry === digits.entry);
});

test("a wrong code empties the field and loses nothing else", () => {
  const wrong = failed("wrong_code", { triesLeft: 7 });
  assert.ok(wrong.at === "question" && wrong.entry === asked.entry + 1 && !wrong.busy);
  assert.equal(wrong.context, asked.context);
  assert.equal(step(wrong, { event: "code_given", code }).run[0]?.command, "approve");
});

test("anything but six digits is said at once and sent nowhere", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), (typed) => {
      const { run } = step(asked, { event: "code_given", code: typed });
      assert.equal(run.length, /^[0-9]{6}$/.test(typed.replace(/[\s.-]/g, "")) ? 1 : 0);
    }),
  );
});

test("while the phone must wait no code leaves it, and it may refuse all the same", () => {
  const waiting = failed("pin_wait", { retryAfterSeconds: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), (later) => {
      const { run } = step(waiting, { event: "code_given", code }, now + later);
      assert.equal(run.length > 0, later >= 60);
      assert.equal(mayGive(waiting, now + later), later >= 60);
    }),
  );
  assert.equal(step(waiting, { event: "not_me_tapped" }).run[0]?.command, "refuse");
});

test("while a decision is on its way there is no second one", () => {
  const sent = step(asked, { event: "code_given", code }).screen;
  assert.deepEqual(step(sent, { event: "code_given", code }).run, []);
  assert.equal(step(sent, { event: "not_me_tapped" }).screen.at, "question");
  const why = step(asked, { event: "not_me_tapped" }).screen;
  assert.deepEqual(step(why, { event: "not_me_tapped" }).run, []);
  assert.deepEqual(step(why, { event: "code_given", code }).run, []);
});

test("a decision without an answer is looked up: approved, still waiting, or lost", () => {
  const sent = step(asked, { event: "code_given", code }).screen;
  const lost = step(sent, { event: "decision_failed", trouble: offline }).screen;
  assert.ok(lost.at === "question" && lost.sent);
  const noLonger = step(lost, { event: "pending_known", held: [] });
  assert.deepEqual(noLonger.run, [{ command: "settle", approval: asked.approval }]);
  const found = step(noLonger.screen, { event: "fate_known", item: { state: "approved" } }).screen;
  assert.ok(found.at === "answered" && found.decision === "approved");
  const still = step(lost, { event: "pending_known", held: [held()] }).screen;
  assert.ok(still.at === "question" && !still.sent && still.trouble === undefined);
  const over = step(lost, { event: "pending_failed", trouble: offline }, now + 181).screen;
  assert.ok(over.at === "ended" && over.ending.how === "unknown");
});

test("without a network a request nobody answered is over once its longest time has passed, and not before", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), (later) => {
      const { screen } = step(asked, { event: "pending_failed", trouble: offline }, now + later);
      assert.equal(screen.at === "ended", later >= 180);
      if (screen.at === "ended") assert.equal(screen.ending.how, "expired");
    }),
  );
});

test("a request ended elsewhere ends here with its reason", () => {
  const gone = step(asked, { event: "pending_known", held: [held(2)] });
  assert.deepEqual(gone.run, [{ command: "settle", approval: asked.approval }]);
  const cancelled = step(asked, {
    event: "fate_known",
    item: { state: "cancelled", because: "two_at_once" },
  }).screen;
  assert.deepEqual(cancelled.at === "ended" && cancelled.ending, {
    how: "cancelled",
    because: "two_at_once",
  });
  const expired = step(asked, { event: "fate_known", item: { state: "expired" } }).screen;
  assert.ok(expired.at === "ended" && expired.ending.how === "expired");
});

test("a request given more time on the computer's screen stays, though its signed deadline has passed", () => {
  const { screen } = step(asked, { event: "fate_known", item: { state: "claimed" } }, now + 150);
  assert.equal(screen.at, "question");
  assert.equal(step(screen, { event: "code_given", code }, now + 150).run[0]?.command, "approve");
});

const refusedNow = () =>
  step(step(asked, { event: "not_me_tapped" }).screen, {
    event: "decided",
    decision: "refused",
    reason: "not_me",
  }).screen;

test("a refusal asks what had happened; a caller ends on the danger screen, the others say what was done", () => {
  const why = refusedNow();
  assert.ok(why.at === "why" && why.refused && !why.busy);
  for (const reason of ["not_me", "mistake", "other"] as const) {
    const { screen } = step(why, { event: "explained", reason });
    assert.ok(
      screen.at === "answered" && screen.decision === "refused" && screen.reason === reason,
    );
  }
  const call = step(why, { event: "explained", reason: "on_call" }).screen;
  assert.ok(call.at === "danger" && call.cause === "on_call");
});

test("an answer that does not leave can be given again, and whoever is being called is told to hang up all the same", () => {
  const sent = step(refusedNow(), { event: "reason_given", reason: "mistake" }).screen;
  assert.deepEqual(step(sent, { event: "reason_given", reason: "other" }).run, []);
  const failedAnswer = { event: "explain_failed", trouble: offline } as const;
  const lost = step(sent, { ...failedAnswer, reason: "mistake" }).screen;
  assert.ok(lost.at === "why" && lost.refused && !lost.busy && lost.trouble === offline);
  assert.equal(step(lost, { event: "reason_given", reason: "mistake" }).run[0]?.command, "explain");
  assert.equal(step(sent, { ...failedAnswer, reason: "on_call" }).screen.at, "danger");
});

test("nothing that comes late takes a refused request back to its question", () => {
  const why = refusedNow();
  for (const event of [
    { event: "question_tapped" },
    { event: "not_me_tapped" },
    { event: "pending_known", held: [] },
    { event: "pending_failed", trouble: offline },
    { event: "fate_known", item: { state: "expired" } },
    { event: "decision_failed", trouble: offline },
  ] as const)
    assert.deepEqual(step(why, event), { screen: why, run: [] }, event.event);
});

test("a refusal whose answer was lost is found refused, and asks what had happened; one that never left can be sent again", () => {
  const leaving = step(asked, { event: "not_me_tapped" }).screen;
  const lost = step(leaving, { event: "decision_failed", trouble: offline }).screen;
  assert.ok(lost.at === "why" && !lost.refused && !lost.busy && lost.sent);
  const found = step(lost, { event: "fate_known", item: { state: "refused", reason: "not_me" } });
  assert.ok(found.screen.at === "why" && found.screen.refused);
  assert.equal(step(lost, { event: "not_me_tapped" }).run[0]?.command, "refuse");
  assert.equal(step(lost, { event: "question_tapped" }).screen.at, "question");
});

test("refusals of the server that end a request end it here too", () => {
  for (const error of [
    "approval_expired",
    "approval_cancelled",
    "two_at_once",
    "already_claimed",
    "other_context",
    "bad_signature",
    "not_claimed",
    "rights_denied",
    "holder_stopped",
    "phone_context_not_signed",
    "phone_context_unknown",
  ]) {
    const sent = step(asked, { event: "code_given", code }).screen;
    assert.equal(
      step(sent, { event: "decision_failed", trouble: denial(error) }).screen.at,
      "ended",
      error,
    );
  }
  for (const error of ["internal", "unavailable", "pin_unavailable", "too_many", "replayed"])
    assert.equal(failed(error).at, "question", error);
});

test("while nobody checks codes the request stays, and so does what was typed; a wrong code is taken away", () => {
  assert.equal(failed("pin_unavailable").entry, asked.entry);
  assert.equal(failed("wrong_code").entry, asked.entry + 1);
});

test("the light exists only where the camera has one", () => {
  const dark = step(scan(), { event: "eye_opened", torch: false }).screen;
  assert.deepEqual(step(dark, { event: "torch_tapped" }).run, []);
  const lit = step(scan(), { event: "eye_opened", torch: true }).screen;
  assert.deepEqual(step(lit, { event: "torch_tapped" }).run, [{ command: "torch", on: true }]);
});

test("the request on screen is the one that was signed", () => {
  const other = context(2, { service: { id: "x", name: "Autre", number: "1" } });
  const { screen } = step(open, {
    event: "claimed",
    held: { approval: other.approval, context: other },
  });
  assert.ok(screen.at === "question" && screen.context === other);
});
