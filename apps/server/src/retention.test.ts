import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { createDirectory } from "#modules/directory";
import { createInstallations } from "#modules/installations";
import { createNotices } from "#modules/notices";
import { type TestDatabase, moveClock, testDatabase } from "#platform/testing";
import { days } from "#platform/time";

// What is a trace and no evidence is forgotten twelve months after it last served; what it hung on stays.

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
  const { db } = database;
  await sql`
    insert into service (id, name, sensitivity, accepts_reduced, profile, redirect_uris, post_logout_redirect_uris, grants, acr, state, scope)
    values ('pharmacy', 'Logiciel', 'open', true, 'psc', '{}', '{}', '{ciba}', 'eidas1', 'active', 'national')`.execute(
    db,
  );
  await sql`
    insert into device (id, label, ik, ik_thumbprint, state) values ('dev_1', 'Téléphone', '{}', 'print', 'enrolling')`.execute(
    db,
  );
  await sql`
    insert into installation (id, professional, client, kind, device, added_at, usable_from)
    values ('ins_1', 'pro_1', 'pharmacy', 'plain', 'dev_1', aval_now(), aval_now() + interval '1 day')`.execute(
    db,
  );
});
after(() => database.close());

const leave = {
  /** A network that software was approved from. */
  installation_network: (name: string) => sql`
    insert into installation_network (installation, network, last_used_at) values ('ins_1', ${name}, aval_now())`,
  /** What a push service answered, of a notice of its own. */
  push_delivery: (name: string) => sql`
    insert into push_delivery (notice, device, state, answered_at) values (${name}, 'dev_1', 'arrived', aval_now())`,
  /** A line of an extract that did not read, of an import of its own. */
  import_problem: (name: string) =>
    sql`insert into import_problem (run, line, reason) values (${name}, 1, 'columns')`,
};
type Trace = keyof typeof leave;
const names = Object.keys(leave) as Trace[];

/** Who forgets each: its module's own face, as the round calls it. What else a face takes, forgetting does not touch. */
function forget(): Promise<unknown> {
  const deps = { db: database.db } as never;
  return Promise.all([
    createInstallations(deps).purge(),
    createNotices(deps).purge(),
    createDirectory(deps).purge(),
  ]);
}

async function count(table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)}`.execute(database.db);
  return rows[0]?.count ?? 0;
}
const counts = async () => Promise.all(names.map(count));

async function leaveAll(name: string): Promise<void> {
  const { db } = database;
  await sql`
    insert into notice (id, professional, event, about, scope) values (${name}, 'pro_1', 'paused', 'stp_1', 'national')`.execute(
    db,
  );
  await sql`
    insert into import_run (id, source, layout, state, strict, digest, lines, latin1_lines, added, changed, removed, unchanged, problems)
    values (${name}, 'sandbox', 'public', 'done', false, ${name}, 1, 0, 0, 0, 0, 0, 1)`.execute(db);
  for (const trace of names) await leave[trace](name).execute(db);
}

test("a trace is forgotten twelve months after it last served and not before; what it hung on stays", async () => {
  await leaveAll("first");
  await moveClock(database.db, days(364));
  await leaveAll("second");
  await forget();
  assert.deepEqual(await counts(), [2, 2, 2], "on the last day");
  await moveClock(database.db, days(1.1));
  await forget();
  assert.deepEqual(await counts(), [1, 1, 1], "the first went, the second stays");
  assert.deepEqual(
    await Promise.all(["installation", "notice", "import_run"].map(count)),
    [1, 2, 2],
  );
});
