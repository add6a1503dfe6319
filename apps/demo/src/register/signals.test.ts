import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { after, before, test } from "node:test";
import { decodeJwt, importJWK, jwtVerify } from "jose";
import { type Issuer, startIssuer } from "../testing/issuer.ts";
import { startRegister } from "./register.ts";
import { fraudWindow, reactions, reactionTo } from "../shared/reactions.ts";
import { volumeRule } from "./watch.ts";

const caep = "https://schemas.openid.net/secevent/caep/event-type/";
const risc = "https://schemas.openid.net/secevent/risc/event-type/";

let issuer: Issuer;
let register: { close(): Promise<void> };
let origin: string;

before(async () => {
  issuer = await startIssuer();
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  origin = `http://127.0.0.1:${port}`;
  register = await startRegister({
    ...{ issuer: issuer.address, clientId: "register", clientSecret: "secret", origin, port },
    host: "127.0.0.1",
  });
  while (issuer.verifications.length === 0) await new Promise((done) => setTimeout(done, 10));
});
after(async () => {
  await register.close();
  await issuer.close();
});

/** A page as it is read: with plain spaces and apostrophes. */
const read = (page: string) => page.replaceAll("\u00a0", " ").replaceAll("&#39;", "'");

/** A browser that signs in, in this session of the provider's, and what it is shown. */
async function visitor(session: string) {
  let cookie = "";
  const go = async (path: string, form?: Record<string, string>) => {
    const answer = await fetch(`${origin}${path}`, {
      redirect: "manual",
      headers: { cookie, ...(form ? { origin } : {}) },
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    const [given] = answer.headers.getSetCookie();
    if (given) cookie = given.split(";")[0] ?? "";
    return { location: answer.headers.get("location") ?? "", text: read(await answer.text()) };
  };
  const asked = new URL((await go("/sign-in")).location).searchParams;
  await go(`/callback?${new URLSearchParams(issuer.approve(asked, session))}`);
  return { go, page: async () => (await go("/")).text };
}

const bearer = () =>
  String(issuer.streams.at(-1)?.body["delivery"]["authorization_header"]).replace("Bearer ", "");
const push = async (token: string, by = bearer()) =>
  (
    await fetch(`${origin}/signals`, {
      method: "POST",
      headers: { "content-type": "application/secevent+jwt", authorization: `Bearer ${by}` },
      body: token,
    })
  ).status;
const told = async () => read(await (await fetch(`${origin}/surveillance`)).text());
const aboutSession = (session: string) => ({
  sub_id: {
    format: "complex",
    user: { format: "iss_sub", iss: issuer.address, sub: "f:0:899900000017" },
    session: { format: "opaque", id: session },
  },
});

test("at its start the register makes its stream by the published addresses, or takes an earlier one over, and hears it verified", async () => {
  assert.deepEqual(
    issuer.streams.map(({ method, body }) => [method, body["stream_id"]]),
    [
      ["POST", undefined],
      ["PATCH", "str_1"],
    ],
  );
  const { delivery } = issuer.streams[1]?.body ?? {};
  assert.equal(delivery.endpoint_url, `${origin}/signals`);
  assert.match(await told(), /Le premier signal est attendu/);
  const { stream_id: id, state } = issuer.verifications[0] ?? {};
  assert.equal(id, "str_1");
  const type = "https://schemas.openid.net/secevent/ssf/event-type/verification";
  const sub_id = { format: "opaque", id };
  assert.equal(await push(await issuer.securityEvent(type, { state: "another" }, { sub_id })), 202);
  assert.match(await told(), /Le premier signal est attendu/);
  assert.equal(await push(await issuer.securityEvent(type, { state }, { sub_id })), 202);
  assert.match(await told(), /un signal d'essai est arrivé/);
});

test("a session that is over at the provider is closed here, and the person's other one stays", async () => {
  const [one, other] = [await visitor("session-a"), await visitor("session-b")];
  const type = `${caep}session-revoked`;
  assert.equal(await push(await issuer.securityEvent(type, {}, aboutSession("session-a"))), 202);
  assert.match(await one.page(), /Aval a prévenu ce registre/);
  assert.match(await other.page(), /Bonjour/);
  assert.match(await told(), /Albane MORVAL<\/strong>\. Une session est terminée/);
});

test("a stopped access closes whatever of the person began before, and nothing that begins after", async () => {
  const before = await visitor("session-c");
  const token = await issuer.securityEvent(`${risc}account-disabled`, {});
  assert.equal(await push(token), 202);
  assert.match(await before.page(), /Aval a prévenu ce registre/);
  const later = await visitor("session-d");
  const count = async () => (await told()).split("L'accès est arrêté").length - 1;
  const once = await count();
  assert.equal(await push(token), 202, "the answer was lost, and it came again");
  assert.equal(await count(), once);
  const late = { iat: Math.floor(Date.now() / 1000) - 60 };
  assert.equal(await push(await issuer.securityEvent(`${risc}account-disabled`, {}, late)), 202);
  assert.match(await later.page(), /Bonjour/, "an event that took its time is as old as it says");
});

test("what each event does is its row: an end, less rights, or nothing", () => {
  const does = (type: string, body: object) =>
    reactionTo({ type, body: body as Record<string, unknown> }).does;
  assert.deepEqual(
    ["revoke", "delete", "create", "update"].map((change_type) =>
      does(`${caep}credential-change`, { change_type }),
    ),
    ["reduce", "reduce", "nothing", "nothing"],
  );
  assert.deepEqual(
    ["decrease", "increase"].map((change_direction) =>
      does(`${caep}assurance-level-change`, { change_direction }),
    ),
    ["reduce", "nothing"],
  );
  assert.equal(does("urn:unknown", {}), "nothing");
  assert.equal(Object.keys(reactions).length, 6);
});

test("a time of fraud is looked through: its acts are cancelled, and the provider is told how many, once", async () => {
  const one = await visitor("session-w");
  const written = { patient: "bleuet", vaccine: "covid" };
  const from = Math.floor(Date.now() / 1000);
  await one.go("/vaccinations", written);
  await one.go("/vaccinations", written);
  const body = {
    ...{ window: "frw_1", from, to: from + 60, sessions: ["session-w"] },
    answer_endpoint: `${issuer.address}/ssf/fraud-windows/frw_1`,
  };
  const elsewhere = { ...body, window: "frw_2", answer_endpoint: "http://127.0.0.1:9/answer" };
  for (const each of [body, { ...body, reminder: 1 }, elsewhere])
    assert.equal(await push(await issuer.securityEvent(fraudWindow, each)), 202);
  assert.equal((await told()).split("Annuler ces actes").length - 1, 2, "each window once");
  assert.match(await told(), /2 actes\./);
  await one.go("/surveillance/review", { window: "frw_1" });
  await one.go("/surveillance/review", { window: "frw_1" });
  await one.go("/surveillance/review", { window: "frw_2" });
  assert.deepEqual(issuer.answers, [
    { reviewed_by: "Surveillance du registre (démonstration)", acts: 2, cancelled: 2 },
  ]);
  assert.match(await told(), /Répondu à Aval : 2 actes, 2 annulés/);
  assert.equal((await one.page()).split("Annulé.").length - 1, 2);
});

test("a session reduced since says why, with how many acts are left", async () => {
  const one = await visitor("session-e");
  const body = { change_type: "delete", credential_type: "app" };
  assert.equal(await push(await issuer.securityEvent(`${caep}credential-change`, body)), 202);
  const page = await one.page();
  assert.match(page, /un de vos moyens de connexion est retiré/);
  assert.match(page, /Il en reste \d+\./);
});

test("only this provider's own event, for this register, by the stream's own header, is heard", async () => {
  const one = await visitor("session-f");
  const type = `${risc}account-disabled`;
  const [nobody, elsewhere] = ["http://nobody.example", "another"];
  for (const [why, token] of Object.entries({
    "of another issuer": await issuer.securityEvent(type, {}, { iss: nobody }),
    "for another": await issuer.securityEvent(type, {}, { aud: elsewhere }),
    "another kind of token": await issuer.securityEvent(type, {}, {}, { typ: "JWT" }),
    "two events": await issuer.securityEvent(type, {}, { events: { [type]: {}, other: {} } }),
    "with an end": await issuer.securityEvent(type, {}, { exp: 4_000_000_000 }),
    altered: (await issuer.securityEvent(type, {})).replace(/.{8}$/, "AAAAAAAA"),
    nothing: "",
  }))
    assert.equal(await push(token), 400, why);
  assert.equal(await push(await issuer.securityEvent(type, {}), "guessed"), 400);
  const theirs = { sub_id: { format: "iss_sub", iss: nobody, sub: "f:0:899900000017" } };
  assert.equal(await push(await issuer.securityEvent(type, {}, theirs)), 202);
  assert.match(await one.page(), /Bonjour/, "another's person is nobody here");
});

test("forty acts in two minutes are reported once, signed, of the session; a reduced one writes its budget", async () => {
  const one = await visitor("session-g");
  const before = issuer.alerts.length;
  const { text } = await one.go("/surveillance/simulate", { person: "899900000017" });
  assert.match(text, /40 actes essayés, \d+ écrits?\./);
  assert.equal(issuer.alerts.length, before + 1);
  const alert = issuer.alerts.at(-1) ?? "";
  const [jwk] = issuer.streams.at(-1)?.body["aval_alert_keys"] ?? [];
  const { payload } = await jwtVerify(alert, await importJWK({ ...jwk, alg: "ES256" }), {
    ...{ issuer: "register", audience: issuer.address, typ: "secevent+jwt" },
  });
  assert.deepEqual(payload["sub_id"], { format: "opaque", id: "session-g" });
  assert.deepEqual(payload["events"], {
    "urn:aval:secevent:event-type:service-volume-anomaly": {
      acts: volumeRule.acts + 1,
      window_seconds: volumeRule.seconds,
    },
  });
  assert.equal(decodeJwt(alert).exp, undefined);
  assert.match(await told(), /31 actes essayés\. Reçu par Aval/);
  assert.match(await one.page(), /Il n'en reste aucun/);
  const nobody = await one.go("/surveillance/simulate", { person: "899900009999" });
  assert.match(nobody.text, /aucune session ouverte/);
});
