import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { createAudit } from "#modules/audit";
import { createDirectory } from "#modules/directory";
import { systemRandom } from "#platform/random";
import { fixedClock } from "#platform/testing";
import { nurse, nurses } from "./modules/directory/testing/extracts.ts";
import { restricted } from "./modules/directory/testing/world.ts";
import { send } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

let server: WholeServer;
before(async () => {
  server = await startWhole();
});
after(() => server.stop());

const mail = "Adresse e-mail (coord. correspondance)";

type Caught = { readonly recipient: string; readonly subject: string };

async function caught(): Promise<readonly Caught[]> {
  const port = server.issuer.port + 6;
  const { text } = await send(
    { port, host: `mail.localhost:${port}` },
    { path: "/messages.json", headers: { accept: "application/json" } },
  );
  return JSON.parse(text) as readonly Caught[];
}

test("a contact that the register changes is announced on the old value and on the new one", async () => {
  const { db } = server.database;
  const audit = createAudit({ clock: fixedClock(), random: systemRandom });
  const directory = createDirectory({ db, random: systemRandom, audit });
  const people = (address: string) => [nurse(0, { [mail]: address }), ...nurses(400).slice(1)];
  await restricted(directory, people("avant@example.org"));
  await restricted(directory, people("apres@example.org"));
  let told: string[] = [];
  for (let tries = 0; told.length < 2 && tries < 120; tries++) {
    await delay(250);
    told = (await caught())
      .filter(({ subject }) => subject === "Vos coordonnées ont changé")
      .map(({ recipient }) => recipient);
  }
  assert.deepEqual(told.sort(), ["apres@example.org", "avant@example.org"]);
});
