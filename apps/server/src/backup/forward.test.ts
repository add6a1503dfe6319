import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readConfig } from "#platform/config";
import { connectOnce } from "#platform/database";
import { makeKeys } from "#platform/keys";
import { type Migration, migrate, readMigrations } from "#platform/migrate";
import { openPostgres } from "#platform/postgres";
import { seededRandom } from "#platform/testing";
import { backUp } from "./backup.ts";
import { examined, restore } from "./restore.ts";

// A backup of a version that knew fewer migrations, and one of a version that knows another.
let folder: string;
let migrations: readonly Migration[];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "aval-forward-"));
  migrations = await readMigrations();
});
after(() => rm(folder, { recursive: true, force: true }));

function configOf(name: string) {
  const outcome = readConfig({ AVAL_DATA_DIR: join(folder, name) });
  assert.ok(outcome.ok);
  return outcome.value;
}

async function backedUp(name: string, known: readonly Migration[]): Promise<string> {
  const config = configOf(name);
  await makeKeys({
    folder: config.keysDir,
    mode: "sandbox",
    rootFile: join(config.keysDir, "root-private.json"),
  });
  const postgres = await openPostgres({ dataDir: config.dataDir, durable: false });
  try {
    await migrate(postgres.urls, known);
    const client = await connectOnce(postgres.urls.owner);
    await client.query(
      "insert into aval.allowance (name, subject, spent, window_ends_at) values ('kept', 'row', 1, now())",
    );
    await client.end();
    const out = join(folder, `${name}.backup`);
    await backUp(
      {
        config,
        database: postgres,
        random: seededRandom(name),
        version: "0.0.1",
        progress: () => undefined,
      },
      { out, passphrase: undefined, holds: ["database", "keys"] },
    );
    return out;
  } finally {
    await postgres.close();
  }
}

test("a backup of an earlier version is restored as it was, then brought to this version", {
  timeout: 120_000,
}, async () => {
  const earlier = migrations.slice(0, -2);
  const from = await backedUp("earlier", earlier);
  const config = configOf("now");
  const asked = { from, passphrase: undefined };
  const manifest = await examined(config, asked);
  const postgres = await openPostgres({ dataDir: config.dataDir, durable: false });
  try {
    const deps = { config, openUrls: async () => postgres.urls, progress: () => undefined };
    const { applied } = await restore(deps, asked, manifest);
    assert.deepEqual(
      applied,
      migrations.slice(-2).map(({ name }) => name),
    );
    const client = await connectOnce(postgres.urls.owner);
    const { rows } = await client.query("select name from aval.allowance");
    await client.end();
    assert.deepEqual(rows, [{ name: "kept" }]);
  } finally {
    await postgres.close();
  }
});

test("a backup of a later version is refused before anything is touched", {
  timeout: 120_000,
}, async () => {
  const last = migrations.at(-1) as Migration;
  const later = { ...last, number: 9_999, name: "9999_later.sql", sql: "select 1", checksum: "c" };
  const from = await backedUp("later", [...migrations, later]);
  await assert.rejects(
    examined(configOf("nothing"), { from, passphrase: undefined }),
    /knows migration 9999_later\.sql, which this program has not/,
  );
});
