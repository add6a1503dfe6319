import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { transact } from "#platform/database";
import { after as later, days, hours, minutes } from "#platform/time";
import { newPhone, type Phone } from "./testing/phones.ts";
import { callback, type SetUp, setUp } from "./testing/setup.ts";
import { begin, newVisitor, serviceCalls, type Visitor } from "./testing/visitor.ts";

// R15 of DESIGN section 11, over HTTP: a limited phone in a dated transition, and its bound.

let it: SetUp;
let limited: Phone;
before(async () => {
  it = await setUp();
  // Where a browser stands is what was really made of it: nobody's place.
  it.world.place.where = undefined;
  for (const id of ["moving", "staying", "strict"])
    await it.world.register({
      id,
      name: `Service ${id}`,
      sensitivity: "sensitive",
      acceptsReduced: id !== "strict",
      redirectUris: [callback],
      backchannelLogoutUri: "https://service.example/logout",
    });
  const { professional } = await newPhone(it.world);
  limited = await newPhone(it.world, { professional, level: "limited" });
});
after(() => it.close());

const calls = (service: string) => serviceCalls(it.world, service, callback);
const transition = (service: string, span: ReturnType<typeof days> | undefined) =>
  transact(it.database.db, (tx) =>
    it.world.software.setTransition(tx, service, {
      until: span === undefined ? undefined : later(it.world.clock.now(), span),
      by: "test",
      reason: "first day",
    }),
  );

/** From a browser that is nobody's place: tokens, or what the phone was told. */
async function enters(service: string, visitor?: Visitor) {
  const who = visitor ?? (await newVisitor(it.world));
  const id = await begin(who, calls(service).authorization());
  const { view } = await who.act(id, "begin");
  const told = await limited.approve(view);
  if (typeof told === "string") return told;
  const { location } = await who.conclude(id);
  const back = location && (await who.visit(location));
  if (!back?.location?.searchParams.has("code")) return "no code";
  const answer = await calls(service).exchange(back.location as URL);
  return { told, tokens: answer.body };
}

test("a limited phone enters elsewhere until the date, reduced, for an hour, and no day longer; its tokens end with the date", async () => {
  const before = await enters("moving");
  assert.ok(typeof before === "string", "nothing before");
  assert.ok((await transition("moving", hours(2))).ok);
  const during = await enters("moving");
  assert.ok(typeof during !== "string", JSON.stringify(during));
  const { tokens } = during;
  assert.equal((await calls("moving").userinfo(tokens["access_token"])).status, 200);
  assert.ok(typeof (await enters("staying")) === "string", "no other service");
  await it.advance(minutes(61));
  assert.notEqual((await calls("moving").userinfo(tokens["access_token"])).status, 200, "an hour");
  const last = await enters("moving");
  assert.ok(typeof last !== "string");
  await it.advance(minutes(59));
  assert.ok(typeof (await enters("moving")) === "string", "past the date");
  const refreshed = await calls("moving").refresh(last.tokens["refresh_token"] ?? "none");
  assert.notEqual(refreshed.status, 200, "nor by what it had");
});

test("it is ended at once, and opened only for who accepts reduced sessions, to come and within a year; each is a fact", async () => {
  assert.ok((await transition("moving", days(30))).ok);
  assert.ok(typeof (await enters("moving")) !== "string");
  assert.ok((await transition("moving", undefined)).ok);
  assert.ok(typeof (await enters("moving")) === "string");
  for (const [service, span] of [
    ["strict", days(30)],
    ["nobody", days(30)],
    ["moving", days(400)],
    ["moving", hours(0)],
  ] as const)
    assert.deepEqual(await transition(service, span), { ok: false, refusal: "transition_refused" });
  const facts = await it.facts("service_transition_set");
  assert.deepEqual(
    facts.map(({ service, until }) => [service, until !== undefined]),
    [
      ["moving", true],
      ["moving", true],
      ["moving", false],
    ],
  );
});
