import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PhoneRefusal, type StopId } from "@aval/protocol";
import { transact } from "#platform/database";
import { days, hours, minutes } from "#platform/time";
import { type Inserted, sendWithCard } from "./testing/card-reader.ts";
import {
  approveFrame,
  enrolHolder,
  type Holder,
  newBrowser,
  type Place,
  sandboxPeople,
  sandboxService,
  send,
} from "./testing/driver.ts";
import { advanceServer, cardHostOf, insertedCard } from "./testing/inserted-card.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

/*
 * *Rouvrir mon accès*, on the whole server: the card's own listener, its page, and what is open afterwards.
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

const origin = () => `https://${card.host}`;
const look = (inserted: Inserted, from = origin()) =>
  sendWithCard(card, inserted, {
    path: "/rouvrir",
    headers: { origin: from },
    form: { lang: "fr" },
  });
const reopen = (inserted: Inserted, stop: string, from = origin()) =>
  sendWithCard(card, inserted, {
    path: "/rouvrir/confirmer",
    headers: { origin: from },
    form: { lang: "fr", stop },
  });
const titleOf = (text: string) =>
  /<h1>([^<]*)<\/h1>/
    .exec(text)?.[1]
    ?.replaceAll("\u00a0", " ")
    .replaceAll("\u202f", " ")
    .replaceAll("&#39;", "'");
const stopIn = (text: string) => /name="stop" value="([^"]+)"/.exec(text)?.[1];

const phones = () => whole.phone;
async function blocked(nationalId: string): Promise<{ holder: Holder; stop: string }> {
  const holder = await enrolHolder(phones, nationalId);
  const [stop] = (await holder.phone.block(holder.identity)).stops;
  assert.ok(stop);
  assert.equal(stop.cardAddress, `${origin()}/rouvrir`, "the phone says where the card reopens");
  return { holder, stop: stop.id };
}

let ahead = 0;
async function advance(span: Parameters<typeof advanceServer>[1]): Promise<void> {
  await advanceServer(whole, span);
  ahead += span;
}

/** What a sign-in with the phone comes to: `in`, or its refusal. */
async function byPhone(holder: Holder): Promise<string> {
  const browser = await newBrowser(
    () => whole.issuer,
    undefined,
    () => Date.now() + ahead,
  );
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  return approveFrame(holder, view.frame ?? "").then(
    () => "in",
    (fault: unknown) => {
      if (fault instanceof PhoneRefusal) return fault.code;
      throw fault;
    },
  );
}

test("a card lifts its holder's block by itself a day after it was made, and says before from when", async () => {
  const nationalId = person(0);
  const { holder, stop } = await blocked(nationalId);
  const inserted = await insertedCard(whole, nationalId);
  await advance(hours(23));
  const early = await look(inserted);
  assert.equal(titleOf(early.text), "Votre carte ne rouvre pas encore");
  assert.match(early.text, /à partir du/);
  assert.equal(stopIn(early.text), undefined);
  assert.equal(titleOf((await reopen(inserted, stop)).text), "Votre carte ne rouvre pas encore");
  assert.equal(await byPhone(holder), "holder_stopped");

  await advance(hours(1));
  const ready = await look(inserted);
  assert.equal(titleOf(ready.text), "Rouvrir votre accès ?");
  assert.equal(stopIn(ready.text), stop);
  assert.ok(ready.text.indexOf("Ne rien changer") < ready.text.indexOf("je rouvre"));
  assert.equal(await byPhone(holder), "holder_stopped", "a page that was looked at lifts nothing");
  assert.equal(titleOf((await reopen(inserted, stop)).text), "C'est rouvert");
  assert.equal(await byPhone(holder), "in");
  assert.equal(titleOf((await reopen(inserted, stop)).text), "Rien n'est arrêté", "once");
  const facts = await whole.database.db
    .selectFrom("fact")
    .select("body")
    .where("kind", "=", "card_reopened")
    .execute();
  assert.equal(facts.filter(({ body }) => String(body).includes(stop)).length, 1);
});

test("no other card lifts it: another holder's, a revoked, an expired, a foreign one, none, or one that was reported", async () => {
  const nationalId = person(1);
  const { holder, stop } = await blocked(nationalId);
  await advance(days(1));
  const refused = [
    [await insertedCard(whole, nationalId, "revoked"), 403],
    [await insertedCard(whole, nationalId, "expired"), 403],
    [await insertedCard(whole, nationalId, "foreign"), 403],
    [undefined, 401],
  ] as const;
  for (const [inserted, status] of refused)
    for (const answer of [await look(inserted), await reopen(inserted, stop)])
      assert.equal(answer.status, status, titleOf(answer.text));
  const stranger = await insertedCard(whole, person(5));
  assert.equal(titleOf((await look(stranger)).text), "Rien n'est arrêté");
  assert.equal(titleOf((await reopen(stranger, stop)).text), "Rien n'est arrêté");

  const lost = await insertedCard(whole, nationalId);
  await holder.phone.cardLost(holder.identity);
  for (const answer of [await look(lost), await reopen(lost, stop)]) {
    assert.equal(titleOf(answer.text), "Cette carte n'ouvre rien ici");
    assert.doesNotMatch(answer.text, new RegExp(nationalId));
  }
  assert.equal(await byPhone(holder), "holder_stopped");
  await advance(minutes(1));
  const next = await insertedCard(whole, nationalId);
  assert.equal(titleOf((await reopen(next, stop)).text), "C'est rouvert", "a newer card works");
});

test("another site's form lifts nothing, and a link opens a page that has read no card", async () => {
  const nationalId = person(2);
  const { stop } = await blocked(nationalId);
  const inserted = await insertedCard(whole, nationalId);
  await advance(days(1));
  for (const from of ["https://else.example", `http://${whole.issuer.host}`])
    for (const answer of [await look(inserted, from), await reopen(inserted, stop, from)])
      assert.equal(answer.status, 403);
  const opened = await sendWithCard(card, inserted, { path: "/rouvrir" });
  assert.equal(opened.status, 200);
  assert.doesNotMatch(opened.text, /ESSAI|899700/);
  assert.equal(titleOf((await look(inserted)).text), "Rouvrir votre accès ?", "nothing was lifted");
});

test("a freeze stands whatever card is there, and the page says who lifts it", async () => {
  const nationalId = person(3);
  const { holder } = await blocked(nationalId);
  const { db } = whole.database;
  await transact(db, (tx) =>
    tx
      .updateTable("stop")
      .set({ rule: "freeze" })
      .where("device", "=", holder.identity.device)
      .execute(),
  );
  await advance(days(9));
  const inserted = await insertedCard(whole, nationalId);
  const told = await look(inserted);
  assert.equal(titleOf(told.text), "Votre carte ne rouvre pas encore");
  assert.match(told.text, /Deux personnes habilitées/);
  assert.equal(stopIn(told.text), undefined);
  assert.equal(await byPhone(holder), "holder_stopped");
});

test("a blocked holder's sign-in by card stops at the card's page, which leads to the reopening", async () => {
  const nationalId = person(4);
  await blocked(nationalId);
  const inserted = await insertedCard(whole, nationalId);
  const browser = await newBrowser(
    () => whole.issuer,
    undefined,
    () => Date.now() + ahead,
  );
  const page = await browser.open(sandboxService);
  await browser.act(page.signIn, "begin");
  const { view } = await browser.act(page.signIn, "card");
  const answer = await sendWithCard(card, inserted, {
    path: "/card",
    headers: { origin: `http://${whole.issuer.host}` },
    form: { secret: view.entry?.secret ?? "", lang: "fr" },
  });
  assert.equal(titleOf(answer.text), "Cette carte n'ouvre rien ici");
  assert.match(answer.text, /href="\/rouvrir"/);
});

const showAtDesk = (inserted: Inserted, stop: string, phone: string, from = origin()) =>
  sendWithCard(card, inserted, {
    path: "/rouvrir/guichet",
    headers: { origin: from },
    form: { lang: "fr", stop, phone },
  });

/** Two of the sandbox's registrars sign, at its desk. */
async function deskSigns(phone: string, nationalId: string, ids = ["stf_anouk", "stf_basile"]) {
  const answer = await send(whole.phone, {
    method: "POST",
    path: "/sandbox/desk/reopening",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ phone, nationalId, registrars: ids }),
  });
  return answer.status === 200 ? "done" : (JSON.parse(answer.text) as { error: string }).error;
}

test("before its day a block opens to a desk, the card and the phone together: each alone, and any two, open nothing", async () => {
  const nationalId = person(6);
  const { holder, stop } = await blocked(nationalId);
  const { phone, identity } = holder;
  const inserted = await insertedCard(whole, nationalId);
  const lift = () =>
    phone.lift(identity, stop as StopId, holder.code).then(
      () => "done",
      (fault: unknown) => (fault instanceof PhoneRefusal ? fault.code : Promise.reject(fault)),
    );
  assert.doesNotMatch((await look(inserted)).text, /au guichet/, "not in its quarter of an hour");
  await advance(minutes(20));
  assert.equal(await deskSigns(identity.device, nationalId), "reopening_not_found");
  const before = await showAtDesk(inserted, stop, identity.device);
  assert.match(before.text, /Commencez sur votre téléphone/);

  const [begun] = (await phone.reopen(identity, stop as StopId)).stops;
  assert.deepEqual(begun?.reopening, { begun: true, phone: identity.device });
  const named = await look(inserted);
  assert.match(named.text, new RegExp(`name="phone" value="${identity.device}"`));
  assert.equal(await lift(), "stop_not_liftable");
  assert.equal(await deskSigns(identity.device, person(7)), "evidence_refused", "somebody else");
  assert.equal(
    await deskSigns(identity.device, nationalId, ["stf_anouk", "stf_anouk"]),
    "evidence_refused",
  );
  const [stranger, link] = [
    await showAtDesk(await insertedCard(whole, person(7)), stop, identity.device),
    await showAtDesk(inserted, stop, identity.device, `http://${whole.issuer.host}`),
  ];
  assert.equal(titleOf(stranger.text), "Rien n'est arrêté");
  assert.equal(link.status, 403);
  const shown = await showAtDesk(inserted, stop, identity.device);
  assert.equal(titleOf(shown.text), "Votre carte est lue");
  assert.match(shown.text, /Il manque encore[\s\S]*les deux agents/);
  assert.equal(await lift(), "stop_not_liftable", "the card and the phone");
  assert.equal(await byPhone(holder), "holder_stopped");
  assert.equal(await deskSigns(identity.device, nationalId), "done");
  assert.match((await look(inserted)).text, /Fait[\s\S]*les deux agents[\s\S]*Il manque encore/);
  assert.equal(await lift(), "done");
  assert.equal(await byPhone(holder), "in");
  assert.equal(titleOf((await look(inserted)).text), "Rien n'est arrêté");
});

test("a card that was reported shows nothing at a desk, and lifts nothing where it was shown before", async () => {
  const nationalId = person(7);
  const { holder, stop } = await blocked(nationalId);
  const inserted = await insertedCard(whole, nationalId);
  await advance(minutes(20));
  await holder.phone.reopen(holder.identity, stop as StopId);
  const { device } = holder.identity;
  assert.equal(titleOf((await showAtDesk(inserted, stop, device)).text), "Votre carte est lue");
  assert.equal(await deskSigns(device, nationalId), "done");
  await holder.phone.cardLost(holder.identity);
  await assert.rejects(
    holder.phone.lift(holder.identity, stop as StopId, holder.code),
    (fault) => fault instanceof PhoneRefusal && fault.code === "stop_not_liftable",
  );
  assert.equal(
    titleOf((await showAtDesk(inserted, stop, device)).text),
    "Cette carte n'ouvre rien ici",
  );
});
