/**
 * The OpenID provider: what services talk to, in PSC's dialect.
 *
 * The protocol is `oidc-provider`'s; what makes it Aval is around it. Every authorization passes the login page and is
 * concluded there by the browser's own key (decision 0009). Whatever the engine must do once is one conditional statement
 * (`store.ts`): a code, a refresh token, a client assertion, and the end of a sign-in, so that one approval gives one code
 * however many requests race for it. Nothing is found whose session no longer stands: `sessions` is the truth, on every
 * node, at once. The database holds hashes of codes, tokens, cookies and secrets, never what could be presented.
 *
 * It promises PSC's paths, claims and lifetimes (psc-contract 1 and 2) with Keycloak's habits that its clients rely on.
 * It refuses: implicit and password grants, `plain` PKCE, silent answers to `prompt=none`, `offline_access` (a session
 * is four hours at most, here as there), and ids of tokens without their signature. PAR is not served, hence not announced. CIBA
 * is, by polls and as PSC's plain software asks (`ciba.ts`); exchange for such software's session alone (`exchange.ts`).
 *
 * A service that registered a back-channel logout address is told when a session it was in ends, whoever ended it (`logout.ts`).
 *
 * A `psc` client holds bearer tokens; only the browser's side is bound to a key. `docs/threats.md` says so.
 */
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { hashSecret } from "#platform/secret";
import { minutes, ms } from "#platform/time";
import { createNotes } from "./context.ts";
import { hasStream } from "./client.ts";
import { createTeller, type LogoutDeps, subjectOf, toldOf } from "./logout.ts";
import { readLoginPages } from "./login-pages.ts";
import { providerRoutes, showRefusals } from "./routes.ts";
import { type ProviderDeps, remembering, runtimeOf } from "./runtime.ts";
import { find, purge } from "./store.ts";

export { discovery, paths } from "./discovery.ts";
export { announceEnd } from "./logout.ts";
export { assets } from "./runtime.ts";
export type { ProviderDeps } from "./runtime.ts";
export type { ProviderTables } from "./store.ts";

export type Provider = ReturnType<typeof createProvider>;

export function createProvider(deps: ProviderDeps) {
  const runtime = runtimeOf(deps, createNotes());
  const pages = remembering(() => readLoginPages(deps.loginPages ?? ownLoginPages));
  const logout: LogoutDeps = {
    ...deps,
    issuer: deps.config.issuer,
    subjects: async () => (await runtime.useCases()).subjects,
  };
  const teller = createTeller(logout);
  const purging = everyMinute(async () => {
    await purge(deps.db, 5_000);
    await teller.purge();
  }, deps);
  return {
    /** The routes of the issuer's and the login pages' origin. */
    routes: (app: FastifyInstance): void => providerRoutes(app, runtime, pages),
    /** For the whole origin, before its routes: what it refuses is a page to whoever opens it in a browser. */
    showRefusals: (app: FastifyInstance): void => showRefusals(app, runtime),
    /** Forgets what has expired, some at a time; it does so every minute by itself. Returns how many rows went. */
    purge: (): Promise<number> => purge(deps.db, 5_000),
    /** Begins to tell services of sessions that ended, as far as this node has room; does not wait for their answers. */
    tellServices: () => teller.begin(),
    /** How many services are being told now. */
    tellingNow: () => teller.underWay(),
    /** What each service of sessions that ended knows of it. */
    toldOf: (sessions: Parameters<typeof toldOf>[1]) => toldOf(logout, sessions),
    /** Who somebody is to a service. */
    subjectOf: async (service: string, nationalId: string): Promise<string> => {
      const { subjects } = await runtime.useCases();
      const found = await deps.software.find(service);
      if (!found) throw new Error(`${service} is no service`);
      return subjectOf(subjects, found, nationalId);
    },
    /** The national id in a service's `sub`; not in one of the strict profile, which is a digest. */
    nationalIdOf: async (service: string, sub: string): Promise<string | undefined> => {
      const found = await deps.software.find(service);
      if (found?.profile !== "psc") return undefined;
      return (await runtime.useCases()).subjects.nationalId(sub);
    },
    /** The service whose own token this is, and what the token is for; `undefined`: it is none, over, or of a service that has no stream. */
    callerOf: async (
      token: string,
    ): Promise<{ service: string; scopes: readonly string[] } | undefined> => {
      const found = await find(deps.db, "ClientCredentials", hashSecret(token), ms(0));
      const { clientId, scope } = found?.payload ?? {};
      const service = typeof clientId === "string" ? await deps.software.find(clientId) : undefined;
      if (service?.state !== "active" || !hasStream(service)) return undefined;
      return { service: service.id, scopes: String(scope ?? "").split(" ") };
    },
    close: async (): Promise<void> => {
      await Promise.all([purging.stop(), teller.close()]);
    },
  };
}

const ownLoginPages = join(import.meta.dirname, "..", "..", "..", "..", "login", "dist");

function everyMinute(work: () => Promise<unknown>, { log }: ProviderDeps) {
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(work)
      .catch((fault: unknown) => log.error("provider_purge_failed", fault));
  }, minutes(1));
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
