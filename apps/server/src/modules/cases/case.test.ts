import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type CaseId, type CaseState, type CaseView, idFrom, type StaffId } from "@aval/protocol";
import fc from "fast-check";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { hours, instant } from "#platform/time";
import { type Case, type Move, moved, moves } from "./case.ts";
import { kinds, weigh } from "./severities.ts";
import { casesOn } from "./testing/world.ts";

let database: TestDatabase;
let world: ReturnType<typeof casesOn>;
before(async () => {
  database = await testDatabase();
  world = casesOn(database.db);
});
after(() => database.close());

const id = idFrom("cas", new Uint8Array(17));
const [mine, theirs] = ["stf_mine" as StaffId, "stf_theirs" as StaffId];
const now = instant(1_790_000_000_000);
const common = { id, severity: "medium", openedAt: now, dueAt: now } as const;
const each: Readonly<Record<CaseState, Case>> = {
  open: { ...common, state: "open" },
  claimed: { ...common, state: "claimed", owner: mine },
  snoozed: { ...common, state: "snoozed", owner: mine, until: now, words: "demain" },
  closed: { ...common, state: "closed", outcome: "attempt", words: undefined, at: now },
  merged: { ...common, state: "merged", into: idFrom("cas", new Uint8Array(17).fill(1)) },
};
const makes: Readonly<Record<Move["move"], Move>> = {
  claim: { move: "claim" },
  release: { move: "release" },
  hand_over: { move: "hand_over", to: theirs },
  snooze: { move: "snooze", until: now, words: "demain" },
  wake: { move: "wake" },
  close: { move: "close", outcome: "harmless", words: "rien" },
  reopen: { move: "reopen" },
};

test("a move starts from the states of its row and nowhere else; what is its owner's is nobody else's", () => {
  for (const [state, held] of Object.entries(each))
    for (const [name, move] of Object.entries(makes)) {
      const { from, isOwners } = moves[move.move];
      const isFrom = (from as readonly string[]).includes(state);
      const own = moved(held, mine, move, now);
      assert.equal(own.ok, isFrom, `${name} of a ${state} case`);
      const other = moved(held, theirs, move, now);
      assert.equal(other.ok, isFrom && !(isOwners && "owner" in held), `${name}, by another`);
      if (own.ok) assert.deepEqual([own.value.id, own.value.dueAt], [id, now]);
    }
});

test("nobody gives back, hands over, puts off or ends another's case", () => {
  const refused = { ok: false, refusal: "case_not_yours" };
  for (const name of ["release", "hand_over", "snooze", "close"] as const)
    assert.deepEqual(moved(each.claimed, theirs, makes[name], now), refused, name);
  assert.deepEqual(moved(each.snoozed, theirs, makes.wake, now), refused);
});

test("nothing comes out of a case that was merged", () => {
  for (const move of Object.values(makes))
    assert.equal(moved(each.merged, mine, move, now).ok, false);
});

test("whoever claims a case that somebody has is told so, whatever it stands at", () => {
  for (const held of [each.claimed, each.snoozed])
    assert.deepEqual(moved(held, theirs, makes.claim, now), { ok: false, refusal: "case_taken" });
});

test("a refusal is as bad as the worst of its reasons, and what opens no case by itself joins one", () => {
  assert.deepEqual(weigh("not_me", []), { severity: "medium", opens: false });
  assert.deepEqual(weigh("not_me", ["second_in_a_day"]), { severity: "medium", opens: true });
  assert.deepEqual(weigh("not_me", ["not_own_place", "caller"]), { severity: "high", opens: true });
  assert.deepEqual(weigh("stop_made", []), { severity: "low", opens: false });
  for (const [kind, { severity, opens }] of Object.entries(kinds))
    assert.ok(severity !== "low" || !opens, `${kind}: what is low opens no case`);
});

const step = fc.record({
  who: fc.constantFrom(0, 1),
  move: fc.constantFrom(...(Object.keys(makes) as Move["move"][])),
});

test("what the database makes of any series of moves is what the table of moves says", async () => {
  const colleagues = [await world.analyst("Odile"), await world.analyst("Paul")] as const;
  const ids = colleagues.map((one: { member: StaffId }) => one.member);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      await world.refuse("pro_1", {}, { where: "unknown" });
      await world.follow();
      const { rows } = await sql<{ id: CaseId }>`
        select id from fraud_case where state = 'open' order by opened_at desc limit 1`.execute(
        database.db,
      );
      const own = rows[0]?.id as CaseId;
      let held: Case = { ...common, id: own, state: "open" };
      for (const { who, move } of steps) {
        const by = ids[who] as StaffId;
        const given = { ...makes[move], ...(move === "hand_over" ? { to: ids[1 - who] } : {}) };
        const visitor = colleagues[who] as (typeof colleagues)[0];
        const made =
          move === "snooze"
            ? await world.cases.snooze(visitor, own, 1, "demain")
            : await world.cases.move(visitor, own, given as Move, "mot");
        const expected = moved(held, by, given as Move, now);
        assert.equal(made.ok, expected.ok, `${move} of a ${held.state} case`);
        if (!expected.ok && !made.ok) assert.equal(made.refusal, expected.refusal);
        if (expected.ok) held = expected.value;
        const stands = await sql<{ state: string; owner: string | null }>`
          select state, owner from fraud_case where id = ${own}`.execute(database.db);
        const owner: StaffId | null = "owner" in held ? held.owner : null;
        assert.deepEqual(stands.rows, [{ state: held.state, owner }]);
      }
      await sql`update fraud_case set state = 'closed', owner = null, snoozed_until = null, snoozed_for = null,
        outcome = 'harmless', closed_at = aval_now() where id = ${own}`.execute(database.db);
    }),
    { numRuns: Number(process.env["AVAL_TEST_RUNS"] ?? 8) },
  );
});

test("a case that was put off is its owner's again when its time has come, and never later than in a month", async () => {
  await world.refuse("pro_2", {}, { where: "unknown" });
  await world.follow();
  const odile = await world.analyst("Odile");
  const { cases: listed } = await world.cases.list(odile, {
    ...{ state: "open", isMine: false, isOverdue: false },
  });
  const own = listed[0]?.case as CaseId;
  assert.ok((await world.cases.move(odile, own, { move: "claim" })).ok);
  const put = await world.cases.snooze(odile, own, 10_000, "longtemps");
  assert.ok(put.ok);
  const until = (put.value as CaseView).snoozedUntil ?? 0;
  assert.ok(until * 1000 <= Date.now() + lifetimes.caseSnoozeMost);
  assert.ok((await world.cases.move(odile, own, { move: "wake" })).ok);
  assert.ok((await world.cases.snooze(odile, own, 1, "bientôt")).ok);
  const stands = async () => {
    const seen = await world.cases.view(odile, own);
    return seen.ok && (seen.value as CaseView).state;
  };
  assert.equal(await stands(), "snoozed");
  await moveClock(database.db, hours(1));
  assert.equal(await stands(), "claimed");
  assert.equal((await world.cases.move(odile, own, { move: "wake" })).ok, false);
});

test("a case whose owner works here no more can be claimed", async () => {
  await world.refuse("pro_3", {}, { where: "unknown" });
  await world.follow();
  const [odile, paul] = [await world.analyst("Odile"), await world.analyst("Paul")];
  const { cases: listed } = await world.cases.list(odile, {
    ...{ state: "open", isMine: false, isOverdue: false },
  });
  const own = listed[0]?.case as CaseId;
  assert.ok((await world.cases.move(odile, own, { move: "claim" })).ok);
  const claim = () => world.cases.move(paul, own, { move: "claim" });
  assert.deepEqual(await claim(), { ok: false, refusal: "case_taken" });
  await sql`update staff_member set state = 'suspended' where id = ${(odile as { member: string }).member}`.execute(
    database.db,
  );
  const claimed = await claim();
  assert.ok(claimed.ok);
  assert.equal((claimed.value as CaseView).isMine, true);
});
