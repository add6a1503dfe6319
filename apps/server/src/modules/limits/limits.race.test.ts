import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { createLimits } from "#modules/limits";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { hours } from "#platform/time";
import type { Order, Told } from "./testing/spender.ts";

// Nodes are operating-system processes with pools of their own; nothing is shared but the rows.
const rounds = Number(process.env["AVAL_TEST_ROUNDS"] ?? 20);
const max = 5;

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

async function node(): Promise<ChildProcess> {
  const env = { ...process.env, AVAL_RACE_DATABASE_URL: database.serverUrl };
  const child = fork(join(import.meta.dirname, "testing", "spender.ts"), { env });
  await once(child, "message");
  return child;
}

async function spendOn(child: ChildProcess, order: Order): Promise<number> {
  const answer = once(child, "message") as Promise<[Told]>;
  child.send(order);
  return (await answer)[0].spent;
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

test("an allowance is spent as often as it says, however many nodes spend it at once", async () => {
  const nodes = await Promise.all([node(), node()]);
  try {
    for (let round = 0; round < rounds; round++) {
      const order = { subject: `round ${round}`, tries: 10, max };
      const spent = await Promise.all(nodes.map((one) => spendOn(one, order)));
      assert.equal(sum(spent), max, `round ${round}`);
    }
  } finally {
    await Promise.all(nodes.map(kill));
  }
});

test("after every node was killed a spent allowance is still spent", async () => {
  const before = await Promise.all([node(), node()]);
  const order = { subject: "a holder", tries: 2, max };
  const first = await Promise.all(before.map((one) => spendOn(one, order)));
  await Promise.all(before.map(kill));

  const later = await node();
  const rest = await spendOn(later, { ...order, tries: 10 });
  await kill(later);
  assert.equal(sum(first), 4);
  assert.equal(rest, max - 4);
});

test("what strangers spend is theirs: a holder's allowance beside it is whole", async () => {
  const limits = createLimits();
  for (let tries = 0; tries < 3 * max; tries++)
    await limits.spend(database.db, "entries", "a stranger", max, hours(1));
  for (let tries = 0; tries < max; tries++)
    assert.ok(await limits.spend(database.db, "entries", "the holder", max, hours(1)));
});
