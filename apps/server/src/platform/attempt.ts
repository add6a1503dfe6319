import { AsyncLocalStorage } from "node:async_hooks";
import type { ProfessionalId } from "@aval/protocol";

/**
 * What a request turned out to be about, for whoever is asked later why it was refused. It is told by whoever has proven it (a signature, a
 * session), it is never read to decide anything, and no answer shows it.
 *
 * What an attacker gains if a name is told before it is proven: attempts that are shown to staff as somebody else's.
 */
export type Attempt = { professional?: ProfessionalId; service?: string };

const going = new AsyncLocalStorage<Attempt>();

/** Runs what answers one request. */
export const inAttempt = (attempt: Attempt, work: () => void): void => going.run(attempt, work);

/** Says whom, or which service, the request that is being answered is about. Outside of one it says nothing. */
export function concerns(told: Attempt): void {
  const attempt = going.getStore();
  if (attempt) Object.assign(attempt, told);
}
