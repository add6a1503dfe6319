import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import fc from "fast-check";
import { sql } from "kysely";
import {
  chains,
  modifiers,
  notHeld,
  type ResourceType,
  searchParameters,
  types,
} from "./search-parameters.ts";
import { matches } from "./testing/model.ts";
import { everyMatch, type Json, openWorld, type World } from "./testing/world.ts";

let world: World;
const all: Record<ResourceType, Json[]> = {
  Practitioner: [],
  PractitionerRole: [],
  Organization: [],
};
const find = (reference: string) => {
  const [type, id] = reference.split("/") as [ResourceType, string];
  return all[type].find((one) => one.id === id);
};

before(async () => {
  world = await openWorld(80, true);
  // Moments and states as years of imports leave them.
  const { db } = world.database;
  const scatter = sql`timestamptz '2026-03-01 12:00:00.000001Z' + (ascii(right(key, 1)) % 9) * interval '1 day'`;
  await sql`update professional p set changed_at = ${scatter} from (select id, id as key from professional) k where k.id = p.id`.execute(
    db,
  );
  await sql`update structure t set changed_at = ${scatter} from (select structure_key, structure_key || 'x' as key from structure) k where k.structure_key = t.structure_key`.execute(
    db,
  );
  await sql`update professional set state = 'deactivated', sources = '{}' where right(id, 1) in ('0', '1', '2')`.execute(
    db,
  );
  await sql`update exercise set exercise_family_name = '' where professional in (select id from professional where national_id like '%3')`.execute(
    db,
  );
  for (const type of types) all[type] = (await everyMatch(world, `/${type}?_count=200`)).resources;
  assert.ok(all.Practitioner.length >= 80 && all.PractitionerRole.length >= 100);
  assert.ok(all.Organization.length >= 5);
});
afterAll(() => world.close());

const idsOf = (resources: readonly Json[]) => resources.map(({ id }) => id).sort();

async function sameAsModel(type: ResourceType, criteria: readonly (readonly [string, string])[]) {
  const query = new URLSearchParams(criteria.map(([name, value]) => [name, value])).toString();
  const found = await everyMatch(world, `/${type}?${query}&_count=200`);
  const expected = all[type].filter((resource) =>
    criteria.every(([name, value]) => matches(resource, name, value, find)),
  );
  assert.deepEqual(idsOf(found.resources), idsOf(expected), `${type}?${query}`);
  return expected.length;
}

/** Values to search by: those that some resource has, parts of them, and some that none has. */
function valuesFor(type: ResourceType, name: string): fc.Arbitrary<string> {
  const own = all[type];
  const pick = (values: readonly (string | undefined)[]) =>
    fc.constantFrom(
      ...[...new Set(values.filter((one) => one !== undefined && one !== ""))],
    ) as fc.Arbitrary<string>;
  const part = (values: readonly (string | undefined)[]) =>
    fc
      .tuple(pick(values), fc.nat(9), fc.nat(9), fc.boolean())
      .map(([text, from, length, lower]) => {
        const cut = text.slice(from % text.length, (from % text.length) + 1 + length);
        const start = length % 3 === 0 ? text.slice(0, 1 + length) : cut;
        return (lower ? start.toLowerCase() : start).replaceAll(/[,|\\$]/g, "");
      })
      .filter((text) => text !== "");
  const tokensOf = (read: (resource: Json) => { system?: string; code: string }[]) => {
    const tokens = own.flatMap(read);
    return fc.oneof(
      pick(tokens.map(({ code }) => code)),
      pick(tokens.map(({ system, code }) => `${system ?? ""}|${code}`)),
      pick(tokens.map(({ code }) => `|${code}`)),
      pick(tokens.map(({ code }) => `https://elsewhere.example|${code}`)),
      fc.constantFrom("nothing", "1", "10", "0", "C"),
    );
  };
  const identifiers = (resource: Json) =>
    (resource.identifier ?? []).map((one: Json) => ({ system: one.system, code: one.value }));
  const concepts = (list: Json[] = []) => list.flatMap((one) => one.coding);
  switch (name) {
    case "_id":
      return fc.oneof(pick(own.map(({ id }) => id)), fc.constantFrom("unknown", "--", "0", "a/b"));
    case "_lastUpdated":
      return fc
        .tuple(
          fc.constantFrom("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"),
          fc.integer({ min: 1, max: 10 }),
        )
        .map(([prefix, day]) => `${prefix}2026-03-${String(day).padStart(2, "0")}`);
    case "active":
      return fc.constantFrom("true", "false");
    case "identifier":
      return tokensOf(identifiers);
    case "qualification-code":
      return tokensOf((r) => concepts(r.qualification?.map((one: Json) => one.code)));
    case "role":
    case "code":
      return tokensOf((r) => concepts(r.code));
    case "type":
      return tokensOf((r) => concepts(r.type));
    case "practitioner":
    case "organization": {
      const references = own.map((r) => r[name]?.reference as string | undefined);
      return fc.oneof(pick(references), pick(references.map((one) => one?.split("/")[1])));
    }
    case "family":
      return part(own.flatMap((r) => r.name?.map((one: Json) => one.family) ?? []));
    case "given":
      return part(own.flatMap((r) => r.name?.flatMap((one: Json) => one.given) ?? []));
    case "name":
      return type === "Practitioner"
        ? fc.oneof(valuesFor(type, "family"), valuesFor(type, "given"))
        : part(own.flatMap((r) => [r.name, ...(r.alias ?? [])]));
    case "address-city":
      return part(own.flatMap((r) => r.address?.map((one: Json) => one.city) ?? []));
    case "address-postalcode":
      return part(own.flatMap((r) => r.address?.map((one: Json) => one.postalCode) ?? []));
    default:
      throw new Error(`no values for ${type}.${name}: add them`);
  }
}

for (const type of types) {
  for (const parameter of searchParameters[type]) {
    const names = [
      parameter.name,
      ...modifiers[parameter.type].map((one) => `${parameter.name}:${one}`),
    ];
    test(`${type}?${names.join(", ")} finds what the specification says, one value or several`, async () => {
      let found = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...names),
          fc.array(valuesFor(type, parameter.name), { minLength: 1, maxLength: 3 }),
          async (name, values) => {
            found += await sameAsModel(type, [[name, values.join(",")]]);
          },
        ),
        { numRuns: 25 },
      );
      assert.ok(found > 0, "no search of this parameter found anybody: the test proves nothing");
    });
  }
}

for (const [reference, type] of [
  ["practitioner", "Practitioner"],
  ["organization", "Organization"],
] as const) {
  test(`a role is found by what its ${reference} is found by, one step away`, async () => {
    let found = 0;
    for (const name of chains[type])
      await fc.assert(
        fc.asyncProperty(valuesFor(type, name), async (value) => {
          found += await sameAsModel("PractitionerRole", [[`${reference}.${name}`, value]]);
        }),
        { numRuns: 6 },
      );
    assert.ok(found > 0);
  });
}

test("several criteria are all met, values of one are alternatives, and a repeated criterion is one more", async () => {
  const criterion = (type: ResourceType) =>
    fc
      .constantFrom(...searchParameters[type])
      .chain(({ name }) =>
        fc
          .array(valuesFor(type, name), { minLength: 1, maxLength: 4 })
          .map((values) => [name, values.join(",")] as const),
      );
  for (const type of types)
    await fc.assert(
      fc.asyncProperty(fc.array(criterion(type), { minLength: 2, maxLength: 3 }), (criteria) =>
        sameAsModel(type, criteria).then(() => undefined),
      ),
      { numRuns: 30 },
    );
});

test("a name is found without its case, accents and punctuation, and % and _ mean nothing", async () => {
  const families = async (query: string) =>
    (await everyMatch(world, `/Practitioner?${query}`)).resources.map((one) => one.name[0].family);
  for (const [query, family] of [
    ["family=muller", "MÜLLER"],
    ["family=dupont%20leger", "DUPONT-LÉGER"],
    ["family=oeuvrard", "ŒUVRARD"],
    ["family=D%E2%80%99orval", "D'ORVAL"],
    ["family=s%CC%A7ahin", "ŞAHIN"],
    ["family=100%25_dupe", "100%_DUPE"],
    ["family:contains=%25_DU", "100%_DUPE"],
  ] as const)
    assert.deepEqual([...new Set(await families(query))], [family], query);
  assert.deepEqual(await families("family=%25"), []);
  assert.deepEqual(await families("family:exact=müller"), []);
  assert.ok((await families("family:exact=M%C3%9CLLER")).length > 0);
});

test("a reference may be an id, a type and an id, our own whole address, or name its type", async () => {
  const role = all.PractitionerRole.find((one) => one.organization);
  const reference: string = role.practitioner.reference;
  const id = reference.split("/")[1];
  const expected = idsOf(
    all.PractitionerRole.filter((one) => one.practitioner.reference === reference),
  );
  for (const query of [
    `practitioner=${id}`,
    `practitioner=${reference}`,
    `practitioner=${world.base}/${reference}`,
    `practitioner:Practitioner=${id}`,
  ])
    assert.deepEqual(
      idsOf((await everyMatch(world, `/PractitionerRole?${query}`)).resources),
      expected,
      query,
    );
  const elsewhere = await world.ask(
    `/PractitionerRole?practitioner=https://elsewhere.example/${reference}`,
  );
  assert.equal(elsewhere.status, 400);
});

const strict = { headers: { prefer: "handling=strict" } };

test("what is not declared is refused when strict, and left out of the search and of its self link when lenient", async () => {
  for (const type of types)
    for (const name of [
      "birthdate",
      "gender",
      "telecom",
      "foo",
      "_text",
      "_has",
      "_elements",
      "address",
      "constructor",
    ]) {
      const refused = await world.ask(`/${type}?${name}=x`, strict);
      assert.equal(refused.status, 400, `${type}?${name}`);
      assert.equal(refused.json.resourceType, "OperationOutcome");
      assert.match(refused.json.issue[0].diagnostics, new RegExp(name));
      const answer = await world.ask(`/${type}?${name}=x&_count=1`);
      assert.equal(answer.status, 200);
      assert.equal(answer.json.link[0].url, `${world.base}/${type}?_count=1`);
    }
});

test("what the national interface searches and we do not hold is refused in any handling", async () => {
  for (const type of types)
    for (const name of notHeld[type])
      for (const options of [{}, strict]) {
        const answer = await world.ask(`/${type}?${name}=1`, options);
        assert.equal(answer.status, 400);
        assert.match(answer.json.issue[0].diagnostics, /fhir_not_held/);
      }
});

test("a modifier or a chain that is not declared is refused in any handling", async () => {
  for (const [type, query] of [
    ["Practitioner", "family:above=x"],
    ["Practitioner", "family:exact:contains=x"],
    ["Practitioner", "identifier:not=x"],
    ["Practitioner", "identifier:exact=x"],
    ["Practitioner", "_lastUpdated:missing=true"],
    ["Practitioner", "family.given=x"],
    ["Practitioner", "_count:exact=3"],
    ["PractitionerRole", "practitioner:Organization=x"],
    ["PractitionerRole", "practitioner.family:above=x"],
  ]) {
    const answer = await world.ask(`/${type}?${query}`);
    assert.equal(answer.status, 400, query);
    assert.match(answer.json.issue[0].diagnostics, /fhir_unsupported_modifier/);
  }
  assert.equal((await world.ask("/PractitionerRole?practitioner.birthdate=1", strict)).status, 400);
});

test("a value that cannot be read is refused, never taken for another search", async () => {
  for (const query of [
    "_lastUpdated=yesterday",
    "_lastUpdated=ap2026-01-01",
    "_lastUpdated=2026-02-31",
    "active=maybe",
    "identifier=a|b|c",
    "identifier=https://rpps.esante.gouv.fr|",
    "identifier=,",
    "_count=-1",
    "_count=many",
    "_count=1&_count=2",
    "_sort=family",
    "_total=roughly",
    "_include=PractitionerRole:practitioner",
  ]) {
    const answer = await world.ask(`/Practitioner?${query}`);
    assert.equal(answer.status, 400, query.slice(0, 60));
    assert.equal(answer.json.resourceType, "OperationOutcome");
  }
  for (const raw of ["family=%ff", "family=%00", "%zz=1"])
    assert.equal((await world.ask(`/Practitioner?${raw}`)).status, 400, raw);
});

test("a search that asks for too much at once is refused as too costly, however it is spread", async () => {
  const some = (of: number) => Array.from({ length: of }, (_, n) => `x${n}`).join(",");
  const often = (pair: string, times: number) => Array(times).fill(pair).join("&");
  for (const [most, more] of [
    [`identifier=${some(50)}`, `identifier=${some(51)}`],
    [`identifier=${some(25)}&_id=${some(25)}`, `identifier=${some(25)}&_id=${some(26)}`],
    [`name=${some(20)}`, `name=${some(21)}`],
    [`name=${some(10)}&given:contains=${some(10)}`, `name=${some(10)}&given:contains=${some(11)}`],
    [`family=${some(19)}&_lastUpdated=2026`, `family=${some(19)}&_lastUpdated=2026,2027`],
    [often("active=true", 12), often("active=true", 13)],
    [often("foo=x", 60), often("foo=x", 61)],
    [`family=${"x".repeat(5_900)}`, `family=${"x".repeat(6_001)}`],
  ]) {
    assert.equal((await world.ask(`/Practitioner?${most}`)).status, 200, most);
    const refused = await world.ask(`/Practitioner?${more}`);
    assert.equal(refused.status, 400, more);
    assert.match(refused.json.issue[0].diagnostics, /^fhir_too_costly/);
    assert.equal(refused.json.issue[0].code, "too-costly");
  }
  const chained = (of: number) =>
    `practitioner.name=${some(of)}&organization.address-city=${some(10)}`;
  assert.equal((await world.ask(`/PractitionerRole?${chained(10)}`)).status, 200);
  assert.equal((await world.ask(`/PractitionerRole?${chained(11)}`)).status, 400);
});

test("what goes along is each once, apart from the matches, and what its reference names", async () => {
  const both =
    "_include=PractitionerRole:practitioner&_include=PractitionerRole:organization:Organization";
  const answer = await world.ask(`/PractitionerRole?${both}&_count=40`);
  const of = (mode: string) =>
    answer.json.entry
      .filter((one: Json) => one.search.mode === mode)
      .map((one: Json) => one.resource);
  const expected = new Set(
    of("match").flatMap((role: Json) =>
      [role.practitioner.reference, role.organization?.reference].filter(Boolean),
    ),
  );
  const along = of("include").map((one: Json) => `${one.resourceType}/${one.id}`);
  assert.deepEqual(along.sort(), [...expected].sort());
  assert.equal(of("match").length, 40);

  const back = await world.ask(
    "/Practitioner?_revinclude=PractitionerRole:practitioner&_count=200",
  );
  const roles = back.json.entry.filter((one: Json) => one.search.mode === "include");
  assert.deepEqual(idsOf(roles.map((one: Json) => one.resource)), idsOf(all.PractitionerRole));
});

test("the number of matches is told when asked for, and alone for a page of none", async () => {
  const expected = all.Practitioner.filter((one) => one.active === false).length;
  const told = async (query: string) =>
    (await world.ask(`/Practitioner?active=false&${query}`)).json;
  assert.equal((await told("_count=5")).total, undefined);
  assert.equal((await told("_count=5&_total=accurate")).total, expected);
  assert.equal(typeof (await told("_count=5&_total=estimate")).total, "number");
  const none = await told("_count=0");
  assert.equal(none.total, expected);
  assert.equal(none.entry, undefined);
});

test("a search by form is the search by address", async () => {
  const form = {
    method: "POST" as const,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: "family=dup&_count=3",
  };
  const posted = await everyMatch(world, "/Practitioner/_search", form);
  const got = await everyMatch(world, "/Practitioner?family=dup&_count=200");
  assert.deepEqual(idsOf(posted.resources), idsOf(got.resources));
  const mixed = await world.ask("/Practitioner/_search?active=false", {
    ...form,
    payload: "family=dup",
  });
  assert.equal(
    mixed.json.link[0].url,
    `${world.base}/Practitioner?active=false&family=dup&_count=50`,
  );
  const json = { ...form, headers: { "content-type": "application/json" }, payload: "{}" };
  assert.equal((await world.ask("/Practitioner/_search", json)).status, 415);
});

test("the order is the one asked for", async () => {
  for (const sort of ["_lastUpdated", "-_lastUpdated"]) {
    const found = (await everyMatch(world, `/Practitioner?_sort=${sort}&_count=7`)).resources;
    const moments = found.map((one) => one.meta.lastUpdated);
    const sorted = [...moments].sort();
    assert.deepEqual(moments, sort.startsWith("-") ? sorted.reverse() : sorted);
    assert.deepEqual(idsOf(found), idsOf(all.Practitioner));
  }
});
