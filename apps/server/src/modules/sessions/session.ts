import type { ApprovalId, ProfessionalId, SessionId, Transfer } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Duration, Instant } from "#platform/time";

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
  readonly transfer: Transfer;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly authMode: "MOBILE";
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
  readonly approval: ApprovalId;
};

/** How long a session lasts at most. DESIGN 5: a reduced one an hour, a full one four. */
export function lengthOf(rights: "full" | "reduced"): Duration {
  return rights === "full" ? lifetimes.session : lifetimes.reducedSession;
}

/**
 * Authentication methods (RFC 8176): a key held by software on the phone, a personal code, two factors. The key of a web
 * app is not hardware-backed, hence `swk` and never `hwk`.
 */
export const amr = ["swk", "pin", "mfa"] as const;

/** What PSC's strictest clients accept, whatever the means. psc-contract 1.7. */
export const acr = "eidas1";
