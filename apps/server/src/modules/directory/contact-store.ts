import { type RawBuilder, sql } from "kysely";
import type { ProfessionalId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Copy, Database } from "#platform/database";
import type { ContactKind } from "./contact-line.ts";
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

/**
 * Finds whose each line is, and what it would change. A line of somebody whose access is stopped is held, whatever it says: who had a contact
 * changed could otherwise wait in silence for a stop to be lifted. Returns what names exactly this list: what two people sign.
 */
export async function compare(tx: Tx, authority: string): Promise<string> {
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
  const { rows } = await sql<{ list: string }>`
    select encode(sha256(convert_to(coalesce(string_agg(
      jsonb_build_array(professional, kind, move, value, proof, current, old_value)::text, chr(10) order by professional, kind), ''), 'UTF8')), 'hex') as list
    from staged_word where move in ('set', 'added', 'given_again', 'withdrawn')`.execute(tx);
  await sql`
    update staged_word w set held = w.move, move = 'held'
    where move in ('set', 'added', 'given_again', 'withdrawn')
      and exists (select from contact_stop s where s.professional = w.professional)`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error("a list of contacts without a name");
  return row.list;
}

/** A line of somebody whose access is stopped: the change that it becomes. */
export type Held = {
  readonly line: number;
  readonly professional: ProfessionalId;
  readonly kind: ContactKind;
  readonly value: string;
  readonly proof: string;
  readonly replaces: string | undefined;
};

/** What is held. Empty: a value that would only be withdrawn. */
export async function heldLines(tx: Tx): Promise<readonly Held[]> {
  const { rows } = await sql<Omit<Held, "replaces"> & { replaces: string | null }>`
    select line, professional, kind, value, proof, current::text as replaces from staged_word
    where move = 'held' order by line`.execute(tx);
  return rows.map(({ replaces, ...line }) => ({ ...line, replaces: replaces ?? undefined }));
}

/** Whom and what a file names, whatever becomes of it. */
export type Named = Pick<Held, "professional" | "kind">;
export async function namedIn(tx: Tx): Promise<readonly Named[]> {
  const { rows } = await sql<Named>`
    select professional, kind from staged_word where professional is not null and move <> 'repeated'`.execute(
    tx,
  );
  return rows;
}

/** A line, and what becomes of it; no value. */
export type Moved = { readonly line: number; readonly move: string };

/** The first `count` lines that change something, or wait. */
export async function movedLines(tx: Tx, count: number): Promise<readonly Moved[]> {
  const { rows } = await sql<Moved>`
    select line, move from staged_word
    where move in ('set', 'added', 'given_again', 'withdrawn', 'held') order by line limit ${count}`.execute(
    tx,
  );
  return rows;
}

/**
 * The lines that would undo an import: what it replaced, withdrew or gave, where nothing newer stands. A value is put back as the word of whoever
 * had given it. False: this authority has no such import.
 */
export async function stageUndo(tx: Tx, authority: string, run: string): Promise<boolean> {
  const { rows } = await sql`
    select from import_run where id = ${run} and source = ${authority} and layout = 'contacts' and state = 'done'`.execute(
    tx,
  );
  if (rows.length === 0) return false;
  await sql`
    insert into staged_word (line, national_id, kind, value, proof, source)
    select row_number() over (order by ch.id), p.national_id, ch.kind,
      -- A withdrawn value that was given again is withdrawn again; one that nobody had, too.
      ch.old_value, coalesce(was.proof, c.proof), was.source
    from contact_change ch
    join professional p on p.id = ch.professional
    join contact c on c.professional = ch.professional and c.kind = ch.kind and c.replaced_at is null
    left join lateral (
      select o.proof, o.source from contact o
      where o.professional = ch.professional and o.kind = ch.kind and o.value = ch.old_value order by o.since desc, o.id desc limit 1
    ) was on true
    where ch.run = ${run}
      and not exists (select from contact_change later
        where later.professional = ch.professional and later.kind = ch.kind and later.id > ch.id)`.execute(
    tx,
  );
  return true;
}

const shareWindow = sql`${lifetimes.contactShareWindow} * interval '1 millisecond'`;

/**
 * Whether undoing this import counts in no share: one person's, that read a file, while it counts itself. An undo that is undone brings back what
 * was taken away, and an old import's values are by now what people rely on.
 */
export async function isUndoneFreely(tx: Tx, run: string): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`
    select not agreed and undoes is null and at > aval_now() - ${shareWindow} as free from import_run where id = ${run}`.execute(
    tx,
  );
  return rows[0]?.free ?? false;
}

/** What the log's name of this file is made with. */
export async function keepSalt(tx: Tx, run: string, salt: string): Promise<void> {
  await sql`update import_run set log_salt = ${salt} where id = ${run}`.execute(tx);
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
  /** What files of this authority changed or took away lately, without two people: a hundred small ones do not do what one may not. */
  readonly recent: number;
  /** Lines that wait, since something of their holders is stopped. */
  readonly held: number;
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
      (select coalesce(sum(r.changed + r.removed), 0)::int from import_run r
        where r.source = ${authority} and r.layout = 'contacts' and r.state = 'done' and not r.agreed and r.at > aval_now() - ${shareWindow}
          -- But an undo that was free: of what is within the window, as isUndoneFreely said then.
          and not exists (select from import_run u where u.id = r.undoes and not u.agreed and u.undoes is null
            and u.at > r.at - ${shareWindow})) as recent,
      count(*) filter (where move = 'held')::int as held,
      count(*) filter (where move = 'added')::int as added,
      count(*) filter (where move in ('set', 'given_again'))::int as changed,
      count(*) filter (where move = 'withdrawn')::int as removed,
      count(*) filter (where move = 'same')::int as unchanged
    from staged_word`.execute(tx);
  const [found] = rows;
  if (!found) throw new Error("counting the moves of contacts gave no row");
  return found;
}

/** Whether `c`, which is given again, was never relied on, or was taken back: it is then as young as a new one. */
export const beginsAnew = sql`(c.disowned_at is not null
  or c.withdrawn_at < c.since + ${lifetimes.contactQuarantine} * interval '1 millisecond')`;

/** The moment, once for a statement. */
const now = sql`(select aval_now())`;

/**
 * Applies what `compare` found. A value that goes is kept, marked: the last trusted one cannot be removed from afar (P-30). `undoes`: the import whose
 * values are taken back; nobody trusts them any more, however long they stood. A value given again that had not stood long enough begins anew.
 */
export async function apply(
  tx: Tx,
  authority: string,
  run: string,
  undoes?: string,
): Promise<void> {
  for (const statement of [
    sql`update contact c set disowned_at = ${now} from staged_word w
        where c.id = w.current and w.move in ('set', 'withdrawn') and c.given_by = ${undoes ?? null}`,
    sql`update contact c set replaced_at = ${now} from staged_word w where c.id = w.current and w.move = 'set'`,
    sql`update contact c set since = ${now}, given_by = ${run}, request = null, disowned_at = null
        from staged_word w where c.id = w.current and w.move = 'given_again' and ${beginsAnew}`,
    sql`update contact c set withdrawn_at = case w.move when 'withdrawn' then ${now} end
        from staged_word w where c.id = w.current and w.move in ('withdrawn', 'given_again')`,
    sql`insert into contact (professional, kind, value, source, given_by, since, scope, proof, dated)
        select professional, kind, value, coalesce(source, ${authority}), ${run}, ${now}, scope, proof, dated from staged_word where move in ('set', 'added')`,
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
