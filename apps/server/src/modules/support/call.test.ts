import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallId, CaseId, ProfessionalId, StaffId } from "@aval/protocol";
import fc from "fast-check";
import { lifetimes } from "#lifetimes";
import { after, hours, instant, minutes } from "#platform/time";
import { announced, type Call, heldAfter, type Move, moved } from "./call.ts";
import { capOf, caps } from "./caps.ts";
import { readFacts } from "./holder.ts";
import { institutionOf, publicName } from "./words.ts";

const start = instant(1_800_000_000_000);
const given = {
  id: "cll_1" as CallId,
  case: "cas_1" as CaseId,
  professional: "pro_1" as ProfessionalId,
  member: "stf_1" as StaffId,
  scope: "national",
};

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.constantFrom<Move>(
    { move: "open", how: "dialled" },
    { move: "open", how: "revealed" },
    { move: "end", by: "agent" },
    { move: "end", by: "report" },
  ),
);

test("whatever is done with a call, it holds an hour beyond its end and two from its announcement at most", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(move, fc.integer({ min: 0, max: 90 })), { maxLength: 8 }),
      (steps) => {
        let call: Call = announced(given, start);
        let now = start;
        for (const [what, passed] of steps) {
          now = after(now, minutes(passed));
          const before = call;
          const next = moved(call, what, now);
          if (next.ok) call = next.value;
          const wasOver = before.state === "ended" || before.overAt <= now;
          assert.equal(
            next.ok,
            !wasOver && !(what.move === "open" && before.state === "open"),
            "only a call that goes on moves",
          );
          const end = call.state === "ended" ? call.at : call.overAt;
          assert.equal(call.heldUntil, heldAfter(start, end));
          assert.ok(call.heldUntil <= after(start, hours(2)));
          assert.ok(call.heldUntil <= after(end, hours(1)));
        }
      },
    ),
  );
});

test("an announced call is over after ten minutes, an open one after an hour", () => {
  const call = announced(given, start);
  assert.equal(moved(call, { move: "open", how: "dialled" }, after(start, minutes(10))).ok, false);
  const open = moved(call, { move: "open", how: "dialled" }, after(start, minutes(9)));
  assert.ok(open.ok);
  assert.equal(open.value.overAt, after(start, minutes(9 + 60)));
  assert.equal(lifetimes.callStatus, 30_000);
});

test("an institution calls less often than we do, and is counted as a whole", () => {
  assert.equal(capOf("national"), caps.ours);
  assert.equal(capOf("order:medecins"), caps.partner);
  assert.ok(caps.partner.toPerson < caps.ours.toPerson);
  assert.ok(caps.partner.byScope > 0);
});

test("a caller is shown by first name and initial, and by their institution's own name", () => {
  assert.equal(publicName("Odile ESSAI"), "Odile E.");
  assert.equal(publicName("Clarisse Vaudreil (Ordre des médecins)"), "Clarisse V.");
  assert.equal(publicName("Alix"), "Alix");
  assert.equal(institutionOf("order:medecins", undefined).fr, "Ordre des médecins");
  assert.equal(institutionOf("structure:F01", "CHU fictif").fr, "CHU fictif");
});

test("what is told of a call is buttons: no other word is taken", () => {
  assert.deepEqual(readFacts({ asked: "code", isOnLine: "no", report: "crp_1" }), {
    asked: "code",
    isOnLine: "no",
  });
  assert.deepEqual(readFacts({}), {});
  assert.equal(readFacts({ asked: "mon code est 123456" }), undefined);
  assert.equal(readFacts({ approved: true }), undefined);
});
