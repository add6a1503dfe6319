import type {
  DeviceId,
  PasskeyId,
  PasskeyKind,
  PhoneKeyKind,
  ProfessionalId,
} from "@aval/protocol";
import type { Instant } from "#platform/time";

/**
 * A key of one of our hosts: a passkey, or a security key. Of the authenticator's it opens no service (`phone-keys.ts`).
 *
 * It waits before it opens anything, may fall asleep (after a restore) until a phone approves beside it, and ends once. What it
 * opens is a row of `login`'s rights table: one held by hardware opens from anywhere, another counts as synced.
 */
export type Passkey = {
  readonly id: PasskeyId;
  readonly professional: ProfessionalId;
  /** COSE_Key, as the authenticator gave it. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly isHardwareHeld: boolean;
  readonly host: "sign_in" | "phone";
  readonly kind: PasskeyKind | PhoneKeyKind;
  readonly name: string;
  /** Thumbprint of the browser key it was made on; on a phone, of the phone's. */
  readonly browser: string;
  /** The phone that approved it, or on which it was made. */
  readonly madeBy: DeviceId;
  readonly madeAt: Instant;
  readonly usableFrom: Instant;
  readonly lastUsedAt: Instant | undefined;
  readonly isAsleep: boolean;
};

/** Who ended a key: its holder, whoever was told of it, the end of the place it was made on, or a copy of it that was found. */
export type EndedBy = "holder" | "alert" | "place" | "copied";

/** A page on which a key is being added. */
export type Addition = {
  readonly id: string;
  readonly browser: string;
  readonly network: string;
  readonly declared: string;
  readonly kind: PasskeyKind;
  readonly name: string;
  readonly challenge: string;
  readonly state: "open" | "approved" | "made" | "cancelled";
  readonly approval: string | undefined;
  /** Whose phone approved, and until when the key may be made. */
  readonly by:
    | { readonly professional: ProfessionalId; readonly device: DeviceId; readonly until: Instant }
    | undefined;
};
