import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { minutes, seconds } from "#platform/time";
import type { CardKind } from "./sandbox/card-issuing.ts";
import { connectWithCard, type Inserted, sendWithCard } from "./testing/card-reader.ts";
import {
  type Client,
  enrolHolder,
  newBrowser,
  type Place,
  sandboxPeople,
  sandboxService,
} from "./testing/driver.ts";
import { advanceServer, cardHostOf, insertedCard as cardIn } from "./testing/inserted-card.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

/*
 * Signing in by card, on the whole server: the sign-in page's calls, the card's own TLS listener, the way back, the tokens.
 */
let whole: WholeServer;
let card: Place;
let people: readonly string[];

before(async () => {
  whole = await startWhole();
  card = cardHostOf(whole);
  people = await sandboxPeople(whole.issuer);
});
after(() => whole.stop());

const here = () => whole.issuer;
const loginOrigin = () => `http://${whole.issuer.host}`;
const cardOrigin = () => `https://${card.host}`;

const advance = (span: Parameters<typeof advanceServer>[1]) => advanceServer(whole, span);
const insertedCard = (nationalId: string, kind?: CardKind) => cardIn(whole, nationalId, kind);

/** A browser whose sign-in page has chosen the card, and what the page was given for its form. */
async function choosing(client: Client = sandboxService, more: Record<string, string> = {}) {
  const browser = await newBrowser(here);
  const page = await browser.open(client, more);
  await browser.act(page.signIn, "begin");
  const { view } = await browser.act(page.signIn, "card");
  assert.ok(view.entry);
  assert.equal(view.entry.address, `${cardOrigin()}/card`);
  return { browser, page, secret: view.entry.secret };
}

const enter = (secret: string, inserted: Inserted, origin = loginOrigin()) =>
  sendWithCard(card, inserted, {
    path: "/card?lang=fr",
    headers: { origin },
    form: { secret, lang: "fr" },
  });
const confirm = (secret: string, inserted: Inserted, origin = cardOrigin()) =>
  sendWithCard(card, inserted, {
    path: "/card/confirm",
    headers: { origin },
    form: { secret, lang: "fr" },
  });

function nonceIn(answer: Awaited<ReturnType<typeof confirm>>): string {
  assert.equal(answer.status, 303, answer.text);
  const nonce = /#card=([A-Za-z0-9_-]{43})$/.exec(String(answer.headers["location"]))?.[1];
  assert.ok(nonce, String(answer.headers["location"]));
  return nonce;
}

const refusalIn = (text: string) => /<h1>([^<]*)<\/h1>/.exec(text)?.[1]?.replaceAll("\u00a0", " ");

test("a good card opens everything, with authMode CARD, on a browser that is nobody's place", async () => {
  const [holder = ""] = people;
  const inserted = await insertedCard(holder);
  const { browser, page, secret } = await choosing();
  const shown = await enter(secret, inserted);
  assert.equal(shown.status, 200, shown.text);
  assert.match(shown.text, new RegExp(holder));
  assert.ok(
    shown.text.indexOf("Ce n&#39;est pas moi") < shown.text.indexOf("C&#39;est moi, j&#39;entre"),
    "the refusal stands first",
  );
  const nonce = nonceIn(await confirm(secret, inserted));
  const back = await browser.conclude(page.signIn, { card: nonce });
  const { status, body } = await browser.exchange(page, back.location);
  assert.equal(status, 200, JSON.stringify(body));
  const claims = JSON.parse((await browser.userinfo(body.access_token)).text) as Record<
    string,
    unknown
  >;
  assert.equal(claims["authMode"], "CARD");
  const idToken = JSON.parse(
    Buffer.from(body.id_token?.split(".")[1] ?? "", "base64url").toString(),
  ) as { amr: string[]; acr: string; aval_session: string };
  assert.deepEqual(idToken.amr, ["sc", "hwk", "pin", "mfa"]);
  assert.equal(idToken.acr, "eidas1");
  assert.equal(idToken.aval_session, "full");
  const again = await browser.open(sandboxService);
  const { view } = await browser.act(again.signIn, "begin");
  assert.equal(view.state, "silent", "a full session enters a further service without asking");
});

test("cards that are revoked, expired, foreign, or nobody's open nothing, and no card is asked for again in words", async () => {
  const [, holder = ""] = people;
  const cases: readonly [Inserted, string, number][] = [
    [await insertedCard(holder, "revoked"), "Cette carte n'est plus valable", 403],
    [await insertedCard(holder, "expired"), "Cette carte a expiré", 403],
    [await insertedCard(holder, "foreign"), "Prenez votre carte de professionnel", 403],
    [await insertedCard("899799999999"), "Cette carte n'ouvre rien ici", 403],
    [undefined, "Insérez votre carte, puis recommencez", 401],
  ];
  for (const [inserted, title, status] of cases) {
    const { secret } = await choosing();
    for (const answer of [await enter(secret, inserted), await confirm(secret, inserted)]) {
      assert.equal(refusalIn(answer.text)?.replaceAll("&#39;", "'"), title);
      assert.equal(answer.status, status);
      assert.doesNotMatch(answer.text, new RegExp(holder), "nothing is told of the holder");
      assert.match(answer.text, /Me connecter autrement/, "the other doors stay open");
    }
  }
});

test("what comes back is good for the browser key that began, and once", async () => {
  const [, , holder = ""] = people;
  const inserted = await insertedCard(holder);
  const begun = async () => {
    const chosen = await choosing();
    await enter(chosen.secret, inserted);
    return { ...chosen, nonce: nonceIn(await confirm(chosen.secret, inserted)) };
  };
  const entered = ({ location }: { location: string }) => /[?&]code=/.test(location);

  const stolen = await begun();
  const thief = await choosing();
  assert.equal(
    entered(await thief.browser.conclude(thief.page.signIn, { card: stolen.nonce })),
    false,
  );
  assert.equal(
    entered(await stolen.browser.conclude(stolen.page.signIn, { card: stolen.nonce })),
    false,
    "shown by another browser it is burnt for its own too",
  );

  const good = await begun();
  assert.equal(entered(await good.browser.conclude(good.page.signIn, { card: good.nonce })), true);
  const other = await choosing();
  assert.equal(
    entered(await other.browser.conclude(other.page.signIn, { card: good.nonce })),
    false,
  );
  const twice = await confirm(good.secret, inserted);
  assert.equal(twice.status, 410, "a visit is confirmed once");
});

test("the card's page is entered by a form of the sign-in page only, and confirmed by its own", async () => {
  const [holder = ""] = people;
  const inserted = await insertedCard(holder);
  const { secret } = await choosing();
  for (const origin of ["https://evil.example", "null", cardOrigin()])
    assert.equal((await enter(secret, inserted, origin)).status, 403, origin);
  for (const origin of ["https://evil.example", "null", loginOrigin()])
    assert.equal((await confirm(secret, inserted, origin)).status, 403, origin);
  const link = await sendWithCard(card, inserted, { path: `/card?secret=${secret}` });
  assert.equal(link.status, 410, "a link that somebody sent opens nothing");
  assert.equal((await enter("A".repeat(43), inserted)).status, 410);
});

test("a header that says whose card it is counts for nothing", async () => {
  const [holder = ""] = people;
  const inserted = await insertedCard(holder);
  assert.ok(inserted);
  const { secret } = await choosing();
  const names = ["x-client-cert", "ssl-client-cert", "x-forwarded-client-cert"];
  const answer = await sendWithCard(card, undefined, {
    path: "/card?lang=fr",
    headers: {
      origin: loginOrigin(),
      ...Object.fromEntries(names.map((name) => [name, inserted.pfx.toString("base64")])),
      "ssl-client-verify": "SUCCESS",
      "ssl-client-s-dn": `CN=${holder}`,
    },
    form: { secret, lang: "fr" },
  });
  assert.equal(answer.status, 401);
});

test("the card's host says what it is to whoever opens it, in both languages, and describes its addresses", async () => {
  const ask = async (path: string) => (await sendWithCard(card, undefined, { path })).text;
  const front = await ask("/?lang=fr");
  assert.match(front, /<html lang="fr">[\s\S]*Ici, on entre avec sa carte/);
  assert.match(front, /href="\/rouvrir"/);
  assert.match(await ask("/?lang=en"), /<html lang="en">[\s\S]*where one enters with a card/);
  const { paths } = JSON.parse(await ask("/openapi.json")) as { paths: Record<string, object> };
  for (const path of ["/card", "/card/confirm", "/rouvrir", "/rouvrir/confirmer"])
    assert.ok(paths[path], path);
});

test("no handshake is resumed or renegotiated, and a connection answers one request", async () => {
  const [holder = ""] = people;
  const inserted = await insertedCard(holder);
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    const tls = { minVersion: version, maxVersion: version };
    const first = await connectWithCard(card, inserted, tls);
    const kept: Buffer[] = [];
    first.on("session", (session) => kept.push(session));
    const line = (path: string) => `GET ${path} HTTP/1.1\r\nHost: ${card.host}\r\n\r\n`;
    first.write(line("/") + line("/"));
    const text = await new Promise<string>((resolve) => {
      let all = "";
      first.on("data", (part) => (all += part));
      first.on("close", () => resolve(all));
    });
    assert.equal(
      text.match(/HTTP\/1\.1 200/g)?.length,
      1,
      "one request, then the connection closes",
    );
    const session = kept.at(-1) ?? first.getSession();
    const second = await connectWithCard(card, undefined, { ...tls, ...(session && { session }) });
    assert.equal(second.isSessionReused(), false, version);
    if (version === "TLSv1.2") {
      const renegotiated = await new Promise((resolve) => {
        second.on("error", () => resolve(false));
        second.on("close", () => resolve(false));
        const begun = second.renegotiate({}, (fault) => resolve(fault === null));
        if (!begun) resolve(false);
      });
      assert.equal(renegotiated, false);
    }
    second.destroy();
    const { secret } = await choosing();
    const resumed = await sendWithCard(card, undefined, {
      path: "/card?lang=fr",
      headers: { origin: loginOrigin() },
      form: { secret, lang: "fr" },
      tls: { ...tls, ...(session && { session }) },
    });
    assert.equal(
      resumed.status,
      401,
      `${version}: the session of a card that was taken out is nobody`,
    );
  }
});

test("a card reported on the phone opens nothing more and what it opened ends; a newer card works", async () => {
  const [, , , , nationalId = ""] = people;
  const holder = await enrolHolder(() => whole.phone, nationalId);
  const lost = await insertedCard(nationalId);
  const neverSeen = await insertedCard(nationalId);
  const { browser, page, secret } = await choosing();
  const back = await browser.conclude(page.signIn, { card: nonceIn(await confirm(secret, lost)) });
  const { body } = await browser.exchange(page, back.location);
  assert.equal((await browser.userinfo(body.access_token)).status, 200);
  const between = await choosing();
  const confirmed = nonceIn(await confirm(between.secret, lost));

  const { sessions } = await holder.phone.cardLost(holder.identity);
  assert.equal(sessions, 1);
  assert.equal((await browser.userinfo(body.access_token)).status, 401);
  for (const inserted of [lost, neverSeen]) {
    const again = await choosing();
    const answer = await enter(again.secret, inserted);
    assert.equal(refusalIn(answer.text)?.replaceAll("&#39;", "'"), "Cette carte n'ouvre rien ici");
  }
  const { location } = await between.browser.conclude(between.page.signIn, { card: confirmed });
  assert.doesNotMatch(location, /[?&]code=/, "confirmed before the report, it opens nothing after");

  await advance(seconds(2));
  const newer = await insertedCard(nationalId);
  const next = await choosing();
  nonceIn(await confirm(next.secret, newer));
});

test("what comes back is good for ten seconds on the database's clock", async () => {
  const [, , holder = ""] = people;
  const inserted = await insertedCard(holder);
  const late = await choosing();
  const nonce = nonceIn(await confirm(late.secret, inserted));
  await advance(seconds(11));
  const { location } = await late.browser.conclude(late.page.signIn, { card: nonce });
  assert.doesNotMatch(location, /[?&]code=/);
});

test("a visit is over after five minutes", async () => {
  const [, , , holder = ""] = people;
  const inserted = await insertedCard(holder);
  const { secret } = await choosing();
  assert.equal((await enter(secret, inserted)).status, 200);
  // The last of the tests that move time by more than a browser's clock may be off.
  await advance(minutes(6));
  assert.equal((await enter(secret, inserted)).status, 410);
  assert.equal((await confirm(secret, inserted)).status, 410);
});
