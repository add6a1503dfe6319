import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type ApprovalId,
  purposes,
  type RefusalReason,
  signCompact,
  toBase64url,
} from "@aval/protocol";
import { systemRandom } from "#platform/random";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { minutes } from "#platform/time";
import {
  approvalsOn,
  clockOf,
  contextIn,
  enrolPhone,
  newBrowser,
  openOn,
  type TestPhone,
} from "./testing/world.ts";

/* What had happened, said after a refusal: it refines the refusal and never undoes it. */
let database: TestDatabase;
let clock: ReturnType<typeof clockOf>;
before(async () => {
  database = await testDatabase();
  clock = clockOf(database.db);
});
after(() => database.close());

const world = () => approvalsOn(database.db, clock);

async function refusedBy(w: ReturnType<typeof world>, phone: TestPhone): Promise<ApprovalId> {
  const shown = await openOn(w, await newBrowser());
  const frame = await phone.claimOf(await w.approvals.frame(shown));
  const context = contextIn(await w.approvals.claimByFrame(frame, "127.0.0.1"));
  const decided = await w.approvals.decide(shown.id, await phone.refusalOf(context, "not_me"));
  assert.ok(decided.ok, JSON.stringify(decided));
  return shown.id;
}

const says = ({ device, ik }: TestPhone, approval: ApprovalId, reason: string) =>
  signCompact(
    {
      v: purposes.refusalReason,
      device,
      approval,
      reason,
      iat: Math.floor(clock.now() / 1000),
      jti: toBase64url(systemRandom.bytes(16)),
    },
    purposes.refusalReason,
    ik,
  );

async function factsOf(approval: ApprovalId) {
  const rows = await database.db
    .selectFrom("fact")
    .select(["kind", "body"])
    .orderBy("at")
    .execute();
  return rows
    .map(({ kind, body }) => ({
      kind,
      ...(JSON.parse(body) as { approval?: string; reason?: string }),
    }))
    .filter((fact) => fact.approval === approval && fact.kind.startsWith("refusal"))
    .map(({ reason }) => reason);
}

const told = (outcome: { ok: boolean; refusal?: string }) =>
  outcome.ok ? "done" : outcome.refusal;

test("the request is refused before anything is explained, and stays refused whatever is said", async () => {
  const w = world();
  const phone = await enrolPhone(w, clock);
  const approval = await refusedBy(w, phone);
  assert.equal((await w.approvals.find(approval))?.state, "refused");
  for (const reason of ["on_call", "other", "mistake"] as const) {
    assert.equal(
      told(await w.approvals.explain(approval, await says(phone, approval, reason))),
      "done",
    );
    const now = await w.approvals.find(approval);
    assert.equal(now?.state === "refused" && now.reason, reason);
  }
  assert.deepEqual(await factsOf(approval), ["on_call", "other", "mistake"]);
});

test("said again it is the same, and one fact; after an error nothing else is said", async () => {
  const w = world();
  const phone = await enrolPhone(w, clock);
  const approval = await refusedBy(w, phone);
  const say = async (reason: RefusalReason) =>
    told(await w.approvals.explain(approval, await says(phone, approval, reason)));
  assert.deepEqual([await say("mistake"), await say("mistake")], ["done", "done"]);
  assert.equal(await say("on_call"), "refusal_settled");
  assert.deepEqual(await factsOf(approval), ["mistake"]);
});

test("a refusal is explained by the phone that refused only, within a quarter of an hour, and never before it", async () => {
  const w = world();
  const phone = await enrolPhone(w, clock);
  const approval = await refusedBy(w, phone);
  const sameHolder = await enrolPhone(w, clock, phone.professional);
  const stranger = await enrolPhone(w, clock);
  for (const other of [sameHolder, stranger])
    assert.equal(
      told(await w.approvals.explain(approval, await says(other, approval, "mistake"))),
      "refusal_settled",
    );
  const open = await openOn(w, await newBrowser());
  assert.equal(
    told(await w.approvals.explain(open.id, await says(phone, open.id, "mistake"))),
    "refusal_settled",
  );
  const other = await says(phone, open.id, "mistake");
  assert.equal(told(await w.approvals.explain(approval, other)), "invalid_message");
  assert.equal(
    told(await w.approvals.explain(approval, await says(phone, approval, "anything"))),
    "invalid_message",
  );

  await clock.advance(minutes(15));
  assert.equal(
    told(await w.approvals.explain(approval, await says(phone, approval, "mistake"))),
    "refusal_settled",
  );
  assert.deepEqual(await factsOf(approval), []);
});

test("a phone that is disabled may still say that a caller asked, and takes no alert back", async () => {
  const w = world();
  const phone = await enrolPhone(w, clock);
  const approval = await refusedBy(w, phone);
  await w.transact((tx) =>
    w.devices.disable(tx, { id: phone.device, professional: phone.professional }),
  );
  const say = async (reason: RefusalReason) =>
    told(await w.approvals.explain(approval, await says(phone, approval, reason)));
  assert.deepEqual([await say("on_call"), await say("mistake")], ["done", "device_not_active"]);
  assert.deepEqual(await factsOf(approval), ["on_call"]);
});

test("a phone that was stopped takes no alert back", async () => {
  const w = world();
  const phone = await enrolPhone(w, clock);
  const approval = await refusedBy(w, phone);
  await w.transact((tx) => w.devices.suspend(tx, phone.device, phone.professional));
  assert.equal(
    told(await w.approvals.explain(approval, await says(phone, approval, "mistake"))),
    "device_not_active",
  );
});
