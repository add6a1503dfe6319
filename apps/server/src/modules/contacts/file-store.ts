import type { ContactKind, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import type { AnyTables, Database } from "#platform/database";
import { takeTurn } from "#platform/turns";

type Db = Database<AnyTables>;

/** Who signed this list, the earliest first. */
export async function signersOf(db: Db, file: string): Promise<readonly string[]> {
  const { rows } = await sql<{ staff: string }>`
    select staff from contact_file_signature where file = ${file} order by signed_at, staff`.execute(
    db,
  );
  return rows.map(({ staff }) => staff);
}

/**
 * Keeps a member's signature, once, who signed besides, or `undefined` when this member had. They take turns, so that of two who sign at once one
 * sees the other.
 */
export async function recordSigned(
  tx: Db,
  given: { readonly file: string; readonly staff: string; readonly signature: string },
): Promise<readonly string[] | undefined> {
  await takeTurn(tx, `aval.contact_file.${given.file}`);
  const { rows } = await sql`
    insert into contact_file_signature (file, staff, signature, signed_at)
    values (${given.file}, ${given.staff}, ${given.signature}, aval_now())
    on conflict do nothing returning staff`.execute(tx);
  if (rows.length !== 1) return undefined;
  return (await signersOf(tx, given.file)).filter((staff) => staff !== given.staff);
}

/** A file's line about this person and kind that still waits gives way to a newer one's. */
export async function endOlderLine(
  tx: Db,
  given: { readonly professional: ProfessionalId; readonly kind: ContactKind },
): Promise<void> {
  await sql`
    update contact_request set decided_at = aval_now(), outcome = 'expired'
    where professional = ${given.professional} and kind = ${given.kind} and asked_run is not null and decided_at is null`.execute(
    tx,
  );
}
