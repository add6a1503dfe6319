/**
 * Limits: one ledger for every path, on the durable store, so that no path, no node and no restart forgets a count.
 *
 * `spend` counts before what it guards happens. A limit whose name and subject are the same is the same limit,
 * whoever asks. Source: facts/reliability section 0, point 4.
 */
import type { Database } from "#platform/database";
import type { Duration } from "#platform/time";
import * as store from "./store.ts";

export type { LimitTables } from "./store.ts";

export type Limits = {
  /** True when this use is within `max` uses by `subject` in the window that began with its first use. */
  spend(
    tx: Database<store.LimitTables>,
    name: string,
    subject: string,
    max: number,
    window: Duration,
  ): Promise<boolean>;
  /** Gives back a use that turned out right: what is counted before it is known must not cost the honest. */
  refund(tx: Database<store.LimitTables>, name: string, subject: string): Promise<void>;
  /** True the first time `id` is shown for `purpose`; remembered for `memory`. A replay is false on every node. */
  once(
    tx: Database<store.LimitTables>,
    purpose: string,
    id: string,
    memory: Duration,
  ): Promise<boolean>;
  purge(tx: Database<store.LimitTables>): Promise<void>;
};

export function createLimits(): Limits {
  return {
    spend: (tx, name, subject, max, window) => store.spend(tx, { name, subject, max, window }),
    refund: store.refund,
    once: (tx, purpose, id, memory) => store.once(tx, { purpose, id, memory }),
    purge: store.purge,
  };
}
