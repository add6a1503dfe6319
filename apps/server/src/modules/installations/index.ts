/**
 * Software that holders have added to their access (*mes logiciels*): a holder and a registered program, without a browser.
 *
 * *Plain* software, whose copies all share one secret: a full phone adds it from the registry, with the call question and the code;
 * everybody concerned is told, and it counts from the day after, so that a caller gains nothing on the day of the call. Until then, and
 * for everything that was never added, its requests reach no phone. The networks from which it was approved are kept, since its
 * requests are looked for there first.
 *
 * *Strict* software, each installation of which has a key of its own: a full phone links one by its animated QR, with the call question,
 * half a minute and the code. It is a place then (`places`), and its rights, its sleep and its bells are a place's.
 *
 * It refuses by design: a `limited` phone; an addition while a stop holds `join`; to bring back what ended.
 *
 * Source: DESIGN section 5, "CIBA for desktop software"; residuals R7 and R8; decision 0031.
 */
import { type InstallationId, isId, type MultiSigned, type ProfessionalId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import * as installations from "./installations.ts";
import * as links from "./links.ts";
import { purgeLinks } from "./links-store.ts";
import {
  findLinked,
  isKnownNetwork,
  purgeNetworks,
  recordLinkedUsed,
  recordUsed,
  usableOf,
} from "./store.ts";

export { endAll } from "./installations.ts";
export { installationRoutes } from "./routes.ts";
export type { LinkStanding } from "./links.ts";
export type { InstallationTables } from "./store.ts";

export type Installations = ReturnType<typeof createInstallations>;

export function createInstallations(deps: installations.InstallationsDeps) {
  type Tx = typeof deps.db;
  return {
    list: (jws: string) => installations.list(deps, jws),
    add: (message: MultiSigned) => installations.add(deps, message),
    remove: (jws: string) => installations.remove(deps, jws),
    /** For whoever has seen to whose it is. */
    listOf: (professional: ProfessionalId) => installations.listOf(deps, professional),
    /** What of this holder's counts now, each with the networks it was approved from. */
    usable: (tx: Tx, professional: ProfessionalId) => usableOf(tx, professional),
    /** Whether plain software of this client's has been approved from this network, by whomever. */
    isKnownNetwork: (tx: Tx, given: { client: string; network: string }) =>
      isKnownNetwork(tx, given),
    /** An approval concludes: held for the transaction, so that its end waits. False when it has ended, or does not count yet. */
    used: (tx: Tx, given: { id: InstallationId; network: string }) => recordUsed(tx, given),
    endBy: (tx: Tx, given: Parameters<typeof installations.endBy>[2]) =>
      installations.endBy(deps, tx, given),
    endMadeBy: (tx: Tx, phone: Parameters<typeof installations.endMadeBy>[2]) =>
      installations.endMadeBy(deps, tx, phone),
    /** A program that has proven its key begins to show frames, and asks what became of them. */
    beginLink: (given: Parameters<typeof links.begin>[1]) => links.begin(deps, given),
    linkStanding: (given: Parameters<typeof links.standing>[1]) => links.standing(deps, given),
    scanLink: (jws: string, address: string) => links.scan(deps, jws, address),
    stopLink: (jws: string) => links.stop(deps, jws),
    confirmLink: (message: MultiSigned) => links.confirm(deps, message),
    /** Strict software that has not ended, whoever's; and held for the transaction, as it is used. */
    linked: (tx: Tx, id: InstallationId) => findLinked(tx, id),
    linkedUsed: (tx: Tx, id: InstallationId) => recordLinkedUsed(tx, id),
    /** A place ended: so does the installation it stood for. */
    endOn: async (tx: Tx, on: { professional: ProfessionalId; browser: string }) => {
      const { professional, browser: id } = on;
      if (isId("ins", id)) await installations.endOn(deps, tx, { id, professional });
    },
    /** Of a place that is an installation: its software. */
    softwareAt: async (browser: string) => {
      const found = isId("ins", browser) ? await findLinked(deps.db, browser) : undefined;
      const service = found && (await deps.software.find(found.client));
      return found && { client: found.client, name: service?.name ?? found.client };
    },
    purge: async () => {
      await purgeLinks(deps.db, lifetimes.linkMemory);
      await purgeNetworks(deps.db, lifetimes.traces);
    },
  };
}
