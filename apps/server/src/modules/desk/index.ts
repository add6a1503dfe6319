/**
 * The desk: what the staff read and do. Four parts so far.
 *
 * What the operator reads on the host (`createDesk`): alerts are read out of the audit log by the
 * table of `cases`, so that nobody can forget to raise one; the outbox is what services and people are to be told.
 *
 * That part writes nothing, and reads views only. Cases are `cases`' work; measures are to come.
 *
 * The enrolment desk (`createEnrolmentDesk`): a registrar sees a person and their document, a page of ours shows the code that the new
 * phone scans, and two registrars sign the phone's key with keys of their own. `enrolment` decides what that proves and how long it
 * waits; here is who signed what, once, within half an hour. Whoever's page is opened reads so in their history.
 *
 * *Lettres du jour* (`letters.ts`): what remote eIDs and letters are about to bring, where a registrar stops and does nothing else.
 *
 * *Annuaire* (`imports.ts`): extracts above their share, which two operators sign; the command on the host applies.
 *
 * It refuses by design: one person as two, a registrar of another authority, a signature over another phone, a list of people.
 * Source: DESIGN sections 5, 6 and 10; P-45; decision 0033.
 */
import type { Database } from "#platform/database";
import { type Clock, days, type Duration, ms } from "#platform/time";
import {
  type Alert,
  alertsOf,
  type CaseRow,
  casesLately,
  caseWindow,
  factsRead,
} from "#modules/cases";
import type { Visitor } from "#modules/staff";
import * as imports from "./imports.ts";
import * as letters from "./letters.ts";
import { type DeskTables, factsOf, firstDayOf, outboxOf } from "./store.ts";
import { purgeVisits } from "./visit-store.ts";
import * as visits from "./visits.ts";

export { isImportAgreed } from "./imports.ts";
export { importRoutes } from "./import-routes.ts";
export { deskRoutes } from "./routes.ts";
export type { Sending } from "./store.ts";

export type EnrolmentDesk = ReturnType<typeof createEnrolmentDesk>;

export type DeskDeps = { readonly db: Database<DeskTables>; readonly clock: Clock };

export function createDesk({ db, clock }: DeskDeps) {
  return {
    /** The alerts of the last `span`, oldest first. Read from a day before it: a second refusal has a first. */
    alerts: async (span: Duration): Promise<readonly Alert[]> => {
      const facts = await factsOf(db, factsRead, ms(span + caseWindow));
      const from = clock.now() - span;
      return alertsOf(facts).filter(({ at }) => Date.parse(at) > from);
    },
    /** The cases that go on, and those that ended in the last `span`. */
    cases: (span: Duration): Promise<readonly CaseRow[]> => casesLately(db, span),
    /** What waits to be sent, and what became of the rest in the last `span`. */
    outbox: (span: Duration) => outboxOf(db, span),
    /** How many a first day's list named, were told, and have a full phone. */
    firstDay: () => firstDayOf(db),
  };
}

export function createEnrolmentDesk(deps: visits.VisitDeps & letters.DeskLetterDeps) {
  return {
    findPerson: (...given: Tail<typeof visits.findPerson>) => visits.findPerson(deps, ...given),
    open: (...given: Tail<typeof visits.open>) => visits.open(deps, ...given),
    list: (...given: Tail<typeof visits.list>) => visits.list(deps, ...given),
    view: (...given: Tail<typeof visits.view>) => visits.view(deps, ...given),
    ask: (...given: Tail<typeof visits.ask>) => visits.ask(deps, ...given),
    sign: (...given: Tail<typeof visits.sign>) => visits.sign(deps, ...given),
    end: (...given: Tail<typeof visits.end>) => visits.end(deps, ...given),
    /** *Arrêter*, in the notice of a first signature. */
    stopByNotice: (...given: Tail<typeof visits.stopByNotice>) =>
      visits.stopByNotice(deps, ...given),
    listLetters: (who: Visitor) => letters.listLetters(deps, who),
    stopLetter: (...given: Tail<typeof letters.stopLetter>) => letters.stopLetter(deps, ...given),
    /** Forgets visits of long ago: who signed what is on the log. */
    purge: () => purgeVisits(deps.db, days(30)),
  };
}

export type Imports = ReturnType<typeof createImports>;

export function createImports(deps: imports.ImportDeps) {
  return {
    list: (who: Visitor) => imports.listImports(deps, who),
    ask: (...given: Tail<typeof imports.askImport>) => imports.askImport(deps, ...given),
    sign: (...given: Tail<typeof imports.signImport>) => imports.signImport(deps, ...given),
    refuse: (...given: Tail<typeof imports.refuseImport>) => imports.refuseImport(deps, ...given),
  };
}

type Tail<F extends (deps: never, ...rest: never[]) => unknown> = F extends (
  deps: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;
