import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { idFrom, type SessionId } from "@aval/protocol";
import { sql } from "kysely";
import { systemRandom } from "#platform/random";
import {
  approveFrame,
  enrolHolder,
  type Holder,
  newBrowser,
  refusalOf,
  sandboxPeople,
  sandboxService,
} from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

/* The history on a phone, and *Ce n'était pas moi*, through the real server. */
let server: WholeServer;
let people: readonly string[];
before(async () => {
  server = await startWhole();
  people = await sandboxPeople(server.issuer);
});
after(() => server.stop());

const phones = () => server.phone;
let next = 0;
const holderOf = (id = people[next++] ?? "") => enrolHolder(phones, id);

async function signedIn(holder: Holder) {
  const browser = await newBrowser(() => server.issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  const { approval } = await approveFrame(holder, view.frame ?? "");
  const { location } = await browser.conclude(page.signIn);
  const { body } = await browser.exchange(page, location);
  const session = body.session_state as SessionId;
  assert.ok(session, JSON.stringify(body));
  return { browser, tokens: body, session, approval };
}

const historyOf = async ({ phone, identity }: Holder, before?: string) =>
  phone.events(identity, before);
const codeOf = async (work: Promise<unknown>) => (await refusalOf(work)).code;

test("a full phone reads its holder's history, with service and browser, and nobody else's", async () => {
  const [holder, stranger] = [await holderOf(), await holderOf()];
  const { session } = await signedIn(holder);
  const { events } = await historyOf(holder);
  const [entry] = events.filter(({ kind }) => kind === "session_opened");
  assert.deepEqual([entry?.session, entry?.isOpen, entry?.rights], [session, true, "reduced"]);
  assert.ok(entry?.service && entry.phone);
  assert.ok((await historyOf(stranger)).events.every((event) => event.session !== session));
});

test("a limited phone reads and disowns what it did itself, and no more", async () => {
  const holder = await holderOf();
  const { session } = await signedIn(holder);
  const limited = await enrolHolder(phones, people[next - 1] ?? "");
  const { device } = limited.identity;
  await sql`update device set level = 'limited' where id = ${device}`.execute(server.database.db);
  const { events } = await historyOf(limited);
  assert.ok(
    events.every((event) => event.session === undefined),
    JSON.stringify(events),
  );
  assert.equal(await codeOf(limited.phone.disown(limited.identity, session)), "not_found");
  const own = await signedIn(limited);
  assert.ok((await historyOf(limited)).events.some((event) => event.session === own.session));
  assert.deepEqual(await limited.phone.disown(limited.identity, own.session), { done: true });
});

test("what was not me closes everywhere, ends the place that is new, and is one fact however often it is said", async () => {
  const [holder, stranger] = [await holderOf(), await holderOf()];
  const { browser, tokens, session, approval } = await signedIn(holder);
  const { db } = server.database;
  const made = idFrom("plc", systemRandom.bytes(17));
  await sql`
    insert into place (id, professional, browser, people, declared, state, device, approval, network, made_at, last_used_at, scope)
    select ${made}, s.professional, s.browser, 'alone', 'Windows, Firefox', 'new', s.device, ${approval}, 'loopback', aval_now(), aval_now(), 'national'
    from session s where s.id = ${session}`.execute(db);

  assert.equal(await codeOf(stranger.phone.disown(stranger.identity, session)), "not_found");
  assert.equal((await browser.userinfo(tokens.access_token)).status, 200);
  for (let time = 0; time < 2; time++)
    assert.deepEqual(await holder.phone.disown(holder.identity, session), { done: true });
  assert.equal((await browser.userinfo(tokens.access_token)).status, 401);
  const { rows } = await sql<{ state: string }>`select state from place where id = ${made}`.execute(
    db,
  );
  assert.equal(rows[0]?.state, "ended");
  const { events } = await historyOf(holder);
  assert.equal(events.filter(({ kind }) => kind === "session_disowned").length, 1);

  const never = idFrom("ses", systemRandom.bytes(17));
  assert.equal(await codeOf(holder.phone.disown(holder.identity, never)), "not_found");
  await sql`update session set opened_at = opened_at - interval '31 days' where id = ${session}`.execute(
    db,
  );
  assert.equal(await codeOf(holder.phone.disown(holder.identity, session)), "not_found");
});

test("the history comes in pages that miss nothing and say nothing twice; a cursor of nobody's is refused", async () => {
  const holder = await holderOf();
  await sql`
    insert into fact (id, kind, at, body, professional, scope, leaf)
    select 'fct_' || lpad(n::text, 26, '0'), 'place_woken', date_trunc('milliseconds', aval_now()), '{}', d.professional,
      'national', sha256(n::text::bytea) from generate_series(1, 65) as n, device d where d.id = ${holder.identity.device}`.execute(
    server.database.db,
  );
  const seen: string[] = [];
  for (let before: string | undefined, page = 0; page < 9; page++) {
    const { events, next: more } = await historyOf(holder, before);
    seen.push(...events.filter(({ kind }) => kind === "place_woken").map(({ id }) => id));
    if (!more) break;
    before = more;
  }
  assert.deepEqual([seen.length, new Set(seen).size], [65, 65]);
  assert.equal(await codeOf(historyOf(holder, "nonsense")), "invalid_message");
});
