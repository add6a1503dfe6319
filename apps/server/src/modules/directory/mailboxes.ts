import type { ProfessionalId } from "@aval/protocol";
import { type RawBuilder, sql } from "kysely";
import { lifetimes } from "#lifetimes";
import type { Database } from "#platform/database";
import type { Duration } from "#platform/time";
import { mobileNumber } from "./mobile-number.ts";
import type { DirectoryTables } from "./store.ts";

type Db = Database<DirectoryTables>;
const quarantine = sql`${lifetimes.contactQuarantine} * interval '1 millisecond'`;

/**
 * The contacts of this person that are relied on, one a kind: the last that stood for the whole quarantine. A younger one takes its place
 * only once it has stood as long, and what a register withdraws or replaces goes on being it until then: from afar nobody can remove the
 * last trusted value (P-29, P-30). What goes before its thirty days are over never was it, and what an undo took back is it no more. The
 * quarantine runs from when we were told, whatever date a file bears.
 *
 * A stop breaks it: thirty days without one must have passed, so that nothing becomes relied on behind a stop, nor the second it is lifted.
 */
const relied = (professional: RawBuilder<unknown>) => sql`
  select distinct on (kind) id, kind, value from contact k
  where professional = ${professional} and disowned_at is null
    and exists (
      select from (
        select k.since as at
        union all
        select s.lifted_at from contact_stop_span s where s.professional = k.professional and s.lifted_at > k.since
      ) as begun
      where begun.at + ${quarantine} <= least(coalesce(k.replaced_at, aval_now()), coalesce(k.withdrawn_at, aval_now()))
        and not exists (select from contact_stop_span s
          where s.professional = k.professional and s.made_at < begun.at + ${quarantine} and s.lifted_at > begun.at))
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

/** The telephone of this person that is relied on: the only one that anybody of ours calls (P-10). */
export async function trustedPhone(
  db: Db,
  professional: ProfessionalId,
): Promise<{ readonly contact: string; readonly number: string } | undefined> {
  const { rows } = await sql<{ contact: string; number: string }>`
    select id::text as contact, value as number from (${relied(sql`${professional}`)}) as trusted where kind = 'phone'`.execute(
    db,
  );
  return rows[0];
}

/** The number of a telephone, whichever: what is shown of it is masked. */
export async function telephone(db: Db, contact: string): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`
    select value from contact where id = ${contact}::bigint and kind = 'phone'`.execute(db);
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
