import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after as afterAll, before, test } from "node:test";
import { createAudit } from "#modules/audit";
import { readConfig } from "#platform/config";
import { Halt } from "#platform/halt";
import { fixedClock, seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import type { WithDatabase } from "./beside.ts";
import { importCommand } from "./import.ts";
import { Misuse } from "./misuse.ts";
import { lastJson, saidBy } from "./testing/said.ts";

let database: TestDatabase;
let folder: string;
before(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "aval-import-"));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const random = seededRandom(31);
const clock = fixedClock();
const outcome = readConfig({});
assert.ok(outcome.ok);
const withDatabase: WithDatabase = (work) =>
  work({
    config: outcome.value,
    db: database.db,
    clock,
    random,
    audit: createAudit({ clock, random }),
  });

async function run(command: typeof importCommand, ...argv: string[]) {
  const said = await saidBy((io) => command(argv, io, withDatabase, Readable.from([])));
  return { ...said, last: () => lastJson(said) };
}

const header =
  "Identification nationale PP|Nom d'exercice|Prénom d'exercice|Code profession|Code catégorie professionnelle|";
const line = (n: number) => `89971000${String(n).padStart(4, "0")}|NOM${n}|PRENOM${n}|60|C|`;

async function fileWith(lines: readonly string[]): Promise<string> {
  const path = join(folder, `${lines.length}.txt`);
  await writeFile(path, [header, ...lines, ""].join("\n"));
  return path;
}

test("an import ends with one line of counts, and status 0 even when a line was left out and told", async () => {
  const path = await fileWith([line(1), line(2), "broken"]);
  const done = await run(importCommand, path, "--json");
  assert.equal(done.status, 0);
  assert.equal(done.out.length, 1);
  assert.deepEqual(done.last(), {
    lines: 3,
    added: 2,
    changed: 0,
    removed: 0,
    unchanged: 0,
    problems: 1,
  });
  assert.match(done.err.join("\n"), /^4: .*number of columns/m);
  assert.deepEqual((await run(importCommand, path, "--json")).last(), {
    lines: 3,
    added: 0,
    changed: 0,
    removed: 0,
    unchanged: 2,
    problems: 1,
  });
});

test("an import that stops says why, in both languages, with status 1", async () => {
  const path = await fileWith([line(1)]);
  const stopped = await run(importCommand, path, "--json");
  assert.equal(stopped.status, 1);
  const { waits, ...counts } = stopped.last() as { readonly waits?: string };
  assert.deepEqual(counts, {
    lines: 1,
    added: 0,
    changed: 0,
    removed: 1,
    unchanged: 1,
    problems: 0,
    stopped: "people_share",
  });
  assert.match(waits ?? "", /^imp_/);
  assert.match(stopped.err.join("\n"), /deux personnes[\s\S]*two operators/);
  assert.match(stopped.err.join("\n"), /SHA-256 : [0-9a-f]{64}/);
  assert.equal(
    (await run(importCommand, await fileWith([line(1), line(2), "broken"]), "--strict")).status,
    1,
  );
});

test("a file that is not there, or not a file, and a source nobody knows, are said before anything is opened", async () => {
  const never: WithDatabase = () => assert.fail("opened");
  const io = { out: () => undefined, err: () => undefined, env: {} };
  await assert.rejects(
    importCommand([join(folder, "absent.txt")], io, never, Readable.from([])),
    Halt,
  );
  await assert.rejects(importCommand([folder], io, never, Readable.from([])), Halt);
  await assert.rejects(
    importCommand(
      [await fileWith([line(1)]), "--source", "elsewhere"],
      io,
      never,
      Readable.from([]),
    ),
    Halt,
  );
  await assert.rejects(importCommand([], io, never, Readable.from([])), Misuse);
});
