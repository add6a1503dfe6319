import { isId, type ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "#platform/database";
import { statement } from "#platform/statement";
import type { OtherId } from "./extract.ts";
import type { ImportRun } from "./import-store.ts";
import { allIds, type Exercise, type Professional, spacedGivenNames } from "./professional.ts";

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

/** What the directory calls the structure with this technical id: the name people know first. */
export async function structureName(db: Tx, technicalId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("structure")
    .select(["trade_name", "name"])
    .where("technical_id", "=", technicalId)
    .limit(1)
    .executeTakeFirst();
  return row && (row.trade_name || row.name || technicalId);
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
