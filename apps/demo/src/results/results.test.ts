import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { after, test } from "node:test";
import { fraudWindow } from "../shared/reactions.ts";
import { type Issuer, startIssuer } from "../testing/issuer.ts";
import { startResults } from "./results.ts";

// What it does as the register does is tested there; here what it does otherwise.

const closing: (() => Promise<unknown>)[] = [];
after(() => Promise.all(closing.map((close) => close())));

async function started(rights: "full" | "reduced") {
  const issuer = await startIssuer("results", rights);
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const origin = `http://127.0.0.1:${port}`;
  const service = await startResults({
    ...{ issuer: issuer.address, clientId: "results", clientSecret: "s3cret", origin },
    ...{ port, host: "127.0.0.1" },
  });
  closing.push(
    () => service.close(),
    () => issuer.close(),
  );
  return { issuer, origin, ...browser(origin, issuer) };
}

/** A browser with its cookies, and what leaves it for the provider and comes back. */
function browser(origin: string, issuer: Issuer) {
  const jar = new Map<string, string>();
  const go = async (path: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(new URL(path, origin), {
      ...{ ...init, redirect: "manual", headers: { cookie, ...init.headers } },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return {
      status: answer.status,
      location: answer.headers.get("location") ?? "",
      text: (await answer.text()).replaceAll("\u00a0", " ").replaceAll("&#39;", "'"),
    };
  };
  const post = (path: string, form: Record<string, string>) =>
    go(path, { method: "POST", headers: { origin }, body: new URLSearchParams(form) });
  const signIn = async () => {
    const asked = new URL((await go("/sign-in")).location).searchParams;
    return go(`/callback?${new URLSearchParams(issuer.approve(asked))}`);
  };
  /** Pushed by the provider, with the header that the service gave for its stream. */
  const push = async (token: string) => {
    while (issuer.streams.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const { delivery } = issuer.streams.at(-1)?.body ?? {};
    return go("/signals", {
      method: "POST",
      headers: { authorization: delivery.authorization_header },
      body: token,
    });
  };
  return { jar, go, post, signIn, push };
}

test("a result is read by a full session, in the name of whoever reads it", async () => {
  const { go, post, signIn } = await started("full");
  assert.match((await go("/")).text, /Ce service n'accepte pas de session réduite/);
  assert.equal((await post("/results", { result: "mesange" })).location, "/", "nobody is here");
  assert.equal((await signIn()).status, 303);
  assert.match((await go("/")).text, /Rien pour l'instant/);
  assert.doesNotMatch((await go("/?result=mesange")).text, /Positif/, "an address reads nothing");
  const back = await post("/results", { result: "mesange" });
  assert.equal(back.location, "/?result=mesange");
  assert.match((await go(back.location)).text, /Résultat : Positif/);
  assert.match((await go("/")).text, /Lus à votre nom[\s\S]*Mésange FICTIVE/);
  assert.equal((await post("/results", { result: "toString" })).location, "/");
});

test("a reduced session is let in nowhere, and is told by which doors a full one comes", async () => {
  const { go, signIn } = await started("reduced");
  const came = await signIn();
  assert.equal(came.status, 403);
  assert.match(came.text, /Il faut une session complète[\s\S]*de votre carte/);
  assert.match((await go("/")).text, /Me connecter avec Aval/, "nobody is signed in");
});

test("where a reduced session is worth nothing, a means that was removed ends the session", async () => {
  const { go, signIn, issuer, push } = await started("full");
  await signIn();
  const type = "https://schemas.openid.net/secevent/caep/event-type/credential-change";
  const lost = await issuer.securityEvent(type, { change_type: "revoke", credential_type: "app" });
  assert.equal((await push(lost)).status, 202);
  assert.match((await go("/")).text, /Vous êtes déconnecté/);
  assert.match(
    (await go("/surveillance")).text,
    /Un moyen de connexion est retiré : tout est fermé/,
  );
});

test("for a time of fraud it answers how much was read, and cancels nothing", async () => {
  const { go, post, signIn, issuer, push } = await started("full");
  await signIn();
  await post("/results", { result: "bruant" });
  const now = Math.floor(Date.now() / 1000);
  const told = await issuer.securityEvent(fraudWindow, {
    ...{ window: "frw_1", from: now - 60, to: now + 60 },
    answer_endpoint: `${issuer.address}/ssf/fraud-windows/frw_1`,
  });
  assert.equal((await push(told)).status, 202);
  assert.match((await go("/surveillance")).text, /1 lecture\./);
  await post("/surveillance/review", { window: "frw_1" });
  assert.deepEqual(issuer.answers, [
    { reviewed_by: "Surveillance des résultats (démonstration)", acts: 1, cancelled: 0 },
  ]);
  assert.match((await go("/surveillance")).text, /Répondu à Aval : 1 lecture/);
});
