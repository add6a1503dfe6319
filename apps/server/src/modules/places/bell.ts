import type { BellId, PlaceId, ProfessionalId, RefusalReason } from "@aval/protocol";
import type { Instant } from "#platform/time";

/**
 * A bell: a place of a holder's that may ring them for a service. Set by one tap on a full phone, and ended by one; it opens
 * nothing, since what rings still has to be scanned.
 */
export type Bell = {
  readonly id: BellId;
  readonly professional: ProfessionalId;
  readonly place: PlaceId;
  /** What the place's browser said it was. */
  readonly declared: string;
  readonly service: string;
  readonly setAt: Instant;
  readonly lastUsedAt: Instant;
  readonly silencedUntil: Instant | undefined;
};

/**
 * What a refusal of a ring does to its bell, by its reason. `ends`: the bell is no more; `counts`: so many in a row silence it;
 * `nothing`: the ring is over, and is as if it had not rung.
 *
 * Who gains if a row is wrong: whoever sits at a place of the holder's and rings until somebody scans. DESIGN section 5.
 */
export const refusalOutcomes: Readonly<Record<RefusalReason, "ends" | "counts" | "nothing">> = {
  not_me: "ends",
  on_call: "ends",
  other: "counts",
  mistake: "nothing",
};
