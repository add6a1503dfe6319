import type { StaffKeyReason } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import { isOperator } from "./store.ts";

type Db = Database<AnyTables>;

/** Two operators who can sign in: from then on they let keys in, and nobody on the host does. */
export const twoOperators = sql`(
  select count(distinct o.id) from staff_member o
    join staff_role r on r.staff_member = o.id and r.role = 'operator'
    join staff_passkey k on k.staff_member = o.id and k.ended_at is null
  where o.state = 'active') >= 2`;

/** Whether they are two by now. */
export async function areTwoOperators(db: Db): Promise<boolean> {
  const { rows } = await sql<{ are: boolean }>`select ${twoOperators} as are`.execute(db);
  return rows[0]?.are === true;
}

/** A key that waits, and whose it will be: what two operators sign. */
export type Waiting = {
  readonly key: string;
  readonly staff: string;
  readonly name: string;
  readonly scope: string;
  readonly roles: readonly string[];
  readonly model: string;
  /** SHA-256 of the public key, base64url. */
  readonly publicKey: string;
  /** Once an operator was read its words. */
  readonly vouched:
    | {
        readonly by: string;
        readonly byName: string;
        readonly reason: StaffKeyReason;
        readonly until: Instant;
      }
    | undefined;
};

/** Keys that wait, of members who are active. */
export async function listWaiting(db: Db): Promise<readonly Waiting[]> {
  const { rows } = await sql<
    Omit<Waiting, "vouched"> & {
      by: string | null;
      byName: string | null;
      reason: StaffKeyReason | null;
      until: Date;
    }
  >`
    select p.id as key, m.id as staff, m.name, m.scope, p.aaguid as model,
      array(select r.role from staff_role r where r.staff_member = m.id order by r.role) as roles,
      rtrim(translate(encode(sha256(p.public_key), 'base64'), '+/', '-_'), '=') as "publicKey",
      p.vouched_by as by, v.name as "byName", p.reason, p.expires_at as until
    from staff_proposal p
      join staff_member m on m.id = p.staff_member and m.state = 'active'
      left join staff_member v on v.id = p.vouched_by
    where p.ended_at is null and p.expires_at > aval_now() order by p.proposed_at, p.id`.execute(
    db,
  );
  return rows.map(({ by, byName, reason, until, ...row }) => ({
    ...row,
    vouched: by && byName && reason ? { by, byName, reason, until: toInstant(until) } : undefined,
  }));
}

/**
 * An operator was read these words for this key, and signed. With its own words it waits for another operator, a day; with others it is over.
 * `undefined`: nothing waits here, or whoever signs is no operator.
 */
export async function recordVouched(
  tx: Db,
  given: {
    readonly key: string;
    readonly by: string;
    readonly words: string;
    readonly reason: StaffKeyReason;
    readonly signature: string;
  },
  within: Duration,
): Promise<{ readonly staff: string; readonly areItsWords: boolean } | undefined> {
  const { key, by, words, reason, signature } = given;
  const { rows } = await sql<{ staff: string; areItsWords: boolean }>`
    update staff_proposal p set
      ended_at = case when p.words = ${words} then null else aval_now() end,
      outcome = case when p.words = ${words} then null else 'differed' end,
      expires_at = case when p.words = ${words} then aval_now() + ${span(within)} else p.expires_at end,
      vouched_by = ${by}, vouched_at = aval_now(), reason = ${reason}, vouched_signature = ${signature}
    from staff_member m
    where p.id = ${key} and p.ended_at is null and p.expires_at > aval_now() and p.vouched_by is null
      and m.id = p.staff_member and m.state = 'active' and ${isOperator(sql`${by}`)}
    returning p.staff_member as staff, p.outcome is null as "areItsWords"`.execute(tx);
  return rows[0];
}

/**
 * Another operator signed for a key that one of them was read the words of: it is a key, in the same statement, which reads that both are
 * operators, active and not one person.
 */
export async function recordLetIn(
  tx: Db,
  given: { readonly key: string; readonly by: string; readonly signature: string },
  most: number,
): Promise<
  { readonly staff: string; readonly model: string; readonly isKept: boolean } | undefined
> {
  const { key, by, signature } = given;
  const { rows } = await sql<{ staff: string; model: string; isKept: boolean }>`
    with decided as (
      update staff_proposal p
      set ended_at = aval_now(), outcome = 'confirmed', admitted_by = ${by}, admitted_signature = ${signature}
      from staff_member m
      where p.id = ${key} and p.ended_at is null and p.expires_at > aval_now()
        and p.vouched_by is not null and p.vouched_by <> ${by}
        and m.id = p.staff_member and m.state = 'active'
        and ${isOperator(sql`${by}`)} and ${isOperator(sql`p.vouched_by`)}
      returning p.*
    ), kept as (
      insert into staff_passkey (id, staff_member, credential, public_key, counter, aaguid, name, made_at)
      select id, staff_member, credential, public_key, counter, aaguid, name, aval_now() from decided d
      where (select count(*) from staff_passkey k where k.staff_member = d.staff_member and k.ended_at is null) < ${most}
      on conflict do nothing returning id
    )
    select staff_member as staff, aaguid as model, exists (select from kept) as "isKept" from decided`.execute(
    tx,
  );
  return rows[0];
}

/** Set aside by an operator, once. */
export async function recordRefused(
  tx: Db,
  key: string,
): Promise<{ readonly staff: string } | undefined> {
  const { rows } = await sql<{ staff: string }>`
    update staff_proposal set ended_at = aval_now(), outcome = 'refused'
    where id = ${key} and ended_at is null and expires_at > aval_now() returning staff_member as staff`.execute(
    tx,
  );
  return rows[0];
}
