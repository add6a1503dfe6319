import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { type ApprovalId, frameText, idFrom, parseFrame } from "@aval/protocol";
import { systemRandom } from "#platform/random";
import { type TestDatabase, testDatabase } from "#platform/testing";
import {
  approvalsOn,
  clockOf,
  contextIn,
  enrolPhone,
  newBrowser,
  openOn,
} from "./testing/world.ts";

// Law 7: what a phone has not claimed looks the same to it whether it exists or not, in every state.

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

function world() {
  const clock = clockOf(database.db);
  return { clock, ...approvalsOn(database.db, clock) };
}

const nobodys = (): ApprovalId => idFrom("apr", systemRandom.bytes(17));

/** A holder's request in each state another phone may ask about. */
async function requests(w: ReturnType<typeof world>): Promise<ApprovalId[]> {
  const holder = await enrolPhone(w, w.clock);
  const shown = await openOn(w, await newBrowser());
  const states: ApprovalId[] = [shown.id];
  for (const answer of ["none", "approve", "refuse"] as const) {
    const asked = await openOn(w, await newBrowser());
    const frame = await w.approvals.frame(asked);
    const claim = await holder.claimOf(frame);
    const context = contextIn(await w.approvals.claimByFrame(claim, "127.0.0.1"));
    if (answer === "approve") await w.approvals.decide(asked.id, await holder.approvalOf(context));
    if (answer === "refuse")
      await w.approvals.decide(asked.id, await holder.refusalOf(context, "not_me"));
    states.push(asked.id);
    if (answer === "none") await w.approvals.cancel(asked, "page_cancelled");
  }
  return states;
}

test("a forged frame is answered alike for every request there is and for one there is not", async () => {
  const w = world();
  const stranger = await enrolPhone(w, w.clock);
  const frame = parseFrame(await w.approvals.frame(await openOn(w, await newBrowser())));
  assert.ok(frame);
  for (const approval of [...(await requests(w)), nobodys()]) {
    const forged = await stranger.claimOf(frameText({ ...frame, approval }));
    assert.deepEqual(await w.approvals.claimByFrame(forged, "127.0.0.1"), {
      ok: false,
      refusal: "frame_refused",
    });
  }
});

test("a decision over what was never claimed is answered alike for every request there is and for one there is not", async () => {
  const w = world();
  const stranger = await enrolPhone(w, w.clock);
  const own = await openOn(w, await newBrowser());
  const claim = await stranger.claimOf(await w.approvals.frame(own));
  const context = contextIn(await w.approvals.claimByFrame(claim, "127.0.0.1"));
  for (const approval of [...(await requests(w)), nobodys()]) {
    const said = await stranger.refusalOf({ ...context, approval }, "mistake");
    assert.deepEqual(await w.approvals.decide(approval, said), {
      ok: false,
      refusal: "not_claimed",
    });
  }
});
