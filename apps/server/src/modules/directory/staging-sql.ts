import { type RawBuilder, sql } from "kysely";
import { every, list, type Plan, type Statement } from "./import-columns.ts";

/**
 * The statements of one import, made from the columns the file has. Nothing here runs: `store.ts` does.
 *
 * The file goes line by line into a temporary table; PostgreSQL groups it by person, compares it with what is known,
 * and applies the difference. So memory stays bounded, the order of lines does not matter, and a day on which nothing
 * changed writes no row. The temporary tables are those of `aval.open_import_staging()`.
 *
 * [Note: Absent columns change nothing] Each comparison and each update names only the columns the file has. A row that
 * is new gets empty texts for the others.
 *
 * [Note: People who are as they were] A person whose lines have the prints they had in this source's last file is *settled*: not
 * compared, not written. A print is kept only where reading the same lines again changes nothing, whatever the other lines are: not of
 * people whose lines contradict each other, or another's about a structure; nor where a line could not be read. Whatever another source
 * changes of somebody, or of a structure of theirs, ends the prints that others kept.
 */
export function shield(nationalIds: readonly string[]): Statement {
  return sql`insert into shielded select distinct unnest(${[...nationalIds]}::text[]) on conflict do nothing`;
}

export const measure = (table: string): Statement =>
  sql`select measure_import_staging(${table}::text)`;

/** Everybody and every structure the file names, with the first line that does: it speaks for them. */
export const groupLines: readonly Statement[] = [
  measure("staged"),
  sql`insert into staged_group (national_id, line, scope, low, high, is_torn)
      select national_id, min(line), max(scope collate "C"), sum(print_low), sum(print_high), min(person_print) <> max(person_print)
      from staged group by national_id`,
  sql`insert into structure_group (structure_key, line, is_torn)
      select structure_key, min(line), min(structure_print) <> max(structure_print)
      from staged where structure_key <> '' group by structure_key`,
  measure("staged_group"),
  measure("structure_group"),
];

/** Those who are as this source's last file had them. See [Note: People who are as they were]. */
export const settle = (source: string): Statement => sql`
  insert into settled (national_id, professional)
  select g.national_id, p.id from staged_group g
  join import_print before on before.source = ${source} and (before.national_id, before.low, before.high) = (g.national_id, g.low, g.high)
  join professional p on p.national_id = g.national_id and p.sources @> array[${source}]`;

const staged = [
  ...["line", "scope", "structure_key", "print_low", "print_high", "person_print"],
  ...["exercise_print", "structure_print", "national_id", "profession_code", "category_code"],
  ...["contact_phone", "contact_email", "other_ids"],
  ...[...every.person, ...every.exercise, ...every.activity, ...every.structure],
];

/** Sets apart the lines of all the others, when some are settled. */
export const keepUnsettled: readonly Statement[] = [
  measure("settled"),
  sql`insert into staged_part (${list(staged)}) select ${list(staged)} from staged s
      where not exists (select from settled where settled.national_id = s.national_id)`,
  measure("staged_part"),
];

/** Somebody the file names who may be otherwise than before; `known` once they have an id of ours, `listed` when this source gave them. */
export function groupPeople({ source, lines, present }: Plan): Statement[] {
  const spoken = [...every.person, "contact_phone", "contact_email", "other_ids"];
  return [
    sql`insert into staged_person (national_id, line, scope, low, high, is_torn, professional, known, listed, shielded, ${list(spoken)})
        select g.national_id, g.line, case when shielded.national_id is null then g.scope else coalesce(p.scope, g.scope) end, g.low, g.high, g.is_torn, p.id, p.id is not null,
          coalesce(p.sources @> array[${source}], false), shielded.national_id is not null, ${list(spoken, "s")}
        from staged_group g
        join ${sql.ref(lines)} s on s.line = g.line
        left join professional p on p.national_id = g.national_id
        left join shielded on shielded.national_id = g.national_id`,
    measure("staged_person"),
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
        and not exists (select from staged_group other where other.national_id = p.national_id)
        and (sp.birth_date = '' or p.birth_date = '' or sp.birth_date = p.birth_date)),
    sole as (
      select national_id, id, sources from claim where choice = 1
        and id in (select id from claim group by id having count(distinct national_id) = 1))
    update staged_person sp set professional = sole.id, known = true, listed = sole.sources @> array[${source}]
    from sole where sole.national_id = sp.national_id`;
}

export const countStrangers: RawBuilder<{ strangers: number }> = sql<{ strangers: number }>`
  select count(*) as strangers from staged_person where professional is null`;

/**
 * Ids of ours for those who have none: the smallest to the earliest in the file. Rows written in that order then go to the end of each
 * index, and not all over it. An id still says nothing of a person but which import first named them, and near whom.
 */
export const nameStrangers: readonly Statement[] = [
  sql`with stranger as (select line, row_number() over (order by line) as turn from staged_person where professional is null),
        fresh as (select id, row_number() over (order by id collate "C") as turn from fresh_id)
      update staged_person sp set professional = fresh.id
      from stranger join fresh using (turn) where stranger.line = sp.line`,
];
