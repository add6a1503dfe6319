import { type RawBuilder, sql } from "kysely";
import { every, list, type Plan, type Statement } from "./import-columns.ts";

/**
 * The statements of one import, made from the columns the file has. Nothing here runs: `store.ts` does.
 *
 * The file goes line by line into a temporary table; PostgreSQL groups it by person, compares it with what is known,
 * and applies the difference; what people nobody knew have is written straight from there. So memory stays bounded, the
 * order of lines does not matter, and a day on which nothing changed writes no row. The temporary tables are those of `aval.open_import_staging()`.
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
  sql`insert into staged_group (national_id, line, lines, scope, low, high, is_torn)
      select national_id, min(line), count(*), max(scope collate "C"), sum(print_low), sum(print_high), min(person_print) <> max(person_print)
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

/** How many of them have no id of ours under their national id. */
export const countStrangers: RawBuilder<{ strangers: number }> = sql<{ strangers: number }>`
  select count(*) as strangers from staged_group g
  where not exists (select from settled where settled.national_id = g.national_id)
    and not exists (select from professional p where p.national_id = g.national_id)`;

/**
 * Somebody the file names who may be otherwise than before; `known` when we have them, `listed` when this source gave them. A stranger
 * gets an id of `fresh_id`, the smallest the earliest in the file: rows written in that order go to the end of each index, and not all
 * over it. An id still says nothing of a person but which import first named them, and near whom.
 */
export function groupPeople({ source, lines, present }: Plan): Statement[] {
  const spoken = [...every.person, "contact_phone", "contact_email", "other_ids"];
  return [
    sql`insert into staged_person (national_id, line, lines, scope, low, high, is_torn, professional, known, listed, shielded, ${list(spoken)})
        select g.national_id, g.line, g.lines, case when shielded.national_id is null then g.scope else coalesce(g.former_scope, g.scope) end,
          g.low, g.high, g.is_torn, coalesce(g.id, fresh_id.id), g.id is not null,
          coalesce(g.sources @> array[${source}], false), shielded.national_id is not null, ${list(spoken, "s")}
        from (
          select named.national_id, named.line, named.lines, named.scope, named.low, named.high, named.is_torn,
            p.id, p.scope as former_scope, p.sources,
            case when p.id is null then row_number() over (partition by p.id is null order by named.line) end as turn
          from staged_group named left join professional p using (national_id)
          where not exists (select from settled where settled.national_id = named.national_id)) as g
        join ${sql.ref(lines)} s on s.line = g.line
        left join fresh_id on fresh_id.turn = g.turn
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

/** The lines that speak for each exercise and each activity. Most people have one line, which then speaks for both. */
export function pickLines({ lines }: Plan): Statement[] {
  const sole = sql`from staged_person where lines = 1`;
  const several = sql`from staged_person sp join ${sql.ref(lines)} s using (national_id) where sp.lines > 1
    group by sp.professional, sp.known, s.profession_code, s.category_code`;
  return [
    sql`insert into exercise_line (line, professional, known, is_torn)
        select line, professional, known, false ${sole}
        union all select min(s.line), sp.professional, sp.known, min(s.exercise_print) <> max(s.exercise_print) ${several}`,
    measure("exercise_line"),
    sql`insert into activity_line (line, professional, known)
        select line, professional, known ${sole}
        union all select min(s.line), sp.professional, sp.known ${several}, s.structure_key, ${list(every.activity, "s")}`,
    measure("activity_line"),
  ];
}
