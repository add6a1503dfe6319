import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { beginsAnew } from "./contact-store.ts";
import { givenContacts, listedIds } from "./difference-sql.ts";
import {
  assignments,
  differ,
  every,
  list,
  type Plan,
  type Present,
  type Statement,
} from "./import-columns.ts";
import type { Step } from "./steps.ts";

/** The moment, once for a statement: a call for each row of millions would take minutes. */
const now = sql`(select aval_now())`;

/** Applies what `findChanges` found. Ends and replacements come before what takes their place. */
export function applyChanges(plan: Plan, run: string): Step[] {
  const { source, present } = plan;
  return [
    { part: "structures", statements: applyStructures(present) },
    { part: "people", statements: applyPeople(source, run, present) },
    { part: "identifiers", statements: present.otherIds ? applyIdentifiers : [] },
    { part: "exercises", statements: applyExercises(plan) },
    { part: "activities", statements: applyActivities(plan) },
    { part: "contacts", statements: present.contacts.length > 0 ? applyContacts(source, run) : [] },
    { part: "departures", statements: [leave(source, run)] },
    { part: "prints", statements: keepPrints(plan) },
  ];
}

const leave = (source: string, run: string): Statement => sql`
        update professional p set sources = array_remove(p.sources, ${source}::text),
          state = case when p.sources = array[${source}] then 'deactivated' else p.state end,
          changed_at = ${now}, changed_by = ${run}
        from gone_person g where g.id = p.id`;

function applyStructures(present: Present): Statement[] {
  if (present.structure.length === 0) return [];
  return [
    sql`insert into structure (structure_key, changed_at, ${list(every.structure)})
        select structure_key, ${now}, ${list(every.structure)} from staged_structure join structure_move using (structure_key)
        where is_new order by structure_key collate "C"`,
    sql`update structure t set ${assignments(present.structure, "ss")}changed_at = ${now}
        from staged_structure ss join structure_move sm using (structure_key)
        where t.structure_key = ss.structure_key and not sm.is_new`,
  ];
}

function applyPeople(source: string, run: string, present: Present): Statement[] {
  return [
    sql`insert into professional (id, national_id, state, sources, scope, added_at, changed_at, changed_by, ${list(every.person)})
        select professional, national_id, 'active', array[${source}], scope, ${now}, ${now}, ${run}, ${list(every.person)}
        from staged_person where not known`,
    sql`update professional p set ${assignments(present.person, "sp")}national_id = sp.national_id, scope = sp.scope,
          state = 'active', sources = case when sp.listed then p.sources else p.sources || array[${source}] end,
          changed_at = ${now}, changed_by = ${run}
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
      select si.professional, si.identifier, si.origin, si.quality, si.position from staged_identifier si
      where not exists (select from identifier i
        where (i.professional, i.identifier, i.origin) = (si.professional, si.identifier, si.origin))`,
  sql`insert into identifier (professional, identifier, origin, quality, position) ${listedIds(sql`not known`)}`,
];

/** The place after those a person, or an exercise, already has: what was listed first stays first. */
const next = (table: "exercise" | "activity", key: Statement, order: Statement) =>
  sql`(select coalesce(max(position), 0) from ${sql.ref(table)} before where ${key}) + row_number() over (${order})`;

/** What strangers have comes in the order of the file: where it stood there is its place. */
function applyExercises({ present, lines }: Plan): Statement[] {
  return [
    sql`delete from activity a using gone_activity g where a.id = g.id`,
    sql`delete from exercise e using gone_exercise g
        where (e.professional, e.profession_code, e.category_code) = (g.professional, g.profession_code, g.category_code)`,
    sql`insert into exercise (professional, profession_code, category_code, position, ${list(every.exercise)})
        select se.professional, se.profession_code, se.category_code,
          ${next("exercise", sql`before.professional = se.professional`, sql`partition by se.professional order by se.line`)},
          ${list(every.exercise, "se")}
        from staged_exercise se
        where not exists (select from exercise e
          where (e.professional, e.profession_code, e.category_code) = (se.professional, se.profession_code, se.category_code))`,
    ...(present.exercise.length === 0
      ? []
      : [
          sql`update exercise e set ${assignments(present.exercise, "se")}position = e.position from staged_exercise se
              where (e.professional, e.profession_code, e.category_code) = (se.professional, se.profession_code, se.category_code)
                and ${differ(present.exercise, "e", "se")}`,
        ]),
    sql`insert into exercise (professional, profession_code, category_code, position, ${list(every.exercise)})
        select el.professional, s.profession_code, s.category_code, s.line, ${list(every.exercise, "s")}
        from ${sql.ref(lines)} s join exercise_line el using (line) where not el.known`,
  ];
}

function applyActivities({ lines }: Plan): Statement[] {
  return [
    sql`insert into activity (professional, profession_code, category_code, position, structure_key, ${list(every.activity)})
        select na.professional, na.profession_code, na.category_code,
          ${next(
            "activity",
            sql`(before.professional, before.profession_code, before.category_code) = (na.professional, na.profession_code, na.category_code)`,
            sql`partition by na.professional, na.profession_code, na.category_code order by na.line`,
          )},
          nullif(na.structure_key, ''), ${list(every.activity, "na")}
        from new_activity na order by na.line`,
    sql`insert into activity (professional, profession_code, category_code, position, structure_key, ${list(every.activity)})
        select al.professional, s.profession_code, s.category_code, s.line, nullif(s.structure_key, ''), ${list(every.activity, "s")}
        from ${sql.ref(lines)} s join activity_line al using (line) where not al.known`,
  ];
}

/** Strangers' contacts are new to us, hence young; only the sandbox's people have a past. */
const sinceOfNew = (source: string) =>
  source === "sandbox"
    ? sql`${now} - ${lifetimes.sandboxContactAge} * interval '1 millisecond'`
    : now;

function applyContacts(source: string, run: string): Statement[] {
  return [
    sql`update contact c set replaced_at = ${now} from contact_move m where c.id = m.current and m.move = 'set'`,
    // Nothing that an import withdrew in its first thirty days, or took back, is trusted for its age when it comes again.
    sql`update contact c set since = ${now}, disowned_at = null from contact_move m
        where c.id = m.current and m.move = 'given_again' and ${beginsAnew}`,
    sql`update contact c set withdrawn_at = case when m.move = 'withdrawn' then ${now} end
        from contact_move m where c.id = m.current and m.move in ('withdrawn', 'given_again')`,
    sql`insert into contact (professional, kind, value, source, given_by, since, scope)
        select professional, kind, new_value, ${source}, ${run}, ${now}, scope from contact_move where move = 'set'`,
    sql`insert into contact (professional, scope, kind, value, source, given_by, since)
        select professional, scope, kind, value, ${source}, ${run}, ${sinceOfNew(source)}
        from (${givenContacts(sql`not known`)}) as given (professional, scope, kind, value)`,
    sql`insert into contact_change (professional, kind, old_value, new_value, run, at, scope)
        select professional, kind, case move when 'given_again' then '' else old_value end, new_value, ${run}, ${now}, scope
        from contact_move`,
  ];
}

/** See [Note: People who are as they were]. */
function keepPrints({ source, lines }: Plan): Statement[] {
  return [
    // A print has no index to be found by: each of these reads all of them once, beside a set that was made first.
    sql`delete from import_print before using (
          select p.national_id from touched join professional p on p.id = touched.professional
          union select p.national_id from structure_move sm join activity a using (structure_key) join professional p on p.id = a.professional
            where not sm.is_new) as moved
        where before.source <> ${source} and before.national_id = moved.national_id`,
    sql`delete from import_print before where source = ${source}
          and not exists (select from settled where settled.national_id = before.national_id)`,
    sql`delete from import_print before using (
          select distinct s.national_id from staged s join structure_group g using (structure_key) where g.is_torn) as torn
        where before.source = ${source} and before.national_id = torn.national_id`,
    sql`insert into import_print (source, national_id, low, high)
        select ${source}, sp.national_id, sp.low, sp.high from staged_person sp
        where not sp.is_torn and not sp.shielded
          and sp.professional not in (select professional from exercise_line where is_torn)
          and sp.national_id not in (select s.national_id from ${sql.ref(lines)} s join structure_group g using (structure_key) where g.is_torn)`,
  ];
}
