import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { sql } from "kysely";
import { listPeople } from "../campaigns/testing/campaign-world.ts";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { happened, intoMonth, monthAfter, pastMonth } from "./testing/months.ts";

// Two operating-system processes that count the same months, each several times at once.
let database: TestDatabase;
let racers: readonly ChildProcess[] = [];
before(async () => {
  database = await testDatabase();
  await listPeople(database.url, 60);
  const env = { ...process.env, AVAL_RACE_DATABASE_URL: database.serverUrl };
  racers = await Promise.all(
    [1, 2].map(async () => {
      const child = fork(join(import.meta.dirname, "testing", "statistics-racer.ts"), { env });
      await once(child, "message");
      return child;
    }),
  );
});
after(async () => {
  for (const one of racers) if (one.connected) one.disconnect();
  await database?.close();
});

test("each month that is over is counted once, by one of two nodes, however often both try", async () => {
  const everybody = Array.from(
    { length: 60 },
    (_, person) => ["approval_refused", person] as const,
  );
  for (const month of [0, 1, 2]) await happened(database.db, intoMonth(month), everybody);
  await moveClock(database.db, pastMonth(2));
  const answers = racers.map((one) => once(one, "message") as Promise<[number]>);
  for (const one of racers) one.send({ times: 4 });
  const counts = (await Promise.all(answers)).map(([count]) => count);
  assert.equal(
    counts.reduce((sum, one) => sum + one, 0),
    3,
  );
  const { rows } = await sql<{ month: string; people: number }>`
    select to_char(month, 'YYYY-MM') as month, people from statistic_cell
    where kind = 'refused' and profession = 'all' and region = 'all' order by month`.execute(
    database.db,
  );
  assert.deepEqual(
    rows,
    [0, 1, 2].map((month) => ({ month: monthAfter(month), people: 60 })),
  );
});
