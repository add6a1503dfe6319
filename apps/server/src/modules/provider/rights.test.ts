import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { LoginView } from "@aval/protocol";
import { sql } from "kysely";
import type { Where } from "#modules/places";
import { transact } from "#platform/database";
import { hours, minutes, seconds } from "#platform/time";
import { newPhone, type Phone } from "./testing/phones.ts";
import { callback, payloadOf, type SetUp, setUp } from "./testing/setup.ts";
import { begin, newVisitor, serviceCalls, type Visitor } from "./testing/visitor.ts";

// The rights table of DESIGN section 5, over HTTP: every cell of a phone's proofs, to a token or to a named door, on first
// entry, on silent entry and on refresh. The browsers are places that were really made and aged, with the clock moved.

const services = ["open", "sensitive", "accepting", "critical"] as const;
type Service = (typeof services)[number];
type Given = "full" | "reduced" | undefined;

// DESIGN's rows again: what opens `open`, `sensitive`, `sensitive` that accepts reduced sessions, `critical`.
const rows: readonly [
  "full" | "limited",
  "qr" | "digits",
  Where,
  readonly [Given, Given, Given, Given],
][] = [
  ["full", "qr", "own_place", ["full", "full", "full", undefined]],
  ["full", "qr", "own_place_l5", ["full", "full", "full", "full"]],
  ["full", "qr", "known_workstation", ["full", "full", "full", undefined]],
  ["full", "qr", "unknown", ["reduced", undefined, "reduced", undefined]],
  ["full", "digits", "own_place", ["full", "full", "full", undefined]],
  ["full", "digits", "own_place_l5", ["full", "full", "full", undefined]],
  ["full", "digits", "known_workstation", ["reduced", undefined, undefined, undefined]],
  ["full", "digits", "unknown", ["reduced", undefined, undefined, undefined]],
  ["limited", "qr", "own_place", ["full", undefined, "reduced", undefined]],
  ["limited", "qr", "own_place_l5", ["full", undefined, "reduced", undefined]],
  ["limited", "qr", "known_workstation", ["reduced", undefined, undefined, undefined]],
  ["limited", "qr", "unknown", ["reduced", undefined, undefined, undefined]],
  ["limited", "digits", "own_place", [undefined, undefined, undefined, undefined]],
  ["limited", "digits", "own_place_l5", [undefined, undefined, undefined, undefined]],
  ["limited", "digits", "known_workstation", [undefined, undefined, undefined, undefined]],
  ["limited", "digits", "unknown", [undefined, undefined, undefined, undefined]],
];

let it: SetUp;
const phones = {} as Record<"full" | "limited", Phone>;
const browsers = {} as Record<Where, Visitor>;
const calls = (service: Service) => serviceCalls(it.world, service, callback);

before(async () => {
  it = await setUp();
  it.world.place.where = undefined;
  for (const id of services) await registered(id);
  phones.full = await newPhone(it.world);
  const { professional } = phones.full;
  phones.limited = await newPhone(it.world, { professional, level: "limited" });
  const colleagues = [await newPhone(it.world), await newPhone(it.world)];
  for (const where of ["own_place", "own_place_l5", "known_workstation", "unknown"] as const)
    browsers[where] = await newVisitor(it.world);
  await aged([
    [phones.full, browsers.own_place],
    [phones.full, browsers.own_place_l5],
    ...colleagues.map((phone) => [phone, browsers.known_workstation] as const),
  ]);
  const { browser } = browsers.own_place_l5;
  await transact(it.database.db, (tx) => it.world.places.markL5(tx, { professional, browser }));
});
after(() => it.close());

async function registered(id: Service): Promise<void> {
  const isAccepting = id === "accepting";
  await it.world.register({
    id,
    name: `Service ${id}`,
    sensitivity: isAccepting ? "sensitive" : id,
    acceptsReduced: isAccepting || id === "open",
    redirectUris: [callback],
    backchannelLogoutUri: "https://service.example/logout",
  });
}

type Signed = Record<string, any>;

/** A page of a service, approved by a phone or not. `claim`: what the phone was told. */
async function tried(
  visitor: Visitor,
  phone: Phone,
  service: Service,
  transfer: "qr" | "digits" = "qr",
) {
  const id = await begin(visitor, calls(service).authorization());
  const first = await visitor.act(id, "begin");
  assert.equal(first.view.state, "shown", JSON.stringify(first.view));
  const { view } = transfer === "digits" ? await visitor.act(id, "digits") : first;
  const told = await phone.approve(transfer === "digits" ? { digits: view.digits ?? "" } : view);
  return { id, told };
}

async function tokens(visitor: Visitor, id: string, service: Service): Promise<Signed> {
  const back = await visitor.visit((await visitor.conclude(id)).location as URL);
  const answer = await calls(service).exchange(back.location as URL);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

/** Signs in; what the service got, and what the phone was told. */
async function signIn(
  visitor: Visitor,
  phone: Phone,
  service: Service,
  transfer: "qr" | "digits" = "qr",
) {
  visitor.jar.clear();
  const { id, told } = await tried(visitor, phone, service, transfer);
  if (typeof told === "string") throw new Error(told);
  return { told, got: await tokens(visitor, id, service) };
}

/** Makes and ages the place of each of these on its browser, through the day that it takes. */
async function aged(
  given: readonly (readonly [Phone, Visitor])[],
  people: "alone" | "several" = "alone",
): Promise<void> {
  const made = [];
  for (const [phone, visitor] of given) {
    const { told } = await signIn(visitor, phone, "open");
    assert.equal(told.mayBePlace, true);
    const offered = await phone.offer(told.approval);
    assert.ok(offered.ok);
    made.push({ phone, visitor, approval: told.approval });
  }
  await it.advance(seconds(31));
  const places = [];
  for (const { phone, visitor, approval } of made)
    places.push({ phone, visitor, place: await phone.make(approval, people) });
  await it.advance(hours(25));
  for (const { phone, visitor, place } of places) {
    const { told } = await signIn(visitor, phone, "open");
    assert.equal(told.mayBePlace, undefined, "it is one already");
    await phone.confirm(place);
  }
}

async function setService(
  id: string,
  to: { sensitivity: string; acceptsReduced: boolean },
): Promise<void> {
  await sql`
    update service set sensitivity = ${to.sensitivity}, accepts_reduced = ${to.acceptsReduced}, accepts_psc_ciba = false
    where id = ${id}`.execute(it.database.db);
}

const kinds = {
  open: { sensitivity: "open", acceptsReduced: true },
  sensitive: { sensitivity: "sensitive", acceptsReduced: false },
  accepting: { sensitivity: "sensitive", acceptsReduced: true },
  critical: { sensitivity: "critical", acceptsReduced: false },
} as const;

for (const [level, transfer, where, gives] of rows)
  for (const [column, service] of services.entries()) {
    const given = gives[column];
    test(`a ${level} phone by ${transfer} on ${where} opens of a service that is ${service}: ${given ?? "nothing, and the page names a door"}`, async () => {
      const [visitor, phone] = [browsers[where], phones[level]];
      visitor.jar.clear();
      const { id, told } = await tried(visitor, phone, service, transfer);
      if (given === undefined) {
        assert.equal(told, "rights_denied");
        const { view } = await visitor.act(id, "frame");
        assert.equal(view.state, "cancelled");
        assert.equal(view.reason, "rights_denied");
        assert.ok(view.doors && view.doors.length > 0, "a door");
        const left = await visitor.conclude(id);
        assert.ok(!left.location?.searchParams.has("code"));
        return;
      }
      assert.notEqual(typeof told, "string", String(told));
      const got = await tokens(visitor, id, service);
      await saysHow(service, got, given);
      await entersAsTold(visitor, { level, transfer, where, given });
      await refreshesAsTold(service, got, { gives, given }).finally(() =>
        setService(service, kinds[service]),
      );
    });
  }

/** Token, introspection and userinfo say of one session the same. */
async function saysHow(service: Service, got: Signed, given: Given): Promise<void> {
  const claims = payloadOf(got["access_token"]);
  assert.equal(claims["aval_session"], given);
  assert.equal(claims["acr"], "eidas1");
  assert.deepEqual(claims["amr"], ["swk", "pin", "mfa"]);
  const { body } = await calls(service).introspect(got["access_token"]);
  assert.equal(body["active"], true);
  assert.equal(body["aval_session"], given);
  assert.equal((await calls(service).userinfo(got["access_token"])).status, 200);
}

/** Silent entry into each service, from the session that was just opened. */
async function entersAsTold(
  visitor: Visitor,
  opened: { level: string; transfer: string; where: Where; given: Given },
): Promise<void> {
  const { level, transfer, where, given } = opened;
  const row = rows.find((one) => one[0] === level && one[1] === transfer && one[2] === where);
  for (const [column, next] of services.entries()) {
    const isCounter = where === "known_workstation" && next !== "open";
    const expected =
      given === "full" && row?.[3][column] === "full" && next !== "critical" && !isCounter;
    const id = await begin(visitor, calls(next).authorization());
    const { view } = await visitor.act(id, "begin");
    assert.equal(view.state, expected ? "silent" : "shown", `${where} into ${next}`);
    if (expected) {
      const got = await tokens(visitor, id, next);
      assert.equal(payloadOf(got["access_token"])["aval_session"], "full");
    }
    for (const asked of [{ prompt: "login" }, { max_age: "0" }]) {
      await it.advance(seconds(1));
      const again = await begin(visitor, calls(next).authorization(asked));
      assert.equal((await visitor.act(again, "begin")).view.state, "shown", JSON.stringify(asked));
    }
  }
}

/** The service becomes another: the session goes on where its way in still gives as much, and its token is not lost meanwhile. */
async function refreshesAsTold(
  service: Service,
  got: Signed,
  { gives, given }: { gives: readonly Given[]; given: Given },
): Promise<void> {
  let token = String(got["refresh_token"]);
  for (const [column, kind] of services.entries()) {
    await setService(service, kinds[kind]);
    const now = gives[column];
    const expected = given === "full" ? now === "full" : now !== undefined;
    const answer = await calls(service).refresh(token);
    assert.equal(answer.status, expected ? 200 : 400, `${service} becomes ${kind}`);
    if (expected) token = answer.body["refresh_token"];
    else assert.equal(answer.body["error"], "invalid_grant");
  }
  await setService(service, kinds[service]);
  assert.equal((await calls(service).refresh(token)).status, 200, "and as it was");
}

test("a reduced session serves one service, for one hour from the approval however it is used, and gives no offline access", async () => {
  const { got } = await signIn(browsers.unknown, phones.full, "open");
  assert.ok(!String(got["scope"]).split(" ").includes("offline_access"));
  const start = payloadOf(got["access_token"])["auth_time"];
  let token = String(got["refresh_token"]);
  for (let turn = 0; turn < 2; turn++) {
    await it.advance(minutes(29));
    const answer = await calls("open").refresh(token);
    assert.equal(answer.status, 200);
    assert.equal(payloadOf(answer.body["access_token"])["auth_time"], start);
    token = answer.body["refresh_token"];
  }
  await it.advance(minutes(3));
  assert.equal((await calls("open").refresh(token)).status, 400);
});

test("a place that ends ends what was opened on it: refresh, userinfo, introspection, silent entry", async () => {
  const [phone, visitor] = [await newPhone(it.world), await newVisitor(it.world)];
  await aged([[phone, visitor]]);
  const { got } = await signIn(visitor, phone, "sensitive");
  const { professional } = phone;
  const { place } = await it.world.places.standing({ professional, browser: visitor.browser });
  assert.ok(place);
  assert.ok((await phone.end(place.id)).ok);
  assert.equal((await calls("sensitive").refresh(got["refresh_token"])).status, 400);
  assert.equal((await calls("sensitive").userinfo(got["access_token"])).status, 401);
  assert.equal((await calls("sensitive").introspect(got["access_token"])).body["active"], false);
  const { told } = await tried(visitor, phone, "sensitive");
  assert.equal(told, "rights_denied");
});

test("a place that ends between the approval and its page opens nothing", async () => {
  const [phone, visitor] = [await newPhone(it.world), await newVisitor(it.world)];
  await aged([[phone, visitor]]);
  visitor.jar.clear();
  const { id } = await tried(visitor, phone, "sensitive");
  const { professional } = phone;
  const { place } = await it.world.places.standing({ professional, browser: visitor.browser });
  assert.ok(place && (await phone.end(place.id)).ok);
  const left = await visitor.visit((await visitor.conclude(id)).location as URL);
  assert.ok(!left.location?.searchParams.has("code"), left.location?.href);
});

test("on a shared place a session enters further services for ten minutes after its scan; the page says whose it is, and changes person", async () => {
  const [phone, visitor] = [await newPhone(it.world), await newVisitor(it.world)];
  await aged([[phone, visitor]], "several");
  await signIn(visitor, phone, "sensitive");
  await it.advance(minutes(9));
  const soon = await begin(visitor, calls("open").authorization());
  const { view } = await visitor.act(soon, "begin");
  assert.equal(view.state, "silent");
  assert.equal(view.holder, "Albane MORVAL");
  const changed = await visitor.act(soon, "change_person", "change-person");
  assert.equal(changed.view.state, "shown");
  assert.equal(changed.view.holder, undefined);
  const next = await begin(visitor, calls("open").authorization());
  const asked: Partial<LoginView> = (await visitor.act(next, "begin")).view;
  assert.equal(asked.state, "shown", "the session has ended");
  assert.deepEqual(asked.people, ["Albane"]);
  await signIn(visitor, phone, "sensitive");
  await it.advance(minutes(11));
  const late = await begin(visitor, calls("open").authorization());
  assert.equal((await visitor.act(late, "begin")).view.state, "shown");
});

test("a place of one person alone lets its session enter for as long as it lives", async () => {
  await signIn(browsers.own_place, phones.full, "sensitive");
  await it.advance(minutes(25));
  const later = await begin(browsers.own_place, calls("open").authorization());
  const { view } = await browsers.own_place.act(later, "begin");
  assert.equal(view.state, "silent");
  assert.equal(view.holder, undefined, "nobody is told a name without need");
});

test("a browser that is nobody's place is told no name, whoever signed in there", async () => {
  await signIn(browsers.unknown, phones.full, "open");
  const id = await begin(browsers.unknown, calls("sensitive").authorization());
  const { view } = await browsers.unknown.act(id, "begin");
  assert.equal(view.people, undefined);
  assert.equal(view.holder, undefined);
});

test("another browser's key changes nobody's person", async () => {
  await signIn(browsers.own_place, phones.full, "open");
  const thief = await newVisitor(it.world);
  for (const [name, value] of browsers.own_place.jar) thief.jar.set(name, value);
  const id = await begin(thief, calls("open").authorization());
  await thief.act(id, "begin");
  await thief.act(id, "change_person", "change-person");
  const mine = await begin(browsers.own_place, calls("open").authorization());
  assert.equal((await browsers.own_place.act(mine, "begin")).view.state, "silent");
});
