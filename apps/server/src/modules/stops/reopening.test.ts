import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { StopView } from "@aval/protocol";
import fc from "fast-check";
import { sql } from "kysely";
import { transact } from "#platform/database";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { type Duration, instant, minutes } from "#platform/time";
import { listedHolder, phoneOf, registrarOf, stopsOn, type World } from "./testing/world.ts";

// *Rouvrir au guichet*: between a quarter of an hour and a day a block takes a desk, the card and the holder's phone, together.

let database: TestDatabase;
let ahead = 0;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const clock = { now: () => instant(Date.now() + ahead) };
const advance = async (span: Duration) => {
  ahead += span;
  await moveClock(database.db, span);
};

type Phone = Awaited<ReturnType<typeof phoneOf>>;
const refusal = (outcome: { ok: boolean; refusal?: string }) =>
  outcome.ok ? "done" : outcome.refusal;

/** A holder whose only phone blocked everything, so long ago. */
async function blocked(since = minutes(20)) {
  const w = stopsOn(database.db, clock);
  const holder = await listedHolder(w);
  const phone = await phoneOf(w, holder.id);
  const [stop] = await stopsOf(w, await w.stops.block(await phone.block()));
  assert.ok(stop);
  await sql`update stop set made_at = made_at - ${since} * interval '1 millisecond' where id = ${stop.id}`.execute(
    database.db,
  );
  const registrars = [await registrarOf(w), await registrarOf(w)] as const;
  const said = { stop: stop.id, ik: phone.ik, nationalId: holder.nationalId };
  return {
    w,
    holder,
    phone,
    stop: stop.id,
    said,
    registrars,
    begin: async (by: Phone = phone) =>
      refusal(await w.stops.beginReopening(await by.begins(stop.id))),
    desk: async (signs = said) =>
      refusal(
        await w.stops.addDeskEvidence(await Promise.all(registrars.map((one) => one.signs(signs)))),
      ),
    card: (professional = holder.id, { device }: Phone = phone) =>
      transact(database.db, (tx) =>
        w.stops.showCard(tx, {
          professional,
          stop: stop.id,
          device,
          issuer: "essai",
          serial: "1",
          validFrom: instant(0),
        }),
      ),
    lift: async (by: Phone = phone) => refusal(await w.stops.lift(await by.lift(stop.id))),
    told: async (by: Phone = phone) => (await stopsOf(w, await w.stops.told(await by.asks())))[0],
  };
}

async function stopsOf(
  _w: World,
  told: Awaited<ReturnType<World["stops"]["told"]>>,
): Promise<readonly StopView[]> {
  assert.ok(told.ok, JSON.stringify(told));
  return told.value.stops;
}

for (const order of [
  ["desk", "card"],
  ["card", "desk"],
] as const)
  test(`a block is lifted by the phone's code once it began and ${order.join(", then ")} were there, and by nothing less`, async () => {
    const b = await blocked();
    assert.deepEqual((await b.told())?.reopening, { begun: false });
    assert.equal(await b.lift(), "stop_not_liftable");
    assert.equal(await b.begin(), "done");
    for (const one of order) {
      assert.equal(await b.lift(), "stop_not_liftable", `before ${one}`);
      const shown = await b[one]();
      assert.ok(shown === true || shown === "done", one);
      assert.ok((await b.told())?.reopening?.[one], one);
    }
    assert.equal(await b.lift(), "done");
    assert.equal(await b.lift(), "stop_not_liftable", "once");
    const { rows } = await sql<{ lifted_by: string; facts: string[] }>`
      select lifted_by, (select array_agg(kind order by at, id) from fact where body like ${`%${b.stop}%`}) as facts
      from stop where id = ${b.stop}`.execute(database.db);
    assert.equal(rows[0]?.lifted_by, "together");
    assert.deepEqual(rows[0]?.facts.toSorted(), [
      "reopening_at_desk",
      "reopening_begun",
      "reopening_by_card",
      "stop_lifted",
      "stop_made",
    ]);
  });

test("nothing counts of a desk or a card before the phone has begun", async () => {
  const b = await blocked();
  assert.equal(await b.desk(), "reopening_not_found");
  assert.equal(await b.card(), false);
  assert.equal(await b.w.stops.atReopeningDesk(b.phone.device), undefined);
  assert.equal(await b.begin(), "done");
  assert.deepEqual(await b.w.stops.atReopeningDesk(b.phone.device), {
    stop: b.stop,
    ik: b.phone.ik,
    label: "Téléphone d'essai",
  });
  assert.equal(await b.lift(), "stop_not_liftable");
});

test("it begins only once the phone's own quarter of an hour is over, and on a settled, active phone", async () => {
  const early = await blocked(minutes(0));
  assert.equal(await early.begin(), "stop_not_liftable");
  assert.equal((await early.told())?.reopening, undefined);
  const b = await blocked();
  const young = await phoneOf(b.w, b.holder.id);
  await sql`update device set activated_at = activated_at - interval '8 days' where id = ${b.phone.device}`.execute(
    database.db,
  );
  assert.equal(await b.begin(young), "stop_not_liftable");
  assert.equal((await b.told(young))?.reopening, undefined);
  const limited = await phoneOf(b.w, b.holder.id, "limited");
  assert.equal(await b.begin(limited), "stop_not_liftable");
  const stranger = await blocked();
  assert.equal(await b.begin(stranger.phone), "stop_not_liftable");
  assert.equal(await b.begin(), "done");
  await sql`update device set state = 'suspended' where id = ${b.phone.device}`.execute(
    database.db,
  );
  assert.equal(await b.begin(), "device_not_active");
});

test("the desk is two different registrars of the holder's scope, over this stop, this phone's key and this person, lately", async () => {
  const b = await blocked();
  const other = await blocked();
  assert.equal(await b.begin(), "done");
  assert.equal(await other.begin(), "done");
  const [one, two] = b.registrars;
  const elsewhere = await registrarOf(b.w, "order:pharmaciens");
  const iat = Math.floor(clock.now() / 1000);
  const stranger = await phoneOf(b.w, b.holder.id);
  const wrong: readonly (readonly [string, readonly string[]])[] = [
    ["one person twice", [await one.signs(b.said), await one.signs(b.said)]],
    ["one alone", [await one.signs(b.said)]],
    ["another scope", [await one.signs(b.said), await elsewhere.signs(b.said)]],
    [
      "another phone's key",
      [await one.signs(b.said), await two.signs({ ...b.said, ik: stranger.ik })],
    ],
    [
      "another phone's key, twice",
      await Promise.all(b.registrars.map((r) => r.signs({ ...b.said, ik: stranger.ik }))),
    ],
    [
      "another holder",
      await Promise.all(
        b.registrars.map((r) => r.signs({ ...b.said, nationalId: other.holder.nationalId })),
      ),
    ],
    ["another stop", [await one.signs(b.said), await two.signs({ ...b.said, stop: other.stop })]],
    [
      "half an hour ago",
      [await one.signs(b.said), await two.signs({ ...b.said, iat: iat - 31 * 60 })],
    ],
    ["dated ahead", [await one.signs(b.said), await two.signs({ ...b.said, iat: iat + 600 })]],
    ["no registrar's", [await one.signs(b.said), await b.phone.begins(b.stop)]],
  ];
  for (const [what, signatures] of wrong)
    assert.equal(refusal(await b.w.stops.addDeskEvidence(signatures)), "evidence_refused", what);
  await sql`update staff_member set state = 'suspended' where id = ${two.id}`.execute(database.db);
  assert.equal(await b.desk(), "evidence_refused", "suspended");
  assert.equal((await b.told())?.reopening?.desk, undefined);
});

test("what was shown counts for half an hour, and the same signatures are worth no more by coming again", async () => {
  const b = await blocked();
  assert.equal(await b.begin(), "done");
  const signatures = await Promise.all(b.registrars.map((one) => one.signs(b.said)));
  assert.equal(refusal(await b.w.stops.addDeskEvidence(signatures)), "done");
  assert.equal(await b.card(), true);
  await advance(minutes(29));
  assert.equal(refusal(await b.w.stops.addDeskEvidence(signatures)), "evidence_refused");
  await advance(minutes(2));
  assert.equal(await b.lift(), "stop_not_liftable");
  assert.deepEqual((await b.told())?.reopening, { begun: true, phone: b.phone.device });
  assert.equal(await b.desk(), "done");
  assert.equal(await b.lift(), "stop_not_liftable", "the card is gone");
  assert.equal(await b.card(), true);
  assert.equal(await b.lift(), "done");
});

test("what is shown for a phone counts for it alone, and another that begins, however often, undoes nothing of it", async () => {
  const b = await blocked();
  const second = await phoneOf(b.w, b.holder.id);
  await sql`update device set activated_at = activated_at - interval '8 days' where professional = ${b.holder.id}`.execute(
    database.db,
  );
  assert.equal(await b.begin(), "done");
  assert.equal(await b.card(b.holder.id, second), false, "a phone that has not begun");
  assert.equal(await b.desk(), "done");
  assert.equal(await b.card(), true);
  const shown = (await b.told())?.reopening;
  for (const _ of [1, 2]) assert.equal(await b.begin(second), "done");
  assert.deepEqual((await b.told())?.reopening, shown);
  assert.deepEqual((await b.told(second))?.reopening, { begun: true, phone: second.device });
  for (const phone of [b.phone, second])
    assert.equal((await b.w.stops.atReopeningDesk(phone.device))?.ik, phone.ik, "by the phone");
  assert.equal(await b.lift(second), "stop_not_liftable", "nothing was shown for it");
  assert.equal(await b.desk({ ...b.said, ik: second.ik }), "done");
  assert.equal(await b.lift(second), "stop_not_liftable", "the card was shown for the other");
  assert.deepEqual(
    (await b.w.stops.beforeCard(b.holder.id))[0]?.together?.map(({ device, desk, card }) => ({
      device,
      desk,
      card,
    })),
    [
      { device: b.phone.device, desk: true, card: true },
      { device: second.device, desk: true, card: false },
    ],
  );
  assert.equal(await b.lift(), "done");
});

test("a registrar suspended, or a card reported, after they were shown lifts nothing", async () => {
  const b = await blocked();
  assert.equal(await b.begin(), "done");
  assert.equal(await b.desk(), "done");
  assert.equal(await b.card(), true);
  b.w.cardsReported.add(b.holder.id);
  assert.equal(await b.lift(), "stop_not_liftable", "the card");
  b.w.cardsReported.clear();
  const member = b.registrars[1].id;
  const set = (state: string) =>
    sql`update staff_member set state = ${state} where id = ${member}`.execute(database.db);
  await set("suspended");
  assert.equal(await b.lift(), "stop_not_liftable", "the registrar");
  await set("active");
  assert.equal(await b.lift(), "done");
});

test("another holder's card is nothing here, and a freeze is not lifted by all three", async () => {
  const b = await blocked();
  const other = await blocked();
  assert.equal(await b.begin(), "done");
  assert.equal(await b.card(other.holder.id), false);
  assert.equal(await b.desk(), "done");
  assert.equal(await b.card(), true);
  await sql`update stop set rule = 'freeze' where id = ${b.stop}`.execute(database.db);
  assert.equal(await b.lift(), "stop_not_liftable");
  assert.equal(await b.begin(), "stop_not_liftable");
  assert.equal((await b.told())?.reopening, undefined);
});

test("what lifted one block lifts no later one", async () => {
  const b = await blocked();
  assert.equal(await b.begin(), "done");
  assert.equal(await b.desk(), "done");
  assert.equal(await b.card(), true);
  assert.equal(await b.lift(), "done");
  const [again] = await stopsOf(b.w, await b.w.stops.block(await b.phone.block()));
  assert.ok(again && again.id !== b.stop);
  await sql`update stop set made_at = made_at - interval '20 minutes' where id = ${again.id}`.execute(
    database.db,
  );
  assert.equal(refusal(await b.w.stops.lift(await b.phone.lift(again.id))), "stop_not_liftable");
  assert.equal(await b.desk(), "reopening_not_found");
});

/** What may happen to a block that is older than its quarter of an hour. */
const act = fc.oneof(
  fc.constantFrom("begin" as const, "desk" as const, "card" as const, "lift" as const),
  fc.constantFrom(5, 20, 31),
);

test("whatever is done in whatever order, such a block falls to the code with a desk and a card of the last half hour, and not without", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 9 }), async (acts) => {
      const b = await blocked();
      // The model, in minutes of this run.
      let now = 0;
      let begun = false;
      const shown = { desk: Number.NEGATIVE_INFINITY, card: Number.NEGATIVE_INFINITY };
      for (const one of acts) {
        if (typeof one === "number") {
          now += one;
          await advance(minutes(one));
        } else if (one === "begin") {
          assert.equal(await b.begin(), "done");
          begun = true;
        } else if (one === "lift") {
          const isThere: boolean = begun && now - shown.desk < 30 && now - shown.card < 30;
          assert.equal((await b.lift()) === "done", isThere, JSON.stringify([acts, shown, now]));
          if (isThere) return;
        } else {
          // Of one second, the same signatures are nothing new; what they showed stands.
          await b[one]();
          if (begun) shown[one] = now;
        }
        assert.equal(await b.w.stops.isStopped(database.db, b.holder.id, "enter"), true);
      }
    }),
    { numRuns: Number(process.env["AVAL_TEST_RUNS"] ?? 60), endOnFailure: true },
  );
});
