import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { type Context, PhoneRefusal } from "@aval/protocol";
import { connectOnce, sqlState } from "#platform/database";
import { type TestDatabase, testDatabase } from "#platform/testing";
import {
  enrolHolder,
  type Holder,
  newBrowser,
  type Place,
  refusalOf,
  sandboxPeople,
  sandboxService,
  send,
  signIn,
} from "../testing/driver.ts";
import { freePorts } from "../testing/ports.ts";
import { answers, aval, endAll, type Program, startAval, until } from "../testing/programs.ts";

// A server and the PIN program, each a process of its own with a database role of its own. The PIN program is killed (SIGKILL)
// while people sign in. Whatever needs no code goes on; an approval is told a clear sentence; nothing acknowledged is lost.
const port = await freePorts(10);
const pinPort = port + 9;
const issuer: Place = { port, host: `localhost:${port}` };
const phones: Place = { port: port + 1, host: `phone.localhost:${port + 1}` };
const onIssuer = () => issuer;
const onPhones = () => phones;

let folder: string;
let database: TestDatabase;
let serverEnv: Record<string, string>;
let pinEnv: Record<string, string>;
let server: Program;
let pin: Program;
let first: Holder;
let second: Holder;

before(
  async () => {
    folder = await mkdtemp(join(tmpdir(), "aval-apart-"));
    database = await testDatabase();
    const secret = randomBytes(32).toString("base64url");
    const keyFile = join(folder, "pin", "pin.key");
    await mkdir(join(folder, "pin"), { mode: 0o700 });
    await writeFile(keyFile, randomBytes(32), { mode: 0o600 });
    serverEnv = {
      AVAL_PORT: String(port),
      AVAL_DATA_DIR: join(folder, "server"),
      AVAL_DATABASE_URL: database.serverUrl,
      AVAL_MIGRATE_DATABASE_URL: database.url,
      // The sandbox's server is told the role's name, to give it its rights; it is never told the key file.
      AVAL_PIN_DATABASE_URL: database.pinUrl,
      AVAL_PIN_URL: `http://127.0.0.1:${pinPort}`,
      AVAL_PIN_SECRET: secret,
      AVAL_LOG_LEVEL: "warn",
    };
    // As production starts it: with its own role, its own key, the shared secret, and nothing of the server's.
    pinEnv = {
      AVAL_MODE: "production",
      AVAL_PIN_DATABASE_URL: database.pinUrl,
      AVAL_PIN_KEY_FILE: keyFile,
      AVAL_PIN_SECRET: secret,
      AVAL_PIN_URL: `http://127.0.0.1:${pinPort}`,
      AVAL_LOG_LEVEL: "warn",
    };
    server = startAval(["sandbox", "--json"], serverEnv);
    await until(() => answers(`http://127.0.0.1:${port}/readyz`), server);
  },
  { timeout: 300_000 },
);

after(async () => {
  await pin?.end();
  await server?.end();
  endAll();
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});

async function startPin(): Promise<void> {
  pin = startAval(["pin-service", "--port", String(pinPort), "--json"], pinEnv);
  await until(() => answers(`http://127.0.0.1:${pinPort}/readyz`), pin);
}

type Ready = { ready: boolean; degraded: boolean; checks: Record<string, string> };

async function readiness(): Promise<Ready & { status: number }> {
  const answer = await send(issuer, { path: "/readyz" });
  return { status: answer.status, ...(JSON.parse(answer.text) as Ready) };
}

/** A request on a computer's screen, as far as its first frame. */
async function openPage() {
  const browser = await newBrowser(onIssuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  return { browser, page, frame: view.frame ?? "" };
}

const wrongCode = "135790";

test("a server starts, is sent people, and says that nobody can approve, while the PIN program is not there yet", {
  timeout: 120_000,
}, async () => {
  const early = await readiness();
  assert.equal(early.status, 200);
  assert.deepEqual([early.ready, early.degraded, early.checks["pin"]], [true, true, "failed"]);
  await startPin();
  // What a node last saw stands for a second.
  await until(async () => !(await readiness()).degraded);
  const later = await readiness();
  assert.deepEqual([later.ready, later.degraded, later.checks["pin"]], [true, false, "ok"]);
});

test("the PIN program refuses a key that others can read, the server's database role, and an open port without TLS", {
  timeout: 120_000,
}, async () => {
  const keyFile = pinEnv["AVAL_PIN_KEY_FILE"] ?? "";
  const other = ["pin-service", "--port", String(pinPort - 1)];
  await chmod(keyFile, 0o640);
  const open = await aval(other, pinEnv);
  await chmod(keyFile, 0o600);
  assert.equal(open.status, 1);
  assert.match(open.said, /Others than the PIN program can read its key: chmod 600/);
  const both = await aval(other, { ...pinEnv, AVAL_DATABASE_URL: database.serverUrl });
  assert.equal(both.status, 1);
  assert.match(both.said, /AVAL_DATABASE_URL is not for the PIN program/);
  const wide = await aval([...other, "--host", "0.0.0.0"], pinEnv);
  assert.equal(wide.status, 1);
  assert.match(wide.said, /--tls-cert and --tls-key, or --host 127\.0\.0\.1/);
});

test("the server's role reads nothing of the PIN program's schema, nor the PIN program's of the server's", async () => {
  for (const [url, table] of [
    [database.serverUrl, "pin.counter"],
    [database.serverUrl, "pin.oprf_key"],
    [database.pinUrl, "aval.device"],
    [database.pinUrl, "aval.approval"],
  ] as const) {
    const client = await connectOnce(url);
    const state = await client.query(`select from ${table}`).then(() => "", sqlState);
    await client.end();
    assert.equal(state, "42501", table);
  }
});

test("killed while people sign in, it takes nothing with it but the approving, and each is told so in words", {
  timeout: 240_000,
}, async () => {
  const [one = "", two = "", three = "", four = ""] = await sandboxPeople(issuer);
  first = await enrolHolder(onPhones, one);
  second = await enrolHolder(onPhones, two);
  const third = await enrolHolder(onPhones, three);
  const before = await signIn(first, onIssuer);

  // Two tries of the second holder are counted before the kill.
  const slipping = await openPage();
  const { context: slipped } = await second.phone.claim(second.identity, slipping.frame);
  for (const left of [9, 8]) {
    const refusal = await refusalOf(second.phone.approve(second.identity, slipped, wrongCode));
    assert.deepEqual([refusal.code, refusal.problem?.triesLeft], ["wrong_code", left]);
  }

  // Sign-ins of the first holder, one after another, until the kill meets one of them: that one waits.
  const acknowledged: string[] = [];
  const working = (async () => {
    for (;;) {
      const opened = await openPage();
      const { context } = await first.phone.claim(first.identity, opened.frame);
      try {
        await first.phone.approve(first.identity, context, first.code);
      } catch (fault) {
        if (fault instanceof PhoneRefusal) return { ...opened, context, told: fault };
        throw fault;
      }
      acknowledged.push(context.approval);
    }
  })();
  await until(async () => acknowledged.length >= 3);
  await pin.end("SIGKILL");
  const waiting = await working;

  await until(async () => (await readiness()).degraded);
  const down = await readiness();
  assert.deepEqual(
    [down.status, down.ready, down.degraded, down.checks["pin"]],
    [200, true, true, "failed"],
  );
  assert.equal((await send(issuer, { path: "/healthz" })).status, 200);
  const figures = (await send(issuer, { path: "/metrics" })).text;
  assert.match(figures, /^aval_pin_up\{program="server"\} 0$/m);
  const doctor = await aval(["doctor", "--json"], serverEnv);
  assert.equal(doctor.status, 1);
  const findings = JSON.parse(doctor.out) as { check: string; ok: boolean; en: string }[];
  assert.deepEqual(
    findings.filter(({ ok }) => !ok).map(({ check }) => check),
    ["pin"],
    doctor.said,
  );

  // Scanning, what is shown, refusing, tokens and signing out need no code.
  const { browser } = before;
  const user = await browser.userinfo(before.tokens.access_token);
  assert.equal(user.status, 200);
  const refreshed = await browser.refresh(sandboxService, before.tokens.refresh_token ?? "");
  assert.equal(refreshed.status, 200);
  const refusing = await openPage();
  const { context: unwanted } = await third.phone.claim(third.identity, refusing.frame);
  assert.equal(unwanted.service.name, "Service d'essai");
  const refused = await third.phone.refuse(third.identity, unwanted, "mistake");
  assert.equal(refused.state, "refused");
  const out = await browser.visit({
    path: `/auth/realms/esante-wallet/protocol/openid-connect/logout?${new URLSearchParams({ id_token_hint: before.tokens.id_token ?? "" })}`,
  });
  assert.ok(out.status < 400, `${out.status}`);

  // Approving says what is the matter, in both languages, and leaves the request where it was.
  const { told, context } = waiting;
  assert.equal(told.code, "pin_unavailable");
  assert.match(told.problem?.message.fr ?? "", /réessayez dans un instant/);
  assert.match(told.problem?.message.en ?? "", /try again in a moment/);
  assert.ok(told.problem?.reference);
  const again = await refusalOf(first.phone.approve(first.identity, context, first.code));
  assert.equal(again.code, "pin_unavailable");
  const stillThere = await first.phone.pending(first.identity);
  assert.ok(stillThere.some(({ approval }) => approval === context.approval));
  await assert.rejects(enrolHolder(onPhones, four), /pin_unavailable/);

  await startPin();
  const own = await (await fetch(`http://127.0.0.1:${pinPort}/metrics`)).text();
  assert.match(own, /^aval_build\{.*program="pin"\} 1$/m);
  await goesOn(waiting, acknowledged, slipped);
});

/** Back again: the very request that waited is approved, and all that was acknowledged and counted stands. */
async function goesOn(
  waiting: Awaited<ReturnType<typeof openPage>> & { readonly context: Context },
  acknowledged: readonly string[],
  slipped: Context,
): Promise<void> {
  const decided = await first.phone.approve(first.identity, waiting.context, first.code);
  assert.equal(decided.state, "approved");
  const { location } = await waiting.browser.conclude(waiting.page.signIn);
  const { status, body } = await waiting.browser.exchange(waiting.page, location);
  assert.equal(status, 200, JSON.stringify(body));

  const client = await connectOnce(database.url);
  const { rows } = await client.query<{ approval: string }>(
    `select body::jsonb ->> 'approval' as approval from aval.fact where kind = 'approval_approved'`,
  );
  await client.end();
  const recorded = new Set(rows.map(({ approval }) => approval));
  for (const approval of acknowledged) assert.ok(recorded.has(approval), approval);

  const again = await refusalOf(second.phone.approve(second.identity, slipped, wrongCode));
  assert.deepEqual([again.code, again.problem?.triesLeft], ["wrong_code", 7]);
}
