import { type RawBuilder, sql } from "kysely";
import { columns } from "./columns.ts";
import type { Activity, Layout } from "./extract.ts";
import { every, list, type Present, type Statement, sqlNames } from "./import-columns.ts";

/**
 * The statements of one import, made from the columns the file has. Nothing here runs: `store.ts` does.
 *
 * The file goes line by line into a temporary table; PostgreSQL groups it by person, compares it with what is known,
 * and applies the difference. So memory stays bounded, the order of lines does not matter, and a day on which nothing
 * changed writes no row. The temporary tables are those of `aval.open_import_staging()`.
 *
 * [Note: Absent columns change nothing] Each comparison and each update names only the columns the file has. A row that
 * is new gets empty texts for the others.
 */
/** One batch of lines, as one array a column: a statement of constant text whatever the batch. */
export function stageLines(layout: Layout, lines: readonly Activity[]): Statement {
  const names = layout.present.map((key) => columns[key].sql);
  const arrays = layout.present.map((key) => sql`${lines.map((line) => line[key])}::text[]`);
  const content = sqlNames("structure", layout.present).filter((name) => name !== "technical_id");
  const key = layout.indexOf.has("technicalId")
    ? sql`case when technical_id <> '' then technical_id
               when concat(${list(content)}) <> '' then 'content:' || md5(concat_ws('|', ${list(content)})) end`
    : sql`null`;
  return sql`
    insert into staged (line, scope, structure_key, ${list(names)})
    select line, scope, ${key}, ${list(names)}
    from unnest(${lines.map((line) => line.line)}::integer[], ${lines.map((line) => line.scope)}::text[], ${sql.join(arrays)})
      as batch(line, scope, ${list(names)})`;
}

export function shield(nationalIds: readonly string[]): Statement {
  return sql`insert into shielded select distinct unnest(${[...nationalIds]}::text[]) on conflict do nothing`;
}

export const measure = sql`select measure_import_staging()`;
const spoken = [...every.person, "contact_phone", "contact_email", "other_ids"];

/**
 * Who the lines are about. The first line of a person speaks for them; `known` once they have an id of ours, `listed`
 * when this source gave them before, `shielded` when a line of theirs could not be read: then nothing of theirs ends.
 */
export function groupPeople(source: string, present: Present): Statement[] {
  return [
    measure,
    sql`insert into staged_person (national_id, line, scope, shielded, ${list(spoken)})
        select distinct on (s.national_id) s.national_id, s.line, authority.scope, shielded.national_id is not null,
          ${list(spoken, "s")}
        from staged s
        join (select national_id, max(scope collate "C") as scope from staged group by national_id) authority using (national_id)
        left join shielded using (national_id)
        order by s.national_id, s.line`,
    sql`update staged_person sp set professional = p.id, known = true, listed = p.sources @> array[${source}]
        from professional p where p.national_id = sp.national_id`,
    ...(present.otherIds ? [followRenamed(source)] : []),
  ];
}

/**
 * Somebody whose national id is new but who lists an old one of ours that left the file is the same person: two files
 * were merged, or ADELI became RPPS. Ours then follows, so that phones stay theirs. Only when nobody else claims that
 * id, and never against a birth date that both know: a wrong merge would hand over an identity.
 */
function followRenamed(source: string): Statement {
  return sql`
    with claim as (
      select sp.national_id, p.id, p.sources, row_number() over (partition by sp.national_id order by entry.place) as choice
      from staged_person sp
      cross join lateral unnest(string_to_array(sp.other_ids, ';')) with ordinality as entry(text, place)
      join professional p on p.national_id = split_part(entry.text, ',', 1)
      where not sp.known
        and not exists (select from staged_person other where other.professional = p.id)
        and (sp.birth_date = '' or p.birth_date = '' or sp.birth_date = p.birth_date)),
    sole as (
      select national_id, id, sources from claim where choice = 1
        and id in (select id from claim group by id having count(distinct national_id) = 1))
    update staged_person sp set professional = sole.id, known = true, listed = sole.sources @> array[${source}]
    from sole where sole.national_id = sp.national_id`;
}

/** The national ids of at most `count` people who have no id of ours yet. */
export function strangers(count: number): RawBuilder<{ national_id: string }> {
  return sql<{ national_id: string }>`
    select national_id from staged_person where professional is null order by line limit ${count}`;
}

export function nameStrangers(nationalIds: readonly string[], ids: readonly string[]): Statement {
  return sql`
    update staged_person sp set professional = named.id
    from unnest(${[...nationalIds]}::text[], ${[...ids]}::text[]) as named(national_id, id)
    where sp.national_id = named.national_id`;
}
