import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { LoginView } from "@aval/protocol";
import type { JWKS } from "oidc-provider";
import { createAudit } from "#modules/audit";
import { createSoftware, type Sensitivity } from "#modules/software";
import { databaseClock } from "#platform/clock";
import { transact } from "#platform/database";
import { systemRandom as random } from "#platform/random";
import { withDatabaseOf } from "./commands/beside.ts";
import { command, idpCommand } from "./commands/idp.ts";
import { lastJson, saidByCommand } from "./commands/testing/said.ts";
import { type Client, enrolHolder, newBrowser, send } from "./testing/driver.ts";
import { type Hospital, hospitalClient, passThrough, startHospital } from "./testing/hospital.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// An establishment's own identity provider, over HTTP: the whole server, and a hospital whose software nobody here wrote.
const structure = "F0X0000017";
const [doctor, other] = ["899700000047", "899700000088"];
const pharmacist = "899700000013";

let server: WholeServer;
let hospital: Hospital;
let callback: string;
const clients = {} as Record<Sensitivity, Client>;

before(async () => {
  server = await startWhole();
  callback = `http://${server.issuer.host}/login/establishment`;
  const certs = "/auth/realms/esante-wallet/protocol/openid-connect/certs";
  const jwks = JSON.parse((await send(server.issuer, { path: certs })).text) as JWKS;
  hospital = await startHospital({ callback, jwks });
  const said = await idp("add", "ch-villefictive", ...asked());
  assert.equal(said.status, 0, JSON.stringify(said));
  for (const sensitivity of ["open", "sensitive", "critical"] as const)
    await registered(sensitivity);
});
after(async () => {
  await hospital?.close();
  await server?.stop();
});

const asked = (issuer = hospital.issuer, of = structure) => [
  ...["--issuer", issuer, "--client-id", hospitalClient, "--structure", of, "--json"],
];

function idp(...argv: string[]) {
  const env = {
    AVAL_PORT: String(server.issuer.port),
    AVAL_DATA_DIR: server.dataDir,
    AVAL_DATABASE_URL: server.database.url,
  };
  const run: typeof command.run = (words, io) => {
    const here = { ...io, env };
    return idpCommand(words, here, withDatabaseOf(here));
  };
  return saidByCommand({ ...command, run }, argv);
}

async function registered(sensitivity: Sensitivity) {
  const { db } = server.database;
  const clock = await databaseClock(db);
  const software = createSoftware({ db, random, audit: createAudit({ clock, random }) });
  const redirectUri = "http://localhost/callback";
  const secret = `secret-of-${sensitivity}`.padEnd(43, "x");
  const outcome = await transact(db, (tx) =>
    software.register(
      tx,
      {
        ...{ id: sensitivity, name: `Service ${sensitivity}`, sensitivity },
        redirectUris: [redirectUri],
        backchannelLogoutUri: "https://service.example/logout",
      },
      { by: "test", secret },
    ),
  );
  clock.stop();
  assert.ok(outcome.ok, JSON.stringify(outcome));
  clients[sensitivity] = { id: sensitivity, secret, redirectUri };
}

type Browser = Awaited<ReturnType<typeof newBrowser>>;
const hint = { kc_idp_hint: "ch-villefictive" };
type View = LoginView & { readonly error?: string };

/** A page of a service that names the hospital, sent there. */
async function sentTo(browser: Browser, service: Sensitivity) {
  const page = await browser.open(clients[service], hint);
  const begun = (await browser.act(page.signIn, "begin")).view as View;
  const { status, view } = await browser.act(page.signIn, "establishment");
  return { page, begun, status, address: (view as View).leaveFor ?? "" };
}

/** What a browser is answered when it comes back. */
async function back(browser: Browser, at: URL) {
  const answer = await browser.visit({
    path: at.pathname + at.search,
    headers: { accept: "text/html" },
  });
  const nonce = /#card=([\w-]{43})$/.exec(String(answer.headers["location"] ?? ""))?.[1];
  return { answer, nonce };
}

async function entering(browser: Browser, service: Sensitivity) {
  const { page, address } = await sentTo(browser, service);
  const { answer, nonce } = await back(browser, await passThrough(address, callback));
  return { page, answer, nonce };
}

async function enters(browser: Browser, service: Sensitivity) {
  const { page, nonce } = await entering(browser, service);
  assert.ok(nonce);
  const { location, text } = await browser.conclude(page.signIn, { card: nonce });
  assert.match(location, /code=/, text);
  return browser.exchange(page, location);
}

test("somebody of the hospital, with a key there, enters sensitive services as themselves, and not the next one silently", async () => {
  hospital.person = { nationalId: doctor, amr: ["pwd", "hwk"] };
  const browser = await newBrowser(() => server.issuer);
  const { begun } = await sentTo(browser, "sensitive");
  assert.equal(begun.establishment?.label, "CENTRE HOSPITALIER DE VILLEFICTIVE");
  const { status, body } = await enters(browser, "sensitive");
  assert.equal(status, 200);
  const who = JSON.parse((await browser.userinfo(body.access_token)).text) as Record<
    string,
    unknown
  >;
  assert.equal(who["SubjectNameID"], doctor);
  const again = await browser.open(clients.sensitive);
  assert.equal((await browser.act(again.signIn, "begin")).view.state, "shown");
  const easier = await browser.open(clients.open);
  assert.equal((await browser.act(easier.signIn, "begin")).view.state, "silent");
  const { rows } = await factsOf("establishment_spent");
  assert.equal(rows, 1);
});

async function factsOf(kind: string) {
  const found = await server.database.db
    .selectFrom("fact")
    .select("kind")
    .where("kind", "=", kind)
    .execute();
  return { rows: found.length };
}

test("without a key there, they enter what is open, and nothing more", async () => {
  hospital.person = { nationalId: doctor, amr: ["pwd"] };
  assert.equal((await enters(await newBrowser(() => server.issuer), "open")).status, 200);
  for (const service of ["sensitive", "critical"] as const)
    assert.equal((await entering(await newBrowser(() => server.issuer), service)).nonce, undefined);
  hospital.person = { nationalId: doctor, amr: ["hwk"] };
  const { nonce } = await entering(await newBrowser(() => server.issuer), "critical");
  assert.equal(nonce, undefined);
});

test("whatever does not hold is answered alike: elsewhere's people, nobody, no key, another nonce, a state used or unknown", async () => {
  const browser = await newBrowser(() => server.issuer);
  const came = async (service: Sensitivity, change = (address: string) => address) => {
    const { address } = await sentTo(browser, service);
    return back(browser, await passThrough(change(address), callback));
  };
  const answers: { status: number; text: string }[] = [];
  const kept = ({ answer, nonce }: Awaited<ReturnType<typeof back>>) => {
    assert.equal(nonce, undefined);
    // Each refusal has a reference of its own.
    const text = answer.text.replace(/[0-9a-hj-np-z]{4}-[0-9a-hj-np-z]{4}/g, "xxxx-xxxx");
    answers.push({ status: answer.status, text });
  };
  hospital.person = { nationalId: pharmacist, amr: ["hwk"] };
  kept(await came("open"));
  hospital.person = { nationalId: "899799999999", amr: ["hwk"] };
  kept(await came("open"));
  hospital.person = { amr: ["hwk"] };
  kept(await came("open"));
  hospital.person = { nationalId: doctor, amr: [] };
  kept(await came("sensitive"));
  hospital.person = { nationalId: doctor, amr: ["hwk"] };
  const otherNonce = (address: string) => address.replace(/nonce=[^&]+/, "nonce=another");
  kept(await came("open", otherNonce));
  const { address } = await sentTo(browser, "open");
  const at = await passThrough(address, callback);
  assert.ok((await back(browser, at)).nonce);
  kept(await back(browser, at));
  // Signed in there once more from the same address: another code, and the state that was used.
  kept(await back(browser, await passThrough(address, callback)));
  at.searchParams.set("state", "unknown");
  kept(await back(browser, at));
  kept(await back(browser, new URL(`${callback}?error=access_denied&state=${"x".repeat(43)}`)));
  assert.equal(new Set(answers.map((one) => JSON.stringify(one))).size, 1, answers[0]?.text);
  assert.equal(answers[0]?.status, 403);
});

test("what comes back is worth something to the page and browser that began only, once", async () => {
  hospital.person = { nationalId: doctor, amr: ["hwk"] };
  const browser = await newBrowser(() => server.issuer);
  const { page, nonce = "" } = await entering(browser, "open");
  const thief = await newBrowser(() => server.issuer);
  const theirs = await thief.open(clients.open);
  await thief.act(theirs.signIn, "begin");
  assert.doesNotMatch((await thief.conclude(theirs.signIn, { card: nonce })).location, /code=/);
  assert.doesNotMatch((await browser.conclude(page.signIn, { card: nonce })).location, /code=/);
});

test("whoever is sent the address of another's page and signs in there brings nothing back, and spends what was begun", async () => {
  hospital.person = { nationalId: doctor, amr: ["hwk"] };
  const browser = await newBrowser(() => server.issuer);
  const { address } = await sentTo(browser, "sensitive");
  const at = await passThrough(address, callback);
  const theirs = await newBrowser(() => server.issuer);
  await sentTo(theirs, "sensitive");
  assert.equal((await back(theirs, at)).nonce, undefined);
  assert.equal((await back(browser, at)).nonce, undefined);
});

test("a holder who has blocked their access is let in by no establishment", async () => {
  hospital.person = { nationalId: other, amr: ["hwk"] };
  const { phone, identity } = await enrolHolder(() => server.phone, other);
  assert.equal((await enters(await newBrowser(() => server.issuer), "open")).status, 200);
  await phone.block(identity);
  const browser = await newBrowser(() => server.issuer);
  const { page, nonce } = await entering(browser, "open");
  assert.ok(nonce);
  assert.doesNotMatch((await browser.conclude(page.signIn, { card: nonce })).location, /code=/);
});

test("an unknown name leaves the usual page, which says so; Aval's own services have no such door; a dead provider is said", async () => {
  const browser = await newBrowser(() => server.issuer);
  const page = await browser.open(clients.open, { kc_idp_hint: "nobody" });
  const { view } = await browser.act(page.signIn, "begin");
  assert.deepEqual([view.state, (view as View).establishment], ["shown", {}]);
  const refused = await browser.act(page.signIn, "establishment");
  assert.equal((refused.view as View).error, "establishment_silent");
  const plain = await browser.open(clients.open);
  const usual = await browser.act(plain.signIn, "begin");
  assert.equal((usual.view as View).establishment, undefined);
  const redirectUri = await redirectOf("mon-acces");
  const ours = await browser.open({ id: "mon-acces", secret: "", redirectUri }, hint);
  const mine = await browser.act(ours.signIn, "begin");
  assert.deepEqual([mine.view.state, (mine.view as View).establishment], ["shown", {}]);
  const door = await browser.act(ours.signIn, "establishment");
  assert.equal((door.view as View).error, "establishment_silent");
  const dead = await idp("add", "dead", ...asked("http://localhost:1", structure));
  assert.equal(dead.status, 0);
  const silent = await browser.open(clients.open, { kc_idp_hint: "dead" });
  await browser.act(silent.signIn, "begin");
  assert.equal((await browser.act(silent.signIn, "establishment")).status, 409);
});

/** Why a session was closed, and which services are told. */
async function endOf(session: string | undefined): Promise<unknown> {
  const { db } = server.database;
  const row = await db
    .selectFrom("session")
    .select("closed_reason")
    .where("id", "=", session)
    .executeTakeFirstOrThrow();
  const told = await db
    .selectFrom("logout_delivery")
    .select("client")
    .where("session", "=", session)
    .execute();
  return [row["closed_reason"], told.map(({ client }) => client)];
}

async function redirectOf(service: string): Promise<string> {
  const { db } = server.database;
  const row = await db
    .selectFrom("service")
    .select("redirect_uris")
    .where("id", "=", service)
    .executeTakeFirstOrThrow();
  return (row["redirect_uris"] as string[])[0] ?? "";
}

test("a provider is added by an operator, of a structure that the directory knows, once a name; removed, nobody comes back from it and what it opened is closed, told to its services", async () => {
  const tried = async (...argv: string[]) =>
    (lastJson(await idp("add", ...argv)) as { error?: string }).error;
  assert.equal(await tried("ch-villefictive", ...asked()), "identity_provider_taken");
  assert.equal(await tried("other", ...asked(hospital.issuer, "F0X9999999")), "unknown_structure");
  assert.equal(
    await tried("other", ...asked("http://elsewhere.example")),
    "identity_provider_refused",
  );
  assert.equal(await tried("Other!", ...asked()), "identity_provider_refused");
  hospital.person = { nationalId: doctor, amr: ["hwk"] };
  const browser = await newBrowser(() => server.issuer);
  const { page, nonce = "" } = await entering(browser, "open");
  const { address } = await sentTo(await newBrowser(() => server.issuer), "open");
  const inside = await newBrowser(() => server.issuer);
  const { body: tokens } = await enters(inside, "open");
  const refreshed = await inside.refresh(clients.open, tokens.refresh_token ?? "");
  assert.equal(refreshed.status, 200);
  assert.equal((await idp("remove", "ch-villefictive")).status, 0);
  assert.equal((await inside.userinfo(refreshed.body.access_token)).status, 401);
  assert.equal(
    (await inside.refresh(clients.open, refreshed.body.refresh_token ?? "")).status,
    400,
  );
  assert.deepEqual(await endOf(tokens.session_state), ["identity_provider_removed", ["open"]]);
  assert.equal((await idp("remove", "ch-villefictive")).status, 1);
  assert.doesNotMatch((await browser.conclude(page.signIn, { card: nonce })).location, /code=/);
  assert.equal((await back(browser, await passThrough(address, callback))).nonce, undefined);
});
