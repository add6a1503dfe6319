import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { retention } from "../apps/server/src/operate/retention.ts";
import { retentionFile, retentionPage } from "./retention.ts";

const server = join(import.meta.dirname, "..", "apps", "server");
let tables: readonly string[];
/** What each file of the server says, by its path. */
let sources: ReadonlyMap<string, string>;
before(async () => {
  const schema = await readFile(join(server, "schema.sql"), "utf8");
  tables = [...schema.matchAll(/^create (?:unlogged )?table (\S+) \(/gm)].map(
    ([, name]) => name ?? "",
  );
  const files = (await readdir(join(server, "src"), { recursive: true })).filter(
    (name) => name.endsWith(".ts") && !/test|sandbox|backup/.test(name),
  );
  sources = new Map(
    await Promise.all(
      files.map(async (name) => [name, await readFile(join(server, "src", name), "utf8")] as const),
    ),
  );
});

const deletesFrom = (source: string, table: string): boolean => {
  const name = table.split(".")[1] ?? "";
  return new RegExp(`delete from ${name}\\b|deleteFrom\\("${name}"\\)`).test(source);
};

test("every table says how long it keeps what it has, and nothing that is no table does", () => {
  assert.ok(tables.length > 100, "the schema was read");
  assert.deepEqual(Object.keys(retention).toSorted(), [...tables].toSorted());
});

test("what a row says lets a table go does delete from it", () => {
  for (const [table, { by }] of Object.entries(retention))
    if (by !== undefined)
      assert.ok(deletesFrom(sources.get(by) ?? "", table), `${by} deletes nothing from ${table}`);
});

test("where a row names nothing that deletes, nothing does", () => {
  for (const [table, { by }] of Object.entries(retention))
    if (by === undefined)
      assert.deepEqual(
        [...sources].filter(([, source]) => deletesFrom(source, table)).map(([name]) => name),
        [],
        table,
      );
});

test("the page is what the table says: run tools/retention.ts", async () => {
  assert.equal(await readFile(retentionFile, "utf8"), retentionPage());
});
