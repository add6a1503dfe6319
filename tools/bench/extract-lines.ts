import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { nationalIdOf } from "./holder-keys.ts";

/**
 * The directory's extract of a population, in the restricted layout: one activity a person, twenty people a structure,
 * names and addresses that are nobody's.
 */
const header = async () => {
  const file = join(
    import.meta.dirname,
    ...["..", "..", "apps", "server", "src", "sandbox", "people.txt"],
  );
  const text = await readFile(file, "utf8");
  return text.slice(0, text.indexOf("\n")).trimEnd();
};

const syllables = [
  "BA",
  "CLO",
  "DRI",
  "FEL",
  "GON",
  "LIR",
  "MAU",
  "NER",
  "PIL",
  "ROS",
  "TAN",
  "VEY",
];
const people = 20;
/** In one piece of the file; the header has a piece of its own. */
export const peopleAtOnce = 2000;

/** A name for a number: four syllables. */
function nameOf(index: number): string {
  let left = index;
  let name = "";
  for (let count = 0; count < 4; count++) {
    name += syllables[left % syllables.length];
    left = Math.floor(left / syllables.length);
  }
  return name;
}

/** The cells that are not empty, by the names of the header. */
function cellsOf(index: number): Readonly<Record<string, string>> {
  const structure = Math.floor(index / people);
  const nationalId = nationalIdOf(index);
  const isNurse = index % 3 !== 0;
  return {
    "Type d'identifiant PP": "8",
    "Identifiant PP": nationalId.slice(1),
    "Identification nationale PP": nationalId,
    "Nom de famille": nameOf(index),
    Prénoms: `${nameOf(index * 7 + 3)}''`,
    "Date de naissance": `0${1 + (index % 9)}/0${1 + (index % 8)}/19${60 + (index % 40)}`,
    "Code pays de naissance": "99000",
    "Code sexe": index % 2 === 0 ? "F" : "M",
    // 06 39 98: numbers kept for fiction.
    "Téléphone (coord. correspondance)": `063998${String(index % 10_000).padStart(4, "0")}`,
    "Adresse e-mail (coord. correspondance)": `p${index}@example.org`,
    "Code civilité": index % 2 === 0 ? "MME" : "M",
    "Code profession": isNurse ? "60" : "10",
    "Code catégorie professionnelle": "C",
    "Nom d'exercice": nameOf(index),
    "Prénom d'exercice": nameOf(index * 7 + 3),
    "Code mode exercice": "L",
    "Code secteur d'activité": "SA07",
    "Identifiant technique de la structure": `R97${String(structure).padStart(6, "0")}`,
    "Raison sociale site": `CABINET ${nameOf(structure)}`,
    "Code postal (coord. structure)": "99001",
    "Code genre d'activité": "GENR01",
    "Autorité d'enregistrement": isNurse ? "CNOI/CNOI/CNOI" : "CNOM/CNOM/CNOM",
  };
}

/** The file, a piece at a time. */
export async function* extractOf(holders: number): AsyncGenerator<Buffer> {
  const head = await header();
  const names = head.split("|").slice(0, -1);
  yield Buffer.from(`${head}\n`);
  for (let from = 0; from < holders; from += peopleAtOnce) {
    let text = "";
    for (let index = from; index < Math.min(holders, from + peopleAtOnce); index++) {
      const cells = cellsOf(index);
      text += `${names.map((name) => cells[name] ?? "").join("|")}|\n`;
    }
    yield Buffer.from(text);
  }
}
