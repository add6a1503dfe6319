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
