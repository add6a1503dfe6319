import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type pg from "pg";
import { connectOnce } from "#platform/database";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { tableMembers, takeSnapshot } from "./tables.ts";

let database: TestDatabase;
let reader: pg.Client;
let writer: pg.Client;
before(async () => {
  database = await testDatabase();
  [reader, writer] = [await connectOnce(database.url), await connectOnce(database.url)];
});
after(async () => {
  await reader?.end();
  await writer?.end();
  await database?.close();
});

const insert = (subject: string) =>
  writer.query(
    "insert into aval.allowance (name, subject, spent, window_ends_at) values ('kept', $1, 1, now())",
    [subject],
  );

test("what is written after a snapshot began is not in it, in whichever table and however late that is read", async () => {
  await insert("before");
  const snapshot = await takeSnapshot(reader);
  await insert("after");
  const rows = new Map<string, number>();
  for (const table of snapshot.tables) {
    let text = "";
    const members = tableMembers(snapshot, table, (count) => rows.set(table.name, count));
    for await (const { content } of members) text += content.toString("utf8");
    if (table.name === "aval.allowance") assert.match(text, /^kept\tbefore\t/);
    await insert(`during ${table.name}`);
  }
  assert.equal(rows.get("aval.allowance"), 1);
  assert.ok(rows.has("pin.counter"), "both schemas are in it");
  assert.equal(rows.has("aval.artefact"), false, "codes and tokens are not");
});
