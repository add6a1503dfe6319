import { type RawBuilder, sql } from "kysely";
import { differ, every, list, type Plan, type Present, type Statement } from "./import-columns.ts";
import { measure, pickLines } from "./staging-sql.ts";
import type { Step } from "./steps.ts";

/**
 * Everything that would change, in the temporary tables `gone_…`, `new_…`, `…_move`, and in `touched` the people already known of
 * whom anything of their own would. Nothing of ours is written.
 */
export function findChanges(plan: Plan): Step[] {
  const { source, present } = plan;
  return [
    { part: "identifiers", statements: [...findPeople(present), ...findIdentifiers(present)] },
    { part: "exercises", statements: [...pickLines(plan), ...findExercises(plan)] },
    { part: "activities", statements: findActivities(plan) },
    { part: "contacts", statements: findContacts(plan) },
    { part: "structures", statements: findStructures(plan) },
    {
      part: "departures",
      statements: [
        sql`insert into gone_person
            select p.id from professional p where p.sources @> array[${source}]
              and not exists (select from settled where settled.professional = p.id)
              and not exists (select from staged_person sp where sp.professional = p.id)
              and not exists (select from shielded where shielded.national_id = p.national_id)`,
      ],
    },
  ];
}

function findPeople(present: Present): Statement[] {
  return [
    sql`insert into touched select p.id from staged_person sp join professional p on p.id = sp.professional
        where sp.known and ${differ(["national_id", "scope", ...present.person], "p", "sp")}`,
  ];
}

/**
 * The ids these people list, each once. Nearly everybody lists one: looking for a second costs more than all the rest.
 */
export function listedIds(who: Statement): Statement {
  return sql`
    select professional, split_part(other_ids, ',', 1) as identifier, split_part(other_ids, ',', 2) as origin,
      split_part(other_ids, ',', 3)::integer as quality, 1 as position
    from staged_person where ${who} and other_ids <> '' and strpos(other_ids, ';') = 0
    union all
    (select distinct on (sp.professional, 2, 3) sp.professional, split_part(entry.text, ',', 1) as identifier,
      split_part(entry.text, ',', 2) as origin, split_part(entry.text, ',', 3)::integer as quality, entry.place::integer as position
    from (select professional, other_ids from staged_person where ${who} and strpos(other_ids, ';') > 0) as sp
    cross join lateral unnest(string_to_array(sp.other_ids, ';')) with ordinality as entry(text, place)
    order by 1, 2, 3, 5)`;
}

function findIdentifiers(present: Present): Statement[] {
  if (!present.otherIds) return [];
  return [
    sql`insert into staged_identifier (professional, identifier, origin, quality, position) ${listedIds(sql`known`)}`,
    measure("staged_identifier"),
    sql`insert into touched select si.professional from staged_identifier si
        left join identifier i using (professional, identifier, origin)
        where i.professional is null or i.quality <> si.quality on conflict do nothing`,
    sql`insert into gone_identifier
        select i.professional, i.identifier, i.origin from identifier i join staged_person sp using (professional)
        where sp.known and not sp.shielded
          and not exists (select from staged_identifier si
            where (si.professional, si.identifier, si.origin) = (i.professional, i.identifier, i.origin))`,
    sql`insert into touched select professional from gone_identifier on conflict do nothing`,
  ];
}

function findExercises({ present, lines }: Plan): Statement[] {
  return [
    sql`insert into staged_exercise (professional, profession_code, category_code, line, ${list(every.exercise)})
        select el.professional, s.profession_code, s.category_code, s.line, ${list(every.exercise, "s")}
        from exercise_line el join ${sql.ref(lines)} s using (line) where el.known`,
    measure("staged_exercise"),
    sql`insert into touched select se.professional from staged_exercise se left join exercise e using (professional, profession_code, category_code)
        where e.professional is null or ${differ(present.exercise, "e", "se")} on conflict do nothing`,
    sql`insert into gone_exercise
        select e.professional, e.profession_code, e.category_code from exercise e join staged_person sp using (professional)
        where sp.known and not sp.shielded and not exists (select from staged_exercise se
          where (se.professional, se.profession_code, se.category_code) = (e.professional, e.profession_code, e.category_code))`,
    sql`insert into touched select professional from gone_exercise on conflict do nothing`,
  ];
}

/**
 * An activity is known again by the columns the file has: one that agrees in all of them is the same, whatever the
 * others hold. See [Note: Absent columns change nothing].
 */
function findActivities({ present, lines }: Plan): Statement[] {
  const sameActivity = sql`a.professional = sa.professional and a.profession_code = sa.profession_code
    and a.category_code = sa.category_code
    and ${sql.join([sql`true`, ...present.activity.map((name) => sql`${sql.ref(`a.${name}`)} = ${sql.ref(`sa.${name}`)}`)], sql` and `)}
    ${present.structure.length > 0 ? sql`and coalesce(a.structure_key, '') = sa.structure_key` : sql``}`;
  const columns = [
    ...["professional", "profession_code", "category_code", "line", "structure_key"],
    ...every.activity,
  ];
  return [
    sql`insert into staged_activity (${list(columns)})
        select al.professional, s.profession_code, s.category_code, s.line, s.structure_key, ${list(every.activity, "s")}
        from activity_line al join ${sql.ref(lines)} s using (line) where al.known`,
    measure("staged_activity"),
    sql`insert into new_activity (${list(columns)})
        select ${list(columns, "sa")} from staged_activity sa where not exists (select from activity a where ${sameActivity})`,
    sql`insert into gone_activity
        select a.id, a.professional from activity a join staged_person sp using (professional)
        where sp.known and not sp.shielded and not exists (select from staged_activity sa where ${sameActivity})`,
    sql`insert into touched select professional from new_activity union select professional from gone_activity on conflict do nothing`,
  ];
}

/** How the file says these people are reached. */
export function givenContacts(who: Statement): Statement {
  return sql`
    select professional, scope, 'phone', contact_phone from staged_person where ${who} and contact_phone <> ''
    union all select professional, scope, 'email', contact_email from staged_person where ${who} and contact_email <> ''`;
}

/** Given by an authority itself, by its own file or by two of its people, and not by an extract. */
const isAuthoritys = sql`(c.source = 'national' or c.source like '%:%')`;

/** An extract repeats what it said before an authority said otherwise: extracts lag, and the authority's word stands. */
const isOldNews = (source: string) => sql`coalesce(${isAuthoritys} and sc.value = (
  select own.value from contact own where own.professional = sc.professional and own.kind = sc.kind and own.source = ${source}
  order by own.id desc limit 1), false)`;

function findContacts({ source, present }: Plan): Statement[] {
  if (present.contacts.length === 0) return [];
  return [
    sql`insert into staged_contact (professional, scope, kind, value) ${givenContacts(sql`known`)}`,
    measure("staged_contact"),
    sql`insert into contact_move (professional, scope, kind, current, old_value, new_value, move)
        select sc.professional, sc.scope, sc.kind, c.id, coalesce(c.value, ''), sc.value,
          case when c.value = sc.value then 'given_again' else 'set' end
        from staged_contact sc
        left join contact c on c.professional = sc.professional and c.kind = sc.kind and c.replaced_at is null
        where (c.id is null or c.value <> sc.value or c.withdrawn_at is not null) and not ${isOldNews(source)}
        union all
        select c.professional, sp.scope, c.kind, c.id, c.value, '', 'withdrawn'
        from contact c join staged_person sp using (professional)
        where sp.known and c.kind = any(${[...present.contacts]}::text[]) and c.replaced_at is null and c.withdrawn_at is null and not sp.shielded
          and not ${isAuthoritys}
          and not exists (select from staged_contact sc where sc.professional = c.professional and sc.kind = c.kind)`,
    sql`insert into touched select professional from contact_move on conflict do nothing`,
  ];
}

/** What a structure says of itself changes for all who work there, and is nobody's own change. */
function findStructures({ present, lines }: Plan): Statement[] {
  if (present.structure.length === 0) return [];
  return [
    // Of the structures that unsettled people name; the first line of the whole file speaks, whoever's it is.
    sql`insert into staged_structure (structure_key, ${list(every.structure)})
        select g.structure_key, ${list(every.structure, "s")} from structure_group g join staged s using (line)
        ${lines === "staged" ? sql`` : sql`where exists (select from staged_part named where named.structure_key = g.structure_key)`}`,
    measure("staged_structure"),
    sql`insert into structure_move (structure_key, is_new)
        select ss.structure_key, t.structure_key is null from staged_structure ss
        left join structure t using (structure_key)
        where t.structure_key is null or ${differ(present.structure, "t", "ss")}`,
    measure("structure_move"),
    sql`insert into moved_place
        select distinct sp.professional from structure_move sm
        join activity a using (structure_key) join staged_person sp using (professional)
        where not sm.is_new and sp.listed`,
  ];
}

/** Lines that contradict an earlier line about the same person, or the same structure. */
export function contradictions(count: number): RawBuilder<{
  line: number;
  reason: string;
  of: number;
}> {
  return sql<{ line: number; reason: string; of: number }>`
    with found as (
      select s.line, 'person_differs' as reason
      from staged_group g join staged first using (line) join staged s on s.national_id = g.national_id
      where g.is_torn and s.person_print <> first.person_print
      union all
      select s.line, 'structure_differs'
      from structure_group g join staged first using (line) join staged s on s.structure_key = g.structure_key
      where g.is_torn and s.structure_print <> first.structure_print)
    select line, reason, count(*) over () as of from found order by line, reason limit ${count}`;
}

export type Found = {
  known: number;
  added: number;
  changed: number;
  changed_themselves: number;
  met_before: number;
  rewritten: number;
  removed: number;
  contacts_known: number;
  contacts_changed: number;
};

/** What one source said, and another now says otherwise. What only one of them says is no contradiction. */
const isAnother = (before: RawBuilder<unknown>, now: RawBuilder<unknown>) =>
  sql`(${before} <> '' and ${now} <> '' and ${before} <> ${now})`;

export function countChanges(source: string): RawBuilder<Found> {
  return sql<Found>`
    select
      (select count(*) from professional where sources @> array[${source}]) as known,
      (select count(*) from staged_person where not listed) as added,
      (select count(*) from (
        select professional from touched join staged_person using (professional) where listed
        union select professional from moved_place) as moved) as changed,
      (select count(*) from touched join staged_person using (professional) where listed) as changed_themselves,
      (select count(*) from staged_person where known and not listed) as met_before,
      (select count(*) from (
        select p.id from staged_person sp join professional p on p.id = sp.professional
          where not sp.listed and (${isAnother(sql`p.family_name`, sql`sp.family_name`)} or ${isAnother(sql`p.given_names`, sql`sp.given_names`)})
        union select sp.professional from staged_exercise se join staged_person sp using (professional)
          join exercise e using (professional, profession_code, category_code)
          where not sp.listed and (${isAnother(sql`e.exercise_family_name`, sql`se.exercise_family_name`)}
            or ${isAnother(sql`e.exercise_given_name`, sql`se.exercise_given_name`)})
        union select sp.professional from contact_move cm join staged_person sp using (professional)
          where not sp.listed and ${isAnother(sql`cm.old_value`, sql`cm.new_value`)}) as other_word) as rewritten,
      (select count(*) from gone_person) as removed,
      (select count(*) from contact c join professional p on p.id = c.professional
        where p.sources @> array[${source}] and c.replaced_at is null and c.withdrawn_at is null) as contacts_known,
      (select count(*) from contact_move) as contacts_changed`;
}
