import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import { sql } from "kysely";
import { connectOnce } from "#platform/database";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { readPairs, readSearch } from "./query.ts";
import type { ResourceType } from "./search-parameters.ts";
import { type Cursor, pageStatement } from "./store.ts";

/** Enough people that reading a table whole is what the planner avoids, few enough for a test. */
const people = 20_000;
let database: TestDatabase;

before(async () => {
  database = await testDatabase();
  const owner = await connectOnce(database.url);
  await owner.query(`
    insert into import_run (id, source, layout, state, strict, digest, lines, latin1_lines, added, changed, removed, unchanged, problems)
      values ('run', 'rpps-psc', 'restricted', 'done', true, 'x', 1, 0, 1, 0, 0, 0, 0);
    insert into professional (id, national_id, id_type, identifier, state, sources, scope, civility_code, family_name, given_names,
        birth_date, birth_commune_code, birth_country_code, birth_place, sex_code, changed_at, changed_by)
      select 'pro_' || translate(md5(n::text), '', ''), '8' || lpad(n::text, 11, '0'), '8', n::text,
        case when n % 100 = 0 then 'deactivated' else 'active' end, case when n % 100 = 0 then '{}' else '{rpps-psc}'::text[] end,
        'national', 'M', 'X', 'Y''', '', '', '', '', '', timestamptz '2026-01-01Z' + n * interval '1 minute', 'run'
      from generate_series(1, ${people}) n;
    insert into identifier (professional, identifier, origin, quality, position)
      select id, national_id, 'RPPS', 1, 1 from professional;
    insert into exercise (professional, profession_code, category_code, position, exercise_civility_code, exercise_family_name,
        exercise_given_name, know_how_type_code, know_how_code)
      select id, case when n % 500 = 0 then '84' else '60' end, 'C', 1, 'DR', upper(md5(id)), upper(md5(id || 'x')), 'S',
        case when n % 500 = 1 then 'SM42' else 'SM54' end
      from (select id, row_number() over () as n from professional) p;
    insert into structure (structure_key, technical_id, siret, siren, finess, finess_legal, name, trade_name, addressee,
        geographic_point, street_number, street_repeat, street_type_code, street_name, distribution, cedex, postal_code,
        commune_code, country_code, phone, phone2, fax, email, department_code, former_id, changed_at)
      select 'R' || n, 'R' || n, lpad(n::text, 14, '0'), lpad(n::text, 9, '0'), lpad(n::text, 9, '0'), '', upper(md5(n::text)),
        upper(md5('t' || n)), '', '', '', '', '', '', '', '99001 ' || upper(md5('v' || n)), lpad(n::text, 5, '0'), '', '',
        '', '', '', '', '', '', timestamptz '2026-01-01Z' + n * interval '1 minute'
      from generate_series(1, 10000) n;
    insert into activity (professional, profession_code, category_code, position, mode_code, sector_code, pharmacist_section_code,
        role_code, genre_code, registration_authority, structure_key)
      select professional, profession_code, category_code, 1, 'L', case when n % 500 = 0 then 'SA25' else 'SA01' end, '',
        case when n % 500 = 0 then '318' else '' end, 'GENR01', '', 'R' || (n % 10000 + 1)
      from (select e.*, row_number() over () as n from exercise e) e;
    analyze`);
  await owner.end();
});
afterAll(() => database.close());

const tables = /Seq Scan on (professional|identifier|exercise|activity|structure)\b/;

async function planOf(type: ResourceType, query: string, after?: Cursor): Promise<string> {
  const pairs = readPairs(query);
  assert.ok(pairs.ok);
  const search = readSearch(pairs.value, { type, base: "http://x/fhir/v2", strict: true });
  assert.ok(search.ok, query);
  const { rows } = await sql<
    Record<string, string>
  >`explain ${pageStatement(search.value, "http://x/fhir/v2", after)}`.execute(database.db);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

const someone = "pro_5";
const searches: readonly (readonly [ResourceType, string, Cursor?])[] = [
  ["Practitioner", ""],
  ["Practitioner", "", { key: someone }],
  ["Practitioner", "_sort=-_lastUpdated", { key: someone, at: "2026-01-03 00:00:00+00" }],
  ["Practitioner", "_id=00000000000000000000000000"],
  ["Practitioner", "identifier=899700000013"],
  ["Practitioner", "identifier=https://rpps.esante.gouv.fr|00000000013,00000000014"],
  ["Practitioner", "family=abcd"],
  ["Practitioner", "family:exact=ABCD"],
  ["Practitioner", "given=abcd"],
  ["Practitioner", "name=abcd"],
  ["Practitioner", "family=abcd&given=ab&active=true"],
  ["Practitioner", "qualification-code=84"],
  ["Practitioner", "qualification-code=SM42"],
  ["Practitioner", "active=false"],
  ["Practitioner", "_lastUpdated=ge2026-01-14"],
  ["Practitioner", "_lastUpdated=ge2026-01-14&_sort=_lastUpdated"],
  ["PractitionerRole", ""],
  ["PractitionerRole", "", { key: "777" }],
  ["PractitionerRole", "_id=12"],
  ["PractitionerRole", "practitioner=00000000000000000000000000"],
  ["PractitionerRole", "organization=R12"],
  ["PractitionerRole", "organization=--00000000000000000000000000000000"],
  ["PractitionerRole", "practitioner.identifier=899700000013"],
  ["PractitionerRole", "practitioner.family=abcd"],
  ["PractitionerRole", "organization.identifier=000000012"],
  ["PractitionerRole", "role=318"],
  ["PractitionerRole", "identifier=12"],
  ["Organization", ""],
  ["Organization", "", { key: "R5" }],
  ["Organization", "identifier=000000012"],
  ["Organization", "identifier=https://sirene.fr|00000000000012"],
  ["Organization", "name=abcd"],
  ["Organization", "address-postalcode=00012"],
  ["Organization", "address-city=abcd"],
  ["Organization", "type=SA25"],
  ["Organization", "_lastUpdated=ge2026-01-07T20:00"],
];

test("the plan of a search that must read a table says so: what this file looks for exists", async () => {
  assert.match(await planOf("Practitioner", "family:contains=abcd"), tables);
});

for (const [type, query, after] of searches)
  test(`${type}?${query}${after ? " after a page" : ""} reads an index, never a table`, async () => {
    const plan = await planOf(type, query, after);
    assert.doesNotMatch(plan, tables, plan);
  });
