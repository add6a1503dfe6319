import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import fc from "fast-check";
import { sql } from "kysely";
import { connectOnce } from "#platform/database";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { readPairs, readSearch } from "./query.ts";
import {
  chains,
  modifiers,
  type ResourceType,
  searchParameters,
  type Target,
  types,
} from "./search-parameters.ts";
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

const base = "http://x/fhir/v2";

/** The statement that answers a search; `undefined` where that is refused as too much. */
function statementOf(type: ResourceType, query: string, after?: Cursor) {
  const pairs = readPairs(query);
  assert.ok(pairs.ok);
  const search = readSearch(pairs.value, { type, base, strict: true });
  if (search.ok) return pageStatement(search.value, base, after);
  assert.equal(search.refusal, "fhir_too_costly", query);
  return undefined;
}

async function planOf(type: ResourceType, query: string, after?: Cursor): Promise<string> {
  const statement = statementOf(type, query, after);
  assert.ok(statement, query);
  const { rows } = await sql<Record<string, string>>`explain ${statement}`.execute(database.db);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

const textOf = (type: ResourceType, query: string) =>
  statementOf(type, query)?.compile(database.db).sql;

const someone = "pro_5";
const manyOf = (start: string, of: number) =>
  Array.from({ length: of }, (_, n) => `${start}${String(n + 10)}`).join(",");
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
  ["Practitioner", `identifier=${manyOf("8997000", 50)}`],
  ["Practitioner", "qualification-code=84,SM42,SM43"],
  ["Practitioner", `family=${manyOf("abc", 20)}`],
  ["Organization", `identifier=${manyOf("0000000", 50)}`],
  ["Organization", `type=SA25,${manyOf("SA9", 49)}`],
  ["PractitionerRole", `organization.identifier=${manyOf("0000000", 4)}`],
  ["PractitionerRole", `role=318,${manyOf("FON-", 49)}`],
];

test("the plan of a search that must read a table says so: what this file looks for exists", async () => {
  assert.match(await planOf("Practitioner", "family:contains=abcd"), tables);
});

for (const [type, query, after] of searches)
  test(`${type}?${query.slice(0, 80)}${after ? " after a page" : ""} reads an index, never a table`, async () => {
    const plan = await planOf(type, query, after);
    assert.doesNotMatch(plan, tables, plan);
  });

const sampleOf: Readonly<Record<Target["kind"], (n: number) => string>> = {
  id: (n) => `R${n}`,
  lastUpdated: (n) => `ne${2000 + n}`,
  active: (n) => String(n % 2 === 0),
  identifier: (n) => `x${n}`,
  text: (n) => `x${n}`,
  code: (n) => `x${n}`,
  reference: (n) => `R${n}`,
};

/** Every way to ask for a type by one parameter, chains and modifiers among them. */
const asked = types.flatMap((type) =>
  searchParameters[type].flatMap(({ name, type: kind, target }) => {
    const own = [name, ...modifiers[kind].map((one) => `${name}:${one}`)].map((of) => ({
      type,
      name: of,
      kind: target.kind,
    }));
    if (target.kind !== "reference") return own;
    const next = searchParameters[target.to].filter((one) => chains[target.to].includes(one.name));
    return [
      ...own,
      ...next.map((one) => ({ type, name: `${name}.${one.name}`, kind: one.target.kind })),
    ];
  }),
);
const written = ({ name, kind }: (typeof asked)[number], of: number) =>
  `${name}=${Array.from({ length: of }, (_, n) => sampleOf[kind](n)).join(",")}`;

test("how many codes or ids are asked for changes nothing of the statement's text", () => {
  const inArrays = asked.filter(({ kind }) =>
    ["id", "identifier", "code", "reference"].includes(kind),
  );
  assert.ok(inArrays.length > 15);
  for (const one of inArrays)
    assert.equal(textOf(one.type, written(one, 50)), textOf(one.type, written(one, 1)), one.name);
});

test("no search that is taken makes a long statement, whatever it is composed of", () => {
  let taken = 0;
  const several = fc.constantFrom(...types).chain((type) => {
    const own = asked.filter((one) => one.type === type);
    const one = fc.tuple(fc.constantFrom(...own), fc.integer({ min: 1, max: 60 }));
    return fc.tuple(fc.constant(type), fc.array(one, { minLength: 1, maxLength: 14 }));
  });
  fc.assert(
    fc.property(several, ([type, parts]) => {
      const text = textOf(type, parts.map(([one, of]) => written(one, of)).join("&"));
      if (text !== undefined) taken += 1;
      assert.ok((text?.length ?? 0) < 8_000, `${text?.length} characters`);
    }),
    { numRuns: 500 },
  );
  assert.ok(taken > 20, String(taken));
  for (const one of asked)
    for (const [times, of] of [
      [1, 20],
      [10, 2],
      [12, 1],
      [13, 1],
      [60, 1],
      [1, 200],
    ] as const) {
      const query = Array(times).fill(written(one, of)).join("&");
      assert.ok((textOf(one.type, query)?.length ?? 0) < 8_000, `${one.name} ${times} times ${of}`);
    }
});

test("planning the costliest searches takes PostgreSQL some tens of megabytes at most", async (t) => {
  const { rows } = await sql<{ version: number }>`
    select current_setting('server_version_num')::int as version`.execute(database.db);
  if ((rows[0]?.version ?? 0) < 170_000) return t.skip("PostgreSQL tells it from 17 on");
  type Explained = { "QUERY PLAN": readonly { Planning: { "Memory Used": number } }[] };
  const kilobytes = async (type: ResourceType, query: string) => {
    const statement = statementOf(type, query);
    if (!statement) return 0;
    const { rows } = await sql<Explained>`explain (memory, format json) ${statement}`.execute(
      database.db,
    );
    return rows[0]?.["QUERY PLAN"][0]?.Planning["Memory Used"] ?? Number.NaN;
  };
  for (const one of asked)
    for (const [times, of] of [
      [1, 20],
      [10, 2],
      [12, 1],
      [4, 200],
    ] as const) {
      const used = await kilobytes(one.type, Array(times).fill(written(one, of)).join("&"));
      assert.ok(used < 40_000, `${used} kB: ${one.type}?${one.name} ${times} times ${of}`);
    }
});
