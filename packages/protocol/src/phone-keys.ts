import type { DeviceId, EnrolmentId } from "./ids.ts";
import type { purposes } from "./messages.ts";
import type { PasskeyAssertion } from "./passkeys.ts";

/**
 * Keys of the authenticator's own host (WebAuthn, its rpId): a security key that one carries, or the phone's own passkey. They open
 * no service: they are evidence when a phone is enrolled. DESIGN sections 5 (*Passkey hosts*) and 6.
 */
export type PhoneKeyKind = "phone" | "security_key";

type Stamped = { readonly iat: number; readonly jti: string };

/** By `IK`: my holder wants to add a key on this phone, and said that nobody on the telephone asks for it. */
export type PhoneKeyBeginMessage = Stamped & {
  readonly v: typeof purposes.phoneKeyBegin;
  readonly device: DeviceId;
  readonly kind: PhoneKeyKind;
  readonly onCall: false;
};

/** By `IK` and `UK`: this very key, which was made on this very phone. */
export type PhoneKeyAddMessage = Stamped & {
  readonly v: typeof purposes.phoneKeyAdd;
  readonly device: DeviceId;
  readonly kind: PhoneKeyKind;
  /** What its holder calls it, at most 60 characters. */
  readonly name: string;
  /** SHA-256 of the attestation object, base64url: which names the new key. */
  readonly attestation: string;
  /** The evaluation that gave `UK`, so that the PIN service can reset its count for this one only. */
  readonly evaluation: string;
};

/** What a browser made (WebAuthn level 3, `RegistrationResponseJSON`); bytes are base64url. */
export type MadeKey = {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly transports: readonly string[];
};

/** Seconds since the epoch on the server's clock. */
export type PhoneKeyAdded = {
  /** Serves no enrolment before. */
  readonly usableFrom: number;
  /** By attestation; any other counts as synced: a cloud account may hold it. */
  readonly isHardwareHeld: boolean;
};

/** By the new `IK`, once it scanned a holder's page: what is a key of theirs to sign for this enrolment? */
export type EnrolmentKeyAskMessage = Stamped & {
  readonly v: typeof purposes.enrolmentKeyAsk;
  readonly enrolment: EnrolmentId;
};

/** By the new `IK`: what that key signed. */
export type EnrolmentKeyMessage = Stamped & {
  readonly v: typeof purposes.enrolmentKey;
  readonly enrolment: EnrolmentId;
  readonly assertion: PasskeyAssertion;
};

/** What a challenge of an enrolment is the SHA-256 of. `ik`: the thumbprint of the new phone's key. */
export function enrolmentKeyInput(of: {
  readonly enrolment: EnrolmentId;
  readonly ik: string;
  readonly nonce: string;
}): string {
  return `aval.enrolment-key.v1\n${of.enrolment}\n${of.ik}\n${of.nonce}`;
}
