import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConsoleTeam, DeskVisitView } from "@aval/protocol";
import { isBarred, messages, toldWords, visitHeading } from "./messages.ts";
import type { Act } from "./state.ts";

const t = messages.fr;
const act: Act = { act: "suspend", member: "stf_1" };
const team = (state: "active" | "suspended"): ConsoleTeam => ({
  emergencies: [],
  waiting: [],
  members: [
    {
      ...{ id: "stf_1", name: "Maëlle", scope: "national", roles: ["operator"], state },
      ...{ isSeeded: false, keys: 1, hasProposal: false, addedAt: 0 },
    },
  ],
});

test("the first of two presses against an operator is told as asked, the second as done", () => {
  assert.equal(toldWords(act, { team: team("active") }, t), t.team.askedDone);
  assert.equal(toldWords(act, { team: team("suspended") }, t), t.team.done);
});

test("under a freeze that has had its phone, a new one is signed by nobody, and one that was held may be", () => {
  const phones = ["new", "held", "to_confirm", "of_another"] as const;
  const barred = phones.filter((phone) => {
    const visit = {
      ...{ visit: "dkv_1", holder: { name: "Dr A", nationalId: "899700000017" }, by: "B" },
      ...{ isMine: true, stage: "bound", phone, words: [], label: "", freeze: "taken" },
    } as unknown as DeskVisitView;
    assert.equal(visitHeading(visit, t) === t.visit.freeze.barred, isBarred(visit));
    return isBarred(visit);
  });
  assert.deepEqual(barred, ["new"]);
});
