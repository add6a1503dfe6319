import { sql } from "kysely";
import type { AnyTables, Database } from "#platform/database";
import type { IdentityProvider } from "./identity-provider.ts";

export type IdentityProviderTables = {
  identity_provider: {
    name: string;
    issuer: string;
    client_id: string;
    structure: string;
    label: string;
    claim: string;
    is_inside: boolean;
    added_at: Date;
    removed_at: Date | null;
    asleep_since: Date | null;
    scope: string;
  };
};

type Db = Database<AnyTables>;
type Row = Pick<
  IdentityProviderTables["identity_provider"],
  "name" | "issuer" | "client_id" | "structure" | "label" | "claim" | "is_inside"
>;

const columns = sql`name, issuer, client_id, structure, label, claim, is_inside`;

const fromRow = ({ client_id: clientId, is_inside: isInside, ...row }: Row): IdentityProvider => ({
  ...row,
  clientId,
  isInside,
});

/** False when that name stands for one already. One that was removed is written over. */
export async function insertProvider(
  db: Db,
  given: IdentityProvider,
  scope: string,
): Promise<boolean> {
  const { name, issuer, clientId, structure, label, claim, isInside } = given;
  const result = await sql`
    insert into identity_provider (name, issuer, client_id, structure, label, claim, is_inside, added_at, scope)
    values (${name}, ${issuer}, ${clientId}, ${structure}, ${label}, ${claim}, ${isInside}, aval_now(), ${scope})
    on conflict (name) do update set issuer = excluded.issuer, client_id = excluded.client_id,
      structure = excluded.structure, label = excluded.label, claim = excluded.claim,
      is_inside = excluded.is_inside, added_at = excluded.added_at, removed_at = null, asleep_since = null, scope = excluded.scope
    where identity_provider.removed_at is not null`.execute(db);
  return result.numAffectedRows === 1n;
}

export async function findProvider(db: Db, name: string): Promise<IdentityProvider | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from identity_provider
     where name = ${name} and removed_at is null and asleep_since is null`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

/** Those that stand, with whether each sleeps since a restore. */
export async function listProviders(
  db: Db,
): Promise<(IdentityProvider & { readonly isAsleep: boolean })[]> {
  const { rows } = await sql<Row & { isAsleep: boolean }>`
    select ${columns}, asleep_since is not null as "isAsleep"
      from identity_provider where removed_at is null order by name`.execute(db);
  return rows.map(({ isAsleep, ...row }) => ({ ...fromRow(row), isAsleep }));
}

type Named = { readonly name: string; readonly structure: string };

/** Puts to sleep all that work. */
export async function recordProvidersAsleep(db: Db): Promise<readonly Named[]> {
  const { rows } = await sql<Named>`
    update identity_provider set asleep_since = aval_now()
     where removed_at is null and asleep_since is null returning name, structure`.execute(db);
  return rows;
}

/** The structure of one that slept, once. */
export async function recordProviderConfirmed(db: Db, name: string): Promise<string | undefined> {
  const { rows } = await sql<Named>`
    update identity_provider set asleep_since = null
     where name = ${name} and removed_at is null and asleep_since is not null
    returning name, structure`.execute(db);
  return rows[0]?.structure;
}

/** Whether it stands, and will until this transaction ends: whoever removes it waits, and closes what this opens. */
export async function holdProvider(db: Db, name: string): Promise<boolean> {
  const { rows } = await sql`
    select from identity_provider
     where name = ${name} and removed_at is null and asleep_since is null for share`.execute(db);
  return rows.length === 1;
}

/** The structure it was of, once. */
export async function recordProviderRemoved(db: Db, name: string): Promise<string | undefined> {
  const { rows } = await sql<{ structure: string }>`
    update identity_provider set removed_at = aval_now() where name = ${name} and removed_at is null
    returning structure`.execute(db);
  return rows[0]?.structure;
}
