import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { minutes, ms, seconds } from "./time.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";
import { createWakes } from "./wakes.ts";

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

test("whoever waits is woken by another node, long before their time", {
  timeout: 60_000,
}, async () => {
  const [waiting, waking] = [createWakes(database.db, 10), createWakes(database.db, 10)];
  const woken = waiting.wait("this", minutes(10)).then(() => true);
  // Until the first is listening a wake is lost, as it may be: said again, it arrives.
  let isWoken = false;
  while (!isWoken) {
    await waking.wake("this");
    isWoken = await Promise.race([woken, waking.wait("nothing", ms(50)).then(() => false)]);
  }
  await Promise.all([waiting.close(), waking.close()]);
});

test("what was settled before this node listened is not waited for", {
  timeout: 60_000,
}, async () => {
  const wakes = createWakes(database.db, 10);
  await wakes.wait("this", minutes(10), async () => true);
  await wakes.close();
});

test("a wake is for what it names, and for nobody else", { timeout: 60_000 }, async () => {
  const wakes = createWakes(database.db, 10);
  const told: string[] = [];
  const wait = (what: string) => wakes.wait(what, minutes(10)).then(() => told.push(what));
  const both = [wait("this"), wait("that")];
  while (told.length === 0) {
    await wakes.wake("this");
    await wakes.wait("nothing", ms(50));
  }
  assert.deepEqual(told, ["this"]);
  await wakes.close();
  await Promise.all(both);
});

test("a node that holds as many as it may, or that ends, lets the next one go at once", {
  timeout: 60_000,
}, async () => {
  const wakes = createWakes(database.db, 1);
  const held = wakes.wait("this", minutes(10));
  await wakes.wait("that", minutes(10));
  await wakes.close();
  await held;
  await wakes.wait("after the end", seconds(600));
});
