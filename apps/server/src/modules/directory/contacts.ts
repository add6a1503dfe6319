import type { ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { type AnyTables, type Database, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { ContactKind } from "./contact-line.ts";

/** A contact as those who keep it see it: never in full. */
export type MaskedContact = {
  readonly id: string;
  readonly kind: ContactKind;
  readonly masked: string;
  readonly source: string;
  readonly proof: string;
  readonly since: Instant;
  readonly confirmedAt: Instant | undefined;
  readonly isWithdrawn: boolean;
  /** Nothing relies on it yet. */
  readonly isYoung: boolean;
};

/** Enough to recognise a value one knows, too little to learn one. */
export function masked(kind: ContactKind, value: string): string {
  if (kind === "email") return `${value.slice(0, 1)}•••@${value.split("@")[1] ?? ""}`;
  const digits = value.replaceAll(/[^0-9+]/g, "");
  return `${digits.slice(0, 2)} •• •• •• ${digits.slice(-2)}`;
}

type Db = Database<AnyTables>;

/** What stands now for this person, one of a kind at most. */
export async function contactsOf(
  db: Db,
  professional: ProfessionalId,
): Promise<readonly MaskedContact[]> {
  const { rows } = await sql<{
    id: string;
    kind: ContactKind;
    value: string;
    source: string;
    proof: string;
    since: Date;
    confirmed_at: Date | null;
    is_withdrawn: boolean;
    is_young: boolean;
  }>`
    select id::text, kind, value, source, proof, since, confirmed_at, withdrawn_at is not null as is_withdrawn,
      since + ${lifetimes.contactQuarantine} * interval '1 millisecond' > aval_now() as is_young
    from contact where professional = ${professional} and replaced_at is null order by kind`.execute(
    db,
  );
  return rows.map(
    ({ value, is_withdrawn: isWithdrawn, is_young: isYoung, confirmed_at: at, ...row }) => ({
      ...row,
      masked: masked(row.kind, value),
      since: toInstant(row.since),
      confirmedAt: at ? toInstant(at) : undefined,
      isWithdrawn,
      isYoung,
    }),
  );
}

/** A change that two people agreed on. `replaces`: the contact they saw; absent: they saw none. */
export type AgreedContact = {
  readonly professional: ProfessionalId;
  readonly kind: ContactKind;
  readonly value: string;
  readonly source: string;
  readonly request: string;
  readonly replaces: string | undefined;
  /** What is replaced, and what was before it, is relied on no more. It goes on being told like any replaced value. */
  readonly endsTrust: boolean;
};

/**
 * Puts a value in place of the one that was seen, and of no other: false when it is not there any more. The old one is kept, told, and
 * relied on until the new one is thirty days old, unless its trust ends. Both are announced by the round that announces an import's.
 */
export async function setContact(tx: Db, given: AgreedContact): Promise<boolean> {
  const { professional, kind, value, source, request, endsTrust } = given;
  const replaces = given.replaces ?? null;
  const { rows } = await sql`
    with old as (
      update contact set replaced_at = aval_now(), disowned_at = case when ${endsTrust} then aval_now() else disowned_at end
      where id = ${replaces}::bigint and professional = ${professional} and kind = ${kind} and replaced_at is null
      returning value
    ), older as (
      update contact set disowned_at = aval_now()
      where ${endsTrust} and professional = ${professional} and kind = ${kind} and replaced_at is not null and disowned_at is null
        and exists (select from old)
    ), set as (
      insert into contact (professional, kind, value, source, request, since, scope, proof)
      select id, ${kind}, ${value}, ${source}, ${request}, aval_now(), scope, 'agreed' from professional
      where id = ${professional} and (${replaces}::bigint is null or exists (select from old))
      on conflict do nothing returning id
    )
    insert into contact_change (professional, kind, old_value, new_value, request, at, scope)
    select p.id, ${kind}, coalesce((select value from old), ''), ${value}, ${request}, aval_now(), p.scope
    from professional p, set where p.id = ${professional} returning id`.execute(tx);
  return rows.length === 1;
}

/** Whether nobody has said for so long that what stands is right. */
export async function contactsDue(
  db: Db,
  professional: ProfessionalId,
  every: Duration,
): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    select exists (select from contact where professional = ${professional} and replaced_at is null and withdrawn_at is null
      and greatest(since, confirmed_at) <= aval_now() - ${every} * interval '1 millisecond') as due`.execute(
    db,
  );
  return rows[0]?.due ?? false;
}

/** Their holder says that what stands is right: it is dated, and relied on neither sooner nor longer. False when nothing stands. */
export async function sayContactsRight(tx: Db, professional: ProfessionalId): Promise<boolean> {
  const result = await sql`
    update contact set confirmed_at = aval_now()
    where professional = ${professional} and replaced_at is null and withdrawn_at is null`.execute(
    tx,
  );
  return (result.numAffectedRows ?? 0n) > 0n;
}
