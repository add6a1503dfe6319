import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { newKeyPair, type PhoneIdentity, type PhoneKeyKind, signerOf } from "@aval/protocol";
import { sql } from "kysely";
import {
  type Authenticator,
  type Model,
  newAuthenticator,
  newModel,
} from "#platform/testing/authenticator";
import { hours, seconds } from "#platform/time";
import {
  enrolHolder,
  type Holder,
  type phoneAt as PhoneAt,
  phoneAt,
  refusalOf,
  sandboxPeople,
} from "./testing/driver.ts";
import { advanceServer } from "./testing/inserted-card.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// A hardware-held key on the new phone beside the old one's page, through the real server and the public device protocol. The
// authenticators are programs with real keys and a model that the operator's metadata vouches for.

let server: WholeServer;
let model: Model;
let people: readonly string[];
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(server.issuer);
});
after(() => server?.stop());

const place = () => server.phone;
const origin = () => `http://${server.phone.host}`;
const refused = async (work: Promise<unknown>) => (await refusalOf(work)).code;

let taken = 0;
/** A holder whose one phone is older than a week. */
async function holder(): Promise<Holder> {
  const nationalId = people[taken++];
  assert.ok(nationalId);
  const found = await enrolHolder(place, nationalId);
  await makeOld(found);
  return found;
}
const makeOld = ({ identity }: Holder) =>
  sql`update device set activated_at = aval_now() - interval '8 days' where id = ${identity.device}`.execute(
    server.database.db,
  );

async function addKey(
  { phone, identity, code }: Holder,
  key: Authenticator,
  kind: PhoneKeyKind = "security_key",
) {
  const creation = await phone.beginPhoneKey(identity, kind);
  assert.equal(creation.rp.id, "phone.localhost");
  const made = key.create(creation, origin());
  return phone.addPhoneKey(identity, { kind, name: "Ma clé", made }, code);
}
const hardware = () => newAuthenticator({ model, counts: true });

/** Its day is over. The clock stays, so that the other tests' people keep theirs. */
const usable = ({ identity }: Holder) =>
  sql`update passkey set made_at = made_at - interval '2 days', usable_from = usable_from - interval '2 days'
    where device = ${identity.device}`.execute(server.database.db);

type Fresh = {
  readonly phone: ReturnType<typeof PhoneAt>;
  readonly ik: PhoneIdentity["ik"];
  readonly enrolled: Awaited<ReturnType<ReturnType<typeof PhoneAt>["enrol"]>>;
  readonly page: Awaited<ReturnType<Holder["phone"]["askEnrolmentPage"]>>["page"];
};

/** A new phone that has scanned this holder's page. */
async function scanned({ phone: old, identity, code }: Holder): Promise<Fresh> {
  const { page } = await old.askEnrolmentPage(identity);
  await advanceServer(server, seconds(32));
  const opened = await old.openEnrolmentPage(identity, page, code);
  assert.ok(opened.state === "open");
  const phone = phoneAt(place);
  const ik = await signerOf(await newKeyPair());
  const enrolled = await phone.enrol(ik, "Nouveau", opened.address.split("#b=")[1]);
  return { phone, ik, enrolled, page };
}

/** The new phone has this key sign for it, as its page would. */
async function signs({ phone, ik, enrolled }: Fresh, key: Authenticator) {
  const asked = await phone.askEnrolmentKey(ik, enrolled.enrolment);
  return phone.useEnrolmentKey(ik, enrolled.enrolment, key.get(asked, origin()));
}

const typed = ({ phone, identity }: Holder, { enrolled, page }: Fresh) =>
  phone.typeEnrolmentWords(identity, page, enrolled.words.join(" "));

async function activate({ phone, ik, enrolled }: Fresh) {
  const code = "975318";
  const deviceSecret = new Uint8Array(randomBytes(32));
  const { device, enrolment, root } = enrolled;
  const pin = await phone.setCode(ik, device, code, deviceSecret);
  return phone.activate({ ik, device, enrolment, deviceSecret, pin, root }, code);
}

const waitOf = async ({ enrolled }: Fresh) => {
  const { rows } = await sql<{ path: string; level: string; wait: string; evidence: object }>`
    select path, level, wait, evidence from enrolment where id = ${enrolled.enrolment}`.execute(
    server.database.db,
  );
  return rows[0];
};

test("a hardware-held key on the new phone, and the old one's page, code and words, make a full phone after an hour by day", async () => {
  const old = await holder();
  const key = hardware();
  const added = await addKey(old, key);
  assert.equal(added.isHardwareHeld, true);
  const early = await scanned(old);
  assert.equal(await refused(signs(early, key)), "enrolment_key_refused", "its day is not over");
  await old.phone.stopEnrolment(old.identity, early.enrolled.enrolment);
  await usable(old);

  const fresh = await scanned(old);
  const before = await fresh.phone.enrolmentStatus(fresh.ik, fresh.enrolled.enrolment);
  assert.deepEqual([before.state, before.key], ["evidenced", "open"]);
  const after = await signs(fresh, key);
  assert.deepEqual([after.state, after.key], ["evidenced", "used"], "a key alone proves nothing");
  assert.deepEqual(after.words, fresh.enrolled.words, "which are still to be compared");
  const watched = await old.phone.watchEnrolmentPage(old.identity, fresh.page);
  assert.equal(watched.state, "bound");
  const proven = await typed(old, fresh);
  assert.ok(proven.state === "proven" && proven.level === "full");
  const row = await waitOf(fresh);
  assert.deepEqual([row?.path, row?.wait], ["hardware_key", "hour"]);
  assert.deepEqual(Object.keys(row?.evidence ?? {}).sort(), ["key", "opening", "path", "words"]);
  const [listed] = (await old.phone.enrolments(old.identity)).enrolments;
  assert.deepEqual([listed?.inPerson, listed?.mayStop, listed?.level], [false, true, "full"]);

  await advanceServer(server, hours(24.1));
  const active = await activate(fresh);
  assert.deepEqual([active.state, active.level], ["active", "full"]);
});

test("a key that may be copied, another holder's, one of another page or none leave the phone as it was: to be confirmed", async () => {
  const [old, other] = [await holder(), await holder()];
  const [synced, theirs] = [newAuthenticator({ backupEligible: true }), hardware()];
  assert.equal((await addKey(old, synced)).isHardwareHeld, false);
  await addKey(other, theirs);
  await usable(old);
  await usable(other);
  const fresh = await scanned(old);
  assert.equal(await refused(signs(fresh, synced)), "enrolment_key_synced");
  assert.equal(await refused(signs(fresh, theirs)), "enrolment_key_refused");
  assert.equal(await refused(signs(fresh, hardware())), "enrolment_key_refused");
  const { phone, ik, enrolled } = fresh;
  const asked = await phone.askEnrolmentKey(ik, enrolled.enrolment);
  const elsewhere = synced.get(asked, "https://phone.example");
  assert.equal(
    await refused(phone.useEnrolmentKey(ik, enrolled.enrolment, elsewhere)),
    "enrolment_key_refused",
  );
  const proven = await typed(old, fresh);
  assert.ok(proven.state === "proven" && proven.level === "limited");
  assert.equal((await waitOf(fresh))?.path, "old_phone");
});

test("what a key signed serves one enrolment, of one phone, once", async () => {
  const old = await holder();
  const key = hardware();
  await addKey(old, key);
  await usable(old);
  const [first, second] = [await scanned(old), await scanned(old)];
  const asked = await first.phone.askEnrolmentKey(first.ik, first.enrolled.enrolment);
  const signed = key.get(asked, origin());
  const { phone, ik, enrolled } = second;
  assert.equal(
    await refused(phone.useEnrolmentKey(ik, enrolled.enrolment, signed)),
    "enrolment_key_refused",
    "of another enrolment",
  );
  assert.equal(
    await refused(phone.useEnrolmentKey(ik, first.enrolled.enrolment, signed)),
    "enrolment_not_found",
    "by another phone's key",
  );
  const all = await Promise.allSettled(
    Array.from({ length: 30 }, () =>
      first.phone.useEnrolmentKey(first.ik, first.enrolled.enrolment, signed),
    ),
  );
  assert.equal(all.filter(({ status }) => status === "fulfilled").length, 1);
});

test("a security key is added by a full phone, its own code and the key that it made; it is told of, listed, and ended from there", async () => {
  const old = await holder();
  const key = hardware();
  const { phone, identity, code } = old;
  const creation = await phone.beginPhoneKey(identity, "security_key");
  const made = key.create(creation, origin());
  const given = { kind: "security_key", name: "Ma clé", made } as const;
  assert.equal(await refused(phone.addPhoneKey(identity, given, "111222")), "wrong_code");
  await phone.addPhoneKey(identity, given, code);
  assert.equal(await refused(phone.addPhoneKey(identity, given, code)), "passkey_not_made", "once");
  const [listed] = (await phone.passkeys(identity)).passkeys;
  assert.deepEqual([listed?.host, listed?.isHardwareHeld, listed?.name], ["phone", true, "Ma clé"]);
  const { rows } = await sql<{ event: string }>`
    select event from notice where about = ${listed?.id}`.execute(server.database.db);
  assert.deepEqual(rows, [{ event: "passkey_added" }]);
  await usable(old);
  const fresh = await scanned(old);
  assert.ok(listed);
  await phone.endPasskey(identity, listed.id);
  assert.equal(await refused(signs(fresh, key)), "enrolment_key_refused", "it has ended");

  await sql`update device set level = 'limited' where id = ${identity.device}`.execute(
    server.database.db,
  );
  assert.equal(
    await refused(phone.beginPhoneKey(identity, "security_key")),
    "phone_key_not_possible",
  );
  assert.equal((await phone.beginPhoneKey(identity, "phone")).rp.id, "phone.localhost");
});

test("the old phone's own passkey, used beside the new one, counts as a key in the hand; another phone's does not", async () => {
  const old = await holder();
  const nationalId = people[taken - 1];
  assert.ok(nationalId);
  const second = await enrolHolder(place, nationalId, "975318");
  const [its, others] = [hardware(), hardware()];
  await addKey(old, its, "phone");
  await addKey(second, others, "phone");
  await usable(old);
  await usable(second);
  const fresh = await scanned(old);
  assert.equal(await refused(signs(fresh, others)), "enrolment_key_refused");
  assert.equal((await signs(fresh, its)).key, "used");
});

test("a key that was copied is found by its counter, ends, and brings no phone", async () => {
  const old = await holder();
  const key = hardware();
  await addKey(old, key);
  await usable(old);
  const first = await scanned(old);
  await signs(first, key);
  await sql`update passkey set counter = counter + 5 where device = ${old.identity.device}`.execute(
    server.database.db,
  );
  const second = await scanned(old);
  assert.equal(await refused(signs(second, key)), "enrolment_key_refused");
  assert.deepEqual((await old.phone.passkeys(old.identity)).passkeys, []);
});

test("a key brings no phone to a holder whose old phone was lost meanwhile", async () => {
  const old = await holder();
  const key = hardware();
  await addKey(old, key);
  await usable(old);
  const fresh = await scanned(old);
  await sql`update device set state = 'suspended' where id = ${old.identity.device}`.execute(
    server.database.db,
  );
  assert.equal(await refused(signs(fresh, key)), "old_phone_not_possible");
});
