import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type DeviceId, idFrom, type ProfessionalId, type PushPayload } from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import { createAudit } from "#modules/audit";
import { createLimits } from "#modules/limits";
import { transact } from "#platform/database";
import type { Pushed, PushSubscription } from "#platform/push";
import { systemRandom } from "#platform/random";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { instant } from "#platform/time";
import { events, type NoticeEvent } from "./events.ts";
import { createNotices, createPushes } from "./index.ts";
import type { PhonesForPushes } from "./pushes.ts";

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

type Phone = Exclude<
  Awaited<ReturnType<PhonesForPushes["find"]>>,
  undefined | { state: "enrolling" }
>;

/** Pushes on a real store, phones as the test says, and a push service that does what it says. A message is its own JSON. */
function world() {
  const { db } = database;
  const phones = new Map<DeviceId, Phone>();
  const sent: { endpoint: string; payload: PushPayload }[] = [];
  const broken: unknown[] = [];
  const night = { isQuiet: false };
  const service: { answers: (to: PushSubscription) => Promise<Pushed> } = {
    answers: async () => "delivered",
  };
  const read = async (jws: string) => {
    const payload = JSON.parse(jws) as Record<string, unknown>;
    const device = phones.get(payload["device"] as DeviceId);
    if (!device) throw new Error("no phone");
    return { ok: true as const, value: { device, payload } };
  };
  const pushes = createPushes({
    db,
    random: systemRandom,
    limits: createLimits(),
    devices: { receive: read, receiveActive: read, find: async (id) => phones.get(id) },
    push: {
      accepts: ({ endpoint }) => endpoint.startsWith("https:"),
      send: (to, payload) => {
        sent.push({ endpoint: to.endpoint, payload });
        return service.answers(to);
      },
    },
    isQuiet: async () => night.isQuiet,
    broke: (fault) => void broken.push(fault),
  });
  const clock = { now: () => instant(Date.now()) };
  const notices = createNotices({
    db,
    clock,
    random: systemRandom,
    audit: createAudit({ clock, random: systemRandom }),
    limits: createLimits(),
    directory: { mailboxes: async () => [], mailbox: async () => undefined },
    mailer: undefined,
    origin: "http://localhost:4400",
    brand: "Aval",
    stopped: async () => undefined,
  });
  return { db, pushes, notices, phones, sent, broken, night, service };
}

type World = ReturnType<typeof world>;

const newHolder = () => idFrom("pro", systemRandom.bytes(17)) as ProfessionalId;

/** A phone whose worker has subscribed. */
async function subscribed(w: World, professional: ProfessionalId, more: Partial<Phone> = {}) {
  const id = idFrom("dev", systemRandom.bytes(17)) as DeviceId;
  await sql`
    insert into device (id, label, ik, ik_thumbprint, state, created_at, scope)
    values (${id}, 'Essai', '{}', ${id}, 'enrolling', aval_now(), 'national')`.execute(w.db);
  w.phones.set(id, { id, professional, state: "active", level: "full", ...more });
  const endpoint = `https://push.example.net/${id}`;
  const said = { device: id, endpoint, p256dh: "p", auth: "a", key: "k" };
  assert.ok((await w.pushes.subscribe(JSON.stringify(said))).ok);
  return { id, endpoint, said };
}

/** Lets what was sent apart go its way, until this holds; then a little longer, for one too many. */
const settle = async (holds: () => boolean | Promise<boolean>) => {
  for (let tries = 0; !(await holds()) && tries < 400; tries++) await pause();
  await pause();
};
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
const about = "rng_00000000000000000000000000";

test("only a holder's full and active phones are woken, each once", async () => {
  const w = world();
  const [holder, other] = [newHolder(), newHolder()];
  const phones = [await subscribed(w, holder), await subscribed(w, holder)];
  await subscribed(w, holder, { level: "limited" });
  for (const state of ["suspended", "disabled", "revoked"] as const)
    await subscribed(w, holder, { state });
  await subscribed(w, other);
  w.pushes.wake(holder, about);
  await settle(() => w.sent.length >= 2);
  assert.deepEqual(
    w.sent.map(({ endpoint }) => endpoint).sort(),
    phones.map(({ endpoint }) => endpoint).sort(),
  );
  assert.ok(w.sent.every(({ payload }) => JSON.stringify(payload) === `{"v":1,"id":"${about}"}`));
});

test("what was told wakes phones once, at night too, but for signing in", async (t) => {
  for (const isQuiet of [false, true])
    for (const event of Object.keys(events) as NoticeEvent[])
      await t.test(`${event}, ${isQuiet ? "in quiet hours" : "by day"}`, async () => {
        const w = world();
        const holder = newHolder();
        await subscribed(w, holder);
        w.night.isQuiet = isQuiet;
        await transact(w.db, (tx) =>
          w.notices.tell(tx, {
            professional: holder,
            event,
            about: "dev_1",
            from: "b",
            by: newHolder(),
          }),
        );
        // Two nodes at once, and again.
        await Promise.all([w.pushes.wakeTold(), w.pushes.wakeTold()]);
        await w.pushes.wakeTold();
        const isSilenced = isQuiet && event === "session_elsewhere";
        await settle(() => w.sent.length >= (isSilenced ? 0 : 1));
        assert.equal(w.sent.length, isSilenced ? 0 : 1);
      });
});

test("what waits for the evening wakes nobody", async () => {
  const w = world();
  const holder = newHolder();
  await subscribed(w, holder);
  for (let event = 0; event < 3 * bounds.noticesAtOnce; event++)
    await transact(w.db, (tx) =>
      w.notices.tell(tx, { professional: holder, event: "paused", about: `stp_${event}` }),
    );
  await w.pushes.wakeTold();
  await settle(() => w.sent.length >= bounds.noticesAtOnce);
  assert.equal(w.sent.length, bounds.noticesAtOnce);
});

test("a push service that never answers holds so many wake-ups and nobody else", async () => {
  const w = world();
  w.service.answers = () => new Promise(() => undefined);
  const holder = newHolder();
  await subscribed(w, holder);
  for (let ring = 0; ring < bounds.pushesAtOnce + 10; ring++) w.pushes.wake(holder, about);
  await settle(() => w.sent.length >= bounds.pushesAtOnce);
  assert.equal(w.sent.length, bounds.pushesAtOnce);
  assert.deepEqual(w.broken, []);
});

test("a push service that breaks is told to the log alone", async () => {
  const w = world();
  w.service.answers = async () => {
    throw new Error("broken");
  };
  const holder = newHolder();
  const { said } = await subscribed(w, holder);
  w.pushes.wake(holder, about);
  await settle(() => w.broken.length > 0);
  assert.equal(w.broken.length, 1);
  const state = await w.pushes.state(JSON.stringify(said));
  assert.ok(state.ok && state.value.at);
});

test("a subscription ends with its push service's word, and not one said meanwhile", async () => {
  const w = world();
  const holder = newHolder();
  const { said } = await subscribed(w, holder);
  let hasNewer = false;
  w.service.answers = async () => {
    const newer = { ...said, endpoint: `${said.endpoint}/newer` };
    await w.pushes.subscribe(JSON.stringify(newer));
    hasNewer = true;
    return "gone";
  };
  w.pushes.wake(holder, about);
  await settle(() => hasNewer);
  const state = async () => w.pushes.state(JSON.stringify(said));
  const kept = await state();
  assert.ok(kept.ok && kept.value.at, "the newer one is kept");
  w.service.answers = async () => "gone";
  w.pushes.wake(holder, about);
  await settle(async () => JSON.stringify(await state()) === '{"ok":true,"value":{}}');
  assert.deepEqual(await state(), { ok: true, value: {} });
});

test("a limited phone is told nothing of what its holder was told", async () => {
  const w = world();
  const holder = newHolder();
  const [full, limited] = [
    await subscribed(w, holder),
    await subscribed(w, holder, { level: "limited" }),
  ];
  await transact(w.db, (tx) =>
    w.notices.tell(tx, { professional: holder, event: "place_made", about: "plc_1" }),
  );
  const told = await w.pushes.list(JSON.stringify(full.said));
  assert.deepEqual(told.ok && told.value.notices.map(({ event }) => event), ["place_made"]);
  assert.deepEqual(await w.pushes.list(JSON.stringify(limited.said)), {
    ok: true,
    value: { notices: [] },
  });
});
