import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after as afterAll, before, test } from "node:test";
import { type EnrolmentId, purposes, type RegistrarMessage, verifyCompact } from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { createDirectory, type Directory } from "#modules/directory";
import { createSoftware } from "#modules/software";
import { createStaff } from "#modules/staff";
import { type Config, readConfig } from "#platform/config";
import { hashSecret } from "#platform/secret";
import { fixedClock, seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import { people } from "./people.ts";
import { ensureRegistrarKeys, registrars, signAsRegistrar } from "./registrars.ts";
import { seedSandbox } from "./seed.ts";

let database: TestDatabase;
let directory: Directory;
let dataDir: string;
const random = seededRandom(21);
const clock = fixedClock();
const audit = createAudit({ clock, random });

function configOn(port: number): Config {
  const outcome = readConfig({ AVAL_PORT: String(port), AVAL_DATA_DIR: dataDir });
  assert.ok(outcome.ok);
  return outcome.value;
}
const seed = (port = 4400) =>
  seedSandbox({ db: database.db, clock, random, config: configOn(port) });

before(async () => {
  database = await testDatabase();
  directory = createDirectory({ db: database.db, random, audit });
  dataDir = await mkdtemp(join(tmpdir(), "aval-seed-"));
  await seed();
});
afterAll(async () => {
  await database.close();
  await rm(dataDir, { recursive: true });
});

test("at least forty fictional people are there, each with the name and the story they are listed with", async () => {
  const listed = await people();
  assert.ok(listed.length >= 40);
  assert.equal(new Set(listed.map((person) => person.nationalId)).size, listed.length);
  for (const { nationalId, name, story } of listed) {
    assert.match(nationalId, /^8997[0-9]{8}$/);
    assert.ok(story.length > 10);
    const found = await directory.find(nationalId);
    assert.equal(found?.state, "active", nationalId);
    assert.equal(found && directory.displayName(found), name);
    assert.ok(found?.exercises[0]?.activities[0]?.structure?.id);
  }
});

test("the list is in the order of the file", async () => {
  const file = await readFile(join(import.meta.dirname, "people.txt"), "utf8");
  const ids = file
    .split("\n")
    .slice(1, -1)
    .map((line) => line.split("|")[2]);
  assert.deepEqual(
    (await people()).map((person) => person.nationalId),
    [...new Set(ids)],
  );
});

test("no number, address or e-mail of the sandbox could be somebody's", async () => {
  const { rows } = await sql<{ value: string }>`
    select value from contact where kind = 'phone' union select phone from structure where phone <> ''`.execute(
    database.db,
  );
  // Ranges the French regulator keeps for fiction.
  for (const { value } of rows)
    assert.match(value, /^(0199 ?00|026191|035301|046571|053649|063998)[0-9]{4}$/);
  const { rows: mails } = await sql<{ value: string }>`
    select value from contact where kind = 'email' union select email from structure where email <> ''`.execute(
    database.db,
  );
  for (const { value } of mails) assert.match(value, /@example\.org$/);
  const { rows: places } = await sql<{
    postal_code: string;
  }>`select postal_code from structure`.execute(database.db);
  for (const { postal_code } of places) assert.match(postal_code, /^99[0-9]{3}$/);
});

test("the sandbox's ids are well-formed: RPPS numbers end with their check digit", async () => {
  for (const { nationalId } of await people()) {
    const sum = [...nationalId.slice(1)].reverse().reduce((total, digit, place) => {
      const doubled = Number(digit) * (place % 2 === 1 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
    assert.equal(sum % 10, 0, nationalId);
  }
});

test("somebody merged, somebody from ADELI and somebody with a slash are found by their other ids", async () => {
  for (const id of ["8997c0de-0000-4000-8000-000000000021", "0990000221", "30X0000017/CPAT00045"]) {
    assert.match((await directory.find(id))?.nationalId ?? "", /^8997/, id);
  }
});

test("seeding again changes nothing, and another port moves the demonstration", async () => {
  const count = async () =>
    (
      await sql<{ n: number }>`
    select ((select count(*) from fact) + (select count(*) from import_run) + (select count(*) from staff_key))::int as n`.execute(
        database.db,
      )
    ).rows[0]?.n;
  const before = await count();
  await seed();
  assert.equal(await count(), before);

  const software = createSoftware({ db: database.db, random, audit });
  assert.deepEqual((await software.find("demo-register"))?.redirectUris, [
    "http://register.localhost:4403/callback",
  ]);
  await seed(5500);
  assert.deepEqual((await software.find("demo-register"))?.redirectUris, [
    "http://register.localhost:5503/callback",
  ]);
  assert.deepEqual((await software.find("demo-register"))?.postLogoutRedirectUris, [
    "http://register.localhost:5503/",
  ]);
  assert.equal(
    (await software.find("demo-register"))?.backchannelLogoutUri,
    "http://register.localhost:5503/backchannel-logout",
  );
});

test("people imported over the seeded ones are still there after the next start", async () => {
  const file = await readFile(join(import.meta.dirname, "people.txt"), "utf8");
  const one = `${file.split("\n").slice(0, -2).join("\n")}\n`; // All but the last person.
  async function* bytes() {
    yield Buffer.from(one);
  }
  assert.equal((await directory.importExtract(bytes(), { source: "sandbox" })).counts.removed, 1);
  await seed();
  assert.equal(
    (await directory.find((await people()).at(-1)?.nationalId ?? ""))?.state,
    "deactivated",
  );
});

test("the sandbox's services are those the documentation names, with the secret everybody knows", async () => {
  const software = createSoftware({ db: database.db, random, audit });
  const service = await software.find("sandbox-service");
  assert.equal(service?.secretHash, hashSecret("sandbox-secret"));
  assert.deepEqual(
    [service?.sensitivity, service?.redirectUris, service?.grants],
    ["open", ["http://localhost/callback"], ["authorization_code", "refresh_token"]],
  );
  const desktop = await software.find("sandbox-software");
  assert.deepEqual(
    [desktop?.secretHash, desktop?.grants, desktop?.redirectUris],
    [hashSecret("sandbox-secret"), ["ciba"], []],
  );
});

test("any two registrars of an Order may sign for anybody of that Order, and the national pair for everybody", async () => {
  const staff = createStaff({ db: database.db });
  assert.equal((await staff.registrars()).length, registrars.length);
  const [first, second] = await staff.registrars();
  assert.deepEqual([first?.scope, second?.scope], ["national", "national"]);
  for (const { nationalId } of await people()) {
    const found = await directory.find(nationalId);
    assert.ok(found);
    const scopes = directory.scopesOf(found);
    for (const { id, scope } of registrars) {
      assert.equal(await staff.maySign(id, scopes), scope === "national" || scopes.includes(scope));
    }
    if (found.exercises[0]?.professionCode === "10") assert.ok(scopes.includes("order:medecins"));
  }
});

test("a sandbox registrar's signature verifies under the key the staff knows; the file of their keys is private", async () => {
  const staff = createStaff({ db: database.db });
  const message: RegistrarMessage = {
    v: purposes.registrar,
    enrolment: "enr_00000000000000000000000000" as EnrolmentId,
    ik: "x",
    nationalId: "899700000013",
    registrar: "stf_anouk",
    iat: 1,
  };
  const signed = await signAsRegistrar(dataDir, "stf_anouk", message);
  const key = await staff.registrarKey("stf_anouk");
  assert.ok(signed && key);
  assert.deepEqual(await verifyCompact(signed, purposes.registrar, key.jwk), message);
  assert.equal(await signAsRegistrar(dataDir, "stf_nobody", message), undefined);
  assert.equal((await stat(join(dataDir, "sandbox", "registrars.json"))).mode & 0o777, 0o600);
});

test("a registrar added by a later version gets a key, and the others keep theirs", async () => {
  const path = join(dataDir, "sandbox", "registrars.json");
  const before = await ensureRegistrarKeys(dataDir);
  const { stf_hector: _added, ...older } = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify(older));
  const after = await ensureRegistrarKeys(dataDir);
  assert.deepEqual(after.get("stf_anouk"), before.get("stf_anouk"));
  assert.ok(after.get("stf_hector"));
  assert.notDeepEqual(after.get("stf_hector"), before.get("stf_hector"));
});

test("the sandbox's key reads as its service, is given once, and stays removed when somebody removed it", async () => {
  const software = createSoftware({ db: database.db, random, audit });
  assert.equal(await software.byKey("sandbox-key"), "sandbox-service");
  await seed();
  const keys = await software.keysOf("sandbox-service");
  assert.equal(keys.length, 1);
  await software.removeKey(database.db, "sandbox-service", keys[0]?.id ?? "", "test");
  await seed();
  assert.equal(await software.byKey("sandbox-key"), undefined);
});
