import type {
  MadeKey,
  PasskeyCreation,
  PhoneKeyAdded,
  PhoneKeyKind,
  SecondMeans,
} from "@aval/protocol";
import { type CodeEntry, emptyEntry } from "../shell/code-entry.ts";
import type { Trouble } from "../trouble.ts";

/** *Un deuxième moyen*: what the holder has for the day this phone is missing, and what leads to more. */
export type MeansList = {
  readonly at: "means";
  readonly trouble: Trouble | undefined;
};

/**
 * A key of this very page's host, which will be evidence for a new phone: the call question, the key made by this phone's browser,
 * then the code. What is made is known to nobody until the code has gone.
 */
export type KeyCall = {
  readonly at: "key-call";
  readonly kind: PhoneKeyKind;
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};
export type KeyMake = {
  readonly at: "key-make";
  readonly kind: PhoneKeyKind;
  readonly creation: PasskeyCreation;
  readonly busy: boolean;
  /** The browser made none: its reader stopped it, or the key would not. */
  readonly isNone: boolean;
};
export type KeyCode = CodeEntry & {
  readonly at: "key-code";
  readonly kind: PhoneKeyKind;
  readonly made: MadeKey;
  readonly busy: boolean;
};
export type KeyAdded = { readonly at: "key-added"; readonly added: PhoneKeyAdded };

export type MeansScreen = MeansList | KeyCall | KeyMake | KeyCode | KeyAdded;

export type MeansEvent =
  /** `undefined`: this phone is not told. */
  | { readonly event: "means_known"; readonly means: readonly SecondMeans[] | undefined }
  /** On the home screen: not now. */
  | { readonly event: "means_later_tapped" }
  | { readonly event: "means_failed"; readonly trouble: Trouble }
  | { readonly event: "key_wanted"; readonly kind: PhoneKeyKind }
  | { readonly event: "key_call_answered"; readonly onCall: boolean }
  | { readonly event: "key_begun"; readonly creation: PasskeyCreation }
  | { readonly event: "key_make_tapped" }
  | { readonly event: "key_made"; readonly made: MadeKey | undefined }
  | { readonly event: "key_added"; readonly added: PhoneKeyAdded }
  | { readonly event: "key_failed"; readonly trouble: Trouble };

export type MeansCommand =
  | { readonly command: "load_means" }
  | { readonly command: "keep_means_later"; readonly until: number }
  | { readonly command: "begin_key"; readonly kind: PhoneKeyKind }
  | {
      readonly command: "make_key";
      readonly kind: PhoneKeyKind;
      readonly creation: PasskeyCreation;
    }
  | {
      readonly command: "add_key";
      readonly kind: PhoneKeyKind;
      readonly made: MadeKey;
      readonly code: string;
    };

export const meansList: MeansList = { at: "means", trouble: undefined };

/** What every screen knows of it. `later`: until when the home screen says nothing, in seconds since the epoch. */
export type MeansKnown = {
  /** `untold`: a phone to be confirmed is told of itself only. */
  readonly means: readonly SecondMeans[] | "untold" | undefined;
  readonly later: number | undefined;
};
export const nothingKnown: MeansKnown = { means: undefined, later: undefined };

/** *Plus tard*: said again after thirty days. DESIGN section 6. */
export const laterSeconds = 30 * 86_400;

/** Whether the home screen says that there is only this phone. */
export const isOnlyMeans = ({ means, later }: MeansKnown, now: number): boolean =>
  Array.isArray(means) && means.length === 0 && (later === undefined || now >= later);

export const keyCall = (kind: PhoneKeyKind): KeyCall => ({
  ...{ at: "key-call", kind },
  ...{ busy: false, trouble: undefined },
});
export const keyCode = (kind: PhoneKeyKind, made: MadeKey): KeyCode => ({
  ...{ at: "key-code", kind, made },
  ...emptyEntry,
  busy: false,
});

/** Whether a screen is one of these. */
export const isOfMeans = (screen: { readonly at: string }): screen is MeansScreen =>
  screen.at === "means" || screen.at.startsWith("key-");
