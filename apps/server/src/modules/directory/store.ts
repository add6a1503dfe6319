import { isId, type ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { type Copy, type Database, sqlState } from "#platform/database";
import { statement } from "#platform/statement";
import { applyChanges } from "./apply-sql.ts";
import * as difference from "./difference-sql.ts";
import type { OtherId } from "./extract.ts";
import type { Plan, Statement } from "./import-columns.ts";
import { allIds, type Exercise, type Professional, spacedGivenNames } from "./professional.ts";
import * as staging from "./staging-sql.ts";

type PersonColumns = {
  id: string;
  national_id: string;
  id_type: string;
  state: "active" | "deactivated";
  scope: string;
  civility_code: string;
  family_name: string;
  given_names: string;
};

/** The columns this module's queries name. `docs/ownership.md` and the migration have them all. */
export type DirectoryTables = {
  professional: PersonColumns & { sources: string[] };
  identifier: {
    professional: string;
    identifier: string;
    origin: string;
    quality: number;
    position: number;
  };
  exercise: {
    professional: string;
    profession_code: string;
    category_code: string;
    position: number;
    exercise_civility_code: string;
    exercise_family_name: string;
    exercise_given_name: string;
    know_how_type_code: string;
    know_how_code: string;
  };
  activity: {
    id: number;
    professional: string;
    profession_code: string;
    category_code: string;
    position: number;
    mode_code: string;
    sector_code: string;
    pharmacist_section_code: string;
    role_code: string;
    genre_code: string;
    registration_authority: string;
    structure_key: string | null;
  };
  structure: { structure_key: string } & Record<(typeof structureColumns)[number], string>;
  import_run: ImportRun & { state: "done" | "stopped"; stopped_for: string | null };
  import_problem: { run: string; line: number; reason: string; column_key: string | null };
};

const structureColumns = [
  "technical_id",
  "siret",
  "siren",
  "finess",
  "finess_legal",
  "name",
  "trade_name",
  "addressee",
  "geographic_point",
  "street_number",
  "street_repeat",
  "street_type_code",
  "street_name",
  "distribution",
  "cedex",
  "postal_code",
  "commune_code",
  "country_code",
  "phone",
  "phone2",
  "fax",
  "email",
  "department_code",
  "former_id",
] as const;

type Tx = Database<DirectoryTables>;

/** A person and all that hangs on them, in one statement: an import that commits meanwhile is seen whole or not at all. */
function selectPerson(db: Tx) {
  return db
    .selectFrom("professional as p")
    .select([
      "p.id",
      "p.national_id",
      "p.id_type",
      "p.state",
      "p.scope",
      "p.civility_code",
      "p.family_name",
      "p.given_names",
    ])
    .select((of) => [
      jsonArrayFrom(
        of
          .selectFrom("identifier as i")
          .select(["i.identifier as identifiant", "i.origin as origine", "i.quality as qualite"])
          .whereRef("i.professional", "=", "p.id")
          .orderBy("i.position")
          .orderBy("i.identifier"),
      ).as("listed"),
      jsonArrayFrom(
        of
          .selectFrom("exercise as e")
          .select([
            "e.profession_code as professionCode",
            "e.category_code as categoryCode",
            "e.exercise_civility_code as civilityCode",
            "e.exercise_family_name as familyName",
            "e.exercise_given_name as givenName",
            "e.know_how_type_code as knowHowTypeCode",
            "e.know_how_code as knowHowCode",
          ])
          .whereRef("e.professional", "=", "p.id")
          .orderBy("e.position"),
      ).as("exercises"),
      jsonArrayFrom(
        of
          .selectFrom("activity as a")
          .leftJoin("structure as t", "t.structure_key", "a.structure_key")
          .select([
            "a.profession_code",
            "a.category_code",
            "a.mode_code",
            "a.sector_code",
            "a.pharmacist_section_code",
          ])
          .select(["a.role_code", "a.genre_code", "a.registration_authority", "a.structure_key"])
          .select(structureColumns.map((column) => `t.${column}` as const))
          .whereRef("a.professional", "=", "p.id")
          .orderBy("a.position")
          .orderBy("a.id"),
      ).as("activities"),
    ]);
}

const selectById = statement((db: Tx, by: { id: ProfessionalId }) =>
  selectPerson(db).where("p.id", "=", by.id),
);
const selectByNationalId = statement((db: Tx, by: { nationalId: string }) =>
  selectPerson(db).where("p.id", "=", holderOf(by.nationalId)),
);

export async function find(
  db: Tx,
  by: { readonly id: ProfessionalId } | { readonly nationalId: string },
): Promise<Professional | undefined> {
  const [row] = (await ("id" in by ? selectById(db, by) : selectByNationalId(db, by))).rows;
  return row && rebuild(row);
}

/**
 * Whose national id this is; else the one active person who lists it among theirs (an ADELI number, an id from before a
 * merge). Of two who list it, nobody: an id that could mean somebody else means no one.
 */
function holderOf(nationalId: string) {
  return sql<ProfessionalId>`coalesce(
    (select id from professional where national_id = ${nationalId}),
    (select min(listing.id) from identifier i join professional listing on listing.id = i.professional
      where i.identifier = ${nationalId} and listing.state = 'active' having count(distinct listing.id) = 1))`;
}

type ActivityRow = Pick<
  DirectoryTables["activity"],
  | "profession_code"
  | "category_code"
  | "mode_code"
  | "sector_code"
  | "pharmacist_section_code"
  | "role_code"
  | "genre_code"
  | "registration_authority"
  | "structure_key"
> & { [K in (typeof structureColumns)[number]]: string | null };

type FoundRow = PersonColumns & {
  listed: OtherId[];
  exercises: Omit<Exercise, "activities">[];
  activities: ActivityRow[];
};

function rebuild(row: FoundRow): Professional {
  if (!isId("pro", row.id)) throw new Error("inconsistent row: professional.id is not an id");
  const first = row.exercises[0];
  return {
    id: row.id,
    nationalId: row.national_id,
    otherIds: allIds(row.national_id, row.id_type, row.listed),
    state: row.state,
    scope: row.scope,
    civilityCode: row.civility_code,
    // The public layout has no civil names: the first exercise's stand for them.
    familyName: row.family_name || (first?.familyName ?? ""),
    givenNames: spacedGivenNames(row.given_names) || (first?.givenName ?? ""),
    exercises: row.exercises.map((exercise) => ({
      ...exercise,
      activities: row.activities
        .filter(
          (a) =>
            a.profession_code === exercise.professionCode &&
            a.category_code === exercise.categoryCode,
        )
        .map(rebuildActivity),
    })),
  };
}

function rebuildActivity(row: ActivityRow): Exercise["activities"][number] {
  const text = (column: (typeof structureColumns)[number]) => row[column] ?? "";
  return {
    modeCode: row.mode_code,
    sectorCode: row.sector_code,
    pharmacistSectionCode: row.pharmacist_section_code,
    roleCode: row.role_code,
    genreCode: row.genre_code,
    registrationAuthority: row.registration_authority,
    structure:
      row.structure_key === null
        ? undefined
        : {
            id: text("technical_id"),
            siret: text("siret"),
            siren: text("siren"),
            finess: text("finess"),
            finessLegal: text("finess_legal"),
            name: text("name"),
            tradeName: text("trade_name"),
            addressee: text("addressee"),
            geographicPoint: text("geographic_point"),
            streetNumber: text("street_number"),
            streetRepeat: text("street_repeat"),
            streetTypeCode: text("street_type_code"),
            streetName: text("street_name"),
            distribution: text("distribution"),
            cedex: text("cedex"),
            postalCode: text("postal_code"),
            communeCode: text("commune_code"),
            countryCode: text("country_code"),
            phone: text("phone"),
            phone2: text("phone2"),
            fax: text("fax"),
            email: text("email"),
            departmentCode: text("department_code"),
            formerId: text("former_id"),
          },
  };
}

/** How long an import waits for another: a killed one is undone within a second or two. */
const patience = { tries: 12, seconds: 0.25 };

/** Whether this transaction is the one import for now. Released at its end. */
export async function tryBeImporter(tx: Tx): Promise<boolean> {
  for (let tries = 0; ; tries++) {
    const { rows } = await sql<{ held: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('aval.directory.import')) as held`.execute(tx);
    if (rows[0]?.held) return true;
    if (tries === patience.tries) return false;
    await sql`select pg_sleep(${patience.seconds})`.execute(tx);
  }
}

/**
 * An import waits for its file and compares millions of rows: the limits of a page's statements are not for it, and sorting and
 * joining so much in the memory of a page's statement would go to disk a hundred times over.
 */
export async function openStaging(tx: Tx): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(tx);
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
  await sql`set local work_mem = '192MB'`.execute(tx);
  await sql`set local temp_buffers = '64MB'`.execute(tx);
  await sql`select open_import_staging()`.execute(tx);
}

export function stage(
  copy: Copy,
  columns: readonly string[],
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  return copy(`copy staged (${columns.join(", ")}) from stdin (format text, delimiter '|')`, rows);
}

export async function shield(tx: Tx, unread: readonly string[]): Promise<void> {
  if (unread.length > 0) await staging.shield(unread).execute(tx);
}

export type Compared = { readonly plan: Plan; readonly found: difference.Found };

/** Groups the lines by person, gives ids to those we do not know, and finds what would change. */
export async function compare(
  tx: Tx,
  copy: Copy,
  given: Pick<Plan, "source" | "present">,
  freshIds: (count: number) => AsyncIterable<Uint8Array>,
): Promise<Compared> {
  await run(tx, staging.groupLines);
  // Nearly everybody is settled: asking an index for each of two million people takes ten times as long as reading all of them once.
  await sql`set local enable_nestloop = off`.execute(tx);
  const { numAffectedRows: settled } = await staging.settle(given.source).execute(tx);
  await sql`set local enable_nestloop = on`.execute(tx);
  const plan: Plan = { ...given, lines: settled ? "staged_part" : "staged" };
  if (settled) await run(tx, staging.keepUnsettled);
  await run(tx, staging.groupPeople(plan));

  const { rows: counted } = await staging.countStrangers.execute(tx);
  const strangers = counted[0]?.strangers ?? 0;
  if (strangers > 0) {
    await copy("copy fresh_id (id) from stdin", freshIds(strangers));
    await run(tx, staging.nameStrangers);
  }
  await run(tx, difference.findChanges(plan));
  const { rows } = await difference.countChanges(given.source).execute(tx);
  const [found] = rows;
  if (!found) throw new Error("counting the changes of an import gave no row");
  return { plan, found };
}

/** The first `count` contradictions, and how many there are. */
export async function contradictions(
  tx: Tx,
  count: number,
): Promise<{ first: { line: number; reason: string }[]; of: number }> {
  const { rows } = await difference.contradictions(Math.max(count, 1)).execute(tx);
  return { first: rows.slice(0, count), of: rows[0]?.of ?? 0 };
}

export async function apply(tx: Tx, plan: Plan, runId: string): Promise<void> {
  await run(tx, applyChanges(plan, runId));
}

/**
 * When this many lines are most of what the directory will hold: sets aside what only searches need, until `resumeSearches`. In a
 * transaction of its own, because it locks readers out, for an instant; the import's own would keep that lock to its end.
 */
export async function pauseSearches(db: Tx, lines: number): Promise<void> {
  try {
    await sql`select pause_directory_searches(${lines}::integer)`.execute(db);
  } catch (error) {
    // A reader does not end (a backup, for instance): the import then takes longer, and is as good.
    if (sqlState(error) !== "55P03") throw error;
  }
}

/** Makes again what this import set aside, or one that was killed. */
export async function resumeSearches(tx: Tx): Promise<void> {
  await sql`select resume_directory_searches()`.execute(tx);
}

export type ImportRun = {
  id: string;
  source: string;
  layout: string;
  strict: boolean;
  digest: string;
  lines: number;
  latin1_lines: number;
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  problems: number;
};

export type StoredProblem = {
  readonly line: number;
  readonly reason: string;
  readonly column: string | undefined;
};

export async function insertRun(
  tx: Tx,
  importRun: ImportRun,
  stoppedFor: string | undefined,
  problems: readonly StoredProblem[],
): Promise<void> {
  await tx
    .insertInto("import_run")
    .values({
      ...importRun,
      state: stoppedFor ? "stopped" : "done",
      stopped_for: stoppedFor ?? null,
    })
    .execute();
  if (problems.length === 0) return;
  await sql`
    insert into import_problem (run, line, reason, column_key)
    select ${importRun.id}, line, reason, column_key
    from unnest(${problems.map((p) => p.line)}::integer[], ${problems.map((p) => p.reason)}::text[],
      ${problems.map((p) => p.column ?? null)}::text[]) as found(line, reason, column_key)`.execute(
    tx,
  );
}

/** Whether a file with this digest was applied from this source before. */
export async function wasApplied(db: Tx, source: string, digest: string): Promise<boolean> {
  const row = await db
    .selectFrom("import_run")
    .select("id")
    .where("source", "=", source)
    .where("digest", "=", digest)
    .where("state", "=", "done")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function run(tx: Tx, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) await statement.execute(tx);
}
