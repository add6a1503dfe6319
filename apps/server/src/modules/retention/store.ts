import { type RawBuilder, sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Instant } from "#platform/time";
import { type Applied, type Store, type Term, termOf } from "./term.ts";

type Db = Database<AnyTables>;

const before = ({ store }: Pick<Term, "store">) => sql`aval_now() - ${span(termOf[store])}`;

/**
 * Takes today's turn at this row of the table: one statement, so that of all nodes one does it. A turn that a node did not end is over
 * with its day.
 */
export async function begin(db: Db, name: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into retention_state as s (name, ran_at) values (${name}, aval_now())
    on conflict (name) do update set ran_at = aval_now(), ended_at = null, gone_last = 0
      where s.ran_at <= aval_now() - ${span(lifetimes.retentionRun)}`.execute(db);
  return numAffectedRows === 1n;
}

export async function recordGone(tx: Db, name: string, gone: number): Promise<void> {
  await sql`
    update retention_state set gone = gone + ${gone}, gone_last = gone_last + ${gone} where name = ${name}`.execute(
    tx,
  );
}

export async function end(
  db: Db,
  name: string,
  { held, needed }: { readonly held: number; readonly needed: number },
): Promise<void> {
  await sql`
    update retention_state set ended_at = aval_now(), held = ${held}, needed = ${needed} where name = ${name}`.execute(
    db,
  );
}

/** Kept by an open case, or by a complaint file that is within its own term, whatever the row's. */
function isHeld({ person, ofCase }: Term): RawBuilder<boolean> {
  const about = [
    ...(person ? [sql`h.professional = ${sql.raw(person)}`] : []),
    ...(ofCase ? [sql`h.fraud_case = ${sql.raw(ofCase)}`] : []),
  ];
  if (about.length === 0) return sql`false`;
  return sql`exists (select from retention_hold h where (${sql.join(about, sql` or `)})
    and (h.since is null or h.since > ${before({ store: "evidence" })}))`;
}

const isPast = (term: Term): RawBuilder<boolean> =>
  sql`(${sql.raw(term.since)}) <= ${before(term)} and (${sql.raw(term.only ?? "true")})${
    term.empties ? sql` and x.${sql.ref(term.empties)} <> 'unknown'` : sql``
  }`;

export type Reference = {
  readonly parent: string;
  readonly child: string;
  readonly pairs: readonly (readonly [string, string])[];
};

/** Which columns of which tables name rows of which, and would be left in the air without them. The catalogue knows; a list of ours could forget one. */
export async function references(db: Db): Promise<readonly Reference[]> {
  const { rows } = await sql<Reference>`
    select f.confrelid::regclass::text as parent, f.conrelid::regclass::text as child,
      (select jsonb_agg(jsonb_build_array(a.attname, b.attname)) from unnest(f.conkey, f.confkey) as u(mine, theirs)
         join pg_attribute a on a.attrelid = f.conrelid and a.attnum = u.mine
         join pg_attribute b on b.attrelid = f.confrelid and b.attnum = u.theirs) as pairs
    from pg_constraint f where f.contype = 'f' and f.connamespace = 'aval'::regnamespace and f.confdeltype = 'a'`.execute(
    db,
  );
  // The catalogue leaves out the schema that we work in.
  const named = (table: string) => (table.includes(".") ? table : `aval.${table}`);
  return rows.map((row) => ({ ...row, parent: named(row.parent), child: named(row.child) }));
}

function isNeeded(naming: readonly Reference[]): RawBuilder<boolean> {
  const by = naming.map(
    ({ child, pairs }) =>
      sql`exists (select from ${sql.table(child)} y where ${sql.join(
        pairs.map(([mine, theirs]) => sql`y.${sql.ref(mine)} = x.${sql.ref(theirs)}`),
        sql` and `,
      )})`,
  );
  return by.length === 0 ? sql`false` : sql`(${sql.join(by, sql` or `)})`;
}

/** Lets go of at most so many rows that are past their term, that nothing holds and that no other row names. Returns how many. */
export async function letGo(
  tx: Db,
  { table, term }: Applied,
  naming: readonly Reference[],
  most: number,
): Promise<number> {
  const chosen = sql`
    select x.ctid from ${sql.table(table)} x
    where ${isPast(term)} and not ${isHeld(term)}
      and not ${term.empties ? sql`false` : isNeeded(naming)}
    limit ${most} for update of x skip locked`;
  const { numAffectedRows = 0n } = await (term.empties
    ? sql`update ${sql.table(table)} set ${sql.ref(term.empties)} = 'unknown' where ctid = any(array(${chosen}))`
    : sql`delete from ${sql.table(table)} where ctid = any(array(${chosen}))`
  ).execute(tx);
  return Number(numAffectedRows);
}

/** How many rows are past their term and stay, and why. */
export async function waiting(
  db: Db,
  { table, term }: Applied,
): Promise<{ readonly held: number; readonly needed: number }> {
  const { rows } = await sql<{ held: number; needed: number }>`
    select (count(*) filter (where held))::int as held, (count(*) filter (where not held))::int as needed
    from (select ${isHeld(term)} as held from ${sql.table(table)} x where ${isPast(term)}) past`.execute(
    db,
  );
  return rows[0] ?? { held: 0, needed: 0 };
}

const factTerm = (store: Store): Term => ({ store, since: "x.at", person: "x.professional" });
const isDue = (store: Store, kinds: readonly string[]) =>
  sql`x.kind = any(${[...kinds]}::text[]) and x.professional is not null and x.seq is not null and ${isPast(factTerm(store))}`;

/** Facts of one store that are past their term and that nothing holds, the oldest first; `among`: only of these. */
export async function dueFacts(
  db: Db,
  given: {
    readonly store: Store;
    readonly kinds: readonly string[];
    readonly most: number;
    /** Older than this, in seconds, and past their term. */
    readonly before: number;
    readonly among?: readonly string[];
  },
): Promise<readonly string[]> {
  const { store, kinds, most, before: end, among } = given;
  const { rows } = await sql<{ id: string }>`
    select x.id from retention_fact x
    where ${isDue(store, kinds)} and not ${isHeld(factTerm(store))}
      and x.at < to_timestamp(${end}) and ${among ? sql`x.id = any(${[...among]}::text[])` : sql`true`}
    order by x.at, x.id limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

export async function heldFacts(db: Db, store: Store, kinds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ held: number }>`
    select count(*)::int as held from retention_fact x
    where ${isDue(store, kinds)} and ${isHeld(factTerm(store))}`.execute(db);
  return rows[0]?.held ?? 0;
}

/** What is older than this is past its term, in seconds, and a minute more: whoever verifies measures by the time of the fact that says so. */
export async function endOfTerm(db: Db, store: Store): Promise<number> {
  const { rows } = await sql<{ end: number }>`
    select floor(extract(epoch from ${before({ store })}))::float8 - 60 as end`.execute(db);
  return rows[0]?.end ?? 0;
}

export type State = {
  readonly name: string;
  readonly at: Instant;
  readonly isDone: boolean;
  readonly gone: number;
  readonly goneLast: number;
  readonly held: number;
  readonly needed: number;
};

export async function states(db: Db): Promise<readonly State[]> {
  const { rows } = await sql<Omit<State, "at"> & { ran_at: Date }>`
    select name, ran_at, ended_at is not null as "isDone", gone::float8 as gone, gone_last as "goneLast", held, needed
    from retention_state order by name`.execute(db);
  return rows.map(({ ran_at: at, ...state }) => ({ ...state, at: toInstant(at) }));
}

/** Whether every one of these rows was applied to its end lately. */
export async function isUpToDate(db: Db, names: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from retention_state
    where name = any(${[...names]}::text[]) and ended_at is not null
      and ran_at > aval_now() - ${span(lifetimes.retentionLate)}`.execute(db);
  return rows[0]?.count === names.length;
}
