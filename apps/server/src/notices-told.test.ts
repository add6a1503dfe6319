import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type DeskVisitView, newKeyPair, type PasskeyAssertion, signerOf } from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import { type Model, newModel } from "#platform/testing/authenticator";
import { atLink, caughtAt, messageTo } from "./testing/caught.ts";
import { consoleOf, newColleague } from "./testing/colleague.ts";
import {
  approveFrame,
  enrolHolder,
  newBrowser,
  phoneAt,
  sandboxPeople,
  sandboxService,
} from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// What people are told, through the real server: at a desk, in a flood, and what a press does.

let server: WholeServer;
let model: Model;
let people: readonly string[];
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(server.issuer);
});
after(() => server?.stop());

type Colleague = Awaited<ReturnType<typeof newColleague>>;
const checks = { original: true, face: true, name: true };
const personOf = (index: number) => people[index] ?? "";

/** Where this person gets mail. */
async function addressOf(nationalId: string): Promise<string> {
  const { rows } = await sql<{ value: string }>`
    select c.value from contact c join professional p on p.id = c.professional
    where p.national_id = ${nationalId} and c.kind = 'email' and c.replaced_at is null`.execute(
    server.database.db,
  );
  return rows[0]?.value ?? "";
}

async function sign({ browser, key }: Colleague, visit: string) {
  const asked = await browser.said<{ challenge: string; rpId: string }>(
    `/api/desk/visits/${visit}/ask`,
    { presence: "room", checks },
  );
  if (asked.error !== undefined) return { stage: "refused", error: asked.error };
  const given: PasskeyAssertion = key.get(asked, `http://${consoleOf(server).host}`);
  return browser.said<DeskVisitView>(`/api/desk/visits/${visit}/sign`, { ...given });
}

/** A visit that its first registrar has signed. */
async function signedOnce(first: Colleague, nationalId: string) {
  const opened = await first.browser.said<DeskVisitView>("/api/desk/open", { nationalId, checks });
  assert.equal(opened.stage, "open");
  const binding = new URL(opened.stage === "open" ? opened.address : "").hash.slice("#b=".length);
  const ik = await signerOf(await newKeyPair());
  await phoneAt(() => server.phone).enrol(ik, "Téléphone neuf", binding);
  assert.equal((await sign(first, opened.visit)).stage, "signed");
  return opened.visit;
}

test("whoever is shown to a desk is told of the first signature, and a press ends that visit, twice in a month", async () => {
  const colleague = (name: string) => newColleague(server, { model, scope: "national", name });
  const [first, second] = [await colleague("Odile ESSAI"), await colleague("Paul ESSAI")];
  const nationalId = personOf(30);
  const address = await addressOf(nationalId);
  const subject = /ajouté pour vous à un guichet/;
  for (let stop = 1; stop <= bounds.deskStops; stop++) {
    const visit = await signedOnce(first, nationalId);
    const text = await messageTo(server, address, subject, stop);
    assert.equal((await atLink(server, text, "GET")).status, 200);
    const looked = await second.browser.said<DeskVisitView>(`/api/desk/visits/${visit}`);
    assert.equal(looked.stage, "signed", "opening the page ends nothing");
    await atLink(server, text, "POST");
    assert.equal((await sign(second, visit)).error, "desk_visit_over");
  }
  const seen = await signedOnce(first, nationalId);
  await atLink(server, await messageTo(server, address, subject, bounds.deskStops + 1), "POST");
  assert.equal((await sign(second, seen)).stage, "proven", "a mailbox's reader keeps nobody out");
});

test("a thousand phones that ask tell nobody anything, and the holder signs in (P-06, P-59)", async () => {
  const nationalId = personOf(31);
  const holder = await enrolHolder(() => server.phone, nationalId);
  await messageTo(server, await addressOf(nationalId), /téléphone a été ajouté/);
  const before = await caughtAt(server);
  const stranger = phoneAt(() => server.phone);
  const ask = async () =>
    stranger.enrol(await signerOf(await newKeyPair()), `Téléphone de ${nationalId}`);
  for (let asked = 0; asked < 1000; asked += 50) await Promise.all(Array.from({ length: 50 }, ask));
  const browser = await newBrowser(() => server.issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  await approveFrame(holder, view.frame ?? "");
  const { location } = await browser.conclude(page.signIn);
  assert.ok(location.includes("code="), location);
  // The sign-in itself is the only thing that was told since.
  const address = await addressOf(nationalId);
  await messageTo(server, address, /ordinateur inconnu/);
  const since = (await caughtAt(server)).filter(({ id }) => !before.some((one) => one.id === id));
  assert.deepEqual(
    since.filter(({ recipient }) => recipient === address).map(({ subject }) => subject),
    ["Connexion depuis un ordinateur inconnu"],
  );
});
