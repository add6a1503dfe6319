import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import test, { after, before } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { connect, connectOnce } from "#platform/database";
import { openKeys, rotateKey, rotationSeenMs } from "#platform/keys";
import { cookieNames } from "./cookies.ts";
import { startProviderProcess } from "./testing/nodes.ts";
import { callback, payloadOf, type SetUp, setUp } from "./testing/setup.ts";
import { begin, newHolder, newVisitor, serviceCalls, signIn } from "./testing/visitor.ts";
import { providerOn, testSecret } from "./testing/world.ts";

let it: SetUp;
before(async () => {
  it = await setUp();
});
after(() => it.close());

const realm = "/auth/realms/esante-wallet";
const basic = { authorization: `Basic ${Buffer.from(`service:${testSecret}`).toString("base64")}` };

/** A raw request: what `fetch` would correct is sent as it is. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: Buffer | string,
) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const url = new URL(it.world.here);
      // A connection of its own: one that the server has closed after a refusal must not be used again.
      const request = httpRequest(
        {
          agent: false,
          method,
          host: "127.0.0.1",
          port: url.port,
          path,
          headers: { host: url.host, ...headers },
        },
        (answer) => {
          let text = "";
          answer
            .setEncoding("utf8")
            .on("data", (part) => (text += part))
            .on("end", () =>
              resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
            );
        },
      );
      request.on("error", reject).end(body);
    },
  );
}

test("nothing that could be presented is in the database: not a code, token, cookie, sign-in or secret, at any stage", async () => {
  const canaries = new Set<string>([testSecret]);
  const dumps: string[] = [];
  const dump = async () => {
    const { rows } = await sql<{
      table: string;
    }>`select table_name as table from information_schema.tables where table_schema = 'aval' and table_type = 'BASE TABLE'`.execute(
      it.database.db,
    );
    for (const { table } of rows) {
      const content = await sql<{
        text: string;
      }>`select t::text as text from ${sql.table(`aval.${table}`)} as t`
        .execute(it.database.db)
        .catch(() => ({ rows: [] }));
      dumps.push(...content.rows.map(({ text }) => text));
    }
  };
  const [visitor, holder] = [await newVisitor(it.world), await newHolder(it.world)];
  const id = await begin(visitor, it.calls.authorization({ state: "canary-state" }));
  canaries.add(id);
  for (const value of visitor.jar.values()) canaries.add(value);
  const { view } = await visitor.act(id, "begin");
  await dump();
  await holder.approve(view.frame as string);
  const resume = (await visitor.conclude(id)).location as URL;
  for (const value of visitor.jar.values()) canaries.add(value);
  await dump();
  const back = (await visitor.visit(resume)).location as URL;
  canaries.add(back.searchParams.get("code") as string);
  for (const value of visitor.jar.values()) canaries.add(value);
  await dump();
  const { body: tokens } = await it.calls.exchange(back);
  const { body: renewed } = await it.calls.refresh(tokens["refresh_token"]);
  for (const given of [tokens, renewed]) {
    for (const name of ["access_token", "refresh_token", "id_token"]) canaries.add(given[name]);
    canaries.add(given["access_token"].split(".")[2]);
    canaries.add(String(payloadOf(given["access_token"])["jti"]));
  }
  await begin(visitor, it.calls.authorization());
  for (const value of visitor.jar.values()) canaries.add(value);
  await dump();

  const all = dumps.join("\n");
  assert.ok(all.includes(holder.nationalId), "the dump is of these tables");
  // The login page's row is named by the sign-in's id, which opens nothing without the browser's secret.
  canaries.delete(id);
  for (const canary of canaries) assert.ok(canary.length > 20 && !all.includes(canary), canary);
  const artefacts = await sql<{ text: string }>`select t::text as text from artefact as t`.execute(
    it.database.db,
  );
  assert.ok(!artefacts.rows.some(({ text }) => text.includes(id)));
});

test("a renewed signing key needs no restart: new tokens by it, old ones good to their end, both published", async () => {
  const { tokens } = await it.signedIn();
  const old = it.keys.openid().current.kid;
  await rotateKey(it.keysFolder, "openid");
  const later = await openKeys({ folder: it.keysFolder, mode: "sandbox", followMs: 0 });
  // The ring is read again by a running server; here it is handed over, at the moment the new key is old enough to sign.
  const { current, privateJwks, publicJwks } = later.openid();
  const [first, second] = privateJwks;
  assert.equal(current.kid, old, `a key made now signs in ${rotationSeenMs} ms`);
  const key = await crypto.subtle.importKey(
    "jwk",
    second as JsonWebKey,
    { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const rings = [
    it.keys.openid(),
    { current, privateJwks, publicJwks },
    {
      current: { kid: String(second?.kid), key },
      privateJwks: [second, first] as never,
      publicJwks: [publicJwks[1], publicJwks[0]] as never,
    },
  ];
  let at = 0;
  const world = await providerOn({
    db: it.database.db,
    keys: { ...it.keys, openid: () => rings[at] as never },
  });
  const calls = serviceCalls(world, "service", callback);
  const kidOf = (jwt: string) =>
    JSON.parse(Buffer.from(jwt.split(".")[0] ?? "", "base64url").toString()).kid as string;
  try {
    const made: Record<string, any>[] = [];
    for (at = 0; at < rings.length; at++) {
      const back = await signIn(
        await newVisitor(world),
        await newHolder(world),
        calls.authorization(),
      );
      const { body } = await calls.exchange(back);
      made.push(body);
      const published = (await (
        await fetch(`${world.issuer}/protocol/openid-connect/certs`)
      ).json()) as { keys: { kid: string; d?: string }[] };
      assert.equal(published.keys.length, rings[at]?.publicJwks.length);
      assert.ok(published.keys.every((jwk) => !("d" in jwk) && !("p" in jwk)));
      assert.deepEqual(
        [kidOf(body["access_token"]), kidOf(body["id_token"])],
        [rings[at]?.current.kid, rings[at]?.current.kid],
      );
      for (const given of made)
        assert.equal(
          (await calls.userinfo(given["access_token"])).status,
          200,
          "every earlier token is still good",
        );
      at = Math.min(at, rings.length - 1);
    }
    at = rings.length - 1;
    assert.notEqual(kidOf(made.at(-1)?.["access_token"]), old);
    const left = await fetch(
      `${world.issuer}/protocol/openid-connect/logout?id_token_hint=${made[0]?.["id_token"]}`,
    );
    assert.equal(left.status, 200, "a hint by the old key still ends its session");
    assert.equal((await calls.userinfo(made[0]?.["access_token"])).status, 401);
  } finally {
    await world.close();
    later.stop();
  }
  assert.equal((await it.calls.introspect(tokens["access_token"])).body["active"], true);
});

/** What must never be answered by a fault, sent to every address in every place. */
const hostile = [
  "%00",
  "%ff%fe",
  "%",
  "%zz",
  "%ed%a0%80",
  "%0d%0aset-cookie:x=1",
  "'%20or%201=1--",
  "..%2f..%2fetc",
  "%F0%9F%92%A3",
  "null",
  "undefined",
  "[object+Object]",
  "__proto__",
  "a".repeat(9_000),
  "%22%3E%3Cscript%3E",
  "{}",
  "%5B%5D",
  "1e999",
  "-0",
];

test("whatever is sent anywhere, the answer is a refusal in 4xx and never a fault, a stack or somebody's text", async () => {
  const id = "A".repeat(21);
  const gets = [
    `/auth`,
    `${realm}/protocol/openid-connect/auth`,
    `${realm}/protocol/openid-connect/auth/${id}`,
    `/login/${id}`,
    `${realm}/protocol/openid-connect/userinfo`,
    `${realm}/protocol/openid-connect/logout`,
  ];
  const names = [
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "response_type",
    "response_mode",
    "prompt",
    "max_age",
    "id_token_hint",
    "acr_values",
    "claims",
    "code_challenge",
    "ui_locales",
    "post_logout_redirect_uri",
    "x",
  ];
  const valid = it.calls.authorization().search.slice(1);
  const answers: { what: string; status: number; text: string }[] = [];
  const send = async (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: Buffer | string,
  ) => {
    const { status, text } = await raw(method, path, headers, body);
    answers.push({
      what: `${method} ${path.slice(0, 120)} ${String(body ?? "").slice(0, 80)}`,
      status,
      text,
    });
  };
  for (const value of hostile) {
    for (const name of names) {
      const rest = valid
        .split("&")
        .filter((pair) => !pair.startsWith(`${name}=`))
        .join("&");
      await send("GET", `/auth?${rest}&${name}=${value}`);
    }
    for (const path of gets) await send("GET", `${path}?${value}=${value}`);
    for (const part of [
      `/login/${value}`,
      `${realm}/protocol/openid-connect/auth/${value}`,
      `/login/assets/${value}`,
    ])
      await send("GET", part.slice(0, 4_000));
  }
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const posts = [
    "token",
    "token/introspect",
    "revoke",
    "userinfo",
    "logout",
    "logout/confirm",
    "auth",
  ].map((path) => `${realm}/protocol/openid-connect/${path}`);
  for (const path of [...posts, `/login/${id}/conclude`]) {
    for (const value of hostile) {
      await send(
        "POST",
        path,
        { ...form, ...basic },
        `grant_type=authorization_code&code=${value}&redirect_uri=${value}&code_verifier=${value}`,
      );
      await send(
        "POST",
        path,
        { ...form, ...basic },
        `grant_type=${value}&token=${value}&refresh_token=${value}&id_token_hint=${value}&jws=${value}&proof=${value}`,
      );
      await send(
        "POST",
        path,
        form,
        `client_id=${value}&client_secret=${value}&client_assertion=${value}&client_assertion_type=${value}`,
      );
      await send(
        "POST",
        path,
        {
          ...form,
          authorization: `Basic ${Buffer.from(decodeURIComponentSafe(value)).toString("base64")}`,
        },
        "",
      );
    }
    await send("POST", path, form, Buffer.from([0x61, 0x3d, 0xff, 0xfe]));
    await send(
      "POST",
      path,
      { "content-type": "application/json", ...basic },
      '{"grant_type":"authorization_code"}',
    );
    await send("POST", path, { "content-type": "text/xml" }, "<x/>");
    await send(
      "POST",
      path,
      { ...form, "content-type": "application/x-www-form-urlencoded; charset=utf-7" },
      "a=b",
    );
    await send("POST", path, form, `scope=${"a".repeat(50_000)}`);
    await send("POST", path, form, "a=1&a=2");
    await send("POST", path, basic);
  }
  for (const act of ["begin", "cancel", "nothing", "__proto__"]) {
    for (const body of [
      '{"jws":"x"}',
      "{",
      "[]",
      "null",
      '{"jws":1}',
      '{"jws":"x","more":1}',
      `{"jws":"${"x".repeat(5_000)}"}`,
      '{"__proto__":{"jws":"x"}}',
    ]) {
      await send("POST", `/login/${id}/${act}`, { "content-type": "application/json" }, body);
    }
  }
  assert.ok(answers.length > 900, String(answers.length));
  const faults = answers.filter(({ status }) => status >= 500);
  assert.deepEqual(
    faults.map(({ what, status }) => `${status} ${what}`),
    [],
  );
  // Ids are drawn: sooner or later one of them spells "pg_".
  const leaks = answers.filter(({ text }) =>
    /\bat .*\.[jt]s:\d|node_modules|syntax error at|<script>|pg_|SQLSTATE/i.test(
      text.replaceAll(/\/login\/[\w-]{21,}/g, ""),
    ),
  );
  assert.deepEqual(
    leaks.map(({ what, text }) => `${what}: ${text.slice(0, 200)}`),
    [],
  );
  const accepted = answers.filter(
    ({ what, status }) =>
      status === 200 && !/logout |logout\?/.test(what) && !/introspect|revoke/.test(what),
  );
  assert.deepEqual(
    accepted.map(({ what }) => what),
    [],
  );
});

function decodeURIComponentSafe(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

test("a body larger than 64 kB is refused before it is read", async () => {
  for (const path of [
    `${realm}/protocol/openid-connect/token`,
    `${realm}/protocol/openid-connect/logout`,
    `/login/${"A".repeat(21)}/conclude`,
  ]) {
    const { status } = await raw(
      "POST",
      path,
      { "content-type": "application/x-www-form-urlencoded", "content-length": "70000" },
      "a=b",
    );
    assert.equal(status, 413, path);
  }
});

test("a parameter given twice is refused wherever it stands", async () => {
  const twice = await raw("GET", `/auth?${it.calls.authorization().search.slice(1)}&state=again`);
  assert.deepEqual([twice.status, twice.headers["location"]], [400, undefined]);
  const { back } = await it.signedIn();
  const fresh = await signIn(
    await newVisitor(it.world),
    await newHolder(it.world),
    it.calls.authorization(),
  );
  const code = fresh.searchParams.get("code");
  const body = `grant_type=authorization_code&code=${code}&code=${code}&redirect_uri=${encodeURIComponent(callback)}`;
  const answer = await raw(
    "POST",
    `${realm}/protocol/openid-connect/token`,
    { "content-type": "application/x-www-form-urlencoded", ...basic },
    body,
  );
  assert.deepEqual([answer.status, JSON.parse(answer.text).error], [400, "invalid_request"]);
  assert.equal((await it.calls.exchange(fresh)).status, 200, "and nothing was spent");
  assert.ok(back);
});

test("an authorization larger than anybody honest sends is refused, and nothing of it is kept", async () => {
  const count = async () =>
    (await it.database.db.selectFrom("artefact").select("id_hash").execute()).length;
  const kept = await count();
  const big: Record<string, string>[] = [
    { state: "s".repeat(2_049) },
    { nonce: "n".repeat(1_025) },
    {
      state: "s".repeat(2_048),
      claims: "c".repeat(4_096),
      nonce: "n".repeat(1_024),
      login_hint: "h".repeat(1_024),
    },
  ];
  for (const more of big) {
    const visitor = await newVisitor(it.world);
    const address = it.calls.authorization(more);
    const form = Object.fromEntries(address.searchParams);
    for (const answer of [await visitor.visit(address), await visitor.post("/auth", form)]) {
      assert.deepEqual([answer.status, answer.location], [400, undefined]);
      assert.match(answer.text, /invalid_request: /, "the sandbox tells the developer why");
    }
  }
  assert.equal(await count(), kept);
  const most = it.calls.authorization({ state: "s".repeat(2_048), nonce: "n".repeat(1_024) });
  const back = await signIn(await newVisitor(it.world), await newHolder(it.world), most);
  assert.equal(back.searchParams.get("state"), "s".repeat(2_048));
});

test("addresses are ours whatever Host or forwarded header a request carries", async () => {
  const headers = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    forwarded: "host=evil.example",
    "x-forwarded-for": "1.2.3.4",
  };
  const begun = await raw("GET", `/auth?${it.calls.authorization().search.slice(1)}`, headers);
  assert.ok(String(begun.headers["location"]).startsWith(`${it.world.origin}/login/`));
  const loopback = new URL(it.world.here);
  const elsewhere = await raw("GET", `/auth?${it.calls.authorization().search.slice(1)}`, {
    host: `127.0.0.1:${loopback.port}`,
  });
  assert.ok(
    String(elsewhere.headers["location"]).startsWith(`${it.world.origin}/auth?`),
    "another of our names is sent to the login host",
  );
  assert.equal(elsewhere.headers["set-cookie"], undefined);
  assert.equal((await raw("GET", `/auth?x=1`, { host: "evil.example" })).status, 421);
});

test("every answer carries the policy, and every cookie is __Host-, Secure, HttpOnly and SameSite", async () => {
  const visitor = await newVisitor(it.world);
  const begun = await visitor.visit(it.calls.authorization());
  const [cookie] = begun.headers.getSetCookie();
  assert.match(
    cookie ?? "",
    /^__Host-aval_signin_[\w-]+=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600$/,
  );
  const { back } = await it.signedIn();
  assert.ok(back);
  const again = await newVisitor(it.world);
  again.jar.set(cookieNames.session, "unknown-session-cookie");
  const withStale = await again.visit(it.calls.authorization());
  for (const set of withStale.headers.getSetCookie()) {
    assert.match(set, /^__Host-/);
    for (const attribute of [/; ?path=\//i, /; ?secure/i, /; ?httponly/i, /; ?samesite=lax/i])
      assert.match(set, attribute);
    assert.doesNotMatch(set, /domain=/i);
  }
  for (const answer of [
    begun,
    await visitor.visit(it.calls.authorization({ client_id: "nobody" })),
    await it.calls.call("token", {}),
  ]) {
    assert.match(answer.headers.get("content-security-policy") ?? "", /default-src 'none'/);
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    assert.match(answer.headers.get("cache-control") ?? "", /no-store/);
  }
});

test("production tells a sentence and a reference, the sandbox what a developer needs; the log has both", async () => {
  const lines: Record<string, unknown>[] = [];
  const log = {
    info: (event: string, fields?: object) => void lines.push({ event, ...fields }),
    warn: () => {},
    error: () => {},
  };
  const world = await providerOn({ db: it.database.db, keys: it.keys, mode: "production", log });
  try {
    const visitor = await newVisitor(world);
    const calls = serviceCalls(world, "service", callback);
    const answer = await visitor.visit(
      calls.authorization({ redirect_uri: "https://service.example/other" }),
    );
    assert.doesNotMatch(answer.text, /invalid_redirect_uri|redirect_uri/);
    const reference = /<code[^>]*>([\w-]+)<\/code>/.exec(answer.text)?.[1];
    const line = lines.find((one) => one["event"] === "authorization_refused");
    assert.deepEqual(
      [line?.["reference"], line?.["error"], line?.["service"]],
      [reference, "invalid_redirect_uri", "service"],
    );
    const sandbox = await (await newVisitor(it.world)).visit(
      it.calls.authorization({ redirect_uri: "https://service.example/other" }),
    );
    assert.match(sandbox.text, /invalid_redirect_uri/);
  } finally {
    await world.close();
  }
});

test("a fault is a page with a sentence and a reference for a person, and a short answer for a program", async () => {
  // A database that is away, and one where the tables are not.
  const away = [
    connect("postgresql://x:y@127.0.0.1:1/z", { searchPath: "aval" }),
    connect(it.database.serverUrl, { searchPath: "pin" }),
  ];
  for (const [at, providerDb] of away.entries()) {
    const status = at === 0 ? 503 : 500;
    const faults: unknown[] = [];
    const log = {
      info: () => {},
      warn: () => {},
      error: (_event: string, fault: unknown) => void faults.push(fault),
    };
    const world = await providerOn({ db: it.database.db, providerDb, keys: it.keys, log });
    try {
      const calls = serviceCalls(world, "service", callback);
      const visitor = await newVisitor(world);
      const id = "A".repeat(21);
      for (const name of [cookieNames.signIn(id), cookieNames.resume(id)])
        visitor.jar.set(name, "x".repeat(43));
      for (const address of [
        calls.authorization(),
        `${world.origin}/login/${id}`,
        `${world.issuer}/protocol/openid-connect/auth/${id}`,
      ]) {
        const answer = await visitor.visit(address, { headers: { accept: "text/html" } });
        assert.deepEqual(
          [answer.status, answer.headers.get("content-type")],
          [status, "text/html; charset=utf-8"],
        );
        assert.match(answer.text, /Référence pour le support/);
        assert.doesNotMatch(answer.text, /ECONNREFUSED|relation|permission|\bat .*\.[jt]s:\d/);
      }
      const program = await calls.introspect("x");
      assert.equal(program.status, status);
      assert.doesNotMatch(JSON.stringify(program.body), /ECONNREFUSED|relation|permission/);
      assert.ok(faults.length >= 4);
    } finally {
      await world.close();
      await providerDb.destroy();
    }
  }
});

test("a database lost on the way is told the same by the engine, and nothing of it goes out", async () => {
  const lost = await setUp();
  const { tokens } = await lost.signedIn();
  const visitor = await newVisitor(lost.world);
  // The server's role may no longer read what the engine keeps.
  const owner = await connectOnce(lost.database.url);
  const role = owner.escapeIdentifier(new URL(lost.database.serverUrl).username);
  await owner.query(`revoke all on aval.artefact from public, ${role}`);
  await owner.end();
  try {
    const page = await visitor.visit(lost.calls.authorization(), {
      headers: { accept: "text/html" },
    });
    assert.deepEqual([page.status, page.location], [500, undefined]);
    assert.match(page.text, /Référence pour le support/);
    for (const answer of [
      await lost.calls.refresh(tokens["refresh_token"]),
      await lost.calls.introspect(tokens["access_token"]),
      await lost.calls.userinfo(tokens["access_token"]),
    ]) {
      assert.deepEqual([answer.status, answer.body["error"]], [500, "server_error"]);
      assert.doesNotMatch(JSON.stringify(answer.body), /permission|artefact/);
    }
  } finally {
    await lost.close();
  }
});

test("no code, token or secret enters the log, and nothing else is printed", async () => {
  const racer = await startProviderProcess({
    databaseUrl: it.database.serverUrl,
    keysFolder: it.keysFolder,
    log: "info",
  });
  try {
    const here = {
      ...it.world,
      here: racer.here,
      origin: racer.here,
      issuer: `${racer.here}${realm}`,
    };
    const calls = serviceCalls(here, "service", callback);
    const [visitor, holder] = [await newVisitor(here), await newHolder(it.world)];
    const back = await signIn(
      visitor,
      holder,
      calls.authorization({ state: "canary-state-of-the-log" }),
    );
    const { body: tokens } = await calls.exchange(back);
    await calls.userinfo(tokens["access_token"]);
    await calls.introspect(tokens["access_token"]);
    await calls.revoke(tokens["refresh_token"]);
    await visitor.visit(
      calls.authorization({ redirect_uri: "https://service.example/canary-path" }),
    );
    // What another process prints comes when it comes: the refused visit is its last.
    const isAllPrinted = () =>
      /"event":"authorization_refused".*\n.*"event":"request".*\n$/.test(racer.printed());
    for (let turn = 0; turn < 500 && !isAllPrinted(); turn++) await delay(20);
    assert.ok(isAllPrinted(), racer.printed());
    const printed = racer.printed();
    const lines = printed
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string });
    assert.ok(
      lines.length >= 8 &&
        lines.every(({ event }) => event === "request" || event === "authorization_refused"),
      printed,
    );
    const canaries = [
      back.searchParams.get("code"),
      tokens["access_token"],
      tokens["refresh_token"],
      testSecret,
      holder.nationalId,
      "canary-",
      ...visitor.jar.values(),
    ];
    for (const canary of canaries) assert.ok(!printed.includes(canary as string), String(canary));
  } finally {
    await racer.stop();
  }
});
