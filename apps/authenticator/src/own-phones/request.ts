import type { DeviceId, OwnPhoneAct, PhoneView } from "@aval/protocol";
import { type CodeEntry, emptyEntry } from "../shell/code-entry.ts";
import type { Trouble } from "../trouble.ts";

/**
 * *Mes téléphones*: each of the holder's, and what this one may do to it. What only stops goes in one press; what takes the code asks
 * first whether somebody on the telephone wants it. The server says what may be done (`may`), and decides again when it is.
 */
export type OwnPhones = {
  readonly at: "own-phones";
  readonly items: readonly PhoneView[] | undefined;
  /** What was done last, and what that phone was called. */
  readonly told: { readonly act: OwnPhoneAct; readonly name: string } | undefined;
  readonly trouble: Trouble | undefined;
};
/** *Perdu*: said first, then one press. */
export type OwnLost = {
  readonly at: "own-lost";
  readonly phone: PhoneView;
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};
export type OwnName = {
  readonly at: "own-name";
  readonly phone: PhoneView;
  readonly short: boolean;
};
/** Acts before which the call question is asked. */
export type AskedAct = "remove" | "disown";
export type OwnCall = {
  readonly at: "own-call";
  readonly act: AskedAct;
  readonly phone: PhoneView;
};
export type OwnCode = CodeEntry & {
  readonly at: "own-code";
  readonly act: AskedAct | "rename";
  readonly phone: PhoneView;
  /** What it is to be called. */
  readonly label: string;
  readonly busy: boolean;
};
export type OwnPhoneScreen = OwnPhones | OwnLost | OwnName | OwnCall | OwnCode;

export type OwnPhoneEvent =
  | { readonly event: "own_phones_known"; readonly items: readonly PhoneView[] }
  | {
      readonly event: "own_phone_changed";
      readonly act: OwnPhoneAct;
      readonly items: readonly PhoneView[];
    }
  | { readonly event: "own_phones_failed"; readonly trouble: Trouble }
  | { readonly event: "own_act_tapped"; readonly act: OwnPhoneAct; readonly phone: PhoneView }
  | { readonly event: "own_lost_confirmed" }
  | { readonly event: "own_name_given"; readonly label: string }
  | { readonly event: "own_call_answered"; readonly onCall: boolean };

export type OwnPhoneCommand =
  | { readonly command: "load_own_phones" }
  | { readonly command: "report_lost_phone"; readonly phone: DeviceId }
  | {
      readonly command: "change_own_phone";
      readonly act: AskedAct | "rename";
      readonly phone: DeviceId;
      readonly label: string;
      readonly code: string;
    };

export const ownPhones: OwnPhones = {
  at: "own-phones",
  items: undefined,
  told: undefined,
  trouble: undefined,
};

export const ownCode = (act: OwnCode["act"], phone: PhoneView, label = ""): OwnCode => ({
  at: "own-code",
  act,
  phone,
  label,
  ...emptyEntry,
  busy: false,
});

/** Whether a screen is one of these. */
export function isOfOwnPhones(screen: { readonly at: string }): screen is OwnPhoneScreen {
  return screen.at.startsWith("own-");
}
