import { type Clock, epochSeconds, type Instant } from "#platform/time";

/** Aval's clock, and the one by which the engine dates its tokens, which it reads by itself and cannot be given. */
export type Clocks = { readonly clock: Clock; readonly machine: Clock };

/**
 * A moment of Aval's as the engine would have dated it, in whole seconds since the epoch. The two clocks are one but in a sandbox whose clock
 * was moved forward: there a sign-in of just now is dated days after its own token's `iat`, which clients refuse, and the engine takes it for
 * one to come. Its age stays what it is. Never later than the engine's now: a node may be off by a fraction of a second.
 *
 * Whole seconds ahead, so that one moment is one number whichever node is asked, and when.
 */
export function engineSeconds({ clock, machine }: Clocks, at: Instant): number {
  const now = machine.now();
  const aheadSeconds = Math.round((clock.now() - now) / 1000);
  return Math.min(epochSeconds(at) - aheadSeconds, epochSeconds(now));
}
