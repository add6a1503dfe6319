import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { readConfig } from "#platform/config";
import { fixedClock, seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import type { WithDatabase } from "./beside.ts";
import { importDesksCommand } from "./import-desks.ts";
import { lastJson, saidBy } from "./testing/said.ts";

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const random = seededRandom(32);
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

const header =
  "autorite;nom;adresse;code_postal;ville;telephone;lundi;mardi;mercredi;jeudi;vendredi;samedi;dimanche;fermetures;actes;source";
const line = (name: string, { telephone = "01 99 00 00 11", monday = "08:30-12:00" } = {}) =>
  `Ordre fictif;${name};1 rue d'Essai;75000;Parisfictif;${telephone};${monday};;;;;;;2026-12-25;telephone rouvrir;essai`;
const run = (text: string, ...argv: string[]) =>
  saidBy((io) =>
    importDesksCommand(["-", ...argv], io, withDatabase, Readable.from([Buffer.from(text)])),
  );
const file = (...lines: readonly string[]) => [header, ...lines, ""].join("\n");
const names = async () => {
  const { rows } = await sql<{ name: string }>`select name from listed_desk order by name`.execute(
    database.db,
  );
  return rows.map(({ name }) => name);
};

test("a file takes the place of the list, told in one line of counts and kept on the log", async () => {
  const first = await run(file(line("A"), line("B"), line("C")), "--json");
  const none = { added: 0, changed: 0, removed: 0, unchanged: 0, problems: 0 };
  assert.deepEqual([first.status, lastJson(first)], [0, { lines: 3, ...none, added: 3 }]);
  const second = await run(
    file(line("A"), line("B", { monday: "09:00-12:00" }), line("D")),
    "--json",
  );
  const moved = { lines: 3, ...none, added: 1, changed: 1, removed: 1, unchanged: 1 };
  assert.deepEqual(lastJson(second), moved);
  assert.deepEqual(await names(), ["A", "B", "D"]);
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from fact where kind = 'desks_imported'`.execute(database.db);
  assert.equal(rows[0]?.count, 2);
});

test("a wrong line is told by its number and reason, and stops nothing else", async () => {
  const said = await run(
    file(
      line("A"),
      line("B", { monday: "8h-12h" }),
      "x",
      line("C", { telephone: "douze" }),
      line("A"),
      line("E"),
    ),
    "--json",
  );
  assert.equal(said.status, 0);
  assert.deepEqual(
    said.err.map((text) => text.split(":")[0]),
    ["3", "4", "5", "6"],
  );
  assert.match(
    said.err.join("\n"),
    /3: des horaires.*\n4: .*columns\n5: .*telephone number\n6: .*earlier line/,
  );
  assert.deepEqual(await names(), ["A", "E"]);
});

test("a file of something else, one without a desk and one cut inside a line change nothing: status 1, and why", async () => {
  const before = await names();
  const wrong = [
    ["header", "a;b;c\n1;2;3\n"],
    ["header", ""],
    ["no_desk", file()],
    ["no_desk", file("x")],
    ["damaged", `${file(line("Z"))}Ordre fictif;Y`],
  ] as const;
  for (const [reason, text] of wrong) {
    const said = await run(text, "--json");
    assert.equal(said.status, 1, text);
    assert.equal((lastJson(said) as { stopped?: string }).stopped, reason);
    assert.match(said.err.join("\n"), /Rien n'a été changé\.\n.*Nothing was changed\./);
  }
  assert.deepEqual(await names(), before);
});

test("the example of the documentation and the sandbox's list are read without a fault", async () => {
  for (const path of ["../../../../docs/examples/desks.csv", "../sandbox/desks.csv"]) {
    const said = await run(await readFile(new URL(path, import.meta.url), "utf8"), "--json");
    assert.deepEqual([said.status, said.err], [0, []], path);
  }
});

test("of two files at once one stays whole", async () => {
  const [a, b] = [
    ["A1", "A2", "A3"],
    ["B1", "B2", "B3"],
  ] as const;
  for (let round = 0; round < 5; round++) {
    await Promise.all([a, b].map((list) => run(file(...list.map((name) => line(name))))));
    const left = await names();
    assert.ok(
      [a, b].some((list) => list.join() === left.join()),
      left.join(),
    );
  }
});
