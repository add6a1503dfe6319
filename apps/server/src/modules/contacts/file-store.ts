import type { ContactKind, ContactRequestId, ProfessionalId } from "@aval/protocol";
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

/** What is named, or undone, of lines of this authority's files that still wait: they give way. Another authority's do not. */
export async function endLines(
  tx: Db,
  given: {
    readonly authority: string;
    readonly undoes: string | undefined;
    readonly named: readonly {
      readonly professional: ProfessionalId;
      readonly kind: ContactKind;
    }[];
  },
): Promise<readonly { id: ContactRequestId; professional: ProfessionalId; kind: ContactKind }[]> {
  const { rows } = await sql<{
    id: ContactRequestId;
    professional: ProfessionalId;
    kind: ContactKind;
  }>`
    update contact_request set decided_at = aval_now(), outcome = 'expired'
    where source = ${given.authority} and asked_run is not null and decided_at is null
      and (asked_run = ${given.undoes ?? null} or (professional, kind) in (
        select n.professional, n.kind from unnest(${given.named.map((one) => one.professional)}::text[], ${given.named.map((one) => one.kind)}::text[]) as n (professional, kind)))
    returning id, professional, kind`.execute(tx);
  return rows;
}
