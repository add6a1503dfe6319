import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { type Issuer, startIssuer } from "../testing/issuer.ts";
import { readNationalId, startPharmacy } from "./pharmacy.ts";

let issuer: Issuer;
let pharmacy: { close(): Promise<void> };
let origin: string;

before(async () => {
  issuer = await startIssuer();
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  pharmacy = await startPharmacy({
    issuer: issuer.address,
    clientId: "register",
    clientSecret: "s3cret",
    origin,
    port,
    host: "127.0.0.1",
    now: () => Date.now() + ahead,
    register: { address: `${issuer.address}/records`, clientId: "register" },
    linked: { clientId: "register", clientSecret: "s3cret" },
  });
});
let ahead = 0;
beforeEach(() => {
  ahead = 0;
  issuer.fail(undefined);
  issuer.answerPolls("authorization_pending");
  issuer.expireIn(60);
});
after(async () => {
  await pharmacy.close();
  await issuer.close();
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A window of the program. */
function counter() {
  let cookie = "";
  const go = async (path: string, init: RequestInit = {}) => {
    const headers = { cookie, ...init.headers };
    const answer = await fetch(new URL(path, origin), { ...init, redirect: "manual", headers });
    const [given] = answer.headers.getSetCookie();
    if (given?.startsWith("__Host-pharmacy=")) cookie = given.split(";")[0] ?? "";
    const text = (await answer.text()).replaceAll("\u00a0", " ").replaceAll("&#39;", "'");
    return { status: answer.status, text, headers: answer.headers };
  };
  const post = (path: string, form: Record<string, string> = {}) =>
    go(path, { method: "POST", headers: { origin }, body: new URLSearchParams(form) });
  const stage = async () => JSON.parse((await go("/stage.json")).text).at as string;
  return {
    go,
    post,
    stage,
    ask: () => post("/sign-in", { "national-id": "8 997 00000013" }),
    until: async (wanted: string) => {
      for (let tries = 0; tries < 300; tries++) {
        if ((await stage()) === wanted) return (await go("/")).text;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return assert.fail(`never ${wanted}, but ${await stage()}`);
    },
  };
}

test("it asks as Pro Santé Connect's programs do, and shows the two digits it sent", async () => {
  const { ask, go } = counter();
  assert.equal((await ask()).status, 303);
  const sent = issuer.asked.at(-1);
  assert.deepEqual(
    ["scope", "acr_values", "login_hint", "channel"].map((name) => sent?.get(name)),
    ["openid scope_all", "eidas1", "899700000013", "MOBILE"],
  );
  const number = sent?.get("binding_message") ?? "";
  assert.match(number, /^\d\d$/);
  const { text, headers } = await go("/");
  assert.match(text, new RegExp(`</span>${number}<`));
  assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/);
});

test("it polls until the phone has answered, then says who is at the counter and until when", async () => {
  const { ask, until } = counter();
  await ask();
  await until("asking");
  const before = issuer.polls();
  while (issuer.polls() < before + 2) await new Promise((resolve) => setTimeout(resolve, 5));
  issuer.answerPolls("tokens");
  const text = await until("in");
  for (const words of ["Bonjour, Dr Albane MORVAL", "899900000017", "Session réduite"])
    assert.ok(text.includes(words), words);
});

test("a refusal, an end without answer and an outage are each told, and nobody is in", async () => {
  for (const [error, words] of [
    ["access_denied", "La demande a été refusée"],
    ["expired_token", "Personne n'a répondu à temps"],
    ["server_error", "ne répond pas"],
  ] as const) {
    const { ask, until } = counter();
    issuer.answerPolls(error);
    await ask();
    assert.ok((await until("failed")).includes(words), error);
  }
  const { ask, go } = counter();
  issuer.fail("server_error");
  assert.equal((await ask()).status, 502);
  assert.match((await go("/")).text, /Votre identifiant national/);
});

test("what nobody answers ends by itself, and is never said to be nobody's", async () => {
  const { ask, until } = counter();
  issuer.expireIn(0.2);
  await ask();
  const text = await until("failed");
  assert.match(text, /Personne n'a répondu à temps/);
  assert.match(text, /Le logiciel ne sait pas pourquoi/);
});

test("a request that was cancelled, or given up for a newer one, signs nobody in any more", async () => {
  const { ask, post, stage } = counter();
  await ask();
  await post("/cancel");
  issuer.answerPolls("tokens");
  const polls = issuer.polls();
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(await stage(), "out");
  assert.ok(issuer.polls() <= polls + 1, "one poll may have been on its way");
});

test("a session ends with its hour, with the provider's word, and by whoever sits there", async () => {
  const [hour, told, left] = [counter(), counter(), counter()];
  for (const one of [hour, told, left]) {
    await one.ask();
    issuer.answerPolls("tokens");
    await one.until("in");
  }
  await left.post("/sign-out");
  assert.match((await left.go("/")).text, /Elle est fermée ici/);

  const forged = await told.post("/backchannel-logout", { logout_token: "a.b.c" });
  assert.equal(forged.status, 400);
  assert.equal(await told.stage(), "in");
  const token = await issuer.logoutToken();
  assert.equal((await told.post("/backchannel-logout", { logout_token: token })).status, 200);
  assert.match((await told.go("/")).text, /fermée depuis votre téléphone/);

  const again = counter();
  await again.ask();
  await again.until("in");
  ahead = 61 * 60_000;
  assert.match((await again.go("/")).text, /Sa durée est écoulée/);
});

test("it reads the register by a token of the register's, and what is not as expected is left out", async () => {
  const { ask, until, post, go } = counter();
  await ask();
  issuer.answerPolls("tokens");
  await until("in");
  await post("/vaccinations");
  const { text } = await go("/");
  assert.equal(text.match(/Bleuet FICTIF/g)?.length, 1);
  assert.match(text, /<strong>Grippe<\/strong>/);
});

test("tokens that are over are renewed; when the provider says no, the session is over here too", async () => {
  const { ask, until, post, go } = counter();
  await ask();
  issuer.answerPolls("tokens");
  await until("in");
  ahead = 5 * 60_000;
  const before = issuer.refreshes();
  await post("/vaccinations");
  assert.equal(issuer.refreshes(), before + 1);
  assert.match((await go("/")).text, /Bleuet FICTIF/);
  ahead = 10 * 60_000;
  issuer.fail("invalid_grant");
  await post("/vaccinations");
  assert.match((await go("/")).text, /Votre session est fermée/);
});

test("another window is nobody's, and another site's form does nothing", async () => {
  const [mine, other] = [counter(), counter()];
  await mine.ask();
  issuer.answerPolls("tokens");
  await mine.until("in");
  assert.equal(await other.stage(), "out");
  const forged = await mine.go("/sign-out", {
    method: "POST",
    headers: { origin: "https://attacker.example" },
  });
  assert.equal(forged.status, 403);
  assert.equal(await mine.stage(), "in");
});

test("an identifier is taken as people type it, and what can be none asks nobody", async () => {
  assert.equal(readNationalId("997 00000013"), "899700000013");
  assert.equal(readNationalId(" 8 997 000 000 13 "), "899700000013");
  assert.equal(readNationalId("5991234567/cpa00012"), "5991234567/CPA00012");
  for (const typed of ["", "12", "martin", "<b>", "8".repeat(60)])
    assert.equal(readNationalId(typed), undefined, typed);
  const asked = issuer.asked.length;
  const { post, go } = counter();
  const answer = await post("/sign-in", { "national-id": "martin" });
  assert.equal(answer.headers.get("location"), "/?mistyped");
  assert.match((await go("/?mistyped")).text, /Ce n'est pas un identifiant/);
  assert.equal(issuer.asked.length, asked);
});
