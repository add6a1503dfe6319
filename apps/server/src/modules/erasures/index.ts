/**
 * Erasures: two people destroy what chosen facts of one person said, for a reason of a closed list.
 *
 * The log stays whole: a leaf without its key says nothing and is still in its place, under every checkpoint. That it was erased, why, by
 * whom and when is a fact, which names the leaves; its holder reads it, and their file of proofs says what is missing. Nothing is erased of
 * somebody whom an open case is about, who is frozen, whose complaint file is within its term, or of whom the cases have not read all; the
 * statement that does it says so itself. `aval audit verify`, which reads the log alone, finds what was erased under a case all the same.
 *
 * It promises: exactly the list that was signed, all of it or nothing, once; whoever opens a case, freezes or takes a complaint file comes
 * before or after, never beside. It refuses by design: one person, a kind for everybody, the facts that carry phones' keys, its own facts, and
 * to show what a fact says to whoever chooses it.
 *
 * Rows that are no facts stay to their own term (docs/retention.md). A backup that was made before has what was erased: its operator lets
 * old ones go.
 *
 * Source: DESIGN sections 2 (law 5) and 7 *Evidence*; GDPR 17; decision 0078.
 */
import type { Visitor } from "#modules/staff";
import * as erasures from "./erasures.ts";

export { erasureRoutes } from "./routes.ts";

export type Erasures = ReturnType<typeof createErasures>;

export function createErasures(deps: erasures.ErasuresDeps) {
  return {
    view: (who: Visitor) => erasures.view(deps, who),
    find: (...given: Tail<typeof erasures.find>) => erasures.find(deps, ...given),
    ask: (...given: Tail<typeof erasures.ask>) => erasures.ask(deps, ...given),
    askSecond: (...given: Tail<typeof erasures.askSecond>) => erasures.askSecond(deps, ...given),
    second: (...given: Tail<typeof erasures.second>) => erasures.second(deps, ...given),
    withdraw: (...given: Tail<typeof erasures.withdraw>) => erasures.withdraw(deps, ...given),
  };
}

type Tail<F extends (deps: never, ...rest: never[]) => unknown> = F extends (
  deps: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;
