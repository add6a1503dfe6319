import type { GeneratedActivity, GeneratedExercise, GeneratedPerson } from "./person.ts";
import { labels } from "./professions.ts";
import type { GeneratedStructure } from "./structures.ts";

/** The two layouts as the registers publish them, cell by cell. Source: facts/psc-contract 6.1 (56 columns), 6.2 (51 columns). */
export type LayoutName = "public" | "psc";

const coordinates = "(coord. structure)";

const publicHeader = [
  ..."Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|Libellé civilité d'exercice|Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|Code profession|Libellé profession|Code catégorie professionnelle|Libellé catégorie professionnelle|Code type savoir-faire|Libellé type savoir-faire|Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|Numéro FINESS établissement juridique|Identifiant technique de la structure|Raison sociale site|Enseigne commerciale site".split(
    "|",
  ),
  ..."Complément destinataire|Complément point géographique|Numéro Voie|Indice répétition voie|Code type de voie|Libellé type de voie|Libellé Voie|Mention distribution|Bureau cedex|Code postal|Code commune|Libellé commune|Code pays|Libellé pays|Téléphone|Téléphone 2|Télécopie|Adresse e-mail|Code département|Libellé département"
    .split("|")
    .map((name) => `${name} ${coordinates}`),
  ..."Ancien identifiant de la structure|Autorité d'enregistrement|Code secteur d'activité|Libellé secteur d'activité|Code section tableau pharmaciens|Libellé section tableau pharmaciens|Code rôle|Libellé rôle|Code genre d'activité|Libellé genre d'activité".split(
    "|",
  ),
];

const pscHeader = [
  ..."Type d'identifiant PP|Identifiant PP|Identification nationale PP|Nom de famille|Prénoms|Date de naissance|Code commune de naissance|Code pays de naissance|Lieu de naissance|Code sexe|Téléphone (coord. correspondance)|Adresse e-mail (coord. correspondance)|Code civilité|Code profession|Code catégorie professionnelle|Code civilité d'exercice|Nom d'exercice|Prénom d'exercice|Code type savoir-faire|Code savoir-faire|Code mode exercice|Code secteur d'activité|Code section tableau pharmaciens|Code rôle|Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|Numéro FINESS établissement juridique|Identifiant technique de la structure|Raison sociale site|Enseigne commerciale site".split(
    "|",
  ),
  ..."Complément destinataire|Complément point géographique|Numéro Voie|Indice répétition voie|Code type de voie|Libellé Voie|Mention distribution|Bureau cedex|Code postal|Code commune|Code pays|Téléphone|Téléphone 2|Télécopie|Adresse e-mail|Code département"
    .split("|")
    .map((name) => `${name} ${coordinates}`),
  ..."Ancien identifiant de la structure|Autorité d'enregistrement|Autres identifiants|Code genre d'activité".split(
    "|",
  ),
];

/** Every line ends with the delimiter, the header's too. */
const line = (cells: readonly string[]) => `${cells.join("|")}|\n`;

export const headerOf = (layout: LayoutName): string =>
  line(layout === "public" ? publicHeader : pscHeader);

/** One line for each activity of somebody. */
export function linesOf(layout: LayoutName, person: GeneratedPerson): string {
  const write = layout === "public" ? publicLine : pscLine;
  let text = "";
  for (const exercise of person.exercises)
    for (const activity of exercise.activities) text += write(person, exercise, activity);
  return text;
}

const label = (code: string) => labels[code] ?? "";
const civilityOf = (person: GeneratedPerson) => (person.name.isWoman ? "MME" : "M");
const exerciseCivilityOf = (exercise: GeneratedExercise) => (exercise.isDoctor ? "DR" : "");

function publicLine(
  person: GeneratedPerson,
  exercise: GeneratedExercise,
  activity: GeneratedActivity,
): string {
  const civility = civilityOf(person);
  const title = exerciseCivilityOf(exercise);
  const sectionLabel = label(activity.section === "B" ? "B_" : activity.section);
  const [speciality] = exercise.speciality;
  return line([
    ...[person.idType, person.identifier, person.nationalId],
    ...[title, label(title), civility, label(civility)],
    ...[exercise.family, person.name.given[0] ?? ""],
    ...exercise.profession,
    ...[exercise.category, label(exercise.category)],
    ...(speciality ? ["S", "Spécialité ordinale"] : ["", ""]),
    ...exercise.speciality,
    ...[activity.mode, label(activity.mode)],
    ...publicStructure(activity.structure),
    authorityOf(exercise, activity),
    ...[activity.sector, label(activity.sector), activity.section, sectionLabel],
    ...activity.role,
    ...(activity.mode ? ["GENR01", label("GENR01")] : ["", ""]),
  ]);
}

function pscLine(
  person: GeneratedPerson,
  exercise: GeneratedExercise,
  activity: GeneratedActivity,
): string {
  const [speciality] = exercise.speciality;
  return line([
    ...[person.idType, person.identifier, person.nationalId],
    ...[person.name.family, `${[...person.name.given, "", ""].slice(0, 3).join("'")}`],
    ...[person.bornOn, person.bornAt.communeCode, "99000", person.bornAt.name],
    ...[person.name.isWoman ? "F" : "M", person.phone, person.email, civilityOf(person)],
    ...[exercise.profession[0], exercise.category, exerciseCivilityOf(exercise)],
    ...[exercise.family, person.name.given[0] ?? ""],
    ...[speciality ? "S" : "", speciality],
    ...[activity.mode, activity.sector, activity.section, activity.role[0]],
    ...pscStructure(activity.structure),
    ...[authorityOf(exercise, activity), person.otherIds, activity.mode ? "GENR01" : ""],
  ]);
}

const none = (cells: number): string[] => Array.from({ length: cells }, () => "");

function publicStructure(structure: GeneratedStructure | undefined): readonly string[] {
  if (!structure) return none(28);
  const { place } = structure;
  return [
    ...identityOf(structure),
    ...["", "", structure.streetNumber, "", ...structure.streetType, structure.street],
    ...["", `${place.postalCode} ${place.name}`, place.postalCode, place.communeCode, place.name],
    ...["99000", "", structure.phone, "", "", structure.email],
    ...[place.departmentCode, place.department, structure.formerId],
  ];
}

function pscStructure(structure: GeneratedStructure | undefined): readonly string[] {
  if (!structure) return none(24);
  const { place } = structure;
  return [
    ...identityOf(structure),
    ...["", "", structure.streetNumber, "", structure.streetType[0], structure.street],
    ...["", `${place.postalCode} ${place.name}`, place.postalCode, place.communeCode, "99000"],
    ...[structure.phone, "", "", structure.email, place.departmentCode, structure.formerId],
  ];
}

const identityOf = (structure: GeneratedStructure): readonly string[] => [
  ...[structure.siret, structure.siren, structure.finess, structure.finessLegal],
  ...[structure.technicalId, structure.name, structure.tradeName],
];

/** Who registered the identity, the exercise and the activity. */
function authorityOf({ order }: GeneratedExercise, { mode }: GeneratedActivity): string {
  return `${order}/${order}/${mode === "S" ? "ARS" : order}`;
}
