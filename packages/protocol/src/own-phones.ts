import type { DeviceId } from "./ids.ts";
import type { PublicJwk } from "./jws.ts";
import type { purposes } from "./messages.ts";

/** The holder's own phones, as one of them is told of them, and the messages by which one acts on another or changes its code. */
export const ownPhoneActs = ["rename", "lost", "remove", "disown"] as const;
/** `lost`: approves nothing any more. `remove`: is nobody's any more. `disown`: was never its holder's, which is a fraud. */
export type OwnPhoneAct = (typeof ownPhoneActs)[number];

export type PhoneView = {
  readonly id: DeviceId;
  /** As its holder, or the phone itself, called it. */
  readonly name: string;
  readonly level: "limited" | "full";
  readonly state: "active" | "suspended" | "disabled" | "revoked";
  /** Seconds since the epoch. */
  readonly since: number;
  readonly lastUsedAt?: number;
  readonly isThis: boolean;
  /** What the phone that asks may do to it now. */
  readonly may: readonly OwnPhoneAct[];
};

/** What lets a holder in on the day their phone is missing: another phone, a key that hardware holds, a card that worked. */
export const secondMeans = ["phone", "key", "card"] as const;
export type SecondMeans = (typeof secondMeans)[number];

export type PhonesAnswer = {
  readonly phones: readonly PhoneView[];
  /** What there is beside the first. Absent for a `limited` phone, which is told of itself. */
  readonly means?: readonly SecondMeans[];
};

type Stamped = { readonly iat: number; readonly jti: string };

/** By `IK`: which phones has my holder? A `limited` one is told of itself. */
export type PhonesMessage = Stamped & {
  readonly v: typeof purposes.phones;
  readonly device: DeviceId;
};

/** By `IK` alone, stopping is cheap (law 5): this other phone is lost, it is to approve nothing. */
export type PhoneLostMessage = Stamped & {
  readonly v: typeof purposes.phoneLost;
  readonly device: DeviceId;
  readonly phone: DeviceId;
};

/** By `IK` and `UK`: this phone of mine is called so, at most 60 characters. */
export type PhoneRenameMessage = Stamped & {
  readonly v: typeof purposes.phoneRename;
  readonly device: DeviceId;
  readonly phone: DeviceId;
  readonly label: string;
  readonly evaluation: string;
};

/** By `IK` and `UK`: this other phone is mine no more. */
export type PhoneRemoveMessage = Stamped & {
  readonly v: typeof purposes.phoneRemove;
  readonly device: DeviceId;
  readonly phone: DeviceId;
  readonly onCall: false;
  readonly evaluation: string;
};

/** By `IK` and `UK`: this younger phone, which was active, was never mine. Everything freezes until two people have looked. */
export type PhoneDisownMessage = Stamped & {
  readonly v: typeof purposes.phoneDisown;
  readonly device: DeviceId;
  readonly phone: DeviceId;
  readonly onCall: false;
  readonly evaluation: string;
};

/**
 * By `IK` and the old `UK`, to the PIN service: makes a second key for this phone and evaluates the new code with it. The old one goes
 * on being the one that counts. `evaluation`: the one that gave the old `UK`.
 */
export type PinRenewMessage = Stamped & {
  readonly v: typeof purposes.pinRenew;
  readonly device: DeviceId;
  readonly blinded: string;
  readonly evaluation: string;
};

/** By `IK`, the old `UK` and the new one: from here on the new key is the code's. */
export type CodeChangeMessage = Stamped & {
  readonly v: typeof purposes.codeChange;
  readonly device: DeviceId;
  readonly onCall: false;
  /** The new key of the PIN service, and the public half of what the new code gives with it. */
  readonly keyId: string;
  readonly uk: PublicJwk;
  /** The evaluation that gave the old `UK`. */
  readonly evaluation: string;
  /** By the phone itself: the same code, by a new key. Taken once the key is due. */
  readonly isRenewal?: true;
};
