import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after as afterAll, before, test } from "node:test";
import { command } from "./sandbox-people.ts";
import { withImports } from "./testing/import-world.ts";
import { saidByCommand } from "./testing/said.ts";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "aval-people-"));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...argv: string[]) => saidByCommand(command, argv);

const people = (name: string, ...more: string[]) =>
  run("--count", "1500", "--seed", "7", "--out", join(folder, name), "--json", ...more);

test("a file it writes is imported without a problem, everybody in it; the next day's has as many changes as it says", () =>
  withImports(async ({ run: imported }) => {
    for (const layout of ["public", "psc"]) {
      const made = await people(`${layout}.txt`, "--layout", layout);
      const said = JSON.parse(made.out[0] ?? "null");
      const first = await imported([join(folder, `${layout}.txt`), "--json"]);
      assert.deepEqual(
        [first.last?.["lines"], first.last?.["added"], first.last?.["problems"]],
        [said.lines, 1500, 0],
      );
      await people(
        `${layout}-2.txt`,
        "--layout",
        layout,
        "--changed",
        "0.02",
        "--removed",
        "0.005",
      );
      const next = await imported([join(folder, `${layout}-2.txt`), "--json"]);
      assert.equal(next.status, 0, next.err);
      assert.equal(next.last?.["problems"], 0);
      // A merged person is the same person.
      assert.equal(next.last?.["added"], 0);
      const changed = Number(next.last?.["changed"]);
      const removed = Number(next.last?.["removed"]);
      assert.ok(changed > 10 && changed < 60, `${changed} changed`);
      assert.ok(removed > 1 && removed < 25, `${removed} removed`);
    }
  }));

test("rosters are written beside, one object a line, as many as it says", async () => {
  const made = await people("with.txt", "--rosters", join(folder, "rosters.ndjson"));
  const { duties } = JSON.parse(made.out[0] ?? "null");
  const lines = (await readFile(join(folder, "rosters.ndjson"), "utf8")).trimEnd().split("\n");
  assert.equal(lines.length, duties);
  for (const line of lines) assert.ok(JSON.parse(line).slots.length > 0);
});

test("what cannot be written is said: no count, too many, no such layout, no such folder", async () => {
  for (const argv of [
    ["--out", "x"],
    ["--count", "10"],
    ["--count", "10", "--out", "x", "--seed", "seven"],
    ["--count", "0", "--out", "x"],
    ["--count", "5000001", "--out", "x"],
    ["--count", "10", "--out", "x", "--layout", "other"],
    ["--count", "10", "--out", "x", "--changed", "2"],
  ])
    assert.equal((await run(...argv)).status, 2, argv.join(" "));
  const nowhere = await run("--count", "10", "--out", join(folder, "absent", "x"));
  assert.equal(nowhere.status, 1);
  assert.match(nowhere.err.join("\n"), /absent.x.*n'existe pas/);
});
