import type { DeviceId, EnrolmentId, ProfessionalId, PublicJwk } from "@aval/protocol";
import type { Instant } from "#platform/time";

/** `full` needs at least one L5 proof; what each may open is the rights table of `login`. DESIGN section 2. */
export type Level = "limited" | "full";

export type DeviceState = "enrolling" | "active" | "suspended" | "disabled" | "revoked";

type Known = {
  readonly id: DeviceId;
  readonly label: string;
  /** The installation key: signs every message of this phone. */
  readonly ik: PublicJwk;
  readonly ikThumbprint: string;
  /** An enrolment takes this installation for cleared from its phone, or may do so: its next word tells. */
  readonly isListenedFor: boolean;
};

export type Enrolling = Known & { readonly state: "enrolling" };

/** A phone that has been somebody's. Only `active` may claim or decide. */
export type Owned = Known & {
  readonly state: "active" | "suspended" | "disabled" | "revoked";
  readonly professional: ProfessionalId;
  /** The public half of the key the right code gives. */
  readonly uk: PublicJwk;
  readonly pinKey: string;
  /** A change of the code was begun, and its end was not heard: which code it is by now, the PIN program says. */
  readonly isChanging: boolean;
  readonly level: Level;
  readonly activatedAt: Instant;
};

/**
 * A phone that waits for what two registrars signed and was given its holder's own aged places meanwhile (`waiting.ts`). In the database it
 * is one that enrols, and nothing that counts phones sees it.
 */
export type WaitingDevice = Known & {
  readonly state: "waiting";
  readonly enrolment: EnrolmentId;
  readonly professional: ProfessionalId;
  readonly uk: PublicJwk;
  readonly level: "limited";
};

/** A phone that may claim by a frame and decide. */
export type Answering = ActiveDevice | WaitingDevice;

/** Whose rows: the holder's, or of those only what this phone did. */
export type Mine = { readonly professional: ProfessionalId; readonly device?: DeviceId };

export type Device = Enrolling | Owned;
export type ActiveDevice = Owned & { readonly state: "active" };

export function isActive(device: Device): device is ActiveDevice {
  return device.state === "active";
}
