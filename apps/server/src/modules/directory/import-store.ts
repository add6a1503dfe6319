import { sql } from "kysely";
import { type Copy, type Database, sqlState } from "#platform/database";
import type { Duration } from "#platform/time";
import { applyChanges } from "./apply-sql.ts";
import * as difference from "./difference-sql.ts";
import type { Plan, Statement } from "./import-columns.ts";
import * as staging from "./staging-sql.ts";
import type { Part, Step } from "./steps.ts";
import type { DirectoryTables } from "./store.ts";

/** What an import does to the database: the part of `store.ts` that nobody but an import needs. */
type Tx = Database<DirectoryTables>;

/** How long an import waits for another: a killed one is undone within a second or two. */
const patience = { tries: 12, seconds: 0.25 };

/** Whether this transaction is the one import for now. Released at its end. */
export async function tryBeImporter(tx: Tx): Promise<boolean> {
  for (let tries = 0; ; tries++) {
    const { rows } = await sql<{ held: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('aval.directory.import')) as held`.execute(tx);
    if (rows[0]?.held) return true;
    if (tries === patience.tries) return false;
    await sql`select pg_sleep(${patience.seconds})`.execute(tx);
  }
}

/**
 * An import waits for its file and compares millions of rows: the limits of a page's statements are not for it, and sorting and
 * joining so much in the memory of a page's statement would go to disk a hundred times over.
 */
export async function openStaging(tx: Tx): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(tx);
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
  await sql`set local work_mem = '192MB'`.execute(tx);
  await sql`set local temp_buffers = '64MB'`.execute(tx);
  await sql`select open_import_staging()`.execute(tx);
}

export function stage(
  copy: Copy,
  columns: readonly string[],
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  return copy(`copy staged (${columns.join(", ")}) from stdin (format text, delimiter '|')`, rows);
}

export async function shield(tx: Tx, unread: readonly string[]): Promise<void> {
  if (unread.length > 0) await staging.shield(unread).execute(tx);
}

export type Compared = { readonly plan: Plan; readonly found: difference.Found };

/** Told what an import begins to do; throws when it is not to go on. */
export type Begin = (part: Part) => void;

/** Groups the lines by person, gives ids to those we do not know, and finds what would change. */
export async function compare(
  tx: Tx,
  copy: Copy,
  given: Pick<Plan, "source" | "present">,
  freshIds: (count: number) => AsyncIterable<Uint8Array>,
  begin: Begin,
): Promise<Compared> {
  begin("lines");
  await run(tx, staging.groupLines);
  begin("settled");
  // Nearly everybody is settled: asking an index for each of two million people takes ten times as long as reading all of them once.
  await sql`set local enable_nestloop = off`.execute(tx);
  const { numAffectedRows: settled } = await staging.settle(given.source).execute(tx);
  await sql`set local enable_nestloop = on`.execute(tx);
  const plan: Plan = { ...given, lines: settled ? "staged_part" : "staged" };
  if (settled) await run(tx, staging.keepUnsettled);

  begin("people");
  const { rows: counted } = await staging.countStrangers.execute(tx);
  const strangers = counted[0]?.strangers ?? 0;
  if (strangers > 0) {
    await copy("copy fresh_id (turn, id) from stdin", freshIds(strangers));
    await staging.measure("fresh_id").execute(tx);
  }
  await run(tx, staging.groupPeople(plan));
  await runSteps(tx, difference.findChanges(plan), begin);
  const { rows } = await difference.countChanges(given.source).execute(tx);
  const [found] = rows;
  if (!found) throw new Error("counting the changes of an import gave no row");
  return { plan, found };
}

/** The first `count` contradictions, and how many there are. */
export async function contradictions(
  tx: Tx,
  count: number,
): Promise<{ first: { line: number; reason: string }[]; of: number }> {
  const { rows } = await difference.contradictions(Math.max(count, 1)).execute(tx);
  return { first: rows.slice(0, count), of: rows[0]?.of ?? 0 };
}

export async function apply(tx: Tx, plan: Plan, runId: string, begin: Begin): Promise<void> {
  await runSteps(tx, applyChanges(plan, runId), begin);
}

/**
 * When this many lines are most of what the directory will hold: sets aside what only searches need, until `resumeSearches`. In a
 * transaction of its own, because it locks readers out, for an instant; the import's own would keep that lock to its end.
 */
export async function pauseSearches(db: Tx, lines: number): Promise<void> {
  try {
    await sql`select pause_directory_searches(${lines}::integer)`.execute(db);
  } catch (error) {
    // A reader does not end (a backup, for instance): the import then takes longer, and is as good.
    if (sqlState(error) !== "55P03") throw error;
  }
}

/** Makes again what this import set aside, or one that was killed: one after the other, each told as it begins. */
export async function resumeSearches(
  tx: Tx,
  begin: (made: string | undefined, remaining: number) => void = () => {},
): Promise<void> {
  const { rows } = await sql<{ remaining: number }>`
    select count(*) as remaining from paused_search`.execute(tx);
  let remaining = rows[0]?.remaining ?? 0;
  if (remaining > 0) begin(undefined, remaining);
  while (remaining > 0) {
    const { rows: done } = await sql<{ made: string; remaining: number }>`
      select made, remaining from resume_directory_search()`.execute(tx);
    remaining = done[0]?.remaining ?? 0;
    begin(done[0]?.made, remaining);
  }
}

/** The connection an import works on, as PostgreSQL numbers it. */
export async function connectionOf(tx: Tx): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error("a connection without a number");
  return row.pid;
}

/** Ends the statement that an import waits for, if it waits for one. */
export async function interrupt(db: Tx, connection: number): Promise<void> {
  await sql`select pg_cancel_backend(${connection}::integer)`.execute(db);
}

/** How large the database is on disk, with what others have not seen yet. */
export async function bytesOnDisk(db: Tx): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_database_size(current_database()) as bytes`.execute(db);
  return rows[0]?.bytes ?? 0;
}

export type ImportRun = {
  id: string;
  source: string;
  layout: string;
  strict: boolean;
  digest: string;
  lines: number;
  latin1_lines: number;
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  problems: number;
  /** Of contacts: the import that it undid, and whether two people signed it. */
  undoes?: string | null;
  agreed?: boolean;
};

export type StoredProblem = {
  readonly line: number;
  readonly reason: string;
  readonly column: string | undefined;
};

export async function insertRun(
  tx: Tx,
  importRun: ImportRun,
  stoppedFor: string | undefined,
  problems: readonly StoredProblem[],
): Promise<void> {
  await tx
    .insertInto("import_run")
    .values({
      ...importRun,
      state: stoppedFor ? "stopped" : "done",
      stopped_for: stoppedFor ?? null,
    })
    .execute();
  await insertProblems(tx, importRun.id, problems);
}

/** Lines that were found not to be what they should only once the rest was applied. */
export async function addProblems(
  tx: Tx,
  run: string,
  problems: readonly StoredProblem[],
): Promise<void> {
  await sql`update import_run set problems = problems + ${problems.length} where id = ${run}`.execute(
    tx,
  );
  await insertProblems(tx, run, problems);
}

async function insertProblems(
  tx: Tx,
  run: string,
  problems: readonly StoredProblem[],
): Promise<void> {
  if (problems.length === 0) return;
  await sql`
    insert into import_problem (run, line, reason, column_key)
    select ${run}, line, reason, column_key
    from unnest(${problems.map((p) => p.line)}::integer[], ${problems.map((p) => p.reason)}::text[],
      ${problems.map((p) => p.column ?? null)}::text[]) as found(line, reason, column_key)`.execute(
    tx,
  );
}

async function runSteps(tx: Tx, steps: readonly Step[], begin: Begin): Promise<void> {
  for (const { part, statements } of steps) {
    begin(part);
    await run(tx, statements);
  }
}

async function run(tx: Tx, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) await statement.execute(tx);
}

/** Lines that did not read, of imports as old as that: whoever would mend the extract has a newer one. */
export async function purgeProblems(db: Database<DirectoryTables>, age: Duration): Promise<void> {
  await sql`
    delete from import_problem using import_run
    where import_run.id = run and at < aval_now() - ${age} * interval '1 millisecond'`.execute(db);
}
