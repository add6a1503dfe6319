/**
 * Signing in: the sign-in page, its approval, and the session it opens.
 *
 * A page belongs to the browser key that first answered for it. It opens approvals, shows their frames or digits, and
 * concludes once one is approved: the approval is spent and a session opens, in one transaction. What an approval opens is
 * read from `rights.ts`, before the holder decides, so that the phone shows it and the holder signs it.
 *
 * Nobody types an identifier here: the phone says who its holder is. A stranger's page therefore makes nothing ring, appear
 * or count (law 2), and looks the same whoever it is aimed at (law 7).
 *
 * Source: DESIGN section 5; build-notes section 2.
 */
import type { ApprovalId, BrowserMessage, SessionId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Standing } from "#modules/sessions";
import { minutes } from "#platform/time";
import * as ciba from "./ciba.ts";
import { purgeCiba } from "./ciba-store.ts";
import * as login from "./login.ts";
import { purge } from "./store.ts";
import * as thisPhone from "./this-phone.ts";
import { purgeThisPhone } from "./this-phone-store.ts";

export { createAsker } from "./asker.ts";
export type { AuthorizationRequest, LoginDeps, Observed } from "./login.ts";
export type { Polled } from "./ciba.ts";
export type { LoginTables } from "./store.ts";
export { searchRoutes, thisPhoneRoutes } from "./routes.ts";
export type { Concluded } from "./view.ts";

export type Login = ReturnType<typeof createLogin>;

export function createLogin(deps: login.LoginDeps & ciba.CibaDeps) {
  return {
    page: (
      request: login.AuthorizationRequest,
      act: BrowserMessage["act"],
      jws: string,
      observed: login.Observed,
      session: SessionId | undefined,
    ) => login.page(deps, request, act, jws, observed, session),
    conclude: (
      request: login.AuthorizationRequest,
      jws: string,
      observed: login.Observed,
      session: SessionId | undefined,
    ) => login.conclude(deps, request, jws, observed, session),
    /** Whether a session still opens this service, as it stands now: asked before tokens are renewed. */
    keepsOpen: (session: Standing, client: string) => login.keepsOpen(deps, session, client),
    /** Forgets pages that came to nothing in two hours. */
    purge: async () => {
      await purge(deps.db, minutes(120));
      await purgeThisPhone(deps.db, minutes(120));
      await purgeCiba(deps.db, lifetimes.cibaMemory);
    },
    /** Requests of software: whether a client may ask, its request, its polls, and its holder's search for it. */
    mayAsk: (client: string) => ciba.mayAsk(deps, client),
    record: (given: Parameters<typeof ciba.record>[1]) => ciba.record(deps, given),
    poll: (handle: string, client: string) => ciba.poll(deps, handle, client),
    search: (jws: string, address: string) => ciba.search(deps, jws, address),
    settled: (approval: ApprovalId) => ciba.settled(deps, approval),
    /** The authenticator's origin saw an entry of a phone's own sign-in page: the pass for its page, once. */
    enter: (entry: string) => thisPhone.enter(deps, entry),
    claimHere: (jws: string, address: string) => thisPhone.claimHere(deps, jws, address),
    comeBack: (jws: string) => thisPhone.comeBack(deps, jws),
    /** The sign-in origin saw a return: whose page it is, and what that page shows its key with, once. */
    arrive: (secret: string) => thisPhone.arrive(deps, secret),
  };
}
