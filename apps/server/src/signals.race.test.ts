import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { SessionId } from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { seconds } from "#platform/time";
import { type ProviderProcess, startProviderProcess } from "./modules/provider/testing/nodes.ts";
import { type SetUp, setUp } from "./modules/provider/testing/setup.ts";
import { type SignalReceiver, startSignalReceiver } from "./testing/signal-receiver.ts";
import { signalService } from "./testing/signal-client.ts";

// This process, which tells nobody while others run, and two others with pools of their own that both do, on one PostgreSQL.
let it: SetUp;
let receiver: SignalReceiver;
let one: Awaited<ReturnType<typeof signalService>>;
let stream: string;
let nodes: ProviderProcess[] = [];
before(async () => {
  it = await setUp();
  receiver = await startSignalReceiver();
  one = await signalService(it, "raced");
  stream = await one.stream(receiver.address);
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
const until = async (holds: () => Promise<boolean> | boolean) => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
};
const isToldAll = async () => {
  const { rows } = await sql`select 1 from stream_event where state = 'due' limit 1`.execute(
    it.world.db,
  );
  return rows.length === 0;
};

test("of sessions that two nodes close in turn, each is told once, in the order in which it ended", async () => {
  const people = [await one.inside(), await one.inside()].map((who) => ({
    ...who,
    mine: [who.session],
  }));
  for (const { holder, mine } of people) mine.push((await one.inside(holder)).session);
  for (const at of [0, 1])
    for (const [index, { mine }] of people.entries())
      assert.ok(await (nodes[(at + index) % 2] as ProviderProcess).close(mine[at] as string));
  await until(isToldAll);
  for (const { sub, mine } of people)
    assert.deepEqual(
      receiver.got
        .filter((got) => got.sub["user"]?.sub === sub)
        .map((got) => got.sub["session"].id),
      mine,
    );
  assert.equal((await it.facts("signal_delivered")).length, 4);
});

test("a node killed while it tells loses nothing: another tells once more, the same token, and only then the next", async () => {
  const { holder, session } = await one.inside();
  const next = await one.inside(holder);
  const from = receiver.got.length;
  receiver.answer((_got) => (receiver.got.length === from ? "never" : 202));
  assert.ok(await (nodes[0] as ProviderProcess).close(session));
  await until(() => receiver.got.length > from);
  assert.ok(await (nodes[1] as ProviderProcess).close(next.session));
  // Whichever of the two is waiting for an answer is dead now.
  await Promise.all(nodes.map((node) => node.kill()));
  nodes = [await start()];
  assert.equal(await isToldAll(), false);
  await it.advance(seconds(lifetimes.signalLease / 1000 + 1));
  await until(isToldAll);
  const [lost, again, then] = receiver.got.slice(from);
  assert.equal(lost?.token, again?.token);
  assert.equal(then?.sub["session"].id, next.session);
  assert.equal(receiver.got.length, from + 3);
});

test("of what was given up, sent again by two operators on two nodes at once, nothing is lost and nothing told twice, though one node dies", async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  const people = [await one.inside(), await one.inside(), await one.inside()].map((who) => ({
    ...who,
    mine: [who.session],
  }));
  for (const { holder, mine } of people) mine.push((await one.inside(holder)).session);
  receiver.answer(400);
  for (const at of [0, 1])
    for (const { mine } of people) await it.world.sessions.close(mine[at] as SessionId, "holder");
  // By this process alone, so that the clock moves only when nothing is under way.
  while (!(await isToldAll())) {
    await it.world.streams.tellServices();
    await until(() => it.world.streams.tellingNow() === 0);
    await it.advance(seconds(3600));
  }
  nodes = await Promise.all([start(), start()]);
  const tokens = new Map(receiver.got.map(({ jti, token }) => [jti, token]));
  const given = await it.facts("signal_given_up");
  assert.equal(given.length, 6);

  const from = receiver.got.length;
  const asked = () => receiver.got.slice(from);
  // The first answer is never given: whichever node asked is killed while it waits.
  receiver.answer((_got) => (receiver.got.length === from ? "never" : 202));
  const went = await Promise.all(nodes.map((node) => node.replay(stream)));
  assert.deepEqual([...went].sort(), [false, true], "of two, one had something to send");
  assert.deepEqual(
    (await it.facts("signals_replayed")).map(({ events }) => events),
    [6],
  );
  await until(() => asked().length > 0);
  await Promise.all(nodes.map((node) => node.kill()));
  nodes = [await start()];
  await it.advance(seconds(lifetimes.signalLease / 1000 + 1));
  await until(isToldAll);
  const names = asked().map(({ jti }) => jti);
  assert.equal(new Set(names).size, 6, "none is lost");
  for (const { jti, token } of asked()) assert.equal(token, tokens.get(jti));
  const { rows } = await sql<{ jti: string; tries: number }>`
    select jti, tries from stream_event where jti = any(${names}::text[])`.execute(it.world.db);
  for (const { jti, tries } of rows)
    assert.ok(names.filter((name) => name === jti).length <= tries, "a try each, and no more");
  for (const { sub, mine } of people) {
    const came = asked().filter((got) => got.sub["user"]?.sub === sub);
    assert.deepEqual([...new Set(came.map((got) => got.sub["session"].id))], mine);
  }
});
