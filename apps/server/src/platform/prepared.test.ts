import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { type AnyTables, connect, connectOnce, type Database } from "./database.ts";
import { createStatements } from "./prepared.ts";
import { statement } from "./statement.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let database: TestDatabase;
/** One connection: what it keeps prepared can be counted. */
let db: Database<AnyTables>;

before(async () => {
  database = await testDatabase();
  db = connect(database.serverUrl, { searchPath: "aval", max: 1 });
});
after(async () => {
  await db.destroy();
  await database.close();
});

async function preparedCount(part: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_prepared_statements where strpos(statement, ${part}) > 0
      and strpos(statement, 'pg_prepared_statements') = 0`.execute(db);
  return rows[0]?.count ?? -1;
}

test("what is said once leaves nothing behind, and what is said again is kept once", async () => {
  const ask = async (value: number) =>
    (await sql<{ given: number }>`select ${value}::int as given, 'kept once'`.execute(db)).rows[0];
  assert.equal((await ask(1))?.given, 1);
  assert.equal(await preparedCount("kept once"), 0);
  for (const value of [2, 3, 4]) assert.equal((await ask(value))?.given, value);
  assert.equal(await preparedCount("kept once"), 1);
});

test("only so many texts are ever prepared", () => {
  const statements = createStatements(3);
  const texts = Array.from({ length: 10 }, (_, index) => `select ${index}`);
  for (const text of texts) {
    statements.nameOf(text);
    statements.nameOf(text);
  }
  const names = texts.map(statements.nameOf).filter((name) => name !== undefined);
  assert.equal(new Set(names).size, 3);
});

test("a text that grows with what somebody asked is never prepared", () => {
  const statements = createStatements();
  const long = `select ${"1 + ".repeat(2_000)}1`;
  const short = "select 1";
  for (const text of [long, long, long]) assert.equal(statements.nameOf(text), undefined);
  assert.equal(statements.nameOf(short), undefined);
  assert.notEqual(statements.nameOf(short), undefined);
});

test("a pool for texts that somebody outside composes keeps none of them", async () => {
  const composed = connect(database.serverUrl, { searchPath: "aval", max: 1, prepares: false });
  try {
    for (const value of [1, 2, 3, 4])
      await sql`select ${value}::int as given, 'composed'`.execute(composed);
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_prepared_statements`.execute(composed);
    assert.equal(rows[0]?.count, 0);
  } finally {
    await composed.destroy();
  }
});

test("a migration that changes what a kept statement gives costs one answer, and no more", async () => {
  const owner = await connectOnce(database.url);
  await owner.query(
    "create table changing (name text, at integer); grant select on changing to public",
  );
  await owner.query("insert into changing values ('one', 1)");
  const ask = async () =>
    (await sql<{ at: unknown }>`select at from changing where name = ${"one"}`.execute(db)).rows[0]
      ?.at;
  for (let turn = 0; turn < 3; turn++) assert.equal(await ask(), 1);
  await owner.query("alter table changing alter at type text");
  await assert.rejects(ask, /cached plan/);
  assert.equal(await ask(), "1");
  await owner.query("drop table changing");
  await owner.end();
});

test("a statement built once gives each caller the answer to its own values", async () => {
  let built = 0;
  const sum = statement((_: Database<AnyTables>, of: { a: number; b: number }) => {
    built++;
    return sql<{ sum: number }>`select ${of.a}::int + ${of.b}::int + ${of.a}::int as sum`;
  });
  const pairs = Array.from({ length: 20 }, (_, index) => ({ a: index, b: index * 100 }));
  const sums = await Promise.all(pairs.map(async (pair) => (await sum(db, pair)).rows[0]?.sum));
  assert.deepEqual(
    sums,
    pairs.map(({ a, b }) => a + b + a),
  );
  assert.equal(built, 1);
});
