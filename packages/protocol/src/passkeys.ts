import type { DeviceId, PasskeyId } from "./ids.ts";
import type { PublicJwk } from "./jws.ts";
import type { purposes } from "./messages.ts";

type Stamped = { readonly iat: number; readonly jti: string };

/** What is asked to be added: a passkey of this computer, or a security key that one carries. What it turns out to be is attested. */
export type PasskeyKind = "computer" | "security_key";

/** By `IK`: which keys has my holder? */
export type PasskeysMessage = Stamped & {
  readonly v: typeof purposes.passkeys;
  readonly device: DeviceId;
};

/** By `IK`: this key opens nothing more, and what it opened ends. No code: stopping is cheap (law 5). */
export type PasskeyEndMessage = Stamped & {
  readonly v: typeof purposes.passkeyEnd;
  readonly device: DeviceId;
  readonly passkey: PasskeyId;
};

/** What the page on which a key is added may ask. */
export const passkeyActs = ["begin", "frame", "restart", "register", "cancel"] as const;
export type PasskeyAct = (typeof passkeyActs)[number];

/** By `BK`, once a second: the same browser still adds its key. `addition` is drawn by the page; the first browser key keeps it. */
export type PasskeyPageMessage = Stamped & {
  readonly v: typeof purposes.passkeyPage;
  readonly addition: string;
  readonly bk: PublicJwk;
  readonly act: PasskeyAct;
  /** With `begin`. */
  readonly kind?: PasskeyKind;
  /** With `begin`: what its holder calls it, at most 60 characters. */
  readonly name?: string;
};

/** What a browser makes a key with (WebAuthn level 3, `PublicKeyCredentialCreationOptions`); bytes are base64url. */
export type PasskeyCreation = {
  readonly challenge: string;
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  /** Ids of the holder's keys: an authenticator that holds one makes no second. */
  readonly exclude: readonly string[];
};

/** What the page on which a key is added is told. Times are seconds since the epoch on the server's clock. */
export type PasskeyPageView = {
  readonly state:
    | "shown"
    | "claimed"
    | "approved"
    | "made"
    | "refused"
    | "expired"
    | "cancelled"
    /** The phone may not give this: a limited one, or another person's place. */
    | "denied";
  readonly now: number;
  /** The text of the frame to show now; good for three seconds. */
  readonly frame?: string;
  readonly expiresAt?: number;
  /** Once a phone approved. */
  readonly creation?: PasskeyCreation;
  /** Once made. */
  readonly made?: {
    readonly usableFrom: number;
    /** Opens everywhere: hardware holds it, and it was added on a place that a card had proven. */
    readonly isHardwareHeld: boolean;
    /** Hardware holds it, wherever it was added. */
    readonly isAttested: boolean;
  };
};

/** A key as its holder's phone shows it. Times are seconds since the epoch on the server's clock. */
export type PasskeyView = {
  readonly id: PasskeyId;
  /** As its holder called it. */
  readonly name: string;
  readonly kind: PasskeyKind | "phone";
  /** Present for a key of the authenticator's own host: it opens no service, and is evidence when a phone is enrolled. */
  readonly host?: "phone";
  /** Held by hardware, by attestation, and added on a place that a card had proven; else it counts as synced. */
  readonly isHardwareHeld: boolean;
  readonly madeAt: number;
  /** Opens nothing before. */
  readonly usableFrom: number;
  readonly lastUsedAt?: number;
  /** Opens nothing until the phone has approved beside it once: the database was put back. */
  readonly isAsleep: boolean;
};
export type PasskeysAnswer = { readonly passkeys: readonly PasskeyView[] };

/** What a sign-in page asks a key to sign. */
export type PasskeyChallenge = { readonly challenge: string; readonly rpId: string };

/** A key's signature over a sign-in page's challenge (WebAuthn level 3, `AuthenticationResponseJSON`); bytes are base64url. */
export type PasskeyAssertion = {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
};
