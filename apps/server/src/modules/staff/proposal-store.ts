import type { ConsoleKeyStanding } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, span } from "#platform/database";
import type { Duration } from "#platform/time";
import type { NewKey } from "#platform/webauthn";
import { twoOperators } from "./letting-in-store.ts";
import type { StaffTables } from "./store.ts";

type Db = Database<StaffTables>;

/** A key that a link brought, and the words by which it is confirmed. */
export type Proposal = {
  readonly id: string;
  readonly member: string;
  /** The hash of the link. */
  readonly invitation: string;
  readonly key: NewKey;
  readonly name: string;
  readonly words: string;
};

/** Keeps a proposed key. False when it is somebody's already, or its holder has as many as one may. */
export async function insertProposal(
  tx: Db,
  given: Proposal,
  { most, within }: { readonly most: number; readonly within: Duration },
): Promise<boolean> {
  const { id, member, invitation, key, name, words } = given;
  const credential = Buffer.from(key.credential);
  const { rows } = await sql`
    insert into staff_proposal (id, staff_member, invitation, credential, public_key, counter, aaguid, name, words, proposed_at, expires_at)
    select ${id}, ${member}, ${invitation}, ${credential}, ${Buffer.from(key.publicKey)}, ${key.counter},
      ${key.aaguid}, ${name}, ${words}, aval_now(), aval_now() + ${span(within)}
    where (select count(*) from staff_passkey where staff_member = ${member} and ended_at is null) < ${most}
      and not exists (select from staff_passkey where sha256(credential) = sha256(${credential}))
    returning id`.execute(tx);
  return rows.length === 1;
}

/** A later link takes the place of what an earlier one proposed. */
export async function recordReplaced(tx: Db, member: string): Promise<void> {
  await sql`
    update staff_proposal set ended_at = aval_now(), outcome = 'replaced'
    where staff_member = ${member} and ended_at is null`.execute(tx);
}

/** What became of a proposed key when words were given for it. */
export type Decided = {
  readonly id: string;
  readonly model: string;
  readonly areItsWords: boolean;
  /** It is a key now. */
  readonly isKept: boolean;
};

/**
 * Words were given for the key that waits: right or wrong, it waits no longer. With its own words it becomes a key, in the same
 * statement; a second call finds nothing. `isForFew`: and nothing is found once two operators have keys.
 */
export async function recordWords(
  tx: Db,
  given: { readonly member: string; readonly words: string },
  { most, isForFew }: { readonly most: number; readonly isForFew: boolean },
): Promise<Decided | undefined> {
  const { rows } = await sql<Decided>`
    with decided as (
      update staff_proposal p
      set ended_at = aval_now(), outcome = case when p.words = ${given.words} then 'confirmed' else 'differed' end
      from staff_member m
      where p.staff_member = ${given.member} and p.ended_at is null and p.expires_at > aval_now()
        and m.id = p.staff_member and m.state = 'active'
        and not (${isForFew} and ${twoOperators})
      returning p.*
    ), kept as (
      insert into staff_passkey (id, staff_member, credential, public_key, counter, aaguid, name, made_at)
      select id, staff_member, credential, public_key, counter, aaguid, name, aval_now() from decided
      where outcome = 'confirmed'
        and (select count(*) from staff_passkey where staff_member = ${given.member} and ended_at is null) < ${most}
      on conflict do nothing returning id
    )
    select id, aaguid as model, outcome = 'confirmed' as "areItsWords", exists (select from kept) as "isKept"
    from decided`.execute(tx);
  return rows[0];
}

/** Its own page gives it up, once. */
export async function recordWithdrawn(
  tx: Db,
  invitation: string,
): Promise<{ readonly id: string; readonly member: string } | undefined> {
  const { rows } = await sql<{ id: string; member: string }>`
    update staff_proposal set ended_at = aval_now(), outcome = 'withdrawn'
    where invitation = ${invitation} and ended_at is null returning id, staff_member as member`.execute(
    tx,
  );
  return rows[0];
}

/** How the key that a link brought stands: for its own page. */
export async function standingOf(
  db: Db,
  invitation: string,
): Promise<ConsoleKeyStanding["standing"]> {
  const { rows } = await sql<ConsoleKeyStanding>`
    select case
        when outcome is null and expires_at > aval_now() and vouched_by is not null then 'vouched'
        when outcome is null and expires_at > aval_now() then 'proposed'
        when outcome in ('confirmed', 'differed') then outcome
        else 'over'
      end as standing
    from staff_proposal where invitation = ${invitation}`.execute(db);
  return rows[0]?.standing ?? "over";
}
