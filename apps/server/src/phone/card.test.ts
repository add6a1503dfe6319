import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { hours, seconds } from "#platform/time";
import { sandboxPeople } from "../testing/driver.ts";
import { advanceServer, insertedCard } from "../testing/inserted-card.ts";
import { startWhole, type WholeServer } from "../testing/whole.ts";
import { phoneCommand, type PhoneValues } from "./command.ts";

// `aval phone enrol --via card` against the whole server: the card's own listener, its page, and the public device protocol.
let server: WholeServer;
let folder: string;
before(async () => {
  server = await startWhole();
  folder = await mkdtemp(join(tmpdir(), "aval-card-phone-"));
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pin = "975318";

/** As soon as half a minute begins, it has passed. */
async function phone(name: string, action: string, values: PhoneValues = {}) {
  let told = "";
  const io = {
    stdout: { write: (text: string) => (told += text) },
    stderr: { write: () => void advanceServer(server, seconds(32)) },
    stdin: (async function* () {})(),
    env: {},
  };
  const at = {
    state: join(folder, `${name}.json`),
    server: `http://127.0.0.1:${server.phone.port}`,
  };
  const status = await phoneCommand({ ...at, json: true, ...values }, [action], io);
  return { status, told: JSON.parse(told) as Record<string, unknown> };
}

async function cardOf(nationalId: string, kind: "good" | "revoked" = "good"): Promise<string> {
  const made = await insertedCard(server, nationalId, kind, "carte");
  assert.ok(made);
  const file = join(folder, `${nationalId}-${kind}.p12`);
  await writeFile(file, made.pfx);
  return file;
}

test("a card's file brings a full phone, which says its state, level and hour, and is active a day later", async () => {
  const [person] = await sandboxPeople(server.issuer);
  assert.ok(person);
  const values = { as: person, pin, via: "card", card: await cardOf(person) };
  const { status, told } = await phone("new", "enrol", values);
  assert.equal(status, 0, JSON.stringify(told));
  assert.deepEqual([told["state"], told["level"]], ["cooling", "full"]);
  assert.ok(Number(told["activeAt"]) > 0);
  // Ten tries of the code would close the phone: whoever comes early is not asked for it.
  for (let early = 0; early < 11; early++)
    assert.equal((await phone("new", "activate", { pin })).told["error"], "enrolment_too_early");
  await advanceServer(server, hours(24));
  assert.equal((await phone("new", "activate", { pin })).told["state"], "active");
});

test("a revoked card and a file that is none bring nothing", async () => {
  const [, person] = await sandboxPeople(server.issuer);
  assert.ok(person);
  const values = { as: person, pin, via: "card" };
  const revoked = { ...values, card: await cardOf(person, "revoked") };
  assert.equal((await phone("no", "enrol", revoked)).told["error"], "phone_card_refused");
  const none = { ...values, card: join(folder, "none.p12") };
  assert.equal((await phone("no", "enrol", none)).told["error"], "phone_no_card");
});
