import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { DeviceId } from "@aval/protocol";
import { sql } from "kysely";
import { transact } from "#platform/database";
import { testDatabase, type TestDatabase } from "#platform/testing";
import { instant } from "#platform/time";
import { activePhone, asks, enrolmentWorld, type TestPhone } from "./testing/world.ts";

// A wait of an hour counts once somebody who is not the fraudster was told (DESIGN section 6).
let database: TestDatabase;
const clock = { now: () => instant(Date.now()) };
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const age = ({ device }: TestPhone, days: number) =>
  sql`update device set activated_at = aval_now() - ${days} * interval '1 day' where id = ${device}`.execute(
    database.db,
  );

test("a push to a settled, full and active phone counts as told; to a young, limited or suspended one, or to the new phone itself, it does not", async () => {
  const world = enrolmentWorld(database.db, clock);
  const nationalId = "899700500001";
  const old = await activePhone(world, nationalId);
  await age(old, 8);
  const young = await activePhone(world, nationalId);
  const limited = await activePhone(world, nationalId, "limited");
  await age(limited, 8);
  const suspended = await activePhone(world, nationalId);
  await age(suspended, 8);
  await sql`update device set state = 'suspended' where id = ${suspended.device}`.execute(
    database.db,
  );
  const asked = await asks(world);
  assert.ok(asked.answer.ok);
  const { enrolment, device } = asked.answer.value;
  const shown = await world.enrolment.proveAtDesk({
    enrolment,
    nationalId,
    registrars: ["alix", "basile"],
    path: "desk",
    signatures: ["one", "two"],
  });
  assert.ok(shown.ok && shown.value.state === "cooling");
  const isTold = async (phone: DeviceId) => {
    await transact(database.db, (tx) => world.enrolment.noticeDelivered(tx, enrolment, phone));
    const { rows } = await sql<{ told: boolean }>`
      select told_at is not null as told from enrolment where id = ${enrolment}`.execute(
      database.db,
    );
    return rows[0]?.told;
  };
  for (const phone of [young.device, limited.device, suspended.device, device])
    assert.equal(await isTold(phone), false);
  await sql`update enrolment set old_phone = ${old.device} where id = ${enrolment}`.execute(
    database.db,
  );
  assert.equal(await isTold(old.device), false, "it is part of the evidence");
  await sql`update enrolment set old_phone = null where id = ${enrolment}`.execute(database.db);
  assert.equal(await isTold(old.device), true);
});
