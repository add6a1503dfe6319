import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import { sql } from "kysely";
import { includes, revincludes, types } from "./search-parameters.ts";
import { planted } from "./testing/extract.ts";
import { everyMatch, openWorld, type World } from "./testing/world.ts";

let world: World;
before(async () => {
  world = await openWorld(60, true);
});
afterAll(() => world.close());

/** The values as they might leave: as the register writes them, or as FHIR would. */
const secrets = [...Object.values(planted), "1961-03-17", "+33639989977", "SECRET"];

test("no answer holds a birth, a gender, a civil name beside that of exercise, or how to reach somebody", async () => {
  const { rows } = await sql<{ of: string }>`
    select count(*)::text as of from professional where birth_place = ${planted.birthPlace} and family_name = ${planted.civilName}
      and civility_code = ${planted.civility} and sex_code = 'F'`.execute(world.database.db);
  assert.ok(Number(rows[0]?.of) >= 60, "the marks are in the directory");
  const { rows: contacts } = await sql`select from contact where value = ${planted.email}`.execute(
    world.database.db,
  );
  assert.ok(contacts.length >= 60);

  for (const type of types) {
    const along = [
      ...includes[type].map((one) => `&_include=${one}`),
      ...revincludes[type].map((one) => `&_revinclude=${one}`),
    ].join("");
    const { resources, included } = await everyMatch(
      world,
      `/${type}?_count=200&_total=accurate${along}`,
    );
    const alone = await Promise.all(
      resources.slice(0, 20).map(async ({ id }) => (await world.ask(`/${type}/${id}`)).text),
    );
    const text = `${JSON.stringify([resources, included])}${alone.join()}`.toUpperCase();
    for (const secret of secrets) assert.equal(text.includes(secret.toUpperCase()), false, secret);
    for (const resource of type === "Practitioner" ? resources : [])
      for (const member of ["birthDate", "gender", "telecom", "address", "photo", "communication"])
        assert.equal(member in resource, false, member);
    for (const name of resources.flatMap((resource) => resource.name ?? []))
      assert.equal("prefix" in Object(name), false, "a civility tells the gender");
  }
});

test("none of it can be searched by either", async () => {
  for (const [name, value] of [
    ["family", planted.civilName],
    ["name", planted.civilName],
    ["name", planted.secondGiven],
    ["given:contains", planted.secondGiven],
    ["family:contains", "NAISSANCE"],
    ["identifier", planted.phone],
    ["identifier", planted.email],
  ]) {
    const answer = await world.ask(
      `/Practitioner?${new URLSearchParams({ [name as string]: value as string })}`,
    );
    assert.equal(answer.status, 200);
    assert.equal(answer.json.entry, undefined, `${name}=${value}`);
  }
});

test("the views that the interface reads have no column of birth, contact or source", async () => {
  const { rows } = await sql<{ view: string; name: string }>`
    select table_name as view, column_name as name from information_schema.columns
    where table_schema = 'aval' and table_name like 'fhir\\_%'`.execute(world.database.db);
  assert.ok(rows.length > 40);
  for (const { view, name } of rows)
    assert.doesNotMatch(
      name,
      /birth|sex|contact|source|scope|given_names|added|changed_by/,
      `${view}.${name}`,
    );
  const { rows: told } = await sql`select from fhir_practitioner where civility_code <> ''`.execute(
    world.database.db,
  );
  assert.equal(told.length, 0, "a civility tells the gender");
});
