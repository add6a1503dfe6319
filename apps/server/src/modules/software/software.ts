import { idFrom } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Audit, AuditTables } from "#modules/audit";
import { type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { hashSecret, newSecret, Secret, sameText } from "#platform/secret";
import { type Duration, epochSeconds, type Instant } from "#platform/time";
import { takeTurn } from "#platform/turns";
import type { IssuedKey } from "./api-key.ts";
import {
  complete,
  type Registration,
  type RegistrationRefusal,
  type Service,
} from "./registration.ts";
import * as bellLosses from "./bell-loss-store.ts";
import * as store from "./store.ts";

type Tables = store.SoftwareTables & AuditTables;

export type SoftwareDeps = {
  readonly db: Database<store.SoftwareTables>;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
};

export type Registered = {
  readonly service: Service;
  /** To be shown once: only its hash is kept. Absent for a service that has keys of its own, and for a public one. */
  readonly secret: Secret | undefined;
};

/**
 * Registers a service. `by` says who did it, for the log.
 *
 * `secret`: given in the sandbox, where clients know it beforehand; else 32 random bytes. Only its SHA-256 is kept, which
 * is enough for what nobody could guess.
 */
export async function register(
  { random, audit }: SoftwareDeps,
  tx: Database<Tables>,
  asked: Registration,
  { by, secret = newSecret(random) }: { readonly by: string; readonly secret?: string },
): Promise<Outcome<Registered, RegistrationRefusal | "service_exists">> {
  const completed = complete(asked);
  if (!completed.ok) return completed;
  const id = asked.id ?? newId("svc", random);
  const hasSecret = (asked.keys?.length ?? 0) === 0 && !completed.value.isPublic;

  return transact(tx, async (inside) => {
    if (asked.product) await store.saveProduct(inside, asked.product);
    const row = {
      ...completed.value,
      id,
      product: asked.product?.id,
      secretHash: hasSecret ? hashSecret(secret) : undefined,
    };
    if (!(await store.insert(inside, row))) return deny("service_exists");
    await store.insertKeys(inside, id, asked.keys ?? []);
    const service = await store.find(inside, id);
    if (!service) throw new Error(`service ${id} was registered and is gone`);
    await audit.append(inside, {
      fact: "service_registered",
      service: id,
      number: service.number,
      sensitivity: service.sensitivity,
      by,
    });
    return done({ service, secret: hasSecret ? new Secret(secret) : undefined });
  });
}

/** Gives a service other addresses, by the same rules as at registration. Changes nothing when they are the same. */
export async function moveTo(
  { audit }: SoftwareDeps,
  tx: Database<Tables>,
  service: Service,
  addresses: {
    readonly redirectUris: readonly string[];
    readonly postLogoutRedirectUris: readonly string[];
    readonly backchannelLogoutUri: string | undefined;
  },
  by: string,
): Promise<Outcome<void, RegistrationRefusal>> {
  const { backchannelLogoutUri, ...others } = addresses;
  const { id, backchannelLogoutUri: _before, ...rest } = service;
  const completed = complete({
    ...rest,
    ...others,
    ...(backchannelLogoutUri ? { backchannelLogoutUri } : {}),
  });
  if (!completed.ok) return completed;
  return transact(tx, async (inside) => {
    if (await store.updateAddresses(inside, id, addresses)) {
      await audit.append(inside, {
        fact: "service_changed",
        service: id,
        changed: ["redirectUris", "postLogoutRedirectUris", "backchannelLogoutUri"],
        by,
      });
    }
    return done(undefined);
  });
}

/** Another secret for a live service that has one: whoever has only the old one is a stranger from here on. */
export async function renewSecret(
  { audit }: SoftwareDeps,
  tx: Database<Tables>,
  id: string,
  secret: string,
  by: string,
): Promise<void> {
  await transact(tx, async (inside) => {
    if (!(await store.updateSecret(inside, id, hashSecret(secret)))) return;
    await audit.append(inside, { fact: "service_changed", service: id, changed: ["secret"], by });
  });
}

/**
 * Stops a service, or lets it work again. Stopped, it signs nobody in, its tokens are renewed no more, and its software's requests
 * are found by nobody.
 */
export async function setState(
  { audit }: SoftwareDeps,
  tx: Database<Tables>,
  id: string,
  how: { readonly state: Service["state"]; readonly by: string; readonly reason: string },
): Promise<Outcome<void, "unknown_service">> {
  const { state, by, reason } = how;
  return transact(tx, async (inside) => {
    const found = await store.updateState(inside, id, state);
    if (found === "none") return deny("unknown_service");
    const fact = state === "suspended" ? "service_suspended" : "service_resumed";
    if (found === "changed") await audit.append(inside, { fact, service: id, by, reason });
    return done(undefined);
  });
}

/**
 * Opens a dated transition, or ends it: until then a `limited` phone enters this service from any browser, reduced, and its holder is
 * told each time (R15). For `sensitive` services that accept reduced sessions, a year at most.
 */
export async function setTransition(
  { audit }: SoftwareDeps,
  tx: Database<Tables>,
  id: string,
  how: { readonly until: Instant | undefined; readonly by: string; readonly reason: string },
): Promise<Outcome<void, "transition_refused">> {
  const { until, by, reason } = how;
  return transact(tx, async (inside) => {
    if (!(await store.updateTransition(inside, id, until, lifetimes.transition)))
      return deny("transition_refused");
    await audit.append(inside, {
      fact: "service_transition_set",
      service: id,
      ...(until === undefined ? {} : { until: epochSeconds(until) }),
      by,
      reason,
    });
    return done(undefined);
  });
}

/**
 * Looks at whom every service asked lately: takes the bells of those that too many refused, and gives back those that were lost by
 * refusals which their holders have taken back. Nodes in turn.
 */
export async function judgeBells({ audit }: SoftwareDeps, tx: Database<Tables>): Promise<void> {
  await transact(tx, async (inside) => {
    await takeTurn(inside, "aval.software.bells");
    for (const service of await bellLosses.recordTakenBack(inside))
      await audit.append(inside, { fact: "service_bells_restored", service, by: "taken_back" });
    for (const loss of await bellLosses.recordLosses(inside))
      await audit.append(inside, { fact: "service_bells_lost", ...loss });
  });
}

/** A person gives a service its bells back; `reason` is for the log. That day is judged no more. */
export async function restoreBells(
  { audit }: SoftwareDeps,
  tx: Database<Tables>,
  service: string,
  how: { readonly by: string; readonly reason: string },
): Promise<Outcome<void, "service_has_bells">> {
  return transact(tx, async (inside) => {
    if (!(await bellLosses.recordRestored(inside, service, how.by)))
      return deny("service_has_bells");
    await audit.append(inside, { fact: "service_bells_restored", service, ...how });
    return done(undefined);
  });
}

/** Stops a service for good: it is found no more, and its id is never given again. */
export async function remove(
  { audit }: SoftwareDeps,
  tx: Database<Tables>,
  id: string,
  by: string,
): Promise<Outcome<void, "unknown_service">> {
  return transact(tx, async (inside) => {
    if (!(await store.remove(inside, id))) return deny("unknown_service");
    await audit.append(inside, { fact: "service_suspended", service: id, by });
    return done(undefined);
  });
}

/**
 * Gives a service a key for reading the directory. `value`: in the sandbox, where it is known beforehand; else 32 random
 * bytes. A service that can keep no secret gets none. Whoever has the key reads as this service until the key expires or is
 * removed; it opens nothing else.
 */
export async function issueKey(
  { random, audit }: SoftwareDeps,
  tx: Database<Tables>,
  service: string,
  how: { readonly by: string; readonly life: Duration; readonly value?: string },
): Promise<Outcome<IssuedKey, "unknown_service" | "key_needs_secret" | "key_taken">> {
  const value = how.value ?? newSecret(random);
  const id = idFrom("key", random.bytes(17)).slice(-8);
  return transact(tx, async (inside) => {
    const added = await store.insertApiKey(inside, {
      id,
      service,
      hash: hashSecret(value),
      life: how.life,
    });
    if (added === "none") return deny("unknown_service");
    if (added === "public") return deny("key_needs_secret");
    if (added === "taken") return deny("key_taken");
    await audit.append(inside, { fact: "api_key_issued", service, key: id, by: how.by });
    return done({ id, key: new Secret(value), expiresAt: added.expiresAt });
  });
}

/** Ends a key at once and for good. */
export async function removeKey(
  { audit }: SoftwareDeps,
  tx: Database<Tables>,
  service: string,
  key: string,
  by: string,
): Promise<Outcome<void, "unknown_api_key">> {
  return transact(tx, async (inside) => {
    if (!(await store.removeApiKey(inside, service, key))) return deny("unknown_api_key");
    await audit.append(inside, { fact: "api_key_removed", service, key, by });
    return done(undefined);
  });
}

/**
 * The active service that has this key. It is looked up by its hash: which of 2^256 values is near tells nobody anything,
 * in time either.
 */
export async function byKey({ db }: SoftwareDeps, key: string): Promise<string | undefined> {
  return store.useApiKey(db, hashSecret(key));
}

/** The active service with this id and secret, by the check of the token endpoint. Nobody is told which of the two is wrong. */
export async function bySecret(
  { db }: SoftwareDeps,
  id: string,
  secret: string,
): Promise<string | undefined> {
  const service = await store.find(db, id);
  const matches = sameText(hashSecret(secret), service?.secretHash ?? "no secret");
  return matches && service?.state === "active" ? service.id : undefined;
}
