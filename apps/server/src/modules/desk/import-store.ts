import { sql } from "kysely";
import { type AnyTables, type Database, toInstant } from "#platform/database";
import type { Instant } from "#platform/time";

type Db = Database<AnyTables>;

/** Who signed this import, the earliest first. */
export async function signersOf(
  db: Db,
  id: string,
): Promise<readonly { readonly staff: string; readonly at: Instant }[]> {
  const { rows } = await sql<{ staff: string; at: Date }>`
    select staff, signed_at as at from waiting_import_signature where import = ${id} order by signed_at, staff`.execute(
    db,
  );
  return rows.map(({ staff, at }) => ({ staff, at: toInstant(at) }));
}

/** Keeps a member's signature, once. */
export async function recordSigned(
  tx: Db,
  given: { readonly id: string; readonly staff: string; readonly signature: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into waiting_import_signature (import, staff, signature, signed_at)
    values (${given.id}, ${given.staff}, ${given.signature}, aval_now())
    on conflict do nothing returning staff`.execute(tx);
  return rows.length === 1;
}
