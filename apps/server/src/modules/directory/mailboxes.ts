import type { ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import type { Database } from "#platform/database";
import type { Duration } from "#platform/time";
import type { DirectoryTables } from "./store.ts";

type Db = Database<DirectoryTables>;

/**
 * Numbers of the mail contacts a notice goes to: what a register gives now, what one gave last and no longer does, and what
 * was replaced within `replacedWithin`, so that whoever had a contact changed cannot keep its owner from being told.
 */
export async function mailboxes(
  db: Db,
  professional: ProfessionalId,
  replacedWithin: Duration,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select min(id)::text as id from (
      -- Each half by an index of its own.
      select id, value from contact
      where professional = ${professional} and kind = 'email' and replaced_at is null
      union all
      select id, value from contact
      where professional = ${professional} and kind = 'email'
        and replaced_at > aval_now() - ${replacedWithin} * interval '1 millisecond'
    ) as told
    group by lower(value) order by 1`.execute(db);
  return rows.map(({ id }) => id);
}

export async function mailbox(db: Db, contact: string): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`
    select value from contact where id = ${contact}::bigint and kind = 'email'`.execute(db);
  return rows[0]?.value;
}
