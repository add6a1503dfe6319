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
import { minutes, ms } from "#platform/time";
import * as ciba from "./ciba.ts";
import { purgeCiba } from "./ciba-store.ts";
import * as strict from "./ciba-strict.ts";
import * as login from "./login.ts";
import { purge } from "./store.ts";
import * as thisPhone from "./this-phone.ts";
import * as upstream from "./upstream.ts";
import { purgeUpstream, spentBy } from "./upstream-store.ts";
import { purgeThisPhone } from "./this-phone-store.ts";

export { createAsker } from "./asker.ts";
export type { AuthorizationRequest, LoginDeps, Observed } from "./login.ts";
export type { Polled } from "./ciba.ts";
export type { LoginTables } from "./store.ts";
export { searchRoutes, thisPhoneRoutes } from "./routes.ts";
export type { Concluded } from "./view.ts";

export type Login = ReturnType<typeof createLogin>;

export function createLogin(deps: login.LoginDeps & ciba.CibaDeps & strict.StrictDeps) {
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
      await deps.upstream?.purge();
      await purgeCiba(deps.db, lifetimes.cibaMemory);
    },
    /** Requests of software: whether a client may ask, its request, its polls, and its holder's search for it. */
    mayAsk: (by: Parameters<typeof ciba.mayAsk>[1]) => ciba.mayAsk(deps, by),
    record: (given: Parameters<typeof ciba.record>[1]) => ciba.record(deps, given),
    poll: (handle: string, by: Parameters<typeof ciba.poll>[2]) => ciba.poll(deps, handle, by),
    /** The same of strict software, whose digits and frames are ours. */
    recordStrict: (given: Parameters<typeof strict.recordStrict>[1]) =>
      strict.recordStrict(deps, given),
    frameFor: (given: Parameters<typeof strict.frameFor>[1]) => strict.frameFor(deps, given),
    search: (jws: string, address: string) => ciba.search(deps, jws, address),
    settled: (approval: ApprovalId) => ciba.settled(deps, approval),
    /** The authenticator's origin saw an entry of a phone's own sign-in page: the pass for its page, once. */
    enter: (entry: string) => thisPhone.enter(deps, entry),
    claimHere: (jws: string, address: string) => thisPhone.claimHere(deps, jws, address),
    comeBack: (jws: string) => thisPhone.comeBack(deps, jws),
    /** The browser came back from an establishment's own provider; `undefined` whatever does not hold. */
    comeFromEstablishment: async (
      query: URLSearchParams,
      isBegunHere: (signIn: string) => Promise<boolean>,
    ) => deps.upstream?.finish(query, isBegunHere),
    /** The sign-in origin saw a return: whose page it is, and what that page shows its key with, once. */
    arrive: (secret: string) => thisPhone.arrive(deps, secret),
  };
}

/** The passages by a provider of this name whose sessions may be open. */
export const openedByProvider = (tx: upstream.UpstreamDeps["db"], provider: string) =>
  spentBy(tx, provider, ms(lifetimes.session + lifetimes.upstreamReturn));

export type Upstream = ReturnType<typeof createUpstream>;

/** Establishments' own identity providers, as sign-in pages go to them and come back. */
export function createUpstream(given: Omit<upstream.UpstreamDeps, "known">) {
  const deps: upstream.UpstreamDeps = { ...given, known: new Map() };
  return {
    door: (hint: string, service: string) => upstream.doorOf(deps, hint, service),
    begin: (page: Parameters<typeof upstream.begin>[1]) => upstream.begin(deps, page),
    /** The browser came back: which page it goes to and what it shows there; `undefined` whatever does not hold. */
    finish: (query: URLSearchParams, isBegunHere: Parameters<typeof upstream.finish>[2]) =>
      upstream.finish(deps, query, isBegunHere),
    comeBack: (shown: Parameters<typeof upstream.comeBack>[1]) => upstream.comeBack(deps, shown),
    /** Who that is, while the provider of this name may name them. */
    names: (provider: string, nationalId: string) => upstream.names(deps, provider, nationalId),
    /** Whether the provider of this name stands, and will until this transaction ends. */
    hold: (tx: typeof deps.db, provider: string) => deps.providers.hold(tx, provider),
    purge: () => purgeUpstream(deps.db, minutes(120)),
  };
}
