import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { createApp } from "#platform/http";
import { silentLog } from "#platform/log";
import { phoneOriginRoutes } from "./phone-origin.ts";

const host = "phone.localhost:4401";
const loginOrigin = "http://localhost:4400";
/** One entry is good, once; what it gives is told by `entrance.pass`. */
const pass = "p".repeat(43);
let isSpent = false;
const entrance = {
  loginOrigin,
  enter: async (entry: string) => {
    if (entry !== "good" || isSpent) return { ok: false, refusal: "entry_refused" } as const;
    isSpent = true;
    return { ok: true, value: pass } as const;
  },
};
const vite = fileURLToPath(new URL("bin/vite.js", import.meta.resolve("vite/package.json")));
const authenticator = fileURLToPath(new URL("../../authenticator", import.meta.url));

let dist = "";
let sandbox: FastifyInstance;
let production: FastifyInstance;

before(async () => {
  dist = await mkdtemp(join(tmpdir(), "aval-authenticator-"));
  await promisify(execFile)(process.execPath, [
    vite,
    "build",
    authenticator,
    "--outDir",
    dist,
    "--emptyOutDir",
    "--logLevel",
    "error",
  ]);
  // What lies in the folder and is no page must stay there.
  await writeFile(join(dist, "notes.txt"), "not a page");
  sandbox = serve(true);
  production = serve(false);
});
after(() => rm(dist, { recursive: true, force: true }));

function serve(isSandbox: boolean): FastifyInstance {
  const app = createApp({ log: silentLog, hosts: [host] });
  phoneOriginRoutes(app, { dist, sandbox: isSandbox, ...entrance });
  return app;
}

const get = (app: FastifyInstance, url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { host, ...headers } });

/** Every address there is, found as a browser finds them: in the folder that was built. */
async function addresses(): Promise<string[]> {
  const names = await readdir(dist, { recursive: true });
  const files = names.filter((name) => /\.[a-z]+$/.test(name) && name !== "notes.txt");
  return [
    "/mode.json",
    ...files.map(
      (name) => `/${name.replace("index.html", "").replace("simulator.html", "simulator")}`,
    ),
  ];
}

/** A policy as its directives. */
function directives(policy: string): Map<string, string[]> {
  const parts = policy.split(";").map((part) => part.trim().split(/\s+/));
  return new Map(parts.map(([name, ...sources]) => [name as string, sources]));
}

test("every answer of the phone's origin carries a policy without anything unsafe, and loads from itself alone (P-56)", async () => {
  for (const app of [sandbox, production]) {
    for (const url of [...(await addresses()), "/nowhere", "/api/nowhere"]) {
      const { headers, statusCode } = await get(app, url);
      const policy = directives(String(headers["content-security-policy"]));
      assert.deepEqual(policy.get("default-src"), ["'none'"], url);
      for (const [name, sources] of policy) {
        if (name === "trusted-types" || name === "require-trusted-types-for") continue;
        for (const source of sources)
          assert.ok(
            ["'none'", "'self'", "data:", "blob:"].includes(source),
            `${url}: ${name} ${source}`,
          );
      }
      assert.doesNotMatch(
        String(headers["content-security-policy"]),
        /unsafe|wasm|\*|https?:/,
        url,
      );
      for (const name of ["script-src", "connect-src", "worker-src"])
        assert.deepEqual(policy.get(name), ["'self'"], `${url}: ${name}`);
      if (statusCode === 200) {
        assert.deepEqual(policy.get("require-trusted-types-for"), ["'script'"], url);
        assert.deepEqual(policy.get("trusted-types"), ["aval"], url);
        assert.deepEqual(policy.get("form-action"), ["'none'"], url);
        assert.equal(headers["cross-origin-opener-policy"], "same-origin", url);
      }
      assert.equal(headers["x-content-type-options"], "nosniff", url);
      assert.equal(headers["set-cookie"], undefined, url);
    }
  }
});

test("only the simulator frames the page, and only in the sandbox", async () => {
  const frames = async (app: FastifyInstance, url: string) => {
    const policy = directives(String((await get(app, url)).headers["content-security-policy"]));
    return { by: policy.get("frame-ancestors"), of: policy.get("frame-src") };
  };
  assert.deepEqual(await frames(production, "/"), { by: ["'none'"], of: undefined });
  assert.equal((await get(production, "/")).headers["x-frame-options"], "DENY");
  assert.deepEqual(await frames(sandbox, "/"), { by: ["'self'"], of: undefined });
  assert.deepEqual(await frames(sandbox, "/simulator"), { by: ["'none'"], of: ["'self'"] });
  for (const url of (await addresses()).filter((address) => address.includes("simulator"))) {
    assert.equal((await get(production, url)).statusCode, 404, url);
  }
});

test("the camera is for this page alone, screen sharing for the sandbox alone, and nothing else is allowed", async () => {
  const permissions = async (app: FastifyInstance) =>
    String((await get(app, "/")).headers["permissions-policy"]);
  assert.match(await permissions(production), /camera=\(self\), display-capture=\(\)/);
  assert.match(await permissions(sandbox), /camera=\(self\), display-capture=\(self\)/);
  assert.match(await permissions(production), /microphone=\(\)/);
});

test("a file named after its content is kept for ever; what may change is asked for again", async () => {
  for (const url of await addresses()) {
    const { headers } = await get(sandbox, url);
    const cache = String(headers["cache-control"]);
    if (url.startsWith("/assets/")) assert.match(cache, /max-age=31536000, immutable/, url);
    else if (!url.startsWith("/icons/")) assert.equal(cache, "no-cache", url);
  }
  const first = await get(sandbox, "/sw.js");
  const again = await get(sandbox, "/sw.js", { "if-none-match": String(first.headers["etag"]) });
  assert.equal(again.statusCode, 304);
  assert.equal(again.body, "");
});

test("a file is the same packed and unpacked", async () => {
  for (const url of (await addresses()).filter((address) => address !== "/mode.json")) {
    const plain = await get(sandbox, url);
    const packed = await get(sandbox, url, { "accept-encoding": "gzip, br" });
    const body =
      packed.headers["content-encoding"] === "gzip"
        ? gunzipSync(packed.rawPayload)
        : packed.rawPayload;
    assert.deepEqual(body, plain.rawPayload, url);
    assert.equal(plain.headers["content-encoding"], undefined, url);
  }
});

test("nothing outside the built pages can be asked for", async () => {
  for (const url of [
    "/notes.txt",
    "/../package.json",
    "/assets/../../package.json",
    "/%2e%2e/package.json",
    "/index.html",
    "/src/main.tsx",
    "/assets/",
    "//example.org",
  ]) {
    assert.equal((await get(sandbox, url)).statusCode, 404, url);
  }
});

test("the pages hold no script, style or address that their policy would have to make an exception for", async () => {
  for (const url of ["/", "/simulator"]) {
    const html = (await get(sandbox, url)).body;
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)/i, url);
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=|javascript:/i, url);
    for (const [, address] of html.matchAll(/(?:src|href)="([^"]*)"/g))
      assert.match(address as string, /^\/[^/]/, url);
  }
});

test("no script of this origin evaluates text, compiles WebAssembly, writes HTML or names another origin", async () => {
  const scripts = (await addresses()).filter((address) => address.endsWith(".js"));
  assert.ok(scripts.length >= 4);
  for (const url of scripts) {
    const code = await readFile(join(dist, url), "utf8");
    assert.doesNotMatch(
      code,
      /\beval\(|new Function\b|WebAssembly|insertAdjacentHTML|document\.write|importScripts/,
      url,
    );
    const others = [...code.matchAll(/\b(?:https?|wss?):\/\/[a-z0-9.-]+/gi)].map(
      ([address]) => address,
    );
    // Names of XML vocabularies, and a library's documentation in what it says when it fails: nothing fetches them.
    const named = ["http://www.w3.org", "https://simplewebauthn.dev"];
    assert.deepEqual(
      others.filter((address) => !named.includes(address)),
      [],
      url,
    );
  }
});

test("the page knows a sandbox by its own origin's word", async () => {
  assert.deepEqual((await get(sandbox, "/mode.json")).json(), { mode: "sandbox" });
  assert.deepEqual((await get(production, "/mode.json")).json(), { mode: "production" });
});

const enter = (headers: Record<string, string>, secret = "good") =>
  production.inject({
    method: "POST",
    url: "/this-phone",
    headers: { host, "content-type": "application/x-www-form-urlencoded", ...headers },
    payload: new URLSearchParams({ secret }).toString(),
  });
/** What a browser says of a form that the sign-in page sends as the whole tab goes. */
const ours = {
  origin: loginOrigin,
  "sec-fetch-site": "same-site",
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
};

test("a link to the entry opens the page and nothing else, whatever its address carries", async () => {
  for (const url of ["/this-phone", "/this-phone?secret=good", `/this-phone?pass=${pass}`]) {
    const answer = await get(production, url);
    assert.equal(answer.statusCode, 200);
    assert.match(answer.body, /<html data-aval-entry="link"/);
    assert.doesNotMatch(answer.body, /data-aval-pass/);
  }
});

test("only a form of our sign-in page, sent as the whole tab goes, enters; what is refused spends nothing", async () => {
  const { origin, ...silent } = ours;
  const foreign: readonly Record<string, string>[] = [
    { ...ours, origin: "http://evil.localhost:4400" },
    { ...ours, origin: `${loginOrigin}.evil.example` },
    { ...ours, origin: "http://localhost:44000" },
    { ...ours, origin: "null" },
    { ...ours, origin: `http://${host}`, "sec-fetch-site": "same-origin" },
    silent,
    { referer: `${loginOrigin}/login/x` },
    { ...ours, "sec-fetch-dest": "iframe" },
    { ...ours, "sec-fetch-dest": "empty", "sec-fetch-mode": "cors" },
    { ...ours, "sec-fetch-mode": "no-cors" },
    { ...ours, "sec-fetch-site": "none" },
  ];
  for (const headers of foreign) {
    const answer = await enter(headers);
    assert.equal(answer.statusCode, 403, JSON.stringify(headers));
    assert.match(answer.body, /data-aval-entry="foreign"/);
    assert.doesNotMatch(answer.body, /data-aval-pass/);
    assert.equal(answer.headers["set-cookie"], undefined);
  }
  assert.equal(isSpent, false);
  assert.equal((await enter(ours, "guessed")).statusCode, 410);

  const answer = await enter(ours);
  assert.equal(answer.statusCode, 200);
  assert.match(answer.body, new RegExp(`<html data-aval-pass="${pass}"`));
  assert.equal(answer.headers["cache-control"], "no-store");
  const again = await enter(ours);
  assert.equal(again.statusCode, 410);
  assert.match(again.body, /data-aval-entry="spent"/);
});

test("a browser too old to say how it fetches still says whose form it sends, and that decides", async () => {
  isSpent = false;
  assert.equal((await enter({ origin: "http://elsewhere.example" })).statusCode, 403);
  assert.equal((await enter({ origin: loginOrigin })).statusCode, 200);
});

test("the entry page is framed by nobody, and its form leads to the sign-in page alone", async () => {
  for (const app of [sandbox, production]) {
    const { headers, body } = await get(app, "/this-phone");
    const policy = directives(String(headers["content-security-policy"]));
    assert.deepEqual(policy.get("form-action"), [loginOrigin]);
    assert.deepEqual(policy.get("frame-ancestors"), ["'none'"]);
    assert.deepEqual(policy.get("script-src"), ["'self'"]);
    assert.equal(headers["x-frame-options"], "DENY");
    // Without its origin said, the sign-in page could not know whose form comes back.
    assert.equal(headers["referrer-policy"], "strict-origin");
    assert.match(body, /<meta name="referrer" content="strict-origin"/);
  }
});

test("without a build there is no page, and the origin stands", async () => {
  const app = createApp({ log: silentLog, hosts: [host] });
  phoneOriginRoutes(app, { dist: join(dist, "nowhere"), sandbox: true, ...entrance });
  assert.equal((await get(app, "/")).statusCode, 404);
  assert.equal((await get(app, "/mode.json")).statusCode, 200);
});

test("the service worker opens every file of the phone's page, none of the simulator, and never an answer of the server", async () => {
  const worker = (await get(sandbox, "/sw.js")).body;
  // A long list is built as one text, its addresses between commas.
  const listed = [...worker.matchAll(/(?<=[`"',])\/[a-zA-Z0-9._/-]*(?=[`"',])/g)].map(
    ([address]) => address,
  );
  for (const url of (await addresses()).filter((address) => address !== "/sw.js")) {
    assert.equal(listed.includes(url), !url.includes("simulator"), url);
  }
  // Help is another module's, on the same origin.
  for (const url of new Set(listed.filter((one) => !/^\/aide\b/.test(one)))) {
    assert.doesNotMatch(url, /^\/(api|pin|sandbox)/);
    assert.equal((await get(production, url)).statusCode, 200, url);
  }
});
