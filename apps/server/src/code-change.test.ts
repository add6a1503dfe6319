import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newKeyPair, signerOf } from "@aval/protocol";
import { sql } from "kysely";
import { days } from "#platform/time";
import { keeping, tried } from "./testing/code.ts";
import {
  approveFrame,
  enrolHolder,
  type Holder,
  type Line,
  newBrowser,
  phoneAt,
  sandboxService,
} from "./testing/driver.ts";
import { advanceServer } from "./testing/inserted-card.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// The personal code, through the real server and its PIN program: changed with the old one, and whatever breaks on the way one works.

let server: WholeServer;
let people = 0;
before(async () => {
  server = await startWhole();
});
after(() => server?.stop());

/** Somebody with a phone; each test its own. */
const somebody = () => enrolHolder(() => server.phone, nationalIds[people++] as string);
const nationalIds = [
  "899700000013",
  "899700000021",
  "899700000039",
  "899700000047",
  "899700000054",
  "899700000062",
  "899700000070",
];
const [known, fresh, other] = ["246813", "975318", "862409"];

/** Changes it, and says what the phone keeps at the end, whatever broke. */
async function change(holder: Holder, codes: { before: string; after: string }, line?: Line) {
  const phone = line ? phoneAt(() => server.phone, Date.now, line) : holder.phone;
  return keeping(holder, (keep) =>
    phone.changeCode(holder.identity, codes, keep).then(() => "changed"),
  );
}

const factsOf = async ({ identity }: Holder) => {
  const { rows } = await sql<{ kind: string }>`
    select kind from fact where kind = 'code_changed' and body like ${`%${identity.device}%`}`.execute(
    server.database.db,
  );
  return rows.length;
};
const toldOf = async ({ identity }: Holder) => {
  const { rows } = await sql`
    select from notice where event = 'code_changed' and about = ${identity.device}`.execute(
    server.database.db,
  );
  return rows.length;
};

test("a code is changed with the old one: the new one works, the old one does not, and the holder is told once", async () => {
  const { outcome, holder } = await change(await somebody(), { before: known, after: fresh });
  assert.equal(outcome, "changed");
  assert.equal(holder.identity.pin.next, undefined);
  assert.deepEqual(
    [await tried(holder, known), await tried(holder, fresh)],
    ["wrong_code", "right"],
  );
  assert.deepEqual([await factsOf(holder), await toldOf(holder)], [1, 1]);
  const again = await change(holder, { before: fresh, after: known });
  assert.equal(await tried(again.holder, known), "right", "and back");
});

test("with another code than the old one nothing changes, and the try is counted", async () => {
  const { outcome, holder } = await change(await somebody(), { before: other, after: fresh });
  assert.equal(outcome, "wrong_code");
  assert.deepEqual(
    [await tried(holder, fresh), await tried(holder, known)],
    ["wrong_code", "right"],
  );
  assert.equal(await factsOf(holder), 0);
});

test("whatever the line loses, one code works, and which one is what the server heard", async () => {
  const holder = await somebody();
  const renewal = await change(holder, { before: known, after: fresh }, (path) =>
    path === "/pin/renew" ? "unanswered" : "through",
  );
  assert.equal(await tried(renewal.holder, known), "right", "the second key opens nothing yet");
  const lost = await change(holder, { before: known, after: fresh }, (path) =>
    path === "/api/code" ? "lost" : "through",
  );
  assert.ok(lost.holder.identity.pin.next, "kept before it counts");
  assert.equal(await tried(lost.holder, fresh), "wrong_code");
  assert.equal(await tried(lost.holder, known), "right");
  const unanswered = await change(lost.holder, { before: known, after: fresh }, (path) =>
    path === "/api/code" ? "unanswered" : "through",
  );
  assert.equal(unanswered.outcome, "broken");
  assert.equal(await tried(unanswered.holder, known), "wrong_code");
  assert.equal(await tried(unanswered.holder, fresh), "right");
  assert.equal(await factsOf(holder), 1);
});

test("a server that dies before or after the PIN program changed it leaves one code, and writes the end down once", async () => {
  const { db } = server.database;
  const first = await somebody();
  const row = sql<{ uk: unknown; pin_key: string }>`
    select uk, pin_key from device where id = ${first.identity.device}`;
  const { rows } = await row.execute(db);
  const old = rows[0];
  assert.ok(old);
  // Before: the row names what the code was to become, and the PIN program has never heard of it.
  await sql`update device set next_pin_key = 'pky_0000000000000000000000000w' where id = ${first.identity.device}`.execute(
    db,
  );
  assert.equal(await tried(first, known), "right");
  const { holder } = await change(first, { before: known, after: fresh });
  assert.deepEqual([await factsOf(holder), await toldOf(holder)], [1, 1]);
  // After: the PIN program counts by the new key, and the row still has the old one.
  await sql`update device set next_pin_key = pin_key, uk = ${JSON.stringify(old.uk)}::jsonb, pin_key = ${old.pin_key}
    where id = ${first.identity.device}`.execute(db);
  assert.equal(await tried(holder, known), "wrong_code");
  assert.equal(await tried(holder, fresh), "right");
  assert.equal(await tried(holder, fresh), "right");
  const settled = (await row.execute(db)).rows[0];
  assert.equal(settled?.pin_key, holder.identity.pin.keyId);
  assert.equal(await factsOf(holder), 2, "the end that was not heard is written once");
});

test("of two changes of one phone at once one at most counts, and one code works", async () => {
  const holder = await somebody();
  const both = await Promise.all(
    [fresh, other].map((code) => change(holder, { before: known, after: code })),
  );
  const won = both.filter(({ outcome }) => outcome === "changed");
  assert.ok(won.length <= 1, JSON.stringify(both.map(({ outcome }) => outcome)));
  const working = [];
  for (const [index, code] of [fresh, other].entries())
    if ((await tried(both[index]?.holder as Holder, code)) === "right") working.push(code);
  if (working.length === 0) assert.equal(await tried(holder, known), "right");
  assert.ok(working.length <= 1);
});

test("whoever has not the phone's key counts no try and makes no second key (P-57)", async () => {
  const holder = await somebody();
  const stranger = await signerOf(await newKeyPair());
  const asStranger = { ...holder, identity: { ...holder.identity, ik: stranger } };
  for (let tries = 0; tries < 12; tries++) {
    const { outcome } = await change(asStranger, { before: known, after: fresh });
    assert.notEqual(outcome, "changed");
  }
  assert.equal(await tried(holder, known), "right");
});

test("a phone used each month signs in two years later: no calendar ends it, its key or its code", async () => {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const holder = await enrolHolder(() => server.phone, nationalIds[people++] as string, known, now);
  for (let month = 0; month < 24; month++) {
    await advanceServer(server, days(31));
    ahead += days(31);
    const browser = await newBrowser(() => server.issuer, undefined, now);
    const page = await browser.open(sandboxService);
    const { view } = await browser.act(page.signIn, "begin");
    await approveFrame(holder, view.frame ?? "");
    const { location } = await browser.conclude(page.signIn);
    const { body } = await browser.exchange(page, location);
    assert.ok(body.access_token, `month ${month + 1}: ${JSON.stringify(body)}`);
  }
});
