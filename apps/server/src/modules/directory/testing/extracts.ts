/** Headers as the registers write them, and lines by column name: what the tests of this module are made from. */
const coordinates = [
  "Numéro SIRET site",
  "Numéro SIREN site",
  "Numéro FINESS site",
  "Numéro FINESS établissement juridique",
  "Identifiant technique de la structure",
  "Raison sociale site",
  "Enseigne commerciale site",
  "Complément destinataire (coord. structure)",
  "Complément point géographique (coord. structure)",
  "Numéro Voie (coord. structure)",
  "Indice répétition voie (coord. structure)",
  "Code type de voie (coord. structure)",
  "Libellé Voie (coord. structure)",
  "Mention distribution (coord. structure)",
  "Bureau cedex (coord. structure)",
  "Code postal (coord. structure)",
  "Code commune (coord. structure)",
  "Code pays (coord. structure)",
  "Téléphone (coord. structure)",
  "Téléphone 2 (coord. structure)",
  "Télécopie (coord. structure)",
  "Adresse e-mail (coord. structure)",
  "Code département (coord. structure)",
  "Ancien identifiant de la structure",
];

/** 51 columns. */
export const restrictedColumns: readonly string[] = [
  ...[
    "Type d'identifiant PP",
    "Identifiant PP",
    "Identification nationale PP",
    "Nom de famille",
    "Prénoms",
  ],
  ...[
    "Date de naissance",
    "Code commune de naissance",
    "Code pays de naissance",
    "Lieu de naissance",
    "Code sexe",
  ],
  ...[
    "Téléphone (coord. correspondance)",
    "Adresse e-mail (coord. correspondance)",
    "Code civilité",
  ],
  ...[
    "Code profession",
    "Code catégorie professionnelle",
    "Code civilité d'exercice",
    "Nom d'exercice",
  ],
  ...["Prénom d'exercice", "Code type savoir-faire", "Code savoir-faire", "Code mode exercice"],
  ...["Code secteur d'activité", "Code section tableau pharmaciens", "Code rôle", ...coordinates],
  ...["Autorité d'enregistrement", "Autres identifiants", "Code genre d'activité"],
];

const withLabels = (names: readonly string[]) =>
  names.flatMap((name) =>
    name.startsWith("Code ") && !/postal/.test(name)
      ? [name, name.replace("Code", "Libellé")]
      : [name],
  );

/** 56 columns: a label beside most codes, no birth and no contact. */
export const publicColumns: readonly string[] = [
  ...["Type d'identifiant PP", "Identifiant PP", "Identification nationale PP"],
  ...withLabels(["Code civilité d'exercice", "Code civilité"]),
  ...["Nom d'exercice", "Prénom d'exercice"],
  ...withLabels([
    "Code profession",
    "Code catégorie professionnelle",
    "Code type savoir-faire",
    "Code savoir-faire",
  ]),
  ...withLabels(["Code mode exercice", ...coordinates]),
  "Autorité d'enregistrement",
  ...withLabels([
    "Code secteur d'activité",
    "Code section tableau pharmaciens",
    "Code rôle",
    "Code genre d'activité",
  ]),
];

export type Cells = Readonly<Record<string, string>>;

/** One line of a file with these columns, with the trailing `|`. Columns not given are empty. */
export function lineOf(columns: readonly string[], cells: Cells): string {
  const unknown = Object.keys(cells).find((name) => !columns.includes(name));
  if (unknown) throw new TypeError(`no column ${unknown}`);
  return `${columns.map((name) => cells[name] ?? "").join("|")}|`;
}

export function fileOf(columns: readonly string[], lines: readonly Cells[], end = "\n"): string {
  return [`${columns.join("|")}|`, ...lines.map((cells) => lineOf(columns, cells)), ""].join(end);
}

/** Bytes in pieces of `size`, so that lines and characters are cut anywhere. */
export async function* streamOf(
  content: string | Uint8Array,
  size = 1000,
): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

export const doctor: Cells = {
  "Type d'identifiant PP": "8",
  "Identifiant PP": "99700000015",
  "Identification nationale PP": "899700000015",
  "Nom de famille": "MORVAL",
  Prénoms: "ALBANE'ODETTE'",
  "Date de naissance": "07/03/1981",
  "Code commune de naissance": "99X01",
  "Code pays de naissance": "99000",
  "Lieu de naissance": "VILLEFICTIVE",
  "Code sexe": "F",
  "Téléphone (coord. correspondance)": "0639980001",
  "Adresse e-mail (coord. correspondance)": "albane.morval@example.org",
  "Code civilité": "MME",
  "Code profession": "10",
  "Code catégorie professionnelle": "C",
  "Code civilité d'exercice": "DR",
  "Nom d'exercice": "MORVAL",
  "Prénom d'exercice": "ALBANE",
  "Code type savoir-faire": "S",
  "Code savoir-faire": "SM54",
  "Code mode exercice": "L",
  "Code secteur d'activité": "SA07",
  "Identifiant technique de la structure": "R900001",
  "Raison sociale site": "CABINET DU DR ALBANE MORVAL",
  "Numéro Voie (coord. structure)": "3",
  "Code type de voie (coord. structure)": "R",
  "Libellé Voie (coord. structure)": "DES TILLEULS",
  "Code postal (coord. structure)": "99001",
  "Autorité d'enregistrement": "CNOM/CNOM/CNOM",
  "Autres identifiants": "899700000015,RPPS,1",
  "Code genre d'activité": "GENR01",
};

/** The same person at a hospital: a second line, a second activity. */
export const doctorAtHospital: Cells = {
  ...doctor,
  "Code mode exercice": "S",
  "Code secteur d'activité": "SA01",
  "Numéro FINESS site": "0X0000017",
  "Identifiant technique de la structure": "F0X0000017",
  "Raison sociale site": "HOPITAL FICTIF DES TILLEULS",
  "Numéro Voie (coord. structure)": "10",
  "Code type de voie (coord. structure)": "AV",
  "Libellé Voie (coord. structure)": "DE LA GARE",
};

/** A plain person, the nth. */
export function nurse(n: number, changes: Cells = {}): Cells {
  const rpps = `99710000${String(n).padStart(3, "0")}`;
  return {
    "Type d'identifiant PP": "8",
    "Identifiant PP": rpps,
    "Identification nationale PP": `8${rpps}`,
    "Nom de famille": `NOM${n}`,
    Prénoms: `PRENOM${n}''`,
    "Téléphone (coord. correspondance)": `063998${String(1000 + n)}`,
    "Adresse e-mail (coord. correspondance)": `n${n}@example.org`,
    "Code civilité": "M",
    "Code profession": "60",
    "Code catégorie professionnelle": "C",
    "Nom d'exercice": `NOM${n}`,
    "Prénom d'exercice": `PRENOM${n}`,
    "Code mode exercice": "L",
    "Code secteur d'activité": "SA07",
    "Identifiant technique de la structure": `R91${n}`,
    "Raison sociale site": `CABINET ${n}`,
    "Autorité d'enregistrement": "ONI/ONI/ONI",
    "Code genre d'activité": "GENR01",
    ...changes,
  };
}

export function nurses(count: number): Cells[] {
  return Array.from({ length: count }, (_, n) => nurse(n));
}

/** Only the cells a file with these columns has. */
export function within(columns: readonly string[], cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).filter(([name]) => columns.includes(name)));
}
