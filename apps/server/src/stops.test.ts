import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type BellId,
  idFrom,
  type LocumId,
  type LoginView,
  type PasskeyId,
  PhoneRefusal,
  type PlaceId,
} from "@aval/protocol";
import { sql } from "kysely";
import { ownPlace } from "./testing/account.ts";
import {
  approveFrame,
  enrolHolder,
  type Holder,
  newBrowser,
  sandboxService,
  send,
} from "./testing/driver.ts";
import { moveClock } from "#platform/testing";
import { seconds } from "#platform/time";
import { startWhole, type WholeServer } from "./testing/whole.ts";

/*
 * Stops and notices through the real server: a service's tokens, a phone, caught mail and the page behind its link.
 */
let server: WholeServer;
before(async () => {
  server = await startWhole();
});
after(() => server.stop());

const issuer = () => server.issuer;
const phones = () => server.phone;
const mailbox = () => ({
  port: server.issuer.port + 6,
  host: `mail.localhost:${server.issuer.port + 6}`,
});

/** A whole sign-in: the session's tokens, and the browser that has them. */
async function signedIn(holder: Holder) {
  const browser = await newBrowser(issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  await approveFrame(holder, view.frame ?? "");
  const { location } = await browser.conclude(page.signIn);
  const { body } = await browser.exchange(page, location);
  assert.ok(body.access_token, JSON.stringify(body));
  return { browser, tokens: body };
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (fault: unknown) => {
      if (fault instanceof PhoneRefusal) return fault.code;
      throw fault;
    },
  );

/** The newest message about it, once there are as many as are awaited. */
async function mailTo(address: string, subject: RegExp, awaited = 1): Promise<string> {
  for (let tries = 0; tries < 60; tries++) {
    const listed = JSON.parse((await send(mailbox(), { path: "/messages.json" })).text) as {
      id: string;
      recipient: string;
      subject: string;
    }[];
    const [one, ...before] = listed.filter(
      (mail) => mail.recipient === address && subject.test(mail.subject),
    );
    if (one && before.length + 1 >= awaited)
      return (await send(mailbox(), { path: `/messages/${one.id}/text` })).text;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`no mail to ${address} about ${subject}`);
}

const linkIn = (text: string) => new URL(/https?:\/\/\S+\/arreter\/\S+/.exec(text)?.[0] ?? "");
const press = (path: string) =>
  send(issuer(), {
    method: "POST",
    path,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "",
  });

test("a block closes the session at the service and keeps the next one out; its own phone reopens it", async () => {
  const holder = await enrolHolder(phones, "899700000013");
  const { phone, identity, code } = holder;
  const { browser, tokens } = await signedIn(holder);
  assert.equal((await browser.userinfo(tokens.access_token)).status, 200);

  const waiting = await newBrowser(issuer);
  const asks = await waiting.open(sandboxService);
  const claims = (await waiting.act(asks.signIn, "begin")).view;
  await phone.claim(identity, claims.frame ?? "");
  const [stop] = (await phone.block(identity)).stops;
  assert.ok(stop?.thisPhone);
  // What a phone had scanned ends with the block, and its page says what a refusal says.
  const over = (await waiting.act(asks.signIn, "frame")).view;
  assert.deepEqual([over.state, over.reason, over.holder], ["refused", undefined, undefined]);
  assert.deepEqual(await phone.pending(identity), []);
  assert.equal((await browser.userinfo(tokens.access_token)).status, 401);
  const refreshed = await browser.refresh(sandboxService, tokens.refresh_token ?? "");
  assert.equal(refreshed.body.error, "invalid_grant");

  // To whoever looks at the screen a stopped holder refuses, as any holder may (law 7).
  const other = await newBrowser(issuer);
  const page = await other.open(sandboxService);
  const { view } = await other.act(page.signIn, "begin");
  assert.equal(await refusalOf(phone.claim(identity, view.frame ?? "")), "holder_stopped");
  const seen = (await other.act(page.signIn, "frame")).view;
  assert.deepEqual([seen.state, seen.reason, seen.holder], ["refused", undefined, undefined]);
  // On a place of the holder's own, which no stranger has, it says what stands and what reopens; shared, it does not.
  const own = await newBrowser(issuer);
  await ownPlace(server.database.db, own, holder);
  const there = async () => {
    const { signIn } = await own.open(sandboxService);
    const { view: asked } = await own.act(signIn, "begin");
    assert.equal(await refusalOf(phone.claim(identity, asked.frame ?? "")), "holder_stopped");
    return (await own.act(signIn, "frame")).view as LoginView;
  };
  const told = await there();
  assert.deepEqual(
    [told.state, told.reason, told.stop?.kind],
    ["cancelled", "holder_stopped", "block"],
  );
  assert.deepEqual(
    told.stop?.ways.map(({ means }) => means.join()),
    ["phone", "desk,card,phone", "card"],
  );
  await sql`update place set people = 'several' where device = ${identity.device}`.execute(
    server.database.db,
  );
  const shared = await there();
  assert.deepEqual([shared.state, shared.reason, shared.stop], ["refused", undefined, undefined]);
  await assert.rejects(enrolHolder(phones, "899700000013"), /"error":"holder_stopped"/);

  assert.deepEqual((await phone.lift(identity, stop.id, code)).stops, []);
  await signedIn(holder);
});

test("an approval given before a block opens nothing after it", async () => {
  const holder = await enrolHolder(phones, "899700000021");
  const browser = await newBrowser(issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  await approveFrame(holder, view.frame ?? "");
  await holder.phone.block(holder.identity);
  const { location } = await browser.conclude(page.signIn);
  assert.ok(!location.includes("code="), location);
});

test("a request claimed before a block cannot be approved after it", async () => {
  const holder = await enrolHolder(phones, "899700000039");
  const { phone, identity, code } = holder;
  const browser = await newBrowser(issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  const { context } = await phone.claim(identity, view.frame ?? "");
  await phone.block(identity);
  assert.equal(await refusalOf(phone.approve(identity, context, code)), "holder_stopped");
});

test("a frozen holder gets nowhere: not by a first entry, silently, by a code or a refresh, by a bell, and nothing of theirs is added", async () => {
  const { db } = server.database;
  const holder = await enrolHolder(phones, "899700000088");
  const { phone, identity, code } = holder;
  const aged = await newBrowser(issuer);
  await ownPlace(db, aged, holder);
  const page = await aged.open(sandboxService);
  const { view } = await aged.act(page.signIn, "begin");
  await approveFrame(holder, view.frame ?? "");
  const { location } = await aged.conclude(page.signIn);
  const { body: tokens } = await aged.exchange(page, location);
  assert.equal((await aged.userinfo(tokens.access_token)).status, 200);
  // A code that waits to be exchanged, and an offer that waits to become a place.
  const other = await newBrowser(issuer);
  const waiting = await other.open(sandboxService);
  const { view: asked } = await other.act(waiting.signIn, "begin");
  const { approval } = await approveFrame(holder, asked.frame ?? "");
  const concluded = await other.conclude(waiting.signIn);
  await phone.offerPlace(identity, approval, false);
  await halfAMinute();

  // The act that freezes is an analyst's: what it holds and closes is a block's, and its row says who lifts it.
  const [stop] = (await phone.block(identity)).stops;
  assert.ok(stop);
  await sql`update stop set rule = 'freeze' where id = ${stop.id}`.execute(db);

  assert.equal((await aged.userinfo(tokens.access_token)).status, 401);
  const refreshed = await aged.refresh(sandboxService, tokens.refresh_token ?? "");
  assert.equal(refreshed.body.error, "invalid_grant");
  assert.equal((await other.exchange(waiting, concluded.location)).body.error, "invalid_grant");
  for (const browser of [aged, await newBrowser(issuer)]) {
    const again = await browser.open(sandboxService);
    const { view: shown } = await browser.act(again.signIn, "begin");
    assert.equal(shown.state, "shown", "not silently");
    assert.equal(await refusalOf(phone.claim(identity, shown.frame ?? "")), "holder_stopped");
  }
  const digits = await newBrowser(issuer);
  const typed = await digits.open(sandboxService);
  await digits.act(typed.signIn, "begin");
  const { view: told } = await digits.act(typed.signIn, "digits");
  assert.equal(await refusalOf(phone.claimDigits(identity, told.digits ?? "")), "holder_stopped");

  const place = `plc_${identity.device.slice(4)}` as PlaceId;
  const joins = {
    bell: () => phone.setBell(identity, { place, service: sandboxService.id }),
    place: () => phone.makePlace(identity, approval, "alone"),
    software: () => phone.addSoftware(identity, "sandbox-software", code),
    locum: () =>
      phone.announceLocum(
        identity,
        place,
        { nationalId: "899700000013", from: stop.madeAt, until: stop.madeAt + 86_400 },
        code,
      ),
  };
  for (const [what, join] of Object.entries(joins))
    assert.equal(await refusalOf(join()), "holder_stopped", what);
  await assert.rejects(enrolHolder(phones, "899700000088"), /"error":"holder_stopped"/);
  assert.equal(await refusalOf(phone.lift(identity, stop.id, code)), "stop_not_liftable");
  assert.equal(await refusalOf(phone.reopen(identity, stop.id)), "stop_not_liftable");
});

test("a mail scanner opens the notice's link in every way, and the session lives; one press ends it and pauses", async () => {
  const holder = await enrolHolder(phones, "899700000047");
  const { browser, tokens } = await signedIn(holder);
  const text = await mailTo(await contactOf("899700000047"), /ordinateur inconnu/);
  const { pathname } = linkIn(text);
  const asked = [];
  for (const method of ["GET", "HEAD", "GET"])
    asked.push(await send(issuer(), { method, path: pathname, headers: { purpose: "prefetch" } }));
  assert.deepEqual(
    asked.map(({ status }) => status),
    [200, 200, 200],
  );
  assert.doesNotMatch(asked[0]?.text ?? "", /899700000047|VASSEMONT/i);
  assert.equal((await browser.userinfo(tokens.access_token)).status, 200);

  const first = await press(pathname);
  assert.equal((await browser.userinfo(tokens.access_token)).status, 401);
  const { stops } = await holder.phone.stops(holder.identity);
  assert.deepEqual(
    stops.map(({ kind, thisPhone }) => [kind, thisPhone]),
    [["pause", true]],
  );
  // Care goes on: a pause keeps nobody out (law 10), and the link is worth nothing more.
  const again = await signedIn(holder);
  const second = await press(pathname);
  assert.deepEqual([second.status, second.text], [first.status, first.text]);
  assert.equal((await again.browser.userinfo(again.tokens.access_token)).status, 200);
});

test("whoever is told of a phone holds it by one press, and its sessions end", async () => {
  const old = await enrolHolder(phones, "899700000054");
  const young = await enrolHolder(phones, "899700000054");
  const { browser, tokens } = await signedIn(young);
  const address = await contactOf("899700000054");
  const text = await mailTo(address, /téléphone a été ajouté/, 2);
  await press(linkIn(text).pathname);
  assert.equal((await browser.userinfo(tokens.access_token)).status, 401);
  assert.equal(await refusalOf(young.phone.block(young.identity)), "device_not_active");
  const { stops } = await old.phone.stops(old.identity);
  assert.deepEqual(
    stops.map(({ kind }) => kind),
    ["pause"],
  );
});

test("a desk that sees the holder lifts a pause with the phone it brings, and lifts nothing where that phone is refused", async () => {
  const nationalId = "899700000104";
  const old = await enrolHolder(phones, nationalId);
  const text = async (awaited: number) =>
    mailTo(await contactOf(nationalId), /téléphone a été ajouté/, awaited);
  await enrolHolder(phones, nationalId);
  await press(linkIn(await text(2)).pathname);
  const standing = async () =>
    (await old.phone.stops(old.identity)).stops.map(({ kind }) => kind).toSorted();
  assert.deepEqual(await standing(), ["pause"]);
  await old.phone.block(old.identity);
  await assert.rejects(enrolHolder(phones, nationalId), /"error":"holder_stopped"/);
  assert.deepEqual(await standing(), ["block", "pause"]);
  const [block] = (await old.phone.stops(old.identity)).stops.filter(
    ({ kind }) => kind === "block",
  );
  await sql`update device set activated_at = activated_at - interval '8 days' where id = ${old.identity.device}`.execute(
    server.database.db,
  );
  await old.phone.lift(old.identity, block?.id as never, old.code);
  await enrolHolder(phones, nationalId);
  assert.deepEqual(await standing(), []);
});

test("after Arrêter on a phone's notice nothing that it made opens, rings or asks, and what an older phone made stands", async () => {
  const { db } = server.database;
  const [old, young] = [
    await enrolHolder(phones, "899700000070"),
    await enrolHolder(phones, "899700000070"),
  ];
  for (const one of [old, young]) await ownPlace(db, await newBrowser(issuer), one, true);
  for (const one of [old, young]) await madeBy(one, old);
  const before = ["bell", "bell", "locum", "passkey", "place", "session"];
  assert.deepEqual(await standingOf(old), before);
  await young.phone.addSoftware(young.identity, "sandbox-software", young.code);
  assert.deepEqual(await standingOf(young), ["bell", "bell", "installation", ...before.slice(2)]);
  const text = await mailTo(await contactOf("899700000070"), /téléphone a été ajouté/, 2);
  await press(linkIn(text).pathname);
  assert.deepEqual(await standingOf(young), []);
  assert.deepEqual(await standingOf(old), before);
  // Nor does it read what is the holder's, or end it: it may be somebody else's.
  const { phone, identity } = young;
  const end = old.identity.device.slice(4);
  const asked = {
    history: () => phone.history(identity),
    events: () => phone.events(identity),
    disown: () => phone.disown(identity, idFrom("ses", new Uint8Array(17))),
    sessions: () => phone.sessions(identity),
    closing: () => phone.closeSession(identity, "all"),
    places: () => phone.places(identity),
    place: () => phone.endPlace(identity, `plc_${end}` as PlaceId),
    bells: () => phone.bells(identity),
    bell: () => phone.endBell(identity, `bel_0${end}` as BellId),
    locum: () => phone.endLocum(identity, `loc_${end}` as LocumId),
    passkeys: () => phone.passkeys(identity),
    passkey: () => phone.endPasskey(identity, `pky_${end}` as PasskeyId),
    software: () => phone.software(identity),
    removing: () => phone.removeSoftware(identity, "sandbox-software"),
  };
  for (const [what, ask] of Object.entries(asked))
    assert.equal(await refusalOf(ask()), "device_not_active", what);
  assert.deepEqual(await standingOf(old), before);
});

/** What takes days to come to be, by rows: a bell on each place, a locum, a key that opens alone, and a session that it opened. */
async function madeBy({ identity }: Holder, host: Holder): Promise<void> {
  const { db } = server.database;
  const { device } = identity;
  const places = [...new Set([device, host.identity.device])].map((id) => `plc_${id.slice(4)}`);
  const end = device.slice(4);
  const of = sql`from device d where d.id = ${device}`;
  for (const [nth, place] of [...places, ...places].slice(0, 2).entries())
    await sql`
      insert into bell (id, place, professional, service, device, set_at, last_used_at)
      select ${`bel_${nth}${end}`}, ${place}, professional, ${`service-${nth}-${end}`}, id, aval_now(), aval_now() ${of}`.execute(
      db,
    );
  await sql`
    insert into locum (id, place, host, professional, device, from_at, until_at, is_held, announced_at)
    select ${`loc_${end}`}, ${places.at(-1)}, professional, ${`pro_${end}`}, id, aval_now(), aval_now() + interval '1 day', false,
      aval_now() ${of}`.execute(db);
  await sql`
    insert into passkey (id, professional, credential, public_key, counter, aaguid, hardware_held, backup_eligible, backed_up,
      transports, kind, name, browser, device, approval, made_at, usable_from)
    select ${`pky_${end}`}, professional, ${Buffer.from(end)}, '', 0, '', true, false, false, '{}', 'security_key', 'Clé',
      'brw_elsewhere', id, ${`apr_k${end}`}, aval_now() - interval '2 days', aval_now() - interval '1 day' ${of}`.execute(
    db,
  );
  await sql`
    insert into session (id, professional, national_id, browser, opened_at, last_seen_at, ends_at, rights, proof, place, passkey,
      passkey_visit)
    select ${`ses_${end}`}, professional, '899700000070', 'brw_elsewhere', aval_now(), aval_now(), aval_now() + interval '1 hour',
      'full', 'hardware_key', 'own_place', ${`pky_${end}`}, ${`pkv_${end}`} ${of}`.execute(db);
}

async function standingOf({ identity: { device } }: Holder): Promise<readonly string[]> {
  const { rows } = await sql<{ made: string }>`
    select 'place' as made from place where device = ${device} and ended_at is null
    union all select 'bell' from bell where device = ${device} and ended_at is null
    union all select 'locum' from locum where device = ${device} and ended_at is null
    union all select 'passkey' from passkey where device = ${device} and ended_at is null
    union all select 'installation' from installation where device = ${device} and ended_at is null
    union all select 'session' from session s join passkey k on k.id = s.passkey
      where k.device = ${device} and s.closed_at is null
    order by made`.execute(server.database.db);
  return rows.map(({ made }) => made);
}

test("whoever is told of a place ends it by one press, and no other is added until the pause is lifted", async () => {
  const holder = await enrolHolder(phones, "899700000062");
  const { phone, identity, code } = holder;
  const approvalOf = async () => {
    const browser = await newBrowser(issuer);
    const page = await browser.open(sandboxService);
    const { view } = await browser.act(page.signIn, "begin");
    const { approval } = await approveFrame(holder, view.frame ?? "");
    await browser.conclude(page.signIn);
    return approval;
  };
  const added = async () => {
    const approval = await approvalOf();
    await phone.offerPlace(identity, approval, false);
    await halfAMinute();
    return phone.makePlace(identity, approval, "alone");
  };
  const place = await added();
  assert.deepEqual(
    (await phone.places(identity)).map(({ id }) => id),
    [place.id],
  );
  const text = await mailTo(await contactOf("899700000062"), /poste a été ajouté/);
  await press(linkIn(text).pathname);
  assert.deepEqual(await phone.places(identity), []);
  assert.equal(await refusalOf(added()), "holder_stopped");
  const [pause] = (await phone.stops(identity)).stops;
  assert.ok(pause);
  await phone.lift(identity, pause.id, code);
  assert.equal((await added()).state, "new");
});

/** Lets half a minute pass, until this node's own clock has followed the database's. */
async function halfAMinute(): Promise<void> {
  const time = async () =>
    (JSON.parse((await send(phones(), { path: "/api/time" })).text) as { now: number }).now;
  const before = await time();
  await moveClock(server.database.db, seconds(31));
  while ((await time()) < before + 30) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function contactOf(nationalId: string): Promise<string> {
  const row = await server.database.db
    .selectFrom("contact")
    .innerJoin("professional", "professional.id", "contact.professional")
    .select("contact.value")
    .where("professional.national_id", "=", nationalId)
    .where("contact.kind", "=", "email")
    .executeTakeFirstOrThrow();
  return row.value as string;
}

test("a press stops the phone that was announced, however much that phone asks meanwhile", async () => {
  const { db } = server.database;
  const person = "899700000096";
  const { phone, identity } = await enrolHolder(phones, person);
  const link = linkIn(await mailTo(await contactOf(person), /téléphone a été ajouté/));
  let isAsking = true;
  const asking = Array.from({ length: 12 }, async () => {
    while (isAsking) await phone.askEnrolmentPage(identity).catch(() => undefined);
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const pressed = await press(link.pathname);
  isAsking = false;
  await Promise.all(asking);
  assert.equal(pressed.status, 200);
  const standing = await sql<{ state: string }>`
    select state from device where id = ${identity.device}`.execute(db);
  assert.equal(standing.rows[0]?.state, "suspended");
});
