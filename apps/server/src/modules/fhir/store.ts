import { type RawBuilder, sql } from "kysely";
import { type Database, sqlState } from "#platform/database";
import type { Duration } from "#platform/time";
import { type Condition, conditionOf, views } from "./conditions.ts";
import type { OrganizationRow } from "./organization.ts";
import type { PractitionerRow } from "./practitioner.ts";
import type { RoleRow } from "./practitioner-role.ts";
import type { Search } from "./query.ts";
import type { Sort } from "./search-parameters.ts";

/** The directory is read through the views of migration 0080, and by nobody else. */
export type FhirTables = {
  directory_read: { service: string; day: string; requests: number; resources: number };
};

type Tx = Database<FhirTables>;

/**
 * Reads in one snapshot, so that matches, what comes along with them and their number belong together. `patience`: the
 * database gives up a statement that takes longer; `undefined` then.
 */
export async function reading<T>(
  db: Tx,
  patience: Duration,
  work: (tx: Tx) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(async (tx) => {
        await sql`select set_config('statement_timeout', ${String(patience)}, true)`.execute(tx);
        return await work(tx);
      });
  } catch (fault) {
    if (sqlState(fault) === "57014") return undefined; // query_canceled: the patience was over.
    throw fault;
  }
}

/** Where a page ended: the key of its last match, and its moment when that is the order. */
export type Cursor = { readonly key: string; readonly at?: string };

/** A page of keys, and whether there are more. */
export type Page = { readonly keys: readonly string[]; readonly next: Cursor | undefined };

export async function page(
  tx: Tx,
  search: Search,
  base: string,
  after: Cursor | undefined,
): Promise<Page> {
  const { rows } = await pageStatement(search, base, after).execute(tx);
  const kept = rows.slice(0, search.count);
  const last = kept.at(-1);
  const isMore = rows.length > search.count && last !== undefined;
  const isByTime = search.sort.endsWith("_lastUpdated");
  return {
    keys: kept.map(({ key }) => key),
    next: isMore ? { key: last.key, ...(isByTime && { at: last.at }) } : undefined,
  };
}

/** One more than a page: the last tells that there are more. */
export function pageStatement(
  search: Search,
  base: string,
  after: Cursor | undefined,
): RawBuilder<{ key: string; at: string }> {
  const conditions = [...conditionsOf(search, base), ...keyset(search, after)];
  return sql`select r.key::text as key, r.last_updated::text as at from ${sql.table(views[search.type])} r
    where ${every(conditions)} order by ${orderOf(search.sort)} limit ${search.count + 1}`;
}

function conditionsOf(search: Search, base: string): Condition[] {
  return search.criteria.map((criterion) => conditionOf(search.type, criterion, base));
}

const every = (conditions: readonly Condition[]) =>
  sql.join([sql`true`, ...conditions], sql` and `);

function orderOf(sort: Sort): RawBuilder<unknown> {
  const orders: Readonly<Record<Sort, RawBuilder<unknown>>> = {
    _id: sql`r.key`,
    "-_id": sql`r.key desc`,
    _lastUpdated: sql`r.last_updated, r.key`,
    "-_lastUpdated": sql`r.last_updated desc, r.key desc`,
  };
  return orders[sort];
}

/** What comes after the cursor in the order: never a count of rows to skip, which inserts would shift. */
function keyset({ type, sort }: Search, after: Cursor | undefined): Condition[] {
  if (!after) return [];
  const key = type === "PractitionerRole" ? sql`${after.key}::bigint` : sql`${after.key}::text`;
  const than = sort.startsWith("-") ? sql`<` : sql`>`;
  return sort.endsWith("_lastUpdated")
    ? [sql`(r.last_updated, r.key) ${than} (${after.at ?? ""}::timestamptz, ${key})`]
    : [sql`r.key ${than} ${key}`];
}

export async function count(tx: Tx, search: Search, base: string): Promise<number> {
  const { rows } = await sql<{ of: number }>`
    select count(*) as of from ${sql.table(views[search.type])} r
    where ${every(conditionsOf(search, base))}`.execute(tx);
  return rows[0]?.of ?? 0;
}

/** What the planner expects: the cheap answer to how many. */
export async function estimate(tx: Tx, search: Search, base: string): Promise<number> {
  type Plan = { "QUERY PLAN": readonly { Plan: { "Plan Rows": number } }[] };
  const { rows } = await sql<Plan>`
    explain (format json) select r.key from ${sql.table(views[search.type])} r
    where ${every(conditionsOf(search, base))}`.execute(tx);
  return rows[0]?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? 0;
}

// Rows, in the order of the keys given.

function inOrder<T extends { key: unknown }>(keys: readonly string[], rows: readonly T[]): T[] {
  const byKey = new Map(rows.map((row) => [String(row.key), row]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

export async function practitioners(tx: Tx, keys: readonly string[]): Promise<PractitionerRow[]> {
  const { rows } = await sql<PractitionerRow>`
    select r.key, r.national_id, r.active, r.last_updated::text as last_updated,
      coalesce((select json_agg(json_build_object('value', i.value, 'origin', i.origin) order by i.position, i.value)
        from fhir_identifier i where i.practitioner = r.key), '[]') as others,
      coalesce((select json_agg(json_build_object('civility', n.civility, 'family', n.family, 'given', n.given,
          'of_exercise', n.of_exercise) order by n.position)
        from fhir_name n where n.practitioner = r.key), '[]') as names,
      coalesce((select json_agg(json_build_object('profession', q.profession, 'category', q.category,
          'know_how_type', q.know_how_type, 'know_how', q.know_how) order by q.position)
        from fhir_qualification q where q.practitioner = r.key), '[]') as qualifications
    from fhir_practitioner r where r.key = any(${[...keys]}::text[])`.execute(tx);
  return inOrder(keys, rows);
}

export async function roles(tx: Tx, keys: readonly string[]): Promise<RoleRow[]> {
  const { rows } = await sql<RoleRow>`
    select r.key, r.practitioner, r.organization, md5(r.organization) as organization_md5, r.active,
      r.last_updated::text as last_updated, r.genre, r.mode, r.role, r.pharmacist_section
    from fhir_role r where r.key = any(${[...keys]}::bigint[])`.execute(tx);
  return inOrder(keys, rows);
}

export async function organizations(tx: Tx, keys: readonly string[]): Promise<OrganizationRow[]> {
  const { rows } = await sql<OrganizationRow>`
    select r.key, md5(r.key) as md5, r.last_updated::text as last_updated, r.active, r.technical_id, r.siret, r.siren,
      r.finess, r.finess_legal, r.name, r.alias, r.addressee, r.geographic_point, r.street_number, r.street_repeat,
      r.street_type_code, r.street_name, r.distribution, r.city, r.postal_code, r.country_code, r.phone, r.phone2,
      r.fax, r.email,
      coalesce((select json_agg(distinct s.sector order by s.sector) from fhir_sector s where s.organization = r.key), '[]') as sectors
    from fhir_organization r where r.key = any(${[...keys]}::text[])`.execute(tx);
  return inOrder(keys, rows);
}

/** The key too long to be an id on the wire that has this hash. */
export async function longKey(tx: Tx, md5: string): Promise<string | undefined> {
  const { rows } = await sql<{ key: string }>`
    select r.key from fhir_organization r where md5(r.key) = ${md5} and length(r.key) > 21`.execute(
    tx,
  );
  return rows[0]?.key;
}

/** The roles of these people, at most `most`, and whether there are more. */
export async function rolesOf(
  tx: Tx,
  practitionerKeys: readonly string[],
  most: number,
): Promise<{ readonly keys: readonly string[]; readonly isCut: boolean }> {
  const { rows } = await sql<{ key: string }>`
    select r.key::text as key from fhir_role r where r.practitioner = any(${[...practitionerKeys]}::text[])
    order by r.key limit ${most + 1}`.execute(tx);
  return { keys: rows.slice(0, most).map(({ key }) => key), isCut: rows.length > most };
}

// What was read, by number.

export async function countReading(tx: Tx, service: string, resources: number): Promise<void> {
  await sql`
    insert into directory_read as d (service, day, requests, resources)
    values (${service}, aval_now()::date, 1, ${resources})
    on conflict (service, day) do update set requests = d.requests + 1, resources = d.resources + excluded.resources`.execute(
    tx,
  );
}

/** Takes the days that are over: each is taken by one caller, once. */
export async function takeEndedDays(
  tx: Tx,
): Promise<readonly { service: string; day: string; requests: number; resources: number }[]> {
  const { rows } = await sql<FhirTables["directory_read"]>`
    delete from directory_read where day < aval_now()::date
    returning service, day::text as day, requests, resources`.execute(tx);
  return rows;
}
