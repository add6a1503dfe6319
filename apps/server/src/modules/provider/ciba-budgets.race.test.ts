import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { idFrom, type InstallationId } from "@aval/protocol";
import { sql } from "kysely";
import { limits } from "#lifetimes";
import { systemRandom } from "#platform/random";
import { hours } from "#platform/time";
import { type ProviderProcess, startProviderProcess } from "./testing/nodes.ts";
import { type SetUp, setUp } from "./testing/setup.ts";
import { softwareCalls, type SoftwarePhone, softwarePhone } from "./testing/software.ts";
import { serviceCalls } from "./testing/visitor.ts";

// P-50: what strangers ask with a program's secret is counted for strangers, on two processes at once and after both were killed.
let it: SetUp;
let nodes: ProviderProcess[] = [];
let holder: SoftwarePhone;
const stranger = "899799999999";
/** Clients that name one holder at once: the stated hundred in `npm run test:long`. */
const crowd = process.env["AVAL_TEST_LONG"] ? 100 : 12;

before(async () => {
  it = await setUp({ gone: new Set([stranger]) });
  const ciba = { sensitivity: "open", redirectUris: [], grants: ["ciba"] } as const;
  for (const id of ["known", "new"]) await it.world.register({ id, name: id, ...ciba });
  holder = await softwarePhone(it.world);
  for (const client of ["known", "new"]) assert.ok((await holder.add(client)).ok);
  await it.advance(hours(36));
  nodes = await Promise.all([startNode(), startNode()]);
});
after(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await it.close();
});

const startNode = () =>
  startProviderProcess({
    ...{ databaseUrl: it.database.serverUrl, keysFolder: it.keysFolder },
    origin: it.world.origin,
  });
const program = (client: string, node = 0) =>
  softwareCalls(
    serviceCalls({ ...it.world, here: (nodes[node] as ProviderProcess).here }, client, ""),
  );

/** Spends all but so much of a bucket, as so many requests in this minute would have. */
const leave = (name: string, subject: string, left: number) =>
  sql`insert into allowance (name, subject, spent, window_ends_at)
    values (${name}, ${subject}, ${limits.cibaRequests - left}, aval_now() + interval '10 minutes')
    on conflict (name, subject) do update set spent = excluded.spent, window_ends_at = excluded.window_ends_at`.execute(
    it.database.db,
  );

test("strangers' requests are counted over two nodes, to the last; past it every hint is refused alike", async () => {
  await leave("ciba_requests", "new", 10);
  const asked = await Promise.all(
    Array.from({ length: 24 }, (_, at) =>
      program("new", at % 2).ask(at % 3 ? stranger : holder.nationalId, "42"),
    ),
  );
  assert.equal(asked.filter(({ status }) => status === 200).length, 10);
  const refused = asked.filter(({ status }) => status !== 200);
  const told = ({ status, headers, body }: (typeof asked)[number]) =>
    JSON.stringify([status, headers.get("retry-after"), body]);
  assert.deepEqual([...new Set(refused.map(told))].length, 1);
  assert.equal(refused[0]?.status, 429);
});

test("with all that strangers may ask spent, a place where somebody approved asks on, and no other client does for it", async () => {
  const asked = await program("known").ask(holder.nationalId, "42");
  const found = await holder.search("42", true);
  assert.ok(typeof found !== "string", String(found));
  assert.equal(await holder.approve(found), "approved");
  assert.equal((await program("known", 1).poll(asked.body["auth_req_id"])).status, 200);

  for (const client of ["known", "new"]) await leave("ciba_requests", client, 0);
  for (const node of [0, 1]) {
    for (const hint of [holder.nationalId, stranger])
      assert.equal((await program("known", node).ask(hint, "17")).status, 200);
    assert.equal((await program("new", node).ask(holder.nationalId, "17")).status, 429);
  }
});

test("an installation's own requests are its own, whatever strangers and other installations ask", async () => {
  const [one, other] = [1, 2].map(() => idFrom("ins", systemRandom.bytes(17)) as InstallationId);
  const asks = (installation: InstallationId | undefined) =>
    it.world.login.mayAsk({ client: "new", address: "192.0.2.7", installation });
  await leave("ciba_requests", "new", 0);
  for (let count = 0; count < limits.cibaByInstallation; count++)
    assert.equal(await asks(one), true);
  assert.equal(await asks(one), false);
  assert.equal(await asks(other), true);
  assert.equal(await asks(undefined), false);
});

test("however many clients name one holder, the holder's own request is found at the first search", async () => {
  await sql`update allowance set window_ends_at = aval_now()`.execute(it.database.db);
  const clients = Array.from({ length: crowd }, (_, at) => `crowd-${at}`);
  const ciba = { sensitivity: "open", redirectUris: [], grants: ["ciba"] } as const;
  for (const id of clients) await it.world.register({ id, name: id, ...ciba });
  const mine = await program("known").ask(holder.nationalId, "64");
  await Promise.all(
    clients.map(async (client, at) => {
      const number = String(at % 100).padStart(2, "0");
      const asked = await program(client, at % 2).ask(holder.nationalId, number);
      assert.equal(asked.status, 200);
    }),
  );
  const found = await holder.search("64");
  assert.ok(typeof found !== "string", String(found));
  assert.equal(found.service.id, "known");
  assert.equal(await holder.approve(found), "approved");
  assert.equal((await program("known").poll(mine.body["auth_req_id"])).status, 200);
});

test("after every node was killed, what software had spent is spent", async () => {
  const { rows } = await sql<{ network: string }>`select network from installation_network`.execute(
    it.database.db,
  );
  await leave("ciba_network", `known ${rows[0]?.network}`, 1);
  await leave("ciba_requests", "new", 1);
  assert.equal((await program("known").ask(stranger, "42")).status, 200);
  assert.equal((await program("new", 1).ask(stranger, "42")).status, 200);
  await Promise.all(nodes.map((node) => node.kill()));
  nodes = [await startNode()];
  for (const client of ["known", "new"])
    assert.equal((await program(client).ask(holder.nationalId, "42")).status, 429, client);
  await sql`update allowance set window_ends_at = aval_now()`.execute(it.database.db);
  for (const client of ["known", "new"])
    assert.equal((await program(client).ask(holder.nationalId, "42")).status, 200, client);
});
