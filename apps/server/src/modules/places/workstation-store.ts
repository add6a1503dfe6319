import type { WorkstationId } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import { statement } from "#platform/statement";
import type { Duration, Instant } from "#platform/time";

export type WorkstationTables = {
  workstation: {
    id: string;
    browser: string;
    structure: string;
    registrar: string;
    signature: string;
    registered_at: Date;
    until_at: Date;
    ended_at: Date | null;
    ended_by: string | null;
    scope: string;
  };
};

type Db = Database<AnyTables>;

/** A browser that an establishment registered, while it is. */
export type Workstation = {
  readonly id: WorkstationId;
  readonly browser: string;
  readonly structure: string;
  readonly registrar: string;
  readonly registeredAt: Instant;
  readonly until: Instant;
};

type Row = Pick<
  WorkstationTables["workstation"],
  "id" | "browser" | "structure" | "registrar" | "registered_at" | "until_at"
>;

const fromRow = (row: Row): Workstation => ({
  id: row.id as WorkstationId,
  browser: row.browser,
  structure: row.structure,
  registrar: row.registrar,
  registeredAt: toInstant(row.registered_at),
  until: toInstant(row.until_at),
});

const columns = sql`id, browser, structure, registrar, registered_at, until_at`;

/**
 * Registers a browser that showed a frame of this second: not older than `age` and no more than a second ahead, and until a time
 * within `most`. Undefined when the frame is stale, the time too far, or the browser registered already.
 */
export async function insertWorkstation(
  db: Db,
  given: Omit<Workstation, "registeredAt" | "until"> & {
    /** Seconds since the epoch. */
    second: number;
    until: number;
    signature: string;
    scope: string;
  },
  { age, most }: { age: Duration; most: Duration },
): Promise<Workstation | undefined> {
  const until = sql`to_timestamp(${given.until})`;
  const shown = sql`to_timestamp(${given.second})`;
  // One that is over by date still stands in the way of the index: it ends here, with what takes its place.
  await sql`
    update workstation set ended_at = aval_now(), ended_by = 'date'
    where browser = ${given.browser} and ended_at is null and until_at <= aval_now()`.execute(db);
  const { rows } = await sql<Row>`
    insert into workstation (id, browser, structure, registrar, signature, registered_at, until_at, scope)
    select ${given.id}, thumbprint, ${given.structure}, ${given.registrar}, ${given.signature}, aval_now(), ${until},
      ${given.scope}
    from browser
    where thumbprint = ${given.browser}
      and ${shown} > aval_now() - ${span(age)} and ${shown} <= aval_now() + interval '1 second'
      and ${until} > aval_now() and ${until} <= aval_now() + ${span(most)}
    on conflict do nothing returning ${columns}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

const selectAt = statement(
  (_: Db, by: { browser: string }) => sql<Row>`
    select ${columns} from workstation where browser = ${by.browser} and ended_at is null and until_at > aval_now()`,
);

/** What this browser is registered as now. */
export async function workstationAt(db: Db, browser: string): Promise<Workstation | undefined> {
  const [row] = (await selectAt(db, { browser })).rows;
  return row && fromRow(row);
}

/** Keeps it registered until this transaction ends: whoever ends it waits. */
export async function holdWorkstation(db: Db, browser: string): Promise<void> {
  await sql`select 1 from workstation where browser = ${browser} and ended_at is null for share`.execute(
    db,
  );
}

/** All that are registered now, those that end first at the top. `structure`: only its own. */
export async function listWorkstations(
  db: Db,
  structure: string | undefined,
): Promise<Workstation[]> {
  const { rows } = await sql<Row>`
    select ${columns} from workstation
    where ended_at is null and until_at > aval_now()
      and (${structure ?? null}::text is null or structure = ${structure ?? null})
    order by until_at, id`.execute(db);
  return rows.map(fromRow);
}

const ending = (by: string) =>
  sql`update workstation set ended_at = aval_now(), ended_by = ${by} where ended_at is null`;

export type EndedWorkstation = Pick<Workstation, "id" | "browser">;

/** Ends one, once. */
export async function recordWorkstationEnded(
  db: Db,
  id: WorkstationId,
  by: string,
): Promise<readonly EndedWorkstation[]> {
  const { rows } = await sql<EndedWorkstation>`
    ${ending(by)} and id = ${id} returning id, browser`.execute(db);
  return rows;
}

/** Ends the one of a browser whose key is in two browsers. */
export async function recordWorkstationCloned(
  db: Db,
  browser: string,
): Promise<readonly EndedWorkstation[]> {
  const { rows } = await sql<EndedWorkstation>`
    ${ending("clone")} and browser = ${browser} returning id, browser`.execute(db);
  return rows;
}

/** Ends those whose time is over: they open nothing already, and what is open ends with them. */
export async function recordWorkstationsPassed(db: Db): Promise<readonly EndedWorkstation[]> {
  const { rows } = await sql<EndedWorkstation>`
    ${ending("date")} and until_at <= aval_now() returning id, browser`.execute(db);
  return rows;
}

/** Ends all, after a restore: one that was removed since the backup must not give rights again by itself. */
export async function recordWorkstationsRestored(db: Db): Promise<readonly EndedWorkstation[]> {
  const { rows } = await sql<EndedWorkstation>`
    ${ending("restored")} returning id, browser`.execute(db);
  return rows;
}
