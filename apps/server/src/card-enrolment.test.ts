import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import {
  type EnrolmentStatus,
  newKeyPair,
  type PhoneIdentity,
  PhoneRefusal,
  signerOf,
  type Signer,
} from "@aval/protocol";
import { sql } from "kysely";
import { days, hours, minutes, seconds } from "#platform/time";
import { type Inserted, sendWithCard } from "./testing/card-reader.ts";
import { enrolHolder, phoneAt, type Place, sandboxPeople } from "./testing/driver.ts";
import { advanceServer, cardHostOf, insertedCard } from "./testing/inserted-card.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

/*
 * *Ajouter un téléphone avec ma carte*, on the whole server: the card's own listener, its pages, the new phone, and what it may do
 * afterwards. Each request is a handshake of its own, as a browser's would be.
 */
let whole: WholeServer;
let card: Place;
let people: readonly string[];
const person = (index: number) => people[index] ?? "";
before(async () => {
  whole = await startWhole();
  card = cardHostOf(whole);
  people = await sandboxPeople(whole.issuer);
});
after(() => whole.stop());

let ahead = 0;
async function advance(span: Parameters<typeof advanceServer>[1]): Promise<void> {
  await advanceServer(whole, span);
  ahead += span;
}
const phone = () =>
  phoneAt(
    () => whole.phone,
    () => Date.now() + ahead,
  );

const origin = () => `https://${card.host}`;
const post = (
  inserted: Inserted,
  path: string,
  form: Readonly<Record<string, string>> = {},
  from = origin(),
) =>
  sendWithCard(card, inserted, { path, headers: { origin: from }, form: { lang: "fr", ...form } });
type Answer = Awaited<ReturnType<typeof post>>;
const titleOf = ({ text }: Answer) =>
  /<h1>([^<]*)<\/h1>/
    .exec(text)?.[1]
    ?.replaceAll(/[\u00a0\u202f]/g, " ")
    .replaceAll("&#39;", "'");
const pageIn = ({ text }: Answer) => /name="page" value="([^"]+)"/.exec(text)?.[1] ?? "";
const bindingIn = ({ text }: Answer) =>
  /data-aval-binding="[^"#]*#b=([^"]+)"/.exec(text)?.[1] ?? "none";

const opened = "Scannez ce code avec le nouveau téléphone";
const asks = "Tapez les quatre mots du nouveau téléphone";
const waits = "Ajouter ce téléphone ?";
const proven = "Le nouveau téléphone attend";
const over = "Ce téléphone n'est pas ajouté";

type Fresh = {
  readonly ik: Signer;
  readonly begun: Awaited<ReturnType<ReturnType<typeof phone>["enrol"]>>;
};

/** The new phone's camera opens what the page shows. */
async function scans(answer: Answer): Promise<Fresh> {
  const ik = await signerOf(await newKeyPair());
  return { ik, begun: await phone().enrol(ik, "Téléphone neuf", bindingIn(answer)) };
}
const statusOf = ({ ik, begun }: Fresh): Promise<EnrolmentStatus> =>
  phone().enrolmentStatus(ik, begun.enrolment);
const typed = (inserted: Inserted, page: string, words: readonly string[], onCall = "no") =>
  post(inserted, "/telephone/mots", { page, words: words.join(" "), onCall });
const confirm = (inserted: Inserted, page: string) =>
  post(inserted, "/telephone/confirmer", { page });

/** From the first page to the phone that waits. */
async function enrols(inserted: Inserted): Promise<Fresh> {
  const page = await post(inserted, "/telephone");
  assert.equal(titleOf(page), opened, page.text);
  const fresh = await scans(page);
  assert.equal(titleOf(await typed(inserted, pageIn(page), fresh.begun.words)), waits);
  await advance(seconds(31));
  assert.equal(titleOf(await confirm(inserted, pageIn(page))), proven);
  return fresh;
}

const code = "975318";
/** Sets a code, and tries to make the phone its holder's. */
async function activates({ ik, begun }: Fresh): Promise<string> {
  const deviceSecret = new Uint8Array(randomBytes(32));
  const { device, enrolment, root } = begun;
  const refused = (fault: unknown) => {
    if (fault instanceof PhoneRefusal) return fault.code;
    throw fault;
  };
  const pin = await phone().setCode(ik, device, code, deviceSecret);
  const identity: PhoneIdentity = { ik, device, enrolment, deviceSecret, pin, root };
  return phone()
    .activate(identity, code)
    .then(({ state, level }) => `${state} ${level}`, refused);
}

test("a card adds its holder's phone, which is theirs a day later, with the code, and full", async () => {
  const inserted = await insertedCard(whole, person(0));
  const fresh = await enrols(inserted);
  const status = await statusOf(fresh);
  assert.equal(status.state, "cooling");
  assert.equal(status.level, "full");
  assert.equal(status.holder?.nationalId, person(0));
  await advance(hours(23));
  assert.equal((await statusOf(fresh)).state, "cooling");
  await advance(hours(1));
  assert.equal((await statusOf(fresh)).state, "ready", "nothing becomes active by itself");
  assert.equal(await activates(fresh), "active full");
  const facts = await whole.database.db
    .selectFrom("fact")
    .select("body")
    .where("kind", "=", "evidence_added")
    .execute();
  const about = facts
    .map(({ body }) => String(body))
    .find((b) => b.includes(fresh.begun.enrolment));
  assert.match(about ?? "", /"evidence":"card".*"issuer"/);
});

test("before its wait is over such a phone is nobody's, whatever code it has", async () => {
  const fresh = await enrols(await insertedCard(whole, person(1)));
  assert.equal(await activates(fresh), "enrolment_too_early");
});

test("a card that is revoked, expired, foreign, reported or absent opens no page, says why, and leads to another door", async () => {
  const nationalId = person(2);
  const refused = [
    [await insertedCard(whole, nationalId, "revoked"), 403, "Cette carte n'est plus valable"],
    [await insertedCard(whole, nationalId, "expired"), 403, "Cette carte a expiré"],
    [await insertedCard(whole, nationalId, "foreign"), 403, "Prenez votre carte de professionnel"],
    [undefined, 401, "Insérez votre carte, puis recommencez"],
  ] as const;
  for (const [inserted, status, title] of refused) {
    const answer = await post(inserted, "/telephone");
    assert.deepEqual([answer.status, titleOf(answer)], [status, title]);
    assert.match(answer.text, /\/aide\/fr\/nouveau-telephone/);
  }
  const lost = await insertedCard(whole, nationalId);
  const page = await post(lost, "/telephone");
  const fresh = await scans(page);
  await typed(lost, pageIn(page), fresh.begun.words);
  const holder = await enrolHolder(
    () => whole.phone,
    nationalId,
    undefined,
    () => Date.now() + ahead,
  );
  await holder.phone.cardLost(holder.identity);
  await advance(seconds(31));
  for (const answer of [await post(lost, "/telephone"), await confirm(lost, pageIn(page))])
    assert.equal(titleOf(answer), "Cette carte n'ouvre rien ici");
  assert.equal(
    (await statusOf(fresh)).state,
    "evidenced",
    "a card reported meanwhile proves nothing",
  );
});

test("a page goes on with the card that opened it and no other, of the same holder or of another", async () => {
  const inserted = await insertedCard(whole, person(3));
  const page = await post(inserted, "/telephone");
  const fresh = await scans(page);
  for (const other of [
    await insertedCard(whole, person(3)),
    await insertedCard(whole, person(4)),
  ]) {
    assert.equal(titleOf(await typed(other, pageIn(page), fresh.begun.words)), over);
    assert.equal(titleOf(await post(other, "/telephone", { page: pageIn(page) })), over);
  }
  assert.equal(titleOf(await typed(inserted, pageIn(page), fresh.begun.words)), waits);
  await advance(seconds(31));
  assert.equal(titleOf(await confirm(await insertedCard(whole, person(4)), pageIn(page))), over);
  assert.equal((await statusOf(fresh)).state, "evidenced");
});

test("the words of another phone, dictated, prove nothing, and the third wrong entry ends the page", async () => {
  const inserted = await insertedCard(whole, person(5));
  const page = await post(inserted, "/telephone");
  assert.equal(
    titleOf(await typed(inserted, pageIn(page), ["abeille"])),
    opened,
    "nobody scanned it",
  );
  const fresh = await scans(page);
  const wrong = await typed(inserted, pageIn(page), ["abeille", "abeille", "abeille", "abeille"]);
  assert.equal(titleOf(wrong), asks);
  assert.match(wrong.text, /Il reste 2\sessais/);
  assert.equal(titleOf(await typed(inserted, pageIn(page), [])), asks);
  assert.equal(titleOf(await typed(inserted, pageIn(page), ["x"])), over);
  assert.equal(titleOf(await typed(inserted, pageIn(page), fresh.begun.words)), over);
  assert.equal((await statusOf(fresh)).state, "refused");
});

test("whoever says that somebody asks for it on the telephone adds nothing and is told what to do", async () => {
  const inserted = await insertedCard(whole, person(6));
  const page = await post(inserted, "/telephone");
  const fresh = await scans(page);
  const answer = await typed(inserted, pageIn(page), fresh.begun.words, "yes");
  assert.equal(titleOf(answer), "Raccrochez maintenant");
  assert.match(answer.text, /\/aide\/fr\/appel/);
  assert.match(answer.text, /\/mon-acces/);
  assert.equal((await statusOf(fresh)).state, "refused");
  assert.equal(titleOf(await typed(inserted, pageIn(page), fresh.begun.words)), over);
});

test("nothing is proven in the first half minute, twice, or once it was stopped", async () => {
  const inserted = await insertedCard(whole, person(7));
  const page = await post(inserted, "/telephone");
  const fresh = await scans(page);
  assert.equal(titleOf(await confirm(inserted, pageIn(page))), over, "before the words");
  await typed(inserted, pageIn(page), fresh.begun.words);
  assert.equal(titleOf(await confirm(inserted, pageIn(page))), waits, "half a minute");
  assert.equal((await statusOf(fresh)).state, "evidenced");
  const stopped = await post(inserted, "/telephone/arreter", { page: pageIn(page) });
  assert.equal(titleOf(stopped), "C'est arrêté");
  await advance(seconds(31));
  assert.equal(titleOf(await confirm(inserted, pageIn(page))), over);
  assert.equal((await statusOf(fresh)).state, "refused");
});

test("one phone only is bound to a page, in its minute, and another site's form opens none", async () => {
  const inserted = await insertedCard(whole, person(8));
  for (const from of ["https://else.example", `http://${whole.issuer.host}`])
    for (const path of ["/telephone", "/telephone/mots", "/telephone/confirmer"])
      assert.equal((await post(inserted, path, {}, from)).status, 403);
  const link = await sendWithCard(card, inserted, { path: "/telephone" });
  assert.equal(link.status, 200);
  assert.doesNotMatch(link.text, /ESSAI|8997|data-aval-binding/, "a link reads no card");
  const page = await post(inserted, "/telephone");
  await advance(minutes(2));
  await assert.rejects(scans(page), (fault: PhoneRefusal) => fault.code === "binding_refused");
  const renewed = await post(inserted, "/telephone", { page: pageIn(page) });
  await scans(renewed);
  await assert.rejects(scans(renewed), (fault: PhoneRefusal) => fault.code === "binding_refused");
});

test("what was held is shown again by the same card and the words of that very phone, and its wait begins anew", async () => {
  const nationalId = person(9);
  const first = await enrolHolder(
    () => whole.phone,
    nationalId,
    undefined,
    () => Date.now() + ahead,
  );
  await advance(days(8));
  const inserted = await insertedCard(whole, nationalId);
  const fresh = await enrols(inserted);
  await first.phone.stopEnrolment(first.identity, fresh.begun.enrolment);
  const held = await statusOf(fresh);
  assert.equal(held.state, "held");
  assert.deepEqual(held.words, fresh.begun.words, "its screen says them, to be shown again");
  await advance(days(1));
  assert.equal(await activates(fresh), "enrolment_not_ready");

  const stranger = await insertedCard(whole, person(10));
  const theirs = await post(stranger, "/telephone");
  assert.doesNotMatch(theirs.text, /Téléphone neuf/);
  assert.equal(titleOf(await typed(stranger, pageIn(theirs), fresh.begun.words)), opened);

  const page = await post(inserted, "/telephone");
  assert.match(page.text, /Arrêté, à revoir\s: Téléphone neuf/);
  assert.equal(titleOf(await typed(inserted, pageIn(page), fresh.begun.words)), waits);
  await advance(seconds(31));
  assert.equal(titleOf(await confirm(inserted, pageIn(page))), proven);
  assert.equal((await statusOf(fresh)).state, "cooling");
});

test("a blocked holder's card adds no phone, and the page leads to the reopening", async () => {
  const holder = await enrolHolder(
    () => whole.phone,
    person(11),
    undefined,
    () => Date.now() + ahead,
  );
  await holder.phone.block(holder.identity);
  const answer = await post(await insertedCard(whole, person(11)), "/telephone");
  assert.equal(titleOf(answer), over);
  assert.match(answer.text, /href="\/rouvrir"/);
});

/** A holder with a phone of more than a week, at a reader with their card. */
async function settled(index: number) {
  const nationalId = person(index);
  const now = () => Date.now() + ahead;
  const first = await enrolHolder(() => whole.phone, nationalId, undefined, now);
  await advance(days(8));
  return { first, inserted: await insertedCard(whole, nationalId) };
}

test("held twice, what the card brings is no longer kept out by a pause, from its scan on", async () => {
  const { first, inserted } = await settled(12);
  for (let held = 0; held < 2; held++) {
    const { begun } = await enrols(inserted);
    await first.phone.stopEnrolment(first.identity, begun.enrolment);
  }
  await sql`insert into stop (id, professional, rule, made_at, scope)
    select 'stp_00000000000000000000000001', id, 'pause_from_alert', aval_now(), scope from professional
    where id = (select professional from device where id = ${first.identity.device})`.execute(
    whole.database.db,
  );
  assert.equal((await statusOf(await enrols(inserted))).state, "cooling");
});

test("once the words of a held phone were typed, no other phone is bound to that page", async () => {
  const { first, inserted } = await settled(13);
  const mine = await enrols(inserted);
  await first.phone.stopEnrolment(first.identity, mine.begun.enrolment);
  const page = await post(inserted, "/telephone");
  assert.equal(titleOf(await typed(inserted, pageIn(page), mine.begun.words)), waits);
  await assert.rejects(
    scans(page),
    (fault) => fault instanceof PhoneRefusal && fault.code === "binding_refused",
  );
  await advance(seconds(31));
  assert.equal(titleOf(await confirm(inserted, pageIn(page))), proven);
  assert.equal((await statusOf(mine)).state, "cooling");
});
