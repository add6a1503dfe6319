import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { newBrowser, sandboxPeople, sandboxService } from "../testing/driver.ts";
import { startWhole, type WholeServer } from "../testing/whole.ts";
import { phoneCommand, type PhoneValues } from "./command.ts";

// `aval phone` against the whole server: a place rings its holder's phone, through the public device protocol.
let server: WholeServer;
let folder: string;
before(async () => {
  server = await startWhole();
  folder = await mkdtemp(join(tmpdir(), "aval-bells-"));
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pin = "246813";

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
  return { status, told: JSON.parse(told) as any };
}

test("a bell is listed, added, rings in pending, is refused and removed from the command line", async () => {
  const [person] = await sandboxPeople(server.issuer);
  assert.ok(person);
  await phone(["enrol"], { as: person, pin });
  const browser = await newBrowser(() => server.issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  const { told: shown } = await phone(["scan"], { frame: view.frame });
  await phone(["approve"], { pin });
  await browser.conclude(page.signIn);
  const { db } = server.database;
  const { approval } = shown;
  await phone(["place-make"], { approval });
  await db
    .updateTable("place_offer")
    .set({ offered_at: new Date(Date.now() - 40_000) })
    .where("approval", "=", approval)
    .execute();
  const { told: made } = await phone(["place-make"], { approval });
  const place = made.place.id;
  assert.equal((await phone(["bell", "add"], { place, service: sandboxService.id })).status, 1);
  const now = new Date();
  await db
    .updateTable("place")
    .set({ state: "aged", aged_at: now, scanned_at: now })
    .where("id", "=", place)
    .execute();

  const { told: before } = await phone(["bell"]);
  assert.deepEqual(before.bells, []);
  assert.equal(before.offers[0].service.id, sandboxService.id);
  const { told: bell } = await phone(["bell", "add"], { place, service: sandboxService.id });
  assert.deepEqual((await phone(["pending"])).told, []);

  const asking = await browser.open(sandboxService, { prompt: "login" });
  const begun = await browser.act(asking.signIn, "begin");
  assert.deepEqual(begun.view.bells, [{ bell: bell.id }]);
  await browser.act(asking.signIn, "ring", { bell: bell.id });
  const { told: waiting } = await phone(["pending"]);
  assert.deepEqual(
    waiting.map((one: { kind: string; place: { id: string } }) => [one.kind, one.place.id]),
    [["ring", place]],
  );
  assert.deepEqual((await phone(["bell", "refuse"], { reason: "mistake" })).told, {
    refused: true,
    bell: "kept",
  });
  assert.equal((await phone(["bell", "refuse"], { reason: "mistake" })).status, 1);
  assert.deepEqual((await phone(["bell", "remove"], { bell: bell.id })).told, { ended: true });
  assert.equal((await phone(["bell", "remove"], { bell: bell.id })).told.error, "bell_not_found");
  for (const [words, values] of [
    [["bell", "polish"], {}],
    [["bell", "add"], { place: "somewhere", service: "s" }],
    [["bell", "remove"], {}],
    [["bell", "refuse"], { reason: "bored" }],
  ] as const)
    assert.equal((await phone(words, values)).status, 2, words.join(" "));
});
