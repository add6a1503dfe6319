import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import type { AnyTables, Database } from "#platform/database";
import type { ContactKind } from "./contact-line.ts";
import { isOf } from "./contact-store.ts";

/** What may be wrong with a contact. `bounced` is said by whoever sends. */
export type ContactFlaw = "missing" | "shared" | "bounced" | "old" | "recycled";

/** One contact to look at. No value and no name: whoever opens the person is written down. */
export type FlawLine = {
  readonly flaw: ContactFlaw;
  readonly kind: ContactKind;
  readonly nationalId: string;
  /** How many lines of this flaw there are, and which this is. The first is told with every page, for its count. */
  readonly of: number;
  readonly place: number;
};

/**
 * Contacts of an authority's people that are missing, shared by several people, no longer reached, not confirmed for two years, or were another
 * person's before: of each flaw `most` after the first `from`, what has waited longest first. Read in one pass over all contacts, hence when somebody asks and not with a page.
 */
export async function flawsOf(
  db: Database<AnyTables>,
  authority: string,
  bounced: readonly string[],
  { from, most }: { readonly from: number; readonly most: number },
): Promise<readonly FlawLine[]> {
  const { rows } = await sql<FlawLine>`
    with mine as (
      select p.id, p.national_id from professional p where p.state = 'active' and ${isOf(authority)}
    ), standing as (
      select c.id, c.professional, c.kind, lower(c.value) as value, coalesce(c.confirmed_at, c.since) as known_at, m.national_id
      from contact c join mine m on m.id = c.professional where c.replaced_at is null and c.withdrawn_at is null
    ), several as (
      select kind, lower(value) as value from contact where replaced_at is null group by 1, 2 having count(distinct professional) > 1
    ), former as (
      select distinct kind, lower(value) as value, professional from contact where replaced_at is not null
    ), found (flaw, kind, national_id, known_at) as (
      select 'missing', kinds.kind, m.national_id, null::timestamptz from mine m cross join unnest('{email,phone}'::text[]) as kinds (kind)
        where not exists (select from standing s where s.professional = m.id and s.kind = kinds.kind)
      union all select 'shared', s.kind, s.national_id, s.known_at from standing s join several using (kind, value)
      union all select 'bounced', s.kind, s.national_id, s.known_at from standing s where s.id = any(${[...bounced]}::bigint[])
      union all select 'old', s.kind, s.national_id, s.known_at from standing s
        where s.known_at < (select aval_now()) - ${lifetimes.contactOld} * interval '1 millisecond'
      union all select distinct 'recycled', s.kind, s.national_id, s.known_at from standing s join former f using (kind, value)
        where f.professional <> s.professional
    ), numbered as (
      select flaw, kind, national_id, (count(*) over (partition by flaw))::int as of,
        row_number() over (partition by flaw order by known_at, national_id collate "C", kind) as place from found
    )
    select flaw, kind, national_id as "nationalId", of, place::int from numbered
    where place = 1 or (place > ${from} and place <= ${from + most})
    order by flaw, place`.execute(db);
  return rows;
}
