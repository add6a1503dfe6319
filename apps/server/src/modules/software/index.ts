/**
 * Who may ask for a sign-in: services and the software behind them.
 *
 * What a phone shows of a service (its name, its number, the product it is part of) comes from this registry and never
 * from the service's own requests. Return addresses are compared character by character, hence registered in full.
 *
 * Secrets are 32 random bytes, shown once and kept as a hash; a service may have keys in their place, and a page without a server
 * has neither (`isPublic`). A removed service is
 * found no more at once, and its id is never given again, so that nobody inherits what its holders approved.
 *
 * For reading the directory a service may have keys in place of its secret: shown once, kept as a hash, each with an end.
 *
 * The published list of intermediaries, versions and installations come with the software that needs them.
 */
import type { AuditTables } from "#modules/audit";
import type { Database } from "#platform/database";
import type { Outcome } from "#platform/outcome";
import type { Duration, Instant } from "#platform/time";
import type { ApiKey, IssuedKey } from "./api-key.ts";
import type { BellLoss } from "./bell-loss.ts";
import { losses, mayRing } from "./bell-loss-store.ts";
import * as identity from "./identity-provider.ts";
import { findProvider, holdProvider, listProviders } from "./identity-provider-store.ts";
import type { Registration, RegistrationRefusal, Service } from "./registration.ts";
import {
  byKey,
  bySecret,
  issueKey,
  judgeBells,
  moveTo,
  type Registered,
  register,
  remove,
  removeKey,
  renewSecret,
  restoreBells,
  setState,
  setTransition,
  type SoftwareDeps,
} from "./software.ts";
import { apiKeys, find, list, type SoftwareTables } from "./store.ts";

export type { ApiKey } from "./api-key.ts";
export type { BellLoss } from "./bell-loss.ts";
export type { IdentityProvider } from "./identity-provider.ts";
export { sleepAll as sleepIdentityProviders } from "./identity-provider.ts";
export {
  type Grant,
  grants,
  isRegistrable,
  type Registration,
  type RegistrationRefusal,
  type Sensitivity,
  type Service,
  sensitivities,
} from "./registration.ts";
export type { Registered } from "./software.ts";
export type { SoftwareTables } from "./store.ts";

type Tables = SoftwareTables & AuditTables;
type Addresses = Pick<Service, "redirectUris" | "postLogoutRedirectUris" | "backchannelLogoutUri">;

export type Software = {
  find(clientId: string): Promise<Service | undefined>;
  /** All that were not removed, by number. */
  list(): Promise<readonly Service[]>;
  register(
    tx: Database<Tables>,
    asked: Registration,
    how: { readonly by: string; readonly secret?: string },
  ): Promise<Outcome<Registered, RegistrationRefusal | "service_exists">>;
  moveTo(
    tx: Database<Tables>,
    service: Service,
    addresses: Addresses,
    by: string,
  ): Promise<Outcome<void, RegistrationRefusal>>;
  /** Another secret in place of the one there is. Changes nothing when it is the same. */
  renewSecret(tx: Database<Tables>, clientId: string, secret: string, by: string): Promise<void>;
  /** Stops a service, or lets it work again; `reason` is for the log. */
  setState(
    tx: Database<Tables>,
    clientId: string,
    how: { readonly state: Service["state"]; readonly by: string; readonly reason: string },
  ): Promise<Outcome<void, "unknown_service">>;
  /** Lets `limited` phones in until then, reduced and told each time (R15), or no longer. */
  setTransition(
    tx: Database<Tables>,
    clientId: string,
    how: { readonly until: Instant | undefined; readonly by: string; readonly reason: string },
  ): Promise<Outcome<void, "transition_refused">>;
  /** Whether it is at work and has its bells, as the caller's transaction sees it. */
  mayRing(tx: Database<Tables>, clientId: string): Promise<boolean>;
  /** Takes the bells of services that too many of their holders refuse. Harmless to run twice. */
  judgeBells(tx: Database<Tables>): Promise<void>;
  /** The services whose bells ring nobody for that reason. */
  bellLosses(): Promise<readonly BellLoss[]>;
  /** Gives a service its bells back. */
  restoreBells(
    tx: Database<Tables>,
    clientId: string,
    how: { readonly by: string; readonly reason: string },
  ): Promise<Outcome<void, "service_has_bells">>;
  remove(
    tx: Database<Tables>,
    clientId: string,
    by: string,
  ): Promise<Outcome<void, "unknown_service">>;
  issueKey(
    tx: Database<Tables>,
    clientId: string,
    how: { readonly by: string; readonly life: Duration; readonly value?: string },
  ): Promise<Outcome<IssuedKey, "unknown_service" | "key_needs_secret" | "key_taken">>;
  /** Every key a service was given, the newest first. */
  keysOf(clientId: string): Promise<readonly ApiKey[]>;
  removeKey(
    tx: Database<Tables>,
    clientId: string,
    key: string,
    by: string,
  ): Promise<Outcome<void, "unknown_api_key">>;
  /** The id of the active service that has this key. */
  byKey(key: string): Promise<string | undefined>;
  /** The id of the active service with this id and secret. */
  bySecret(clientId: string, secret: string): Promise<string | undefined>;
};

export function createSoftware(deps: SoftwareDeps): Software {
  return {
    find: (clientId) => find(deps.db, clientId),
    list: () => list(deps.db),
    register: (tx, asked, how) => register(deps, tx, asked, how),
    moveTo: (tx, service, addresses, by) => moveTo(deps, tx, service, addresses, by),
    renewSecret: (tx, clientId, secret, by) => renewSecret(deps, tx, clientId, secret, by),
    setState: (tx, clientId, how) => setState(deps, tx, clientId, how),
    setTransition: (tx, clientId, how) => setTransition(deps, tx, clientId, how),
    mayRing: (tx, clientId) => mayRing(tx, clientId),
    judgeBells: (tx) => judgeBells(deps, tx),
    bellLosses: () => losses(deps.db),
    restoreBells: (tx, clientId, how) => restoreBells(deps, tx, clientId, how),
    remove: (tx, clientId, by) => remove(deps, tx, clientId, by),
    issueKey: (tx, clientId, how) => issueKey(deps, tx, clientId, how),
    keysOf: (clientId) => apiKeys(deps.db, clientId),
    removeKey: (tx, clientId, key, by) => removeKey(deps, tx, clientId, key, by),
    byKey: (key) => byKey(deps, key),
    bySecret: (clientId, secret) => bySecret(deps, clientId, secret),
  };
}

export type IdentityProviders = ReturnType<typeof createIdentityProviders>;

/** The identity providers of establishments, which a service may name. */
export function createIdentityProviders(deps: identity.IdentityProvidersDeps) {
  return {
    find: (name: string) => findProvider(deps.db, name),
    /** Whether it stands, and will until this transaction ends. */
    hold: (tx: typeof deps.db, name: string) => holdProvider(tx, name),
    list: () => listProviders(deps.db),
    add: (given: Parameters<typeof identity.add>[1]) => identity.add(deps, given),
    remove: (name: string, how: Parameters<typeof identity.remove>[2]) =>
      identity.remove(deps, name, how),
    confirm: (name: string, by: string) => identity.confirm(deps, name, by),
  };
}
