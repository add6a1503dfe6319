import { sql } from "kysely";
import {
  assignments,
  differ,
  every,
  list,
  type Present,
  type Statement,
} from "./import-columns.ts";

/** Applies what `findChanges` found. Ends and replacements come before what takes their place. */
export function applyChanges(source: string, run: string, present: Present): Statement[] {
  return [
    ...applyStructures(present),
    ...applyPeople(source, run, present),
    ...applyIdentifiers,
    ...applyWork(present),
    ...applyContacts(source, run),
    sql`update professional p set sources = array_remove(p.sources, ${source}::text),
          state = case when p.sources = array[${source}] then 'deactivated' else p.state end,
          changed_at = aval_now(), changed_by = ${run}
        from gone_person g where g.id = p.id`,
  ];
}

function applyStructures(present: Present): Statement[] {
  return [
    sql`insert into structure (structure_key, ${list(every.structure)})
        select structure_key, ${list(every.structure)} from staged_structure join structure_move using (structure_key) where is_new`,
    ...(present.structure.length === 0
      ? []
      : [
          sql`update structure t set ${assignments(present.structure, "ss")}changed_at = aval_now()
              from staged_structure ss join structure_move sm using (structure_key)
              where t.structure_key = ss.structure_key and not sm.is_new`,
        ]),
  ];
}

function applyPeople(source: string, run: string, present: Present): Statement[] {
  return [
    sql`insert into professional (id, national_id, state, sources, scope, changed_by, ${list(every.person)})
        select professional, national_id, 'active', array[${source}], scope, ${run}, ${list(every.person)}
        from staged_person where not known order by line`,
    sql`update professional p set ${assignments(present.person, "sp")}national_id = sp.national_id, scope = sp.scope,
          state = 'active', sources = case when sp.listed then p.sources else p.sources || array[${source}] end,
          changed_at = aval_now(), changed_by = ${run}
        from staged_person sp
        where sp.professional = p.id and sp.known
          and (not sp.listed or exists (select from touched where touched.professional = p.id))`,
  ];
}

const applyIdentifiers: readonly Statement[] = [
  sql`delete from identifier i using gone_identifier g
      where (i.professional, i.identifier, i.origin) = (g.professional, g.identifier, g.origin)`,
  // No "on conflict": it would lock, hence write, every row that is as it was.
  sql`update identifier i set quality = si.quality from staged_identifier si
      where (i.professional, i.identifier, i.origin) = (si.professional, si.identifier, si.origin) and i.quality <> si.quality`,
  sql`insert into identifier (professional, identifier, origin, quality, position)
      select si.professional, si.identifier, si.origin, si.quality, si.position
      from staged_identifier si left join identifier i using (professional, identifier, origin) where i.professional is null`,
];

/** The place after those a person, or an exercise, already has: what was listed first stays first. */
const next = (table: "exercise" | "activity", key: Statement, order: Statement) =>
  sql`(select coalesce(max(position), 0) from ${sql.ref(table)} before where ${key}) + row_number() over (${order})`;

function applyWork(present: Present): Statement[] {
  return [
    sql`delete from activity a using gone_activity g where a.id = g.id`,
    sql`delete from exercise e using gone_exercise g
        where (e.professional, e.profession_code, e.category_code) = (g.professional, g.profession_code, g.category_code)`,
    sql`insert into exercise (professional, profession_code, category_code, position, ${list(every.exercise)})
        select se.professional, se.profession_code, se.category_code,
          ${next("exercise", sql`before.professional = se.professional`, sql`partition by se.professional order by se.line`)},
          ${list(every.exercise, "se")}
        from staged_exercise se left join exercise e using (professional, profession_code, category_code)
        where e.professional is null`,
    ...(present.exercise.length === 0
      ? []
      : [
          sql`update exercise e set ${assignments(present.exercise, "se")}position = e.position from staged_exercise se
              where (e.professional, e.profession_code, e.category_code) = (se.professional, se.profession_code, se.category_code)
                and ${differ(present.exercise, "e", "se")}`,
        ]),
    sql`insert into activity (professional, profession_code, category_code, position, structure_key, ${list(every.activity)})
        select na.professional, na.profession_code, na.category_code,
          ${next(
            "activity",
            sql`(before.professional, before.profession_code, before.category_code) = (na.professional, na.profession_code, na.category_code)`,
            sql`partition by na.professional, na.profession_code, na.category_code order by na.line`,
          )},
          na.structure_key, ${list(every.activity, "na")}
        from new_activity na order by na.line`,
  ];
}

function applyContacts(source: string, run: string): Statement[] {
  return [
    sql`update contact c set replaced_at = aval_now() from contact_move m where c.id = m.current and m.move = 'set'`,
    sql`update contact c set withdrawn_at = case when m.move = 'withdrawn' then aval_now() end
        from contact_move m where c.id = m.current and m.move in ('withdrawn', 'given_again')`,
    sql`insert into contact (professional, kind, value, source, given_by, scope)
        select professional, kind, new_value, ${source}, ${run}, scope from contact_move where move = 'set'`,
    sql`insert into contact_change (professional, kind, old_value, new_value, run, scope)
        select professional, kind, case move when 'given_again' then '' else old_value end, new_value, ${run}, scope
        from contact_move where known`,
  ];
}
