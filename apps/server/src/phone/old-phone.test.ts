import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { moveClock } from "#platform/testing";
import { days, type Duration, hours, seconds } from "#platform/time";
import { sandboxPeople } from "../testing/driver.ts";
import { startWhole, type WholeServer } from "../testing/whole.ts";
import { phoneCommand, type PhoneValues } from "./command.ts";

// `aval phone enrol --via old-phone` against the whole server, through the public device protocol.
let server: WholeServer;
let folder: string;
before(async () => {
  server = await startWhole();
  folder = await mkdtemp(join(tmpdir(), "aval-old-phone-"));
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pin = "246813";
const second = "975318";
const file = (name: string) => join(folder, `${name}.json`);

async function phone(name: string, action: string, values: PhoneValues = {}) {
  let told = "";
  const io = {
    stdout: { write: (text: string) => (told += text) },
    stderr: { write: () => undefined },
    stdin: (async function* () {})(),
    env: {},
  };
  const at = { state: file(name), server: `http://127.0.0.1:${server.phone.port}` };
  const status = await phoneCommand({ ...at, json: true, ...values }, [action], io);
  return { status, told: JSON.parse(told) as any };
}

let ahead = 0;
async function advance(span: Duration) {
  ahead += span;
  await moveClock(server.database.db, span);
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`http://127.0.0.1:${server.phone.port}/api/time`);
    const { now } = (await answer.json()) as { now: number };
    if (Math.abs(now * 1000 - Date.now() - ahead) < 2000) return;
    await delay(50);
  }
  throw new Error("the node does not follow the database's clock");
}

/** Until the old phone has asked for its page, which its code opens half a minute later. */
async function asked() {
  for (let tries = 0; tries < 400; tries++) {
    const { rows } =
      await sql`select from enrolment_page where kind = 'old_phone' and opened_at is null
      and ended_at is null`.execute(server.database.db);
    if (rows.length > 0) return;
    await delay(50);
  }
  throw new Error("the old phone asked for no page");
}

test("a phone of a week ago brings another, which is limited, and active a day later by its own code", async () => {
  const [person, other] = await sandboxPeople(server.issuer);
  assert.ok(person && other);
  assert.equal((await phone("old", "enrol", { as: person, pin })).told.state, "active");
  const values = { as: person, pin: second, via: "old-phone", old: file("old"), "old-pin": pin };
  assert.equal((await phone("new", "enrol", values)).told.error, "old_phone_not_possible");
  await advance(days(8));
  assert.equal(
    (await phone("new", "enrol", { ...values, as: other })).told.error,
    "phone_other_holder",
  );
  const enrolling = phone("new", "enrol", values);
  // The half minute is counted from the question to the code.
  await asked();
  await advance(seconds(33));
  const { status, told } = await enrolling;
  assert.equal(status, 0, JSON.stringify(told));
  assert.deepEqual([told.state, told.level, told.words.length], ["cooling", "limited", 4]);
  const early = await phone("new", "activate", { pin: second });
  assert.deepEqual(
    [early.status, early.told.error, early.told.until],
    [1, "enrolment_too_early", told.activeAt],
    "whoever comes early hears from when",
  );
  assert.match(early.told.message.en, /from \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d on\.$/);
  const day = told.activeAt - (Date.now() + ahead) / 1000;
  assert.ok(day > 23.9 * 3600 && day <= 24 * 3600 + 1);
  assert.equal((await phone("new", "activate", { pin: second })).told.error, "enrolment_too_early");
  await advance(hours(24.1));
  const active = await phone("new", "activate", { pin: second });
  assert.deepEqual([active.told.state, active.told.level], ["active", "limited"]);
  const raised = await phone("new", "raise", { pin: second });
  assert.deepEqual([raised.told.state, raised.told.level], ["active", "full"]);
  assert.equal((await phone("new", "raise", { pin: second })).told.error, "raise_not_possible");
});
