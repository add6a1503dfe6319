import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { AccountHistory, AccountHome } from "@aval/protocol";
import { sql } from "kysely";
import { minutes } from "#platform/time";
import type { acts } from "./modules/account/acts.ts";
import { ask, type Browser } from "./testing/account.ts";
import { type Inserted, sendWithCard } from "./testing/card-reader.ts";
import { enrolHolder, newBrowser, type Place, sandboxPeople, send } from "./testing/driver.ts";
import { advanceServer, cardHostOf, insertedCard } from "./testing/inserted-card.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// *Lire ce qui s'est passé*, on the whole server: a frozen or blocked holder enters nowhere, and sees with their card, and acts nowhere.

let whole: WholeServer;
let card: Place;
let origin: string;
let people: readonly string[];
let used = 0;
let ahead = 0;
before(async () => {
  whole = await startWhole();
  card = cardHostOf(whole);
  origin = `http://${whole.issuer.host}`;
  people = await sandboxPeople(whole.issuer);
});
after(() => whole.stop());

const readOn = (inserted: Inserted, from = `https://${card.host}`) =>
  sendWithCard(card, inserted, { path: "/lire", headers: { origin: from }, form: { lang: "fr" } });

/** Somebody with a phone and a card, and why nobody enters in their name. */
async function stopped(by: "freeze" | "block" | "nothing" = "freeze") {
  const nationalId = people[used++] as string;
  const holder = await enrolHolder(
    () => whole.phone,
    nationalId,
    undefined,
    () => Date.now() + ahead,
  );
  const inserted = await insertedCard(whole, nationalId);
  if (by === "block") await holder.phone.block(holder.identity);
  if (by === "freeze") await freeze(nationalId);
  return { nationalId, holder, inserted };
}

async function freeze(nationalId: string): Promise<void> {
  await sql`
    insert into stop (id, professional, rule, reason, made_by, made_at, scope)
    select 'stp_' || md5(${nationalId}), professional, 'freeze', 'found', 'stf_somebody', aval_now(), 'national'
    from identifier where identifier = ${nationalId}`.execute(whole.database.db);
}

/** What the card's host handed over. */
const handedBy = (answer: { readonly headers: Readonly<Record<string, unknown>> }) =>
  String(answer.headers["location"])
    .match(/^(.*)\/mon-acces#lire=([\w-]{43})$/)
    ?.slice(1) ?? [];

async function takeUp(browser: Browser, handed: string | undefined): Promise<number> {
  return (await ask(browser, origin, "read", { handed })).status;
}

async function reading(inserted: Inserted): Promise<Browser> {
  const [where, handed] = handedBy(await readOn(inserted));
  assert.equal(where, origin);
  const browser = await newBrowser(() => whole.issuer);
  assert.equal(await takeUp(browser, handed), 200);
  return browser;
}

const read = async <T>(browser: Browser, path: string): Promise<T> => {
  const answer = await ask(browser, origin, path);
  assert.equal(answer.status, 200, `${path}: ${answer.text}`);
  return JSON.parse(answer.text) as T;
};
const refusal = ({ text }: { text: string }) => (JSON.parse(text) as { error?: string }).error;

const bodies: Readonly<
  Record<Exclude<keyof typeof acts, "take_proofs" | "take_complaint">, readonly [string, object]>
> = {
  close_session: ["sessions/close", { session: "others" }],
  end_place: ["places/end", { place: "plc_00000000000000000000000000" }],
  end_bell: ["bells/end", { bell: "bel_00000000000000000000000000" }],
  end_software: ["software/end", { software: "ins_00000000000000000000000000" }],
  end_key: ["keys/end", { key: "pky_00000000000000000000000000" }],
  disown: ["history/disown", { session: "ses_00000000000000000000000000" }],
  block: ["block", {}],
  suspend_phone: ["phones/suspend", { phone: "dev_00000000000000000000000000" }],
  say_contacts_right: ["contacts/right", {}],
  set_more_time: ["settings", { moreTime: true }],
  set_quiet: ["quiet-hours", { hours: null }],
  tick_step: ["steps", { step: "order", isDone: true }],
};

test("a frozen holder reads every section with their card, keeps the proofs, and does nothing else", async () => {
  const { inserted } = await stopped();
  const browser = await reading(inserted);
  const home = await read<AccountHome>(browser, "home");
  assert.deepEqual(
    [home.onlyReads, home.stops.map(({ rule }) => rule), home.freeze],
    [true, ["freeze"], { reason: "found", signed: 0 }],
  );
  for (const section of [
    "phones",
    "places",
    "bells",
    "software",
    "keys",
    "sessions",
    "steps",
    "alerts",
  ])
    await read(browser, section);
  const { events } = await read<AccountHistory>(browser, "history");
  assert.equal(events[0]?.kind, "card_read_on");
  assert.equal((await ask(browser, origin, "proofs", {})).status, 200);
  assert.equal((await ask(browser, origin, "complaint", { days: 30 })).status, 200);
  for (const [path, body] of Object.values(bodies)) {
    const answer = await ask(browser, origin, path, body);
    assert.deepEqual([answer.status, refusal(answer)], [403, "account_only_read"], path);
  }
  const { rows } = await sql`select from session where closed_at is null`.execute(
    whole.database.db,
  );
  assert.equal(rows.length, 0, "it is no session");
});

test("what the card's host hands over is taken up once, however many try, within a minute", async () => {
  const { inserted } = await stopped("block");
  const [, handed] = handedBy(await readOn(inserted));
  const browsers = await Promise.all(
    Array.from({ length: 8 }, () => newBrowser(() => whole.issuer)),
  );
  const taken = await Promise.all(browsers.map((browser) => takeUp(browser, handed)));
  assert.deepEqual(taken.toSorted(), [200, ...Array(7).fill(401)]);
  // What stood in an address is not what the browser keeps.
  const other = await newBrowser(() => whole.issuer);
  other.cookies.set("__Host-aval_account", handed as string);
  assert.equal((await ask(other, origin, "history")).status, 401);

  const [, late] = handedBy(await readOn(inserted));
  other.cookies.set("__Host-aval_account", late as string);
  assert.equal((await ask(other, origin, "history")).status, 401, "not before it is taken up");
  await advanceServer(whole, minutes(2));
  ahead += minutes(2);
  assert.equal(await takeUp(other, late), 401);
});

test("it is over with the stop, with the card, and after half an hour", async () => {
  const lifted = await stopped();
  const there = await reading(lifted.inserted);
  await sql`update stop set lifted_at = aval_now(), lifted_by = 'two_people'
    where id = 'stp_' || md5(${lifted.nationalId})`.execute(whole.database.db);
  assert.equal((await ask(there, origin, "history")).status, 401);

  const lost = await stopped();
  const reader = await reading(lost.inserted);
  await read(reader, "history");
  await lost.holder.phone.cardLost(lost.holder.identity);
  assert.equal((await ask(reader, origin, "history")).status, 401);
  assert.deepEqual(handedBy(await readOn(lost.inserted)), []);

  const slow = await stopped();
  const left = await reading(slow.inserted);
  await advanceServer(whole, minutes(31));
  ahead += minutes(31);
  assert.equal((await ask(left, origin, "history")).status, 401);
});

test("where nothing holds every entry the card says so and hands over nothing; another site's form neither", async () => {
  const open = await stopped("nothing");
  const answer = await readOn(open.inserted);
  assert.deepEqual([answer.status, handedBy(answer)], [200, []]);
  assert.match(answer.text, /Rien n(&#39;|')est arrêté/);

  const { inserted, nationalId } = await stopped();
  const elsewhere = await readOn(inserted, "https://elsewhere.example");
  assert.deepEqual([elsewhere.status, handedBy(elsewhere)], [403, []]);
  const link = await sendWithCard(card, inserted, { path: "/lire" });
  assert.equal(link.status, 405);
  assert.deepEqual(handedBy(await readOn(await insertedCard(whole, nationalId, "revoked"))), []);
  assert.deepEqual(handedBy(await readOn(undefined)), []);
  const foreign = await send(whole.issuer, {
    method: "POST",
    path: "/mon-acces/api/read",
    headers: { origin: "https://elsewhere.example", "content-type": "application/json" },
    body: JSON.stringify({ handed: "A".repeat(43) }),
  });
  assert.equal(foreign.status, 403);
});
