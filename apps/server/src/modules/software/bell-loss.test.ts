import assert from "node:assert/strict";
import { after as afterAll, before, beforeEach, test } from "node:test";
import { type RefusalReason, refusalReasons } from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import {
  fixedClock,
  moveClock,
  seededRandom,
  type TestDatabase,
  testDatabase,
} from "#platform/testing";
import { days } from "#platform/time";
import { refusalCounts } from "./bell-loss.ts";
import { createSoftware, type Software } from "./index.ts";

let database: TestDatabase;
let software: Software;
before(async () => {
  database = await testDatabase();
  const random = seededRandom(29);
  const audit = createAudit({ clock: fixedClock(), random });
  software = createSoftware({ db: database.db, random, audit });
  for (const id of ["asking", "another"])
    await software.register(
      database.db,
      { id, name: id, sensitivity: "open", redirectUris: [`https://${id}.example/`] },
      { by: "test" },
    );
  await sql`insert into device (id, label, ik, ik_thumbprint, state) values ('dev_1', 'x', '{}', 'x', 'enrolling')`.execute(
    database.db,
  );
});
beforeEach(async () => {
  for (const table of ["ring", "bell", "place", "approval", "bell_loss"])
    await sql`delete from ${sql.table(table)}`.execute(database.db);
});
afterAll(() => database.close());

type Asked = {
  /** Whom: holders `from` up to, and without, `to`. */
  readonly from?: number;
  readonly to: number;
  readonly reason?: RefusalReason;
  readonly service?: string;
  /** How many days ago, as calendars count. */
  readonly ago?: number;
};

let series = 0;
/** These holders were asked; with a reason, they refused. */
const asked = ({ from = 0, to, reason, service = "asking", ago = 0 }: Asked) =>
  sql`
    insert into approval (id, kind, asker, browser, network, frame_secret, state, shown_at, claim_by, device, professional, transfer,
      claimed_at, decide_by, service, decided_at, reason, decision)
    select ${`apr_${++series}_`} || n, 'sign-in', 'x', 'x', 'x', decode(repeat('00', 32), 'hex'),
      ${reason ? "refused" : "expired"}, t, t, 'dev_1', 'pro_' || n, 'qr', t, t, ${service}, t, ${reason ?? null},
      case when ${reason !== undefined} then '{}'::jsonb end
    from generate_series(${from}::int, ${to - 1}::int) as n, (
      select (aval_now() at time zone 'Europe/Paris' - ${ago} * interval '1 day') at time zone 'Europe/Paris' as t) as at`.execute(
    database.db,
  );

/** Holders that one bell rang refused it. */
async function rung({ to, reason }: Pick<Asked, "to"> & { readonly reason: RefusalReason }) {
  await sql`insert into browser (thumbprint, first_seen_at, last_seen_at, offered) values ('b', aval_now(), aval_now(), '{}')`.execute(
    database.db,
  );
  await sql`
    insert into place (id, professional, browser, state, people, declared, network, approval, device, made_at, aged_at, last_used_at)
    values ('plc_1', 'pro_0', 'b', 'aged', 'alone', 'x', 'x', 'apr_0', 'dev_1', aval_now(), aval_now(), aval_now())`.execute(
    database.db,
  );
  await sql`
    insert into bell (id, place, professional, service, device, set_at, last_used_at)
    values ('bel_1', 'plc_1', 'pro_0', 'asking', 'dev_1', aval_now(), aval_now())`.execute(
    database.db,
  );
  await sql`
    insert into ring (id, bell, professional, state, rung_at, until, ended_at, reason)
    select 'rng_' || n, 'bel_1', 'pro_' || n, 'refused', aval_now(), aval_now() + interval '1 minute', aval_now(), ${reason}
    from generate_series(0, ${to - 1}::int) as n`.execute(database.db);
}

const judge = () => software.judgeBells(database.db);
const mayRing = (service = "asking") => software.mayRing(database.db, service);
const facts = async (kind: string) => {
  const rows = await database.db
    .selectFrom("fact")
    .select("body")
    .where("kind", "=", kind)
    .execute();
  return rows.map(({ body }) => JSON.parse(body as string) as Record<string, unknown>);
};

test("a service loses its bells when more than 2 % and at least twenty of the holders it asked in a day refuse it", async () => {
  for (const [refused, all, isLost] of [
    [19, 19, false],
    [20, 20, true],
    [20, 900, true],
    [20, 999, true],
    [20, 1000, false],
    [20, 1001, false],
    [21, 1001, true],
  ] as const) {
    await asked({ to: refused, reason: "not_me" });
    await asked({ from: refused, to: all });
    await judge();
    assert.equal(await mayRing(), !isLost, `${refused} of ${all}`);
    assert.equal(await mayRing("another"), true);
    for (const table of ["approval", "bell_loss"])
      await sql`delete from ${sql.table(table)}`.execute(database.db);
  }
});

test("holders are counted, not refusals, each once, whoever was asked before or after", async () => {
  for (let times = 0; times < 10; times++) await asked({ to: 19, reason: "not_me" });
  await judge();
  assert.equal(await mayRing(), true);
  await asked({ from: 19, to: 20 });
  await asked({ from: 19, to: 20, reason: "other" });
  await judge();
  const [loss] = await software.bellLosses();
  assert.deepEqual([loss?.asked, loss?.refused], [20, 20]);
});

test("every reason counts as its row says", async () => {
  for (const reason of refusalReasons) {
    await asked({ to: 30, reason });
    await judge();
    assert.equal(await mayRing(), !refusalCounts[reason], reason);
    for (const table of ["approval", "bell_loss"])
      await sql`delete from ${sql.table(table)}`.execute(database.db);
  }
});

test("what another day asked or another service was refused counts for neither", async () => {
  await asked({ to: 15, reason: "not_me" });
  await asked({ from: 15, to: 30, reason: "not_me", service: "another" });
  await asked({ from: 15, to: 30, reason: "not_me", ago: 1 });
  await asked({ from: 0, to: 40, reason: "not_me", ago: 3 });
  await judge();
  assert.deepEqual(await software.bellLosses(), []);
  await asked({ from: 30, to: 35, reason: "not_me", ago: 1 });
  await judge();
  const [loss, ...more] = await software.bellLosses();
  assert.deepEqual([loss?.service, loss?.refused, more], ["asking", 20, []], "yesterday's");
});

test("a loss is one fact however many nodes judge, and a person gives the bells back for that day", async () => {
  const before = (await facts("service_bells_lost")).length;
  await asked({ to: 25, reason: "on_call" });
  await Promise.all([judge(), judge(), judge()]);
  const lost = await facts("service_bells_lost");
  assert.equal(lost.length, before + 1);
  const { service, asked: all, refused, day } = lost.at(-1) as Record<string, unknown>;
  assert.deepEqual([service, all, refused], ["asking", 25, 25]);
  assert.match(String(day), /^\d{4}-\d\d-\d\d$/);

  const by = { by: "operator", reason: "corrigé" };
  assert.ok((await software.restoreBells(database.db, "asking", by)).ok);
  assert.ok(!(await software.restoreBells(database.db, "asking", by)).ok, "once");
  assert.deepEqual((await facts("service_bells_restored")).at(-1), {
    service: "asking",
    ...by,
  });
  await asked({ from: 25, to: 60, reason: "on_call" });
  await judge();
  assert.equal(await mayRing(), true, "that day was judged by a person");
});

test("a loss that rested on refusals taken back is taken back with them, and comes again when others refuse", async () => {
  await asked({ to: 20, reason: "not_me" });
  await judge();
  assert.equal(await mayRing(), false);
  await sql`update approval set reason = 'mistake' where professional = 'pro_3'`.execute(
    database.db,
  );
  await judge();
  assert.equal(await mayRing(), true);
  assert.equal((await facts("service_bells_restored")).at(-1)?.["by"], "taken_back");
  await asked({ from: 40, to: 41, reason: "not_me" });
  await judge();
  assert.equal(await mayRing(), false);
});

test("asking more people does not win lost bells back", async () => {
  await asked({ to: 20, reason: "not_me" });
  await judge();
  await asked({ from: 20, to: 5000 });
  await judge();
  assert.equal(await mayRing(), false);
});

test("what is remembered no more was not taken back: bells stay lost when housekeeping forgets, and after a restore", async () => {
  for (const forget of [
    async () => {
      await moveClock(database.db, days(8));
      await sql`delete from ring where ended_at < aval_now() - interval '7 days'`.execute(
        database.db,
      );
    },
    async () => void (await sql`delete from ring`.execute(database.db)),
  ]) {
    await rung({ to: 40, reason: "not_me" });
    await judge();
    assert.equal(await mayRing(), false);
    await forget();
    await judge();
    assert.equal(await mayRing(), false);
    for (const table of ["ring", "bell", "place", "browser", "bell_loss"])
      await sql`delete from ${sql.table(table)}`.execute(database.db);
  }
});

test("one holder who was wrong does not speak for those who are forgotten", async () => {
  await asked({ to: 40, reason: "not_me" });
  await judge();
  await sql`update approval set reason = 'mistake' where professional = 'pro_3'`.execute(
    database.db,
  );
  await sql`delete from approval where professional <> 'pro_3'`.execute(database.db);
  await judge();
  assert.equal(await mayRing(), false);
});

test("who took a refusal back before the loss, or long before the others were forgotten, gives nothing back", async () => {
  await asked({ to: 30, reason: "mistake" });
  await asked({ from: 30, to: 70, reason: "not_me" });
  await judge();
  assert.deepEqual(
    (await software.bellLosses()).map(({ refused }) => refused),
    [40],
  );
  const before = (await facts("service_bells_restored")).length;
  await judge();
  assert.equal(await mayRing(), false, "forty still refuse");
  assert.equal((await facts("service_bells_restored")).length, before);
  await moveClock(database.db, days(8));
  await sql`delete from approval where reason <> 'mistake'`.execute(database.db);
  await judge();
  assert.equal(await mayRing(), false);
});

test("rings that their holders refused count like requests", async () => {
  await rung({ to: 20, reason: "not_me" });
  await judge();
  assert.equal(await mayRing(), false);
});

test("a suspended service rings nobody, and rings again when it works again", async () => {
  const to = (state: "active" | "suspended") =>
    software.setState(database.db, "asking", { state, by: "test", reason: "x" });
  await to("suspended");
  assert.equal(await mayRing(), false);
  await to("active");
  assert.equal(await mayRing(), true);
  assert.equal(await mayRing("nobody"), false);
});
