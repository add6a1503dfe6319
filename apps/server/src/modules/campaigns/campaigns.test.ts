import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import type { Visitor } from "#modules/staff";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { type Duration, hours, instant, minutes } from "#platform/time";
import * as store from "./store.ts";
import { isByDay } from "./text.ts";
import { campaignsOn, listPeople, sending } from "./testing/campaign-world.ts";

let database: TestDatabase;
let ahead = 0;
const clock = { now: () => instant(Date.now() + ahead) };
const advance = async (span: Duration) => {
  ahead += span;
  await moveClock(database.db, span);
};
const people = (count: number) => Array.from({ length: count }, (_, index) => `pro_${index}`);
before(async () => {
  database = await testDatabase();
  await listPeople(database.url, 96);
});
after(() => database.close());

const world = () => campaignsOn(database.db, clock);
const statesOf = async (campaign: string) => {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from campaign_recipient where campaign = ${campaign} group by state`.execute(
    database.db,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
};
const stateOf = async (campaign: string) =>
  (
    await sql<{ state: string }>`select state from campaign where id = ${campaign}`.execute(
      database.db,
    )
  ).rows[0]?.state;
/** Rounds of the campaigns and of the post, until nothing is left to do. */
async function finish({ campaigns, notices }: ReturnType<typeof world>) {
  for (let told = 1; told > 0; told = await campaigns.run()) while ((await notices.deliver()) > 0);
}

test("a segment is those of every criterion that is given, within the scope, and nobody else", async () => {
  const all = { professions: [], departments: [], phone: "any" } as const;
  const everybody = { of: "everybody" } as const;
  const nurses = { of: "professions", codes: ["60", "69"], areExcluded: false } as const;
  const count = (
    more: Partial<Parameters<typeof store.countOf>[1]>,
    reach: store.Reach = everybody,
  ) => store.countOf(database.db, { ...all, ...more }, reach);
  assert.equal(await count({}), 96);
  assert.equal(await count({ professions: ["10"] }), 32);
  assert.equal(await count({ professions: ["10", "60"] }), 96);
  assert.equal(await count({ departments: ["9A"] }), 48);
  assert.equal(await count({ structure: "R2" }), 48);
  assert.equal(await count({ phone: "with" }), 24);
  assert.equal(await count({ phone: "without" }), 72);
  assert.equal(await count({ professions: ["10"], departments: ["9A"], phone: "with" }), 8);
  // An Order reaches its own, whatever it asks for; an establishment its people; an authority without a profession nobody.
  assert.equal(await count({}, nurses), 64);
  assert.equal(await count({ professions: ["10"] }, nurses), 0);
  assert.equal(await count({}, { ...nurses, areExcluded: true }), 32);
  assert.equal(await count({}, { of: "structure", structure: "R1" }), 48);
  assert.equal(await count({}, { of: "nobody" }), 0);
});

test("each is told by its channels, and reads what was signed, filled in; nothing wakes a phone; receipts say how far it came", async () => {
  const w = world();
  const campaign = await sending(database.db, "told", people(3));
  await finish(w);
  assert.deepEqual([await stateOf(campaign), await statesOf(campaign)], ["done", { told: 3 }]);
  assert.deepEqual([w.sent.length, w.texts.length], [3, 0], "by mail, and not by telephone");
  assert.equal(w.sent[0]?.subject, "Aucun code ne vous sera demandé");
  assert.match(w.sent[0]?.text ?? "", /Aval n'appelle pas\.\n\nDès le .* 20\d\d/);
  const { rows } = await sql<{ wakes: number }>`
    select count(wake_at)::int as wakes from notice where about = ${campaign}`.execute(database.db);
  assert.equal(rows[0]?.wakes, 0);
  const receipts = (await store.receiptsOf(database.db, [campaign as never])).get(campaign);
  assert.deepEqual(receipts, [
    { channel: "app", waiting: 0, arrived: 3, failed: 0, read: 0 },
    { channel: "mail", waiting: 0, arrived: 3, failed: 0 },
  ]);
});

test("whoever is blocked or frozen when their turn comes is passed over, and so is whoever left the register", async () => {
  const w = world();
  await sql`
    insert into stop (id, professional, rule, made_at, scope) values ('stp_1', 'pro_10', 'block', aval_now(), 'national'),
      ('stp_2', 'pro_11', 'freeze', aval_now(), 'national'), ('stp_3', 'pro_12', 'pause_from_alert', aval_now(), 'national')`.execute(
    database.db,
  );
  const campaign = await sending(database.db, "stops", ["pro_10", "pro_11", "pro_12", "pro_gone"]);
  await finish(w);
  assert.deepEqual(await statesOf(campaign), { told: 1, skipped: 3 });
  assert.equal(w.sent.length, 1);
});

test("nobody more is told while so many messages of campaigns wait to leave: an alert stands behind these at most", async () => {
  const w = world();
  const campaign = await sending(database.db, "slow", people(96));
  while ((await w.campaigns.run()) > 0);
  const { told } = await statesOf(campaign);
  assert.ok(told && told >= bounds.campaignOnTheWay, `${told}`);
  assert.ok(told < bounds.campaignOnTheWay + bounds.campaignRound, `${told}`);
  await finish(w);
  assert.deepEqual(await statesOf(campaign), { told: 94, skipped: 2 });
});

test("a minute tells so many, whatever the nodes and the campaigns are, and the next minute goes on", async () => {
  await advance(minutes(2));
  const spent = `
    insert into allowance (name, subject, spent, window_ends_at) values ('campaign_pace', 'all', ${bounds.campaignPace - 5}, aval_now() + interval '1 minute')
    on conflict (name, subject) do update set spent = excluded.spent, window_ends_at = excluded.window_ends_at`;
  await sql.raw(spent).execute(database.db);
  const w = world();
  const campaign = await sending(database.db, "paced", people(40).slice(20), ["app"]);
  await finish(w);
  assert.deepEqual(await statesOf(campaign), { told: 5, due: 15 });
  await advance(minutes(2));
  await finish(w);
  assert.deepEqual(await statesOf(campaign), { told: 20 });
});

test("telephones are told by day; what goes by the application and by mail goes on at night", async () => {
  await advance(hours(25));
  while (isByDay(clock.now())) await advance(hours(1));
  const w = world();
  const by = await sending(database.db, "sms", ["pro_20"], ["app", "sms"]);
  const mail = await sending(database.db, "mail", ["pro_20"], ["app", "mail"]);
  await finish(w);
  assert.deepEqual([await statesOf(by), await statesOf(mail)], [{ due: 1 }, { told: 1 }]);
  while (!isByDay(clock.now())) await advance(hours(1));
  await finish(w);
  assert.deepEqual(await statesOf(by), { told: 1 });
  assert.deepEqual(w.texts, [
    "Aval: Aucun code ne vous sera demandé / Nobody will ask you for a code Jamais de code. Never a code.",
  ]);
});

test("the third campaign of a day waits for the evening's digest: campaigns take no alert's place", async () => {
  await advance(hours(25));
  const w = world();
  for (const id of ["one", "two", "three"]) await sending(database.db, id, ["pro_30"]);
  await finish(w);
  assert.equal(w.sent.length, bounds.campaignsAtOnce);
});

test("what is stopped reaches nobody more, and what waits to leave does not leave", async () => {
  await advance(hours(25));
  const w = world();
  const campaign = await sending(database.db, "stopped", people(90).slice(40));
  assert.equal(await w.campaigns.run(), bounds.campaignRound);
  const who = { member: "stf_9", scope: "national", roles: ["operator"] } as unknown as Visitor;
  assert.ok((await w.campaigns.stop(who, campaign as never)).ok);
  await finish(w);
  assert.deepEqual(await statesOf(campaign), { told: 25, due: 25 });
  const { rows } = await sql<{ state: string }>`
    select distinct state from campaign_receipt where campaign = ${campaign}`.execute(database.db);
  assert.deepEqual(rows, [{ state: "failed" }]);
  const again = await w.campaigns.stop(who, campaign as never);
  assert.deepEqual(again, { ok: false, refusal: "campaign_over" });
});
