import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import { idFrom, newKeyPair, signerOf, thumbprint } from "@aval/protocol";
import { seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import { createStaff, keysTakeTwo, type Staff } from "./index.ts";

let database: TestDatabase;
let staff: Staff;
const random = seededRandom(5);

before(async () => {
  database = await testDatabase();
  staff = createStaff({ db: database.db });
});
afterAll(() => database.close());

async function registrar(scope: string, id: string = idFrom("stf", random.bytes(17))) {
  const { jwk } = await signerOf(await newKeyPair());
  await staff.seedRegistrar({
    id,
    name: "Yvonne ESSAI",
    scope,
    jwk,
    thumbprint: await thumbprint(jwk),
  });
  return { id, jwk };
}

test("an active registrar signs for the holders of their scope, by the one key they hold now", async () => {
  const { id, jwk } = await registrar("order:medecins");
  assert.deepEqual((await staff.registrarKey(id))?.jwk, jwk);
  assert.equal(await staff.maySign(id, ["structure:R900001", "order:medecins"]), true);
  assert.equal(await staff.maySign(id, ["order:infirmiers"]), false);

  const renewed = await registrar("order:medecins", id);
  assert.deepEqual((await staff.registrarKey(id))?.jwk, renewed.jwk);
  assert.equal((await staff.registrars()).filter((one) => one.id === id).length, 1);
});

test("somebody suspended signs nothing", async () => {
  const { id } = await registrar("national");
  await database.db
    .updateTable("staff_member")
    .set({ state: "suspended" })
    .where("id", "=", id)
    .execute();
  assert.equal(await staff.maySign(id, ["order:medecins"]), false);
  assert.equal((await staff.registrarKey(id))?.active, false);
});

test("nobody is a registrar by an id that was never given", async () => {
  assert.equal(await staff.registrarKey("stf_unknown"), undefined);
  assert.equal(await staff.maySign("stf_unknown", ["national"]), false);
});

test("in production keys take two operators, and in the sandbox its one person", () => {
  assert.deepEqual(
    [keysTakeTwo({ mode: "production" }), keysTakeTwo({ mode: "sandbox" })],
    [true, false],
  );
});
