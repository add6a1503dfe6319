import type { Lang } from "@aval/design";
import { professionName } from "./professions.ts";

/** A professional as this register needs them: read from userinfo, every member checked, nothing else kept. */
export type Person = {
  readonly nationalId: string;
  readonly name: string;
  readonly exercises: readonly Exercise[];
};

export type Exercise = { readonly professionCode: string; readonly structures: readonly string[] };

/** The professional in a userinfo answer, or `undefined` when it names nobody. */
export function readPerson(userinfo: Readonly<Record<string, unknown>>): Person | undefined {
  const nationalId = text(userinfo["SubjectNameID"]);
  if (!nationalId) return undefined;
  const exercises = list(record(userinfo["SubjectRefPro"])["exercices"]).map(readExercise);
  return { nationalId, name: readName(userinfo), exercises };
}

function readName(userinfo: Readonly<Record<string, unknown>>): string {
  const first = record(list(record(userinfo["SubjectRefPro"])["exercices"])[0]);
  const title = titles[text(first["codeCiviliteDexercice"])] ?? "";
  const name = [
    title,
    titleCase(text(userinfo["given_name"])),
    text(userinfo["family_name"]).toUpperCase(),
  ];
  return name.filter(Boolean).join(" ") || text(userinfo["SubjectNameID"]);
}

/** Registers write given names in capitals, which reads as shouting. */
function titleCase(name: string): string {
  return name
    .toLocaleLowerCase("fr")
    .replace(
      /(^|[\s'-])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toLocaleUpperCase("fr"),
    );
}

const titles: Readonly<Record<string, string>> = { DR: "Dr", PR: "Pr" };

function readExercise(value: unknown): Exercise {
  const exercise = record(value);
  const structures = list(exercise["activities"]).map((activity) => {
    const site = record(activity);
    return text(site["enseigneCommercialeSite"]) || text(site["raisonSocialeSite"]);
  });
  return {
    professionCode: text(exercise["codeProfession"]),
    structures: [...new Set(structures.filter(Boolean))],
  };
}

/** "Pharmacien" from the code; a code that this table does not know is shown as it is. */
export function professionsOf(person: Person, lang: Lang): readonly string[] {
  return [
    ...new Set(person.exercises.map((exercise) => professionName(exercise.professionCode, lang))),
  ];
}

/** Where the person practises, each place once. */
export function structuresOf(person: Person): readonly string[] {
  return [...new Set(person.exercises.flatMap((exercise) => exercise.structures))];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
