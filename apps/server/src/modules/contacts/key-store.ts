import { sql } from "kysely";
import { type AnyTables, type Database, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

/** Keys of authorities' programs. `store.ts` has what they ask for. */
type Db = Database<AnyTables>;

/** A key as the operator's list shows it. */
export type ContactKey = {
  readonly id: string;
  readonly authority: string;
  readonly state: "active" | "expired" | "removed";
  readonly expiresAt: Instant;
  readonly lastUsedOn: string | undefined;
};

export async function insertKey(
  tx: Db,
  given: { readonly id: string; readonly authority: string; readonly hash: string },
  life: Duration,
): Promise<Instant> {
  const { rows } = await sql<{ expires_at: Date }>`
    insert into contact_key (id, authority, key_hash, issued_at, expires_at)
    values (${given.id}, ${given.authority}, ${given.hash}, aval_now(), aval_now() + ${life} * interval '1 millisecond')
    returning expires_at`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error("a key was not kept");
  return toInstant(row.expires_at);
}

/** Ends a key, once. */
export async function recordKeyRemoved(tx: Db, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ authority: string }>`
    update contact_key set removed_at = aval_now() where id = ${id} and removed_at is null returning authority`.execute(
    tx,
  );
  return rows[0]?.authority;
}

export async function listKeys(db: Db): Promise<readonly ContactKey[]> {
  const { rows } = await sql<{
    id: string;
    authority: string;
    state: ContactKey["state"];
    expires_at: Date;
    last_used_on: string | null;
  }>`
    select id, authority, expires_at, last_used_on::text,
      case when removed_at is not null then 'removed' when expires_at <= aval_now() then 'expired' else 'active' end as state
    from contact_key order by issued_at desc, id`.execute(db);
  return rows.map(({ expires_at: at, last_used_on: usedOn, ...row }) => ({
    ...row,
    expiresAt: toInstant(at),
    lastUsedOn: usedOn ?? undefined,
  }));
}

/** Whose live key this is; notes the day of use, once a day. */
export async function useKey(
  db: Db,
  hash: string,
): Promise<{ readonly id: string; readonly authority: string } | undefined> {
  const { rows } = await sql<{ id: string; authority: string }>`
    with held as (
      select id, authority from contact_key where key_hash = ${hash} and removed_at is null and expires_at > aval_now()
    ), noted as (
      update contact_key k set last_used_on = aval_now()::date from held
      where k.id = held.id and k.last_used_on is distinct from aval_now()::date
    )
    select id, authority from held`.execute(db);
  return rows[0];
}
