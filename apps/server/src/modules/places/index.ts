/**
 * Places (*mes postes*): a holder and a browser, and what the browser is for that holder.
 *
 * A full phone makes one after a scan, the call question and half a minute; it ages by "Oui, j'y travaille" with the code,
 * after a sign-in on it a day later, or at once by a card. Only an aged place gives rights. It sleeps after 120 days without
 * use, and when its browser's key is found in two browsers; one scan wakes it.
 *
 * It refuses by design: to age by silence; digits, which can be dictated; a `limited` phone; to bring back what ended.
 *
 * Source: DESIGN section 5, "Places and bells"; facts/attacks-and-properties P-20 to P-24.
 */
import type { ApprovalId, MultiSigned, ProfessionalId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import * as linked from "./linked.ts";
import * as locum from "./locum.ts";
import * as bells from "./bells.ts";
import { purgeRings } from "./bells-store.ts";
import * as places from "./places.ts";
import * as workstation from "./workstation.ts";
import { hold, purge, recordOfferStopped } from "./store.ts";

export { sleepAll } from "./places.ts";
export { locumRoutes } from "./locum-routes.ts";
export { bellRoutes } from "./bell-routes.ts";
export { placeRoutes } from "./routes.ts";
export { workstationRoutes } from "./workstation-routes.ts";
export type { Workstation } from "./workstation-store.ts";
export type { Standing, Where } from "./standing.ts";
export type { PlaceTables } from "./store.ts";

export type Places = ReturnType<typeof createPlaces>;

export function createPlaces(deps: places.PlacesDeps) {
  type Tx = typeof deps.db;
  type OfHolder = Parameters<typeof places.standing>[1];
  return {
    /** A page begins: takes the value it shows, gives the next to keep beside its key. */
    recognise: (browser: string, shown: string | undefined) =>
      places.recognise(deps, browser, shown),
    standing: (on: OfHolder) => places.standing(deps, on),
    keepKnown: (tx: Tx, on: OfHolder) => places.keepKnown(deps, tx, on),
    keepOwn: (tx: Tx, on: OfHolder) => places.keepOwn(deps, tx, on),
    ownerOf: (browser: string) => places.ownerOf(deps, browser),
    at: (browser: string) => places.at(deps, browser),
    networksOf: (professional: ProfessionalId) => places.networksOf(deps, professional),
    approved: (
      tx: Parameters<typeof places.approved>[0],
      given: Parameters<typeof places.approved>[1],
    ) => places.approved(tx, given),
    used: (tx: Tx, given: Parameters<typeof places.used>[2]) => places.used(deps, tx, given),
    markL5: (tx: Tx, on: OfHolder) => places.markL5(deps, tx, on),
    /** *Ce n'est pas moi* on the page: no place comes of this approval. */
    withdrawOffer: (approval: ApprovalId) => recordOfferStopped(deps.db, { approval }),
    /** An installation of software, as a place: made, looked at, woken by being linked again. */
    link: (tx: Tx, given: Parameters<typeof linked.link>[2]) => linked.link(deps, tx, given),
    linkedAt: (tx: Tx, of: Parameters<typeof linked.linkedAt>[2]) => linked.linkedAt(deps, tx, of),
    hold: (tx: Tx, of: Parameters<typeof hold>[1]) => hold(tx, of),
    wake: (tx: Tx, of: Parameters<typeof linked.wake>[2]) => linked.wake(deps, tx, of),
    scannedAgain: (tx: Tx, given: Parameters<typeof linked.scannedAgain>[1]) =>
      linked.scannedAgain(tx, given),
    list: (jws: string, address: string) => places.list(deps, jws, address),
    offer: (jws: string) => places.offer(deps, jws),
    make: (jws: string, address: string) => places.make(deps, jws, address),
    confirm: (id: string, message: MultiSigned, address: string) =>
      places.confirm(deps, id, message, address),
    endBy: (tx: Tx, given: Parameters<typeof places.endBy>[2]) => places.endBy(deps, tx, given),
    /** Ends every place of a holder's; how many. */
    endAll: (tx: Tx, professional: ProfessionalId) => places.endAll(deps, tx, { professional }),
    /** Ends what a phone made, set and announced, when whoever was told of it has stopped it. */
    endMadeBy: (tx: Tx, phone: Parameters<typeof places.endMadeBy>[2]) =>
      places.endMadeBy(deps, tx, phone),
    end: (id: string, jws: string) => places.end(deps, id, jws),
    /** A place of theirs as they see it now. */
    seen: (of: Parameters<typeof places.seen>[1], address: string) =>
      places.seen(deps, of, address),
    /** Forgets offers nobody can take, and browsers that are nobody's place. */
    purge: () => purge(deps.db, lifetimes.strangerBrowser),
  };
}

export type Locums = ReturnType<typeof createLocums>;

/** Whom holders let work at their places, for given days. */
export function createLocums(deps: locum.LocumDeps) {
  return {
    find: (place: string, jws: string) => locum.find(deps, place, jws),
    announce: (place: string, message: MultiSigned) => locum.announce(deps, place, message),
    end: (id: string, jws: string) => locum.end(deps, id, jws),
    endBy: (tx: LocumTx, given: Parameters<typeof locum.endBy>[2]) => locum.endBy(deps, tx, given),
    /** Ends those whose days are over, and what is open for them. */
    endPassed: () => locum.endPassed(deps),
  };
}

type LocumTx = locum.LocumDeps["db"];

export type Bells = ReturnType<typeof createBells>;

/**
 * Bells (*sonneries*): a place that may ring its holder for a service, because they said so (law 2). What rings opens nothing,
 * and what came of ringing is told to nobody but the holder's phones.
 */
export function createBells(deps: bells.BellsDeps) {
  type Tx = typeof deps.db;
  return {
    list: (jws: string) => bells.list(deps, jws),
    set: (jws: string) => bells.set(deps, jws),
    end: (id: string, jws: string) => bells.end(deps, id, jws),
    rings: (jws: string) => bells.rings(deps, jws),
    refuse: (id: string, jws: string) => bells.refuse(deps, id, jws),
    quiet: (jws: string) => bells.quiet(deps, jws),
    /** For *Mon accès*, where the holder is known already. */
    listOf: (professional: ProfessionalId) => bells.listOf(deps, professional),
    endBy: (given: Parameters<typeof bells.endBy>[1]) => bells.endBy(deps, given),
    quietOf: (professional: ProfessionalId) => bells.quietOf(deps, professional),
    setQuiet: (professional: ProfessionalId, said: unknown) =>
      bells.setQuiet(deps, professional, said),
    isQuiet: bells.isQuiet,
    on: (given: Parameters<typeof bells.on>[1]) => bells.on(deps, given),
    ring: (given: Parameters<typeof bells.ring>[1]) => bells.ring(deps, given),
    scanned: (tx: Tx, given: Parameters<typeof bells.scanned>[2]) => bells.scanned(deps, tx, given),
    used: (tx: Tx, given: Parameters<typeof bells.used>[2]) => bells.used(deps, tx, given),
    sweep: () => bells.sweep(deps),
    /** Forgets what rang long ago. */
    purge: () => purgeRings(deps.db, lifetimes.ringMemory),
  };
}

export type Workstations = ReturnType<typeof createWorkstations>;

/** The workstations that establishments registered. */
export function createWorkstations(deps: workstation.WorkstationDeps) {
  return {
    ask: (jws: string) => workstation.ask(deps, jws),
    register: (given: Parameters<typeof workstation.register>[1]) =>
      workstation.register(deps, given),
    list: (structure?: string) => workstation.list(deps, structure),
    remove: (id: Parameters<typeof workstation.remove>[1]) => workstation.remove(deps, id),
    /** Ends those whose time is over, and what is open on them. */
    endPassed: () => workstation.endPassed(deps),
  };
}
