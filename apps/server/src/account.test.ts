import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { idFrom, type AccountHistory, type AccountSession } from "@aval/protocol";
import { sql } from "kysely";
import { acts } from "./modules/account/acts.ts";
import { ask, type Browser, enterAccount, ownPlace } from "./testing/account.ts";
import {
  enrolHolder,
  type Holder,
  newBrowser,
  sandboxPeople,
  sandboxService,
  send,
  signIn,
} from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

let server: WholeServer;
let origin: string;
let people: readonly string[];
let used = 0;

before(
  async () => {
    server = await startWhole();
    origin = `http://${server.issuer.host}`;
    people = await sandboxPeople(server.issuer);
  },
  { timeout: 300_000 },
);
after(() => server?.stop());

const at = () => server.issuer;
const holderOf = () => enrolHolder(() => server.phone, people[used++] as string);

/** Somebody at a place of theirs, in Mon accès. */
async function inside(wish: "lire" | "changer" = "lire") {
  const holder = await holderOf();
  const browser = await newBrowser(at);
  await ownPlace(server.database.db, browser, holder, wish === "changer");
  const entered = await enterAccount(browser, holder, wish);
  assert.equal(entered.state, "approved");
  return { holder, browser };
}

const reads = [
  "home",
  "phones",
  "places",
  "bells",
  "software",
  "keys",
  "sessions",
  "history",
  "alerts",
  "contacts",
  "settings",
];
const refusal = ({ text }: { text: string }) => (JSON.parse(text) as { error?: string }).error;
const read = async <T>(browser: Browser, path: string): Promise<T> => {
  const answer = await ask(browser, origin, path);
  assert.equal(answer.status, 200, `${path}: ${answer.text}`);
  return JSON.parse(answer.text) as T;
};
const sessionsOf = (browser: Browser) => read<AccountSession[]>(browser, "sessions");
const hereOf = async (browser: Browser) =>
  (await sessionsOf(browser)).find(({ isThis }) => isThis)?.session as string;

test("a holder at a place of theirs enters by a scan and reads every section", async () => {
  const { browser } = await inside();
  for (const path of reads) await read(browser, path);
  const [phone] = await read<{ isThis: boolean; maySuspend: boolean }[]>(browser, "phones");
  assert.deepEqual([phone?.isThis, phone?.maySuspend], [true, true]);
  const { events } = await read<AccountHistory>(browser, "history");
  assert.equal(events[0]?.kind, "session_opened");
  assert.equal(events[0]?.service, "Mon accès");
});

test("without a visit, and with a made-up cookie, every address answers alike and says nothing", async () => {
  const stranger = await newBrowser(at);
  const first = await ask(stranger, origin, "home");
  assert.deepEqual(
    [first.status, first.text],
    [200, '{"nobody":true}'],
    "a first visit is no fault",
  );
  for (const cookie of [undefined, "A".repeat(43)]) {
    if (cookie) stranger.cookies.set("__Host-aval_account", cookie);
    for (const path of cookie ? reads : reads.filter((one) => one !== "home")) {
      const answer = await ask(stranger, origin, path);
      assert.deepEqual([answer.status, refusal(answer)], [401, "account_signed_out"], path);
    }
  }
});

test("from a browser that is nobody's place a scan enters nothing: no reduced session is ever inside", async () => {
  const holder = await holderOf();
  const browser = await newBrowser(at);
  const { state } = await enterAccount(browser, holder);
  assert.equal(state, "cancelled");
  assert.equal((await ask(browser, origin, "home")).text, '{"nobody":true}');
  // Nor one that is made reduced under a visit's feet.
  const { browser: there } = await inside();
  const session = await hereOf(there);
  await sql`update session set rights = 'reduced', client = 'mon-acces' where id = ${session}`.execute(
    server.database.db,
  );
  assert.equal((await ask(there, origin, "home")).status, 401);
});

test("whom an establishment signs in, with a key or without, is never inside", async () => {
  for (const proof of ["establishment", "establishment_with_key"]) {
    const { browser } = await inside();
    const session = await hereOf(browser);
    await sql`update session set proof = ${proof} where id = ${session}`.execute(
      server.database.db,
    );
    assert.equal((await ask(browser, origin, "home")).status, 401, proof);
  }
});

test("a visit ends with its session, however that ended", async () => {
  const { holder, browser } = await inside();
  const session = await hereOf(browser);
  await holder.phone.closeSession(holder.identity, session as never);
  for (const path of reads) assert.equal((await ask(browser, origin, path)).status, 401, path);
});

test("changing takes a sign-in for changing; stopping does not", async () => {
  const { browser } = await inside();
  const refused = await ask(browser, origin, "settings", { moreTime: true });
  assert.deepEqual([refused.status, refusal(refused)], [403, "account_needs_more"]);
  assert.equal((await read<{ moreTime: boolean }>(browser, "settings")).moreTime, false);

  const { browser: proven, holder } = await inside("changer");
  assert.equal((await ask(proven, origin, "settings", { moreTime: true })).status, 200);
  assert.equal((await read<{ moreTime: boolean }>(proven, "settings")).moreTime, true);
  // It holds at the next request: three minutes to decide instead of two.
  const asking = await newBrowser(at);
  const opened = await asking.open(sandboxService);
  const { view } = await asking.act(opened.signIn, "begin");
  const { context } = await holder.phone.claim(holder.identity, view.frame ?? "");
  assert.equal(context.decideBy - context.claimedAt, 180);
});

test("changing closes again after a quarter of an hour, and reading goes on", async () => {
  const { browser } = await inside("changer");
  await sql`update account_visit set entered_at = entered_at - interval '16 minutes'`.execute(
    server.database.db,
  );
  const refused = await ask(browser, origin, "settings", { moreTime: true });
  assert.deepEqual([refused.status, refusal(refused)], [403, "account_needs_more"]);
  await read(browser, "home");
});

test("every act of the table that changes is refused to whoever came to read", async () => {
  const { browser } = await inside();
  const bodies: Readonly<Record<string, readonly [path: string, body: object]>> = {
    set_more_time: ["settings", { moreTime: true }],
    set_quiet: ["quiet-hours", { hours: null }],
  };
  const changing = Object.entries(acts).flatMap(([act, needs]) =>
    needs === "changing" ? [act] : [],
  );
  assert.deepEqual(Object.keys(bodies), changing);
  for (const [path, body] of Object.values(bodies)) {
    const refused = await ask(browser, origin, path, body);
    assert.deepEqual([refused.status, refusal(refused)], [403, "account_needs_more"], path);
  }
});

test("twice a year it asks whether contacts are right, as the phone does and with it: a session that a phone of this week opened is not asked, and silences nothing", async () => {
  const { holder, browser } = await inside();
  const older = await enrolHolder(() => server.phone, people[used - 1] as string);
  const { db } = server.database;
  const { device } = holder.identity;
  await sql`update device set activated_at = aval_now() - interval '30 days' where id = ${older.identity.device}`.execute(
    db,
  );
  const asked = async () =>
    (await read<{ contactsAsked?: readonly string[] }>(browser, "home")).contactsAsked;
  const yes = () => ask(browser, origin, "contacts/right", {});
  const aged = (days: number) =>
    sql`update device set activated_at = aval_now() - ${days} * interval '1 day' where id = ${device}`.execute(
      db,
    );
  const mine = sql`professional = (select professional from device where id = ${device})`;
  const given = (days: number) =>
    sql`update contact set since = aval_now() - ${days} * interval '1 day' where ${mine}`.execute(
      db,
    );
  await aged(8);
  await given(181);
  assert.equal(await asked(), undefined, "not before half a year");
  await given(183);
  const masked = await asked();
  assert.ok(masked && masked.length > 0 && masked.every((one) => one.includes("•")));
  await aged(6);
  assert.equal(await asked(), undefined, "nor of whoever came this week");
  assert.equal(refusal(await yes()), "account_phone_too_young");
  assert.equal((await holder.phone.ownContacts(holder.identity)).isDue, true);
  await aged(8);
  const values = sql`select kind, value, since, source from contact where ${mine} order by id`;
  const before = (await values.execute(db)).rows;
  assert.equal((await yes()).status, 200);
  assert.equal(await asked(), undefined);
  assert.equal((await holder.phone.ownContacts(holder.identity)).isDue, false, "one record");
  assert.deepEqual((await values.execute(db)).rows, before, "it dates, and changes nothing");
  const { rows } = await sql<{ body: string }>`
    select body from fact where kind = 'contacts_said_right' and body like '%ses_%'`.execute(db);
  assert.equal(rows.length, 1);
});

test("quiet hours are changed there, and kept as they are on the phone", async () => {
  const { browser, holder } = await inside("changer");
  const hours = { from: "21:30", to: "05:00" };
  assert.equal((await ask(browser, origin, "quiet-hours", { hours })).status, 200);
  assert.deepEqual((await read<{ quiet: unknown }>(browser, "settings")).quiet, hours);
  assert.deepEqual((await holder.phone.quietHours(holder.identity)).hours, hours);
  for (const wrong of [{ from: "21:30", to: "21:30" }, { from: "25:00", to: "05:00" }, "always"])
    assert.equal((await ask(browser, origin, "quiet-hours", { hours: wrong })).status, 400);
});

test("an act says where it comes from: without an origin of ours it is refused, and changes nothing", async () => {
  const { browser } = await inside();
  for (const headers of [{}, { origin: "http://evil.example" }, { origin: "null" }] as const) {
    const answer = await browser.visit({
      method: "POST",
      path: "/mon-acces/api/block",
      headers: { "content-type": "application/json", ...headers },
      body: "{}",
    });
    assert.deepEqual([answer.status, refusal(answer)], [403, "wrong_origin"]);
  }
  assert.deepEqual((await read<{ stops: unknown[] }>(browser, "home")).stops, []);
});

test("another holder's rows are not found, exactly as rows that never were", async () => {
  const [mine, theirs] = [await inside(), await inside()];
  const their = {
    session: await hereOf(theirs.browser),
    place: (await read<{ id: string }[]>(theirs.browser, "places"))[0]?.id ?? "",
    phone: theirs.holder.identity.device as string,
    bell: idFrom("bel", new Uint8Array(17).fill(3)),
    software: await softwareOf(theirs.holder),
    key: await keyOf(theirs.holder),
  };
  await sql`
    insert into bell (id, place, professional, service, device, set_at, last_used_at)
    select ${their.bell}, id, professional, 'sandbox-service', device, aval_now(), aval_now() from place where id = ${their.place}`.execute(
    server.database.db,
  );
  assert.equal((await read<unknown[]>(theirs.browser, "bells")).length, 1);
  const never = (prefix: "ses" | "plc" | "dev" | "bel" | "ins" | "pky") =>
    idFrom(prefix, new Uint8Array(17).fill(7));
  const pairs = [
    ["places/end", { place: their.place }, { place: never("plc") }],
    ["bells/end", { bell: their.bell }, { bell: never("bel") }],
    ["software/end", { software: their.software }, { software: never("ins") }],
    ["keys/end", { key: their.key }, { key: never("pky") }],
    ["phones/suspend", { phone: their.phone }, { phone: never("dev") }],
    ["history/disown", { session: their.session }, { session: never("ses") }],
  ] as const;
  for (const [path, one, other] of pairs) {
    const [found, none] = [
      await ask(mine.browser, origin, path, one),
      await ask(mine.browser, origin, path, other),
    ];
    assert.deepEqual([found.status, refusal(found)], [404, "not_found"], path);
    assert.deepEqual([none.status, refusal(none)], [404, "not_found"], path);
  }
  // Closing answers with one's own list, whatever was named.
  const list = await ask(mine.browser, origin, "sessions/close", { session: their.session });
  assert.doesNotMatch(list.text, new RegExp(their.session));
  assert.equal(await hereOf(theirs.browser), their.session);
  const before = await ask(mine.browser, origin, "history");
  assert.doesNotMatch(before.text, new RegExp(their.session));
  assert.equal((await read<unknown[]>(theirs.browser, "places")).length, 1);
  const mineNow = await ask(theirs.browser, origin, "bells/end", { bell: their.bell });
  assert.deepEqual(JSON.parse(mineNow.text), []);
});

test("closing another session ends it at once, and tells what its services know", async () => {
  const { holder, browser } = await inside();
  const { tokens, browser: elsewhere } = await signIn(holder, at);
  const other = (await sessionsOf(browser)).find(({ isThis }) => !isThis);
  assert.ok(other);
  const answer = await ask(browser, origin, "sessions/close", { session: other.session });
  const closed = (JSON.parse(answer.text) as AccountSession[]).find(
    ({ session }) => session === other.session,
  );
  assert.deepEqual([closed?.state, closed?.services[0]?.told], ["closed", "untold"]);
  assert.equal((await elsewhere.userinfo(tokens.access_token)).status, 401);
  await read(browser, "home");
});

test("closing the others leaves the one that asks", async () => {
  const { holder, browser } = await inside();
  await signIn(holder, at);
  await ask(browser, origin, "sessions/close", { session: "others" });
  const open = (await sessionsOf(browser)).filter(({ state }) => state === "open");
  assert.deepEqual(
    open.map(({ isThis }) => isThis),
    [true],
  );
});

test("blocking works from a reading session, and ends that too", async () => {
  const { browser } = await inside();
  assert.equal((await ask(browser, origin, "block", {})).status, 200);
  assert.equal((await ask(browser, origin, "home")).status, 401);
  const { rows } = await sql<{ rule: string }>`
    select rule from stop where lifted_at is null`.execute(server.database.db);
  assert.ok(rows.some(({ rule }) => rule === "block"));
});

test("a lost phone is stopped, and what it opened closes; a phone of this week stops no older one", async () => {
  const { holder, browser } = await inside();
  const second = await enrolHolder(() => server.phone, people[used - 1] as string);
  await sql`update device set activated_at = activated_at - interval '30 days' where id = ${holder.identity.device}`.execute(
    server.database.db,
  );
  // The new phone's own session: it may stop itself, and not the older one.
  const fresh = await newBrowser(at);
  const young: Holder = second;
  await ownPlace(server.database.db, fresh, young);
  assert.equal((await enterAccount(fresh, young)).state, "approved");
  const refused = await ask(fresh, origin, "phones/suspend", { phone: holder.identity.device });
  assert.deepEqual([refused.status, refusal(refused)], [403, "account_phone_too_young"]);
  // Nor does a session that a key of its own opened, which names no phone; one by the older phone's key does.
  await openedByKey(browser, young);
  const byKey = await ask(browser, origin, "phones/suspend", { phone: holder.identity.device });
  assert.deepEqual([byKey.status, refusal(byKey)], [403, "account_phone_too_young"]);
  const shown = await read<{ id: string; maySuspend: boolean }[]>(browser, "phones");
  assert.deepEqual(
    shown.filter(({ maySuspend }) => maySuspend).map(({ id }) => id),
    [young.identity.device],
  );
  await openedByKey(browser, holder);
  // The older phone's session stops the new one.
  const answer = await ask(browser, origin, "phones/suspend", { phone: young.identity.device });
  assert.equal(answer.status, 200, answer.text);
  assert.equal((await ask(fresh, origin, "home")).status, 401);
  const again = await ask(browser, origin, "phones/suspend", { phone: young.identity.device });
  assert.equal(again.status, 404);
});

test("what a lost phone made goes with it: its places, and the keys it was the evidence for", async () => {
  const { holder, browser } = await inside();
  const { db } = server.database;
  await sql`update device set activated_at = activated_at - interval '30 days' where id = ${holder.identity.device}`.execute(
    db,
  );
  await openedByKey(browser, holder);
  const { device } = holder.identity;
  assert.equal((await ask(browser, origin, "phones/suspend", { phone: device })).status, 200);
  for (const table of ["place", "passkey"]) {
    const { rows } = await sql<{ ended: boolean }>`
      select ended_at is not null as ended from ${sql.table(table)} where device = ${device}`.execute(
      db,
    );
    assert.deepEqual(rows, [{ ended: true }], table);
  }
  assert.equal((await ask(browser, origin, "home")).status, 401);
});

test("software and keys are listed there and removed there, once, and what a key opened closes", async () => {
  const { holder, browser } = await inside();
  const [software, key] = [await softwareOf(holder), await keyOf(holder)];
  const listed = async (path: string) =>
    (await read<{ id: string }[]>(browser, path)).map(({ id }) => id);
  assert.deepEqual(await listed("software"), [software]);
  assert.deepEqual(await listed("keys"), [key]);
  assert.deepEqual(JSON.parse((await ask(browser, origin, "software/end", { software })).text), []);
  assert.equal((await ask(browser, origin, "software/end", { software })).status, 404);
  await openedByKey(browser, holder);
  assert.deepEqual(JSON.parse((await ask(browser, origin, "keys/end", { key })).text), []);
  assert.equal((await ask(browser, origin, "home")).status, 401);
});

/** Software that this holder added, by its row: how it comes to be is tested where it does. */
async function softwareOf({ identity: { device } }: Holder): Promise<string> {
  const id = `ins_${device.slice(4)}`;
  await sql`
    insert into installation (id, professional, client, device, kind, added_at, usable_from)
    select ${id}, professional, 'demo-pharmacy', id, 'plain', aval_now() - interval '2 days', aval_now() - interval '1 day'
    from device where id = ${device}`.execute(server.database.db);
  return id;
}

/** As if the session in which this browser is had been opened by a key that this phone was the evidence for: by rows. */
async function openedByKey(browser: Browser, { identity: { device } }: Holder): Promise<void> {
  const { db } = server.database;
  const [session, end] = [await hereOf(browser), device.slice(4)];
  await keyOf({ identity: { device } });
  await sql`
    update session set approval = null, transfer = null, device = null, proof = 'hardware_key', passkey = ${`pky_${end}`},
      passkey_visit = ${`pkv_${end}`}
    where id = ${session}`.execute(db);
}

/** A key that this phone was the evidence for. */
async function keyOf({ identity: { device } }: { identity: Pick<Holder["identity"], "device"> }) {
  const end = device.slice(4);
  await sql`
    insert into passkey (id, professional, credential, public_key, counter, aaguid, hardware_held, backup_eligible, backed_up,
      transports, kind, name, browser, device, approval, made_at, usable_from)
    select ${`pky_${end}`}, professional, ${Buffer.from(end)}, '', 0, '', true, false, false, '{}', 'security_key', 'Clé', 'brw',
      id, ${`apr_k${end}`}, aval_now() - interval '2 days', aval_now() - interval '1 day' from device where id = ${device}
    on conflict do nothing`.execute(server.database.db);
  return `pky_${end}`;
}

test("what is disowned closes and is a fact, once however often it is said", async () => {
  const { holder, browser } = await inside();
  const { tokens, browser: elsewhere } = await signIn(holder, at);
  const session = tokens.session_state as string;
  for (let time = 0; time < 2; time++)
    assert.equal((await ask(browser, origin, "history/disown", { session })).status, 200);
  assert.equal((await elsewhere.userinfo(tokens.access_token)).status, 401);
  const { events } = await read<AccountHistory>(browser, "history");
  assert.equal(events.filter(({ kind }) => kind === "session_disowned").length, 1);
  await sql`update session set opened_at = opened_at - interval '31 days' where id = ${session}`.execute(
    server.database.db,
  );
  assert.equal((await ask(browser, origin, "history/disown", { session })).status, 404);
});

test("the history comes in pages that miss nothing and say nothing twice", async () => {
  const { holder, browser } = await inside();
  const { rows } = await sql<{ professional: string }>`
    select professional from device where id = ${holder.identity.device}`.execute(
    server.database.db,
  );
  // Many facts of one instant: the hardest to cut into pages.
  await sql`
    insert into fact (id, kind, at, body, professional, scope, leaf)
    select 'fct_' || lpad(n::text, 26, '0'), 'place_woken', date_trunc('milliseconds', aval_now()), '{}', ${rows[0]?.professional},
      'national', sha256(n::text::bytea) from generate_series(1, 65) as n`.execute(
    server.database.db,
  );
  const seen: string[] = [];
  let next: string | undefined;
  do {
    const page: AccountHistory = await read(browser, `history${next ? `?before=${next}` : ""}`);
    seen.push(...page.events.map(({ id }) => id));
    next = page.next;
  } while (next);
  assert.equal(new Set(seen).size, seen.length);
  assert.equal(seen.filter((id) => id.startsWith("fct_000")).length, 65);
});

test("no contact leaves unmasked, by any address", async () => {
  const { browser, holder } = await inside();
  const { rows } = await sql<{ value: string }>`
    select c.value from contact c join device d on d.professional = c.professional where d.id = ${holder.identity.device}`.execute(
    server.database.db,
  );
  assert.ok(rows.length >= 2, "the sandbox's people have an address and a number");
  for (const path of reads) {
    const { text } = await ask(browser, origin, path);
    for (const { value } of rows) {
      assert.ok(!text.includes(value), `${path} tells ${value}`);
      const [name = value] = value.split("@");
      assert.ok(!text.includes(name), `${path} tells ${name}`);
    }
  }
  const contacts = await read<{ masked: string }[]>(browser, "contacts");
  assert.ok(contacts.every(({ masked }) => masked.includes("••")));
});

test("a sign-in that this browser did not begin enters nothing", async () => {
  const { browser } = await inside();
  const visitor = await newBrowser(at);
  for (const path of [
    "/mon-acces/retour",
    "/mon-acces/retour?code=abc&state=def",
    "/mon-acces/retour?error=access_denied&state=def",
  ]) {
    const answer = await visitor.visit({ path });
    assert.equal(answer.status, 303);
    assert.equal(visitor.cookies.has("__Host-aval_account"), false);
  }
  // Another browser's own address, with its code: the state is not this one's.
  await visitor.visit({ path: "/mon-acces/entrer" });
  await visitor.visit({ path: "/mon-acces/retour?code=abc&state=def" });
  assert.equal(visitor.cookies.has("__Host-aval_account"), false);
  await read(browser, "home");
});

test("its pages and cookies are as strict as the sign-in page's", async () => {
  const page = await send(server.issuer, { path: "/mon-acces/sessions" });
  assert.equal(page.status, 200);
  const policy = String(page.headers["content-security-policy"]);
  assert.match(policy, /default-src 'none'.*trusted-types 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  const left = await send(server.issuer, { path: "/mon-acces/entrer" });
  assert.match(
    String(left.headers["set-cookie"]),
    /^__Host-.*; Path=\/; Secure; HttpOnly; SameSite=Lax/,
  );
  assert.equal((await send(server.issuer, { path: "/mon-acces/nowhere" })).status, 400);
});
