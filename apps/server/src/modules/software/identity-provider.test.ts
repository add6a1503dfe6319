import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createAudit } from "#modules/audit";
import { transact } from "#platform/database";
import { fixedClock, seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import { createIdentityProviders, sleepIdentityProviders } from "./index.ts";

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const audit = createAudit({ clock: fixedClock(), random: seededRandom(41) });
const given = (name: string) => ({
  ...{ name, issuer: "https://idp.example", clientId: "aval", structure: "F0X0000017" },
  ...{ label: "CENTRE HOSPITALIER", claim: "SubjectNameID", isInside: false },
});

test("what a restore brings back lets nobody in until the operator confirms it, once; one that is removed stays removed", async () => {
  const { db } = database;
  const providers = createIdentityProviders({ db, audit });
  const by = { by: "operator", scope: "structure:F0X0000017" };
  for (const name of ["kept", "gone", "removed"])
    assert.ok((await providers.add({ ...given(name), ...by })).ok);
  const closeOpened = async () => {};
  assert.ok(await providers.remove("removed", { by: "operator", closeOpened }));

  const works = async (name: string) => [
    (await providers.find(name))?.name,
    await transact(db, (tx) => providers.hold(tx, name)),
  ];
  assert.deepEqual(await works("kept"), ["kept", true]);
  const slept = await transact(db, (tx) => sleepIdentityProviders({ audit }, tx));
  assert.deepEqual([...slept].sort(), ["gone", "kept"]);
  assert.deepEqual(await works("kept"), [undefined, false]);
  assert.deepEqual(
    (await providers.list()).map(({ name, isAsleep }) => [name, isAsleep]),
    [
      ["gone", true],
      ["kept", true],
    ],
  );

  const confirmed = await Promise.all([1, 2].map(() => providers.confirm("kept", "operator")));
  assert.deepEqual(confirmed.sort(), [false, true]);
  assert.deepEqual(await works("kept"), ["kept", true]);
  assert.equal(await providers.confirm("removed", "operator"), false);
  assert.deepEqual(await works("gone"), [undefined, false]);
  assert.ok(await providers.remove("gone", { by: "operator", closeOpened }), "asleep or not");
  assert.ok((await providers.add({ ...given("gone"), ...by })).ok, "added anew it works");
  assert.deepEqual(await works("gone"), ["gone", true]);
});
