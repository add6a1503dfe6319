import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { transact } from "#platform/database";
import type { TestDatabase } from "#platform/testing";
import { pauseSearches } from "./import-store.ts";
import { fileOf, nurses, restrictedColumns } from "./testing/extracts.ts";
import { restricted, withDirectory } from "./testing/world.ts";

const searches = async ({ db }: TestDatabase): Promise<string[]> => {
  const { rows } = await sql<{ text: string }>`
    select indexdef as text from pg_indexes where schemaname = 'aval'
    union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'aval'::regnamespace
    order by 1`.execute(db);
  return rows.map(({ text }) => text);
};
const million = 1_000_000;

test("a first import at size sets searches aside and makes every one of them again; one that was killed leaves that to the next", () =>
  withDirectory(async (directory, database) => {
    const before = await searches(database);
    await pauseSearches(database.db, million);
    const paused = await searches(database);
    assert.ok(paused.length < before.length - 15);
    for (const kept of [
      "professional_pkey",
      "professional_national_id_key",
      "identifier_identifier",
      "activity_exercise",
      "contact_current",
    ])
      assert.ok(
        paused.some((text) => text.includes(kept)),
        kept,
      );

    // Whoever paused them is gone: this import is the next.
    assert.equal((await restricted(directory, nurses(3))).state, "done");
    assert.deepEqual(await searches(database), before);

    // A file that breaks in the middle leaves it to nobody.
    await pauseSearches(database.db, million);
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(fileOf(restrictedColumns, nurses(3)));
      throw new Error("the disk");
    }
    await assert.rejects(directory.importExtract(broken(), {}), /the disk/);
    assert.deepEqual(await searches(database), before);

    // A stopped import makes them again as well.
    await pauseSearches(database.db, million);
    assert.equal((await restricted(directory, nurses(1))).state, "stopped");
    assert.deepEqual(await searches(database), before);
  }));

test("searches stay where few lines come, where most people are there already, and where a reader does not end", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, nurses(10));
    const before = await searches(database);
    await pauseSearches(database.db, 10_000);
    assert.deepEqual(await searches(database), before);
    await transact(database.db, async (tx) => {
      await sql`select count(*) from activity`.execute(tx);
      await pauseSearches(database.db, million);
    });
    assert.deepEqual(await searches(database), before);
  }));
