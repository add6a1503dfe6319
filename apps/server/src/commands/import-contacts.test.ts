import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { createAudit } from "#modules/audit";
import { createDirectory } from "#modules/directory";
import { readConfig } from "#platform/config";
import { fixedClock, seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import { nurses } from "../modules/directory/testing/extracts.ts";
import { restricted } from "../modules/directory/testing/world.ts";
import type { WithDatabase } from "./beside.ts";
import { importContactsCommand } from "./import-contacts.ts";
import { Misuse } from "./misuse.ts";
import { lastJson, saidBy } from "./testing/said.ts";

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const random = seededRandom(31);
const clock = fixedClock();
const audit = createAudit({ clock, random });
const outcome = readConfig({});
assert.ok(outcome.ok);
const withDatabase: WithDatabase = (work) =>
  work({ config: outcome.value, db: database.db, clock, random, audit });

const file = (...lines: readonly string[]) =>
  Readable.from([
    Buffer.from(["identifiant;nature;valeur;date;justificatif", ...lines, ""].join("\n")),
  ]);
const run = (input: Readable, ...argv: string[]) =>
  saidBy((io) => importContactsCommand(["-", ...argv], io, withDatabase, input));
const order = ["--authority", "order:infirmiers"];

test("the difference is shown first; --apply changes it, and each ends with one line of counts", async () => {
  await restricted(createDirectory({ db: database.db, random, audit }), nurses(400));
  const lines = [
    "899710000001;mail;autre@example.org;;guichet",
    "899710000002;mail;;;guichet",
    "x",
  ];
  const counts = { lines: 3, added: 0, changed: 1, removed: 1, unchanged: 0, problems: 1 };
  const shown = await run(file(...lines), ...order, "--json");
  assert.deepEqual([shown.status, lastJson(shown)], [0, counts]);
  assert.match(shown.err.join("\n"), /^4: .*number of columns[\s\S]*--apply applies it/m);
  const applied = await run(file(...lines), ...order, "--apply", "--json");
  assert.deepEqual([applied.status, lastJson(applied)], [0, counts]);
  const again = await run(file(...lines), ...order, "--apply");
  assert.match(again.out.join("\n"), /\+0 .* 0 modifiées .* 0 retirées .* 2 inchangées/);
});

test("above the share nothing is applied: status 1, why in both languages, and one line that says so", async () => {
  const many = Array.from(
    { length: 9 },
    (_, n) => `89971000001${n};mail;vers${n}@example.org;;courrier`,
  );
  const stopped = await run(file(...many), ...order, "--apply", "--json");
  assert.equal(stopped.status, 1);
  assert.equal((lastJson(stopped) as { stopped?: string }).stopped, "contacts_share");
  assert.match(stopped.err.join("\n"), /deux personnes[\s\S]*two people/);
});

test("a file without an authority, or of one nobody knows, is not opened", async () => {
  const never: WithDatabase = () => assert.fail("opened");
  const io = { out: () => undefined, err: () => undefined, env: {} };
  for (const authority of [[], ["--authority", "order:inventé"], ["--authority", "rpps-public"]])
    await assert.rejects(importContactsCommand(["-", ...authority], io, never, file()), Misuse);
});
