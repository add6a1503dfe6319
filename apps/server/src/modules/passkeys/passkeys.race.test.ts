import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { idFrom } from "@aval/protocol";
import { sql } from "kysely";
import { systemRandom } from "#platform/random";
import { type TestDatabase, testDatabase } from "#platform/testing";
import type { Proven } from "./index.ts";
import { newAuthenticator } from "#platform/testing/authenticator";
import type { Round } from "./testing/racer.ts";
import { added, clockOf, newPhone, origin, passkeysOn } from "./testing/world.ts";

// Two operating-system processes with pools of their own show one signature, and then spend what it proved.
const rounds = Number(process.env["AVAL_TEST_ROUNDS"] ?? 20);
const times = 4;

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

async function raced(round: Round): Promise<unknown[]> {
  const answers = racers.map((racer) => once(racer, "message") as Promise<[unknown[]]>);
  for (const racer of racers) racer.send(round);
  return (await Promise.all(answers)).flatMap(([result]) => result);
}

test("of one signature, shown many times on two nodes, one proves something, and that is spent once", async () => {
  const world = passkeysOn(database.db, clockOf(database.db), []);
  const [phone, key] = [await newPhone(world), newAuthenticator()];
  await added(world, phone, key);
  // Its wait is over; the clock stays, since two processes read it.
  await sql`
    update passkey set made_at = aval_now() - interval '3 days', usable_from = aval_now() - interval '2 days'`.execute(
    database.db,
  );
  for (let round = 0; round < rounds; round++) {
    const on = { signIn: idFrom("uid", systemRandom.bytes(17)), browser: "a-browser" };
    const asked = await world.passkeys.challenge({ ...on, service: "register" });
    const shown = await raced({ on, times, prove: key.get(asked, origin) });
    const proven = shown.filter((one) => one !== false) as Proven[];
    assert.equal(proven.length, 1, `round ${round}: ${JSON.stringify(shown)}`);
    const [spend] = proven;
    assert.ok(spend);
    const spent = await raced({ on, times, spend });
    assert.equal(spent.filter((one) => one === true).length, 1, `round ${round}`);
    assert.equal(spent.filter((one) => one === false).length, 2 * times - 1);
  }
});
