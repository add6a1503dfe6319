/**
 * Who exercises what, and how often: shares close to those of the real registers, so that a file of millions of lines has
 * their shape. Codes: facts/psc-contract 6.5 (TRE_G15, R95, R38, G05, R02).
 */
export type StructureKind =
  | "office"
  | "group"
  | "pharmacy"
  | "hospital"
  | "clinic"
  | "centre"
  | "laboratory"
  | "home"
  | "industry";

export type Setting = {
  readonly kind: StructureKind;
  readonly share: number;
  readonly mode: "L" | "S" | "B";
  readonly sector: string;
  /** Of the pharmacists' table. */
  readonly section?: string;
};

export type Profession = {
  readonly code: string;
  readonly label: string;
  readonly share: number;
  readonly order: string;
  /** The digit the ADELI number of this profession has after its department. */
  readonly adeli: string;
  readonly isDoctor?: boolean;
  readonly settings: readonly Setting[];
};

const alone: Setting = { kind: "office", share: 3, mode: "L", sector: "SA07" };
const together: Setting = { kind: "group", share: 4, mode: "L", sector: "SA08" };
const hospital: Setting = { kind: "hospital", share: 3, mode: "S", sector: "SA01" };
const clinic: Setting = { kind: "clinic", share: 1, mode: "S", sector: "SA04" };
const centre: Setting = { kind: "centre", share: 1, mode: "S", sector: "SA05" };
const home: Setting = { kind: "home", share: 1, mode: "S", sector: "SA17" };

const more = (setting: Setting, share: number): Setting => ({ ...setting, share });

export const professions: readonly Profession[] = [
  {
    code: "60",
    label: "Infirmier",
    share: 40,
    order: "CNOI",
    adeli: "6",
    settings: [more(hospital, 10), more(clinic, 3), alone, together, home, centre],
  },
  {
    code: "10",
    label: "Médecin",
    share: 16,
    order: "CNOM",
    adeli: "1",
    isDoctor: true,
    settings: [alone, together, more(hospital, 5), clinic, centre],
  },
  {
    code: "70",
    label: "Masseur-Kinésithérapeute",
    share: 7,
    order: "CNOMK",
    adeli: "7",
    settings: [alone, more(together, 6), hospital],
  },
  {
    code: "21",
    label: "Pharmacien",
    share: 5,
    order: "CNOP",
    adeli: "2",
    isDoctor: true,
    settings: [
      { kind: "pharmacy", share: 4, mode: "L", sector: "SA33", section: "A" },
      { kind: "pharmacy", share: 4, mode: "S", sector: "SA33", section: "D" },
      { kind: "hospital", share: 1, mode: "S", sector: "SA01", section: "H" },
      { kind: "laboratory", share: 1, mode: "L", sector: "SA25", section: "G" },
      { kind: "industry", share: 0.5, mode: "S", sector: "SA26", section: "B" },
    ],
  },
  {
    code: "93",
    label: "Psychologue",
    share: 6,
    order: "ARS",
    adeli: "93",
    settings: [more(alone, 6), together, hospital],
  },
  {
    code: "86",
    label: "Technicien de laboratoire médical",
    share: 4,
    order: "ARS",
    adeli: "8",
    settings: [{ kind: "laboratory", share: 3, mode: "S", sector: "SA25" }, hospital],
  },
  {
    code: "40",
    label: "Chirurgien-Dentiste",
    share: 3.5,
    order: "CNOCD",
    adeli: "4",
    isDoctor: true,
    settings: [more(alone, 6), together, centre],
  },
  {
    code: "28",
    label: "Opticien-Lunetier",
    share: 3.5,
    order: "ARS",
    adeli: "28",
    settings: [alone, { kind: "industry", share: 3, mode: "S", sector: "SA09" }],
  },
  {
    code: "98",
    label: "Manipulateur ERM",
    share: 3,
    order: "ARS",
    adeli: "98",
    settings: [more(hospital, 4), more(clinic, 3)],
  },
  {
    code: "71",
    label: "Ostéopathe",
    share: 3,
    order: "ARS",
    adeli: "00",
    settings: [more(alone, 6), together],
  },
  {
    code: "91",
    label: "Orthophoniste",
    share: 2.5,
    order: "ARS",
    adeli: "91",
    settings: [alone, more(together, 3), hospital],
  },
  {
    code: "50",
    label: "Sage-Femme",
    share: 1.8,
    order: "CNOSF",
    adeli: "5",
    settings: [alone, together, more(hospital, 6)],
  },
  {
    code: "94",
    label: "Ergothérapeute",
    share: 1.2,
    order: "ARS",
    adeli: "94",
    settings: [hospital, home, alone],
  },
  {
    code: "96",
    label: "Psychomotricien",
    share: 1.1,
    order: "ARS",
    adeli: "96",
    settings: [hospital, home, alone],
  },
  {
    code: "95",
    label: "Diététicien",
    share: 1.1,
    order: "ARS",
    adeli: "95",
    settings: [hospital, alone],
  },
  {
    code: "80",
    label: "Pédicure-Podologue",
    share: 1,
    order: "CNOPP",
    adeli: "80",
    settings: [alone, together],
  },
  {
    code: "26",
    label: "Audioprothésiste",
    share: 0.3,
    order: "ARS",
    adeli: "26",
    settings: [alone],
  },
];

/** Of the doctors: ordinary specialities, `S`. */
export const specialities: readonly (readonly [string, string])[] = [
  ["SM54", "Médecine générale (SM)"],
  ["SM54", "Médecine générale (SM)"],
  ["SM26", "Qualifié en Médecine Générale (SM)"],
  ["SM53", "Spécialiste en Médecine Générale (SM)"],
  ["SM04", "Cardiologie et maladies vasculaires (SM)"],
  ["SM42", "Psychiatrie (SM)"],
];

/** People of hospitals who have no regulated profession: they are known by a role. Source: facts/psc-contract 6.5, R85 and R96. */
export const roles: readonly (readonly [string, string])[] = [
  ["318", "Secrétariat médical"],
  ["FON-01", "Fonction de direction"],
];

export const labels: Readonly<Record<string, string>> = {
  C: "Civil",
  E: "Etudiant",
  L: "Libéral, indépendant, artisan, commerçant",
  S: "Salarié",
  B: "Bénévole",
  SA01: "Etablissement Public de santé",
  SA04: "Etablissement Privé Non PSPH",
  SA05: "Centre de Santé",
  SA07: "Cabinet individuel",
  SA08: "Cabinet de Groupe",
  SA09: "Exercice en Société",
  SA17: "Etablissement pour personnes âgées",
  SA25: "Laboratoire d'analyses et de biologie médicale",
  SA26: "Ministère et Services déconcentrés",
  SA33: "Pharmacie d'officine",
  A: "Pharmacien titulaire d'officine",
  B_: "Pharmacien de l'industrie",
  D: "Pharmacien adjoint d'officine",
  G: "Pharmacien biologiste",
  H: "Pharmacien d'établissement de santé",
  M: "Monsieur",
  MME: "Madame",
  DR: "Docteur",
  GENR01: "Activité standard de soin ou de pharmacien",
};

/** An entry of a list by its share, from a number between 0 and 1. */
export function byShare<T extends { readonly share: number }>(among: readonly T[], at: number): T {
  let rest = at * among.reduce((sum, { share }) => sum + share, 0);
  for (const one of among) {
    rest -= one.share;
    if (rest < 0) return one;
  }
  return among.at(-1) as T;
}
