/**
 * Which request two typed digits mean. Requests are matched per origin network, one each: those from where the holder works or has
 * approved this software before, or, behind *Autre lieu*, the others and only those.
 *
 * A stranger who may ask in a holder's name (any client whose secret leaked) has one try an origin and an hour, at one in a
 * hundred, and never from an origin that the holder does not look at: that is residual R7. Two origins with equal digits match
 * neither: whoever draws all hundred makes the search useless there, and gains nothing.
 *
 * Source: DESIGN section 5, plain PSC software.
 */
import type { Instant } from "#platform/time";

/** A live request of software that the holder has added, the newest of its origin. */
export type Candidate = {
  readonly id: string;
  readonly network: string;
  readonly number: string;
  /** Whether the holder has an aged place there, or approved this software from there. */
  readonly isNear: boolean;
  /** Set while its origin keeps silent for this holder. */
  readonly silentUntil: Instant | undefined;
};

export type Found =
  | { readonly found: "nothing" }
  /** Every request there is comes from origins that keep silent. `until`: the first of them speaks again. */
  | { readonly found: "silenced"; readonly until: Instant }
  /** No request shows these digits: the tries of those that were compared are spent, and their origins keep silent. */
  | {
      readonly found: "wrong";
      readonly tried: readonly string[];
      readonly networks: readonly string[];
    }
  | { readonly found: "equal"; readonly tried: readonly string[] }
  /** `tried`: the others that were compared. */
  | { readonly found: "one"; readonly id: string; readonly tried: readonly string[] };

export function matchOf(
  candidates: readonly Candidate[],
  { number, elsewhere }: { readonly number: string; readonly elsewhere: boolean },
): Found {
  const seen = candidates.filter(({ isNear }) => isNear !== elsewhere);
  if (seen.length === 0) return { found: "nothing" };
  const heard = seen.filter(({ silentUntil }) => silentUntil === undefined);
  if (heard.length === 0) return { found: "silenced", until: firstEnd(seen) };
  const equal = heard.filter((one) => one.number === number);
  const tried = heard.map(({ id }) => id);
  const [one] = equal;
  if (!one) return { found: "wrong", tried, networks: heard.map(({ network }) => network) };
  if (equal.length > 1) return { found: "equal", tried };
  return { found: "one", id: one.id, tried: tried.filter((id) => id !== one.id) };
}

function firstEnd(silent: readonly Candidate[]): Instant {
  const ends = silent.flatMap(({ silentUntil }) =>
    silentUntil === undefined ? [] : [silentUntil],
  );
  return ends.reduce((first, next) => (next < first ? next : first));
}
