import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { type ApprovalId, idFrom, type ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { hours, instant, minutes } from "#platform/time";
import { createSessions, type Ended } from "./index.ts";

let database: TestDatabase;
let ahead = 0;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const clock = { now: () => instant(Date.now() + ahead) };
const advance = async (span: ReturnType<typeof minutes>) => {
  ahead += span;
  await moveClock(database.db, span);
};

function world() {
  const audit = createAudit({ clock, random: systemRandom });
  const heard: Ended[] = [];
  const ended = async (_tx: unknown, those: readonly Ended[]) => void heard.push(...those);
  const sessions = createSessions({ db: database.db, clock, random: systemRandom, audit, ended });
  return { ...sessions, heard };
}

/** A spent approval to open a session with: its own module's laws are tested there. */
async function spentApproval(): Promise<ApprovalId> {
  const id = idFrom("apr", systemRandom.bytes(17)) as ApprovalId;
  await sql`
    insert into approval (id, kind, asker, browser, network, frame_secret, state, shown_at, claim_by)
    values (${id}, 'sign-in', 'page', 'key', 'loopback', ${Buffer.alloc(32)}, 'cancelled', now(), now())`.execute(
    database.db,
  );
  return id;
}

async function opened(rights: "full" | "reduced", approval?: ApprovalId) {
  const sessions = world();
  const given = {
    professional: idFrom("pro", systemRandom.bytes(17)) as ProfessionalId,
    nationalId: "899700000001",
    browser: "key",
    approval: approval ?? (await spentApproval()),
    rights,
    client: rights === "reduced" ? "service" : undefined,
    proof: "full_phone_qr",
    place: rights === "reduced" ? "unknown" : "own_place",
    transfer: "qr" as const,
    service: "service",
  };
  return { sessions, id: await transact(database.db, (tx) => sessions.open(tx, given)) };
}

test("a full session lives while it is used, half an hour idle at most, four hours at most", async () => {
  const { sessions, id } = await opened("full");
  for (let used = 0; used < 9; used++) {
    await advance(minutes(25));
    assert.equal(await sessions.touch(id), true);
  }
  assert.equal((await sessions.standing(id))?.rights, "full"); // 3 h 45
  await advance(minutes(16));
  assert.equal(await sessions.touch(id), false);
  assert.equal(await sessions.standing(id), undefined);

  const idle = await opened("full");
  await advance(minutes(31));
  assert.equal(await idle.sessions.standing(idle.id), undefined);
  assert.equal(await idle.sessions.touch(idle.id), false);
});

test("a reduced session ends after an hour however much it is used, and serves its one client", async () => {
  const { sessions, id } = await opened("reduced");
  await advance(minutes(29));
  assert.equal(await sessions.touch(id), true);
  await advance(minutes(29));
  assert.equal(await sessions.touch(id), true);
  assert.equal((await sessions.standing(id))?.client, "service");
  await advance(minutes(3));
  assert.equal(await sessions.standing(id), undefined);
});

test("closing ends a session at once, once, and nothing brings it back", async () => {
  const { sessions, id } = await opened("full");
  assert.equal(await sessions.close(id, "holder"), true);
  assert.equal(await sessions.close(id, "holder"), false);
  assert.equal(await sessions.standing(id), undefined);
  assert.equal(await sessions.touch(id), false);
});

test("whoever tells the services hears of an end once, with every service that was entered, and of no end by time", async () => {
  const { sessions, id } = await opened("full");
  const standing = await sessions.standing(id);
  assert.ok(standing);
  await transact(database.db, (tx) => sessions.enter(tx, standing, "other"));
  await sessions.close(id, "holder");
  await sessions.close(id, "holder");
  assert.deepEqual(sessions.heard, [{ session: id, services: ["service", "other"] }]);

  const idle = await opened("full");
  await advance(minutes(31));
  const { professional } = (await idle.sessions.holderOf(idle.id)) ?? {};
  assert.ok(professional);
  assert.equal(await idle.sessions.closeThose(database.db, { professional }, "holder"), 0);
  assert.deepEqual(idle.sessions.heard, []);
});

test("what enters and what ends at the same moment: the end is told of the service, or the service is not entered", async () => {
  for (let round = 0; round < 20; round++) {
    const { sessions, id } = await opened("full");
    const standing = await sessions.standing(id);
    assert.ok(standing);
    const [entered] = await Promise.all([
      transact(database.db, (tx) => sessions.enter(tx, standing, "other")),
      sessions.close(id, "holder"),
    ]);
    assert.equal(sessions.heard[0]?.services.includes("other"), entered);
  }
});

test("one approval opens one session at most", async () => {
  const approval = await spentApproval();
  await opened("full", approval);
  await assert.rejects(opened("full", approval), /duplicate key/);
});

test("a session that has ended cannot enter a further service", async () => {
  const { sessions, id } = await opened("full");
  const standing = await sessions.standing(id);
  assert.ok(standing);
  assert.equal(await transact(database.db, (tx) => sessions.enter(tx, standing, "other")), true);
  await advance(hours(1));
  assert.equal(await transact(database.db, (tx) => sessions.enter(tx, standing, "other")), false);
});
