import { sql } from "kysely";
import type { AnyTables, Database } from "./database.ts";

/**
 * Turns, for what no single row could settle: of two transactions that each would not see the other, the second waits and then
 * sees the first. `what` names the concern and whom it is about; a turn ends with its transaction.
 */
type Tx = Database<AnyTables>;

/** Waits for whoever has or holds this turn, and keeps everybody else out. */
export async function takeTurn(tx: Tx, what: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${what}, 7))`.execute(tx);
}

/** Keeps those who would take this turn waiting. Many may hold it at once. */
export async function holdTurn(tx: Tx, what: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${what}, 7))`.execute(tx);
}
