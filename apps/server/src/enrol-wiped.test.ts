import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import {
  type EnrolmentPlaceAct,
  type EnrolmentPlaceView,
  type Json,
  newKeyPair,
  purposes,
  type Signer,
  signCompact,
  signerOf,
  thumbprint,
  toBase64url,
  idFrom,
} from "@aval/protocol";
import { sql } from "kysely";
import {
  type Authenticator,
  type Model,
  newAuthenticator,
  newModel,
} from "#platform/testing/authenticator";
import { systemRandom } from "#platform/random";
import { hours } from "#platform/time";
import { atLink, messageTo } from "./testing/caught.ts";
import {
  enrolHolder,
  type Holder,
  phoneAt,
  refusalOf,
  sandboxPeople,
  send,
  approveFrame,
  newBrowser,
  sandboxService,
} from "./testing/driver.ts";
import { advanceServer } from "./testing/inserted-card.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// The same phone after a wipe, through the real server: its passkey is a program with a real key, its place a row of its holder's.
let server: WholeServer;
let model: Model;
let people: readonly string[];
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(server.issuer);
});
after(() => server?.stop());

const db = () => server.database.db;
const origin = () => `http://${server.phone.host}`;
let taken = 0;
let ahead = 0;
const goOn = async () => {
  ahead += hours(25);
  await advanceServer(server, hours(25));
};
async function holder(key?: Authenticator) {
  const nationalId = people[taken++];
  assert.ok(nationalId);
  return ready(await enrolHolder(() => server.phone, nationalId), key);
}

/** This phone has its own passkey, past its day, and its holder an own place that it made. */
async function ready(mine: Holder, key = newAuthenticator({ model, counts: true })) {
  const creation = await mine.phone.beginPhoneKey(mine.identity, "phone");
  const made = key.create(creation, origin());
  await mine.phone.addPhoneKey(mine.identity, { kind: "phone", name: "Moi", made }, mine.code);
  await sql`update passkey set made_at = made_at - interval '2 days', usable_from = usable_from - interval '2 days'
    where device = ${mine.identity.device}`.execute(db());
  return {
    ...mine,
    key,
    place: await newPlace(mine),
    kept: { ratchet: undefined as string | undefined },
  };
}
type Mine = Awaited<ReturnType<typeof holder>>;

/** A browser that is an aged place of the holder's, made by this phone. */
async function newPlace(mine: Pick<Holder, "identity">): Promise<Signer> {
  const place = await signerOf(await newKeyPair());
  await ownPlace(mine, await thumbprint(place.jwk));
  return place;
}

/** This browser is an aged place of the holder's: as its row would say after its day. */
async function ownPlace({ identity }: Pick<Holder, "identity">, browser: string): Promise<void> {
  await sql`
    insert into browser (thumbprint, first_seen_at, last_seen_at, offered)
    values (${browser}, aval_now(), aval_now(), '{}') on conflict do nothing`.execute(db());
  await sql`
    insert into place (id, professional, browser, state, people, declared, network, approval, device, made_at, aged_at, last_used_at)
    select ${idFrom("plc", systemRandom.bytes(17))}, professional, ${browser}, 'aged', 'alone', '', '',
      ${idFrom("apr", systemRandom.bytes(17))}, id, aval_now() - interval '2 days', aval_now(), aval_now()
    from device where id = ${identity.device}`.execute(db());
}

type Told = EnrolmentPlaceView & { readonly error?: string };

/** What the page says, by this browser's key, and is told. */
async function says(
  place: Signer,
  act: EnrolmentPlaceAct,
  more: { readonly page?: string; readonly ratchet?: string | undefined } = {},
): Promise<Told> {
  const iat = JSON.parse((await send(server.phone, { path: "/api/time" })).text).now as number;
  const jti = toBase64url(new Uint8Array(randomBytes(16)));
  const { page, ratchet } = more;
  const message = {
    ...{ v: purposes.enrolmentPlace, bk: place.jwk as unknown as Json, act, iat, jti },
    ...(page === undefined ? {} : { page }),
    ...(ratchet === undefined ? {} : { ratchet }),
  };
  const jws = await signCompact(message, purposes.enrolmentPlace, place);
  const answer = await send(server.issuer, {
    method: "POST",
    path: "/telephone/page",
    headers: { "content-type": "application/json", origin: `http://${server.issuer.host}` },
    body: JSON.stringify({ jws }),
  });
  return JSON.parse(answer.text) as Told;
}

/** A new installation has scanned the page of this holder's place. */
async function scanned(mine: Mine) {
  const told = await says(mine.place, "open", mine.kept);
  assert.ok(told.shown?.state === "open", JSON.stringify(told));
  mine.kept.ratchet = told.ratchet;
  const phone = phoneAt(() => server.phone);
  const ik = await signerOf(await newKeyPair());
  const enrolled = await phone.enrol(ik, "Nouveau", told.shown.address.split("#b=")[1]);
  return { page: told.page, phone, ik, enrolled };
}
type Fresh = Awaited<ReturnType<typeof scanned>>;

async function shows({ phone, ik, enrolled }: Fresh, key: Authenticator) {
  const asked = await phone.askEnrolmentKey(ik, enrolled.enrolment);
  return phone.useEnrolmentKey(ik, enrolled.enrolment, key.get(asked, origin()));
}

async function activate({ phone, ik, enrolled }: Fresh) {
  const code = "975318";
  const deviceSecret = new Uint8Array(randomBytes(32));
  const { device, enrolment, root } = enrolled;
  const pin = await phone.setCode(ik, device, code, deviceSecret);
  const identity = { ik, device, enrolment, deviceSecret, pin, root };
  return { identity, status: await phone.activate(identity, code) };
}
const refused = async (work: Promise<unknown>) => (await refusalOf(work)).code;

test("the phone comes back by its own passkey, which goes on with it; its old installation is no more, and a copy of the passkey is found out by the phone", async () => {
  const mine = await holder();
  const fresh = await scanned(mine);
  const { phone, ik, enrolled, page } = fresh;
  const bound = await phone.enrolmentStatus(ik, enrolled.enrolment);
  assert.deepEqual([bound.state, bound.key, bound.words], ["evidenced", "needed", undefined]);
  assert.equal(bound.holder, undefined, "whoever scanned is told of nobody");
  assert.equal((await says(mine.place, "watch", { page })).shown.state, "bound");
  const proven = await shows(fresh, mine.key);
  assert.deepEqual([proven.state, proven.level], ["cooling", "full"]);
  const { shown } = await says(mine.place, "watch", { page });
  assert.deepEqual([shown.state, "level" in shown && shown.level], ["proven", "full"]);
  await goOn();
  const { identity, status } = await activate(fresh);
  assert.deepEqual([status.state, status.level], ["active", "full"]);
  assert.equal(await refused(mine.phone.enrolments(mine.identity)), "device_not_active");
  const keys = (await phone.passkeys(identity)).passkeys;
  assert.deepEqual(
    keys.map(({ host }) => host),
    ["phone"],
    "its passkey is the new one's",
  );

  // The computer was a place that the old installation had made.
  assert.equal((await says(mine.place, "open", mine.kept)).error, "place_not_own");
  const anew = { ...mine, place: await newPlace({ identity }), kept: { ratchet: undefined } };
  const again = await scanned(anew);
  assert.equal((await shows(again, mine.key)).state, "cooling");
  await phone.enrolments(identity);
  const ended = await again.phone.enrolmentStatus(again.ik, again.enrolled.enrolment);
  assert.deepEqual([ended.state, ended.stillUsed], ["contested", true]);
  const over = await says(anew.place, "watch", { page: again.page });
  assert.deepEqual(over.shown, { state: "over", why: "still_used" });
  const { rows } = await sql<{ event: string }>`
    select event from notice where about = ${again.enrolled.enrolment}`.execute(db());
  assert.deepEqual(rows.map(({ event }) => event).sort(), [
    "enrolment_begun",
    "enrolment_proven",
    "enrolment_still_used",
  ]);
});

test("a page opens on no stranger's browser, on no shared, sleeping or copied place, and another holder's passkey is worth nothing there", async () => {
  const [mine, other] = [await holder(), await holder()];
  assert.equal((await says(await signerOf(await newKeyPair()), "open")).error, "place_not_own");
  const fresh = await scanned(mine);
  assert.equal(await refused(shows(fresh, other.key)), "own_key_refused");
  assert.equal(await refused(shows(fresh, newAuthenticator({ model }))), "own_key_refused");

  const browser = await thumbprint(other.place.jwk);
  await sql`update place set people = 'several' where browser = ${browser}`.execute(db());
  assert.equal((await says(other.place, "open")).error, "place_not_own");
  await sql`update place set people = 'alone', state = 'asleep' where browser = ${browser}`.execute(
    db(),
  );
  assert.equal((await says(other.place, "open")).error, "place_not_own");
  // Its browser's key is in two browsers: one of them shows a value that was replaced.
  assert.equal((await says(mine.place, "open", { ratchet: "copied" })).error, "place_not_own");
});

/** What these phones opened and made, and what is not over of it. */
async function leftOf(devices: readonly string[]) {
  const { rows } = await sql<{ what: string }>`
    select 'place' as what from place where device = any(${devices}) and state <> 'ended'
    union all select 'passkey ' || kind from passkey where device = any(${devices}) and ended_at is null
    union all select 'session' from session where device = any(${devices}) and closed_at is null and ends_at > aval_now()
    union all select 'phone' from device where id = any(${devices}) and state = 'active' order by 1`.execute(
    db(),
  );
  return rows.map(({ what }) => what);
}

const added = /téléphone a été ajouté/;
async function signsIn(holder: Holder): Promise<void> {
  const browser = await newBrowser(
    () => server.issuer,
    undefined,
    () => Date.now() + ahead,
  );
  const { signIn } = await browser.open(sandboxService);
  const { view } = await browser.act(signIn, "begin");
  await approveFrame(holder, view.frame ?? "");
  await browser.conclude(signIn);
}

/** Somebody else's full phone beside the holder's own: it made a place, keys and a session, and its storage was cleared. */
async function foreign() {
  const nationalId = people[taken++];
  assert.ok(nationalId);
  const own = await enrolHolder(() => server.phone, nationalId);
  await sql`update device set activated_at = aval_now() - interval '30 days' where id = ${own.identity.device}`.execute(
    db(),
  );
  const { rows } = await sql<{ value: string }>`
    select c.value from contact c join professional p on p.id = c.professional
    where p.national_id = ${nationalId} and c.kind = 'email' and c.replaced_at is null`.execute(
    db(),
  );
  const mine = await ready(await enrolHolder(() => server.phone, nationalId));
  await sql`
    insert into passkey select (p).* from (
      select jsonb_populate_record(p, jsonb_build_object('id', 'pky_' || substr(p.device, 5),
        'kind', 'security_key', 'credential', '\\x' || encode(sha256(p.credential), 'hex'))) as p
      from passkey p where device = ${mine.identity.device}) made`.execute(db());
  await signsIn(mine);
  const before = ["passkey phone", "passkey security_key", "phone", "place", "session"];
  assert.deepEqual(await leftOf([mine.identity.device]), before);
  const fresh = await scanned(mine);
  assert.equal((await shows(fresh, mine.key)).state, "cooling");
  const address = rows[0]?.value ?? "";
  return { own, mine, fresh, address, told: await messageTo(server, address, added, 2) };
}

test("a foreign phone whose storage was cleared escapes nothing: what it made ended with it, and whoever stops either of its installations stops both", async () => {
  type Escaped = Awaited<ReturnType<typeof foreign>> & { readonly now: Holder["identity"] };
  const stops: Readonly<Record<string, (of: Escaped) => Promise<unknown>>> = {
    "Arrêter on the old one": ({ told }) => atLink(server, told, "POST"),
    "Arrêter on the new one": async ({ address }) =>
      atLink(server, await messageTo(server, address, added, 3), "POST"),
    "lost, the new one": ({ own, now }) => own.phone.reportLostPhone(own.identity, now.device),
    "disowned, the old one": ({ own, mine }) =>
      own.phone.disownPhone(own.identity, mine.identity.device, own.code),
  };
  const cases = [];
  for (const name of Object.keys(stops)) cases.push({ name, ...(await foreign()) });
  await goOn();
  for (const { name, ...one } of cases) {
    const { identity: now, status } = await activate(one.fresh);
    assert.deepEqual([status.state, status.level], ["active", "full"]);
    const both = [one.mine.identity.device, now.device];
    assert.deepEqual(await leftOf(both), ["passkey phone", "phone"], `${name}: before`);
    await newPlace({ identity: now });
    await signsIn({ phone: one.fresh.phone, identity: now, code: "975318" });
    await stops[name]?.({ ...one, now });
    assert.deepEqual(await leftOf(both), [], name);
    const { rows } = await sql<{ id: string }>`
      select s.id from stop s join device d on d.professional = s.professional
      where d.id = ${now.device} and s.lifted_at is null`.execute(db());
    for (const { id } of rows)
      assert.equal(
        await refused(one.fresh.phone.lift(now, id as never, "975318")),
        "device_not_active",
      );
    assert.equal(rows.length > 0, !name.startsWith("lost"), `${name}: stopped`);
  }
});

test("by a passkey that may be copied a phone to be confirmed stands beside the old one, which keeps all it made; its passkey goes with it, and the old one's next word ends both", async () => {
  const mine = await holder(newAuthenticator({ backupEligible: true }));
  await signsIn(mine);
  const fresh = await scanned(mine);
  const proven = await shows(fresh, mine.key);
  assert.deepEqual([proven.state, proven.level], ["cooling", "limited"]);
  await goOn();
  await signsIn({ ...mine, phone: mine.phone });
  const spoken = await fresh.phone.enrolmentStatus(fresh.ik, fresh.enrolled.enrolment);
  assert.deepEqual([spoken.state, spoken.stillUsed], ["contested", true], "before it is active");

  const again = await scanned(mine);
  assert.equal((await shows(again, mine.key)).level, "limited");
  await goOn();
  const { identity, status } = await activate(again);
  assert.deepEqual([status.state, status.level], ["active", "limited"]);
  const { device } = mine.identity;
  assert.deepEqual(await leftOf([device]), ["phone", "place"]);
  assert.deepEqual(await leftOf([identity.device]), ["passkey phone", "phone"]);
  const active = await says(mine.place, "watch", { page: again.page });
  assert.deepEqual(active.shown, { state: "active", level: "limited" });
  await mine.phone.enrolments(mine.identity);
  assert.deepEqual(await leftOf([device, identity.device]), ["phone", "place"]);
  assert.equal(await refused(again.phone.enrolments(identity)), "device_not_active");
});
