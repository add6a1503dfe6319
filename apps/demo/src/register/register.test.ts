import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer as createNetServer } from "node:net";
import { after, before, test } from "node:test";
import { type Issuer, startIssuer } from "../testing/issuer.ts";
import { type Act, createRecords, reducedActsPerHour } from "./acts.ts";
import { insidePage, type News } from "./pages.ts";
import { startRegister } from "./register.ts";

let issuer: Issuer;
let register: { close(): Promise<void> };
let origin: string;

before(async () => {
  issuer = await startIssuer();
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  register = await startRegister({
    issuer: issuer.address,
    clientId: "register",
    clientSecret: "s3cret:with%signs",
    origin,
    port,
    host: "127.0.0.1",
  });
});

after(async () => {
  await register.close();
  await issuer.close();
});

async function freePort(): Promise<number> {
  const probe = createNetServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const insideWith = (news: News) =>
  insidePage("fr", {
    person: { nationalId: "8997", name: "Zoé FICTIVE", exercises: [] },
    rights: "reduced",
    isReducedSince: false,
    left: 0,
    endsAt: 0,
    news,
    acts: [],
  });

/** A browser with its cookies and nothing else. */
function browser() {
  const jar = new Map<string, string>();
  const go = async (address: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(new URL(address, origin), {
      ...init,
      redirect: "manual",
      headers: { cookie, ...init.headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) as unknown as [string, string, string];
      if (/Max-Age=0/.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return {
      status: answer.status,
      location: answer.headers.get("location") ?? "",
      text: await answer.text(),
      headers: answer.headers,
    };
  };
  const post = (
    address: string,
    headers: Record<string, string> = { origin },
    form: Record<string, string> = {},
  ) => go(address, { method: "POST", headers, body: new URLSearchParams(form) });
  /** Leaves for the provider; gives back the parameters it was sent with. */
  const depart = async () => new URL((await go("/sign-in")).location).searchParams;
  const arrive = (given: Record<string, string>) => go(`/callback?${new URLSearchParams(given)}`);
  const signIn = async (session?: string) => {
    const asked = await depart();
    return arrive(issuer.approve(asked, session));
  };
  return { jar, go, post, depart, arrive, signIn };
}

test("a professional signs in and reads who they are, where they practise, and how long the session lasts", async () => {
  const { go, signIn } = browser();
  assert.match((await go("/")).text, /Me connecter avec Aval/);
  const back = await signIn();
  assert.deepEqual([back.status, back.location], [303, "/"]);
  const text = (await go("/")).text.replaceAll("\u00a0", " ");
  for (const words of [
    "Bonjour, Dr Albane MORVAL",
    "Médecin",
    "CABINET DES TILLEULS",
    "899900000017",
    "Session réduite : une heure",
  ]) {
    assert.ok(text.includes(words), words);
  }
  assert.match((await go("/?lang=en")).text, /Reduced session: one hour/);
  assert.match((await go("/")).text, /Physician/, "the language is remembered");
});

test("the request carries state, nonce and a proof key, and asks for PSC's scope and level", async () => {
  const asked = await browser().depart();
  assert.deepEqual(
    ["scope", "acr_values", "code_challenge_method", "response_type", "redirect_uri"].map((name) =>
      asked.get(name),
    ),
    ["openid scope_all", "eidas1", "S256", "code", `${origin}/callback`],
  );
  for (const name of ["state", "nonce", "code_challenge"])
    assert.ok((asked.get(name)?.length ?? 0) >= 43, name);
});

test("an answer that another browser left for signs nobody in", async () => {
  const [victim, attacker] = [browser(), browser()];
  const asked = await attacker.depart();
  await victim.depart();
  const answer = await victim.arrive(issuer.approve(asked));
  assert.equal(answer.status, 400);
  assert.match((await victim.go("/")).text, /Me connecter avec Aval/);
});

test("one departure has one answer, good or bad", async () => {
  const { depart, arrive } = browser();
  const given = issuer.approve(await depart());
  assert.equal((await arrive(given)).status, 303);
  assert.equal((await arrive(given)).status, 400);

  const asked = await depart();
  const refused = { error: "access_denied", state: asked.get("state") ?? "", iss: issuer.address };
  assert.equal((await arrive(refused)).status, 200);
  assert.equal((await arrive(issuer.approve(asked))).status, 400);
});

test("an answer with another nonce, another issuer, or another proof key signs nobody in", async () => {
  const spoils: ((
    asked: URLSearchParams,
    given: Record<string, string>,
  ) => Record<string, string>)[] = [
    (asked) =>
      issuer.approve(new URLSearchParams({ ...Object.fromEntries(asked), nonce: "other" })),
    (_asked, given) => ({ ...given, iss: "http://127.0.0.1:1/other" }),
    (asked) =>
      issuer.approve(
        new URLSearchParams({ ...Object.fromEntries(asked), code_challenge: "other" }),
      ),
  ];
  for (const [index, spoil] of spoils.entries()) {
    const { depart, arrive, go } = browser();
    const asked = await depart();
    const answer = await arrive(spoil(asked, issuer.approve(asked)));
    assert.notEqual(answer.status, 303, `spoil ${index}`);
    assert.match((await go("/")).text, /Me connecter avec Aval/);
  }
});

test("a refusal is said plainly, in the reader's language, with what an editor needs", async () => {
  const { depart, arrive } = browser();
  const asked = await depart();
  const given = {
    error: "access_denied",
    error_description: '<script>alert("x")</script>',
    state: asked.get("state") ?? "",
    iss: issuer.address,
  };
  const answer = await arrive(given);
  assert.equal(answer.status, 200);
  assert.match(answer.text, /Personne n'est entré|Personne n&#39;est entré/);
  assert.match(answer.text, /access_denied/);
  assert.doesNotMatch(answer.text, /<script/);
});

test("the session gets a new name on signing in, and its cookie belongs to this host alone", async () => {
  const { jar, depart, arrive } = browser();
  const asked = await depart();
  const planted = jar.get("__Host-register");
  const back = await arrive(issuer.approve(asked));
  assert.notEqual(jar.get("__Host-register"), planted);
  const [line] = back.headers.getSetCookie();
  for (const attribute of ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"])
    assert.ok(line?.includes(attribute), attribute);
});

test("two pages asking at once refresh once: a refresh token is good once", async () => {
  const { go, post, signIn } = browser();
  await signIn();
  const count = issuer.refreshes();
  const release = issuer.hold();
  const both = Promise.all([post("/refresh"), post("/refresh")]);
  for (let tries = 0; issuer.refreshes() === count && tries < 1_000; tries++) await go("/nowhere");
  // By now the register has read the second one too: it was sent before these.
  await go("/nowhere");
  release();
  assert.deepEqual(
    (await both).map((answer) => answer.location),
    ["/?news=refreshed", "/?news=refreshed"],
  );
  assert.equal(issuer.refreshes(), count + 1);
  assert.match((await go("/?news=refreshed")).text, /votre session est toujours ouverte/);
});

test("once its access token is over, a page asks the provider whether the session still stands", async () => {
  const { go, signIn } = browser();
  issuer.expireNext();
  await signIn();
  const count = issuer.refreshes();
  assert.match((await go("/")).text, /Bonjour/);
  assert.equal(issuer.refreshes(), count + 1);
  await go("/");
  assert.equal(issuer.refreshes(), count + 1);
});

test("a session that the provider has closed is closed here at the next refresh; an outage closes nothing", async () => {
  const { go, post, signIn } = browser();
  await signIn();
  issuer.fail("server_error");
  assert.match((await post("/refresh")).text, /ne répond pas/);
  issuer.fail(undefined);
  assert.match((await go("/")).text, /Bonjour/);
  issuer.fail("invalid_grant");
  assert.match((await post("/refresh")).text, /Votre session a été fermée/);
  issuer.fail(undefined);
  assert.match((await go("/")).text, /Me connecter avec Aval/);
});

/** As the provider posts one: without a browser, a cookie or an origin. */
const tell = async (token: string) => {
  const body = new URLSearchParams({ logout_token: token });
  return (await fetch(`${origin}/backchannel-logout`, { method: "POST", body })).status;
};

test("a logout token ends the session it names, on whatever browser, and the page says why", async () => {
  const [counter, home] = [browser(), browser()];
  await counter.signIn("session-counter");
  await home.signIn("session-home");
  assert.equal(await tell(await issuer.logoutToken({ sid: "session-counter" })), 200);
  const { text } = await counter.go("/");
  assert.match(text, /Vous êtes déconnecté.*Aval a prévenu ce registre/s);
  assert.match((await counter.go("/")).text, /Me connecter avec Aval/, "told once");
  assert.match((await home.go("/")).text, /Bonjour/, "the other one stands");
  await counter.signIn("session-again");
  assert.match((await counter.go("/")).text, /Bonjour/);
});

test("a logout token without a session ends all that this person has open, and nothing that began after it", async () => {
  const [one, other] = [browser(), browser()];
  await one.signIn("session-a");
  await other.signIn("session-b");
  const before = Math.floor(Date.now() / 1000) - 60;
  assert.equal(await tell(await issuer.logoutToken({ sid: undefined, iat: before })), 200);
  for (const each of [one, other]) assert.match((await each.go("/")).text, /Bonjour/);
  assert.equal(await tell(await issuer.logoutToken({ sid: undefined })), 200);
  for (const each of [one, other]) assert.match((await each.go("/")).text, /prévenu ce registre/);
});

test("a session told to be over is not opened again by a refresh that was on its way", async () => {
  const { go, post, signIn } = browser();
  await signIn("session-slow");
  const release = issuer.hold();
  const before = issuer.refreshes();
  const refreshing = post("/refresh");
  while (issuer.refreshes() === before) await new Promise(setImmediate);
  assert.equal(await tell(await issuer.logoutToken({ sid: "session-slow" })), 200);
  release();
  await refreshing;
  assert.doesNotMatch((await go("/")).text, /Bonjour/);
});

test("a token that is not a fresh logout token of our provider for us ends nothing", async () => {
  const { go, signIn } = browser();
  await signIn("session-kept");
  const now = Math.floor(Date.now() / 1000);
  const sid = "session-kept";
  const wrong = [
    await issuer.logoutToken({ sid, iss: "https://evil.example" }),
    await issuer.logoutToken({ sid, aud: "another" }),
    await issuer.logoutToken({ sid, nonce: "n" }),
    await issuer.logoutToken({ sid, events: {} }),
    await issuer.logoutToken({ sid, events: undefined }),
    await issuer.logoutToken({ sid, jti: undefined }),
    await issuer.logoutToken({ sid, sub: undefined }),
    await issuer.logoutToken({ sid, exp: now - 3_600, iat: now - 3_720 }),
    await issuer.logoutToken({ sid, iat: now - 3_600 }),
    await issuer.logoutToken({ sid }, { typ: "JWT" }),
    await issuer.logoutToken({ sid }, { alg: "none" }),
    await issuer.logoutToken({ sid }, { kid: "unknown" }),
    (await issuer.logoutToken({ sid })).replace(/.{8}$/, "AAAAAAAA"),
    "",
    "a.b.c",
  ];
  for (const [index, token] of wrong.entries()) assert.equal(await tell(token), 400, `${index}`);
  assert.match((await go("/")).text, /Bonjour/);
  // Without the provider's keys nothing is known of the token: it may come again.
  issuer.hideKeys(true);
  assert.equal(await tell(await issuer.logoutToken({ sid })), 502);
  issuer.hideKeys(false);
  assert.match((await go("/")).text, /Bonjour/);
  assert.equal(await tell(await issuer.logoutToken({ sid })), 200);
});

test("userinfo is shown as it came, escaped", async () => {
  const { go, signIn } = browser();
  await signIn();
  const { text } = await go("/userinfo");
  assert.match(text, /SubjectNameID/);
  assert.match(text, /&lt;b&gt;/);
  assert.doesNotMatch(text, /<b>/);
});

test("a vaccination is recorded in the name of whoever is signed in, and of nobody else", async () => {
  const { go, post, signIn } = browser();
  const form = { patient: "bleuet", vaccine: "tetanus" };
  assert.equal((await post("/vaccinations", { origin }, form)).location, "/");
  await signIn();
  assert.equal((await post("/vaccinations", { origin }, form)).location, "/?news=recorded");
  assert.match((await go("/?news=recorded")).text, /role="status".*enregistré/);
  assert.match((await go("/")).text, /<li><strong>Diphtérie, tétanos, polio<\/strong>, Bleuet/);
  for (const wrong of [{}, { patient: "toString", vaccine: "tetanus" }, { ...form, vaccine: "x" }])
    assert.equal((await post("/vaccinations", { origin }, wrong)).location, "/?news=unknown");
  const foreign = await post("/vaccinations", { origin: "http://evil.example" }, form);
  assert.equal(foreign.status, 403);
  const long = await post("/vaccinations", { origin }, { patient: "x".repeat(5_000) });
  assert.equal(long.status, 413);
});

test("a reduced session writes its number of acts an hour, and says so at the next one", async () => {
  const records = createRecords();
  const act: Act = { patient: "bleuet", vaccine: "covid", at: 0 };
  for (let count = 0; count < reducedActsPerHour; count++)
    assert.ok(records.add("8997", { ...act, at: count }, "reduced"));
  assert.ok(!records.add("8997", { ...act, at: 60_000 }, "reduced"));
  assert.ok(records.add("8998", { ...act, at: 60_000 }, "reduced"), "each has their own");
  assert.ok(records.add("8997", { ...act, at: 60_000 }, "full"));
  assert.ok(records.add("8997", { ...act, at: 3_600_020 }, "reduced"));
  assert.match(insideWith("enough"), /role="alert"[\s\S]*20 actes par heure au plus/);
  assert.match(insideWith("enough"), /Il n&#39;en reste aucun/);
  assert.deepEqual([records.left("8998", 60_000), records.left("8997", 60_000)], [19, 0]);
});

test("a reader is met in the browser's language, and kept in the one they chose", async () => {
  const english = { headers: { "accept-language": "en-GB,en;q=0.9,fr;q=0.8" } };
  const { go } = browser();
  assert.match((await go("/", english)).text, /<html lang="en">/);
  assert.match((await go("/", { headers: { "accept-language": "de" } })).text, /<html lang="fr">/);
  await go("/?lang=fr");
  assert.match((await go("/", english)).text, /<html lang="fr">/);
});

test("signing out closes here, then at the provider, and believes only its own return", async () => {
  const { go, post, signIn } = browser();
  await signIn();
  const leaving = await post("/sign-out");
  assert.equal(leaving.status, 303);
  const asked = new URL(leaving.location);
  assert.equal(asked.origin + asked.pathname, `${issuer.address}/logout`);
  assert.equal(asked.searchParams.get("post_logout_redirect_uri"), `${origin}/`);
  assert.equal(asked.searchParams.get("id_token_hint")?.split(".").length, 3);
  assert.match((await go("/")).text, /Me connecter avec Aval/);
  assert.match((await go("/?state=other")).text, /Me connecter avec Aval/);
  assert.match(
    (await go(`/?state=${asked.searchParams.get("state")}`)).text,
    /fermée ici et chez Aval/,
  );
});

test("another site can neither sign out nor refresh, and another name reaches nothing", async () => {
  const { go, post, signIn } = browser();
  await signIn();
  assert.equal((await post("/sign-out", { origin: "http://evil.example" })).status, 403);
  assert.match((await go("/")).text, /Bonjour/);
  const { request } = await import("node:http");
  const status = await new Promise((resolve) => {
    request(`${origin}/`, { headers: { host: "evil.example" } }, (answer) =>
      resolve(answer.resume().statusCode),
    ).end();
  });
  assert.equal(status, 421);
});

/** A form of which only the beginning is ever sent. */
async function begin(...headers: readonly string[]) {
  const { port } = new URL(origin);
  const socket = connect(Number(port), "127.0.0.1");
  await once(socket, "connect");
  const head = ["POST /vaccinations HTTP/1.1", `host: 127.0.0.1:${port}`, ...headers];
  const form = ["content-type: application/x-www-form-urlencoded", "content-length: 100"];
  socket.write([...head, ...form, "", "patient=bl"].join("\r\n"));
  return socket;
}

test("a form whose sender goes away in its middle ends nothing but itself", async (t) => {
  const { go } = browser();
  // What nobody catches ends a program that is not a test.
  const uncaught: unknown[] = [];
  const note = (fault: unknown) => uncaught.push(fault);
  process.on("unhandledRejection", note);
  t.after(() => process.off("unhandledRejection", note));
  for (const headers of [[], [`origin: ${origin}`], ["origin: http://evil.example"]]) {
    const socket = await begin(...headers);
    // By now the register has read what there is: it was sent before this.
    await go("/nowhere");
    socket.resetAndDestroy();
    for (let turn = 0; turn < 5; turn++) assert.equal((await go("/")).status, 200);
  }
  assert.deepEqual(uncaught, []);
});

test("another site's form is refused without waiting for its end", {
  timeout: 10_000,
}, async () => {
  const socket = await begin("origin: http://evil.example");
  const [answer] = await once(socket, "data");
  assert.match(String(answer), /^HTTP\/1\.1 403 /);
  socket.destroy();
});

test("every page forbids scripts and frames, and keeps out of caches", async () => {
  const { go } = browser();
  for (const path of ["/", "/nowhere", "/callback?state=x"]) {
    const { headers, text } = await go(path);
    assert.match(
      headers.get("content-security-policy") ?? "",
      /default-src 'none'.*frame-ancestors 'none'/,
    );
    assert.equal(headers.get("cache-control"), "no-store");
    assert.doesNotMatch(text, /\sstyle=|<script/);
  }
  assert.match((await go("/assets/aval.css")).headers.get("content-type") ?? "", /text\/css/);
});

test("without its provider the register says so, and works once it is back", async () => {
  const port = await freePort();
  const here = `http://127.0.0.1:${port}`;
  const alone = await startRegister({
    issuer: "http://127.0.0.1:9",
    clientId: "r",
    clientSecret: "s",
    origin: here,
    port,
    host: "127.0.0.1",
  });
  const answer = await fetch(`${here}/sign-in`, { redirect: "manual" });
  assert.equal(answer.status, 502);
  assert.match(await answer.text(), /ne répond pas/);
  await alone.close();
});

test("a program reads a professional's acts by a token of this register's, and by no other", async () => {
  const read = (token: string) =>
    browser().go("/api/vaccinations", { headers: { authorization: `Bearer ${token}` } });
  const mine = browser();
  await mine.signIn();
  await mine.post("/vaccinations", undefined, { patient: "bleuet", vaccine: "tetanus" });
  const answer = await read("for-register");
  assert.equal(answer.status, 200);
  assert.match(answer.text, /Bleuet FICTIF/);
  for (const token of ["for-another", "unknown"]) assert.equal((await read(token)).status, 401);
  // A browser's session is no program's.
  assert.equal((await mine.go("/api/vaccinations")).status, 401);
});
