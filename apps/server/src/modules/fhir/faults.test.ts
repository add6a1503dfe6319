import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import fc from "fast-check";
import { connectOnce } from "#platform/database";
import { resultParameters, searchParameters, types } from "./search-parameters.ts";
import { openWorld, type World } from "./testing/world.ts";

let world: World;
before(async () => {
  world = await openWorld(20, true);
});
afterAll(() => world.close());

const names = [
  ...types.flatMap((type) => searchParameters[type].map(({ name }) => name)),
  ...resultParameters,
  "practitioner.identifier",
  "organization.name",
  "_include:iterate",
];
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "|",
    ",",
    "\\",
    "%",
    "_",
    "'",
    "''; drop table x",
    "\u0000",
    "ge2026",
    "true",
    "-1",
    "9".repeat(30),
  ),
);
/** Dates of every precision, most of them at an end of what can be written. */
const date = fc
  .record({
    prefix: fc.constantFrom("", "ge", "ne", "sa", "xx"),
    year: fc.oneof(fc.constantFrom(0, 1, 2, 99, 100, 9998, 9999), fc.nat(9999)),
    rest: fc.constantFrom("", "-01", "-12", "-01-01", "-12-31", "-02-30"),
    time: fc.constantFrom("", "T00:00", "T23:59", "T23:59:59", "T23:59:59.999", "T24:00"),
    zone: fc.constantFrom("", "Z", "+14:00", "-14:00", " 00:01", "+15:00"),
  })
  .map(
    ({ prefix, year, rest, time, zone }) =>
      `${prefix}${String(year).padStart(4, "0")}${rest}${time}${time && zone}`,
  );
const name = fc.oneof(
  fc.constantFrom(...names),
  fc
    .tuple(fc.constantFrom(...names), fc.constantFrom("exact", "contains", "x", ""))
    .map((of) => of.join(":")),
  fc.string({ maxLength: 12 }),
);
const encoded = (given: string) => encodeURIComponent(given.toWellFormed());

test("no search whatsoever is answered by a fault or by anything but FHIR", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...types),
      fc.array(fc.tuple(name, text), { maxLength: 4 }),
      fc.boolean(),
      async (type, pairs, strict) => {
        const query = pairs.map((pair) => pair.map(encoded).join("=")).join("&");
        const headers = strict ? { prefer: "handling=strict" } : {};
        const answer = await world.ask(`/${type}?${query}`, { headers });
        assert.ok(answer.status < 500, `${answer.status} ${type}?${query} ${answer.text}`);
        assert.match(
          answer.json.resourceType,
          answer.status === 200 ? /^Bundle$/ : /^OperationOutcome$/,
        );
      },
    ),
    { numRuns: 300 },
  );
});

test("no date whatsoever is answered by a fault", async () => {
  const ends = ["9999", "9999-12-31", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00+14:00"];
  for (const given of ends)
    assert.equal((await world.ask(`/Practitioner?_lastUpdated=${encoded(given)}`)).status, 400);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...types), date, async (type, given) => {
      const { status } = await world.ask(`/${type}?_count=1&_lastUpdated=${encoded(given)}`);
      assert.ok(status === 200 || status === 400, `${status} ${given}`);
    }),
    { numRuns: 150 },
  );
});

test("no id and no page link whatsoever is answered by a fault", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...types), text, async (type, id) => {
      fc.pre(id !== "" && id !== "." && id !== "..");
      for (const path of [`/${type}/${encoded(id)}`, `/${type}?_page=${encoded(id)}`]) {
        const { status } = await world.ask(path);
        assert.ok(status < 500, `${status} ${path}`);
      }
    }),
    { numRuns: 150 },
  );
});

test("a body that is no form, no UTF-8 or too large is refused in FHIR", async () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };
  for (const [status, headers, payload] of [
    [400, form, Buffer.from([0x61, 0x3d, 0xff])],
    [413, form, Buffer.alloc(70 * 1024, "a")],
    [415, { "content-type": "application/fhir+json" }, "{}"],
    [415, { "content-type": "text/plain" }, "family=x"],
  ] as const) {
    const answer = await world.ask("/Practitioner/_search", { method: "POST", headers, payload });
    assert.equal(answer.status, status);
    assert.equal(answer.json.resourceType, "OperationOutcome");
  }
});

test("a search that keeps the database too long is given up and told so, and its connection goes on", async () => {
  const owner = await connectOnce(world.database.url);
  await owner.query("begin; lock table aval.professional in access exclusive mode");
  try {
    for (const path of ["/Practitioner", "/Practitioner/00000000000000000000000000"]) {
      const answer = await world.ask(path);
      assert.equal(answer.status, 400);
      assert.equal(answer.json.issue[0].code, "too-costly");
    }
  } finally {
    await owner.query("rollback");
    await owner.end();
  }
  assert.equal((await world.ask("/Practitioner")).status, 200);
});
