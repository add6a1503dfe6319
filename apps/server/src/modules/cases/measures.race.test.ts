import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { sql } from "kysely";
import { connectOnce } from "#platform/database";
import { type TestDatabase, testDatabase } from "#platform/testing";

// Two operating-system processes that go on with the same measures; the second round, after one was killed in the middle.
const people = Array.from({ length: 40 }, (_, index) => `pro_${index}`);
let database: TestDatabase;
let racers: ChildProcess[] = [];
const racer = async () => {
  const env = { ...process.env, AVAL_RACE_DATABASE_URL: database.serverUrl };
  const child = fork(join(import.meta.dirname, "testing", "measure-racer.ts"), { env });
  await once(child, "message");
  return child;
};
before(async () => {
  database = await testDatabase();
  const owner = await connectOnce(database.url);
  await owner.query(
    "create table aval.measured (professional text); grant all on aval.measured to public",
  );
  await owner.end();
  racers = [await racer(), await racer()];
});
after(async () => {
  for (const one of racers) if (one.connected) one.disconnect();
  await database.close();
});

/** A measure that has begun and reached nobody. */
async function running(id: string): Promise<void> {
  const { db } = database;
  await sql`
    insert into fraud_case (id, state, severity, due_at, owner) values (${`cas_${id}`}, 'claimed', 'high', aval_now(), 'stf_1')`.execute(
    db,
  );
  await sql`
    insert into measure (id, fraud_case, kind, state, words, digest, by_member)
    values (${`mea_${id}`}, ${`cas_${id}`}, 'freeze', 'running', 'mot', 'd', 'stf_1')`.execute(db);
  await sql`
    insert into measure_person (measure, professional) select ${`mea_${id}`}, p from unnest(${people}::text[]) p`.execute(
    db,
  );
}

/** How often each was reached, by what was done to them, by the row, and by the log. */
async function reached(id: string) {
  const counts = await sql<{ done: number; once: number; rows: number; facts: number }>`
    select (select count(*)::int from measured) as done, (select count(distinct professional)::int from measured) as once,
      (select count(*)::int from measure_person where measure = ${`mea_${id}`} and state = 'changed') as rows,
      (select count(*)::int from fact where kind = 'measure_taken' and body::jsonb ->> 'measure' = ${`mea_${id}`}) as facts`.execute(
    database.db,
  );
  await sql`delete from measured`.execute(database.db);
  return counts.rows[0];
}
const whole = {
  done: people.length,
  once: people.length,
  rows: people.length,
  facts: people.length,
};

test("two nodes that go on with one measure reach each person once between them, and it is done", async () => {
  await running("both");
  const answers = racers.map((one) => once(one, "message") as Promise<[number]>);
  for (const one of racers) one.send({ times: 2 });
  const counts = (await Promise.all(answers)).map(([count]) => count);
  assert.equal(
    counts.reduce((sum, one) => sum + one, 0),
    people.length,
  );
  assert.deepEqual(await reached("both"), whole);
  const { rows } = await sql<{
    state: string;
  }>`select state from measure where id = 'mea_both'`.execute(database.db);
  assert.equal(rows[0]?.state, "done");
});

test("killed in the middle, a measure goes on at another node: nobody is left out or reached twice", async () => {
  await running("killed");
  const [victim, other] = racers as [ChildProcess, ChildProcess];
  victim.send({ times: 1 });
  for (let done = 0; done === 0; ) {
    const { rows } = await sql<{
      done: number;
    }>`select count(*)::int as done from measured`.execute(database.db);
    done = rows[0]?.done ?? 0;
  }
  const gone = once(victim, "exit");
  victim.kill("SIGKILL");
  await gone;
  const answer = once(other, "message");
  other.send({ times: 1 });
  await answer;
  assert.deepEqual(await reached("killed"), whole);
});
