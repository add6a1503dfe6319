import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import fc from "fast-check";
import { type ResourceType, sorts, types } from "./search-parameters.ts";
import { linesOf } from "./testing/extract.ts";
import { everyMatch, type Json, openWorld, type World } from "./testing/world.ts";

let world: World;
before(async () => {
  world = await openWorld(60, true);
});
afterAll(() => world.close());

const idsOf = (resources: readonly Json[]) => resources.map(({ id }) => id).sort();
const nextOf = (bundle: Json): string | undefined =>
  bundle.link.find((link: Json) => link.relation === "next")?.url;

test("following the links visits each match exactly once, whatever the size of a page and the order", async () => {
  const whole = new Map<ResourceType, string[]>();
  for (const type of types)
    whole.set(type, idsOf((await everyMatch(world, `/${type}?_count=200`)).resources));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...types),
      fc.integer({ min: 1, max: 70 }),
      fc.constantFrom(...sorts),
      async (type, count, sort) => {
        const { resources, pages } = await everyMatch(
          world,
          `/${type}?_count=${count}&_sort=${sort}`,
        );
        assert.deepEqual(idsOf(resources), whole.get(type));
        assert.equal(pages, Math.max(1, Math.ceil(resources.length / count)));
      },
    ),
    { numRuns: 30 },
  );
});

test("people who are added meanwhile neither hide nor repeat anybody who was there", async () => {
  const added = Array.from({ length: 60 }, (_, n) => linesOf(n)).flat();
  for (let round = 0; round < 4; round++) {
    const known = idsOf((await everyMatch(world, "/Practitioner?_count=200")).resources);
    const seen: string[] = [];
    let next: string | undefined = `/Practitioner?_count=${3 + round * 4}`;
    for (let page = 0; next !== undefined; page++) {
      const { json } = await world.ask(next);
      seen.push(...json.entry.map((one: Json) => one.resource.id));
      next = nextOf(json);
      if (page % 3 !== 0) continue;
      added.push(...linesOf(1000 + round * 100 + page));
      await world.importLines(added);
    }
    assert.equal(new Set(seen).size, seen.length, "nobody twice");
    assert.deepEqual(
      known.filter((id) => !seen.includes(id)),
      [],
      "nobody left out",
    );
  }
});

test("a page has at most two hundred, and its self link says how many were asked for in the end", async () => {
  const { json } = await world.ask("/PractitionerRole?_count=5000");
  assert.equal(json.link[0].url, `${world.base}/PractitionerRole?_count=200`);
  const usual = await world.ask("/Practitioner");
  assert.equal(usual.json.entry.length, 50);
});

test("a link serves the service it was given to, as it was given, and nobody else", async () => {
  const first = await world.ask("/Practitioner?family=dup&_count=1");
  const link = nextOf(first.json) as string;
  assert.equal((await world.ask(link)).status, 200);
  const other = await world.ask(link, { headers: { "esante-api-key": world.otherKey } });
  assert.equal(other.status, 400);
  assert.match(other.json.issue[0].diagnostics, /fhir_invalid_page/);
  assert.equal((await world.ask(link.replace("/Practitioner?", "/Organization?"))).status, 400);
  const at = link.indexOf("_page=") + "_page=".length;
  for (let place = at; place < link.length; place += 7) {
    const letter = link[place] === "A" ? "B" : "A";
    const changed = link.slice(0, place) + letter + link.slice(place + 1);
    assert.equal((await world.ask(changed)).status, 400, `character ${place - at}`);
  }
  for (const changed of [link.slice(0, -1), `${link}A`, `${link.slice(0, at)}`, `${link}&_page=x`])
    assert.equal((await world.ask(changed)).status, 400);
});

test("a link says nothing of what was searched, and keeps to it", async () => {
  const form = {
    method: "POST" as const,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: "family=dupontel&_count=1&_total=accurate",
  };
  const first = await world.ask("/Practitioner/_search", form);
  const link = nextOf(first.json) as string;
  assert.doesNotMatch(decodeURIComponent(link), /dupontel/i);
  const second = await world.ask(`${link}&family=muller&_count=9`);
  assert.deepEqual(
    second.json.entry.map((one: Json) => one.resource.name[0].family),
    ["DUPONTEL"],
  );
  assert.equal(second.json.total, first.json.total);
  const strict = { headers: { prefer: "handling=strict" } };
  assert.equal((await world.ask(`${link}&family=muller`, strict)).status, 400);
  assert.equal((await world.ask(`${link}&_format=json&_pretty=true`, strict)).status, 200);
});
