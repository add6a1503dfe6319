import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type Drill,
  type DrillAnswer,
  newKeyPair,
  purposes,
  signCompact,
  signerOf,
  verifyCompact,
} from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds, lifetimes } from "#lifetimes";
import { connectOnce } from "#platform/database";
import { done } from "#platform/outcome";
import { systemRandom as random } from "#platform/random";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { after as later, type Duration, hours, instant } from "#platform/time";
import * as store from "./drill-store.ts";
import { createDrills } from "./index.ts";
import { listPeople, sending } from "./testing/campaign-world.ts";

// Exercises of campaigns: when one is drawn, and that nobody learns what anybody answered.

let database: TestDatabase;
let ahead = 0;
const clock = { now: () => later(instant(Date.now()), ahead as Duration) };
const advance = async (span: Duration) => {
  ahead += span;
  await moveClock(database.db, span);
};
const seal = await signerOf(await newKeyPair());
/** Which phone asks is another module's to check: here its message is its holder's name. */
const phoneOf = (professional: string, level = "full") =>
  done({ device: { professional, level }, payload: {} });
const world = () =>
  createDrills({
    ...{ db: database.db, clock, random, seal: () => seal },
    devices: {
      receiveActive: async (said: string) => phoneOf(...(said.split(" ") as [string])) as never,
    },
  });
type World = ReturnType<typeof world>;
before(async () => {
  database = await testDatabase();
  await listPeople(database.url, 96);
});
after(() => database.close());

const run = (statement: string) => sql.raw(statement).execute(database.db);
/** A campaign that has told these people and carries an exercise. */
async function carried(id: string, people: readonly string[]): Promise<string> {
  const campaign = await sending(database.db, id, people);
  await run(`update campaign set drill = 'results', state = 'done', ended_at = aval_now() where id = '${campaign}';
    update campaign_recipient set state = 'told', at = aval_now() where campaign = '${campaign}'`);
  return campaign;
}
const draw = async ({ draw: ask }: World, who: string): Promise<string | undefined> => {
  const outcome = await ask(who);
  assert.ok(outcome.ok);
  return outcome.value.drill;
};
const opened = async (drill: string) =>
  (await verifyCompact(drill, purposes.drill, seal.jwk)) as unknown as Drill;

test("who was told draws it once, by one phone of several at once; it says a scene and a profession, and no phone or person", async () => {
  const campaign = await carried("drawn", ["pro_0", "pro_4"]);
  const w = world();
  await run(
    `insert into campaign_recipient (campaign, professional) values ('${campaign}', 'pro_8')`,
  );
  assert.equal(await draw(w, "pro_8"), undefined, "is not told yet");
  assert.equal(await draw(w, "pro_0 limited"), undefined);
  const all = await Promise.all(Array.from({ length: 12 }, () => draw(w, "pro_0")));
  const [drill, ...more] = all.flatMap((one) => one ?? []);
  assert.deepEqual([typeof drill, more], ["string", []]);
  const { number, iat, until, ...said } = await opened(drill ?? "");
  assert.deepEqual(said, { v: purposes.drill, campaign, scene: "results", profession: "10" });
  assert.equal(number.length, 22);
  assert.equal(until - iat, lifetimes.drillAnswered / 1000);
  assert.doesNotMatch(Buffer.from(drill?.split(".")[1] ?? "", "base64url").toString(), /pro_|dev_/);
});

test("not again within thirty days, whatever campaign comes; after *Plus d'exercices* never again", async () => {
  const w = world();
  await carried("first", ["pro_12", "pro_16"]);
  assert.ok(await draw(w, "pro_12"));
  await advance((lifetimes.drillApart - hours(25)) as Duration);
  await carried("second", ["pro_12", "pro_16"]);
  assert.equal(await draw(w, "pro_12"), undefined);
  await advance(hours(50));
  assert.ok(await draw(w, "pro_12"));
  assert.ok(await draw(w, "pro_16"));
  assert.ok((await w.end("pro_16")).ok);
  assert.equal(await draw(w, "pro_16"), undefined);
  await advance((lifetimes.drillApart * 2) as Duration);
  await store.forgetDrawn(database.db, lifetimes.drillApart);
  await carried("third", ["pro_12", "pro_16"]);
  assert.equal(await draw(w, "pro_16"), undefined, "for good");
  assert.ok(await draw(w, "pro_12"));
});

test("never while something real is under way: a stop, a call, a report, a request, a ring, a phone that is added, an alert", async () => {
  const who = "pro_20";
  await carried("busy", [who]);
  await run(
    `insert into fraud_case (id, state, severity, due_at) values ('cas_1', 'open', 'low', aval_now())`,
  );
  const columns = "id, kind, severity, opens, because, professional, scopes, at";
  const alert = `'low_worth', 'low', false, '{}', '${who}', '{}', aval_now()`;
  const [soon, past] = ["aval_now() + interval '1 minute'", "aval_now() - interval '1 minute'"];
  const approval = `insert into approval (id, kind, asker, browser, network, frame_secret, state, shown_at, claim_by, device, professional, transfer, claimed_at, decide_by)
    values ('apr_1', 'sign-in', 'x', 'b', 'n', decode(repeat('00', 32), 'hex'), 'claimed', aval_now(), aval_now(), 'dev_20', '${who}', 'qr', aval_now(), ${soon})`;
  const things: Readonly<Record<string, readonly [begins: string, ends: string]>> = {
    pause: [
      `insert into stop (id, professional, rule, scope) values ('stp_1', '${who}', 'pause_from_alert', 'national')`,
      `update stop set lifted_at = aval_now(), lifted_by = 'phone' where id = 'stp_1'`,
    ],
    call: [
      `insert into call (id, fraud_case, professional, member, scope, contact, state, announced_at, over_at, held_until)
        values ('cll_1', 'cas_1', '${who}', 'stf_1', 'national', 1, 'announced', aval_now(), ${soon}, ${soon})`,
      `update call set state = 'ended', ended_at = aval_now(), ended_by = 'time', held_until = ${past}`,
    ],
    report: [
      `insert into call_report (id, professional, device, whence) values ('crp_1', '${who}', 'dev_20', 'now')`,
      `update call_report set at = aval_now() - interval '25 hours'`,
    ],
    request: [approval, `update approval set decide_by = ${past}`],
    ring: [
      `insert into ring (id, bell, professional, state, rung_at, until) values ('rng_1', 'bel_1', '${who}', 'ringing', aval_now(), ${soon})`,
      `update ring set state = 'expired', ended_at = aval_now()`,
    ],
    phone: [
      `insert into enrolment (id, device, state, requested_at, expires_at, professional, path) values ('enr_1', 'dev_24', 'evidenced', aval_now(), ${soon}, '${who}', 'desk')`,
      `update enrolment set state = 'expired'`,
    ],
    alert: [
      `insert into alert (${columns}) values ('alt_1', ${alert})`,
      `update alert set taken_back_at = aval_now()`,
    ],
    case: [
      `insert into alert (${columns}, fraud_case) values ('alt_2', ${alert}, 'cas_1')`,
      `update fraud_case set state = 'closed', outcome = 'mistake', closed_at = aval_now()`,
    ],
  };
  // The ring is of a bell that is not there: only who it rings matters here.
  const owner = await connectOnce(database.url);
  await owner.query("set session_replication_role = replica");
  for (const [name, [begins, ends]] of Object.entries(things)) {
    await owner.query(begins);
    assert.equal(await draw(world(), who), undefined, name);
    await owner.query(ends);
  }
  await owner.end();
  assert.ok(await draw(world(), who), "in calm");
});

test("a campaign that is stopped, or began too long ago, is drawn no more, and its answers count no more", async () => {
  const w = world();
  const campaign = await carried("over", ["pro_28", "pro_32", "pro_36"]);
  const late = (await draw(w, "pro_32")) ?? "";
  await advance(later(instant(0), lifetimes.drillAnswered) as number as Duration);
  assert.deepEqual(await w.answer(late, "refused"), { counted: false }, "too late");
  const drawn = (await draw(w, "pro_28")) ?? "";
  await run(`update campaign set state = 'stopped', stopped_by = 'stf_9' where id = '${campaign}'`);
  assert.equal(await draw(w, "pro_36"), undefined);
  assert.deepEqual(await w.answer(drawn, "refused"), { counted: false });
  await run(`update campaign set state = 'done', stopped_by = null where id = '${campaign}'`);
  await advance(lifetimes.drillDrawn);
  assert.equal(await draw(w, "pro_36"), undefined);
});

/** Everything that the database has, table by table: what somebody who copies it compares with the copy before. */
async function everything(): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; text: string }>`
    select tablename as name, query_to_xml(format('select md5(string_agg(t::text, '' '' order by t::text)) from aval.%I t', tablename), true, true, '')::text as text
    from pg_tables where schemaname = 'aval'`.execute(database.db);
  return new Map(rows.map(({ name, text }) => [name, text]));
}

test("an answer changes one number in the database, whatever was answered; the fifth of its profession writes five together", async () => {
  const nurses = Array.from({ length: 50 }, (_, index) => index + 40)
    .filter((index) => index % 3 !== 0)
    .map((index) => `pro_${index}`);
  await advance((lifetimes.drillApart * 3) as Duration);
  const campaign = await carried("counted", nurses);
  const w = world();
  const answers: readonly DrillAnswer[] = ["refused", "went_on", "refused", "refused", "went_on"];
  const drills = await Promise.all(nurses.slice(0, 9).map((one) => draw(w, one)));
  await store.forgetDrawn(database.db, lifetimes.drillApart);
  for (const [index, answer] of answers.entries()) {
    const before = await everything();
    assert.deepEqual(await w.answer(drills[index] ?? "", answer), { counted: true });
    assert.deepEqual(await w.answer(drills[index] ?? "", "refused"), { counted: false }, "once");
    const now = await everything();
    const changed = [...now].flatMap(([name, text]) => (before.get(name) === text ? [] : [name]));
    const isFifth = index + 1 === bounds.drillFewest;
    assert.deepEqual(changed.sort(), isFifth ? ["drill_count", "drill_spent"] : ["drill_spent"]);
  }
  const { rows } =
    await sql`select profession, refused, went_on from drill_count where campaign = ${campaign}`.execute(
      database.db,
    );
  assert.deepEqual(rows, [{ profession: "60", refused: 3, went_on: 2 }]);
  // Fewer than five of anything are shown as such.
  const counts = () => store.countsOf(database.db, [campaign as never]);
  assert.deepEqual((await counts()).get(campaign), [
    { profession: "60", refused: null, wentOn: null },
  ]);
  for (const drill of drills.slice(5)) await w.answer(drill ?? "", "refused");
  assert.deepEqual(
    (await counts()).get(campaign),
    [{ profession: "60", refused: null, wentOn: null }],
    "four more wait",
  );
  const fifth = (await draw(w, nurses[9] ?? "")) ?? "";
  await w.answer(fifth, "refused");
  assert.deepEqual((await counts()).get(campaign), [
    { profession: "60", refused: 8, wentOn: null },
  ]);
});

test("what another key signed, or signed for another purpose, counts for nothing", async () => {
  const w = world();
  const campaign = await carried("forged", ["pro_1"]);
  const iat = Math.floor(clock.now() / 1000);
  const said = { campaign, scene: "results", profession: "60", number: "a".repeat(22), iat };
  const drill = { v: purposes.drill, ...said, until: iat + 60 };
  const other = await signerOf(await newKeyPair());
  assert.deepEqual(await w.answer(await signCompact(drill, purposes.drill, other), "refused"), {
    counted: false,
  });
  assert.deepEqual(
    await w.answer(
      await signCompact({ ...drill, v: purposes.context }, purposes.context, seal),
      "refused",
    ),
    { counted: false },
  );
  assert.deepEqual(await w.answer(await signCompact(drill, purposes.drill, seal), "refused"), {
    counted: true,
  });
});
