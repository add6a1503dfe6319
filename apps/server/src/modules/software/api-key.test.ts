import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import { createAudit } from "#modules/audit";
import { hashSecret } from "#platform/secret";
import {
  fixedClock,
  moveClock,
  seededRandom,
  type TestDatabase,
  testDatabase,
} from "#platform/testing";
import { days } from "#platform/time";
import { createSoftware, type Software } from "./index.ts";

let database: TestDatabase;
let software: Software;
const by = "test";
before(async () => {
  database = await testDatabase();
  const random = seededRandom(12);
  const audit = createAudit({ clock: fixedClock(), random });
  software = createSoftware({ db: database.db, random, audit });
  for (const id of ["reader", "other", "gone", "suspended"]) {
    const asked = {
      id,
      name: id,
      sensitivity: "open" as const,
      redirectUris: ["https://a.example/"],
    };
    assert.ok((await software.register(database.db, asked, { by, secret: `${id}-secret` })).ok);
  }
});
afterAll(() => database.close());

async function issue(service: string, life = days(30)) {
  const outcome = await software.issueKey(database.db, service, { by, life });
  assert.ok(outcome.ok);
  return { id: outcome.value.id, key: outcome.value.key.reveal() };
}

test("a key is shown once, kept as a hash, and opens for its own service", async () => {
  const { id, key } = await issue("reader");
  assert.equal(key.length, 43);
  assert.match(id, /^[0-9a-hjkmnp-tv-z]{8}$/);
  assert.equal(await software.byKey(key), "reader");
  const stored = JSON.stringify(await database.db.selectFrom("api_key").selectAll().execute());
  assert.equal(stored.includes(key), false);
  assert.ok(stored.includes(hashSecret(key)));
  assert.equal(JSON.stringify(await software.keysOf("reader")).includes(key), false);
});

test("what is not the key is nobody's", async () => {
  const { id, key } = await issue("reader");
  for (const other of ["", id, key.slice(0, -1), `${key}A`, hashSecret(key), key.toLowerCase()])
    assert.equal(await software.byKey(other), undefined, other);
});

test("a key ends when it is removed, by its own service's name only, and once", async () => {
  const { id, key } = await issue("reader");
  const refused = { ok: false, refusal: "unknown_api_key" };
  assert.deepEqual(await software.removeKey(database.db, "other", id, by), refused);
  assert.equal(await software.byKey(key), "reader");
  assert.equal((await software.removeKey(database.db, "reader", id, by)).ok, true);
  assert.equal(await software.byKey(key), undefined);
  assert.deepEqual(await software.removeKey(database.db, "reader", id, by), refused);
  assert.equal((await software.keysOf("reader")).find((one) => one.id === id)?.state, "removed");
});

test("a removed service's keys and secret open nothing, and it is given no new one", async () => {
  const { key } = await issue("gone");
  assert.equal(await software.bySecret("gone", "gone-secret"), "gone");
  assert.equal((await software.remove(database.db, "gone", by)).ok, true);
  assert.equal(await software.byKey(key), undefined);
  assert.equal(await software.bySecret("gone", "gone-secret"), undefined);
  assert.deepEqual(await software.issueKey(database.db, "gone", { by, life: days(1) }), {
    ok: false,
    refusal: "unknown_service",
  });
});

test("a suspended service's keys and secret open nothing until it is active again", async () => {
  const { key } = await issue("suspended");
  const put = (state: string) =>
    database.db.updateTable("service").set({ state }).where("id", "=", "suspended").execute();
  await put("suspended");
  assert.equal(await software.byKey(key), undefined);
  assert.equal(await software.bySecret("suspended", "suspended-secret"), undefined);
  await put("active");
  assert.equal(await software.byKey(key), "suspended");
});

test("a secret opens for its own id only", async () => {
  assert.equal(await software.bySecret("reader", "reader-secret"), "reader");
  assert.equal(await software.bySecret("other", "reader-secret"), undefined);
  assert.equal(await software.bySecret("nobody", "reader-secret"), undefined);
  assert.equal(await software.bySecret("reader", hashSecret("reader-secret")), undefined);
});

test("a key known beforehand is given once, and stays removed", async () => {
  const given = { by, life: days(1), value: "known-beforehand" };
  const first = await software.issueKey(database.db, "reader", given);
  assert.ok(first.ok);
  const again = { ok: false, refusal: "key_taken" };
  assert.deepEqual(await software.issueKey(database.db, "other", given), again);
  await software.removeKey(database.db, "reader", first.value.id, by);
  assert.deepEqual(await software.issueKey(database.db, "reader", given), again);
  assert.equal(await software.byKey("known-beforehand"), undefined);
});

test("the log says who gave and ended which key, and neither the key nor its hash", async () => {
  const { id, key } = await issue("reader");
  await software.removeKey(database.db, "reader", id, by);
  const facts = await database.db.selectFrom("fact").select(["kind", "body"]).execute();
  const own = facts.filter(({ body }: { body: unknown }) => JSON.stringify(body).includes(id));
  assert.deepEqual(own.map(({ kind }: { kind: string }) => kind).sort(), [
    "api_key_issued",
    "api_key_removed",
  ]);
  const text = JSON.stringify(facts);
  assert.equal(text.includes(key) || text.includes(hashSecret(key)), false);
});

// Last: it moves the clock.
test("a key notes the day of its use and ends on its day", async () => {
  const { id, key } = await issue("reader", days(10));
  const listed = async () => (await software.keysOf("reader")).find((one) => one.id === id);
  assert.equal((await listed())?.lastUsedOn, undefined);
  await software.byKey(key);
  const first = (await listed())?.lastUsedOn;
  assert.match(first ?? "", /^\d{4}-\d\d-\d\d$/);
  await moveClock(database.db, days(9));
  assert.equal(await software.byKey(key), "reader");
  assert.ok(((await listed())?.lastUsedOn ?? "") > (first ?? ""));
  await moveClock(database.db, days(1));
  assert.equal(await software.byKey(key), undefined);
  assert.equal((await listed())?.state, "expired");
});
