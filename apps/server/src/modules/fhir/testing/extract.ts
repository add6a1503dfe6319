/** Lines of the restricted layout: who the tests of this module find. All fictional. */
export type Line = Readonly<Record<string, string>>;

/** What must never be read by a service: each value is found nowhere else. */
export const planted = {
  birthDate: "17/03/1961",
  birthCommune: "99X77",
  birthCountry: "99777",
  birthPlace: "LIEUDENAISSANCESECRET",
  civilName: "NOMDENAISSANCESECRET",
  secondGiven: "SECONDPRENOMSECRET",
  civility: "CIVILITESECRETE",
  phone: "0639989977",
  email: "secret.personnel@example.org",
} as const;

const given = ["ÉLODIE", "JEAN-NOËL", "AÏCHA", "Zoé", "BENOÎT", "ANNE"];
const family = ["MÜLLER", "D'ORVAL", "ŒUVRARD", "DUPONTEL", "DUPONT-LÉGER", "ŞAHIN", "100%_DUPE"];
const works = [
  { p: "10", c: "C", t: "S", k: "SM54" },
  { p: "10", c: "M", t: "S", k: "SM04" },
  { p: "21", c: "C", t: "", k: "" },
  { p: "60", c: "E", t: "", k: "" },
  { p: "71", c: "C", t: "", k: "" },
  { p: "41", c: "C", t: "", k: "" },
  { p: "50", c: "C", t: "CAPA", k: "CAPA01" },
];

export type Place = {
  readonly id: string;
  readonly name: string;
  readonly alias: string;
  readonly siret: string;
  readonly finess: string;
  readonly town: string;
  readonly postal: string;
};

/** Keys of every kind: plain, with characters an address cannot hold, too long for one, and none. */
export const places: readonly Place[] = [
  place("R900101", "PHARMACIE DE LA PLACE", "LA PLACE", "", "0X0000108", "99001 VILLEFICTIVE"),
  place(
    "500000001815646/CPAT00045",
    "CENTRE É. MARCHEVOIX",
    "",
    "00000000100018",
    "",
    "99002 BOURG-IMAGINAIRE",
  ),
  place(
    `3/${"LONG/".repeat(14)}É`,
    "STRUCTURE À LONG NUMÉRO",
    "",
    "00000000200016",
    "",
    "99002 BOURG IMAGINAIRE",
  ),
  place(
    "F0X0000017",
    "CENTRE HOSPITALIER DE VILLEFICTIVE",
    "CHV",
    "",
    "0X0000017",
    "99003 VILLEFICTIVE CEDEX 9",
  ),
  place("", "CABINET SANS NUMÉRO", "ŒIL & CO", "", "", "99004 VALFABLE"),
];

function place(
  id: string,
  name: string,
  alias: string,
  siret: string,
  finess: string,
  town: string,
): Place {
  return { id, name, alias, siret, finess, town, postal: town.slice(0, 5) };
}

const sectors = ["SA33", "SA01", "SA07", "SA05"];

/** National ids of every kind the register has. */
export function nationalId(n: number): string {
  const digits = String(n).padStart(4, "0");
  if (n % 17 === 5) return `0990${digits}27`;
  if (n % 17 === 9) return `500000000${digits}/PERS${digits}`;
  if (n % 17 === 13) return `0a0b${digits}-0000-4000-8000-0000000000ff`;
  return `89970000${digits}`;
}

/** One or two lines of somebody: the n-th person is always the same. */
export function linesOf(n: number): readonly Line[] {
  const id = nationalId(n);
  const work = works[n % works.length] as (typeof works)[number];
  const listed =
    n % 6 === 0 ? `${id},RPPS,1;0980${String(n).padStart(4, "0")}38,ADELI,2;x-${n},PSI,3` : "";
  const person: Line = {
    "Type d'identifiant PP": id.startsWith("8") ? "8" : id.startsWith("0") ? "0" : "5",
    "Identifiant PP": id.slice(1),
    "Identification nationale PP": id,
    "Nom de famille": planted.civilName,
    Prénoms: `${given[n % given.length]}'${planted.secondGiven}'`,
    "Date de naissance": planted.birthDate,
    "Code commune de naissance": planted.birthCommune,
    "Code pays de naissance": planted.birthCountry,
    "Lieu de naissance": planted.birthPlace,
    "Code sexe": "F",
    "Téléphone (coord. correspondance)": planted.phone,
    "Adresse e-mail (coord. correspondance)": planted.email,
    "Code civilité": planted.civility,
    "Code profession": work.p,
    "Code catégorie professionnelle": work.c,
    "Code civilité d'exercice": n % 3 === 0 ? "DR" : "",
    "Nom d'exercice": family[n % family.length] as string,
    "Prénom d'exercice": given[n % given.length] as string,
    "Code type savoir-faire": work.t,
    "Code savoir-faire": work.k,
    "Autorité d'enregistrement": "CNOM/CNOM/CNOM",
    "Autres identifiants": listed,
  };
  const first = { ...person, ...workOf(n), ...(n % 11 === 0 ? {} : placeColumns(n)) };
  const second = { ...person, ...workOf(n + 1), ...placeColumns(n + 1), "Code rôle": "318" };
  return n % 4 === 0 ? [first, second] : [first];
}

const workOf = (n: number): Line => ({
  "Code mode exercice": n % 2 === 0 ? "L" : "S",
  "Code secteur d'activité": sectors[n % sectors.length] as string,
  "Code section tableau pharmaciens": n % 7 === 2 ? "A" : "",
  "Code rôle": n % 5 === 1 ? "FON-63" : n % 5 === 2 ? "407" : "",
  "Code genre d'activité": n % 9 === 0 ? "GENR02" : "GENR01",
});

function placeColumns(n: number): Line {
  const at = places[n % places.length] as Place;
  return {
    "Identifiant technique de la structure": at.id,
    "Raison sociale site": at.name,
    "Enseigne commerciale site": at.alias,
    "Numéro SIRET site": at.siret,
    "Numéro SIREN site": at.siret.slice(0, 9),
    "Numéro FINESS site": at.finess,
    "Numéro FINESS établissement juridique": at.finess === "" ? "" : "0X0000025",
    "Numéro Voie (coord. structure)": "4",
    "Code type de voie (coord. structure)": "PL",
    "Libellé Voie (coord. structure)": "DU PUITS",
    "Bureau cedex (coord. structure)": at.town,
    "Code postal (coord. structure)": at.postal,
    "Code pays (coord. structure)": "99000",
    "Téléphone (coord. structure)": "0199000101",
    "Adresse e-mail (coord. structure)": "accueil@structure.example",
  };
}

/** A file with the columns its lines have. */
export async function* fileOf(lines: readonly Line[]): AsyncGenerator<Uint8Array> {
  const columns = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const rows = lines.map((line) => columns.map((name) => line[name] ?? "").join("|"));
  yield Buffer.from(`${[columns.join("|"), ...rows].map((row) => `${row}|`).join("\n")}\n`);
}
