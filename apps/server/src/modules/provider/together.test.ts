import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { type ApprovalId, type BrowserMessage, idFrom, purposes, signMulti } from "@aval/protocol";
import { systemRandom } from "#platform/random";
import { newSigningPhone } from "./testing/phones.ts";
import { type SetUp, setUp } from "./testing/setup.ts";
import { begin, newVisitor } from "./testing/visitor.ts";

/*
 * P-16: several ways in, triggered together on one page, are never a way past the weakest one's transfer. A code that was not
 * scanned, nor typed, nor signed for, opens nothing, whatever else was asked for beside it.
 */
let it: SetUp;
before(async () => {
  it = await setUp();
});
after(() => it.close());

const ways: readonly BrowserMessage["act"][] = [
  ...(["digits", "this_phone", "passkey", "card", "establishment"] as const),
  ...(["ring", "more_time", "restart", "back", "change_person"] as const),
];

/** Each alone, each two in both orders, and all. */
const combinations: readonly (readonly BrowserMessage["act"][])[] = [
  ...ways.flatMap((one) => ways.map((other) => (one === other ? [one] : [one, other]))),
  ways,
  ways.toReversed(),
];

test("no two ways in, nor all together, conclude a page that nothing was transferred from", async () => {
  const phone = await newSigningPhone(it.world);
  const approve = async (approval: ApprovalId) => {
    const message = await signMulti(
      phone.stamped(purposes.decision, {
        ...{ approval, context: "c".repeat(43), decision: "approve", evaluation: "e" },
      }),
      purposes.decision,
      [phone.ik, phone.uk],
    );
    return it.world.approvals.decide(approval, message);
  };
  const bell = idFrom("bel", systemRandom.bytes(17));
  for (const acts of combinations) {
    const visitor = await newVisitor(it.world);
    const id = await begin(visitor, it.calls.authorization());
    const { view } = await visitor.act(id, "begin");
    let last = view;
    for (const act of acts) {
      const said = await visitor.act(id, act, act, { bell });
      assert.ok(said.status < 500, `${act}: ${said.text}`);
      if (said.view.approval) last = said.view;
    }
    const name = acts.join(", ");
    for (const approval of new Set([view.approval, last.approval]))
      assert.equal((await approve(approval as ApprovalId)).ok, false, name);
    const concluded = await visitor.conclude(id);
    const back = concluded.location && (await visitor.visit(concluded.location));
    assert.equal(back?.location?.searchParams.get("code") ?? null, null, name);
    assert.deepEqual(await it.facts("session_opened"), [], name);
  }
});
