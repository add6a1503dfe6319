// A whole service in one file: node docs/examples/sign-in.mjs, then http://localhost:3000
import { createServer } from "node:http";
import * as client from "openid-client";

const { PORT = "3000", ISSUER = "http://localhost:4400/auth/realms/esante-wallet" } = process.env;
const home = `http://localhost:${PORT}`;
const discovery = new URL(`${ISSUER}/.well-known/wallet-openid-configuration`);
const insecure = { execute: [client.allowInsecureRequests] }; // http: on this machine only
const config = await client.discovery(
  discovery,
  "sandbox-service",
  "sandbox-secret",
  undefined,
  insecure,
);
const begun = new Map(); // what each sign-in must come back with, by the cookie of the browser that began it

async function begin(response) {
  const [browser, state, nonce] = [
    client.randomState(),
    client.randomState(),
    client.randomNonce(),
  ];
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  begun.set(browser, { pkceCodeVerifier, expectedState: state, expectedNonce: nonce });
  const location = client.buildAuthorizationUrl(config, {
    redirect_uri: `${home}/callback`,
    scope: "openid scope_all",
    acr_values: "eidas1",
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  }).href;
  response
    .writeHead(303, { location, "set-cookie": `began=${browser}; HttpOnly; SameSite=Lax; Path=/` })
    .end();
}

async function finish(request, response) {
  const browser = /began=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
  const checks = begun.get(browser);
  begun.delete(browser);
  if (!checks) return response.writeHead(303, { location: "/" }).end();
  const tokens = await client.authorizationCodeGrant(config, new URL(request.url, home), checks);
  const person = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
  response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
  response.end(`Bonjour ${person.given_name} ${person.family_name} (${person.SubjectNameID})\n`);
}

createServer((request, response) => {
  const isBack = request.url.startsWith("/callback");
  const answered = isBack ? finish(request, response) : begin(response);
  answered.catch((fault) => response.writeHead(500).end(`${fault.code ?? ""} ${fault.message}\n`));
}).listen(Number(PORT), "localhost", () => console.log(home));
