import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { seconds } from "#platform/time";
import { type ProviderProcess, startProviderProcess } from "./testing/nodes.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";
import { callback, payloadOf, type SetUp, setUp } from "./testing/setup.ts";
import { begin, newHolder, newVisitor, serviceCalls, signIn } from "./testing/visitor.ts";

// This process, and two others with pools of their own that both tell services, on one PostgreSQL.
let it: SetUp;
let receiver: Receiver;
let nodes: ProviderProcess[] = [];
before(async () => {
  it = await setUp();
  receiver = await startReceiver();
  await it.world.register({
    id: "told",
    name: "Service prévenu",
    sensitivity: "open",
    redirectUris: [callback],
    backchannelLogoutUri: receiver.address,
  });
  nodes = await Promise.all([start(), start()]);
});
after(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await receiver.close();
  await it.close();
});

const start = () =>
  startProviderProcess({
    databaseUrl: it.database.serverUrl,
    keysFolder: it.keysFolder,
    origin: it.world.origin,
    tells: true,
  });

async function inside() {
  const [holder, visitor] = [await newHolder(it.world), await newVisitor(it.world)];
  const calls = serviceCalls(it.world, "told", callback);
  const back = await signIn(visitor, holder, calls.authorization());
  const { body: tokens } = await calls.exchange(back);
  return { holder, visitor, calls, tokens, session: String(tokens["session_state"]) };
}

const until = async (holds: () => Promise<boolean>) => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
};
const unsettled = async () => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from logout_delivery where state = 'due'`.execute(it.world.db);
  return rows[0]?.n ?? 0;
};
const toldOf = (session: string) =>
  receiver.tokens.map((token) => payloadOf(token)).filter(({ sid }) => sid === session);

test("closed on one node, a session is refused on the others at their very next question", async () => {
  const [closing, asked] = nodes as [ProviderProcess, ProviderProcess];
  const { visitor, calls, tokens, session } = await inside();
  assert.equal((await calls.userinfo(tokens["access_token"], asked.here)).status, 200);
  const silent = await visitor.act(await begin(visitor, calls.authorization()), "begin");
  assert.equal(silent.view.state, "silent", "until then it enters without a question");

  assert.equal(await closing.close(session), true);
  assert.equal((await calls.userinfo(tokens["access_token"], asked.here)).status, 401);
  const introspected = await calls.call(
    "token/introspect",
    { token: tokens["access_token"] },
    asked.here,
  );
  assert.deepEqual(introspected.body, { active: false });
  const refreshed = await calls.refresh(tokens["refresh_token"], asked.here);
  assert.deepEqual([refreshed.status, refreshed.body["error"]], [400, "invalid_grant"]);
  // The login page is this process's, which is none of the two.
  const asking = await visitor.act(await begin(visitor, calls.authorization()), "begin");
  assert.equal(asking.view.state, "shown", "and now it asks");
});

test("of fifty sessions closed at once, the service is told of each once, by two nodes that race for them", async () => {
  const sessions: string[] = [];
  for (let count = 0; count < 50; count++) sessions.push((await inside()).session);
  const from = receiver.tokens.length;
  await Promise.all(
    nodes.map(async (node, at) => {
      for (const [index, session] of sessions.entries())
        if (index % 2 === at) await node.close(session);
    }),
  );
  await until(async () => (await unsettled()) === 0);
  assert.equal(receiver.tokens.length - from, sessions.length);
  for (const session of sessions) assert.equal(toldOf(session).length, 1);
  const facts = await it.facts("logout_delivered");
  for (const session of sessions)
    assert.equal(facts.filter((fact) => fact["session"] === session).length, 1);
});

test("a node killed while it tells loses nothing: another tells once more, with the same jti", async () => {
  const { session } = await inside();
  let telling = 0;
  receiver.answer(() => (++telling === 1 ? "never" : 200));
  const from = receiver.tokens.length;
  assert.equal(await (nodes[0] as ProviderProcess).close(session), true);
  await receiver.received(from + 1);
  // Whichever of the two is waiting for an answer is dead now.
  await Promise.all(nodes.map((node) => node.kill()));
  nodes = [await start()];
  assert.equal(await unsettled(), 1);
  await it.advance(seconds(lifetimes.logoutLease / 1000 + 1));
  await until(async () => (await unsettled()) === 0);
  const told = toldOf(session);
  assert.equal(told.length, 2);
  assert.equal(told[0]?.["jti"], told[1]?.["jti"]);
});

test("a node killed just after it closed leaves the telling to the others", async () => {
  const silent = await startProviderProcess({
    databaseUrl: it.database.serverUrl,
    keysFolder: it.keysFolder,
    origin: it.world.origin,
  });
  const { session } = await inside();
  assert.equal(await silent.close(session), true);
  await silent.kill();
  await until(async () => (await unsettled()) === 0);
  assert.equal(toldOf(session).length, 1);
});
