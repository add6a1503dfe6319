import type { ConsoleContact, ContactKind } from "./console.ts";
import type { DeviceId } from "./ids.ts";
import type { purposes } from "./messages.ts";

/** Where the holder is told, as their own phone shows it, and the messages by which it says that this is right, or that it changed. */
export type OwnContactsAnswer = {
  readonly contacts: readonly ConsoleContact[];
  /** *Toujours les bonnes ?* is asked now. */
  readonly isDue: boolean;
  /** Whether this phone may ask for a change now: `full`, older than seven days, and none of its holder's waits. */
  readonly mayChange: boolean;
  /** Changes that wait for somebody of the authority. */
  readonly waiting: readonly {
    readonly kind: ContactKind;
    /** The new value, masked. */
    readonly masked: string;
    readonly until: number;
    /** Asked by a phone of the holder's, which may take it back. */
    readonly isMine: boolean;
  }[];
};

/** The call question was answered no: `value` is what the code will be asked for. */
export type OwnContactAskAnswer = {
  readonly kind: ContactKind;
  /** As it was read: the same letters, without what people put between digits. */
  readonly value: string;
  /** The code is taken from then, and until then: seconds since the epoch. */
  readonly notBefore: number;
  readonly until: number;
};

type Stamped = { readonly iat: number; readonly jti: string };

/** By `IK`: where is my holder told? Nothing of it for a `limited` phone, which a fraudster may have obtained. */
export type OwnContactsMessage = Stamped & {
  readonly v: typeof purposes.ownContacts;
  readonly device: DeviceId;
};

/** By `IK`: "Oui, elles sont bonnes". It dates what stands, and changes nothing. */
export type OwnContactsRightMessage = Stamped & {
  readonly v: typeof purposes.ownContactsRight;
  readonly device: DeviceId;
};

/** By `IK`: "Elles ont changé", to this value; nobody on the telephone asked for it. Half a minute begins. */
export type OwnContactAskMessage = Stamped & {
  readonly v: typeof purposes.ownContactAsk;
  readonly device: DeviceId;
  readonly kind: ContactKind;
  readonly value: string;
  readonly onCall: false;
};

/** By `IK` and `UK`: the same, as the first of two. It changes nothing before somebody of the authority has confirmed it. */
export type OwnContactChangeMessage = Stamped & {
  readonly v: typeof purposes.ownContactChange;
  readonly device: DeviceId;
  readonly kind: ContactKind;
  readonly value: string;
  readonly onCall: false;
  readonly evaluation: string;
};

/** By `IK` alone, stopping is cheap (law 5): what a phone of mine asked for is not to be. */
export type OwnContactStopMessage = Stamped & {
  readonly v: typeof purposes.ownContactStop;
  readonly device: DeviceId;
};
