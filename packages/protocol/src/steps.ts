import type { ComplaintDays } from "./complaints.ts";

/** *Mes démarches*: what to do after a fraud, in this order. */
export const stepNames = [
  "block",
  "file",
  "complaint",
  "order",
  "insurer",
  "liability",
  "bank",
  "services",
  "contacts",
] as const;
export type StepName = (typeof stepNames)[number];

/** Whom to turn to for a step, as the operator's settings say: no number is in the product. */
export type StepContact = {
  readonly step: StepName;
  readonly name: string;
  readonly telephone?: string | undefined;
  /** An address of a page, `https`. */
  readonly page?: string | undefined;
  readonly hours?: { readonly fr: string; readonly en: string } | undefined;
};

export type AccountSteps = {
  readonly steps: readonly {
    readonly step: StepName;
    /** Seconds since the epoch; absent: not yet. */
    readonly doneAt?: number;
    readonly contacts: readonly Omit<StepContact, "step">[];
  }[];
};

/** How far back a complaint file goes, unless its holder says otherwise. */
export const usualComplaintDays: ComplaintDays = 30;
