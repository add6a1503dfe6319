import type {
  MadeKey,
  PasskeyCreation,
  PasskeyView,
  PhoneKeyAdded,
  PhoneKeyKind,
  PhoneView,
} from "@aval/protocol";
import { type CodeEntry, emptyEntry } from "../shell/code-entry.ts";
import type { Trouble } from "../trouble.ts";

/** *Un deuxième moyen*: what the holder has for the day this phone is missing, and what leads to more. */
export type MeansList = {
  readonly at: "means";
  readonly held:
    | { readonly phones: readonly PhoneView[]; readonly keys: readonly PasskeyView[] }
    | undefined;
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
  | {
      readonly event: "means_known";
      readonly phones: readonly PhoneView[];
      readonly keys: readonly PasskeyView[];
    }
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

export const meansList: MeansList = { at: "means", held: undefined, trouble: undefined };
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
