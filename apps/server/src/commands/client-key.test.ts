import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import { createAudit } from "#modules/audit";
import { createSoftware } from "#modules/software";
import { readConfig } from "#platform/config";
import { fixedClock, seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import type { WithDatabase } from "./beside.ts";
import { clientCommand, command } from "./client.ts";
import { lastJson, saidByCommand } from "./testing/said.ts";

let database: TestDatabase;
const random = seededRandom(33);
const clock = fixedClock();
const audit = createAudit({ clock, random });
const outcome = readConfig({});
assert.ok(outcome.ok);
const config = outcome.value;
const withDatabase: WithDatabase = (work) =>
  work({ config, db: database.db, clock, random, audit });

before(async () => {
  database = await testDatabase();
  await run("add", "--name", "Lecteur", "--id", "reader", "--redirect-uri", "https://a.example/");
});
afterAll(() => database.close());

async function run(...argv: string[]) {
  const said = await saidByCommand(
    { ...command, run: (words, io) => clientCommand(words, io, withDatabase) },
    argv,
  );
  return { ...said, last: () => lastJson(said) };
}
const software = () => createSoftware({ db: database.db, random, audit });

test("a key is given and shown once, listed without itself, and ends when it is removed", async () => {
  const added = await run("key", "add", "reader", "--days", "30", "--json");
  assert.equal(added.status, 0);
  const { id, key, expiresAt } = added.last();
  assert.equal(await software().byKey(key), "reader");

  const listed = await run("key", "list", "reader", "--json");
  assert.equal(listed.out.join().includes(key), false);
  const [row] = listed.last();
  assert.deepEqual([row.id, row.state, row.expiresAt], [id, "active", expiresAt]);
  const life = Date.parse(row.expiresAt) - Date.parse(row.issuedAt);
  assert.equal(Math.round(life / 86_400_000), 30);
  assert.match(row.lastUsedOn, /^\d{4}-\d\d-\d\d$/);

  assert.equal((await run("key", "remove", "reader", id)).status, 0);
  assert.equal(await software().byKey(key), undefined);
  assert.equal((await run("key", "remove", "reader", id)).status, 1);
  assert.equal((await run("key", "list", "reader", "--json")).last()[0].state, "removed");
});

test("without --json the key is the second line, and the warning is no part of it", async () => {
  const { status, out, err } = await run("key", "add", "reader");
  assert.equal(status, 0);
  const key = /^clé\/key +(\S{43})$/.exec(out[1] ?? "")?.[1];
  assert.equal(await software().byKey(key ?? ""), "reader");
  assert.match(err.join(), /never be shown again/);
});

test("a service nobody registered has no keys", async () => {
  for (const argv of [
    ["key", "add", "nobody"],
    ["key", "list", "nobody"],
    ["key", "remove", "nobody", "abcdefgh"],
  ])
    assert.equal((await run(...argv)).status, 1);
});

test("what cannot be read, and a life out of bounds, are answered with how it is written", async () => {
  for (const argv of [
    ["key"],
    ["key", "add"],
    ["key", "lend", "reader"],
    ["key", "remove", "reader"],
    ["key", "add", "reader", "x"],
  ])
    assert.equal((await run(...argv)).status, 2, argv.join(" "));
  for (const days of ["0", "1097", "-1", "1e3", "x"])
    assert.equal((await run("key", "add", "reader", `--days=${days}`)).status, 2, days);
});
