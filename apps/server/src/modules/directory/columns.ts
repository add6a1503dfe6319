/**
 * The columns of the RPPS extracts, by name: one table for both layouts.
 *
 * A file is read by the names in its header, never by position, because the layouts differ (56 and 51 columns, 49
 * before 2023), their order moved, and some 2026 files have no knowledge columns. Source: facts/psc-contract 6.1, 6.2.
 */
export type ColumnGroup = "person" | "contact" | "otherIds" | "exercise" | "activity" | "structure";

export type Column = {
  /** The column of the staging table and, but for contacts and other ids, of the module's own table. */
  readonly sql: string;
  readonly group: ColumnGroup;
  /** Names seen in headers, as `columnName` spells them. */
  readonly names: readonly string[];
};

const structureCoordinates = (name: string) => `${name} coord structure`;

export const columns = {
  idType: { sql: "id_type", group: "person", names: ["type d identifiant pp"] },
  identifier: { sql: "identifier", group: "person", names: ["identifiant pp"] },
  nationalId: { sql: "national_id", group: "person", names: ["identification nationale pp"] },
  familyName: { sql: "family_name", group: "person", names: ["nom de famille"] },
  givenNames: { sql: "given_names", group: "person", names: ["prenoms"] },
  birthDate: { sql: "birth_date", group: "person", names: ["date de naissance"] },
  birthCommuneCode: {
    sql: "birth_commune_code",
    group: "person",
    names: ["code commune de naissance"],
  },
  birthCountryCode: {
    sql: "birth_country_code",
    group: "person",
    names: ["code pays de naissance"],
  },
  birthPlace: { sql: "birth_place", group: "person", names: ["lieu de naissance"] },
  sexCode: { sql: "sex_code", group: "person", names: ["code sexe"] },
  civilityCode: { sql: "civility_code", group: "person", names: ["code civilite"] },
  contactPhone: {
    sql: "contact_phone",
    group: "contact",
    names: ["telephone coord correspondance"],
  },
  contactEmail: {
    sql: "contact_email",
    group: "contact",
    names: ["adresse e mail coord correspondance", "adresse email coord correspondance"],
  },
  otherIds: { sql: "other_ids", group: "otherIds", names: ["autres identifiants"] },
  professionCode: { sql: "profession_code", group: "exercise", names: ["code profession"] },
  categoryCode: {
    sql: "category_code",
    group: "exercise",
    names: ["code categorie professionnelle"],
  },
  exerciseCivilityCode: {
    sql: "exercise_civility_code",
    group: "exercise",
    names: ["code civilite d exercice", "code civilite exercice"],
  },
  exerciseFamilyName: { sql: "exercise_family_name", group: "exercise", names: ["nom d exercice"] },
  exerciseGivenName: {
    sql: "exercise_given_name",
    group: "exercise",
    names: ["prenom d exercice"],
  },
  knowHowTypeCode: {
    sql: "know_how_type_code",
    group: "exercise",
    names: ["code type savoir faire"],
  },
  knowHowCode: { sql: "know_how_code", group: "exercise", names: ["code savoir faire"] },
  modeCode: {
    sql: "mode_code",
    group: "activity",
    names: ["code mode exercice", "code mode d exercice"],
  },
  sectorCode: {
    sql: "sector_code",
    group: "activity",
    names: ["code secteur d activite", "code secteur activite"],
  },
  pharmacistSectionCode: {
    sql: "pharmacist_section_code",
    group: "activity",
    names: ["code section tableau pharmaciens", "code section pharmacien"],
  },
  roleCode: { sql: "role_code", group: "activity", names: ["code role", "code fonction"] },
  genreCode: {
    sql: "genre_code",
    group: "activity",
    names: ["code genre d activite", "code genre activite"],
  },
  registrationAuthority: {
    sql: "registration_authority",
    group: "activity",
    names: ["autorite d enregistrement", "autorite enregistrement"],
  },
  siret: { sql: "siret", group: "structure", names: ["numero siret site"] },
  siren: { sql: "siren", group: "structure", names: ["numero siren site"] },
  finess: { sql: "finess", group: "structure", names: ["numero finess site"] },
  finessLegal: {
    sql: "finess_legal",
    group: "structure",
    names: ["numero finess etablissement juridique"],
  },
  technicalId: {
    sql: "technical_id",
    group: "structure",
    names: ["identifiant technique de la structure"],
  },
  name: { sql: "name", group: "structure", names: ["raison sociale site"] },
  tradeName: { sql: "trade_name", group: "structure", names: ["enseigne commerciale site"] },
  addressee: {
    sql: "addressee",
    group: "structure",
    names: [structureCoordinates("complement destinataire")],
  },
  geographicPoint: {
    sql: "geographic_point",
    group: "structure",
    names: [structureCoordinates("complement point geographique")],
  },
  streetNumber: {
    sql: "street_number",
    group: "structure",
    names: [structureCoordinates("numero voie")],
  },
  streetRepeat: {
    sql: "street_repeat",
    group: "structure",
    names: [structureCoordinates("indice repetition voie")],
  },
  streetTypeCode: {
    sql: "street_type_code",
    group: "structure",
    names: [structureCoordinates("code type de voie")],
  },
  streetName: {
    sql: "street_name",
    group: "structure",
    names: [structureCoordinates("libelle voie")],
  },
  distribution: {
    sql: "distribution",
    group: "structure",
    names: [structureCoordinates("mention distribution")],
  },
  cedex: { sql: "cedex", group: "structure", names: [structureCoordinates("bureau cedex")] },
  postalCode: {
    sql: "postal_code",
    group: "structure",
    names: [structureCoordinates("code postal")],
  },
  communeCode: {
    sql: "commune_code",
    group: "structure",
    names: [structureCoordinates("code commune")],
  },
  countryCode: {
    sql: "country_code",
    group: "structure",
    names: [structureCoordinates("code pays")],
  },
  phone: { sql: "phone", group: "structure", names: [structureCoordinates("telephone")] },
  phone2: { sql: "phone2", group: "structure", names: [structureCoordinates("telephone 2")] },
  fax: { sql: "fax", group: "structure", names: [structureCoordinates("telecopie")] },
  email: {
    sql: "email",
    group: "structure",
    names: [structureCoordinates("adresse e mail"), structureCoordinates("adresse email")],
  },
  departmentCode: {
    sql: "department_code",
    group: "structure",
    names: [structureCoordinates("code departement")],
  },
  formerId: { sql: "former_id", group: "structure", names: ["ancien identifiant de la structure"] },
} as const satisfies Record<string, Column>;

export type ColumnKey = keyof typeof columns;
export const columnKeys = Object.keys(columns) as ColumnKey[];

/** Without these nobody can say which person a line is about, or which of their professions. */
export const requiredColumns = [
  "nationalId",
  "professionCode",
  "categoryCode",
  "exerciseFamilyName",
] as const satisfies ColumnKey[];

/**
 * A header cell as it is looked up: without accents, case, punctuation and repeated spaces.
 *
 * "Adresse e-mail (coord. structure)" and "ADRESSE E-MAIL(coord.  Structure)" are one name: `adresse e mail coord structure`.
 */
export function columnName(cell: string): string {
  return cell
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

const keyByName = new Map<string, ColumnKey>(
  columnKeys.flatMap((key) => columns[key].names.map((name): [string, ColumnKey] => [name, key])),
);

/** The column a header cell names, or `undefined` for one nobody reads (labels of codes, for instance). */
export function columnOf(cell: string): ColumnKey | undefined {
  return keyByName.get(columnName(cell));
}
