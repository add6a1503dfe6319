/** The console's *Statistiques*: closed months, in numbers of professionals. A number that would be about few is in no answer. */

/**
 * What is counted. No kind is the sum of others: a number that is withheld could else be had by subtraction.
 * `case_…`: of cases that were closed in the month, by outcome.
 */
export const statisticKinds = [
  "approved",
  "refused",
  "expired",
  "enrolled",
  "contested",
  "stopped",
  "alerts",
  "reports",
  "cases",
  "case_fraud",
  "case_attempt",
  "case_mistake",
  "case_harmless",
  "case_unknown",
  "measures",
  "windows",
] as const;
export type StatisticKind = (typeof statisticKinds)[number];

/** Every profession, or every region. */
export const everyone = "all";
/** A profession that is not in the list, or none; a place outside the regions, or none. */
export const elsewhere = "other";

/** Professions as the registers code them (TRE_G15), in their order. Source: facts/psc-contract 6.5. */
export const statisticProfessions = [
  ...["10", "21", "26", "28", "31", "32", "40", "50", "60", "69", "70", "71", "72", "73"],
  ...["80", "86", "91", "92", "93", "94", "95", "96", "98", elsewhere],
] as const;

/** Regions of France by their number (INSEE, official geographic code), in its order. */
export const statisticRegions = [
  ...["01", "02", "03", "04", "06", "11", "24", "27", "28", "32", "44", "52", "53", "75", "76"],
  ...["84", "93", "94", elsewhere],
] as const;

/** One number that may be told. `people`: how many professionals, none where the register lists nobody; `times`: how often, of all of them together. */
export type StatisticCell = {
  readonly kind: StatisticKind;
  readonly profession: string;
  readonly region: string;
  readonly people: number;
  readonly times: number;
};

/** A closed month as its reader may see it. What is not in `cells`, of what they may see, is masked. */
export type Statistics = {
  /** The months that are closed, `2026-10`, the last first. */
  readonly months: readonly string[];
  readonly month: string | undefined;
  /** When it was counted, in seconds: once, and never again. */
  readonly closedAt: number | undefined;
  /** Which lines the reader may see: `all` and those of their own segment. */
  readonly professions: readonly string[];
  /** Fewer professionals than this are in no number. */
  readonly fewest: number;
  /** From the first alert of a case to the measure, the median over the nation's professionals, in seconds; absent: too few. */
  readonly stoppedWithin: number | undefined;
  readonly cells: readonly StatisticCell[];
};

/** What each kind says, in both languages: of professionals, in the month. */
export const statisticWords: Readonly<
  Record<StatisticKind, { readonly fr: string; readonly en: string }>
> = {
  approved: { fr: "Demandes approuvées", en: "Requests approved" },
  refused: { fr: "Demandes refusées", en: "Requests refused" },
  expired: { fr: "Demandes expirées", en: "Requests expired" },
  enrolled: { fr: "Téléphones ajoutés", en: "Phones added" },
  contested: { fr: "Ajouts contestés", en: "Additions contested" },
  stopped: { fr: "Téléphones arrêtés", en: "Phones stopped" },
  alerts: { fr: "Alertes", en: "Alerts" },
  reports: { fr: "Signalements", en: "Reports" },
  cases: { fr: "Dossiers ouverts", en: "Cases opened" },
  case_fraud: { fr: "Dossiers clos : une fraude", en: "Cases closed: a fraud" },
  case_attempt: { fr: "Dossiers clos : une tentative", en: "Cases closed: an attempt" },
  case_mistake: { fr: "Dossiers clos : une erreur", en: "Cases closed: a mistake" },
  case_harmless: { fr: "Dossiers clos : rien d'anormal", en: "Cases closed: nothing wrong" },
  case_unknown: { fr: "Dossiers clos : on ne saura pas", en: "Cases closed: nobody will know" },
  measures: { fr: "Mesures prises", en: "Measures taken" },
  windows: { fr: "Fenêtres de fraude répondues", en: "Fraud windows answered" },
};
