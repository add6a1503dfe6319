import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { connectOnce, sqlState } from "./database.ts";
import { type Migration, migrate, readMigrations } from "./migrate.ts";
import { type DatabaseUrls, derivedUrls, withDatabase } from "./roles.ts";
import { testPostgres } from "./testing.ts";

let folder: string;
let maintenance: string;
let urls: DatabaseUrls;
let count = 0;
const made: string[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "aval-migrate-"));
  maintenance = (await testPostgres()).owner;
});

// An empty database, with roles of its own name.
beforeEach(async () => {
  const name = `migrating_${process.pid}_${count++}`;
  made.push(name);
  await as(maintenance, `create database ${name}`);
  urls = derivedUrls(withDatabase(maintenance, name));
});

after(async () => {
  for (const name of made) {
    await as(maintenance, `drop database if exists ${name} with (force)`);
    await as(maintenance, `drop role if exists ${name}_server, ${name}_pin, ${name}_owner`);
  }
  await rm(folder, { recursive: true, force: true });
});

async function as(url: string, statement: string): Promise<unknown[]> {
  const client = await connectOnce(url);
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** The SQL state with which this role is refused, or `undefined` when it is not. */
async function refusalOf(url: string, statement: string): Promise<string | undefined> {
  return as(url, statement).then(
    () => undefined,
    (error: unknown) => sqlState(error),
  );
}

const notPermitted = "42501";

async function folderOf(files: Readonly<Record<string, string>>): Promise<readonly Migration[]> {
  const at = await mkdtemp(join(folder, "set-"));
  for (const [name, sql] of Object.entries(files)) await writeFile(join(at, name), sql);
  return readMigrations(at);
}

const platform = async () => (await readMigrations()).filter(({ number }) => number === 1);

test("migrating twice applies nothing the second time", async () => {
  const first = await migrate(urls);
  assert.deepEqual(
    first,
    (await readMigrations()).map(({ name }) => name),
  );
  assert.deepEqual(await migrate(urls), []);
});

test("two processes that migrate at once apply each migration once", async () => {
  const code = `
    const { migrate } = await import(${JSON.stringify(join(import.meta.dirname, "migrate.ts"))});
    console.log(JSON.stringify(await migrate(${JSON.stringify(urls)})));`;
  const runs = [1, 2].map(async () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.on("data", (chunk) => (text += chunk));
    const [status] = await once(child, "close");
    assert.equal(status, 0);
    return JSON.parse(text) as string[];
  });
  const applied = (await Promise.all(runs)).flat().sort();
  assert.deepEqual(applied, (await readMigrations()).map(({ name }) => name).sort());
});

test("an edited migration is refused by its name, and a new one is applied after it was", async () => {
  const [first] = await platform();
  assert.ok(first);
  const more = await folderOf({ "0002_more.sql": "create table aval.more (n integer);" });
  await migrate(urls, [first]);
  await assert.rejects(migrate(urls, [{ ...first, checksum: "0".repeat(64) }, ...more]), {
    name: "Halt",
    message: /0001_platform\.sql was edited/,
  });
  assert.deepEqual(await migrate(urls, [first, ...more]), ["0002_more.sql"]);
});

test("a migration that fails leaves nothing behind, and those before it stand", async () => {
  const set = await folderOf({
    "0002_good.sql": "create table aval.good (n integer);",
    "0003_half.sql": "create table aval.half (n integer);\ninsert into aval.nowhere values (1);",
  });
  await assert.rejects(migrate(urls, [...(await platform()), ...set]), {
    name: "Halt",
    message: /0003_half\.sql failed.*\(2\)/,
  });
  const there = await as(
    urls.owner,
    "select to_regclass('aval.good') is not null as good, to_regclass('aval.half') is not null as half",
  );
  assert.deepEqual(there, [{ good: true, half: false }]);
});

test("a migration whose number comes late is applied; two files of one number, or a name out of form, are refused", async () => {
  const base = await platform();
  const late = await folderOf({ "0010_late.sql": "create table aval.late (n integer);" });
  const early = await folderOf({ "0020_early.sql": "create table aval.early (n integer);" });
  await migrate(urls, [...base, ...early]);
  assert.deepEqual(await migrate(urls, [...base, ...late, ...early]), ["0010_late.sql"]);
  await assert.rejects(folderOf({ "0002_a.sql": "", "0002_b.sql": "" }), {
    message: /Two migrations have the number/,
  });
  await assert.rejects(folderOf({ "2-bad.sql": "" }), { message: /Badly named/ });
});

test("a migration's text is the same text with either kind of line ends", async () => {
  const [unix] = await folderOf({ "0002_ends.sql": "select 1;\nselect 2;\n" });
  const [windows] = await folderOf({ "0002_ends.sql": "select 1;\r\nselect 2;\r\n" });
  assert.equal(unix?.checksum, windows?.checksum);
});

test("the server's role is refused everything of the PIN program, and the reverse", async () => {
  const set = await folderOf({
    "0002_rows.sql":
      "create table aval.approval_row (n integer); create table pin.count_row (n integer);",
  });
  await migrate(urls, [...(await platform()), ...set]);
  for (const statement of [
    "select * from pin.count_row",
    "select pin.pin_now()",
    "insert into pin.count_row values (1)",
  ]) {
    assert.equal(await refusalOf(urls.server, statement), notPermitted, statement);
  }
  for (const statement of [
    "select * from aval.approval_row",
    "select aval.aval_now()",
    "select * from aval.migration",
  ]) {
    assert.equal(await refusalOf(urls.pin, statement), notPermitted, statement);
  }
  assert.equal(await refusalOf(urls.server, "insert into aval.approval_row values (1)"), undefined);
  assert.equal(
    await refusalOf(urls.pin, "insert into pin.count_row values (1); select pin.pin_now()"),
    undefined,
  );
});

test("neither role can make tables, schemas or temporary tables, touch public, or enter another database", async () => {
  // As a database is that was upgraded from before version 15.
  await as(urls.owner, "grant create on schema public to public");
  await migrate(urls, await platform());
  for (const url of [urls.server, urls.pin]) {
    const schema = url === urls.server ? "aval" : "pin";
    for (const statement of [
      "create table public.loose (n integer)",
      `create table ${schema}.loose (n integer)`,
      "create schema loose",
      "create temporary table loose (n integer)",
      "alter role current_user superuser",
    ]) {
      assert.equal(await refusalOf(url, statement), notPermitted, `${schema}: ${statement}`);
    }
  }
  await migrate(derivedUrls(withDatabase(maintenance, made[0] as string)), await platform());
  assert.equal(
    await refusalOf(withDatabase(urls.server, made[0] as string), "select 1"),
    notPermitted,
  );
});

test("a table whose comment says so can be read only, or added to only, by the server", async () => {
  const set = await folderOf({
    "0002_marks.sql": `create table aval.evidence_row (n integer); comment on table aval.evidence_row is 'Kept. [append-only]';
                       create table aval.rule_row (n integer); comment on table aval.rule_row is 'Set. [read-only]';`,
  });
  await migrate(urls, [...(await platform()), ...set]);
  assert.equal(await refusalOf(urls.server, "insert into aval.evidence_row values (1)"), undefined);
  assert.equal(await refusalOf(urls.server, "update aval.evidence_row set n = 2"), notPermitted);
  assert.equal(await refusalOf(urls.server, "delete from aval.evidence_row"), notPermitted);
  assert.equal(await refusalOf(urls.server, "insert into aval.rule_row values (1)"), notPermitted);
  assert.equal(
    await refusalOf(urls.server, "update aval.clock_offset set ahead = interval '1 day'"),
    notPermitted,
  );
});

test("the server writes nothing that is executed as the owner", async () => {
  await migrate(urls);
  const planted = "insert into aval.paused_search values ('x', 'x', 'drop schema pin', false)";
  assert.equal(await refusalOf(urls.server, planted), notPermitted);
  const altered = "update aval.paused_search set definition = 'drop schema pin'";
  assert.equal(await refusalOf(urls.server, altered), notPermitted);
  // What executes a text as the owner: one more needs its table closed as above, and its name here.
  const owned = (await as(
    urls.owner,
    "select proname as name from pg_proc where prosecdef and prosrc ~* 'execute' and pronamespace in ('aval'::regnamespace, 'pin'::regnamespace) order by 1",
  )) as { name: string }[];
  assert.deepEqual(
    owned.map(({ name }) => name),
    [
      "measure_import_staging",
      "open_contact_staging",
      "open_import_staging",
      "pause_directory_searches",
      "resume_directory_search",
    ],
  );
});

test("an owner that is no superuser, only the database's owner with CREATEROLE, is enough", async () => {
  const name = made.at(-1) as string;
  await as(
    maintenance,
    `create role ${name}_owner login createrole password 'given'; alter database ${name} owner to ${name}_owner`,
  );
  const owner = new URL(urls.owner);
  owner.username = `${name}_owner`;
  owner.password = "given";
  const given = derivedUrls(owner.href);
  await migrate(given);
  assert.equal(await refusalOf(given.server, "select * from aval.migration"), undefined);
  assert.equal(await refusalOf(given.server, "select pin.pin_now()"), notPermitted);
  assert.deepEqual(await migrate(given), []);
});

test("an owner that cannot make roles is told which role is missing", async () => {
  const name = made.at(-1) as string;
  await as(
    maintenance,
    `create role ${name}_owner login password 'given'; alter database ${name} owner to ${name}_owner`,
  );
  const owner = new URL(urls.owner);
  owner.username = `${name}_owner`;
  owner.password = "given";
  await assert.rejects(migrate(derivedUrls(owner.href)), {
    name: "Halt",
    message: new RegExp(`"${name}_server" does not exist`),
  });
});

test("a role whose password no longer fits the owner's is given the right one", async () => {
  await migrate(urls, await platform());
  await as(maintenance, `alter role ${made.at(-1)}_server password 'old'`);
  assert.equal(await refusalOf(urls.server, "select 1"), "28P01");
  await migrate(urls, await platform());
  assert.equal(await refusalOf(urls.server, "select 1"), undefined);
});
