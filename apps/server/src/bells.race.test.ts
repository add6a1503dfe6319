import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { BellId, PlaceId, PushPayload } from "@aval/protocol";
import { connectOnce } from "#platform/database";
import {
  approveFrame,
  enrolHolder,
  type Holder,
  newBrowser,
  refusalOf,
  sandboxPeople,
  sandboxService,
  send,
} from "./testing/driver.ts";
import { type PushService, startPushService } from "./testing/push-sink.ts";
import { type Cluster, startCluster } from "./testing/servers.ts";

/*
 * Bells over HTTP, on two server processes and a push service of the test's: what rings, what does not, and what is left of it
 * when everything is killed. Nothing is looked at but what HTTP gives; the database is touched only where a day would have to pass.
 */
const openings = Number(process.env["AVAL_TEST_ROUNDS"] ?? 20);
const ringsEach = 5;
/** Requests of a program that every pharmacy has, and every stranger: 10 000 in the long run (P-11). */
const asksEach = process.env["AVAL_TEST_LONG"] ? 50 : 3;

let cluster: Cluster;
let service: PushService;
let people: readonly string[] = [];
let turn = 0;
/** Each step meets another process than the one before. */
const node = () => {
  const { nodes } = cluster;
  return nodes[turn++ % nodes.length] as (typeof nodes)[number];
};
const issuer = () => node().issuer;
const phones = () => node().phone;

before(async () => {
  service = await startPushService();
  cluster = await startCluster(["one", "two"]);
  people = await sandboxPeople(issuer());
});
after(async () => {
  await cluster?.close();
  await service?.close();
});

const sql = async (text: string, values: readonly unknown[]) => {
  const client = await connectOnce(cluster.databaseUrl);
  return client.query(text, [...values]).finally(() => client.end());
};

/** A holder whose phone takes pushes, with a place that aged, and a bell on it. */
async function withBell(person: number) {
  const holder = await enrolHolder(phones, people[person] as string);
  const { phone, identity } = holder;
  const known = await phone.pushKey(identity);
  assert.ok(known, "the key for pushes is certified");
  const subscribed = service.subscribe();
  const state = await phone.subscribePush(identity, { ...subscribed, key: known.key });
  assert.ok(state.at);
  // By day or by night: what these tests are about is not the hour.
  await phone.setQuietHours(identity, null);
  const browser = await newBrowser(issuer);
  const { approval } = await signsIn(holder, browser);
  await phone.offerPlace(identity, approval, false);
  await sql(
    "update aval.place_offer set offered_at = offered_at - interval '40 seconds' where approval = $1",
    [approval],
  );
  const { id } = await phone.makePlace(identity, approval, "alone");
  await sql("update aval.place set state = 'aged', aged_at = aval.aval_now() where id = $1", [id]);
  const path = new URL(subscribed.endpoint).pathname;
  return { holder, browser, path, bell: await setBell(holder, id) };
}

type Belled = Awaited<ReturnType<typeof withBell>>;

async function setBell({ phone, identity }: Holder, place: PlaceId): Promise<BellId> {
  const { offers } = await phone.bells(identity);
  const offer = offers.find((one) => one.place.id === place);
  assert.equal(offer?.service.id, sandboxService.id);
  return (await phone.setBell(identity, { place, service: sandboxService.id })).id;
}

/** A sign-in by a scan, up to the service's code. */
async function signsIn(holder: Holder, browser: Awaited<ReturnType<typeof newBrowser>>) {
  const page = await browser.open(sandboxService, { prompt: "login" });
  const { view } = await browser.act(page.signIn, "begin");
  const { approval } = await approveFrame(holder, view.frame ?? "");
  const { location } = await browser.conclude(page.signIn);
  assert.match(location, /code=/);
  return { approval };
}

/** The place opens the service and rings. */
async function rings({ browser, bell }: Belled) {
  const page = await browser.open(sandboxService, { prompt: "login" });
  const begun = await browser.act(page.signIn, "begin");
  assert.deepEqual(
    begun.view.bells?.map((one) => one.bell),
    [bell],
  );
  const { view, status } = await browser.act(page.signIn, "ring", { bell });
  assert.equal(status, 200);
  return { page, view };
}

/** The minute between two rings is over, and what rang is too. */
async function aMinuteLater({ holder }: Belled) {
  const { device } = holder.identity;
  const whose = "(select professional from aval.device where id = $1)";
  await sql(`delete from aval.allowance where name = 'ring_apart' and subject = ${whose}`, [
    device,
  ]);
  await sql(
    `update aval.ring set rung_at = rung_at - interval '61 seconds', until = until - interval '61 seconds'
      where professional = ${whose} and state = 'ringing'`,
    [device],
  );
}

/** What came to this holder's phone, in clear: for rings, or for whatever `of` begins the name of. */
const heard = ({ path }: Belled, of = "") =>
  service.carried
    .filter((one) => one.path === path)
    .map(({ clear }) => JSON.parse(clear) as PushPayload)
    .filter(({ id }) => id.startsWith(of));

/** Resolves once so many came. */
async function untilHeard(belled: Belled, count: number, of = "rng_") {
  for (let tries = 0; heard(belled, of).length < count; tries++) {
    assert.ok(tries < 800, `${heard(belled, of).length} of ${count} ${of}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The names of what this holder was told since their phone can be woken, once each was heard. */
async function told(belled: Belled): Promise<readonly string[]> {
  const { phone, identity } = belled.holder;
  const notices = await phone.notices(identity);
  const names = notices.flatMap(({ event, id }) => (event === "phone_added" ? [] : [id]));
  for (let tries = 0; !names.every((name) => heardOf(belled, name) > 0); tries++) {
    assert.ok(tries < 800, "what was told is heard");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return names;
}

const heardOf = (belled: Belled, name: string) => heard(belled, name).length;

/** Whoever has a program's secret asks for somebody: kept for nobody to see, or one of too many. */
async function askBy(hint: string, turn: number): Promise<void> {
  const asked = await send(issuer(), {
    method: "POST",
    path: "/auth/realms/esante-wallet/protocol/openid-connect/ext/ciba/auth",
    headers: {
      authorization: `Basic ${btoa("sandbox-software:sandbox-secret")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: String(
      new URLSearchParams({
        ...{ scope: "openid", acr_values: "eidas1", login_hint: hint },
        binding_message: String(turn % 100).padStart(2, "0"),
      }),
    ),
  });
  assert.ok(asked.status === 200 || asked.status === 429, asked.text);
}

/** Whatever was on its way has arrived: another holder's bell rings after it, and is heard. */
async function settled(other: Belled) {
  const count = heard(other, "rng_").length;
  await aMinuteLater(other);
  await rings(other);
  await untilHeard(other, count + 1);
}

test("a set bell wakes the phone once, before and after strangers who can do all that strangers can; they wake nobody", async () => {
  const [belled, other] = [await withBell(0), await withBell(1)];
  const { holder, bell } = belled;
  const { phone, identity } = holder;

  const ringOnce = async () => {
    const before = heard(belled, "rng_").length;
    const rung = await rings(belled);
    await untilHeard(belled, before + 1);
    const [shown] = (await phone.rings(identity)).rings;
    const body = heard(belled, "rng_").at(-1);
    assert.deepEqual(body, { v: 1, id: shown?.ring }, "its body is the ring's name, no more");
    await approveFrame(holder, rung.view.frame ?? "");
    assert.deepEqual((await phone.rings(identity)).rings, [], "the scan answers it");
    const { location } = await belled.browser.conclude(rung.page.signIn);
    assert.match(location, /code=/);
    await aMinuteLater(belled);
    return rung.view.rung;
  };
  assert.ok(await ringOnce());

  await told(belled);
  await settled(other);
  const pushed = heard(belled).length;
  const facts = await counted();
  for (let opening = 0; opening < openings; opening++) {
    const stranger = await newBrowser(issuer);
    const page = await stranger.open(sandboxService, { login_hint: people[0] as string });
    const begun = await stranger.act(page.signIn, "begin");
    assert.equal(begun.view.bells, undefined, "a stranger is told of no bell");
    await stranger.act(page.signIn, "digits");
    for (let ring = 0; ring < ringsEach; ring++) {
      const { view } = await stranger.act(page.signIn, "ring", { bell });
      assert.ok(view.rung, "and is answered as a place is");
    }
    for (let ask = 0; ask < asksEach; ask++) await askBy(people[0] as string, ask);
  }
  await settled(other);
  assert.equal(heard(belled).length, pushed, "strangers wake nobody, for anything");
  assert.deepEqual((await phone.rings(identity)).rings, []);
  assert.deepEqual(await phone.pending(identity), []);
  assert.equal(await counted(), facts, "nothing of a stranger's is in the holder's log");
  assert.ok(await ringOnce());

  async function counted(): Promise<number> {
    const { rows } = await sql(
      "select count(*)::int as n from aval.fact where professional = (select professional from aval.device where id = $1)",
      [identity.device],
    );
    return rows[0].n;
  }
});

test("twenty rings of one place at once, on two nodes, are one push", async () => {
  const [belled, other] = [await withBell(2), await withBell(3)];
  const { browser, bell, holder } = belled;
  const page = await browser.open(sandboxService, { prompt: "login" });
  await browser.act(page.signIn, "begin");
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => browser.act(page.signIn, "ring", { bell })),
  );
  assert.ok(answers.every(({ view }) => view.rung));
  await untilHeard(belled, 1);
  await settled(other);
  assert.equal(heard(belled, "rng_").length, 1);
  assert.equal((await holder.phone.rings(holder.identity)).rings.length, 1);
});

test("with a push service that never answers, rings and sign-ins answer all the same", async () => {
  const belled = await withBell(6);
  const { holder, browser } = belled;
  service.behaves("hang");
  try {
    const rung = await rings(belled);
    assert.ok(rung.view.rung);
    assert.equal((await holder.phone.rings(holder.identity)).rings.length, 1, "the phone finds it");
    await untilHeard(belled, 1);
    assert.ok(service.held() > 0, "its push hangs all the while");
    await approveFrame(holder, rung.view.frame ?? "");
    const { location } = await browser.conclude(rung.page.signIn);
    assert.match(location, /code=/);
  } finally {
    service.behaves("taken");
  }
});

test("a subscription that its push service has ended is forgotten; a phone tries itself five times an hour", async () => {
  const belled = await withBell(7);
  const { phone, identity } = belled.holder;
  const tried = await phone.testPush(identity);
  await untilHeard(belled, 1, "tst_");
  assert.deepEqual(heard(belled, "tst_"), [{ v: 1, id: tried.id }]);
  for (let tries = 1; tries < 4; tries++) await phone.testPush(identity);
  await untilHeard(belled, 4, "tst_");
  service.behaves("gone");
  await phone.testPush(identity);
  await untilHeard(belled, 5, "tst_");
  for (let tries = 0; (await phone.pushState(identity)).at !== undefined; tries++) {
    assert.ok(tries < 200, "it is forgotten");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  service.behaves("taken");
  assert.equal((await refusalOf(phone.testPush(identity))).code, "push_not_subscribed");
  const known = await phone.pushKey(identity);
  await phone.subscribePush(identity, { ...service.subscribe(), key: known?.key ?? "" });
  assert.equal((await refusalOf(phone.testPush(identity))).code, "too_many");
  await phone.unsubscribePush(identity);
  assert.deepEqual(await phone.pushState(identity), {});
  const inside = { endpoint: "ftp://127.0.0.1/x", p256dh: "AA", auth: "AA", key: "k" };
  const refused = await refusalOf(phone.subscribePush(identity, inside));
  assert.equal(refused.code, "push_not_possible");
});

test("a notice wakes the phone once, by its name, and the phone reads it there", async () => {
  const [belled, other] = [await withBell(8), await withBell(9)];
  const names = await told(belled);
  await settled(other);
  assert.equal(names.length, 2, "of the place, and of the sign-in it was made by");
  for (const name of names) assert.equal(heardOf(belled, name), 1);
});

test("a block silences every bell; the page is told the same", async () => {
  const [belled, other] = [await withBell(10), await withBell(11)];
  await belled.holder.phone.block(belled.holder.identity);
  const { view } = await rings(belled);
  assert.ok(view.rung);
  await settled(other);
  assert.equal(heard(belled, "rng_").length, 0);
});

test("what a ring has spent is spent after every node was killed", async () => {
  const [belled, other] = [await withBell(4), await withBell(5)];
  const { phone, identity } = belled.holder;
  // Three in an hour, the first refused and the others unanswered: neither is enough to silence the bell.
  for (let ring = 0; ring < 3; ring++) {
    await rings(belled);
    await untilHeard(belled, ring + 1);
    const [shown] = (await phone.rings(identity)).rings;
    assert.ok(shown);
    if (ring === 0) await phone.refuseRing(identity, shown.ring, "other");
    await aMinuteLater(belled);
  }
  for (const one of cluster.nodes) one.kill();
  for (const one of cluster.nodes) await one.start();
  const answer = await rings(belled);
  assert.ok(answer.view.rung, "the page is told the same");
  await settled(other);
  assert.equal(heard(belled, "rng_").length, 3);
  assert.equal((await phone.bells(identity)).bells[0]?.silencedUntil, undefined);
});
