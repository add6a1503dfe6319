import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { DecisionAnswer } from "@aval/protocol";
import { sql } from "kysely";
import { days } from "#platform/time";
import { keeping, tried } from "./testing/code.ts";
import {
  enrolHolder,
  type Holder,
  type Line,
  newBrowser,
  phoneAt,
  sandboxService,
} from "./testing/driver.ts";
import { advanceServer } from "./testing/inserted-card.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// The key of a personal code, made anew by the phone once a year, at a right code: the same messages as a change, to the same code.

let server: WholeServer;
let ahead = 0;
let people = 0;
before(async () => {
  server = await startWhole();
});
after(() => server?.stop());

const nationalIds = ["899700000013", "899700000021", "899700000039", "899700000047"];
const [known, other] = ["246813", "862409"];
const now = () => Date.now() + ahead;
const somebody = () => enrolHolder(() => server.phone, nationalIds[people++] as string, known, now);

async function aYearLater(): Promise<void> {
  ahead += days(366);
  await advanceServer(server, days(366));
}

/** Approves a sign-in from a new browser, as its holder would; the phone's answer. */
async function approve(holder: Holder, code = known): Promise<DecisionAnswer> {
  const browser = await newBrowser(() => server.issuer, undefined, now);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  const { context } = await holder.phone.claim(holder.identity, view.frame ?? "");
  return holder.phone.approve(holder.identity, context, code);
}

/** Makes the key anew with `code`, and says what the phone keeps at the end, whatever broke. */
async function renew(holder: Holder, { code = known, line }: { code?: string; line?: Line } = {}) {
  const phone = line ? phoneAt(() => server.phone, now, line) : holder.phone;
  return keeping(holder, (keep) =>
    phone.renewCode(holder.identity, code, keep).then(() => "renewed"),
  );
}

const keyOf = async ({ identity }: Holder) => {
  const { rows } = await sql<{ pin_key: string }>`
    select pin_key from device where id = ${identity.device}`.execute(server.database.db);
  return rows[0]?.pin_key;
};
const toldOf = async ({ identity }: Holder) => {
  const { rows } = await sql<{ event: string }>`
    select event from notice where about = ${identity.device} and event in ('code_changed', 'code_renewed')
    order by told_at, id`.execute(server.database.db);
  return rows.map(({ event }) => event);
};

test("a year on, the first right code is answered with the wish for a new key; made, the same code works by it, and its holder is told what it was", async () => {
  const holder = await somebody();
  assert.equal((await approve(holder)).renewCode, undefined, "not in its first year");
  const early = await renew(holder);
  assert.equal(early.outcome, "code_renewal_not_due");
  assert.equal(await tried(early.holder, known), "right", "refused, the key it had counts");
  assert.deepEqual(await toldOf(holder), []);
  await aYearLater();
  assert.equal((await approve(holder)).renewCode, true);
  const before = await keyOf(holder);
  const { outcome, holder: renewed } = await renew(holder);
  assert.equal(outcome, "renewed");
  assert.notEqual(await keyOf(renewed), before);
  assert.equal(await keyOf(renewed), renewed.identity.pin.keyId);
  assert.deepEqual(
    [await tried(renewed, other), await tried(renewed, known)],
    ["wrong_code", "right"],
  );
  assert.equal(await tried(holder, known), "pin_unknown_key", "the old key is gone");
  assert.deepEqual(await toldOf(holder), ["code_renewed"]);
  assert.equal((await approve(renewed)).renewCode, undefined, "and not again this year");
  assert.equal((await renew(renewed)).outcome, "code_renewal_not_due");
});

test("whatever the line loses of a renewal, the same code works, and the next right code begins it again", async () => {
  const holder = await somebody();
  await aYearLater();
  let current = holder;
  for (const [path, fate] of [
    ["/pin/evaluate", "lost"],
    ["/pin/evaluate", "unanswered"],
    ["/pin/renew", "lost"],
    ["/pin/renew", "unanswered"],
    ["/api/code", "lost"],
  ] as const) {
    const { outcome, holder: kept } = await renew(current, {
      line: (asked) => (asked === path ? fate : "through"),
    });
    assert.equal(outcome, "broken", `${path} ${fate}`);
    assert.equal(await tried(kept, known), "right", `${path} ${fate}`);
    assert.equal((await approve(kept)).renewCode, true, `${path} ${fate}`);
    current = kept;
  }
  assert.deepEqual(await toldOf(holder), []);
  const unheard = await renew(current, {
    line: (asked) => (asked === "/api/code" ? "unanswered" : "through"),
  });
  assert.equal(unheard.outcome, "broken");
  assert.equal((await approve(unheard.holder)).renewCode, undefined, "it was made, unheard");
  assert.deepEqual(await toldOf(holder), ["code_renewed"]);
});

test("a server that dies after the PIN program renewed it tells it as a renewal, and what is no renewal as a change", async () => {
  const { db } = server.database;
  const holder = await somebody();
  const stands = await sql<{ uk: unknown; pin_key: string }>`
    select uk, pin_key from device where id = ${holder.identity.device}`.execute(db);
  const old = stands.rows[0];
  assert.ok(old);
  await aYearLater();
  const { holder: renewed } = await renew(holder);
  const asBefore = (renewal: string) =>
    sql`update device set next_pin_key = pin_key, renewal_key = ${sql.raw(renewal)},
      uk = ${JSON.stringify(old.uk)}::jsonb, pin_key = ${old.pin_key} where id = ${holder.identity.device}`.execute(
      db,
    );
  await asBefore("pin_key");
  assert.equal(await tried(renewed, known), "right");
  assert.deepEqual(await toldOf(holder), ["code_renewed", "code_renewed"]);
  // Beside the row stands the key of another renewal, that never came to count: what counts is told as a change.
  await asBefore("'pky_0000000000000000000000000w'");
  assert.equal(await tried(renewed, known), "right");
  assert.deepEqual((await toldOf(holder)).at(-1), "code_changed");
});

test("a wrong code renews nothing, and the change of a code sets the year anew", async () => {
  const holder = await somebody();
  await aYearLater();
  assert.equal((await renew(holder, { code: other })).outcome, "wrong_code");
  assert.deepEqual(await toldOf(holder), []);
  let pin = holder.identity.pin;
  await holder.phone.changeCode(holder.identity, { before: known, after: other }, async (next) => {
    pin = next;
  });
  const changed = { ...holder, identity: { ...holder.identity, pin } };
  assert.deepEqual(await toldOf(holder), ["code_changed"]);
  assert.equal((await approve(changed, other)).renewCode, undefined);
});
