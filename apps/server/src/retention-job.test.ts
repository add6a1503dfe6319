import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { after, before, test } from "node:test";
import { idFrom, type ProfessionalId, type SessionId } from "@aval/protocol";
import type pg from "pg";
import { sql } from "kysely";
import {
  type CheckpointSigner,
  checkpointVerifier,
  createAudit,
  logKey,
  verify,
} from "#modules/audit";
import { connectOnce, transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { days, instant } from "#platform/time";
import { applied, notApplied } from "./operate/retention.ts";
import { createRetention } from "#modules/retention";

// Every row of the table, with the clock moved: rows that are past their term and rows that are not, of nobody in particular, of somebody under
// an open case, and of somebody a complaint file is about.

let database: TestDatabase;
let owner: pg.Client;
let moved = 0;
const clock = { now: () => instant(Date.now() + moved) };
const audit = createAudit({ clock, random: systemRandom });
const pair = generateKeyPairSync("ed25519");
const published = { kid: "first", jwk: pair.publicKey.export({ format: "jwk" }) };
const key = logKey("aval.test/log", published);
assert.ok(key);
const signer: CheckpointSigner = {
  key,
  sign: async (bytes) => new Uint8Array(sign(null, bytes, pair.privateKey)),
};
const check = checkpointVerifier([published]);
const retention = () => createRetention({ db: database.db, audit, applied, kept: notApplied });

before(async () => {
  database = await testDatabase();
  owner = await connectOnce(database.url);
  // Rows are made from the catalogue: what a column must say beyond its type is of no matter to how long it is kept.
  await owner.query(`do $$ declare c record; begin
    for c in select conrelid::regclass as t, conname from pg_constraint where contype = 'c' and connamespace = 'aval'::regnamespace
      and conrelid <> 'aval.fact_erased'::regclass
    loop execute format('alter table %s drop constraint %I', c.t, c.conname); end loop; end $$`);
});
after(async () => {
  await owner.end();
  await database.close();
});

const pass = async (time: number) => {
  moved += time;
  await moveClock(database.db, days(time / days(1)));
};

/** What a column has to say for its row to be over. */
const over: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  "aval.fraud_case": { state: "closed", merged_into: null },
  "aval.card_visit": { state: "spent" },
  "aval.passkey_visit": { state: "spent" },
  "aval.upstream_visit": { state: "spent" },
  "aval.sign_in": { state: "concluded" },
  "aval.enrolment": { state: "expired" },
  "aval.import_run": { source: "one", undoes: null },
};

const tables = [...new Set(applied.map(({ table }) => table))];

type Column = { readonly table: string; readonly name: string; readonly type: string };

/** What a column says of this word, so that every row names the others by it. */
function textOf({ table, name, type }: Column, word: string, isOpen: boolean): string {
  const given =
    table === "aval.fraud_case" && name === "state" && isOpen ? "open" : over[table]?.[name];
  if (given !== undefined) return given === null ? "null" : `'${given}'`;
  if (type.startsWith("timestamp")) return "aval.aval_now()";
  // About somebody else: what complaint files hold has a test of its own.
  if (type === "text") return table === "aval.complaint" ? `'of ${word}'` : `'${word}'`;
  return (
    { "text[]": "'{}'", bytea: "'\\x00'", boolean: "false", jsonb: "'{}'", date: "current_date" }[
      type
    ] ?? "1"
  );
}

/** A row in every table that has a term, all now. */
async function leaveAll(word: string, isOpen = false): Promise<void> {
  const { rows } = await owner.query<Column>(
    `select t as table, a.attname as name, format_type(a.atttypid, null) as type from unnest($1::text[]) t
     join pg_attribute a on a.attrelid = t::regclass and a.attnum > 0 and not a.attisdropped and a.attidentity = ''`,
    [tables],
  );
  const inserts = tables.map((table) => {
    const columns = rows.filter((column) => column.table === table);
    return `insert into ${table} (${columns.map(({ name }) => `"${name}"`).join(", ")})
      values (${columns.map((column) => textOf(column, word, isOpen)).join(", ")})`;
  });
  await owner.query(
    [
      "set session_replication_role = replica",
      ...inserts,
      `insert into aval.alert_link (alert, kind, value, is_common) values ('${word}', 'network', '${word}', false)`,
      "set session_replication_role = origin",
    ].join(";"),
  );
}

/** Which of these words each table still says, by any column; a network that is unknown says none. */
async function remaining(table: string, words: readonly string[]): Promise<readonly string[]> {
  const { rows } = await owner.query<{ text: string }>(`select x::text as text from ${table} x`);
  return words.filter((word) => rows.some(({ text }) => text.includes(word)));
}
const networks = async (word: string): Promise<readonly number[]> => {
  const of = async (text: string) => Number((await owner.query(text)).rows[0].count);
  return [
    await of(`select count(*) from aval.approval where network = '${word}'`),
    await of(`select count(*) from aval.sign_in where network = '${word}'`),
    await of(`select count(*) from aval.alert_link where kind = 'network' and value = '${word}'`),
  ];
};

const somebody = () => idFrom("pro", systemRandom.bytes(17)) as ProfessionalId;
const closing = (professional: ProfessionalId) =>
  ({
    fact: "session_closed",
    professional,
    session: idFrom("ses", systemRandom.bytes(17)) as SessionId,
    reason: "ended",
  }) as const;
const say = (...facts: readonly Parameters<typeof audit.append>[1][]) =>
  transact(database.db, async (tx) => {
    for (const fact of facts) await audit.append(tx, fact);
  }).then(() => audit.sequence(database.db, signer));
const bodies = async () =>
  (
    await owner.query(
      "select body, professional from aval.fact where kind = 'session_closed' order by seq",
    )
  ).rows as readonly { readonly body: string; readonly professional: string | null }[];

const year = days(365);
const evidence = days(6 * 365 + 2);
/** Whose table says neither a person nor a case: nothing holds it. */
const ofNobody = tables.filter((table) =>
  applied.every(({ table: one, term }) => one !== table || !(term.person || term.ofCase)),
);

/** What is said of an open case, or of whom it is about. Its complaint file here is of another. */
const isKeptOpen = (table: string): boolean =>
  table === "aval.case_apart" ||
  isLastFile(table) ||
  // A report that stays names its list, and whom a campaign reached names it.
  ["aval.report_list", "aval.campaign"].includes(table) ||
  (!ofNobody.includes(table) && table !== "aval.complaint");

/** The last file of a source says what the register was. */
const isLastFile = (table: string): boolean => table === "aval.import_run";

test("each row leaves at its term and not before, by its database's clock; what a case or a complaint file is about stays", async () => {
  await leaveAll("first");
  await say(closing("pro_first" as ProfessionalId));
  await pass(year - days(1));
  await retention().run();
  for (const table of tables) assert.deepEqual(await remaining(table, ["first"]), ["first"], table);
  assert.deepEqual(await networks("first"), [1, 1, 1], "on the last day of twelve months");

  await pass(days(1.1));
  await leaveAll("second");
  await leaveAll("third", true);
  await say(closing("pro_second" as ProfessionalId), closing("third" as ProfessionalId), {
    fact: "device_added",
    professional: "pro_first",
    device: "dev_1",
    level: "full",
  } as never);
  await retention().run();
  assert.deepEqual(await networks("first"), [0, 0, 0], "after twelve months");
  assert.deepEqual(await networks("second"), [1, 1, 1], "another's of today");
  for (const table of tables)
    assert.deepEqual(await remaining(table, ["first"]), ["first"], `${table}: evidence stays`);

  await pass(evidence - year - days(0.2));
  await retention().run();
  for (const table of tables)
    assert.deepEqual(await remaining(table, ["first"]), ["first"], `${table}, on the last day`);

  await pass(days(1.2));
  await retention().run();
  for (const table of tables)
    assert.deepEqual(await remaining(table, ["first", "second"]), ["second"], table);
  assert.deepEqual(
    (await bodies()).map(({ body, professional }) => [body === "{}", professional]),
    [
      [true, null],
      [false, "pro_second"],
      [false, "third"],
    ],
  );

  await pass(year + days(1));
  await retention().run();
  for (const table of tables)
    assert.deepEqual(
      await remaining(table, ["second", "third"]),
      isKeptOpen(table) ? ["third"] : [],
      table,
    );
  assert.deepEqual(await networks("third"), [1, 1, 1], "under an open case");
  const { lines, isUpToDate } = await retention().view();
  const waits = (table: string, kind: string) =>
    lines.find((line) => line.table === table && line.kind === kind)?.run;
  assert.equal(waits("aval.session", "evidence")?.held, 1);
  assert.equal(waits("aval.fact", "evidence")?.held, 1);
  assert.equal(waits("aval.session", "evidence")?.gone, 2);
  assert.ok(isUpToDate);

  const { rows } = await owner.query(
    "select kind from aval.fact where kind = 'device_added' and body <> '{}'",
  );
  assert.equal(rows.length, 1, "the keys of phones stay");
  await audit.sequence(database.db, signer);
  const found = await verify(database.db, check);
  assert.deepEqual(found.faults, []);
  assert.equal(found.erased, 2);
  assert.deepEqual(Object.values(found.erasedBy), [1, 1]);
});

test("a case that is closed holds nothing any more, and a complaint file holds for its own term", async () => {
  await owner.query(
    "update aval.fraud_case set state = 'closed', closed_at = aval.aval_now() where id = 'third'",
  );
  const complained = somebody();
  await say(closing(complained), {
    ...{ fact: "complaint_made", professional: complained, by: "holder", from: 0, to: 1 },
  });
  await pass(evidence + days(1));
  // The complaint is as old as what it is about: both leave.
  const later = somebody();
  await say(closing(later));
  await pass(evidence - days(30));
  await say({ fact: "complaint_made", professional: later, by: "holder", from: 0, to: 1 });
  await pass(days(40));
  await retention().run();
  for (const table of tables)
    assert.deepEqual(
      await remaining(table, ["third"]),
      table === "aval.import_run" ? ["third"] : [],
      table,
    );
  assert.deepEqual(
    (await bodies()).flatMap(({ professional }) => professional ?? []),
    [later],
  );
  await audit.sequence(database.db, signer);
  assert.deepEqual((await verify(database.db, check)).faults, []);
});

test("a row that another names waits for it", async () => {
  await pass(days(2));
  await leaveAll("fourth");
  await owner.query(
    `insert into aval.stop_token (hash, notice, expires_at) values ('kept', 'fourth', 'infinity')`,
  );
  await pass(evidence + days(2));
  await retention().run();
  assert.deepEqual(await remaining("aval.session", ["fourth"]), []);
  assert.deepEqual(await remaining("aval.notice", ["fourth"]), ["fourth"]);
  const { lines } = await retention().view();
  assert.equal(lines.find(({ table }) => table === "aval.notice")?.run?.needed, 1);
});

test("of many at once one applies a row of the day, and each fact is let go under one fact", async () => {
  await pass(days(2));
  await Promise.all(Array.from({ length: 30 }, () => say(closing(somebody()))));
  for (let count = 0; count < 5; count++) await audit.sequence(database.db, signer);
  await leaveAll("fifth");
  await pass(evidence + days(2));
  const gone = await Promise.all(Array.from({ length: 6 }, () => retention().run()));
  const { rows } = await sql<{ last: number }>`
    select sum(gone_last)::int as last from retention_state`.execute(database.db);
  assert.equal(
    gone.reduce((sum, one) => sum + one, 0),
    rows[0]?.last,
  );
  assert.deepEqual(await remaining("aval.session", ["fifth"]), []);
  await audit.sequence(database.db, signer);
  const found = await verify(database.db, check);
  assert.deepEqual(found.faults, []);
  assert.equal((await bodies()).filter(({ body }) => body !== "{}").length, 0);
  assert.equal(await retention().run(), 0, "nobody does a day twice");
});
