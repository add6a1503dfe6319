import type {
  ApprovalId,
  DeviceId,
  PasskeyId,
  ProfessionalId,
  SessionId,
  Transfer,
} from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Duration, Instant } from "#platform/time";

/** Proofs of software that asks by itself: no browser of its holder's stood anywhere. */
export const softwareProofs: ReadonlySet<string> = new Set(["plain_software", "strict_software"]);

/** A live session as others see it. */
export type Standing = {
  readonly id: SessionId;
  readonly professional: ProfessionalId;
  readonly nationalId: string;
  /** Thumbprint of the browser key: the session's cookie without this key's proof opens nothing. */
  readonly browser: string;
  readonly openedAt: Instant;
  readonly lastSeenAt: Instant;
  readonly endsAt: Instant;
  readonly rights: "full" | "reduced";
  /** The one client a reduced session serves; `undefined` for a full one. */
  readonly client: string | undefined;
  readonly proof: string;
  readonly place: string;
  /** How phone and screen were tied; `undefined` where no phone approved. */
  readonly transfer: Transfer | undefined;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly authMode: AuthMode;
};

/** What opening takes: everything but the times, which the database gives. */
export type Opening = Pick<
  Standing,
  | "id"
  | "professional"
  | "nationalId"
  | "browser"
  | "rights"
  | "client"
  | "proof"
  | "place"
  | "transfer"
> & {
  /** What opens it, once: an approval, a visit to the card's page, or what a key signed. A constraint holds that it is one of them. */
  readonly approval?: ApprovalId;
  readonly cardVisit?: string;
  readonly passkeyVisit?: string;
  /** Or a passage by an establishment's own provider. */
  readonly upstreamVisit?: string;
  /** The key that opens it, alone or beside a phone: it ends with that key. */
  readonly passkey?: PasskeyId;
  /** The phone whose approval opens it; absent where no phone did. */
  readonly device?: DeviceId;
  /** What the browser says it is, for the holder to recognise it. */
  readonly declared?: string;
};

/** Sessions that are to end together: all that fit every member given. */
export type Which = {
  readonly professional: ProfessionalId;
  readonly session?: SessionId;
  /** Only those on this browser key. */
  readonly browser?: string;
  /** Only those that this phone opened. */
  readonly device?: DeviceId;
  /** Only those whose browser stood so in the rights table. */
  readonly place?: string;
  /** Only those that this key opened, alone or beside a phone. */
  readonly passkey?: PasskeyId;
  /** Only those opened by this proof. */
  readonly proof?: string;
  /** Only those that these visits to the card's page opened. */
  readonly cardVisits?: readonly string[];
  /** Only those outside the holder's own aged places, where care goes on. */
  readonly elsewhere?: boolean;
};

/** A session that was just ended, and the services it had entered. */
export type Ended = { readonly session: SessionId; readonly services: readonly string[] };

/** How far a service knows that a session it was in has ended: `closed`, it has answered so; `told`, we are telling it. */
export type Told = "closed" | "told" | "untold";

/** How long a session lasts at most. DESIGN 5: a reduced one an hour, a full one four. */
export function lengthOf(rights: "full" | "reduced"): Duration {
  return rights === "full" ? lifetimes.session : lifetimes.reducedSession;
}

/** How PSC names the means of a sign-in. psc-contract 1.7. */
export type AuthMode = "MOBILE" | "CARD";

/**
 * Authentication methods (RFC 8176). A phone: a key held by software, a personal code, two factors; the key of a web app is not
 * hardware-backed, hence `swk` and never `hwk`. A card: its key never leaves it, and it asks for a code of its own. A passkey or
 * security key verifies its holder by a code or a finger, and does not say by which; PSC has no name for it, and clients know two.
 */
export function methodsOf(proof: string): {
  readonly amr: readonly string[];
  readonly authMode: AuthMode;
} {
  switch (proof) {
    case "card":
      return { amr: ["sc", "hwk", "pin", "mfa"], authMode: "CARD" };
    case "hardware_key":
      return { amr: ["hwk", "user", "mfa"], authMode: "MOBILE" };
    case "passkey":
      return { amr: ["swk", "user", "mfa"], authMode: "MOBILE" };
    // What its provider said of the means; by which of them exactly, it need not say.
    case "establishment":
      return { amr: ["user"], authMode: "MOBILE" };
    case "establishment_with_key":
      return { amr: ["hwk", "user"], authMode: "MOBILE" };
    default:
      return { amr: ["swk", "pin", "mfa"], authMode: "MOBILE" };
  }
}

/** What PSC's strictest clients accept, whatever the means. psc-contract 1.7. */
export const acr = "eidas1";
