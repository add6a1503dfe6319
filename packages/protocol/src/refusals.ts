import type { CallSigns } from "./support.ts";

type Both = { readonly fr: string; readonly en: string };

/** A refusal that somebody was shown, as support reads it by its reference. It opens nobody's record. */
export type RefusalView = {
  readonly reference: string;
  readonly at: number;
  /** Its name in `docs/errors.md`. */
  readonly refusal: string;
  /** What was being done. */
  readonly step: Both;
  readonly service?: string;
  /** Whom it was about, where that was proven: initials, and the end of the identifier. */
  readonly person?: { readonly initials: string; readonly nationalId: string };
  /** What may be odd about them. */
  readonly signs?: CallSigns;
  /** What the screen said. */
  readonly shown: Both;
  readonly expected: Both;
  readonly received: Both;
  /** What to say to whoever calls. */
  readonly say: Both;
};
