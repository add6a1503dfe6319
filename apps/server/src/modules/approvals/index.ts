/**
 * Approvals: a holder's own, signed decision over what was on the screen.
 *
 * A screen opens an approval bound to its browser key. A phone claims it, by a frame it saw or by digits its holder typed:
 * one claimant, fixed before anything is shown. The phone then shows a signed context, and its holder's decision is recorded
 * once, over exactly that context. Whoever asked spends it once. Each step is one conditional statement, so that it holds on
 * any number of nodes.
 *
 * It refuses by design: to compare and approve; to be started by anybody but a phone's own holder; to show a request to a
 * phone that has not been given something from the screen. It does not know why it asks: see `Asker`.
 *
 * Source: DESIGN section 5; facts/attacks-and-properties 5.2; RFC 10027.
 */
import type { ApprovalId, MultiSigned } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { ActiveDevice } from "#modules/devices";
import * as approvals from "./approvals.ts";
import type { Approval, Shown } from "./approval.ts";
import { explain } from "./explain.ts";
import { find, purgeUnclaimed, recordMoreTime } from "./store.ts";

export type { Approval, Approved, Claimed, Shown } from "./approval.ts";
export { stateAt } from "./approval.ts";
export { cancelAll } from "./approvals.ts";
export type { ApprovalsDeps, Asker, Description } from "./approvals.ts";
export { approvalRoutes } from "./routes.ts";
export { type ApprovalTables, contextsOf } from "./store.ts";

export type Approvals = ReturnType<typeof createApprovals>;

export function createApprovals(deps: approvals.ApprovalsDeps) {
  type Tx = typeof deps.db;
  return {
    open: (tx: Tx, given: Parameters<typeof approvals.open>[2]) => approvals.open(deps, tx, given),
    find: (id: ApprovalId) => find(deps.db, id),
    frame: (shown: Shown) => approvals.frame(deps, shown),
    showDigits: (shown: Shown) => approvals.showDigits(deps, shown),
    claimByFrame: (jws: string, address: string) => approvals.claimByFrame(deps, jws, address),
    claimByDigits: (jws: string, address: string) => approvals.claimByDigits(deps, jws, address),
    claimHere: (tx: Tx, id: ApprovalId, device: ActiveDevice, address: string) =>
      approvals.claimHere(deps, tx, id, device, address),
    claimFound: (
      tx: Tx,
      given: Parameters<typeof approvals.claimFound>[2],
      device: ActiveDevice,
      address: string,
    ) => approvals.claimFound(deps, tx, given, device, address),
    decide: (id: string, message: MultiSigned) => approvals.decide(deps, id, message),
    /** After a refusal, what had happened. */
    explain: (id: string, jws: string) => explain(deps, id, jws),
    cancel: (approval: Approval, reason: Parameters<typeof approvals.cancel>[2]) =>
      approvals.cancel(deps, approval, reason),
    /** In a stop's transaction: what its holder's phones, or the one that is stopped, had scanned ends. */
    endStopped: (tx: Tx, of: Parameters<typeof approvals.endStopped>[2]) =>
      approvals.endStopped(deps, tx, of),
    pending: (jws: string) => approvals.pending(deps, jws),
    history: (jws: string) => approvals.history(deps, jws),
    spend: (tx: Tx, id: ApprovalId, given: { asker: string; browser: string }) =>
      approvals.spend(tx, id, given),
    /** *Plus de temps*: once a request, for its own browser. False when there was nothing to give. */
    moreTime: (id: ApprovalId, browser: string) =>
      recordMoreTime(deps.db, id, { browser, window: lifetimes.decideWithMoreTime }),
    sweep: () => approvals.sweep(deps),
    /** Forgets what nobody claimed. */
    purge: () => purgeUnclaimed(deps.db, lifetimes.unclaimed),
  };
}
