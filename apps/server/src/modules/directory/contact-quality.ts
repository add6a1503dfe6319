import type { ContactFlaw } from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes, limits as bounds } from "#lifetimes";
import { type AnyTables, type Database, transact } from "#platform/database";
import { type Instant, instant } from "#platform/time";
import { takeTurn } from "#platform/turns";
import type { ContactKind } from "./contact-line.ts";
import { authorities } from "./scope.ts";

type Db = Database<AnyTables>;

/** One contact to look at. No value and no name: whoever opens the person is written down. */
export type FlawLine = {
  readonly flaw: ContactFlaw;
  readonly kind: ContactKind;
  readonly nationalId: string;
};

/** What is to be looked at among the contacts of an authority, as it was found at `at`; absent before the first search. */
export type Flaws = {
  readonly at: Instant | undefined;
  readonly counts: Readonly<Partial<Record<ContactFlaw, number>>>;
  readonly lines: readonly FlawLine[];
};

/**
 * Looks for what is wrong with contacts, over all of them, when something has changed or an hour has passed, and never for more than a
 * twentieth of the time. One process at a time; whoever reads meanwhile sees what was found before. Returns whether it looked.
 */
export async function keepFlaws(
  db: Db,
  bounced: () => Promise<readonly string[]>,
): Promise<boolean> {
  if (!(await isDue(db))) return false;
  const failing = await bounced();
  return transact(db, async (tx) => {
    await takeTurn(tx, "contact flaws");
    // Another process's search may just have ended.
    if (!(await isDue(tx))) return false;
    await sql`set local statement_timeout = 0`.execute(tx);
    await search(tx, failing);
    return true;
  });
}

/** Changes whenever a contact, a file or the directory does. */
const seen = sql`(select concat_ws(' ',
  (select max(id) from contact_change), (select count(*) from import_run where state = 'done'),
  (select max(decided_at) from contact_request)))`;

async function isDue(db: Db): Promise<boolean> {
  const { rows } = await sql`
    select where not exists (
      select from contact_flaw_search f
      where f.found_at + ${bounds.contactFlawPace} * f.took_ms * interval '1 millisecond' > aval_now()
        or (f.seen = ${seen} and f.found_at + ${lifetimes.contactFlawsKept} * interval '1 millisecond' > aval_now())
    )`.execute(db);
  return rows.length > 0;
}

/** One pass over everybody: missing, of several people, not reached, not confirmed for two years, another person's before. */
async function search(tx: Db, bounced: readonly string[]): Promise<void> {
  await sql`
    with kept (scope, codes, excluded) as (
      select scope, array(select jsonb_array_elements_text(codes)), excluded
      from jsonb_to_recordset(${JSON.stringify(authorities())}::jsonb) as t (scope text, codes jsonb, excluded boolean)
    ), standing as (
      select c.id, c.professional, c.kind, lower(c.value) as value, coalesce(c.confirmed_at, c.since) as known_at
      from contact c where c.replaced_at is null and c.withdrawn_at is null
    ), several as (
      select kind, lower(value) as value from contact where replaced_at is null group by 1, 2 having count(distinct professional) > 1
    ), former as (
      select distinct kind, lower(value) as value, professional from contact where replaced_at is not null
    ), found (flaw, professional, kind, contact, known_at) as (
      select 'missing', p.id, kinds.kind, null::bigint, null::timestamptz
        from professional p cross join unnest('{email,phone}'::text[]) as kinds (kind)
        where not exists (select from standing s where s.professional = p.id and s.kind = kinds.kind)
      union all select 'shared', s.professional, s.kind, s.id, s.known_at from standing s join several using (kind, value)
      union all select 'bounced', s.professional, s.kind, s.id, s.known_at from standing s where s.id = any(${[...bounced]}::bigint[])
      union all select 'old', s.professional, s.kind, s.id, s.known_at from standing s
        where s.known_at < (select aval_now()) - ${lifetimes.contactOld} * interval '1 millisecond'
      union all select distinct 'recycled', s.professional, s.kind, s.id, s.known_at from standing s join former f using (kind, value)
        where f.professional <> s.professional
    ), flawed as (
      select p.id, p.national_id, array(
        select p.scope
        union select k.scope from exercise e join kept k on (e.profession_code = any(k.codes)) <> k.excluded where e.professional = p.id
        union select 'structure:' || t.technical_id from activity a join structure t using (structure_key)
          where a.professional = p.id and t.technical_id <> '') as scopes
      from professional p where p.state = 'active' and p.id in (select professional from found)
    ), now_so as materialized (
      select f.professional, f.kind, f.flaw, f.contact, m.national_id, f.known_at, m.scopes from found f join flawed m on m.id = f.professional
    ), gone as (
      delete from contact_flaw o where not exists (
        select from now_so n where (n.professional, n.kind, n.flaw) = (o.professional, o.kind, o.flaw))
    )
    insert into contact_flaw as o (professional, kind, flaw, contact, national_id, known_at, scopes)
    select professional, kind, flaw, contact, national_id, known_at, scopes from now_so
    on conflict (professional, kind, flaw) do update
      set contact = excluded.contact, national_id = excluded.national_id, known_at = excluded.known_at, scopes = excluded.scopes
      where (o.contact, o.national_id, o.known_at, o.scopes)
        is distinct from (excluded.contact, excluded.national_id, excluded.known_at, excluded.scopes)`.execute(
    tx,
  );
  await sql`delete from contact_flaw_count`.execute(tx);
  await sql`
    insert into contact_flaw_count (scope, flaw, total)
    select scope, flaw, count(*) from contact_flaw, unnest(scopes || 'national'::text) as scope group by 1, 2`.execute(
    tx,
  );
  await sql`
    insert into contact_flaw_search (found_at, seen, took_ms)
    values (aval_now(), ${seen}, extract(epoch from clock_timestamp() - now()) * 1000)
    on conflict (the_only) do update
      set found_at = excluded.found_at, seen = excluded.seen, took_ms = excluded.took_ms`.execute(
    tx,
  );
}

/**
 * What was found for an authority: counts of all, and of each flaw `most` after the first `from`, what has waited longest first. What was mended
 * since is left out of the lines.
 */
export async function flawsOf(
  db: Db,
  authority: string,
  { from, most }: { readonly from: number; readonly most: number },
): Promise<Flaws> {
  const counted = await sql<{ flaw: ContactFlaw; total: number }>`
    select flaw, total from contact_flaw_count where scope = ${authority}`.execute(db);
  const searched = await sql<{ at: Date }>`
    select found_at as at from contact_flaw_search`.execute(db);
  const [last] = searched.rows;
  const lines = await sql<FlawLine>`
    select flaws.flaw, l.kind, l.national_id as "nationalId"
    from unnest(${counted.rows.map(({ flaw }) => flaw)}::text[]) as flaws (flaw)
    cross join lateral (
      select o.kind, o.national_id, o.contact, o.professional from contact_flaw o
      where o.flaw = flaws.flaw and (${authority} = 'national' or o.scopes @> array[${authority}])
      order by o.known_at, o.national_id collate "C", o.kind offset ${from} limit ${most}
    ) l
    where case when l.contact is null
      then not exists (select from contact c where c.professional = l.professional and c.kind = l.kind
        and c.replaced_at is null and c.withdrawn_at is null)
      else exists (select from contact c where c.id = l.contact and c.replaced_at is null and c.withdrawn_at is null) end`.execute(
    db,
  );
  return {
    at: last && instant(last.at.getTime()),
    counts: Object.fromEntries(counted.rows.map(({ flaw, total }) => [flaw, total])),
    lines: lines.rows,
  };
}
