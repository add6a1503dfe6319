/**
 * The code systems our answers name, spelt as the national API and its implementation guide spell them, so that a client
 * finds the same `system` in both. A code whose system the facts do not tell leaves without one: a guess would be read as
 * knowledge. Source: facts/psc-contract 6.3 and 6.5; the published nomenclature (NOS).
 */
const nos = (name: string) =>
  `https://mos.esante.gouv.fr/NOS/${name}/FHIR/${name.replace("_", "-")}`;

export const systems = {
  profession: nos("TRE_G15-ProfessionSante"),
  socialProfession: nos("TRE_R94-ProfessionSocial"),
  titleHolder: nos("TRE_R95-UsagerTitre"),
  category: nos("TRE_R09-CategorieProfessionnelle"),
  knowHowType: nos("TRE_R04-TypeSavoirFaire"),
  speciality: nos("TRE_R38-SpecialiteOrdinale"),
  competence: nos("TRE_R39-Competence"),
  exclusiveCompetence: nos("TRE_R40-CompetenceExclusive"),
  capacity: nos("TRE_R43-CapaciteSavoirFaire"),
  otherDiploma: nos("TRE_R42-DESCnonQualifiant"),
  genre: nos("TRE_R22-GenreActivite"),
  mode: nos("TRE_R23-ModeExercice"),
  role: nos("TRE_R21-Fonction"),
  careRole: nos("TRE_R85-RolePriseCharge"),
  otherRole: nos("TRE_R96-AutreFonctionSanitaire"),
  pharmacistSection: nos("TRE_G05-SousSectionTableauCNOP"),
  sector: nos("TRE_R02-SecteurActivite"),
  identifierType: "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203",
} as const;

export type Coding = { readonly system?: string; readonly code: string };
export type CodeableConcept = { readonly coding: readonly Coding[] };

/** The columns of the register that carry a code, and which system each code belongs to. */
export const systemOf = {
  profession: (code: string) => {
    if (titleHolders.has(code)) return systems.titleHolder;
    return /^(4[1-9]|5[1-3])$/.test(code) && !midwives.has(code)
      ? systems.socialProfession
      : systems.profession;
  },
  category: () => systems.category,
  knowHowType: () => systems.knowHowType,
  knowHow: (code: string) => {
    if (/^SM\d|^SCD\d|^SI\d|^PA\d|^SP\d/.test(code)) return systems.speciality;
    if (/^CEX/.test(code)) return systems.exclusiveCompetence;
    if (/^CAPA/.test(code)) return systems.capacity;
    if (/^DSM/.test(code)) return systems.otherDiploma;
    return /^C\d/.test(code) ? systems.competence : undefined;
  },
  genre: () => systems.genre,
  mode: () => systems.mode,
  role: (code: string) => {
    if (/^FON-/.test(code)) return systems.role;
    if (/^3\d\d$/.test(code)) return systems.careRole;
    return /^4\d\d$/.test(code) ? systems.otherRole : undefined;
  },
  pharmacistSection: () => systems.pharmacistSection,
  sector: () => systems.sector,
} as const satisfies Record<string, (code: string) => string | undefined>;

export type CodedColumn = keyof typeof systemOf;

/** Titles protected by law that are no health profession (TRE_R95). */
const titleHolders = new Set(["71", "72", "73", "93", "97"]);
/** A midwife is 50 in TRE_G15, in the middle of the social professions' range. */
const midwives = new Set(["50"]);

export function coding(column: CodedColumn, code: string): Coding {
  const system = systemOf[column](code);
  return system === undefined ? { code } : { system, code };
}

/** A concept of the codes that are there; absent when none is. */
export function concept(...codes: readonly (readonly [CodedColumn, string])[]): CodeableConcept[] {
  const present = codes.filter(([, code]) => code !== "");
  return present.length === 0
    ? []
    : [{ coding: present.map(([column, code]) => coding(column, code)) }];
}
