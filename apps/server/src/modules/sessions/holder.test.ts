import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import {
  type ApprovalId,
  type DeviceId,
  idFrom,
  newKeyPair,
  type ProfessionalId,
  purposes,
  type SessionId,
  signCompact,
  signerOf,
  toBase64url,
} from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import { createAudit } from "#modules/audit";
import { createDevices } from "#modules/devices";
import { absentPin } from "../devices/testing/pin.ts";
import { createLimits } from "#modules/limits";
import { createSoftware } from "#modules/software";
import { transact } from "#platform/database";
import { systemRandom as random } from "#platform/random";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { hours, instant, minutes } from "#platform/time";
import { createHolderSessions, createSessions, type Told } from "./index.ts";

let database: TestDatabase;
let ahead = 0;
before(async () => {
  database = await testDatabase();
  const outcome = await createSoftware({ db: database.db, random, audit }).register(
    database.db,
    { id: "register", name: "Registre", sensitivity: "open", redirectUris: ["https://a.example/"] },
    { by: "test" },
  );
  assert.ok(outcome.ok);
});
after(() => database.close());

const clock = { now: () => instant(Date.now() + ahead) };
const audit = createAudit({ clock, random });
const told = new Map<string, Told>();

function world() {
  const { db } = database;
  const limits = createLimits();
  const given = { db, clock, random, audit, ended: async () => {} };
  const devices = createDevices({ db, clock, random, audit, limits, pin: absentPin });
  const holder = createHolderSessions({
    ...given,
    devices,
    software: createSoftware({ db, random, audit }),
    told: async (sessions) =>
      sessions.flatMap((session) => {
        const known = told.get(session);
        return known ? [{ session, service: "register", told: known }] : [];
      }),
  });
  return { sessions: createSessions(given), holder, devices };
}

/** A person's phone, active. */
async function newPhone(
  professional: ProfessionalId,
  level: "full" | "limited" = "full",
  state = "active",
) {
  const { devices } = world();
  const [ik, uk] = [await signerOf(await newKeyPair()), await signerOf(await newKeyPair())];
  const device = await transact(database.db, async (tx) => {
    const added = await devices.add(tx, { label: "Essai", ik: ik.jwk });
    assert.ok(added.ok);
    const given = { professional, uk: uk.jwk, pinKey: "k", level, scope: "national" };
    if (state !== "enrolling") await devices.activate(tx, added.value, given);
    return added.value;
  });
  if (state !== "enrolling")
    await sql`update device set state = ${state} where id = ${device}`.execute(database.db);
  const stamp = () => ({
    iat: Math.floor(clock.now() / 1000),
    jti: toBase64url(random.bytes(16)),
  });
  const say = (v: string, more: Record<string, string> = {}) =>
    signCompact({ v, device, ...stamp(), ...more }, v, ik);
  return {
    device,
    list: async () => world().holder.list(await say(purposes.sessions)),
    close: async (session: string) =>
      world().holder.close(await say(purposes.sessionClose, { session })),
    say,
  };
}

const newPerson = () => idFrom("pro", random.bytes(17)) as ProfessionalId;

async function open(
  professional: ProfessionalId,
  by: { device: DeviceId; rights?: "full" | "reduced"; declared?: string },
): Promise<SessionId> {
  const approval = idFrom("apr", random.bytes(17)) as ApprovalId;
  await sql`
    insert into approval (id, kind, asker, browser, network, frame_secret, state, shown_at, claim_by)
    values (${approval}, 'sign-in', 'page', 'key', 'loopback', ${Buffer.alloc(32)}, 'cancelled', now(), now())`.execute(
    database.db,
  );
  const { rights = "full", device, declared = "Linux, Firefox" } = by;
  return transact(database.db, (tx) =>
    world().sessions.open(tx, {
      professional,
      nationalId: "899700000001",
      browser: "key",
      approval,
      rights,
      client: rights === "reduced" ? "register" : undefined,
      proof: "full_phone_qr",
      place: rights === "reduced" ? "unknown" : "own_place",
      transfer: "qr",
      service: "register",
      device,
      declared,
    }),
  );
}

const shown = async (answer: ReturnType<Awaited<ReturnType<typeof newPhone>>["list"]>) => {
  const outcome = await answer;
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
};

test("a holder sees what is open: which service, from where, since when, until when", async () => {
  const person = newPerson();
  const phone = await newPhone(person);
  const id = await open(person, { device: phone.device, rights: "reduced" });
  const [item, ...others] = await shown(phone.list());
  assert.equal(others.length, 0);
  assert.ok(item);
  const { openedAt, endsAt, services, ...rest } = item;
  assert.deepEqual(rest, {
    session: id,
    state: "open",
    rights: "reduced",
    where: "unknown",
    declared: "Linux, Firefox",
  });
  assert.equal(endsAt - openedAt, 3600);
  assert.deepEqual(
    services.map(({ id: service, name, told: knows }) => [service, name, knows]),
    [["register", "Registre", "open"]],
  );
});

test("one tap closes one session, or all, without a code, and the list says what each service knows", async () => {
  const person = newPerson();
  const phone = await newPhone(person);
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push(await open(person, { device: phone.device }));
  told.set(ids[0] as string, "closed").set(ids[1] as string, "told");
  const after = await shown(phone.close(ids[0] as string));
  assert.deepEqual(
    after.map(({ state }) => state),
    ["open", "open", "closed"],
  );
  const closed = after.at(-1);
  assert.deepEqual([closed?.session, closed?.because], [ids[0], "holder"]);
  const all = await shown(phone.close("all"));
  assert.deepEqual(
    all.map(({ session, state, services }) => [session, state, services[0]?.told]),
    [
      [ids[2], "closed", "untold"],
      [ids[1], "closed", "told"],
      [ids[0], "closed", "closed"],
    ],
  );
  for (const id of ids) assert.equal(await world().sessions.standing(id), undefined);
});

test("law 7: nobody lists or closes another's sessions, and a foreign id looks like one that never was", async () => {
  const [person, other] = [newPerson(), newPerson()];
  const [phone, stranger] = [await newPhone(person), await newPhone(other)];
  const id = await open(person, { device: phone.device });
  assert.deepEqual(await shown(stranger.list()), []);
  const foreign = await stranger.close(id);
  const unknown = await stranger.close(idFrom("ses", random.bytes(17)));
  assert.deepEqual(foreign, unknown);
  assert.deepEqual(await shown(stranger.close("all")), []);
  assert.ok(await world().sessions.standing(id), "it stands");
});

test("a limited phone sees and closes what it opened itself, and nothing of the others", async () => {
  const person = newPerson();
  const [full, limited] = [await newPhone(person), await newPhone(person, "limited")];
  const counter = await open(person, { device: full.device });
  const own = await open(person, { device: limited.device });
  assert.deepEqual(
    (await shown(limited.list())).map(({ session }) => session),
    [own],
  );
  await limited.close(counter);
  await limited.close("all");
  assert.ok(await world().sessions.standing(counter));
  assert.equal(await world().sessions.standing(own), undefined);
  assert.equal((await shown(full.list())).length, 2, "the full phone sees both");
});

test("a phone that may approve no more may still close; one that is nobody's, or no more, may not", async () => {
  const person = newPerson();
  const closed = await newPhone(person, "full", "disabled");
  const id = await open(person, { device: closed.device });
  await shown(closed.close(id));
  assert.equal(await world().sessions.standing(id), undefined);
  const counter = await open(person, { device: (await newPhone(person)).device });
  for (const state of ["enrolling", "suspended", "revoked"]) {
    const phone = await newPhone(person, "full", state);
    for (const answer of [await phone.list(), await phone.close("all")])
      assert.deepEqual(answer, { ok: false, refusal: "device_not_active" }, state);
  }
  assert.ok(await world().sessions.standing(counter), "care goes on");
});

test("a message to list does not close, one that closes closes once, and what it names must be a session", async () => {
  const person = newPerson();
  const phone = await newPhone(person);
  const id = await open(person, { device: phone.device });
  const { holder } = world();
  const listing = await phone.say(purposes.sessions, { session: "all" });
  assert.equal((await holder.close(listing)).ok, false);
  assert.deepEqual(await phone.close("everything"), { ok: false, refusal: "invalid_message" });
  assert.ok(await world().sessions.standing(id));
  const closing = await phone.say(purposes.sessionClose, { session: id });
  assert.equal((await holder.close(closing)).ok, true);
  assert.deepEqual(await holder.close(closing), { ok: false, refusal: "replayed" });
});

test("what ended by time is not listed; what was closed is, for a day; the list has an end", async () => {
  const person = newPerson();
  const phone = await newPhone(person);
  const closed = await open(person, { device: phone.device });
  await phone.close(closed);
  await open(person, { device: phone.device });
  const advance = async (span: ReturnType<typeof minutes>) => {
    ahead += span;
    await moveClock(database.db, span);
  };
  await advance(minutes(31));
  assert.deepEqual(
    (await shown(phone.list())).map(({ session }) => session),
    [closed],
  );
  await advance(hours(24));
  assert.deepEqual(await shown(phone.list()), []);
  for (let n = 0; n <= bounds.sessionsShown; n++) await open(person, { device: phone.device });
  assert.equal((await shown(phone.list())).length, bounds.sessionsShown);
});
