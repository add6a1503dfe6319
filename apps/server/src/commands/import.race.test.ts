import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after as afterAll, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { randomBelow } from "#platform/random";
import { seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import { population } from "../sandbox/generate/population.ts";

/*
 * The command as a process of its own, killed outright (no signal it could answer) while it reads, compares and applies; PostgreSQL
 * goes on meanwhile. Then the same command once more, to its end.
 */
const aval = join(import.meta.dirname, "..", "aval.ts");
const people = 4000;

let folder: string;
let first: string;
let later: string;
let unkilled: TestDatabase;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "aval-kill-"));
  first = await written("first.txt", 0, 0);
  later = await written("later.txt", 0.02, 0.005);
  unkilled = await testDatabase();
});
afterAll(async () => {
  await unkilled.close();
  await rm(folder, { recursive: true });
});

async function written(name: string, changed: number, removed: number): Promise<string> {
  const asked = {
    count: people,
    seed: "kill",
    layout: "psc",
    changed,
    removed,
    withRosters: false,
  } as const;
  const path = join(folder, name);
  await writeFile(path, [...population(asked)].map(({ text }) => text).join(""));
  return path;
}

function started(database: TestDatabase, file: string): ChildProcess {
  return spawn(process.execPath, [aval, "import", "rpps", file, "--json"], {
    env: {
      PATH: process.env["PATH"],
      AVAL_DATA_DIR: folder,
      AVAL_DATABASE_URL: database.serverUrl,
      AVAL_MIGRATE_DATABASE_URL: database.url,
      AVAL_PIN_DATABASE_URL: database.pinUrl,
    },
    stdio: [file === "-" ? "pipe" : "ignore", "pipe", "pipe"],
  });
}

async function finished(database: TestDatabase, file: string): Promise<Record<string, unknown>> {
  const child = started(database, file);
  let out = "";
  let err = "";
  child.stdout?.on("data", (text) => {
    out += text;
  });
  child.stderr?.on("data", (text) => {
    err += text;
  });
  const [status] = await once(child, "close");
  assert.equal(status, 0, err);
  return JSON.parse(out.trim().split("\n").at(-1) ?? "null");
}

/** Kills it `ms` after it says that it is at this step. Whether it was still there to be killed. */
async function killedAt(child: ChildProcess, step: string, ms: number): Promise<boolean> {
  const closed = once(child, "close");
  await new Promise<void>((resolve) => {
    child.stderr?.on("data", (text) => {
      if (String(text).includes(step)) resolve();
    });
    child.once("close", () => resolve());
  });
  await delay(ms);
  const wasThere = child.kill("SIGKILL");
  await closed;
  return wasThere;
}

/**
 * Once PostgreSQL has noticed: what the killed command had sent last may still be under way, and definitions of indexes are read as
 * they are, not as the reading statement's snapshot has them.
 */
async function forgotten({ db }: TestDatabase): Promise<void> {
  for (;;) {
    const { rows } = await sql`select pid from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
        and backend_type = 'client backend'`.execute(db);
    if (rows.length === 0) return;
    await delay(20);
  }
}

/** All that a sign-in could see of the directory, without ids of ours and moments. */
async function content({ db }: TestDatabase): Promise<string> {
  const { rows } = await sql<{ digest: string }>`
    select md5(string_agg(text, chr(10) order by text collate "C")) || ' ' || count(*) as digest from (
      select concat_ws('|', 'p', national_id, state, sources::text, scope, id_type, identifier, civility_code, family_name, given_names, birth_date, birth_place) as text from professional
      union all select concat_ws('|', 'i', p.national_id, i.identifier, origin, quality, position) from identifier i join professional p on p.id = professional
      union all select concat_ws('|', 'e', p.national_id, profession_code, category_code, position, exercise_family_name, know_how_code) from exercise join professional p on p.id = professional
      union all select concat_ws('|', 'a', p.national_id, profession_code, mode_code, sector_code, position, structure_key) from activity join professional p on p.id = professional
      union all select concat_ws('|', 's', structure_key, name, siret, cedex, phone, department_code) from structure
      union all select concat_ws('|', 'c', p.national_id, kind, value, c.source, replaced_at is null, withdrawn_at is null) from contact c join professional p on p.id = professional
      union all select concat_ws('|', 'm', p.national_id, kind, old_value, new_value) from contact_change join professional p on p.id = professional
      union all select concat_ws('|', 'r', source, lines, added, changed, removed, unchanged, problems, digest) from import_run
      union all select concat_ws('|', 'n', source, national_id, low, high) from import_print
      union all select concat_ws('|', 'd', indexdef) from pg_indexes where schemaname = 'aval'
      union all select concat_ws('|', 'k', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'aval'::regnamespace) as all_of_it`.execute(
    db,
  );
  return rows[0]?.digest ?? "";
}

test("killed at any moment an import leaves nothing anybody sees; the same command again ends as one that was never killed", async () => {
  const counts = await finished(unkilled, first);
  assert.equal(counts["added"], people);
  const afterFirst = await content(unkilled);
  const dayCounts = await finished(unkilled, later);
  assert.equal(dayCounts["added"], 0);
  assert.ok(Number(dayCounts["changed"]) > 0 && Number(dayCounts["removed"]) > 0);
  const afterLater = await content(unkilled);

  const random = seededRandom(2026);
  const killed = await testDatabase();
  try {
    let before = await content(killed);
    for (const [file, expected, whole] of [
      [first, counts, afterFirst],
      [later, dayCounts, afterLater],
    ] as const) {
      let kills = 0;
      for (const step of ["reading", "comparing", "comparing", "applying", "applying"]) {
        const ms = randomBelow(250, random);
        // Before it says anything it reads: then the moment is counted from its start.
        const child = started(killed, file);
        const wasThere = await killedAt(child, step === "reading" ? "" : step, ms);
        if (wasThere) kills += 1;
        await forgotten(killed);
        const now = await content(killed);
        // One that was faster than its killer has done the whole, and once only.
        assert.ok(
          now === before || now === whole,
          `a part was there after a kill at ${step} + ${ms} ms`,
        );
        if (now === whole) break;
      }
      assert.ok(kills > 0);
      if ((await content(killed)) !== whole)
        assert.deepEqual(await finished(killed, file), expected);
      assert.equal(await content(killed), whole);
      before = whole;
    }
  } finally {
    await killed.close();
  }
});

test("told to stop while its input does not end, it says that nothing was changed, what to do, and ends with status 1", async () => {
  const database = await testDatabase();
  try {
    const before = await content(database);
    const child = started(database, "-");
    let out = "";
    let err = "";
    child.stdout?.on("data", (text) => {
      out += text;
    });
    child.stderr?.on("data", (text) => {
      err += text;
    });
    const closed = once(child, "close");
    child.stdin?.write((await readFile(first)).subarray(0, 200_000));
    for (;;) {
      const { rows } = await sql`select pid from pg_stat_activity
        where datname = current_database() and state = 'active' and query like 'copy staged%'`.execute(
        database.db,
      );
      if (rows.length > 0) break;
      await delay(20);
    }
    child.kill("SIGTERM");
    assert.deepEqual(await closed, [1, null]);
    assert.match(err, /Rien n'a été changé : relancez la même commande[\s\S]*Nothing was changed/);
    assert.equal(JSON.parse(out)["stopped"], "interrupted");
    assert.equal(await content(database), before);
  } finally {
    await database.close();
  }
});
