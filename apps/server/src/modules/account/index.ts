/**
 * *Mon accès*: what a holder sees of themselves in a browser, and may stop or change there.
 *
 * It is a service of Aval's own, and enters as any service does: two clients of the registry, `sensitive` for reading and `critical`
 * for changing, so that the rights table, the sign-in page and the phone treat it as they treat others. Stopping is always allowed to
 * whoever may read (law 5); which act needs what is `acts.ts`.
 *
 * It reads other modules' tables through views of its own, and changes them through their faces only. A visit is worth nothing once
 * its session has ended, on any node, and a reduced session makes none. One visit has no session: while a block or a freeze stands,
 * a card lets its holder read (`while-stopped.ts`).
 *
 * It refuses by design: to show a contact unmasked; to say of another holder's row more than of one that never was (law 7).
 */
import { join } from "node:path";
import type { ProfessionalId } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import { lifetimes } from "#lifetimes";
import * as account from "./account.ts";
import { accountPhoneRoutes } from "./phone-routes.ts";
import { type AccountPages, accountRoutes } from "./routes.ts";
import { purgeVisits } from "./store.ts";
import { handOver } from "./while-stopped.ts";

export { wantsMoreTime } from "./account.ts";
export { doorOf, untoldKinds } from "./acts.ts";

export type Account = ReturnType<typeof createAccount>;

export function createAccount(
  deps: Omit<account.AccountDeps, "redirectUri"> & Omit<AccountPages, "dist">,
) {
  const known = { ...deps, redirectUri: `${deps.origin}/mon-acces/retour` };
  return {
    /** The services it is entered through, in the registry. At each start, on every node. */
    register: () => account.register(known),
    routes: (app: FastifyInstance): void => accountRoutes(app, known, { ...deps, dist: ownPages }),
    /** Where notices went, masked: for their holder's full phone. */
    reached: (notices: readonly string[]) => account.reached(deps, notices),
    /** What the history says since a moment, and the phones and places there are: for a complaint file. */
    told: (...given: Tail<typeof account.told>) => account.told(deps, ...given),
    things: (...given: Tail<typeof account.things>) => account.things(deps, ...given),
    /** The history on a phone. */
    phoneRoutes: (app: FastifyInstance): void => accountPhoneRoutes(app, known),
    /** The card's host hands a read-only visit to its browser, while something holds every entry. */
    handOver: (tx: account.Tx, professional: ProfessionalId) => handOver(deps, tx, professional),
    /** Where a browser goes with what was handed over: after the number sign, which reaches no server, log or referrer. */
    addressOf: (handed: string) => `${deps.origin}/mon-acces#lire=${handed}`,
    /** Forgets visits that are over. */
    purge: () => purgeVisits(deps.db, lifetimes.session),
  };
}

type Tail<F extends (deps: never, ...rest: never[]) => unknown> = F extends (
  deps: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;

const ownPages = join(import.meta.dirname, "..", "..", "..", "..", "account", "dist");
