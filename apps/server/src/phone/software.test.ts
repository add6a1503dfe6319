import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { SoftwareAnswer } from "@aval/protocol";
import { sandboxPeople } from "../testing/driver.ts";
import { startWhole, type WholeServer } from "../testing/whole.ts";
import { phoneCommand, type PhoneValues } from "./command.ts";

// `aval phone` against the whole server: one's own software, through the public device protocol.
let server: WholeServer;
let folder: string;
before(async () => {
  server = await startWhole();
  folder = await mkdtemp(join(tmpdir(), "aval-software-"));
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function phone(words: readonly string[], values: PhoneValues = {}) {
  let told = "";
  const io = {
    stdout: { write: (text: string) => (told += text) },
    stderr: { write: () => undefined },
    stdin: (async function* () {})(),
    env: {},
  };
  const at = { state: join(folder, "phone.json"), server: `http://127.0.0.1:${server.phone.port}` };
  const status = await phoneCommand({ ...at, json: true, ...values }, words, io);
  return { status, told: JSON.parse(told) };
}

test("software is added by the code, serves from another day, is found by nothing until then, and goes without the code", async () => {
  const [person] = await sandboxPeople(server.issuer);
  assert.ok(person);
  const pin = "246813";
  assert.equal((await phone(["enrol"], { as: person, pin })).status, 0);
  const mine = async () => ((await phone(["software"])).told as SoftwareAnswer).mine;
  assert.deepEqual(await mine(), []);

  const wrong = await phone(["add-software", "sandbox-software"], { pin: "975318" });
  assert.deepEqual([wrong.status, wrong.told.error], [1, "wrong_code"]);
  assert.equal((await phone(["add-software", "sandbox-software"], { pin })).status, 0);
  const [added] = await mine();
  assert.ok(added?.client === "sandbox-software" && added.usableFrom > added.addedAt);

  const nothing = await phone(["search", "42"], { elsewhere: true });
  assert.deepEqual([nothing.status, nothing.told.error], [1, "search_nothing"]);
  const shape = await phone(["search", "4"]);
  assert.deepEqual([shape.status, shape.told.error], [1, "phone_number_shape"]);

  assert.equal((await phone(["software", "remove", "sandbox-software"])).status, 0);
  assert.deepEqual(await mine(), []);
});
