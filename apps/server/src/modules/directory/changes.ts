import type { ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import type { AnyTables, Database } from "#platform/database";

/** Somebody whose contacts an import or a request changed, and which: once, however many of their contacts it changed. */
export type ContactsChanged = { readonly professional: ProfessionalId; readonly run: string };

/**
 * Takes what nobody has announced yet, the earliest first, at most `most` changes. Two nodes take different ones; what is taken is
 * told in the same transaction, or not taken.
 *
 * Who gains if one is missed: whoever had a contact changed at the register, to be told in its owner's place.
 */
export async function takeContactsChanged(
  tx: Database<AnyTables>,
  most: number,
): Promise<readonly ContactsChanged[]> {
  const { rows } = await sql<ContactsChanged>`
    with taken as (
      update contact_change set announced_at = aval_now()
      where id in (
        select id from contact_change where announced_at is null order by id limit ${most} for update skip locked
      )
      returning professional, coalesce(run, request) as run
    )
    select distinct professional, run from taken order by professional, run`.execute(tx);
  return rows;
}
