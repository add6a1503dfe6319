/**
 * Enrolment: how a phone becomes somebody's.
 *
 * `requested → ready → active` for the one path this release serves: the desk, where two registrars see the person and sign
 * the phone's key. A phone waits in `requested` naming nobody; nothing a caller could dictate moves it. Activation is the
 * holder's act, with the personal code, and never happens by itself. The other paths of DESIGN section 6, with their waits,
 * notices and the lock, come with their own release: `evidence.ts` is the table they will join.
 */
import type { EnrolmentId, MultiSigned } from "@aval/protocol";
import * as enrolment from "./enrolment.ts";

export type { EnrolmentDeps, PinForEnrolment } from "./enrolment.ts";
export { enrolmentRoutes } from "./routes.ts";
export type { EnrolmentTables } from "./store.ts";

export type Enrolment = ReturnType<typeof createEnrolment>;

export function createEnrolment(deps: enrolment.EnrolmentDeps) {
  return {
    start: (jws: string, network: string) => enrolment.start(deps, jws, network),
    status: (jws: string) => enrolment.status(deps, jws),
    atDesk: (id: EnrolmentId) => enrolment.atDesk(deps, id),
    addDeskEvidence: (signatures: readonly string[]) => enrolment.addDeskEvidence(deps, signatures),
    /** Forgets what nobody proved in time. */
    purge: () => enrolment.purge(deps),
    activate: (message: MultiSigned) => enrolment.activate(deps, message),
  };
}
