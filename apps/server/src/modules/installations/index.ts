/**
 * Software that holders have added to their access (*mes logiciels*): a holder and a registered program, without a browser.
 *
 * A full phone adds one from the registry, with the call question and the code; everybody concerned is told, and it counts from
 * the day after, so that a caller gains nothing on the day of the call. Until then, and for everything that was never added, its
 * requests reach no phone. The networks from which it was approved are kept, since its requests are looked for there first.
 *
 * It refuses by design: a `limited` phone; an addition while a stop holds `join`; to bring back what ended.
 *
 * Source: DESIGN section 5, "CIBA for desktop software"; residual R7.
 */
import type { InstallationId, MultiSigned, ProfessionalId } from "@aval/protocol";
import * as installations from "./installations.ts";
import { recordUsed, usableOf } from "./store.ts";

export { endAll } from "./installations.ts";
export { installationRoutes } from "./routes.ts";
export type { InstallationTables } from "./store.ts";

export type Installations = ReturnType<typeof createInstallations>;

export function createInstallations(deps: installations.InstallationsDeps) {
  type Tx = typeof deps.db;
  return {
    list: (jws: string) => installations.list(deps, jws),
    add: (message: MultiSigned) => installations.add(deps, message),
    remove: (jws: string) => installations.remove(deps, jws),
    /** What of this holder's counts now, each with the networks it was approved from. */
    usable: (tx: Tx, professional: ProfessionalId) => usableOf(tx, professional),
    /** An approval concludes: held for the transaction, so that its end waits. False when it has ended, or does not count yet. */
    used: (tx: Tx, given: { id: InstallationId; network: string }) => recordUsed(tx, given),
    endBy: (tx: Tx, given: Parameters<typeof installations.endBy>[2]) =>
      installations.endBy(deps, tx, given),
    endMadeBy: (tx: Tx, phone: Parameters<typeof installations.endMadeBy>[2]) =>
      installations.endMadeBy(deps, tx, phone),
  };
}
