import type { Draw } from "./draw.ts";

/**
 * Ten departments and 120 communes that do not exist. Departments are written as Corsica's are (`9A`), their communes have INSEE
 * codes in the department (`9A007`) and postal codes in its range (`99107`, like 20000 for `2A`): one agrees with the other.
 * No postal code of France begins with 99 but for services abroad.
 */
export type Place = {
  readonly name: string;
  readonly postalCode: string;
  readonly communeCode: string;
  readonly departmentCode: string;
  readonly department: string;
};

const departments = [
  ["9A", "HAUTE-FABLE", "VALFABLE"],
  ["9B", "BASSE-LEGENDE", "RIVELEGENDE"],
  ["9C", "CONTES-ET-MARAIS", "MONTCONTE"],
  ["9D", "COTE-D-ENCRE", "PORT-D-ENCRE"],
  ["9E", "PLAINE-DES-SONGES", "BOURG-SONGE"],
  ["9F", "MONTS-CHIMERE", "CHIMERE"],
  ["9G", "ILES-DU-MIRAGE", "MIRAGE"],
  ["9H", "PAYS-DE-L-ENIGME", "ENIGME"],
  ["9J", "VALLEE-DES-ECHOS", "ECHOVILLE"],
  ["9K", "LANDES-UTOPIQUES", "UTOPIE"],
] as const;
const kinds = [
  "",
  "-LA-GRANDE",
  "-LE-PETIT",
  "-SUR-LISSE",
  "-EN-PLAINE",
  "-LES-BOIS",
  "-LE-PONT",
  "-LES-BAINS",
  "-SOUS-ROCHE",
  "-AUX-MOULINS",
  "-DES-VIGNES",
  "-LE-NEUF",
];

export const places: readonly Place[] = departments.flatMap(([code, department, stem], d) =>
  kinds.map((kind, n) => ({
    name: stem + kind,
    postalCode: `99${d}${String(10 + n)}`,
    communeCode: `${code}0${String(n + 1).padStart(2, "0")}`,
    departmentCode: code,
    department,
  })),
);

export function placeOf(number: number): Place {
  return places[number % places.length] as Place;
}

/** The landline ranges ARCEP keeps for fiction, by the number's first two digits; each has 10 000 numbers. Source: ARCEP decision 2018-0881. */
const landlines = ["019900", "026191", "035301", "046571", "053649"] as const;
const mobiles = "063998";

export const landline = (draw: Draw): string => draw.pick(landlines) + fourDigits(draw);
export const mobile = (draw: Draw): string => mobiles + fourDigits(draw);

const fourDigits = (draw: Draw) => String(draw.below(10_000)).padStart(4, "0");

export const streetTypes = [
  ["R", "Rue"],
  ["AV", "Avenue"],
  ["BD", "Boulevard"],
  ["PL", "Place"],
  ["QU", "Quai"],
  ["CHE", "Chemin"],
  ["IMP", "Impasse"],
  ["RTE", "Route"],
] as const;
export const streets =
  "DES TILLEULS|DE LA GARE|DU PUITS|DES REMPARTS|DU PONT VERT|DES LAVOIRS|DU THEATRE|DE LA FABRIQUE|DE LA BAIE|DU STADE|DU CANAL|DES CONTEURS|DU LAC|DES LILAS|DU MOULIN|DE L'HORLOGE|DES TANNEURS|DU VIEUX MARCHE|DE LA FONTAINE|DES ARTISANS|DE L'ECLUSE|DES PEUPLIERS|DU PRESSOIR|DE LA SOURCE".split(
    "|",
  );
