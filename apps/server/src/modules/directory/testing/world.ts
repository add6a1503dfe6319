import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { fixedClock, seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import { createDirectory, type Directory, type Imported, type ImportOptions } from "../index.ts";
import { type Cells, fileOf, restrictedColumns, streamOf } from "./extracts.ts";

/** A directory of one's own, on a database of one's own. */
export async function withDirectory(
  work: (directory: Directory, database: TestDatabase) => Promise<void>,
): Promise<void> {
  const database = await testDatabase();
  try {
    const random = seededRandom(7);
    const audit = createAudit({ clock: fixedClock(), random });
    await work(createDirectory({ db: database.db, random, audit }), database);
  } finally {
    await database.close();
  }
}

/** Imports these lines, in the restricted layout. */
export const restricted = (
  directory: Directory,
  lines: readonly Cells[],
  options: ImportOptions = {},
): Promise<Imported> =>
  directory.importExtract(streamOf(fileOf(restrictedColumns, lines)), options);

export const counted = (imported: Imported) => ({ state: imported.state, ...imported.counts });

/** Where every row of the directory stands on disk, and who last wrote or locked it. */
export async function places({ db }: TestDatabase): Promise<unknown> {
  const tables = [
    "professional",
    "identifier",
    "exercise",
    "activity",
    "structure",
    "contact",
    "contact_change",
  ];
  const { rows } = await sql
    .raw(
      `${tables.map((name) => `select '${name}' as name, ctid::text, xmin::text, xmax::text from ${name}`).join(" union all ")} order by 1, 2`,
    )
    .execute(db);
  return rows;
}

/** The kinds of fact in the log. */
export const facts = async ({ db }: TestDatabase): Promise<string[]> =>
  (await db.selectFrom("fact").select("kind").orderBy("kind").execute()).map(
    (row: { kind: string }) => row.kind,
  );

/**
 * What the directory says of everybody whom somebody lists, and of the structures they work in: without ids of ours, moments and
 * places in an order. Two directories that say the same are equal here.
 */
export async function said({ db }: Pick<TestDatabase, "db">): Promise<unknown> {
  const { rows } = await sql<{ text: string }>`
    with listed as (select id, national_id from professional where state = 'active')
    select text from (
      select concat_ws('|', 'person', national_id, sources::text, scope, id_type, identifier, civility_code, family_name, given_names,
        birth_date) as text from professional where state = 'active'
      union all select concat_ws('|', 'id', national_id, i.identifier, origin, quality) from identifier i join listed on id = professional
      union all select concat_ws('|', 'contact', national_id, kind, value, source) from contact join listed on listed.id = professional
        where replaced_at is null and withdrawn_at is null
      union all select concat_ws('|', 'exercise', national_id, profession_code, category_code, exercise_family_name, exercise_given_name,
        know_how_code) from exercise join listed on id = professional
      union all select concat_ws('|', 'activity', national_id, profession_code, category_code, mode_code, sector_code, role_code, genre_code,
        a.structure_key, t.name, t.phone, t.postal_code) from activity a join listed on listed.id = professional left join structure t using (structure_key)
      union all select concat_ws('|', 'print', source, national_id, low, high) from import_print) as lines
    order by text collate "C"`.execute(db);
  return rows.map(({ text }) => text);
}
