import type { Lang } from "@aval/design";
import type { Span } from "../shared/told.ts";

/** Who may be vaccinated here: nobody real. Names of plants, so that no list of patients can hold them. */
export const patients = {
  aubepine: "Aubépine FICTIVE, née en 1957",
  bleuet: "Bleuet FICTIF, né en 1988",
  capucine: "Capucine FICTIVE, née en 2019",
} as const;
export type Patient = keyof typeof patients;

export const vaccines: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  influenza: { fr: "Grippe saisonnière", en: "Seasonal influenza" },
  covid: { fr: "Covid-19", en: "Covid-19 (booster)" },
  tetanus: { fr: "Diphtérie, tétanos, polio", en: "Diphtheria, tetanus, polio" },
};

/** One vaccination, as this register keeps it. `at`: milliseconds since the epoch. */
export type Act = {
  readonly patient: Patient;
  readonly vaccine: string;
  readonly at: number;
  /** Written by somebody else in this name, as the register found: it is kept, and shown as such. */
  readonly isCancelled?: true;
};

/** What a form asks to record, or `undefined` when it names no patient or vaccine of ours. */
export function readAct(form: URLSearchParams, now: number): Act | undefined {
  const [patient, vaccine] = [form.get("patient") ?? "", form.get("vaccine") ?? ""];
  if (!Object.hasOwn(patients, patient) || !Object.hasOwn(vaccines, vaccine)) return undefined;
  return { patient: patient as Patient, vaccine, at: now };
}

/** Acts that a reduced session may write in an hour: what this register has registered with its provider. */
export const reducedActsPerHour = 20;
const hourMs = 60 * 60_000;

/** All of them: a demonstration that runs for weeks does not fill its memory. */
const actsMax = 1_000;

export type Records = ReturnType<typeof createRecords>;

/** The acts of each professional, in memory: a restart of the demo forgets them. */
export function createRecords() {
  const acts: { readonly by: string; act: Act }[] = [];
  const of = (by: string): readonly Act[] =>
    acts.filter((one) => one.by === by).map(({ act }) => act);

  /** How many somebody wrote in the hour before `at`. */
  const lately = (by: string, at: number): number =>
    of(by).filter((act) => at - act.at < hourMs).length;

  const within = (by: string, { from, to }: Span) =>
    acts.filter((one) => one.by === by && one.act.at >= from && one.act.at <= to);

  return {
    /** How many somebody wrote in this time. */
    within: (by: string, span: Span): number => within(by, span).length,
    /** Cancels them: how many it did. */
    cancel: (by: string, span: Span): number => {
      const found = within(by, span).filter(({ act }) => !act.isCancelled);
      for (const one of found) one.act = { ...one.act, isCancelled: true };
      return found.length;
    },
    /** Newest first. */
    of: (by: string): readonly Act[] => of(by).toReversed(),
    lately,
    /** How many a reduced session may still write in this hour. */
    left: (by: string, at: number): number => Math.max(0, reducedActsPerHour - lately(by, at)),
    /** Records, unless a reduced session has written enough for this hour. */
    add: (by: string, act: Act, rights: "full" | "reduced"): boolean => {
      if (rights === "reduced" && lately(by, act.at) >= reducedActsPerHour) return false;
      acts.push({ by, act });
      if (acts.length > actsMax) acts.shift();
      return true;
    },
  };
}
