/**
 * Refusals: what stands behind the short reference that every refused screen shows.
 *
 * Whoever is refused reads a reference out to an agent, who reads by it what was attempted: when, for which service, at which step, what was
 * expected and what came, and what to say. No record is opened, and nobody is looked for by name. The reference enables nothing: it is given
 * after the answer, and no other door takes it.
 *
 * It promises: the answer that a stranger gets is sent before anything is kept, and is the same whatever is kept of it; whoever it concerns is
 * named by what was proven in that very request, in initials, and reads that it was looked at; a flood writes so much and no more, and what
 * concerns people has a share of its own (`intake.ts`).
 * It refuses by design: addresses, networks, values that were typed, and searching.
 *
 * Source: DESIGN section 7 *Support*; decision 0072.
 */
import { createIntake } from "./intake.ts";
import * as refusals from "./refusals.ts";
import * as store from "./store.ts";

export { refusalRoutes } from "./routes.ts";
export { initialsOf, maskedId } from "./words.ts";

export type Refusals = ReturnType<typeof createRefusals>;

export function createRefusals(deps: refusals.RefusalsDeps) {
  const intake = createIntake(deps.clock, deps.networkOf);
  return {
    /** Told of a refusal that was answered; it is written with the next `flush`. */
    keep: intake.keep,
    flush: () => refusals.flush(deps, intake),
    read: (...given: Tail<typeof refusals.read>) => refusals.read(deps, ...given),
    purge: () => store.purge(deps.db),
  };
}

type Tail<F extends (deps: never, ...rest: never[]) => unknown> = F extends (
  deps: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;
