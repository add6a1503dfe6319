import type { ApprovalId, SessionId } from "@aval/protocol";
import type { ProfessionalId } from "@aval/protocol";
import type { Instant } from "#platform/time";
import type { Rights, Sensitivity } from "./rights.ts";

/**
 * What the page is told, once a second. It holds nothing the screen does not show: no secret, and no name before the
 * approval is given.
 */
export type LoginView = {
  readonly state: "shown" | "claimed" | "approved" | "refused" | "expired" | "cancelled" | "silent";
  readonly approval?: ApprovalId;
  readonly frame?: string;
  readonly digits?: string;
  readonly service: {
    readonly id: string;
    readonly name: string;
    readonly sensitivity: Sensitivity;
  };
  readonly rights?: Rights;
  /** Who approved, once approved. */
  readonly holder?: string;
  /** Why it was cancelled: a refusal's code, or a reason of the page's own. */
  readonly reason?: string;
  /** Seconds since the epoch. */
  readonly expiresAt?: number;
  readonly decideBy?: number;
  readonly now: number;
  readonly moreTimeUsed?: boolean;
  /** Whether a new code would be shown by itself; else the page asks first. */
  readonly canReplace?: boolean;
};

/** What a concluded sign-in gives the provider. */
export type Concluded = {
  readonly professional: ProfessionalId;
  readonly nationalId: string;
  readonly session: SessionId;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly authMode: "MOBILE";
  /** When the holder last approved: for a silent entry, when the session was opened. */
  readonly authTime: Instant;
  readonly rights: Rights;
  readonly endsAt: Instant;
};
