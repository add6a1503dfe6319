/**
 * Stops: pause, block and freeze. *Stopping is cheap, opening is dear, and a stop is as strong as the person who made it.*
 *
 * What each holds, closes and is lifted by is one table, `rules.ts`. Whoever opens something for a holder asks `keepOpen` in
 * the transaction that opens it; a stop takes its turn with them, so that nothing opened meanwhile outlives it. Sessions
 * are ended, and people told, by those whose work that is: `wiring.ts` passes them down.
 *
 * A freeze ends by two analysts, each with a key of their own, within a day (`createClearing`). Who froze is neither. While it stands, a
 * desk may add one phone, which opens nothing until they have cleared it and which both have read of.
 *
 * Law 7: to a stranger a stopped holder looks like any other; only a phone of the holder's is told what stands.
 * Source: DESIGN section 2 law 5.
 */
import type {
  DeviceId,
  EnrolmentId,
  MultiSigned,
  PasskeyAssertion,
  ProfessionalId,
  StopId,
} from "@aval/protocol";
import type { Visitor } from "#modules/staff";
import type { AnyTables, Database } from "#platform/database";
import * as clearing from "./clearing.ts";
import * as freezing from "./freeze.ts";
import type { Act } from "./rules.ts";
import * as reopening from "./reopening.ts";
import * as stops from "./stops.ts";
import { placeUnderFreeze, type StopTables, standing } from "./store.ts";

export { clearingRoutes } from "./clearing-routes.ts";
export { stopRoutes } from "./routes.ts";
export { type Rule, rulesHolding } from "./rules.ts";
export { isStopped } from "./stops.ts";
export type { BegunPhone, CardView, Stop, StopsDeps } from "./stops.ts";
export type { StopTables } from "./store.ts";

export type Stops = ReturnType<typeof createStops>;

export function createStops(deps: stops.StopsDeps) {
  type Tx = typeof deps.db;
  return {
    isStopped: (db: Database<StopTables>, professional: ProfessionalId, act: Act) =>
      stops.isStopped(db, professional, act),
    takeTurn: (tx: Database<AnyTables>, professional: ProfessionalId) =>
      stops.takeStopTurn(tx, professional),
    /** `placed`: a freeze does not stop the one enrolment that has its place. */
    keepOpen: (
      tx: Database<StopTables>,
      professional: ProfessionalId,
      act: Act,
      placed?: EnrolmentId,
    ) => stops.keepOpen(tx, professional, act, placed),
    /** A desk shows a frozen holder's phone: it takes the freeze's one place, if that is free. */
    takePlace: (tx: Tx, given: Parameters<typeof freezing.takePlace>[2]) =>
      freezing.takePlace(deps, tx, given),
    /** The freeze that stands for this holder, and whose its one place is. */
    placeUnderFreeze: (db: Database<StopTables>, professional: ProfessionalId) =>
      placeUnderFreeze(db, professional),
    /** From a link: nothing new can ring, join or enrol. False when it stood already. */
    pause: (tx: Tx, professional: ProfessionalId, announced: DeviceId | undefined) =>
      stops.make(deps, tx, {
        professional,
        rule: "pause_from_alert",
        ...(announced === undefined ? {} : { announced }),
      }),
    /** The holder said that a caller should not have called: nothing is added until they lift it. */
    pauseByReport: (tx: Tx, professional: ProfessionalId, device: DeviceId) =>
      stops.make(deps, tx, { professional, rule: "pause_by_report", device }),
    /** Somebody telephoned in another's name, or may have: nothing is added, once in a day. */
    pauseByCaller: (tx: Tx, professional: ProfessionalId) =>
      stops.make(deps, tx, { professional, rule: "pause_by_caller" }),
    /** Whether somebody made a stop that stands: a call, which holds by itself, is none. */
    stands: async (professional: ProfessionalId) =>
      (await standing(deps.db, professional)).length > 0,
    /** What keeps this holder from entering, told on their own place alone. */
    toldOnPlace: (professional: ProfessionalId) => stops.toldOnPlace(deps, professional),
    /** A desk saw the holder: what a desk alone lifts is lifted. */
    liftAtDesk: (tx: Tx, professional: ProfessionalId) => stops.liftAtDesk(deps, tx, professional),
    /** What stands, told to a holder who is there with their card. */
    beforeCard: (professional: ProfessionalId) => stops.beforeCard(deps, professional),
    liftByCard: (tx: Tx, professional: ProfessionalId, shown: readonly StopId[]) =>
      stops.liftByCard(deps, tx, professional, shown),
    /** After a fraud: nothing opens or is added until two analysts clear it. False when it stood already. */
    freeze: (tx: Tx, given: Parameters<typeof freezing.freeze>[2]) =>
      freezing.freeze(deps, tx, given),
    block: (jws: string) => stops.block(deps, jws),
    /** The holder, signed in to *Mon accès*. False when it stood already. */
    blockBy: (tx: Tx, professional: ProfessionalId) =>
      stops.make(deps, tx, { professional, rule: "block" }),
    told: (jws: string) => stops.told(deps, jws),
    lift: (message: MultiSigned) => stops.lift(deps, message),
    /** *Rouvrir au guichet*: the phone begins, a desk and the card are shown, the phone lifts. */
    beginReopening: (jws: string) => reopening.begin(deps, jws),
    atReopeningDesk: (phone: DeviceId) => reopening.atDesk(deps, phone),
    addDeskEvidence: (signatures: readonly string[]) => reopening.addDeskEvidence(deps, signatures),
    showCard: (tx: Tx, shown: Parameters<typeof reopening.showCard>[2]) =>
      reopening.showCard(deps, tx, shown),
  };
}

export type Clearing = ReturnType<typeof createClearing>;

/** How a freeze ends: two analysts, each by a signature over exactly it. */
export function createClearing(deps: clearing.ClearingDeps) {
  return {
    find: (who: Visitor, nationalId: string) => clearing.find(deps, who, nationalId),
    askSignature: (who: Visitor, id: StopId) => clearing.askSignature(deps, who, id),
    clear: (who: Visitor, id: StopId, assertion: PasskeyAssertion) =>
      clearing.clear(deps, who, id, assertion),
  };
}
