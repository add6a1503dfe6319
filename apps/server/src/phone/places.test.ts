import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { moveClock } from "#platform/testing";
import { type Duration, hours, seconds } from "#platform/time";
import { newBrowser, sandboxPeople, sandboxService } from "../testing/driver.ts";
import { startWhole, type WholeServer } from "../testing/whole.ts";
import { phoneCommand, type PhoneValues } from "./command.ts";

// `aval phone` against the whole server: a browser becomes its holder's place, through the public device protocol.
let server: WholeServer;
let folder: string;
before(async () => {
  server = await startWhole();
  folder = await mkdtemp(join(tmpdir(), "aval-places-"));
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pin = "246813";

async function phone(action: string, values: PhoneValues = {}) {
  let told = "";
  const io = {
    stdout: { write: (text: string) => (told += text) },
    stderr: { write: () => undefined },
    stdin: (async function* () {})(),
    env: {},
  };
  const at = { state: join(folder, "phone.json"), server: `http://127.0.0.1:${server.phone.port}` };
  const status = await phoneCommand({ ...at, json: true, ...values }, [action], io);
  return { status, told: JSON.parse(told) as any };
}

let ahead = 0;

/** Moves the database's clock, and waits until this node follows it. */
async function advance(span: Duration) {
  ahead += span;
  await moveClock(server.database.db, span);
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`http://127.0.0.1:${server.phone.port}/api/time`);
    const { now } = (await answer.json()) as { now: number };
    if (Math.abs(now * 1000 - Date.now() - ahead) < 2000) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the node does not follow the database's clock");
}

test("a place is made, aged and ended from the command line as from the phone's page, and never sooner", async () => {
  const [person] = await sandboxPeople(server.issuer);
  assert.ok(person);
  assert.equal((await phone("enrol", { as: person, pin })).told.state, "active");
  const browser = await newBrowser(
    () => server.issuer,
    undefined,
    () => Date.now() + ahead,
  );
  const signIn = async () => {
    const page = await browser.open(sandboxService);
    const { view } = await browser.act(page.signIn, "begin");
    const shown = await phone("scan", { frame: view.frame });
    assert.equal(shown.status, 0, JSON.stringify(shown.told));
    const { told } = await phone("approve", { pin });
    await browser.conclude(page.signIn);
    return { told, context: shown.told.context };
  };
  const first = await signIn();
  assert.equal(first.told.mayBePlace, true);
  const { approval } = first.told;
  assert.equal((await phone("place-make", { approval })).told.state, "waiting");
  await advance(seconds(31));
  const made = (await phone("place-make", { approval })).told;
  assert.equal(made.state, "made");
  const { id: place } = made.place;
  assert.equal((await phone("place-confirm", { place, pin })).told.error, "place_not_asking");
  await advance(hours(25));
  const second = await signIn();
  assert.equal(second.context.browser.standing, "unknown");
  assert.equal((await phone("places")).told[0].asks, true);
  assert.equal((await phone("place-confirm", { place, pin: "975318" })).told.error, "wrong_code");
  const aged = await phone("place-confirm", { place, pin });
  assert.deepEqual([aged.status, aged.told.state], [0, "aged"]);
  const third = await signIn();
  assert.equal(third.context.browser.standing, "own_place");
  assert.equal(third.context.rights, "full");
  assert.deepEqual((await phone("place-end", { place })).told, { ended: true });
  assert.deepEqual((await phone("places")).told, []);
});

test("what is mistyped is said, and nothing is sent", async () => {
  assert.equal((await phone("place-end", { place: "here" })).status, 2);
  assert.equal((await phone("place-make", { approval: "that" })).status, 2);
});

test("a locum announced from the command line works on that counter at once, and no longer once removed", async () => {
  const [person, guest] = await sandboxPeople(server.issuer);
  assert.ok(person && guest);
  const mine = { state: join(folder, "host.json") };
  const theirs = { state: join(folder, "locum.json") };
  assert.equal((await phone("enrol", { as: person, pin, ...mine })).told.state, "active");
  assert.equal((await phone("enrol", { as: guest, pin, ...theirs })).told.state, "active");
  const browser = await newBrowser(
    () => server.issuer,
    undefined,
    () => Date.now() + ahead,
  );
  const signIn = async (at: PhoneValues) => {
    const page = await browser.open(sandboxService);
    const { view } = await browser.act(page.signIn, "begin");
    const shown = await phone("scan", { frame: view.frame, ...at });
    assert.equal(shown.status, 0, JSON.stringify(shown.told));
    const { told } = await phone("approve", { pin, ...at });
    await browser.conclude(page.signIn);
    return { told, standing: shown.told.context.browser.standing };
  };
  const { approval } = (await signIn(mine)).told;
  await phone("place-make", { approval, ...mine });
  await advance(seconds(31));
  const { id: place } = (await phone("place-make", { approval, ...mine })).told.place;
  const day = (later: number) => {
    const at = new Date(Date.now() + ahead + later * 86_400_000);
    return [at.getFullYear(), at.getMonth() + 1, at.getDate()]
      .map((part) => String(part).padStart(2, "0"))
      .join("-");
  };
  const asked = { place, as: guest, pin, ...mine };
  const days = () => ({ from: day(0), until: day(3) });
  assert.equal((await phone("announce", { ...asked, ...days() })).told.error, "locum_not_possible");
  await advance(hours(25));
  await signIn(mine);
  await phone("place-confirm", { place, pin, ...mine });
  assert.equal((await signIn(theirs)).standing, "unknown");
  const told = (await phone("announce", { ...asked, ...days() })).told;
  assert.equal(told.locums?.[0].nationalId, guest, JSON.stringify(told));
  assert.equal((await signIn(theirs)).standing, "known_workstation");
  const { id: locum } = told.locums[0];
  assert.deepEqual((await phone("announce-end", { locum, ...mine })).told, { ended: true });
  assert.equal((await signIn(theirs)).standing, "unknown");
  assert.equal((await phone("announce", { ...asked, from: "today", until: "2026" })).status, 2);
});
