import type { Statement } from "./import-columns.ts";

/** What an import is doing once the file is read. */
export type Part =
  | "lines"
  | "settled"
  | "people"
  | "identifiers"
  | "exercises"
  | "activities"
  | "contacts"
  | "structures"
  | "departures"
  | "prints";

/** A part, and the statements that are it. */
export type Step = { readonly part: Part; readonly statements: readonly Statement[] };

/** The parts of each stage, in their order: an import passes through all of them, whatever its file has. */
export const partsOf = {
  comparing: [
    "lines",
    "settled",
    "people",
    "identifiers",
    "exercises",
    "activities",
    "contacts",
    "structures",
    "departures",
  ],
  applying: [
    "structures",
    "people",
    "identifiers",
    "exercises",
    "activities",
    "contacts",
    "departures",
    "prints",
  ],
} as const satisfies Record<string, readonly Part[]>;

export type Stage = keyof typeof partsOf;

/** Where an import is. */
export type Progress =
  /** `bytes` and `lines`: what was read until now. */
  | { readonly step: "reading"; readonly bytes: number; readonly lines: number }
  /** `written`: bytes by which the database has grown since the import began; absent as a part begins. */
  | {
      readonly step: Stage;
      readonly part: Part;
      readonly at: number;
      readonly of: number;
      readonly written: number | undefined;
    }
  /** Indexes and references that were set aside, made again: those that are. */
  | {
      readonly step: "searches";
      readonly made: string | undefined;
      readonly at: number;
      readonly of: number;
      readonly written: number | undefined;
    };

/** The beginning of a part, as it is told. */
export function atPart(stage: Stage, part: Part): Progress {
  const parts: readonly Part[] = partsOf[stage];
  return {
    step: stage,
    part,
    at: parts.indexOf(part) + 1,
    of: parts.length,
    written: undefined,
  };
}

/** Each part as the operator reads it. */
export const partSentences: Readonly<Record<Part, { readonly fr: string; readonly en: string }>> = {
  lines: { fr: "qui est dans le fichier", en: "who is in the file" },
  settled: { fr: "qui est comme avant", en: "who is as before" },
  people: { fr: "personnes", en: "people" },
  identifiers: { fr: "identifiants", en: "identifiers" },
  exercises: { fr: "exercices", en: "exercises" },
  activities: { fr: "activités", en: "activities" },
  contacts: { fr: "coordonnées", en: "contacts" },
  structures: { fr: "structures", en: "structures" },
  departures: { fr: "départs", en: "departures" },
  prints: { fr: "empreintes des lignes", en: "prints of the lines" },
};
