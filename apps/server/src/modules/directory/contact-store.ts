import { type RawBuilder, sql } from "kysely";
import type { Copy, Database } from "#platform/database";
import { professionsOf, structureOf } from "./scope.ts";
import type { DirectoryTables } from "./store.ts";

/** What an authority's own file of contacts does to the database. `import-store.ts` has what every import does. */
type Tx = Database<DirectoryTables>;

export async function openStaging(tx: Tx): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(tx);
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
  await sql`select open_contact_staging()`.execute(tx);
}

export const stage = (copy: Copy, rows: AsyncIterable<Uint8Array>): Promise<void> =>
  copy("copy staged_word (line, national_id, kind, value, dated, proof) from stdin", rows);

/** Whether `p` is somebody of this authority: as `scopesOf` says, of one row. */
export function isOf(authority: string): RawBuilder<unknown> {
  if (authority === "national") return sql`true`;
  const structure = structureOf(authority);
  if (structure !== undefined)
    return sql`exists (select from activity a join structure t using (structure_key)
      where a.professional = p.id and t.technical_id = ${structure})`;
  const { codes, areExcluded } = professionsOf(authority) ?? { codes: [], areExcluded: false };
  return sql`(p.scope = ${authority} or exists (select from exercise e
    where e.professional = p.id and (e.profession_code = any(${[...codes]}::text[])) <> ${areExcluded}::boolean))`;
}

/** A number without what people put between its digits, an address without capitals: the same value, however it is written. */
const bare = (value: string) =>
  sql`lower(regexp_replace(${sql.ref(value)}, case w.kind when 'phone' then '[^0-9+]' else '^$' end, '', 'g'))`;

/** Finds whose each line is, and what it would change. */
export async function compare(tx: Tx, authority: string): Promise<void> {
  for (const statement of [
    sql`analyze staged_word`,
    sql`update staged_word w set professional = p.id, scope = p.scope
        from professional p where p.national_id = w.national_id and p.state = 'active' and ${isOf(authority)}`,
    sql`update staged_word w set move = 'not_yours' where professional is null`,
    sql`update staged_word w set move = 'repeated' where move is null and exists (select from staged_word earlier
        where (earlier.professional, earlier.kind) = (w.professional, w.kind) and earlier.line < w.line)`,
    sql`update staged_word w set current = c.id, old_value = c.value,
          move = case
            when w.value = '' then case when c.withdrawn_at is null then 'withdrawn' else 'same' end
            when ${bare("w.value")} <> ${bare("c.value")} then 'set'
            when c.withdrawn_at is not null then 'given_again' else 'same' end
        from contact c where w.move is null and c.professional = w.professional and c.kind = w.kind and c.replaced_at is null`,
    sql`update staged_word w set move = case value when '' then 'same' else 'added' end where move is null`,
  ])
    await statement.execute(tx);
}

export type Left = { readonly line: number; readonly reason: "not_yours" | "repeated" };

/** The first `count` lines that are left out because of whom they name, and how many there are. */
export async function leftOut(
  tx: Tx,
  count: number,
): Promise<{ first: readonly Left[]; of: number }> {
  const { rows } = await sql<Left & { of: number }>`
    select line, move as reason, (count(*) over ())::int as of from staged_word
    where move in ('not_yours', 'repeated') order by line limit ${Math.max(count, 1)}`.execute(tx);
  return {
    first: rows.slice(0, count).map(({ line, reason }) => ({ line, reason })),
    of: rows[0]?.of ?? 0,
  };
}

export type ContactsFound = {
  readonly known: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
};

/** What would change, in contacts. `known`: those this authority's people have now. */
export async function countMoves(tx: Tx, authority: string): Promise<ContactsFound> {
  const { rows } = await sql<ContactsFound>`
    select
      (select count(*)::int from contact c join professional p on p.id = c.professional
        where c.replaced_at is null and c.withdrawn_at is null and p.state = 'active' and ${isOf(authority)}) as known,
      count(*) filter (where move = 'added')::int as added,
      count(*) filter (where move in ('set', 'given_again'))::int as changed,
      count(*) filter (where move = 'withdrawn')::int as removed,
      count(*) filter (where move = 'same')::int as unchanged
    from staged_word`.execute(tx);
  const [found] = rows;
  if (!found) throw new Error("counting the moves of contacts gave no row");
  return found;
}

/** The moment, once for a statement. */
const now = sql`(select aval_now())`;

/** Applies what `compare` found. A value that goes is kept, marked: the last trusted one cannot be removed from afar (P-30). */
export async function apply(tx: Tx, authority: string, run: string): Promise<void> {
  for (const statement of [
    sql`update contact c set replaced_at = ${now} from staged_word w where c.id = w.current and w.move = 'set'`,
    sql`update contact c set withdrawn_at = case w.move when 'withdrawn' then ${now} end
        from staged_word w where c.id = w.current and w.move in ('withdrawn', 'given_again')`,
    sql`insert into contact (professional, kind, value, source, given_by, since, scope, proof, dated)
        select professional, kind, value, ${authority}, ${run}, ${now}, scope, proof, dated from staged_word where move in ('set', 'added')`,
    // Said again with a later day: it is as old as it was, and known to be right.
    sql`update contact c set confirmed_at = least(w.dated::timestamptz, ${now}) from staged_word w
        where c.id = w.current and w.move = 'same' and w.dated > coalesce(c.confirmed_at::date, c.dated, c.since::date)`,
    sql`insert into contact_change (professional, kind, old_value, new_value, run, at, scope)
        select professional, kind, case move when 'given_again' then '' else coalesce(old_value, '') end, value, ${run}, ${now}, scope
        from staged_word where move in ('set', 'added', 'given_again', 'withdrawn') order by line`,
    sql`update professional p set changed_at = ${now}, changed_by = ${run}
        where p.id in (select professional from staged_word where move in ('set', 'added', 'given_again', 'withdrawn'))`,
  ])
    await statement.execute(tx);
}
