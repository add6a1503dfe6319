import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { createDesk } from "#modules/desk";
import { limits } from "#lifetimes";
import { toInstant } from "#platform/database";
import { days } from "#platform/time";
import {
  enrolHolder,
  type Holder,
  newBrowser,
  refusalOf,
  sandboxPeople,
  sandboxService,
} from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

/* The exercise in which a holder learns to refuse, through the real server. */
let server: WholeServer;
let people: readonly string[];
before(async () => {
  server = await startWhole();
  people = await sandboxPeople(server.issuer);
});
after(() => server.stop());

let next = 0;
const holderOf = () => enrolHolder(() => server.phone, people[next++] ?? "");
const codeOf = async (work: Promise<unknown>) => (await refusalOf(work)).code;

/** The facts that concern this phone's holder since they began to exercise, by kind. */
async function factsOf({ identity }: Holder): Promise<readonly string[]> {
  const { rows } = await sql<{ kind: string }>`
    select f.kind from fact f join device d using (professional)
    where d.id = ${identity.device} and f.kind ~ '^(approval|practice|refusal|session|place|stop)' order by f.at`.execute(
    server.database.db,
  );
  return rows.map(({ kind }) => kind);
}

const desk = () =>
  createDesk({ db: server.database.db, clock: { now: () => toInstant(new Date()) } as never });
const alertCount = async () => (await desk().alerts(days(1))).length;

/** A sign-in page that shows its code, and what a scan of it claims. */
async function scan({ phone, identity }: Holder) {
  const browser = await newBrowser(() => server.issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  const claimed = await phone.claim(identity, view.frame ?? "");
  return { browser, page, context: claimed.context };
}

test("an exercise is refused by a real signed refusal, and is no refusal to anybody", async () => {
  const holder = await holderOf();
  const { phone, identity } = holder;
  const before = await alertCount();
  const { approval, context } = await phone.practice(identity);
  assert.deepEqual(
    [context.kind, context.transfer, context.browser.standing, context.call],
    ["practice", "practice", "unknown", "none"],
  );
  assert.equal((await phone.pending(identity))[0]?.approval, approval);
  assert.equal((await phone.refuse(identity, context, "not_me")).state, "refused");
  const kept = await sql<{ state: string; kind: string; signed: boolean }>`
    select state, kind, decision is not null as signed from approval where id = ${approval}`.execute(
    server.database.db,
  );
  assert.deepEqual(kept.rows, [{ state: "refused", kind: "practice", signed: true }]);
  assert.deepEqual(await factsOf(holder), ["practice_answered"]);
  // Nothing is said after it either: a caller cannot make an alarm of an exercise, nor take one back by it.
  assert.equal(
    await codeOf(phone.explainRefusal(identity, approval, "on_call")),
    "refusal_settled",
  );
  assert.equal(await alertCount(), before);
  const [item] = await phone.history(identity);
  assert.deepEqual([item?.kind, item?.state], ["practice", "refused"]);
  const [event] = (await phone.events(identity)).events;
  assert.equal(event?.kind, "practice_answered");
});

test("accepting an exercise opens nothing: no session, no place, no way back, no bell", async () => {
  const holder = await holderOf();
  const { phone, identity, code } = holder;
  const { approval, context } = await phone.practice(identity);
  const answer = await phone.approve(identity, context, code);
  assert.deepEqual([answer.state, answer.mayBePlace], ["approved", undefined]);
  assert.deepEqual(await factsOf(holder), ["practice_answered"]);
  const { rows } = await sql`select 1 from session where approval = ${approval}`.execute(
    server.database.db,
  );
  assert.deepEqual(rows, []);
  assert.ok(await refusalOf(phone.offerPlace(identity, approval, false)));
  assert.ok(await refusalOf(phone.comeBack(identity, approval)));
  assert.deepEqual(await phone.sessions(identity), []);
});

test("an exercise left alone makes way for a real request, and cancels none", async () => {
  const holder = await holderOf();
  const { phone, identity, code } = holder;
  const exercise = await phone.practice(identity);
  const real = await scan(holder);
  assert.equal(
    await codeOf(phone.refuse(identity, exercise.context, "not_me")),
    "approval_cancelled",
  );
  const later = await phone.practice(identity);
  assert.equal(later.context.kind, "practice");
  assert.equal((await phone.approve(identity, real.context, code)).state, "approved");
  assert.equal((await real.browser.conclude(real.page.signIn)).status, 303);
  assert.ok(!(await factsOf(holder)).includes("approval_cancelled"));
});

test("a phone exercises so many times an hour, and a stranger's message begins nothing", async () => {
  const { phone, identity } = await holderOf();
  for (let count = 0; count < limits.practices; count++) await phone.practice(identity);
  assert.equal(await codeOf(phone.practice(identity)), "too_many");
  const { identity: other } = await holderOf();
  const forged = { ...other, device: identity.device };
  assert.equal(await codeOf(phone.practice(forged)), "bad_signature");
});
