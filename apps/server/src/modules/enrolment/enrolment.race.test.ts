import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { type ProfessionalId, purposes } from "@aval/protocol";
import { sql } from "kysely";
import { databaseClock } from "#platform/clock";
import { transact } from "#platform/database";
import { type TestDatabase, testDatabase } from "#platform/testing";
import type { Round } from "./testing/racer.ts";
import { raisedAtDesk, raises } from "./testing/raised.ts";
import {
  activates,
  activation,
  activePhone,
  asks,
  atPlace,
  by,
  byCode,
  enrolmentWorld,
  keySigned,
  newKey,
  showsKey,
} from "./testing/world.ts";

// Two operating-system processes with pools of their own, and thirty phones that scanned one page.
const rounds = Math.min(5, Number(process.env["AVAL_TEST_ROUNDS"] ?? 5));
const phonesEach = 15;

let database: TestDatabase;
let racers: ChildProcess[] = [];

before(async () => {
  database = await testDatabase();
  const env = { ...process.env, AVAL_RACE_DATABASE_URL: database.serverUrl };
  racers = [0, 1].map(() => fork(join(import.meta.dirname, "testing", "racer.ts"), { env }));
  await Promise.all(racers.map((racer) => once(racer, "message")));
});
after(async () => {
  for (const racer of racers) racer.disconnect();
  await database.close();
});

const raced = (round: Round) => racedEach(() => round);

async function racedEach(roundOf: (racer: number) => Round): Promise<string[]> {
  const answers = racers.map((racer) => once(racer, "message") as Promise<[string[]]>);
  for (const [at, racer] of racers.entries()) racer.send(roundOf(at));
  return (await Promise.all(answers)).flatMap(([result]) => result);
}

const worldHere = async () => enrolmentWorld(database.db, await databaseClock(database.db));

/** A page of an old phone's, opened: the half minute and the week are put into the rows, since the clock is of two processes. */
async function openPage(world: Awaited<ReturnType<typeof worldHere>>, nationalId: string) {
  const old = await activePhone(world, nationalId);
  await sql`update device set activated_at = aval_now() - interval '8 days' where id = ${old.device}`.execute(
    database.db,
  );
  const asked = await world.enrolment.askPage(
    await by(world, old, purposes.enrolmentAsk, { onCall: false }),
  );
  assert.ok(asked.ok);
  const { page } = asked.value;
  await sql`update enrolment_page set asked_at = asked_at - interval '31 seconds' where id = ${page}`.execute(
    database.db,
  );
  const given = { page, onCall: false, evaluation: "e" };
  const opened = await world.enrolment.openByCode(
    await byCode(world, old, purposes.enrolmentOpen, given),
  );
  assert.ok(opened.ok && opened.value.state === "open");
  return { old, page, address: opened.value.address };
}

test("of thirty phones that scanned one page on two nodes, one is bound", async () => {
  const world = await worldHere();
  for (let round = 0; round < rounds; round++) {
    const { address } = await openPage(world, String(899_700_300_001 + round));
    const told = await raced({ address, times: phonesEach });
    assert.equal(told.length, 2 * phonesEach);
    assert.equal(told.filter((one) => one === "bound").length, 1, `round ${round}: ${told.join()}`);
    assert.ok(told.every((one) => one === "bound" || one === "binding_refused"));
  }
});

test("of thirty phones that scanned one card's page on two nodes, one is bound", async () => {
  const world = await worldHere();
  for (let round = 0; round < rounds; round++) {
    const professional = `pro_${899_700_320_001 + round}` as ProfessionalId;
    const address = await transact(database.db, async (tx) => {
      const given = { kind: "card", by: "issuer.serial", professional } as const;
      const state = await world.enrolment.pageState(tx, await world.enrolment.openPage(tx, given));
      return state.state === "open" ? state.address : "none";
    });
    const told = await raced({ address, times: phonesEach });
    assert.equal(told.length, 2 * phonesEach);
    assert.equal(told.filter((one) => one === "bound").length, 1, `round ${round}: ${told.join()}`);
    assert.ok(told.every((one) => one === "bound" || one === "binding_refused"));
  }
});

test("of a stop and thirty activations at once the stop is never lost, and one phone at most is active", async () => {
  const world = await worldHere();
  for (let round = 0; round < rounds; round++) {
    const { old, page, address } = await openPage(world, String(899_700_310_001 + round));
    const { ik, answer } = await asks(world, address);
    assert.ok(answer.ok);
    const { enrolment, device, words } = answer.value;
    const given = { page, words: words.join(" ") };
    const typed = await world.enrolment.typeWords(
      await by(world, old, purposes.enrolmentWords, given),
    );
    assert.ok(typed.ok);
    await sql`update enrolment set ready_at = aval_now(), evidenced_at = aval_now() - interval '1 day' where id = ${enrolment}`.execute(
      database.db,
    );
    const stopping = transact(database.db, (tx) => world.enrolment.stopByNotice(tx, enrolment));
    const active = await Promise.all(
      Array.from({ length: 30 }, () => activates(world, { enrolment, device, ik })),
    );
    await stopping;
    const { rows } = await sql<{
      state: string;
    }>`select state from enrolment where id = ${enrolment}`.execute(database.db);
    const won = active.filter(({ ok }) => ok).length;
    assert.ok(won <= 1);
    assert.equal(rows[0]?.state, won === 1 ? "active" : "contested");
  }
});

test("of two that would raise one phone at once, on two nodes, one does, and it is told once", async () => {
  const world = await worldHere();
  for (let round = 0; round < rounds; round++) {
    const nationalId = String(899_700_330_001 + round);
    const phone = await activePhone(world, nationalId, "limited");
    const proven = [
      await raisedAtDesk(world, phone, nationalId),
      await raisedAtDesk(world, phone, nationalId),
    ];
    const messages = await Promise.all(
      racers.map(() =>
        Promise.all(proven.flatMap((one) => [1, 2, 3].map(() => raises(world, phone, one)))),
      ),
    );
    const answers = racers.map((racer) => once(racer, "message") as Promise<[string[]]>);
    for (const [at, racer] of racers.entries()) racer.send({ raises: messages[at] } as Round);
    const told = (await Promise.all(answers)).flatMap(([result]) => result);
    assert.equal(told.filter((one) => one === "raised").length, 1, told.join());
    const { rows } = await sql<{ facts: number; level: string }>`
      select (select count(*)::int from fact where kind = 'device_raised' and body::text like ${`%${phone.device}%`}) as facts,
        level from device where id = ${phone.device}`.execute(database.db);
    assert.deepEqual(rows, [{ facts: 1, level: "full" }]);
  }
});

test("of an old installation's word and the activation in its place, on two nodes, one is first: never are both alive; beside it, none outlives the word", async () => {
  const seen = new Set<string>();
  for (let round = 0; round < 4 * rounds; round++) {
    const isBeside = round % 4 > 1;
    const world = await worldHere();
    const nationalId = String(899_700_340_001 + round);
    const professional = `pro_${nationalId}` as ProfessionalId;
    const old = await activePhone(world, nationalId);
    world.around.placeOf = professional;
    world.around.key = keySigned(professional, old.device, { isHardwareHeld: !isBeside });
    const opened = await atPlace(world, { signer: await newKey(), act: "open" });
    assert.ok(opened.ok && opened.value.shown.state === "open");
    const { ik, answer } = await asks(world, opened.value.shown.address);
    assert.ok(answer.ok);
    const { enrolment, device } = answer.value;
    assert.ok((await showsKey(world, { ik, enrolment })).ok);
    await sql`update enrolment set ready_at = aval_now(), evidenced_at = aval_now() - interval '1 day' where id = ${enrolment}`.execute(
      database.db,
    );
    const each = <T>(make: () => Promise<T>) =>
      Promise.all(Array.from({ length: phonesEach }, make));
    // Each is ahead of the other in half of the rounds, so that both ends are seen.
    const ahead = round % 2 === 0;
    const says = await each(() => by(world, old, purposes.pending));
    const messages = await each(() => activation(world, { enrolment, device, ik }));
    const activates = {
      activates: ahead ? messages : messages.slice(0, 1),
      placeOf: professional,
    };
    const told = await racedEach((racer) =>
      racer === 0 ? { says: ahead ? says.slice(0, 1) : says } : activates,
    );
    const { rows } = await sql<{ id: string; state: string }>`
      select id, state from device where professional = ${professional} or id = ${device}`.execute(
      database.db,
    );
    const state = Object.fromEntries(rows.map((row) => [row.id, row.state]));
    const isReplaced = told.includes("active");
    if (isBeside) {
      assert.deepEqual(
        [state[old.device], state[device]],
        ["active", isReplaced ? "suspended" : "enrolling"],
        told.join(),
      );
      assert.ok(told.includes("heard") && !told.some((one) => one.startsWith("fault")));
      seen.add(isReplaced ? "stopped" : "kept");
      continue;
    }
    assert.equal(told.filter((one) => one === "active").length, isReplaced ? 1 : 0);
    assert.deepEqual(
      [state[old.device], state[device]],
      isReplaced ? ["revoked", "active"] : ["active", "enrolling"],
      told.join(),
    );
    if (!isReplaced) assert.ok(told.includes("heard"));
    assert.ok(!told.some((one) => one.startsWith("fault")), told.join());
    seen.add(isReplaced ? "replaced" : "kept");
  }
  assert.deepEqual([...seen].sort(), ["kept", "replaced", "stopped"]);
});
