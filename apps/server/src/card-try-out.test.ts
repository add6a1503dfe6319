import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { SecondMeans } from "@aval/protocol";
import { sql } from "kysely";
import { hours } from "#platform/time";
import { type Inserted, sendWithCard } from "./testing/card-reader.ts";
import { enrolHolder, type Holder, type Place, sandboxPeople } from "./testing/driver.ts";
import { advanceServer, cardHostOf, insertedCard } from "./testing/inserted-card.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// *Essayer ma carte*, on the whole server: the card's own listener, its page, and what a holder is then said to have.

let whole: WholeServer;
let card: Place;
let people: readonly string[];
const person = (index: number) => people[index] ?? "";
let ahead = 0;
before(async () => {
  whole = await startWhole();
  card = cardHostOf(whole);
  people = await sandboxPeople(whole.issuer);
});
after(() => whole.stop());

const tryOut = (inserted: Inserted | undefined, from = `https://${card.host}`) =>
  sendWithCard(card, inserted, {
    path: "/essayer",
    headers: { origin: from },
    form: { lang: "fr" },
  });
const titleOf = (text: string) =>
  /<h1>([^<]*)<\/h1>/
    .exec(text)?.[1]
    ?.replaceAll(/[\u00a0\u202f]/g, " ")
    .replaceAll("&#39;", "'");
const meansOf = async ({ phone, identity }: Holder): Promise<readonly SecondMeans[] | undefined> =>
  (await phone.ownPhones(identity)).means;
const count = async (of: "session" | "card_visit") => {
  const { rows } = await sql<{ count: string }>`select count(*) from ${sql.table(of)}`.execute(
    whole.database.db,
  );
  return Number(rows[0]?.count);
};
const facts = async (kind: string) => {
  const { rows } = await sql`select from fact where kind = ${kind}`.execute(whole.database.db);
  return rows.length;
};

test("a card that works says so, with whose it is; it opens nothing, is a fact once a day, and is then its holder's second means", async () => {
  const nationalId = person(0);
  const holder = await enrolHolder(
    () => whole.phone,
    nationalId,
    undefined,
    () => Date.now() + ahead,
  );
  assert.deepEqual(await meansOf(holder), []);
  const before = [await count("session"), await count("card_visit")];
  const inserted = await insertedCard(whole, nationalId);
  const told = await tryOut(inserted);
  assert.equal(told.status, 200);
  assert.equal(titleOf(told.text), "Votre carte fonctionne ici");
  assert.match(told.text, new RegExp(nationalId));
  assert.deepEqual(await meansOf(holder), ["card"]);
  assert.equal(titleOf((await tryOut(inserted)).text), "Votre carte fonctionne ici");
  assert.equal(await facts("card_tested"), 1);
  assert.deepEqual([await count("session"), await count("card_visit")], before);
  assert.equal(told.headers["set-cookie"], undefined);
  await advanceServer(whole, hours(25));
  ahead += hours(25);
  await tryOut(inserted);
  assert.equal(await facts("card_tested"), 2);
});

test("a card that its holder reported counts for nothing, and says no more of them than to a stranger", async () => {
  const nationalId = person(1);
  const holder = await enrolHolder(
    () => whole.phone,
    nationalId,
    undefined,
    () => Date.now() + ahead,
  );
  const inserted = await insertedCard(whole, nationalId);
  await tryOut(inserted);
  assert.deepEqual(await meansOf(holder), ["card"]);
  await holder.phone.cardLost(holder.identity);
  assert.deepEqual(await meansOf(holder), []);
  const refused = await tryOut(inserted);
  assert.equal(titleOf(refused.text), "Cette carte n'ouvre rien ici");
  assert.doesNotMatch(refused.text, new RegExp(nationalId));
  assert.deepEqual(await meansOf(holder), []);
});

test("no card, a revoked, an expired or a foreign one is told what to do, and counts for nobody", async () => {
  const nationalId = person(2);
  const holder = await enrolHolder(
    () => whole.phone,
    nationalId,
    undefined,
    () => Date.now() + ahead,
  );
  const before = await facts("card_tested");
  for (const [inserted, status] of [
    [undefined, 401],
    [await insertedCard(whole, nationalId, "revoked"), 403],
    [await insertedCard(whole, nationalId, "expired"), 403],
    [await insertedCard(whole, nationalId, "foreign"), 403],
  ] as const) {
    const answer = await tryOut(inserted);
    assert.equal(answer.status, status, titleOf(answer.text));
    assert.match(answer.text, /href="\/essayer"/, "the way on");
    assert.doesNotMatch(answer.text, new RegExp(nationalId));
  }
  assert.deepEqual(await meansOf(holder), []);
  assert.equal(await facts("card_tested"), before);
});

test("another site's form reads no card, and a link that was sent opens the page that says so and nothing else", async () => {
  const nationalId = person(3);
  const inserted = await insertedCard(whole, nationalId);
  const holder = await enrolHolder(
    () => whole.phone,
    nationalId,
    undefined,
    () => Date.now() + ahead,
  );
  const elsewhere = await tryOut(inserted, "https://elsewhere.example");
  assert.equal(elsewhere.status, 403);
  assert.deepEqual(await meansOf(holder), []);
  const link = await sendWithCard(card, inserted, { path: "/essayer" });
  assert.equal(titleOf(link.text), "Essayer ma carte");
  assert.doesNotMatch(link.text, new RegExp(nationalId));
  assert.deepEqual(await meansOf(holder), []);
});
