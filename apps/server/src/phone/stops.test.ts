import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { moveClock } from "#platform/testing";
import { minutes } from "#platform/time";
import { newBrowser, sandboxPeople, sandboxService } from "../testing/driver.ts";
import { phoneWords } from "../commands/phone-words.ts";
import { startWhole, type WholeServer } from "../testing/whole.ts";
import { phoneCommand, type PhoneValues } from "./command.ts";

// `aval phone` against the whole server: stopping, reopening, and what happened, through the public device protocol.
let server: WholeServer;
let folder: string;
let people: readonly string[];
before(async () => {
  server = await startWhole();
  folder = await mkdtemp(join(tmpdir(), "aval-stops-"));
  people = await sandboxPeople(server.issuer);
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pin = "246813";

async function phoneOf(person: string) {
  const at = { state: join(folder, person), server: `http://127.0.0.1:${server.phone.port}` };
  const say = async (words: readonly string[], values: PhoneValues = {}) => {
    let [out, err] = ["", ""];
    const io = {
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (err += text) },
      stdin: (async function* () {})(),
      env: {},
      ...phoneWords,
    };
    const status = await phoneCommand({ ...at, ...values }, words, io);
    return { status, out, err };
  };
  const json = async (words: readonly string[], values: PhoneValues = {}) => {
    const { status, out } = await say(words, { ...values, json: true });
    return { status, told: JSON.parse(out) };
  };
  assert.equal((await json(["enrol"], { as: person, pin })).status, 0);
  return { say, json };
}

test("a block is reopened with the code, never for a caller; told apart from what was never stopped", async () => {
  const { say, json } = await phoneOf(people[0] ?? "");
  assert.deepEqual((await json(["lift"])).told.stops, []);
  assert.equal((await json(["lift"], { pin })).told.error, "phone_nothing_stopped");
  assert.equal((await json(["block"])).told.state, "blocked");
  assert.match(
    (await say(["lift"])).out,
    /ce téléphone : aval phone lift[\s\S]*this phone: aval phone lift/,
  );

  const called = await json(["lift"], { pin, "on-call": true });
  assert.deepEqual([called.status, called.told.error], [1, "phone_lift_on_call"]);
  const wrong = await json(["lift"], { pin: "975318" });
  assert.deepEqual([wrong.status, wrong.told.error], [1, "wrong_code"]);
  assert.equal((await json(["lift"])).told.stops.length, 1, "neither reopened it");
  const lifted = await json(["lift"], { pin });
  assert.deepEqual([lifted.status, lifted.told.stops], [0, []]);
});

test("the history is what happened, newest first, and a sign-in of it is disowned without the code", async () => {
  const { say, json } = await phoneOf(people[2] ?? "");
  const browser = await newBrowser(() => server.issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  assert.equal((await json(["scan"], { frame: view.frame })).status, 0);
  assert.equal((await json(["approve"], { pin })).status, 0);
  await browser.conclude(page.signIn);

  const open = (await json(["history"])).told.events;
  assert.deepEqual(
    open.map(({ kind }: { kind: string }) => kind),
    ["session_opened", "device_added"],
  );
  const [{ session, isOpen }] = open;
  assert.equal(isOpen, true);
  const words = await say(["history"]);
  assert.match(
    words.out,
    new RegExp(
      `^\\d{4}-\\d\\d-\\d\\d .* [+-]\\d\\d:\\d\\d {2}Connexion[^/]* / Sign-in.* ${session}`,
    ),
    "in words, in both languages; the facts' own names are for programs",
  );
  assert.doesNotMatch(words.out, /session_opened|device_added/);
  assert.deepEqual((await json(["history", "not-me", session])).told, { done: true });
  const [disowned, ...before] = (await json(["history"])).told.events;
  assert.match(disowned.kind, /session_(disowned|closed)/);
  assert.ok(before.every((event: { isOpen: boolean }) => !event.isOpen));
});

test("a phone that cannot reopen says who can, in both languages, and asks for no try of the code", async () => {
  const { say, json } = await phoneOf(people[1] ?? "");
  await json(["block"]);
  await moveClock(server.database.db, minutes(16));
  for (let tries = 0; (await json(["lift"])).told.stops[0].thisPhone === true; tries++) {
    assert.ok(tries < 200, "the node does not follow the database's clock");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { status, told } = await json(["lift"], { pin: "975318" });
  assert.deepEqual([status, told.error, told.triesLeft], [1, "phone_cannot_lift", undefined]);
  assert.match(told.message.fr, /le guichet \+ votre carte \+ un téléphone/);
  assert.match(told.message.en, /the enrolment desk \+ your card \+ a phone/);
  assert.match((await say(["lift"], { pin })).err, /rouvrir[\s\S]*Nobody will call you/);
});
