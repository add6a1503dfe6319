import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { html, type Lang, page } from "@aval/design";
import Provider, { type AdapterPayload, type JWK } from "oidc-provider";
import { languageOf } from "#platform/language";
import { newSecret } from "#platform/secret";
import { systemRandom } from "#platform/random";
import { readForm } from "./form.ts";
import { type Identity, identities } from "./identities.ts";
import { Memory } from "./memory.ts";

/**
 * The sandbox's provider of remote eIDs: an outside party, an OpenID provider by a library nobody here wrote, on an origin of its own.
 * Whoever comes chooses which fictional person they are and how surely it is known. A production asks a real one, and this is not in it.
 */
export type SandboxEid = { close(): Promise<void> };

/** Known to everybody, as every secret of a sandbox. */
export const sandboxEidClient = { id: "aval-sandbox", secret: "sandbox-eid-secret" };
/** Its levels, as FranceConnect+ names them. */
const levels = ["eidas2", "eidas1"] as const;

const words = {
  brand: { fr: "Identité d'essai", en: "Trial identity" },
  label: { fr: "Bac à sable", en: "Sandbox" },
  title: { fr: "Qui êtes-vous ?", en: "Who are you?" },
  lead: {
    fr: "Cette identité numérique est fictive. Choisissez une personne du bac à sable.",
    en: "This digital identity is fictional. Choose a person of the sandbox.",
  },
  who: { fr: "Personne", en: "Person" },
  level: { fr: "Niveau de l'identité", en: "Level of the identity" },
  eidas2: { fr: "Substantiel", en: "Substantial" },
  eidas1: { fr: "Faible", en: "Low" },
  go: { fr: "S'identifier", en: "Identify yourself" },
  refuse: { fr: "Renoncer", en: "Give up" },
} as const;

export async function startSandboxEid(given: {
  readonly issuer: string;
  readonly port: number;
  readonly host: string;
  readonly callback: string;
}): Promise<SandboxEid> {
  const people = new Map((await identities()).map((one) => [one.nationalId, one]));
  const stylesheet = await readFile(fileURLToPath(import.meta.resolve("@aval/design/aval.css")));
  // Made for whoever comes first: most sandboxes never ask.
  let made: Promise<Provider> | undefined;
  const provide = () => (made ??= createProvider(given, people));
  const interaction = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== "POST") {
      const { searchParams } = new URL(request.url ?? "/", "http://here");
      const lang = languageOf(searchParams.get("lang"), request.headers["accept-language"]);
      response.setHeader("content-type", "text/html; charset=utf-8");
      return void response.end(choicePage(lang, request.url ?? "", [...people.values()]));
    }
    const form = await readForm(request);
    const [person, level] = [form.get("person") ?? "", form.get("level") ?? ""];
    const result =
      form.get("act") === "go" && people.has(person)
        ? { login: { accountId: person, acr: level, remember: false } }
        : { error: "access_denied" };
    const provider = await provide();
    await provider.interactionFinished(request, response, result);
  };
  const server = createServer((request, response) => {
    if (request.url === "/assets/aval.css")
      return void response.setHeader("content-type", "text/css").end(stylesheet);
    const isChoice = request.url?.startsWith("/interaction/") === true;
    const answering = isChoice
      ? interaction(request, response)
      : provide().then((provider) => provider.callback()(request, response));
    answering.catch(() => response.writeHead(400).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(given.port, given.host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function createProvider(
  { issuer, callback }: { readonly issuer: string; readonly callback: string },
  people: ReadonlyMap<string, Identity>,
): Promise<Provider> {
  const { privateKey } = await crypto.subtle.generateKey(
    { name: "ECDSA", namedCurve: "P-256" },
    true,
    ["sign", "verify"],
  );
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", privateKey);
  const key = { kty, crv, x, y, d, alg: "ES256", use: "sig" };
  const rows = new Map<string, AdapterPayload>();
  const minutes = 10 * 60;
  const traits = ["given_name", "family_name", "birthdate", "birthplace", "birthcountry"];
  return new Provider(issuer, {
    adapter: (name) => new Memory(name, rows),
    jwks: { keys: [key as JWK] },
    ttl: {
      ...{ AccessToken: minutes, AuthorizationCode: 60, Grant: minutes },
      ...{ IdToken: minutes, Interaction: 2 * minutes, Session: minutes },
    },
    clients: [
      {
        client_id: sandboxEidClient.id,
        client_secret: sandboxEidClient.secret,
        redirect_uris: [callback],
        response_types: ["code"],
        grant_types: ["authorization_code"],
        token_endpoint_auth_method: "client_secret_post",
        id_token_signed_response_alg: "ES256",
      },
    ],
    acrValues: [...levels],
    claims: { openid: ["sub", "acr"], ...Object.fromEntries(traits.map((name) => [name, [name]])) },
    scopes: ["openid", ...traits],
    features: { devInteractions: { enabled: false } },
    cookies: { keys: [newSecret(systemRandom)] },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: async (_ctx, sub) => {
      const { nationalId: _, ...said } = people.get(sub) ?? { nationalId: sub };
      return { accountId: sub, claims: async () => ({ sub, ...said }) };
    },
    loadExistingGrant: async ({ oidc }) => {
      const { client, account } = oidc;
      const grant = new oidc.provider.Grant({
        clientId: client?.clientId ?? "",
        accountId: account?.accountId ?? "",
      });
      grant.addOIDCScope(["openid", ...traits].join(" "));
      await grant.save();
      return grant;
    },
  });
}

function choicePage(lang: Lang, action: string, people: readonly Identity[]): string {
  return page({
    lang,
    title: words.title[lang],
    brand: words.brand[lang],
    label: words.label[lang],
    look: "service",
    otherLanguage: `?lang=${lang === "fr" ? "en" : "fr"}`,
    body: html`<section class="card stack">
<h1>${words.title[lang]}</h1>
<p class="lead">${words.lead[lang]}</p>
<form class="stack" method="post" action="${action}">
<div class="field"><label for="person">${words.who[lang]}</label>
<select id="person" name="person">${people.map((one) => html`<option value="${one.nationalId}">${one.given_name} ${one.family_name}, ${one.nationalId}</option>`)}</select></div>
<div class="field"><label for="level">${words.level[lang]}</label>
<select id="level" name="level">${levels.map((level) => html`<option value="${level}">${words[level][lang]}</option>`)}</select></div>
<button class="button button-primary" type="submit" name="act" value="go">${words.go[lang]}</button>
<button class="button button-plain" type="submit" name="act" value="refuse">${words.refuse[lang]}</button>
</form>
</section>`,
  });
}
