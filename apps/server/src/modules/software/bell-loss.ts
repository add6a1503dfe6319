import type { RefusalReason } from "@aval/protocol";

/**
 * A service loses its bells once more than `limits.refusedShare` of the holders it asked in a day, and at least
 * `limits.refusedHolders`, refused it. Which refusals count: every one that its holder has not taken back. "Ce n'est pas moi" is the
 * first tap and a refusal already, whatever is said after it.
 *
 * Who gains if a row is wrong: a service that rings in series, or whoever wants another's service silent. DESIGN section 5.
 */
export const refusalCounts: Readonly<Record<RefusalReason, boolean>> = {
  not_me: true,
  on_call: true,
  other: true,
  mistake: false,
};

export const countedReasons: readonly string[] = Object.entries(refusalCounts).flatMap(
  ([reason, counts]) => (counts ? [reason] : []),
);

/** A service whose bells ring nobody. `day`: in Paris, on which so many refused. */
export type BellLoss = {
  readonly service: string;
  readonly day: string;
  readonly asked: number;
  readonly refused: number;
};
