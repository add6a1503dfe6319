/**
 * Stops: pause, block and freeze. *Stopping is cheap, opening is dear, and a stop is as strong as the person who made it.*
 *
 * What each holds, closes and is lifted by is one table, `rules.ts`. Whoever opens something for a holder asks `keepOpen` in
 * the transaction that opens it; a stop takes its turn with them, so that nothing opened meanwhile outlives it. Sessions
 * are ended, and people told, by those whose work that is: `wiring.ts` passes them down.
 *
 * Law 7: to a stranger a stopped holder looks like any other; only a phone of the holder's is told what stands.
 * Source: DESIGN section 2 law 5.
 */
import type { DeviceId, MultiSigned, ProfessionalId, StopId } from "@aval/protocol";
import type { Database } from "#platform/database";
import type { Act } from "./rules.ts";
import * as stops from "./stops.ts";
import type { StopTables } from "./store.ts";

export { stopRoutes } from "./routes.ts";
export type { CardView, Stop, StopsDeps } from "./stops.ts";
export type { StopTables } from "./store.ts";

export type Stops = ReturnType<typeof createStops>;

export function createStops(deps: stops.StopsDeps) {
  type Tx = typeof deps.db;
  return {
    isStopped: (db: Database<StopTables>, professional: ProfessionalId, act: Act) =>
      stops.isStopped(db, professional, act),
    keepOpen: (tx: Database<StopTables>, professional: ProfessionalId, act: Act) =>
      stops.keepOpen(tx, professional, act),
    /** From a link: nothing new can ring, join or enrol. False when it stood already. */
    pause: (tx: Tx, professional: ProfessionalId, announced: DeviceId | undefined) =>
      stops.make(deps, tx, {
        professional,
        rule: "pause_from_alert",
        ...(announced === undefined ? {} : { announced }),
      }),
    /** A desk saw the holder: what a desk alone lifts is lifted. */
    liftAtDesk: (tx: Tx, professional: ProfessionalId) => stops.liftAtDesk(deps, tx, professional),
    /** What stands, told to a holder who is there with their card. */
    beforeCard: (professional: ProfessionalId) => stops.beforeCard(deps, professional),
    liftByCard: (tx: Tx, professional: ProfessionalId, shown: readonly StopId[]) =>
      stops.liftByCard(deps, tx, professional, shown),
    block: (jws: string) => stops.block(deps, jws),
    /** The holder, signed in to *Mon accès*. False when it stood already. */
    blockBy: (tx: Tx, professional: ProfessionalId) =>
      stops.make(deps, tx, { professional, rule: "block" }),
    told: (jws: string) => stops.told(deps, jws),
    lift: (message: MultiSigned) => stops.lift(deps, message),
  };
}
