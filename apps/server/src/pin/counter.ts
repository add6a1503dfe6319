import { canonicalJson, type DeviceId, type Json, type PublicJwk } from "@aval/protocol";
import { limits } from "#lifetimes";
import { after, type Instant, seconds } from "#platform/time";

/**
 * The count of one phone's tries: pure rules, no clock, no database.
 *
 * `version` rises with each change, so that a row put back from an older state is seen (see `settle`). `lastEvaluation`
 * names the one evaluation whose right decision may set `tries` back to 0.
 */
export type Counter = {
  readonly device: DeviceId;
  readonly keyId: string;
  readonly ik: PublicJwk;
  /** The public half of the code's key; absent until the phone has committed it. */
  readonly uk: PublicJwk | undefined;
  /** Evaluations since the last right code. */
  readonly tries: number;
  readonly version: number;
  /** The life of this service in which the row was written: see `journal.ts`. */
  readonly epoch: string;
  readonly lastEvaluation: string | undefined;
  /** The decision last found right (`toldAs`): telling it twice is the same news, and resets nothing. */
  readonly confirmedEvaluation: string | undefined;
  readonly nextTryAt: Instant;
  readonly state: "open" | "disabled" | "retired";
};

/** What the journal, which is in no database, remembers of a phone. */
export type Remembered = { readonly version: number; readonly tries: number };

export type Settled = {
  readonly counter: Counter;
  /**
   * Why the row was not taken at its word: somebody, or a restore, put an older row back. `two_epochs`: another program
   * of the same key file, with a folder of its own, counts on this database **now**; each takes the other's tries away.
   */
  readonly doubt: "rolled_back" | "other_epoch" | "two_epochs" | undefined;
};

/**
 * A genuine row as it counts now.
 *
 * A row older than the journal was rolled back: the journal's tries count, hence no try is won by writing to the
 * database. A row of another epoch was restored, or the journal is lost: nobody knows how many tries were made since,
 * so one is left, not ten, and once this epoch has counted, its count: else each row kept from before would give one
 * more. In all cases an evaluation made before proves nothing any more.
 */
export function settle(row: Counter, remembered: Remembered | undefined, epoch: string): Settled {
  const rolledBack = remembered !== undefined && row.version < remembered.version;
  const foreign = row.epoch !== epoch;
  if (!rolledBack && !foreign) return { counter: row, doubt: undefined };

  const known = rolledBack ? remembered.tries : Math.max(row.tries, remembered?.tries ?? 0);
  const counter = {
    ...row,
    epoch,
    version: Math.max(row.version, remembered?.version ?? 0),
    tries: foreign ? Math.max(known, limits.pinTries - 1) : known,
    lastEvaluation: undefined,
    confirmedEvaluation: undefined,
  };
  if (rolledBack) return { counter, doubt: "rolled_back" };
  return { counter, doubt: remembered ? "two_epochs" : "other_epoch" };
}

/** A phone's first row: its key, no code committed, no try counted. */
export function registered(
  given: Pick<Counter, "device" | "keyId" | "ik" | "epoch">,
  evaluation: string,
  now: Instant,
  before?: Counter,
): Counter {
  return {
    ...given,
    uk: undefined,
    tries: 0,
    version: (before?.version ?? 0) + 1,
    lastEvaluation: evaluation,
    confirmedEvaluation: undefined,
    nextTryAt: now,
    state: "open",
  };
}

/** With the public half of the code's key, given once. */
export function committed(counter: Counter, uk: PublicJwk): Counter {
  return { ...counter, uk, version: counter.version + 1 };
}

/** Whether the phone may still be evaluated, whatever the time. */
export function isSpent(counter: Counter): boolean {
  return counter.state !== "open" || counter.tries >= limits.pinTries;
}

export function triesLeft(counter: Counter): number {
  return counter.state === "open" ? Math.max(0, limits.pinTries - counter.tries) : 0;
}

/** With one try more. The count comes before the evaluation: a try is never free because something broke in between. */
export function counted(counter: Counter, evaluation: string, now: Instant): Counter {
  const tries = counter.tries + 1;
  const wait = limits.pinBackOffSeconds[tries] ?? 0;
  return {
    ...counter,
    tries,
    version: counter.version + 1,
    lastEvaluation: evaluation,
    nextTryAt: after(now, seconds(wait)),
  };
}

/**
 * After a right decision: no tries, and the evaluation that gave it is spent. `evaluation` says more than its name here:
 * it is the decision's `toldAs`, so that no second decision passes on the same evaluation.
 */
export function confirmed(counter: Counter, evaluation: string, now: Instant): Counter {
  return {
    ...counter,
    tries: 0,
    version: counter.version + 1,
    lastEvaluation: undefined,
    confirmedEvaluation: evaluation,
    nextTryAt: now,
  };
}

export function closed(counter: Counter, state: "disabled" | "retired"): Counter {
  return { ...counter, state, version: counter.version + 1, lastEvaluation: undefined };
}

/** What the journal keeps of it. A phone that is closed keeps no try, whatever row may be put back. */
export function toRemember(counter: Counter): Remembered {
  return {
    version: counter.version,
    tries: counter.state === "open" ? counter.tries : limits.pinTries,
  };
}

/**
 * The text a row's MAC covers: every column but the MAC, under a name of its own.
 *
 * What an attacker who writes to the database gains if one is missing: `tries` — endless guesses; `ik` — guesses without
 * the phone; `uk` — a code of his own; `lastEvaluation` — a reset by an old decision; `nextTryAt` — no waiting.
 */
export function macInput(counter: Counter): string {
  const {
    device,
    keyId,
    ik,
    uk,
    tries,
    version,
    epoch,
    lastEvaluation,
    confirmedEvaluation,
    nextTryAt,
    state,
  } = counter;
  const covered = {
    device,
    keyId,
    ik,
    uk,
    tries,
    version,
    epoch,
    lastEvaluation,
    confirmedEvaluation,
    nextTryAt,
    state,
  };
  return canonicalJson({ v: "aval.pin-counter.v1", ...(covered satisfies Counter) } as Json);
}
