import type { RetentionKind } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Duration } from "#platform/time";

/** The two stores of DESIGN section 7: evidence, six years; network traces, twelve months. */
export type Store = "evidence" | "network";

export const termOf: Readonly<Record<Store, Duration>> = {
  evidence: lifetimes.evidence,
  network: lifetimes.traces,
};

/**
 * When a row of a table is past its term, as the job reads it. Pieces of SQL, written by us and nobody else; the row is `x`.
 */
export type Term = {
  readonly store: Store;
  /** When what the row says was over; null: it goes on, and stays. */
  readonly since: string;
  /** Which rows; absent: all. */
  readonly only?: string;
  /** Whom it is about: kept while an open case or a complaint file younger than the term is about them. */
  readonly person?: string;
  /** The case it is of: the same. */
  readonly ofCase?: string;
  /** The column that is emptied, where the row stays. It then says that the network is unknown. */
  readonly empties?: string;
};

/** A row of the table of retention that the job applies: of which database table, and how. `name` is unique. */
export type Applied = { readonly name: string; readonly table: string; readonly term: Term };

/** A table that the job leaves alone, and why. */
export type Kept = { readonly table: string; readonly kind: RetentionKind };
