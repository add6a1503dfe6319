import { type RawBuilder, sql } from "kysely";
import type { Activity, Layout } from "./extract.ts";
import { type ColumnGroup, type ColumnKey, columnKeys, columns } from "./columns.ts";

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
export type Statement = RawBuilder<unknown>;

/** The column names, in SQL, that a file has in each group. Keys are left out: they are compared as keys. */
export type Present = {
  readonly person: readonly string[];
  readonly exercise: readonly string[];
  readonly activity: readonly string[];
  readonly structure: readonly string[];
  readonly contacts: readonly ("phone" | "email")[];
  readonly otherIds: boolean;
};

const keys: readonly ColumnKey[] = ["nationalId", "professionCode", "categoryCode"];

function sqlNames(group: ColumnGroup, present: readonly ColumnKey[] = columnKeys): string[] {
  return present.filter((key) => columns[key].group === group && !keys.includes(key)).map((key) => columns[key].sql);
}

export function presentIn(layout: Layout): Present {
  const has = (key: ColumnKey) => layout.indexOf.has(key);
  return {
    person: sqlNames("person", layout.present),
    exercise: sqlNames("exercise", layout.present),
    activity: sqlNames("activity", layout.present),
    structure: sqlNames("structure", layout.present),
    contacts: [...(has("contactPhone") ? (["phone"] as const) : []), ...(has("contactEmail") ? (["email"] as const) : [])],
    otherIds: has("otherIds"),
  };
}

const every = {
  person: sqlNames("person"),
  exercise: sqlNames("exercise"),
  activity: sqlNames("activity"),
  structure: sqlNames("structure"),
};

/** `a.x, a.y`, or `x, y` without a table. */
function list(names: readonly string[], table?: string): Statement {
  return sql.join(names.map((name) => sql.ref(table ? `${table}.${name}` : name)));
}

/** Whether any of these columns differs between two tables. Of no columns: never. */
function differ(names: readonly string[], a: string, b: string): Statement {
  return names.length === 0 ? sql`false` : sql`(${list(names, a)}) is distinct from (${list(names, b)})`;
}

/** `x = b.x, y = b.y, ` for an update; ends with a comma so that it can be left out. */
function assignments(names: readonly string[], from: string): Statement {
  return names.length === 0 ? sql`` : sql`${sql.join(names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`${from}.${name}`)}`))}, `;
}

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

const measure = sql`select measure_import_staging()`;
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

/** Everything that would change, in temporary tables; nothing of ours is written. */
export function findChanges(source: string, present: Present): Statement[] {
  const structureKey = present.structure.length > 0;
  const sameActivity = sql`a.professional = sa.professional and a.profession_code = sa.profession_code
    and a.category_code = sa.category_code
    and ${sql.join([sql`true`, ...present.activity.map((name) => sql`${sql.ref(`a.${name}`)} = ${sql.ref(`sa.${name}`)}`)], sql` and `)}
    ${structureKey ? sql`and coalesce(a.structure_key, '') = coalesce(sa.structure_key, '')` : sql``}`;
  const newActivity = ["professional", "profession_code", "category_code", "line", ...every.activity, "structure_key"];
  const exerciseKey = sql`(professional, profession_code, category_code)`;

  return [
    measure,
    sql`insert into touched select p.id from staged_person sp join professional p on p.id = sp.professional
        where ${differ(["national_id", "scope", ...present.person], "p", "sp")}`,

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

    sql`insert into staged_exercise (professional, profession_code, category_code, line, ${list(every.exercise)})
        select distinct on (sp.professional, s.profession_code, s.category_code) sp.professional, s.profession_code,
          s.category_code, s.line, ${list(every.exercise, "s")}
        from staged s join staged_person sp using (national_id)
        order by sp.professional, s.profession_code, s.category_code, s.line`,
    sql`insert into touched select se.professional from staged_exercise se left join exercise e using ${exerciseKey}
        where e.professional is null or ${differ(present.exercise, "e", "se")} on conflict do nothing`,
    sql`insert into gone_exercise
        select e.professional, e.profession_code, e.category_code from exercise e join staged_person sp using (professional)
        where not sp.shielded and not exists (select from staged_exercise se
          where (se.professional, se.profession_code, se.category_code) = (e.professional, e.profession_code, e.category_code))`,
    sql`insert into touched select professional from gone_exercise on conflict do nothing`,

    sql`insert into staged_activity (professional, profession_code, category_code, line, ${list(every.activity)}, structure_key)
        select sp.professional, s.profession_code, s.category_code, min(s.line), ${list(every.activity, "s")}, s.structure_key
        from staged s join staged_person sp using (national_id)
        group by sp.professional, s.profession_code, s.category_code, ${list(every.activity, "s")}, s.structure_key`,
    sql`insert into new_activity (${list(newActivity)})
        select ${list(newActivity, "sa")} from staged_activity sa where not exists (select from activity a where ${sameActivity})`,
    sql`insert into gone_activity
        select a.id, a.professional from activity a join staged_person sp using (professional)
        where not sp.shielded and not exists (select from staged_activity sa where ${sameActivity})`,
    sql`insert into touched select professional from new_activity union select professional from gone_activity on conflict do nothing`,

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

    sql`insert into gone_person
        select p.id from professional p where p.sources @> array[${source}]
          and not exists (select from staged_person sp where sp.professional = p.id)
          and not exists (select from shielded where shielded.national_id = p.national_id)`,
  ];
}

/** Lines that contradict an earlier line about the same person, or the same structure. */
export function contradictions(present: Present, count: number): RawBuilder<{ line: number; reason: string; of: number }> {
  const person = [...present.person, ...present.contacts.map((kind) => `contact_${kind}`), ...(present.otherIds ? ["other_ids"] : [])];
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

/** Applies what `findChanges` found. Ends and replacements come before what takes their place. */
export function applyChanges(source: string, run: string, present: Present): Statement[] {
  const next = (table: "exercise" | "activity", key: Statement, order: Statement) =>
    sql`(select coalesce(max(position), 0) from ${sql.ref(table)} before where ${key}) + row_number() over (${order})`;
  return [
    sql`insert into structure (structure_key, ${list(every.structure)})
        select structure_key, ${list(every.structure)} from staged_structure join structure_move using (structure_key) where is_new`,
    ...(present.structure.length === 0
      ? []
      : [
          sql`update structure t set ${assignments(present.structure, "ss")}structure_key = t.structure_key
              from staged_structure ss join structure_move sm using (structure_key)
              where t.structure_key = ss.structure_key and not sm.is_new`,
        ]),

    sql`insert into professional (id, national_id, state, sources, scope, changed_by, ${list(every.person)})
        select professional, national_id, 'active', array[${source}], scope, ${run}, ${list(every.person)}
        from staged_person where not known order by line`,
    sql`update professional p set ${assignments(present.person, "sp")}national_id = sp.national_id, scope = sp.scope,
          state = 'active', sources = case when sp.listed then p.sources else p.sources || array[${source}] end,
          changed_at = aval_now(), changed_by = ${run}
        from staged_person sp
        where sp.professional = p.id and sp.known
          and (not sp.listed or exists (select from touched where touched.professional = p.id))`,

    sql`delete from identifier i using gone_identifier g
        where (i.professional, i.identifier, i.origin) = (g.professional, g.identifier, g.origin)`,
    // No "on conflict": it would lock, hence write, every row that is as it was.
    sql`update identifier i set quality = si.quality from staged_identifier si
        where (i.professional, i.identifier, i.origin) = (si.professional, si.identifier, si.origin) and i.quality <> si.quality`,
    sql`insert into identifier (professional, identifier, origin, quality, position)
        select si.professional, si.identifier, si.origin, si.quality, si.position
        from staged_identifier si left join identifier i using (professional, identifier, origin) where i.professional is null`,

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

    sql`update contact c set replaced_at = aval_now() from contact_move m where c.id = m.current and m.move = 'set'`,
    sql`update contact c set withdrawn_at = case when m.move = 'withdrawn' then aval_now() end
        from contact_move m where c.id = m.current and m.move in ('withdrawn', 'given_again')`,
    sql`insert into contact (professional, kind, value, source, given_by, scope)
        select professional, kind, new_value, ${source}, ${run}, scope from contact_move where move = 'set'`,
    sql`insert into contact_change (professional, kind, old_value, new_value, run, scope)
        select professional, kind, case move when 'given_again' then '' else old_value end, new_value, ${run}, scope
        from contact_move where known`,

    sql`update professional p set sources = array_remove(p.sources, ${source}::text),
          state = case when p.sources = array[${source}] then 'deactivated' else p.state end,
          changed_at = aval_now(), changed_by = ${run}
        from gone_person g where g.id = p.id`,
  ];
}
