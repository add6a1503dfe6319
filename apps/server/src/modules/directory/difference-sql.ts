import { type RawBuilder, sql } from "kysely";
import { differ, every, list, type Present, type Statement } from "./import-columns.ts";
import { measure } from "./staging-sql.ts";

/**
 * Everything that would change, in the temporary tables `gone_…`, `new_…`, `…_move`, and in `touched` the people of whom
 * anything of their own would. Nothing of ours is written.
 */
export function findChanges(source: string, present: Present): Statement[] {
  return [
    measure,
    sql`insert into touched select p.id from staged_person sp join professional p on p.id = sp.professional
        where ${differ(["national_id", "scope", ...present.person], "p", "sp")}`,
    ...findIdentifiers(present),
    ...findExercises(present),
    ...findActivities(present),
    ...findContacts(present),
    ...findStructures(present),
    sql`insert into gone_person
        select p.id from professional p where p.sources @> array[${source}]
          and not exists (select from staged_person sp where sp.professional = p.id)
          and not exists (select from shielded where shielded.national_id = p.national_id)`,
  ];
}

function findIdentifiers(present: Present): Statement[] {
  return [
    sql`insert into staged_identifier (professional, identifier, origin, quality, position)
        select distinct on (sp.professional, 2, 3) sp.professional, split_part(entry.text, ',', 1) as identifier,
          split_part(entry.text, ',', 2) as origin, split_part(entry.text, ',', 3)::integer as quality, entry.place::integer as position
        from staged_person sp cross join lateral unnest(string_to_array(nullif(sp.other_ids, ''), ';')) with ordinality as entry(text, place)
        order by sp.professional, 2, 3, entry.place`,
    sql`insert into touched select si.professional from staged_identifier si
        left join identifier i using (professional, identifier, origin)
        where i.professional is null or i.quality <> si.quality on conflict do nothing`,
    sql`insert into gone_identifier
        select i.professional, i.identifier, i.origin from identifier i join staged_person sp using (professional)
        where ${present.otherIds} and not sp.shielded
          and not exists (select from staged_identifier si
            where (si.professional, si.identifier, si.origin) = (i.professional, i.identifier, i.origin))`,
    sql`insert into touched select professional from gone_identifier on conflict do nothing`,
  ];
}

function findExercises(present: Present): Statement[] {
  return [
    sql`insert into staged_exercise (professional, profession_code, category_code, line, ${list(every.exercise)})
        select distinct on (sp.professional, s.profession_code, s.category_code) sp.professional, s.profession_code,
          s.category_code, s.line, ${list(every.exercise, "s")}
        from staged s join staged_person sp using (national_id)
        order by sp.professional, s.profession_code, s.category_code, s.line`,
    sql`insert into touched select se.professional from staged_exercise se left join exercise e using (professional, profession_code, category_code)
        where e.professional is null or ${differ(present.exercise, "e", "se")} on conflict do nothing`,
    sql`insert into gone_exercise
        select e.professional, e.profession_code, e.category_code from exercise e join staged_person sp using (professional)
        where not sp.shielded and not exists (select from staged_exercise se
          where (se.professional, se.profession_code, se.category_code) = (e.professional, e.profession_code, e.category_code))`,
    sql`insert into touched select professional from gone_exercise on conflict do nothing`,
  ];
}

/**
 * An activity is known again by the columns the file has: one that agrees in all of them is the same, whatever the
 * others hold. [Note: Absent columns change nothing]
 */
function findActivities(present: Present): Statement[] {
  const structureKey = present.structure.length > 0;
  const sameActivity = sql`a.professional = sa.professional and a.profession_code = sa.profession_code
    and a.category_code = sa.category_code
    and ${sql.join([sql`true`, ...present.activity.map((name) => sql`${sql.ref(`a.${name}`)} = ${sql.ref(`sa.${name}`)}`)], sql` and `)}
    ${structureKey ? sql`and coalesce(a.structure_key, '') = coalesce(sa.structure_key, '')` : sql``}`;
  const columns = [
    "professional",
    "profession_code",
    "category_code",
    "line",
    ...every.activity,
    "structure_key",
  ];
  return [
    sql`insert into staged_activity (professional, profession_code, category_code, line, ${list(every.activity)}, structure_key)
        select sp.professional, s.profession_code, s.category_code, min(s.line), ${list(every.activity, "s")}, s.structure_key
        from staged s join staged_person sp using (national_id)
        group by sp.professional, s.profession_code, s.category_code, ${list(every.activity, "s")}, s.structure_key`,
    sql`insert into new_activity (${list(columns)})
        select ${list(columns, "sa")} from staged_activity sa where not exists (select from activity a where ${sameActivity})`,
    sql`insert into gone_activity
        select a.id, a.professional from activity a join staged_person sp using (professional)
        where not sp.shielded and not exists (select from staged_activity sa where ${sameActivity})`,
    sql`insert into touched select professional from new_activity union select professional from gone_activity on conflict do nothing`,
  ];
}

function findContacts(present: Present): Statement[] {
  return [
    sql`insert into staged_contact (professional, scope, known, kind, value)
        select professional, scope, known, 'phone', contact_phone from staged_person where contact_phone <> ''
        union all select professional, scope, known, 'email', contact_email from staged_person where contact_email <> ''`,
    sql`insert into contact_move (professional, scope, known, kind, current, old_value, new_value, move)
        select sc.professional, sc.scope, sc.known, sc.kind, c.id, coalesce(c.value, ''), sc.value,
          case when c.value = sc.value then 'given_again' else 'set' end
        from staged_contact sc
        left join contact c on c.professional = sc.professional and c.kind = sc.kind and c.replaced_at is null
        where c.id is null or c.value <> sc.value or c.withdrawn_at is not null
        union all
        select c.professional, sp.scope, true, c.kind, c.id, c.value, '', 'withdrawn'
        from contact c join staged_person sp using (professional)
        where c.kind = any(${[...present.contacts]}::text[]) and c.replaced_at is null and c.withdrawn_at is null and not sp.shielded
          and not exists (select from staged_contact sc where sc.professional = c.professional and sc.kind = c.kind)`,
    sql`insert into touched select professional from contact_move on conflict do nothing`,
  ];
}

/** What a structure says of itself changes for all who work there, and is nobody's own change. */
function findStructures(present: Present): Statement[] {
  return [
    sql`insert into staged_structure (structure_key, ${list(every.structure)})
        select distinct on (structure_key) structure_key, ${list(every.structure)} from staged
        where structure_key is not null order by structure_key, line`,
    sql`insert into structure_move (structure_key, is_new)
        select ss.structure_key, t.structure_key is null from staged_structure ss
        left join structure t using (structure_key)
        where t.structure_key is null or ${differ(present.structure, "t", "ss")}`,
    sql`insert into moved_place
        select distinct sp.professional from structure_move sm
        join activity a using (structure_key) join staged_person sp using (professional)
        where not sm.is_new and sp.listed`,
  ];
}

/** Lines that contradict an earlier line about the same person, or the same structure. */
export function contradictions(
  present: Present,
  count: number,
): RawBuilder<{ line: number; reason: string; of: number }> {
  const person = [
    ...present.person,
    ...present.contacts.map((kind) => `contact_${kind}`),
    ...(present.otherIds ? ["other_ids"] : []),
  ];
  return sql<{ line: number; reason: string; of: number }>`
    with found as (
      select s.line, 'person_differs' as reason from staged s join staged_person sp using (national_id)
      where ${differ(person, "s", "sp")}
      union all
      select s.line, 'structure_differs' from staged s join staged_structure ss using (structure_key)
      where ${differ(present.structure, "s", "ss")})
    select line, reason, count(*) over () as of from found order by line, reason limit ${count}`;
}

export type Found = {
  known: number;
  added: number;
  changed: number;
  changed_themselves: number;
  removed: number;
  contacts_known: number;
  contacts_changed: number;
};

export function countChanges(source: string): RawBuilder<Found> {
  return sql<Found>`
    select
      (select count(*) from professional where sources @> array[${source}]) as known,
      (select count(*) from staged_person where not listed) as added,
      (select count(*) from (
        select professional from touched join staged_person using (professional) where listed
        union select professional from moved_place) as moved) as changed,
      (select count(*) from touched join staged_person using (professional) where listed) as changed_themselves,
      (select count(*) from gone_person) as removed,
      (select count(*) from contact c join professional p on p.id = c.professional
        where p.sources @> array[${source}] and c.replaced_at is null and c.withdrawn_at is null) as contacts_known,
      (select count(*) from contact_move where known) as contacts_changed`;
}
