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
import {
  enrolHolder,
  type Holder,
  phoneAt,
  refusalOf,
  sandboxPeople,
  send,
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
async function holder() {
  const nationalId = people[taken++];
  assert.ok(nationalId);
  const mine = await enrolHolder(() => server.phone, nationalId);
  const key = newAuthenticator({ model, counts: true });
  const creation = await mine.phone.beginPhoneKey(mine.identity, "phone");
  const made = key.create(creation, origin());
  await mine.phone.addPhoneKey(mine.identity, { kind: "phone", name: "Moi", made }, mine.code);
  await sql`update passkey set made_at = made_at - interval '2 days', usable_from = usable_from - interval '2 days'
    where device = ${mine.identity.device}`.execute(db());
  const place = await signerOf(await newKeyPair());
  await ownPlace(mine, await thumbprint(place.jwk));
  return { ...mine, key, place, kept: { ratchet: undefined as string | undefined } };
}
type Mine = Awaited<ReturnType<typeof holder>>;

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
  await advanceServer(server, hours(25));
  const { identity, status } = await activate(fresh);
  assert.deepEqual([status.state, status.level], ["active", "full"]);
  assert.equal(await refused(mine.phone.enrolments(mine.identity)), "device_not_active");
  const keys = (await phone.passkeys(identity)).passkeys;
  assert.deepEqual(
    keys.map(({ host }) => host),
    ["phone"],
    "its passkey is the new one's",
  );

  const again = await scanned(mine);
  assert.equal((await shows(again, mine.key)).state, "cooling");
  await phone.enrolments(identity);
  const ended = await again.phone.enrolmentStatus(again.ik, again.enrolled.enrolment);
  assert.deepEqual([ended.state, ended.stillUsed], ["contested", true]);
  const over = await says(mine.place, "watch", { page: again.page });
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
