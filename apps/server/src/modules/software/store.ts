import { type PublicJwk, publicJwk, thumbprint } from "@aval/protocol";
import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { type Database, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { ApiKey } from "./api-key.ts";
import { statement } from "#platform/statement";
import type { Complete, Grant, Sensitivity, Service } from "./registration.ts";

export type SoftwareTables = {
  service: {
    id: string;
    name: string;
    number: string;
    sensitivity: Sensitivity;
    accepts_reduced: boolean;
    accepts_psc_ciba: boolean;
    profile: "psc" | "strict";
    is_public: boolean;
    secret_hash: string | null;
    redirect_uris: string[];
    post_logout_redirect_uris: string[];
    backchannel_logout_uri: string | null;
    backchannel_logout_inside: boolean;
    grants: string[];
    acr: "eidas1";
    state: "active" | "suspended";
    transition_until: Date | null;
    product: string | null;
    scope: string;
    removed_at: Date | null;
  };
  bell_loss: {
    service: string;
    day: string;
    asked: number;
    refused: number;
    lost_at: Date;
    restored_at: Date | null;
    restored_by: string | null;
  };
  service_key: { service: string; kid: string; jwk: unknown };
  product: { id: string; name: string };
  api_key: {
    id: string;
    service: string;
    key_hash: string;
    issued_at: Date;
    expires_at: Date;
    last_used_on: string | null;
    removed_at: Date | null;
  };
};

type Tx = Database<SoftwareTables>;

function selectServices(db: Tx) {
  return db
    .selectFrom("service as s")
    .leftJoin("product as p", "p.id", "s.product")
    .select([
      "s.id",
      "s.name",
      "s.number",
      "s.sensitivity",
      "s.accepts_reduced",
      "s.accepts_psc_ciba",
      "s.profile",
      "s.is_public",
      "s.secret_hash",
    ])
    .select([
      "s.redirect_uris",
      "s.post_logout_redirect_uris",
      "s.backchannel_logout_uri",
      "s.backchannel_logout_inside",
      "s.grants",
      "s.acr",
    ])
    .select(["s.state", "s.scope", "s.transition_until", "p.name as software_name"])
    .select(sql<boolean>`coalesce(s.transition_until > aval_now(), false)`.as("in_transition"))
    .select((of) =>
      jsonArrayFrom(
        of
          .selectFrom("service_key as k")
          .select(["k.kid", "k.jwk"])
          .whereRef("k.service", "=", "s.id")
          .orderBy("k.kid"),
      ).as("keys"),
    )
    .where("s.removed_at", "is", null);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectServices>["executeTakeFirstOrThrow"]>>;

function rebuild(row: Row): Service {
  return {
    id: row.id,
    name: row.name,
    number: row.number,
    sensitivity: row.sensitivity,
    acceptsReduced: row.accepts_reduced,
    acceptsPscCiba: row.accepts_psc_ciba,
    profile: row.profile,
    isPublic: row.is_public,
    secretHash: row.secret_hash ?? undefined,
    jwks: row.keys.length === 0 ? undefined : { keys: row.keys.map(rebuildKey) },
    redirectUris: row.redirect_uris,
    postLogoutRedirectUris: row.post_logout_redirect_uris,
    backchannelLogoutUri: row.backchannel_logout_uri ?? undefined,
    backchannelLogoutInside: row.backchannel_logout_inside,
    grants: row.grants as Grant[],
    acr: row.acr,
    state: row.state,
    transitionUntil: row.transition_until ? toInstant(row.transition_until) : undefined,
    inTransition: row.in_transition,
    scope: row.scope,
    softwareName: row.software_name ?? undefined,
  };
}

function rebuildKey({ kid, jwk }: { kid: string; jwk: unknown }): PublicJwk & { kid: string } {
  const key = publicJwk(jwk as Partial<PublicJwk>);
  if (!key) throw new Error("inconsistent row: service_key.jwk is not a P-256 public key");
  return { ...key, kid };
}

const selectService = statement((db: Tx, by: { id: string }) =>
  selectServices(db).where("s.id", "=", by.id),
);

export async function find(db: Tx, id: string): Promise<Service | undefined> {
  const [row] = (await selectService(db, { id })).rows;
  return row && rebuild(row);
}

export async function list(db: Tx): Promise<Service[]> {
  return (await selectServices(db).orderBy("s.number").execute()).map(rebuild);
}

/** Inserts a service unless its id was ever taken. Returns whether it did. */
export async function insert(
  tx: Tx,
  service: Complete & {
    readonly id: string;
    readonly secretHash: string | undefined;
    readonly product: string | undefined;
  },
): Promise<boolean> {
  const result = await sql`
    insert into service (id, name, sensitivity, accepts_reduced, accepts_psc_ciba, profile, is_public, secret_hash, redirect_uris,
      post_logout_redirect_uris, backchannel_logout_uri, backchannel_logout_inside, grants, acr, state, product, scope)
    values (${service.id}, ${service.name}, ${service.sensitivity}, ${service.acceptsReduced}, ${service.acceptsPscCiba}, ${service.profile}, ${service.isPublic},
      ${service.secretHash ?? null}, ${[...service.redirectUris]}::text[], ${[...service.postLogoutRedirectUris]}::text[],
      ${service.backchannelLogoutUri ?? null}, ${service.backchannelLogoutInside}, ${[...service.grants]}::text[], ${service.acr}, 'active',
      ${service.product ?? null}, ${service.scope})
    on conflict (id) do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Until when a limited phone enters, in time to come and for a year at most; undefined: no longer. False: not this service. */
export async function updateTransition(
  tx: Tx,
  id: string,
  until: Instant | undefined,
  most: Duration,
): Promise<boolean> {
  const at = until === undefined ? null : new Date(until);
  const result = await sql`
    update service set transition_until = ${at}
    where id = ${id} and removed_at is null and (${at}::timestamptz is null
      or (sensitivity = 'sensitive' and accepts_reduced and ${at}::timestamptz > aval_now()
        and ${at}::timestamptz <= aval_now() + ${most} * interval '1 millisecond'))`.execute(tx);
  return result.numAffectedRows === 1n;
}

export async function insertKeys(
  tx: Tx,
  service: string,
  keys: readonly PublicJwk[],
): Promise<void> {
  for (const key of keys) {
    await sql`insert into service_key (service, kid, jwk) values (${service}, ${await thumbprint(key)}, ${JSON.stringify(key)}::jsonb)`.execute(
      tx,
    );
  }
}

/** The product under this id, made or given its present name. */
export async function saveProduct(
  tx: Tx,
  product: { readonly id: string; readonly name: string },
): Promise<void> {
  await sql`
    insert into product (id, name) values (${product.id}, ${product.name})
    on conflict (id) do update set name = excluded.name where product.name <> excluded.name`.execute(
    tx,
  );
}

/** Gives a live service other addresses. Returns whether any was changed. */
export async function updateAddresses(
  tx: Tx,
  id: string,
  addresses: {
    readonly redirectUris: readonly string[];
    readonly postLogoutRedirectUris: readonly string[];
    readonly backchannelLogoutUri: string | undefined;
  },
): Promise<boolean> {
  const redirects = sql`${[...addresses.redirectUris]}::text[]`;
  const afterLogout = sql`${[...addresses.postLogoutRedirectUris]}::text[]`;
  const logout = sql`${addresses.backchannelLogoutUri ?? null}::text`;
  const result = await sql`
    update service set redirect_uris = ${redirects}, post_logout_redirect_uris = ${afterLogout}, backchannel_logout_uri = ${logout}
    where id = ${id} and removed_at is null
      and (redirect_uris, post_logout_redirect_uris, backchannel_logout_uri)
        is distinct from (${redirects}, ${afterLogout}, ${logout})`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Gives a live service that has a secret another one. False when it is the same. */
export async function updateSecret(tx: Tx, id: string, hash: string): Promise<boolean> {
  const result = await sql`
    update service set secret_hash = ${hash}
    where id = ${id} and removed_at is null and secret_hash is not null and secret_hash <> ${hash}`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

/** Adds a key of a live service. `none`: there is no such service; `taken`: this very key was given before. */
export async function insertApiKey(
  tx: Tx,
  key: {
    readonly id: string;
    readonly service: string;
    readonly hash: string;
    readonly life: Duration;
  },
): Promise<{ readonly expiresAt: Instant } | "none" | "public" | "taken"> {
  const { rows } = await sql<{ is_public: boolean | null; expires_at: Date | null }>`
    with holder as (select id, is_public from service where id = ${key.service} and removed_at is null),
    added as (
      insert into api_key (id, service, key_hash, expires_at)
      select ${key.id}, holder.id, ${key.hash}, aval_now() + ${key.life} * interval '1 millisecond' from holder
        where not is_public
      on conflict (key_hash) do nothing returning expires_at)
    select (select is_public from holder) as is_public, (select expires_at from added) as expires_at`.execute(
    tx,
  );
  const [row] = rows;
  if (!row || row.is_public === null) return "none";
  if (row.is_public) return "public";
  return row.expires_at === null ? "taken" : { expiresAt: toInstant(row.expires_at) };
}

/** Every key a service was given, the newest first. */
export async function apiKeys(db: Tx, service: string): Promise<ApiKey[]> {
  const { rows } = await sql<{
    id: string;
    issued_at: Date;
    expires_at: Date;
    last_used_on: string | null;
    state: ApiKey["state"];
  }>`
    select id, issued_at, expires_at, last_used_on::text,
      case when removed_at is not null then 'removed' when expires_at <= aval_now() then 'expired' else 'active' end as state
    from api_key where service = ${service} order by issued_at desc, id`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    issuedAt: toInstant(row.issued_at),
    expiresAt: toInstant(row.expires_at),
    lastUsedOn: row.last_used_on ?? undefined,
  }));
}

/** Ends a key. Returns whether this call is the one that did. */
export async function removeApiKey(tx: Tx, service: string, id: string): Promise<boolean> {
  const result = await sql`
    update api_key set removed_at = aval_now()
    where id = ${id} and service = ${service} and removed_at is null`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** The service that a live key belongs to. Notes the day of use, once a day. */
export async function useApiKey(db: Tx, hash: string): Promise<string | undefined> {
  const { rows } = await sql<{ service: string }>`
    with held as (
      select k.id, k.service from api_key k join service s on s.id = k.service
      where k.key_hash = ${hash} and k.removed_at is null and k.expires_at > aval_now()
        and s.state = 'active' and s.removed_at is null),
    noted as (
      update api_key k set last_used_on = aval_now()::date from held
      where k.id = held.id and k.last_used_on is distinct from aval_now()::date)
    select service from held`.execute(db);
  return rows[0]?.service;
}

/** Gives a live service this state. `same`: it had it. */
export async function updateState(
  tx: Tx,
  id: string,
  state: "active" | "suspended",
): Promise<"none" | "same" | "changed"> {
  const { rows } = await sql<{ changed: boolean }>`
    with before as (select state from service where id = ${id} and removed_at is null for update)
    update service set state = ${state} from before where id = ${id}
    returning before.state <> ${state} as changed`.execute(tx);
  if (!rows[0]) return "none";
  return rows[0].changed ? "changed" : "same";
}

/** Stops a service for good. Returns whether this call is the one that did. */
export async function remove(tx: Tx, id: string): Promise<boolean> {
  const result = await sql`
    update service set state = 'suspended', removed_at = aval_now()
    where id = ${id} and removed_at is null`.execute(tx);
  return result.numAffectedRows === 1n;
}
