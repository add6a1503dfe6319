import type { ProfessionalId, SessionId } from "@aval/protocol";
import type { Standing } from "#modules/sessions";
import type { Instant } from "#platform/time";
import type { Rights } from "./rights.ts";

/** What a concluded sign-in gives the provider. */
export type Concluded = {
  readonly professional: ProfessionalId;
  readonly nationalId: string;
  readonly session: SessionId;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly authMode: Standing["authMode"];
  /** When the holder last approved: for a silent entry, when the session was opened. */
  readonly authTime: Instant;
  readonly rights: Rights;
  readonly endsAt: Instant;
};
