import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import type { InjectOptions } from "fastify";
import { lifetimes, limits } from "#lifetimes";
import { connectOnce } from "#platform/database";
import { moveClock } from "#platform/testing";
import { days } from "#platform/time";
import { openWorld, type World } from "./testing/world.ts";

let world: World;
before(async () => {
  world = await openWorld(20);
});
afterAll(() => world.close());

const without = { headers: { "esante-api-key": undefined } };
const basic = (id: string, secret: string) => ({
  headers: {
    ...without.headers,
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`,
  },
});
const addresses = [
  "/Practitioner",
  "/PractitionerRole?_count=1",
  "/Organization/R900101",
  "/Practitioner?foo=1",
];

test("nobody reads without a service's key or secret, and is told only how to ask", async () => {
  for (const path of addresses)
    for (const options of [
      without,
      { headers: { "esante-api-key": "" } },
      { headers: { "esante-api-key": "wrong" } },
      { headers: { "esante-api-key": `${world.key}x` } },
      basic("reader", "wrong"),
      basic("nobody", "reader secret:+%"),
      basic("reader", ""),
      { headers: { ...without.headers, authorization: "Bearer abc" } },
      { headers: { ...without.headers, authorization: "Basic %%%" } },
      // A key that is wrong is not made good by a secret that is right.
      { headers: { ...basic("reader", "reader secret:+%").headers, "esante-api-key": "wrong" } },
    ]) {
      const answer = await world.ask(path, options);
      assert.equal(answer.status, 401, path);
      assert.match(String(answer.headers["www-authenticate"]), /^Basic realm=/);
      assert.equal(answer.json.resourceType, "OperationOutcome");
      assert.equal(answer.json.issue[0].code, "login");
      assert.match(answer.json.issue[0].details.text, / \/ /);
    }
});

test("a key, or an id and secret, opens; what the server can do is told to everybody", async () => {
  assert.equal((await world.ask("/Practitioner")).status, 200);
  assert.equal((await world.ask("/Practitioner", basic("reader", "reader secret:+%"))).status, 200);
  assert.equal((await world.ask("/metadata", without)).status, 200);
});

test("a key that was removed, or whose service was suspended, opens no more", async () => {
  const issued = await world.software.issueKey(world.database.db, "reader", {
    by: "test",
    life: days(3650),
  });
  assert.ok(issued.ok);
  const options = { headers: { "esante-api-key": issued.value.key.reveal() } };
  assert.equal((await world.ask("/Organization", options)).status, 200);
  await world.software.removeKey(world.database.db, "reader", issued.value.id, "test");
  assert.equal((await world.ask("/Organization", options)).status, 401);

  const put = (state: string) =>
    world.database.db.updateTable("service").set({ state }).where("id", "=", "other").execute();
  await put("suspended");
  assert.equal(
    (await world.ask("/Organization", { headers: { "esante-api-key": world.otherKey } })).status,
    401,
  );
  assert.equal((await world.ask("/Organization", basic("other", "other secret:+%"))).status, 401);
  await put("active");
  assert.equal((await world.ask("/Organization", basic("other", "other secret:+%"))).status, 200);
});

test("another host is refused, with a key as without", async () => {
  for (const path of ["/Practitioner", "/metadata"])
    assert.equal((await world.ask(path, { headers: { host: "elsewhere.test" } })).status, 421);
});

test("only what reads is answered", async () => {
  for (const [method, path] of [
    ["PUT", "/Practitioner/x"],
    ["DELETE", "/Practitioner/x"],
    ["PATCH", "/Practitioner/x"],
    ["POST", "/Practitioner"],
    ["POST", "/"],
  ] as const) {
    const answer = await world.ask(path, { method });
    assert.equal(answer.status, 405, `${method} ${path}`);
    assert.equal(answer.json.resourceType, "OperationOutcome");
    assert.match(String(answer.headers["allow"]), /GET/);
  }
  for (const path of ["/Patient", "/", "/Practitioner/x/_history"])
    assert.equal((await world.ask(path)).status, 404, path);
  assert.equal((await world.ask("/Practitioner", { method: "HEAD" })).status, 200);
});

test("only JSON of FHIR 4.0 is spoken, and whoever asks for another form is told", async () => {
  const status = async (accept: string, path = "/metadata") =>
    (await world.ask(path, { headers: { accept } })).status;
  for (const accept of [
    "*/*",
    "application/json",
    "application/fhir+json; fhirVersion=4.0",
    "text/html,*/*;q=0.8",
    "",
  ])
    assert.equal(await status(accept), 200, accept);
  for (const accept of [
    "application/fhir+xml",
    "text/html",
    "application/json;q=0",
    "application/fhir+json; fhirVersion=3.0",
  ])
    assert.equal(await status(accept), 406, accept);
  assert.equal(await status("application/fhir+xml", "/metadata?_format=json"), 200);
  assert.equal(
    await status("application/fhir+xml", "/metadata?_format=application/fhir+json"),
    200,
  );
  assert.equal(await status("*/*", "/metadata?_format=xml"), 406);
  assert.equal(
    (await world.ask("/Practitioner?_format=xml")).json.resourceType,
    "OperationOutcome",
  );
  assert.match((await world.ask("/metadata?_pretty=true")).text, /\n {2}"resourceType"/);
});

test("neither the log nor the audit log holds whom or what a service asked for, nor its key", async () => {
  const values = ["MÜLLER", "99700000003", "canary-value-in-a-form"];
  const { json } = await world.ask("/Practitioner?_count=1");
  const { id } = json.entry[0].resource;
  await world.ask(
    `/Practitioner?family=${encodeURIComponent(values[0] as string)}&identifier=${values[1]}`,
  );
  await world.ask(`/Practitioner/${id}`);
  await world.ask(`/Practitioner/${values[1]}`);
  await world.ask(`/Practitioner?${values[2]}:exact=1&active=${values[2]}`);
  await world.ask(`/${values[2]}/x?y=${values[2]}`);
  await world.ask("/Practitioner/_search", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: `family=${values[2]}`,
  });
  await world.ask(json.link[1].url);
  await moveClock(world.database.db, days(1));
  await world.fhir.report();
  const facts = await world.database.db.selectFrom("fact").select("body").execute();
  const text = `${world.lines.join("\n")}${JSON.stringify(facts)}`;
  assert.ok(world.lines.length > 20);
  const page = json.link[1].url.split("_page=")[1];
  for (const value of [...values, encodeURIComponent(values[0] as string), id, world.key, page])
    assert.equal(text.includes(value), false, value);
});

test("what was read is told to the audit log once for each service and day that is over, as two numbers", async () => {
  type Told = { readonly service: string; readonly requests: number; readonly resources: number };
  const told = async (): Promise<Told[]> => {
    const { db } = world.database;
    const query = db.selectFrom("fact").select("body").where("kind", "=", "directory_read");
    return (await query.execute()).map(({ body }: { body: string }) => JSON.parse(body));
  };
  await world.fhir.report();
  const before = (await told()).length;
  await world.ask("/Practitioner?_count=3");
  await world.ask("/PractitionerRole?_count=2&_include=PractitionerRole:practitioner");
  await world.ask("/Practitioner/nobody");
  await world.fhir.report();
  assert.equal((await told()).length, before, "the day is not over");
  await moveClock(world.database.db, days(1));
  await Promise.all([world.fhir.report(), world.fhir.report()]);
  const all = await told();
  assert.equal(all.length, before + 1);
  const last = all.find(({ requests }) => requests === 3);
  assert.equal(last?.service, "reader");
  assert.ok(last.resources >= 6 && last.resources <= 7, String(last.resources));
});

test("a network that tries too many wrong keys is held off without a look into the database, and right keys are not", async () => {
  await moveClock(world.database.db, lifetimes.directoryReadWindow);
  world.clock.advance(lifetimes.directoryReadWindow);
  const from = (address: string, options: InjectOptions = {}) =>
    world.ask("/Practitioner?_count=1", { ...options, remoteAddress: address });
  const wrong = (n: number) =>
    n % 2 === 0 ? { headers: { "esante-api-key": `wrong ${n}` } } : basic("reader", `wrong ${n}`);
  assert.equal((await from("192.0.2.1")).status, 200);
  // At once: what is spent only after the look-up would let all of them through.
  const first = await Promise.all(
    Array.from({ length: limits.directoryWrongKeys + 20 }, (_, n) =>
      from(`192.0.2.${n + 1}`, wrong(n)),
    ),
  );
  const count = (status: number) => first.filter((answer) => answer.status === status).length;
  assert.deepEqual([count(401), count(429)], [limits.directoryWrongKeys, 20]);

  const owner = await connectOnce(world.database.url);
  await owner.query(
    "begin; lock table aval.api_key, aval.service, aval.allowance in access exclusive mode",
  );
  try {
    // Whoever looked into the database now would wait for this very test.
    for (const n of [0, 1]) {
      const refused = await from("192.0.2.99", wrong(n));
      assert.equal(refused.status, 429);
      assert.equal(refused.headers["retry-after"], String(lifetimes.directoryReadWindow / 1000));
      assert.equal(refused.json.issue[0].code, "throttled");
    }
    assert.equal((await from("192.0.2.99", without)).status, 401);
  } finally {
    await owner.query("rollback");
    await owner.end();
  }
  assert.equal((await from("192.0.2.1")).status, 200, "a key that was right before");
  assert.equal((await from("198.51.100.1", wrong(0))).status, 401, "another network");
  world.clock.advance(lifetimes.directoryReadWindow);
  assert.equal((await from("192.0.2.1", wrong(0))).status, 401, "the window is over");
});

// Last: it spends the minute.
test("a service that asks too often is told when to come back, and the others go on", async () => {
  const { db } = world.database;
  assert.equal((await world.ask("/Practitioner?_count=1")).status, 200);
  await db
    .updateTable("allowance")
    .set({ spent: limits.directoryReads })
    .where("subject", "=", "reader")
    .execute();
  const refused = await world.ask("/Practitioner?_count=1");
  assert.equal(refused.status, 429);
  assert.equal(refused.headers["retry-after"], String(lifetimes.directoryReadWindow / 1000));
  assert.equal(refused.json.issue[0].code, "throttled");
  const other = { headers: { "esante-api-key": world.otherKey } };
  assert.equal((await world.ask("/Practitioner?_count=1", other)).status, 200);
  assert.equal((await world.ask("/metadata")).status, 200);
  await moveClock(db, lifetimes.directoryReadWindow);
  assert.equal((await world.ask("/Practitioner?_count=1")).status, 200);
});
