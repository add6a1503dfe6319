import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { createLog } from "#platform/log";
import {
  enrolHolder,
  newBrowser,
  sandboxPeople,
  sandboxService,
  send,
  signIn,
} from "../testing/driver.ts";
import { startWhole, type WholeServer } from "../testing/whole.ts";

// What a server tells machines of itself while people use it: one line a request, figures for Prometheus. Neither may say who.
let server: WholeServer;

before(
  async () => {
    server = await startWhole();
  },
  { timeout: 300_000 },
);
after(() => server?.stop());

const issuer = () => server.issuer;
const phones = () => server.phone;

async function figures(): Promise<Map<string, number>> {
  const answer = await send(issuer(), { path: "/metrics" });
  assert.equal(answer.status, 200);
  assert.match(String(answer.headers["content-type"]), /^text\/plain/);
  const lines = answer.text.split("\n").filter((line) => line && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at), Number(line.slice(at + 1))] as const;
    }),
  );
}

/** A figure, whatever its other labels. */
function of(all: Map<string, number>, name: string, ...labels: string[]): number {
  let sum = 0;
  for (const [series, value] of all) {
    if (series.startsWith(`${name}{`) && labels.every((label) => series.includes(label)))
      sum += value;
  }
  return sum;
}

const person = async (): Promise<{ nationalId: string; name: string }> => {
  const answer = await send(issuer(), { path: "/developer/people.json" });
  return (JSON.parse(answer.text) as { nationalId: string; name: string }[])[0] as never;
};

test("a whole sign-in is counted: the request, its transfer, its approval, its tokens, and a wrong code", async () => {
  const [someone = ""] = await sandboxPeople(issuer());
  const holder = await enrolHolder(phones, someone);
  const before = await figures();
  const { browser, tokens } = await signIn(holder, issuer);
  await browser.refresh(sandboxService, tokens.refresh_token ?? "");
  const page = await browser.open(sandboxService, { prompt: "login" });
  const { view } = await browser.act(page.signIn, "begin");
  const { context } = await holder.phone.claim(holder.identity, view.frame ?? "");
  await assert.rejects(holder.phone.approve(holder.identity, context, "135790"));
  await holder.phone.refuse(holder.identity, context, "mistake");
  const after = await figures();
  const grew = (name: string, ...labels: string[]) =>
    of(after, name, ...labels) - of(before, name, ...labels);

  assert.equal(grew("aval_facts_total", 'fact="sign_in_concluded"'), 1);
  assert.equal(grew("aval_facts_total", 'fact="approval_approved"'), 1);
  assert.equal(grew("aval_facts_total", 'fact="tokens_issued"'), 1);
  assert.equal(grew("aval_facts_total", 'fact="tokens_refreshed"'), 1);
  assert.equal(grew("aval_facts_total", 'fact="pin_try_counted"'), 1);
  assert.equal(grew("aval_claims_total", 'transfer="qr"'), 2);
  assert.equal(grew("aval_holder_refusals_total", 'reason="mistake"'), 1);
  assert.equal(grew("aval_refusals_total", 'error="wrong_code"'), 1);
  assert.equal(grew("aval_request_seconds_count", 'route="/pin/evaluate"', 'status="2xx"'), 2);
  assert.equal(of(after, "aval_pin_up"), 1);
  assert.ok(Math.abs(of(after, "aval_clock_skew_seconds")) < 1);
  assert.ok(of(after, "aval_pool_connections", 'pool="aval"') >= 1);
  assert.equal(of(after, "aval_build"), 1);
  assert.ok([...after.keys()].some((name) => name.startsWith("nodejs_eventloop_lag")));
});

test("whatever strangers ask for, no figure has a label of theirs, and there are no more figures than before", async () => {
  const browser = await newBrowser(issuer);
  await browser.open(sandboxService);
  for (const path of ["/", "/healthz", "/nowhere", "/login/none", "/auth?client_id=none"])
    for (const method of ["GET", "POST", "PUT", "OPTIONS", "PATCH", "DELETE", "HEAD"])
      await send(issuer(), { path, method });
  const before = await figures();
  for (let n = 0; n < 150; n++) {
    const mark = `zq${n}zq`;
    await send(issuer(), { path: `/${mark}`, method: n % 2 ? "GET" : "POST" });
    await send(issuer(), { path: `/login/${mark}`, headers: { "user-agent": mark } });
    await send(issuer(), { path: `/auth?client_id=${mark}&scope=${mark}` });
    await send(
      { ...issuer(), host: `${mark}.example` },
      { path: "/healthz", headers: { "x-forwarded-for": mark } },
    );
  }
  const after = await figures();
  const fresh = [...after.keys()].filter((series) => !before.has(series));
  assert.deepEqual(
    fresh.filter((series) => /zq\d+zq/.test(series)),
    [],
  );
  // A wrong Host is a class of status of its own, once.
  assert.ok(fresh.length <= 40, `${fresh.length} new series: ${fresh.slice(0, 5).join(" ")}`);
});

test("neither lines nor figures name the holder, a device, a network address, a browser, or what was asked with it", async () => {
  const { nationalId, name } = await person();
  const from = server.lines.length;
  const holder = await enrolHolder(phones, nationalId);
  const marks = { "user-agent": "Marked/7.7", "x-forwarded-for": "203.0.113.77" };
  const { browser, tokens, page } = await signIn(holder, issuer);
  await browser.visit({ path: `/login/${page.signIn}`, headers: marks });
  await browser.visit({ path: `/nowhere/${nationalId}?nationalId=${nationalId}`, headers: marks });
  await browser.userinfo(tokens.access_token);
  const lines = server.lines.slice(from);
  const told = `${lines.join("")}${[...(await figures()).keys()].join("\n")}`;
  const familyName = name.split(" ").at(-1) ?? name;
  for (const secret of [
    nationalId,
    familyName,
    holder.identity.device,
    "Marked",
    "203.0.113.77",
    "127.0.0.1",
    "::1",
    page.signIn,
    tokens.access_token,
  ])
    assert.ok(!told.includes(secret), `it says ${secret.slice(0, 20)}`);
});

test("each request is one line of JSON with its route's template, status and time; a refusal has the reference that was shown", async () => {
  const from = server.lines.length;
  const missing = await send(issuer(), { path: "/nowhere" });
  const lines = server.lines.slice(from).map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.equal(lines.length, 1);
  const { reference } = JSON.parse(missing.text) as { reference: string };
  const { time, level, ms, ...line } = lines[0] ?? {};
  assert.ok(typeof time === "string" && typeof ms === "number" && level !== undefined);
  assert.deepEqual(line, {
    event: "request",
    method: "GET",
    route: "(none)",
    status: 404,
    refusal: "not_found",
    reference,
  });
});

test("the level that was set is the least that is told", () => {
  for (const [level, told] of [
    ["info", ["a", "b", "c"]],
    ["warn", ["b", "c"]],
    ["error", ["c"]],
    ["silent", []],
  ] as const) {
    const lines: string[] = [];
    const log = createLog(level, { write: (line: string) => void lines.push(line) });
    log.info("a");
    log.warn("b");
    log.error("c", new Error("d"));
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { event: string }).event),
      told,
    );
  }
});
