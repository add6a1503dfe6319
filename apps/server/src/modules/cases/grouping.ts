import type { CaseId } from "@aval/protocol";
import type { Instant } from "#platform/time";

/** A case that goes on, which an alert shares something with. */
export type Reached = { readonly id: CaseId; readonly openedAt: Instant };

/** What becomes of an alert: nothing yet, a case of its own, or the oldest of those it leads to, which takes the others in. */
export type Grouping =
  | { readonly to: "nobody" }
  | { readonly to: "new" }
  | { readonly to: "case"; readonly id: CaseId; readonly absorbs: readonly CaseId[] };

/**
 * Where an alert goes with all that it leads to. `isDue`: one of them opens a case. `joined`: cases by what joins. `contested`: cases by what
 * an analyst split two of them by; it joins none to another, and says where to go only when nothing else does.
 *
 * Whatever the order of alerts, they end in the same groups: those of a union-find over what joins, and a group is a case when one of it
 * opens one.
 */
export function groupingOf(given: {
  readonly isDue: boolean;
  readonly joined: readonly Reached[];
  readonly contested: readonly Reached[];
}): Grouping {
  const [oldest, ...others] = inOrder(given.joined);
  if (oldest) return { to: "case", id: oldest.id, absorbs: others.map(({ id }) => id) };
  const [split] = inOrder(given.contested);
  if (split) return { to: "case", id: split.id, absorbs: [] };
  return given.isDue ? { to: "new" } : { to: "nobody" };
}

const inOrder = (cases: readonly Reached[]): readonly Reached[] =>
  [...cases].sort((one, other) => one.openedAt - other.openedAt || (one.id < other.id ? -1 : 1));
