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
import type { Telling } from "./notices.ts";
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
  const night = { isQuiet: false, breaks: false };
  const delivered: { about: string; device: DeviceId }[] = [];
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
    isQuiet: async () => {
      if (night.breaks) throw new Error("broken");
      return night.isQuiet;
    },
    delivered: async (_tx, { about }, device) => void delivered.push({ about, device }),
    reached: async (notices) =>
      new Map(
        notices.map((id) => [
          id,
          [{ kind: "email", masked: "s•••@example.org", state: "arrived" }],
        ]),
      ),
    broke: (fault) => void broken.push(fault),
  });
  const clock = { now: () => instant(Date.now()) };
  const notices = createNotices({
    db,
    clock,
    random: systemRandom,
    audit: createAudit({ clock, random: systemRandom }),
    limits: createLimits(),
    directory: {
      mailboxes: async () => [],
      mailbox: async () => undefined,
      mobiles: async () => [],
      mobile: async () => undefined,
    },
    mailer: undefined,
    origin: "http://localhost:4400",
    brand: "Aval",
    stopped: async () => undefined,
  });
  return { db, pushes, notices, phones, sent, broken, night, service, delivered };
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

test("what was told wakes phones once, at night too, but for signing in and a first day's letter; a campaign wakes none", async (t) => {
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
            channels: ["mail"],
          } as Telling),
        );
        // Two nodes at once, and again.
        await Promise.all([w.pushes.wakeTold(), w.pushes.wakeTold()]);
        await w.pushes.wakeTold();
        // A first day's letter announces what will be: it waits for no night, and wakes nobody in one.
        const isSilenced =
          event === "campaign" || (isQuiet && /^(session_|first_day$)/.test(event));
        await settle(() => w.sent.length >= (isSilenced ? 0 : 1));
        assert.equal(w.sent.length, isSilenced ? 0 : 1);
      });
});

test("whoever's quiet hours cannot be read is woken, and so is whoever was told after them", async () => {
  const w = world();
  const holders = [newHolder(), newHolder()];
  w.night.breaks = true;
  for (const professional of holders) {
    await subscribed(w, professional);
    await transact(w.db, (tx) =>
      w.notices.tell(tx, { professional, event: "session_elsewhere", about: "ses_1", from: "b" }),
    );
  }
  await w.pushes.wakeTold();
  await settle(() => w.sent.length >= 2);
  assert.equal(w.sent.length, 2);
  assert.equal(w.broken.length, 2);
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

test("a limited phone is woken for phones on their way and reads of those alone: the rest shows where its holder works", async () => {
  const w = world();
  const holder = newHolder();
  const [full, limited] = [
    await subscribed(w, holder),
    await subscribed(w, holder, { level: "limited" }),
  ];
  await transact(w.db, async (tx) => {
    await w.notices.tell(tx, { professional: holder, event: "place_made", about: "plc_1" });
    await w.notices.tell(tx, { professional: holder, event: "enrolment_proven", about: "enr_1" });
  });
  const read = async ({ said }: typeof full) => {
    const told = await w.pushes.list(JSON.stringify(said));
    return told.ok && told.value.notices.map(({ event }) => event).sort();
  };
  assert.deepEqual(await read(full), ["enrolment_proven", "place_made"]);
  assert.deepEqual(await read(limited), ["enrolment_proven"]);
  await w.pushes.wakeTold();
  await settle(() => w.sent.length >= 3);
  assert.deepEqual(
    w.sent.map(({ endpoint }) => endpoint).sort(),
    [full.endpoint, full.endpoint, limited.endpoint].sort(),
  );
});

test("what the push service took is known delivered, what it did not is not, and the first word stands", async () => {
  const w = world();
  const holder = newHolder();
  const [taken, failed] = [await subscribed(w, holder), await subscribed(w, holder)];
  w.service.answers = async ({ endpoint }) =>
    endpoint === taken.endpoint ? "delivered" : "failed";
  await transact(w.db, (tx) =>
    w.notices.tell(tx, { professional: holder, event: "enrolment_proven", about: "enr_1" }),
  );
  await w.pushes.wakeTold();
  const states = async () => {
    const { rows } = await sql<{ device: string; state: string }>`
      select device, state from push_delivery where device in (${taken.id}, ${failed.id})`.execute(
      w.db,
    );
    return Object.fromEntries(rows.map(({ device, state }) => [device, state]));
  };
  await settle(async () => Object.keys(await states()).length >= 2);
  assert.deepEqual(await states(), { [taken.id]: "arrived", [failed.id]: "failed" });
  assert.deepEqual(w.delivered, [{ about: "enr_1", device: taken.id }]);
  await sql`update notice set wake_at = aval_now() where professional = ${holder}`.execute(w.db);
  w.service.answers = async () => "failed";
  await w.pushes.wakeTold();
  await settle(() => w.sent.length >= 4);
  assert.deepEqual(await states(), { [taken.id]: "arrived", [failed.id]: "failed" });
});

test("addresses are shown to a full phone and to no limited one", async () => {
  const w = world();
  const holder = newHolder();
  const [full, limited] = [
    await subscribed(w, holder),
    await subscribed(w, holder, { level: "limited" }),
  ];
  await transact(w.db, (tx) =>
    w.notices.tell(tx, { professional: holder, event: "enrolment_proven", about: "enr_1" }),
  );
  const reached = async ({ said }: typeof full) => {
    const told = await w.pushes.list(JSON.stringify(said));
    return told.ok && told.value.notices.map((notice) => notice.reached.length);
  };
  assert.deepEqual(await reached(full), [1]);
  assert.deepEqual(await reached(limited), [0]);
});
