/**
 * What the desk reads: so far from the command line, by the operator on the host. Alerts are read out of the audit log by one
 * table (`alerts.ts`), so that nobody can forget to raise one; the outbox is what services and people are to be told.
 *
 * It writes nothing, and reads views only. Cases and measures are other modules' work, to come: an alert says whether a case is due.
 *
 * Source: DESIGN sections 5 and 10.
 */
import type { Database } from "#platform/database";
import { type Clock, type Duration, ms } from "#platform/time";
import { type Alert, alertsOf, caseWindow, factsRead } from "./alerts.ts";
import { type DeskTables, factsOf, outboxOf } from "./store.ts";

export type { Alert } from "./alerts.ts";
export type { Sending } from "./store.ts";

export type DeskDeps = { readonly db: Database<DeskTables>; readonly clock: Clock };

export function createDesk({ db, clock }: DeskDeps) {
  return {
    /** The alerts of the last `span`, oldest first. Read from a day before it: a second refusal has a first. */
    alerts: async (span: Duration): Promise<readonly Alert[]> => {
      const facts = await factsOf(db, factsRead, ms(span + caseWindow));
      const from = clock.now() - span;
      return alertsOf(facts).filter(({ at }) => Date.parse(at) > from);
    },
    /** What waits to be sent, and what became of the rest in the last `span`. */
    outbox: (span: Duration) => outboxOf(db, span),
  };
}
