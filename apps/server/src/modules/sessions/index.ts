/**
 * Sessions: what a spent approval opens, and the one place that ends it.
 *
 * A full session ends after 30 minutes without activity or four hours; a reduced one serves a single service for an hour.
 * Whether it is live is asked of the row, on the database's clock, each time: no node remembers, so none can be wrong.
 * Tokens, codes and the engine's own session die with it because they ask here. Whoever must be told of an end is told by
 * `ended`, in the transaction that ends it.
 *
 * Their holder lists and closes them from a phone, without a code (law 5). Nobody else is told of any (law 7).
 *
 * Source: psc-contract 1.5; DESIGN section 5.
 */
import type { ProfessionalId, SessionId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import * as sessions from "./sessions.ts";
import { enteredOn, findLive, holderOf, recordSeen } from "./store.ts";

export { sessionRoutes } from "./routes.ts";
export {
  type Ended,
  type Opening as SessionOpening,
  type Standing,
  softwareProofs,
  type Told,
} from "./session.ts";
export { knownBySession, knownTo, type SessionTables, usedBetween } from "./store.ts";

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(deps: sessions.SessionsDeps) {
  type Tx = typeof deps.db;
  return {
    open: (tx: Tx, given: Parameters<typeof sessions.open>[2]) => sessions.open(deps, tx, given),
    enter: (tx: Tx, session: Parameters<typeof sessions.enter>[2], service: string) =>
      sessions.enter(deps, tx, session, service),
    /** The session while it is live; `undefined` once idle, past its end or closed. */
    standing: (id: SessionId) => findLive(deps.db, id, lifetimes.sessionIdle),
    /** Activity (a refresh). False when the session is no longer live. */
    touch: (id: SessionId, tx: Tx = deps.db) => recordSeen(tx, id, lifetimes.sessionIdle),
    close: (id: SessionId, reason: string, tx: Tx = deps.db) =>
      sessions.close(deps, tx, id, reason),
    closeThose: (tx: Tx, which: Parameters<typeof sessions.closeThose>[2], reason: string) =>
      sessions.closeThose(deps, tx, which, reason),
    closeKnown: (tx: Tx, browser: string, reason: string) =>
      sessions.closeKnown(deps, tx, browser, reason),
    closeOf: (tx: Tx, upstreamVisits: readonly string[], reason: string) =>
      sessions.closeOf(deps, tx, upstreamVisits, reason),
    closeAll: (reason: string) => sessions.closeAll(deps, reason),
    /** What somebody entered on a browser lately. */
    enteredOn: (db: Tx, on: Parameters<typeof enteredOn>[1]) => enteredOn(db, on),
    /** Whose session it is or was. */
    holderOf: (id: SessionId) => holderOf(deps.db, id),
  };
}

export type HolderSessions = ReturnType<typeof createHolderSessions>;

/** What a phone says of its holder's sessions, and what their holder reads of them in a browser. */
export function createHolderSessions(deps: sessions.HolderDeps) {
  return {
    listOf: (professional: ProfessionalId) => sessions.listed(deps, { professional }),
    /** Ends one of this holder's, or all that are live. How many it ended. */
    closeOf: (
      tx: typeof deps.db,
      which: Pick<Parameters<typeof sessions.closeThose>[2], "professional" | "session">,
    ) => sessions.closeThose(deps, tx, which, "holder"),
    list: (jws: string) => sessions.list(deps, jws),
    close: (jws: string) => sessions.closeByHolder(deps, jws),
  };
}
