import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PhoneRefusal } from "@aval/protocol";
import { connectOnce } from "../../apps/server/src/platform/database.ts";
import {
  releaseTestPostgres,
  type TestDatabase,
  testDatabase,
} from "../../apps/server/src/platform/testing.ts";
import { newBrowser, sandboxService, signIn } from "../../apps/server/src/testing/driver.ts";
import { type Cluster, type Node, startCluster } from "../../apps/server/src/testing/servers.ts";
import { measureOpen } from "./measures.ts";
import { openPhones, type Phones } from "./phones.ts";
import { fill } from "./population.ts";
import { openTarget } from "./target.ts";

/** A few of a population, on a server of their own: what the bench makes by the million is nobody's fake. */
const seed = "of the test";
const holders = 24;
let database: TestDatabase;
let folder: string;
let cluster: Cluster;
let node: Node;
let phones: Phones;

before(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "aval-population-"));
  const given = { folder, urls: database.urls };
  await (await startCluster(["seeding"], { given })).close();
  const { server: serverUrl, owner: ownerUrl } = database.urls;
  await fill({ serverUrl, ownerUrl, folder, holders, seed });
  cluster = await startCluster(["server"], { given });
  node = cluster.nodes[0] as Node;
  phones = await openPhones(() => node.phone, seed);
});

after(async () => {
  await cluster?.close();
  await database?.close();
  await rm(folder, { recursive: true, force: true });
  await releaseTestPostgres();
});

test("a generated holder signs in as anybody does, with a whole phone", async () => {
  const { tokens } = await signIn(phones.holder(3), () => node.issuer);
  assert.ok(tokens.access_token);
});

test("a wrong code counts on a generated phone, and the right one sets its count back", async () => {
  const holder = phones.holder(5);
  assert.equal((await holder.phone.tryCode(holder.identity, "975318")).triesLeft, 9);
  const browser = await newBrowser(() => node.issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  const { context } = await holder.phone.claim(holder.identity, view.frame ?? "");
  await assert.rejects(
    holder.phone.approve(holder.identity, context, "975318"),
    (fault) => fault instanceof PhoneRefusal && fault.problem?.triesLeft === 8,
  );
  await holder.phone.approve(holder.identity, context, holder.code);
  assert.equal((await holder.phone.tryCode(holder.identity, "246813")).triesLeft, 9);
});

test("the load's phones say what whole phones say", async () => {
  const player = phones.player(7);
  const browser = await newBrowser(() => node.issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  const context = await player.claim(view.frame ?? "");
  await player.decide(context, await player.code());
  const { location } = await browser.conclude(page.signIn);
  assert.equal((await browser.exchange(page, location)).status, 200);
});

test("our own server is measured by its addresses alone, as another provider would be", async () => {
  const { tokens } = await signIn(phones.holder(11), () => node.issuer);
  const { client, secret } = { client: sandboxService.id, secret: sandboxService.secret };
  const target = await openTarget({
    issuer: `http://${node.issuer.host}/auth/realms/esante-wallet`,
    discovery: undefined,
    client,
    secret,
    auth: "basic",
    scope: undefined,
    grants: ["refresh"],
    refreshTokens: [tokens.refresh_token ?? ""],
    pids: [node.pid()],
    postmaster: undefined,
    seed,
  });
  const rate = { perSecond: 10, seconds: 0.5, spacing: "uniform", maxInFlight: 1 } as const;
  for (const operation of ["discovery", "jwks", "refresh", "userinfo", "introspection"]) {
    const row = await measureOpen(target, operation, rate);
    assert.deepEqual(row.errors, {}, operation);
    assert.ok(row.latency.count > 0, operation);
  }
  target.close();
});

test("no row of the population is in doubt to the PIN program", async () => {
  const client = await connectOnce(database.urls.owner);
  const { rows } = await client.query<{ people: number; phones: number; counters: number }>(
    `select (select count(*)::int from aval.professional where national_id like '89975%') as people,
            (select count(*)::int from aval.device where state = 'active') as phones,
            (select count(*)::int from pin.counter join pin.oprf_key using (device, key_id) where uk is not null) as counters`,
  );
  await client.end();
  assert.deepEqual(rows, [{ people: holders, phones: holders, counters: holders }]);
  assert.doesNotMatch(cluster.log(), /pin_counter_(put_back|not_genuine)/);
});
