import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import type { ErasureId, ProfessionalId, StaffId } from "@aval/protocol";
import { sql } from "kysely";
import { type CheckpointSigner, createAudit, logKey, verify } from "#modules/audit";
import { transact } from "#platform/database";
import { systemRandom as random } from "#platform/random";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { instant } from "#platform/time";
import { digestOf } from "./modules/erasures/erasures.ts";
import { insertErasure } from "./modules/erasures/store.ts";
import type { Ask } from "./testing/retention-racer.ts";

// Two operating-system processes: what is let go at its term, and what two people erase while a case opens.

let database: TestDatabase;
let racers: readonly ChildProcess[] = [];
let at = Date.now();
const audit = createAudit({ clock: { now: () => instant(at) }, random });
const pair = generateKeyPairSync("ed25519");
const key = logKey("aval.test/log", {
  kid: "first",
  jwk: pair.publicKey.export({ format: "jwk" }),
});
assert.ok(key);
const signer: CheckpointSigner = {
  key,
  sign: async (bytes) => new Uint8Array(sign(null, bytes, pair.privateKey)),
};

before(async () => {
  database = await testDatabase();
  const env = { ...process.env, AVAL_RACE_DATABASE_URL: database.serverUrl };
  racers = await Promise.all(
    [1, 2].map(async () => {
      const child = fork(join(import.meta.dirname, "testing", "retention-racer.ts"), { env });
      await once(child, "message");
      return child;
    }),
  );
  for (const id of ["stf_1", "stf_2"]) {
    await sql`
      insert into staff_member (id, name, scope, state, added_at) values (${id}, ${id}, 'national', 'active', aval_now())`.execute(
      database.db,
    );
    await sql`insert into staff_role (staff_member, role) values (${id}, 'operator')`.execute(
      database.db,
    );
  }
});
after(async () => {
  for (const one of racers) if (one.connected) one.disconnect();
  await database?.close();
});

/** Both at once: how much each did. */
async function race(asks: readonly [Ask, Ask]): Promise<readonly number[]> {
  const answers = racers.map((one) => once(one, "message") as Promise<[number]>);
  for (const [index, one] of racers.entries()) one.send(asks[index] as Ask);
  return (await Promise.all(answers)).map(([count]) => count);
}
async function settle(): Promise<readonly string[]> {
  while ((await audit.sequence(database.db, signer)) > 0);
  await sql`update case_cursor set next_seq = (select max(seq) + 1 from fact)`.execute(database.db);
  return (await verify(database.db, async () => true)).faults;
}
/** Facts of people of their own, one each, in their place. */
async function facts(count: number, prefix: string) {
  const people = Array.from({ length: count }, (_, index) => `pro_${prefix}${index}`);
  await transact(database.db, async (tx) => {
    for (const one of people)
      await audit.append(tx, {
        ...{ fact: "session_closed", professional: one as ProfessionalId, reason: "ended" },
        session: "ses_1",
      } as never);
  });
  await settle();
  const { rows } = await sql<{ id: string; professional: string }>`
    select id, professional from fact where professional = any(${people}::text[])`.execute(
    database.db,
  );
  return rows;
}
async function asked(of: readonly { readonly id: string; readonly professional: string }[]) {
  const ids = of.map((_, index) => `ers_${of[0]?.professional}${index}` as ErasureId);
  for (const [index, { id: fact, professional }] of of.entries())
    await insertErasure(database.db, {
      ...{ id: ids[index] as ErasureId, professional: professional as ProfessionalId, scopes: [] },
      ...{ reason: "court_order", by: "stf_1" as StaffId, facts: [fact] },
      digest: digestOf(professional as ProfessionalId, "court_order", [fact]),
    });
  return ids;
}
const count = async (text: ReturnType<typeof sql<{ count: number }>>) =>
  (await text.execute(database.db)).rows[0]?.count;

test("two processes that carry out the same erasures do each once between them", async () => {
  const erasures = await asked(await facts(20, "a"));
  const run = { run: "erase", erasures } as const;
  const did = await race([run, run]);
  assert.equal((did[0] ?? 0) + (did[1] ?? 0), erasures.length);
  assert.deepEqual(await settle(), []);
  assert.equal(
    await count(sql`select count(*)::int as count from fact where kind = 'facts_erased'`),
    erasures.length,
  );
});

test("of an erasure and a case that opens at once the second sees the first: nothing is erased under an open case", async () => {
  const people = await facts(20, "b");
  const erasures = await asked(people);
  const alerts = people.map(({ id, professional }) => [id, professional] as const);
  const [erased = 0, opened = 0] = await race([
    { run: "erase", erasures },
    { run: "open", alerts },
  ]);
  assert.equal(opened, people.length);
  assert.deepEqual(await settle(), [], `${erased} erased before their case`);
  assert.equal(
    await count(sql`
      select count(*)::int as count from erasure e join fraud_case c on c.id = 'cas_' || (
        select substr(n.fact, 5) from erasure_fact n where n.erasure = e.id) where e.done_at > c.opened_at`),
    0,
  );
});

test("two processes that run the job of a day let each row go once between them, and the log counts them", async () => {
  at = Date.UTC(2015, 0, 1);
  const old = await facts(1100, "c");
  at = Date.now();
  await sql`
    insert into erasure (id, professional, scopes, reason, digest, by_member, asked_at)
    select 'ers_old' || n, 'pro_old', '{}', 'court_order', 'x', 'stf_1', timestamptz '2015-01-01' from generate_series(1, 1100) n`.execute(
    database.db,
  );
  const did = await race([{ run: "retain" }, { run: "retain" }]);
  const gone = (did[0] ?? 0) + (did[1] ?? 0);
  assert.equal(gone, old.length + 1100);
  assert.equal(
    await count(sql`
      select sum((body::jsonb ->> 'facts')::int)::int as count from fact where kind = 'facts_let_go'`),
    old.length,
  );
  assert.equal(
    await count(sql`select sum(gone_last)::int as count from retention_state`),
    gone,
    "what the console shows",
  );
  assert.deepEqual(await settle(), []);
  const again = await race([{ run: "retain" }, { run: "retain" }]);
  assert.deepEqual(again, [0, 0], "nobody does a day twice");
});
