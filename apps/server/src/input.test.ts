import assert from "node:assert/strict";
import { connect } from "node:net";
import test, { after, before } from "node:test";
import { purposes, signCompact, signerOf, newKeyPair, toBase64url } from "@aval/protocol";
import fc from "fast-check";
import {
  type Answer,
  enrolHolder,
  newBrowser,
  type Place,
  sandboxPeople,
  sandboxService,
  send,
  signIn,
} from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

let server: WholeServer;
let issuer: Place;
let phone: Place;
const realm = "/auth/realms/esante-wallet/protocol/openid-connect";

before(
  async () => {
    server = await startWhole();
    ({ issuer, phone } = server);
  },
  { timeout: 300_000 },
);
after(() => server?.stop());

/** Every address that takes a body, by origin. */
const jsonRoutes = (): readonly (readonly [Place, string])[] => [
  ...[
    "/api/claims",
    "/api/claims/digits",
    "/api/pending",
    "/api/history",
    "/api/enrolments",
    "/api/enrolments/status",
    "/api/enrolments/evidence",
    "/api/enrolments/activate",
    "/api/enrolments/meanwhile",
    "/api/approvals/apr_x/decision",
    "/pin/register",
    "/pin/commit",
    "/pin/evaluate",
    "/sandbox/desk",
  ].map((path) => [phone, path] as const),
  ...["begin", "frame", "digits", "restart", "more-time", "cancel"].map(
    (act) => [issuer, `/login/abcdefghijklmnopqrstuvwxyz/${act}`] as const,
  ),
  ...[
    "sessions/close",
    "places/end",
    "bells/end",
    "phones/suspend",
    "history/disown",
    "contacts/right",
    "quiet-hours",
    "settings",
  ].map((act) => [issuer, `/mon-acces/api/${act}`] as const),
];
const formRoutes = () =>
  ["/token", "/token/introspect", "/revoke", "/userinfo", "/logout", "/auth"].map(
    (path) => [issuer, `${realm}${path}`] as const,
  );

function isClearRefusal(answer: Answer, what: string): void {
  assert.ok(
    answer.status >= 400 && answer.status < 500,
    `${what} answered ${answer.status}: ${answer.text.slice(0, 300)}`,
  );
  assert.doesNotMatch(
    answer.text,
    /node_modules|\bat .*\.(ts|js):\d+|SELECT |select .* from|Error:/,
    what,
  );
  assert.equal(answer.headers["x-content-type-options"], "nosniff", what);
  assert.match(String(answer.headers["content-security-policy"]), /default-src 'none'/, what);
  assert.doesNotMatch(String(answer.headers["content-security-policy"]), /unsafe/, what);
}

const asJson = { "content-type": "application/json" };
const asForm = { "content-type": "application/x-www-form-urlencoded" };

test("no JSON whatsoever is answered by a fault, a stack or a 2xx", async () => {
  const values = fc.oneof(
    fc.jsonValue(),
    fc.record({ jws: fc.oneof(fc.string(), fc.jsonValue()) }),
    fc.record({ decision: fc.jsonValue() }),
    fc.record({ payload: fc.string(), signatures: fc.jsonValue() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...jsonRoutes()), values, async ([place, path], value) => {
      isClearRefusal(
        await send(place, { method: "POST", path, headers: asJson, body: JSON.stringify(value) }),
        path,
      );
    }),
    { numRuns: 250 },
  );
});

test("text that is not JSON, an unknown type, nothing, and nesting without end are refused clearly at every address", async () => {
  const deep = "[".repeat(20_000) + "]".repeat(20_000);
  const polluted =
    '{"__proto__":{"jws":"x"},"constructor":{"prototype":{"ok":true}},"jws":"a.b.c"}';
  for (const [place, path] of jsonRoutes()) {
    for (const body of [
      "",
      "{",
      "nul",
      '{"jws":',
      "\u0000",
      deep,
      polluted,
      '{"jws":"a","jws":"b"}',
    ]) {
      isClearRefusal(
        await send(place, { method: "POST", path, headers: asJson, body }),
        `${path} ${body.slice(0, 20)}`,
      );
    }
    for (const type of [
      "text/plain",
      "application/xml",
      "multipart/form-data; boundary=x",
      "application/x-www-form-urlencoded",
    ]) {
      isClearRefusal(
        await send(place, {
          method: "POST",
          path,
          headers: { "content-type": type },
          body: "jws=a",
        }),
        `${path} ${type}`,
      );
    }
    for (const method of ["GET", "PUT", "DELETE", "PATCH"])
      isClearRefusal(await send(place, { method, path }), `${method} ${path}`);
  }
});

test("a body over 64 kB is refused as too large, everywhere", async () => {
  const body = JSON.stringify({ jws: "x".repeat(70_000) });
  for (const [place, path] of jsonRoutes())
    assert.equal(
      (await send(place, { method: "POST", path, headers: asJson, body })).status,
      413,
      path,
    );
  for (const [place, path] of formRoutes().filter(([, path]) => !path.endsWith("/auth"))) {
    const answer = await send(place, {
      method: "POST",
      path,
      headers: asForm,
      body: `token=${"x".repeat(70_000)}`,
    });
    assert.ok(
      answer.status === 413 || answer.status === 400 || answer.status === 401,
      `${path} ${answer.status}`,
    );
  }
});

test("no form whatsoever is answered by a fault at the provider's addresses", async () => {
  const word = fc.constantFrom(
    "grant_type",
    "code",
    "refresh_token",
    "token",
    "client_id",
    "client_secret",
    "redirect_uri",
    "scope",
    "state",
    "code_verifier",
    "id_token_hint",
    "post_logout_redirect_uri",
    "response_type",
    "prompt",
    "max_age",
    "claims",
    "request",
    "request_uri",
    "acr_values",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "authorization_code",
      "refresh_token",
      "urn:openid:params:grant-type:ciba",
      "password",
      "sandbox-service",
      "none",
      "-1",
      "1e99",
      "a".repeat(5000),
      "\u0000",
      "%00",
      "../../etc",
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...formRoutes()),
      fc.array(fc.tuple(word, text), { maxLength: 8 }),
      fc.boolean(),
      async ([place, path], fields, isPost) => {
        const query = new URLSearchParams(fields).toString();
        const answer = isPost
          ? await send(place, { method: "POST", path, headers: asForm, body: query })
          : await send(place, { path: `${path}?${query}` });
        assert.ok(
          answer.status < 500,
          `${path} ${query} answered ${answer.status}: ${answer.text.slice(0, 300)}`,
        );
        assert.doesNotMatch(answer.text, /node_modules|\bat .*\.(ts|js):\d+/);
      },
    ),
    { numRuns: 250 },
  );
});

test("invalid percent-encoding, invalid UTF-8, header floods and half requests do not bring a fault", async () => {
  for (const path of [
    "/auth?%",
    "/login/%ff",
    `${realm}/token?%zz`,
    "/%c0%ae%c0%ae/",
    "//",
    "/api/../api/claims",
    `/auth?scope=${"a".repeat(12_000)}`,
  ]) {
    const answer = await send(issuer, { path });
    assert.ok(answer.status >= 400 && answer.status < 500, `${path} ${answer.status}`);
  }
  const raw = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(issuer.port, "127.0.0.1", () => socket.end(text));
      let said = "";
      socket.on("data", (part) => (said += part));
      socket.on("close", () => resolve(said));
      socket.on("error", () => resolve(said));
    });
  for (const text of [
    "GARBAGE\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    `GET / HTTP/1.1\r\nHost: ${issuer.host}\r\n${"X-A: b\r\n".repeat(3000)}\r\n`,
    "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
  ]) {
    assert.doesNotMatch(await raw(text), /^HTTP\/1\.1 5/);
  }
  assert.equal((await send(issuer, { path: "/healthz" })).status, 200);
});

test("another Host is refused on every origin, whatever it asks (DNS rebinding)", async () => {
  for (const [place, path] of [
    [issuer, "/developer/people.json"],
    [phone, "/api/keys"],
    [phone, "/"],
  ] as const) {
    const answer = await send({ ...place, host: "evil.example" }, { path });
    assert.ok(answer.status >= 400 && answer.status < 500, `${path} ${answer.status}`);
  }
});

test("a signed message with members of the wrong kind, or too many, is refused before it is used", async () => {
  const ik = await signerOf(await newKeyPair());
  const stamp = () => ({
    iat: Math.floor(Date.now() / 1000),
    jti: toBase64url(crypto.getRandomValues(new Uint8Array(16))),
  });
  const payloads: object[] = [
    { v: purposes.enrol, ik: ik.jwk, label: 7, ...stamp() },
    { v: purposes.enrol, ik: { ...ik.jwk, x: "short" }, label: "x", ...stamp() },
    { v: purposes.enrol, ik: ik.jwk, label: "x", iat: "now", jti: stamp().jti },
    { v: purposes.enrol, ik: ik.jwk, label: "x", iat: 1.5, jti: stamp().jti },
    { v: purposes.enrol, ik: ik.jwk, label: "x", iat: Number.MAX_SAFE_INTEGER, jti: stamp().jti },
    { v: purposes.enrol, ik: ik.jwk, label: "x", ...stamp(), jti: "short" },
    { v: purposes.claim, ik: ik.jwk, label: "x", ...stamp() },
  ];
  for (const payload of payloads) {
    const jws = await signCompact(payload as never, purposes.enrol, ik);
    const answer = await send(phone, {
      method: "POST",
      path: "/api/enrolments",
      headers: asJson,
      body: JSON.stringify({ jws }),
    });
    isClearRefusal(answer, JSON.stringify(payload));
  }
});

test("no secret and nothing personal of a whole sign-in is in the log", async () => {
  const [someone = ""] = await sandboxPeople(issuer);
  const holder = await enrolHolder(() => phone, someone, "975318");
  const from = server.lines.length;
  const { tokens, page, browser } = await signIn(holder, () => issuer);
  await browser.userinfo(tokens.access_token);
  await browser.refresh(sandboxService, tokens.refresh_token as string);
  const wrong = await newBrowser(() => issuer);
  await wrong.act(page.signIn, "frame");
  const said = server.lines.slice(from).join("");
  assert.ok(said.includes('"event":"request"'));
  const secrets = [
    "975318",
    someone,
    "sandbox-secret",
    tokens.access_token,
    tokens.refresh_token as string,
    tokens.id_token as string,
    page.state,
    page.verifier,
    page.signIn,
    ...browser.cookies.values(),
    toBase64url(holder.identity.deviceSecret),
  ];
  for (const secret of secrets)
    assert.ok(!said.includes(secret), `the log holds ${secret.slice(0, 12)}…`);
});
