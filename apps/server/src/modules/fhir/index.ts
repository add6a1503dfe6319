/**
 * The directory, read by registered services in FHIR R4: Practitioner, PractitionerRole, Organization, at the paths and with
 * the header of the national API, so that a client of that one reads this one.
 *
 * It promises: what can be searched is one table (`search-parameters.ts`), which the capability statement is made from; a page
 * link visits each match once, whatever is added meanwhile, and serves only the service it was given to; a search that would
 * cost too much is given up and says so.
 *
 * It refuses: anybody but an active registered service; parameters it does not hold, rather than answering something else;
 * to release a birth date, a gender or a contact detail, since it reads through views that have none. The log holds neither ids
 * nor what was searched; the audit log holds, for each service and day, two numbers.
 *
 * It writes nothing of the directory, and knows nothing of phones, sessions or stops: `active` is the register's word.
 */
import type { FastifyInstance } from "fastify";
import { lifetimes, limits } from "#lifetimes";
import type { Log } from "#platform/log";
import { capabilityStatement } from "./capability.ts";
import { type FhirDeps, report } from "./fhir.ts";
import { fhirPath, fhirRoutes } from "./routes.ts";
import { createWrongKeys } from "./wrong-keys.ts";

export type { FhirTables } from "./store.ts";

export type Fhir = {
  /** Mounts the addresses on the issuer's origin. */
  routes(app: FastifyInstance): void;
  /** Tells the audit log how much was read on the days that are over. */
  report(): Promise<void>;
};

export type FhirOptions = Omit<FhirDeps, "base" | "wrongKeys"> & {
  readonly log: Log;
  /** The issuer's origin. */
  readonly origin: string;
  readonly brand: string;
  readonly version: string;
};

export function createFhir({ origin, brand, version, log, ...rest }: FhirOptions): Fhir {
  const base = `${origin}${fhirPath}`;
  const wrongKeys = createWrongKeys(limits.directoryWrongKeys, lifetimes.directoryReadWindow);
  const deps = { ...rest, base, wrongKeys };
  const capability = capabilityStatement({ base, brand, version });
  return {
    routes: (app) => fhirRoutes(app, { ...deps, log, capability }),
    report: () => report(deps),
  };
}
