import type { ProfessionalId } from "@aval/protocol";
import { type RawBuilder, sql } from "kysely";
import { lifetimes } from "#lifetimes";
import type { Database } from "#platform/database";
import type { Duration } from "#platform/time";
import { mobileNumber } from "./mobile-number.ts";
import type { DirectoryTables } from "./store.ts";

type Db = Database<DirectoryTables>;

/**
 * The contacts of this person that are relied on, one a kind: the last that stood for the whole quarantine. A younger one takes its place
 * only once it has stood as long, and what a register withdraws or replaces goes on being it until then: from afar nobody can remove the
 * last trusted value (P-29, P-30). The quarantine runs from when we were told, whatever date a file bears.
 *
 * While something of this person is stopped that stands as it stood when it was: nothing becomes relied on behind a stop.
 */
const relied = (professional: RawBuilder<unknown>) => sql`
  select distinct on (kind) id, kind, value from contact
  where professional = ${professional}
    and least(coalesce(replaced_at, aval_now()), coalesce((select s.since from contact_stop s where s.professional = ${professional}), aval_now()))
      >= since + ${lifetimes.contactQuarantine} * interval '1 millisecond'
  order by kind, since desc, id desc`;

/**
 * The contacts of one kind that a notice goes to, each value once: what a register gives now, what one gave last and no longer does, what
 * was replaced within `replacedWithin`, and what is relied on, however long ago it was replaced: so that whoever had a contact
 * changed, even again and again, cannot keep its owner from being told.
 */
async function contactsTold(
  db: Db,
  professional: ProfessionalId,
  kind: "email" | "phone",
  replacedWithin: Duration,
): Promise<readonly { readonly id: string; readonly value: string }[]> {
  const { rows } = await sql<{ id: string; value: string }>`
    select min(id)::text as id, min(value) as value from (
      -- Each half by an index of its own.
      select id, value from contact
      where professional = ${professional} and kind = ${kind} and replaced_at is null
      union all
      select id, value from contact
      where professional = ${professional} and kind = ${kind}
        and replaced_at > aval_now() - ${replacedWithin} * interval '1 millisecond'
      union all
      select id, value from (${relied(sql`${professional}`)}) as trusted where kind = ${kind}
    ) as told
    group by lower(value) order by 1`.execute(db);
  return rows;
}

/** Numbers of the mail contacts. */
export async function mailboxes(
  db: Db,
  professional: ProfessionalId,
  replacedWithin: Duration,
): Promise<string[]> {
  const told = await contactsTold(db, professional, "email", replacedWithin);
  return told.map(({ id }) => id);
}

/** Numbers of the contacts that are telephones which take short messages, each telephone once. */
export async function mobiles(
  db: Db,
  professional: ProfessionalId,
  replacedWithin: Duration,
): Promise<string[]> {
  const told = await contactsTold(db, professional, "phone", replacedWithin);
  const byNumber = new Map<string, string>();
  for (const { id, value } of told) {
    const number = mobileNumber(value);
    if (number !== undefined && !byNumber.has(number)) byNumber.set(number, id);
  }
  return [...byNumber.values()];
}

/** The telephone of one of them, as operators write it. */
export async function mobile(db: Db, contact: string): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`
    select value from contact where id = ${contact}::bigint and kind = 'phone'`.execute(db);
  return rows[0] && mobileNumber(rows[0].value);
}

export async function mailbox(db: Db, contact: string): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`
    select value from contact where id = ${contact}::bigint and kind = 'email'`.execute(db);
  return rows[0]?.value;
}

/**
 * Whether what reached this contact reached somebody we rely on: its value is the relied one of its holder and kind. Who gains if it were
 * any contact: whoever had one changed at the register, and then receives what shortens a wait (P-29).
 */
export async function isRelied(db: Db, contact: string): Promise<boolean> {
  const { rows } = await sql<{ relied: boolean }>`
    select exists (select from (${relied(sql`c.professional`)}) as trusted
      where trusted.kind = c.kind and lower(trusted.value) = lower(c.value)) as relied
    from contact c where c.id = ${contact}::bigint`.execute(db);
  return rows[0]?.relied ?? false;
}
