import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import { Fhir } from "fhir";
import { types } from "./search-parameters.ts";
import { places } from "./testing/extract.ts";
import { everyMatch, type Json, openWorld, type World } from "./testing/world.ts";

let world: World;
before(async () => {
  world = await openWorld(60, true);
});
afterAll(() => world.close());

const validator = new Fhir();
function assertValid(resource: Json): void {
  const { valid, messages } = validator.validate(resource, { errorOnUnexpected: true });
  const faults = messages.filter(({ severity }) => severity === "error" || severity === "fatal");
  assert.deepEqual(faults, [], JSON.stringify(resource).slice(0, 300));
  assert.ok(valid);
}

test("the validator refuses what is not FHIR: it is no rubber stamp", () => {
  const { valid } = validator.validate(
    { resourceType: "Practitioner", actve: true, name: "x" },
    { errorOnUnexpected: true },
  );
  assert.equal(valid, false);
});

for (const type of types) {
  test(`every ${type}, alone and in its bundle, is valid FHIR R4`, async () => {
    const { resources } = await everyMatch(world, `/${type}?_count=200`);
    assert.ok(resources.length > 0);
    for (const resource of resources) {
      assertValid(resource);
      assert.match(resource.id, /^[A-Za-z0-9.-]{1,64}$/);
      const alone = await world.ask(`/${type}/${encodeURIComponent(resource.id)}`);
      assert.equal(alone.status, 200, resource.id);
      assert.deepEqual(alone.json, resource);
      assert.equal(alone.headers["content-type"], "application/fhir+json; charset=utf-8");
    }
    assertValid((await world.ask(`/${type}?_count=3&_total=accurate`)).json);
    assertValid((await world.ask(`/${type}?_id=nobody`)).json);
  });
}

test("bundles with what goes along, the capability statement and the refusals are valid FHIR R4", async () => {
  const along = "_include=PractitionerRole:practitioner&_include=PractitionerRole:organization";
  assertValid((await world.ask(`/PractitionerRole?${along}`)).json);
  assertValid((await world.ask("/Practitioner?_revinclude=PractitionerRole:practitioner")).json);
  assertValid((await world.ask("/metadata")).json);
  for (const path of [
    "/Patient",
    "/Practitioner/none",
    "/Practitioner?active=x",
    "/Practitioner?family:b=1",
  ]) {
    const { json } = await world.ask(path);
    assert.equal(json.resourceType, "OperationOutcome");
    assertValid(json);
  }
});

test("a person's ids leave as the national interface spells them", async () => {
  const byId = async (value: string) =>
    (await world.ask(`/Practitioner?identifier=${value}`)).json.entry[0].resource;
  const said = (resource: Json) =>
    resource.identifier.map((one: Json) => [
      one.use,
      one.type?.coding?.[0].code ?? one.type?.text,
      one.system,
      one.value,
    ]);
  assert.deepEqual(said(await byId("899700000006")), [
    ["official", "IDNPS", "urn:oid:1.2.250.1.71.4.2.1", "899700000006"],
    ["official", "RPPS", "https://rpps.esante.gouv.fr", "99700000006"],
    ["old", "IDNPS", "urn:oid:1.2.250.1.71.4.2.1", "0980000638"],
    ["old", "ADELI", "https://adeli.esante.gouv.fr", "980000638"],
    ["secondary", "PSI", undefined, "x-6"],
  ]);
  assert.equal(
    (await byId("980000638")).id,
    (await byId("https://rpps.esante.gouv.fr|99700000006")).id,
  );
});

test("a structure has one id that fits an address, whatever its number in the register", async () => {
  const { resources } = await everyMatch(world, "/Organization");
  assert.equal(resources.length, places.length);
  const byName = (name: string) => resources.find((one) => one.name === name);
  assert.equal(byName("PHARMACIE DE LA PLACE").id, "R900101");
  assert.equal(byName("CENTRE É. MARCHEVOIX").id, "500000001815646-2fCPAT00045");
  assert.match(byName("STRUCTURE À LONG NUMÉRO").id, /^--[0-9a-f]{32}$/);
  assert.match(byName("CABINET SANS NUMÉRO").id, /^content-3a[0-9a-f]{32}$/);
  assert.deepEqual(
    byName("CENTRE HOSPITALIER DE VILLEFICTIVE").partOf.identifier.value,
    "0X0000025",
  );
  assert.deepEqual(
    byName("CENTRE HOSPITALIER DE VILLEFICTIVE").address[0].city,
    "VILLEFICTIVE CEDEX 9",
  );
});

test("ids that nobody has, ids of another spelling and ids that are none are 404", async () => {
  for (const path of [
    "/Practitioner/00000000000000000000000000",
    "/Practitioner/x",
    "/Practitioner/_history",
    "/PractitionerRole/999999",
    "/PractitionerRole/01",
    "/PractitionerRole/1e1",
    "/PractitionerRole/99999999999999999999",
    "/Organization/R9-30",
    "/Organization/--00000000000000000000000000000000",
    "/Organization/-zz",
    "/Organization/%00",
  ]) {
    const answer = await world.ask(path);
    assert.equal(answer.status, 404, path);
    assert.equal(answer.json.resourceType, "OperationOutcome");
  }
});

test("a version is told by its content, and one that is known is not sent again", async () => {
  const { json } = await world.ask("/Practitioner?_count=1");
  const { id, meta } = json.entry[0].resource;
  const first = await world.ask(`/Practitioner/${id}`);
  assert.equal(first.headers["etag"], `W/"${meta.versionId}"`);
  const again = await world.ask(`/Practitioner/${id}`, {
    headers: { "if-none-match": `W/"${meta.versionId}"` },
  });
  assert.equal(again.status, 304);
  assert.equal(again.text, "");
  const other = await world.ask(`/Practitioner/${id}`, { headers: { "if-none-match": 'W/"0"' } });
  assert.equal(other.status, 200);
  await world.database.db
    .updateTable("exercise")
    .set({ exercise_given_name: "CHANGÉE" })
    .where("professional", "=", `pro_${id}`)
    .execute();
  const changed = await world.ask(`/Practitioner/${id}`, {
    headers: { "if-none-match": String(first.headers["etag"]) },
  });
  assert.equal(changed.status, 200);
  assert.notEqual(changed.headers["etag"], first.headers["etag"]);
});
