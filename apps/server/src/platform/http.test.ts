import assert from "node:assert/strict";
import { connect as connectSocket } from "node:net";
import { after, before, test } from "node:test";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { errors } from "#errors";
import { createApp, ownPagesOnly, pagePolicy, problem } from "./http.ts";
import { createLog } from "./log.ts";
import { fixedClock } from "./testing.ts";
import { epochSeconds } from "./time.ts";

const clock = fixedClock();
const lines: string[] = [];
const log = createLog("info", { write: (line: string) => void lines.push(line) });
let app: FastifyInstance;
let port: number;

before(async () => {
  app = createApp({ log, clock, hosts: ["aval.test:4400", "127.0.0.1:4400"] });
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.get("/people/:id", async () => ({ ok: true }));
  routes.post(
    "/echo",
    { schema: { body: z.strictObject({ word: z.string().max(10) }) } },
    async (request) => request.body,
  );
  routes.get("/refused", async (_request, reply) =>
    problem(reply, "too_many", { retryAfterSeconds: 30, triesLeft: 2 }),
  );
  routes.get("/bug", async () => {
    throw new Error("a password is here: hunter2", { cause: new Error("deeper") });
  });
  routes.get("/database", async () => {
    throw Object.assign(new Error("duplicate key (national_id)=(899700000013)"), {
      code: "23505",
      constraint: "one_person",
    });
  });
  routes.get("/gone", async () => {
    throw Object.assign(new Error("terminating connection"), { code: "57P01" });
  });
  routes.get("/engine", async (_request, reply) => {
    reply.hijack();
    reply.raw.end("by the engine");
  });
  routes.post("/own", { onRequest: ownPagesOnly("http://aval.test:4400") }, async () => ({
    ok: true,
  }));
  await app.listen({ port: 0, host: "127.0.0.1" });
  port = (app.server.address() as { port: number }).port;
});
after(() => app.close());

const ask = (
  url: string,
  options: {
    method?: "GET" | "POST";
    headers?: Record<string, string>;
    payload?: string | object;
  } = {},
) => app.inject({ url, ...options, headers: { host: "aval.test:4400", ...options.headers } });

const json = { "content-type": "application/json" };

const answers = [
  ["an answer", () => ask("/people/1"), 200],
  ["a refusal", () => ask("/refused"), 429],
  ["an unknown address", () => ask("/nowhere"), 404],
  ["a fault", () => ask("/bug"), 500],
  ["the database gone", () => ask("/gone"), 503],
  [
    "a body that is not JSON",
    () => ask("/echo", { method: "POST", headers: json, payload: "{" }),
    400,
  ],
  ["an empty body", () => ask("/echo", { method: "POST", headers: json, payload: "" }), 400],
  [
    "a member too many",
    () => ask("/echo", { method: "POST", payload: { word: "a", more: 1 } }),
    400,
  ],
  [
    "a body over 64 kB",
    () =>
      ask("/echo", { method: "POST", headers: json, payload: JSON.stringify("x".repeat(65_537)) }),
    413,
  ],
  [
    "another type",
    () =>
      ask("/echo", { method: "POST", headers: { "content-type": "text/xml" }, payload: "<a/>" }),
    415,
  ],
  [
    "plain text, which a form of another site can send",
    () =>
      ask("/echo", {
        method: "POST",
        headers: { "content-type": "text/plain" },
        payload: '{"word":"a"}',
      }),
    415,
  ],
  ["another Host", () => ask("/people/1", { headers: { host: "evil.example" } }), 421],
] as const;

for (const [name, answer, status] of answers) {
  test(`${name} has its status, the security headers, and no trace of what happened inside`, async () => {
    const { statusCode, headers, body } = await answer();
    assert.equal(statusCode, status);
    assert.equal(headers["content-security-policy"], pagePolicy());
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["x-frame-options"], "DENY");
    assert.equal(headers["cross-origin-opener-policy"], "same-origin");
    assert.equal(headers["referrer-policy"], "same-origin");
    assert.doesNotMatch(body, /hunter2|at .*\.ts|stack|FST_/);
    if (status === 200) return;
    const told = JSON.parse(body) as {
      error: keyof typeof errors;
      reference: string;
      now: number;
      message: unknown;
    };
    assert.equal(errors[told.error].status, status);
    assert.deepEqual(told.message, { fr: errors[told.error].fr, en: errors[told.error].en });
    assert.match(told.reference, /^[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}$/);
    assert.equal(told.now, epochSeconds(clock.now()));
  });
}

test("an address asked by another method says which it answers", async () => {
  const { statusCode, headers, body } = await ask("/people/1", { method: "POST", payload: {} });
  assert.equal(statusCode, 405);
  assert.equal((JSON.parse(body) as { error: string }).error, "method_not_allowed");
  assert.equal(headers["allow"], "GET, HEAD");
});

test("the policy lets nothing inline run, no page frame ours, and no form lead away unless it was named", () => {
  assert.doesNotMatch(pagePolicy(), /unsafe|\*/);
  assert.match(pagePolicy(), /default-src 'none'/);
  assert.match(pagePolicy(), /frame-ancestors 'none'/);
  assert.match(pagePolicy(), /form-action 'self';/);
  assert.match(
    pagePolicy({ formAction: ["https://service.example"] }),
    /form-action 'self' https:\/\/service\.example;/,
  );
});

test("an answer written by the authorization engine carries the headers too", async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/engine`, {
    headers: { host: "aval.test:4400" },
  }).catch(() => undefined);
  // fetch cannot say another Host: asked by a socket.
  assert.ok(answer === undefined || answer.status === 421);
  const raw = await speak(
    "GET /engine HTTP/1.1\r\nhost: aval.test:4400\r\nconnection: close\r\n\r\n",
  );
  assert.match(raw, /^HTTP\/1\.1 200/);
  assert.match(raw, /content-security-policy: default-src 'none'/);
});

test("what is no HTTP at all is answered with the headers, and the connection ends", async () => {
  const raw = await speak("NONSENSE\r\n\r\n");
  assert.match(raw, /^HTTP\/1\.1 400/);
  assert.match(raw, /x-content-type-options: nosniff/);
});

function speak(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket(port, "127.0.0.1", () => socket.write(text));
    let heard = "";
    socket.on("data", (chunk) => (heard += chunk));
    socket.on("close", () => resolve(heard));
    socket.on("error", reject);
  });
}

test("a refusal says how many tries are left and when to come back, in the body and in the header", async () => {
  const { body, headers } = await ask("/refused");
  const { triesLeft, retryAfterSeconds } = JSON.parse(body) as {
    triesLeft: number;
    retryAfterSeconds: number;
  };
  assert.deepEqual({ triesLeft, retryAfterSeconds }, { triesLeft: 2, retryAfterSeconds: 30 });
  assert.equal(headers["retry-after"], "30");
});

test("a request is one line: the route's pattern, never the address, the body, the caller or what was searched", async () => {
  lines.length = 0;
  await ask("/people/899700000013?name=Martin", {
    headers: { "x-forwarded-for": "203.0.113.9", "user-agent": "Someone" },
  });
  await ask("/nowhere/899700000013");
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /"route":"\/people\/:id"/);
  assert.doesNotMatch(lines.join(""), /8997|Martin|203\.0\.113|Someone|127\.0\.0\.1/);
});

test("the reference told to the person finds the line of the fault, with its cause", async () => {
  lines.length = 0;
  const { reference } = JSON.parse((await ask("/bug")).body) as { reference: string };
  const found = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line["reference"] === reference);
  assert.deepEqual(found.map((line) => line["event"]).sort(), ["request", "request_failed"]);
  assert.equal(
    found.find((line) => line["event"] === "request_failed")?.["cause"],
    "Error: deeper",
  );
});

test("what PostgreSQL quotes of a row never reaches the log", async () => {
  lines.length = 0;
  await ask("/database");
  assert.match(lines.join(""), /"sqlState":"23505"/);
  assert.match(lines.join(""), /"constraint":"one_person"/);
  assert.doesNotMatch(lines.join(""), /8997/);
});

test("what only our pages may ask is refused to another site's, and not to a program", async () => {
  const own = (headers: Record<string, string>) =>
    ask("/own", { method: "POST", headers: { ...json, ...headers }, payload: "{}" }).then(
      ({ statusCode }) => statusCode,
    );
  assert.equal(await own({}), 200);
  assert.equal(
    await own({ origin: "http://aval.test:4400", "sec-fetch-site": "same-origin" }),
    200,
  );
  assert.equal(await own({ origin: "http://register.test:4403" }), 403);
  assert.equal(await own({ origin: "null" }), 403);
  assert.equal(await own({ "sec-fetch-site": "same-site" }), 403);
  assert.equal(await own({ "sec-fetch-site": "cross-site" }), 403);
});

test("an address in X-Forwarded-For is believed from a trusted proxy only", async () => {
  const seen = async (trustedProxies: readonly string[]) => {
    const other = createApp({ log, hosts: ["aval.test"], trustedProxies });
    other.get("/ip", async (request) => ({ ip: request.ip }));
    const { body } = await other.inject({
      url: "/ip",
      headers: { host: "aval.test", "x-forwarded-for": "203.0.113.9" },
    });
    await other.close();
    return (JSON.parse(body) as { ip: string }).ip;
  };
  assert.equal(await seen([]), "127.0.0.1");
  assert.equal(await seen(["127.0.0.1"]), "203.0.113.9");
  assert.equal(await seen(["10.0.0.0/8"]), "127.0.0.1");
});
