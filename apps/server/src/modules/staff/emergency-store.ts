import type { EmergencyReason } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { StaffTables } from "./store.ts";

type Db = Database<StaffTables>;

/** Who may be one of the two, by the rows as they are. */
const mayEnter = (member: unknown) => sql`exists (select from staff_member m
  join staff_role r on r.staff_member = m.id where m.id = ${member} and m.state = 'active' and r.role in ('operator', 'analyst'))`;

/** A first key begins one, if its member may. False: they may not. */
export async function insertBegun(
  tx: Db,
  given: {
    readonly hash: string;
    readonly first: string;
    readonly passkey: string;
    readonly reason: EmergencyReason;
  },
  within: Duration,
): Promise<boolean> {
  const { rows } = await sql`
    insert into staff_emergency (hash, first, first_passkey, reason, expires_at)
    select ${given.hash}, ${given.first}, ${given.passkey}, ${given.reason}, aval_now() + ${span(within)}
    where ${mayEnter(given.first)} returning hash`.execute(tx);
  return rows.length === 1;
}

/** Another person's key opens it: once, in time, if both may, the first's key is still theirs, and one of the two is an operator. */
export async function recordOpened(
  tx: Db,
  given: { readonly hash: string; readonly second: string; readonly passkey: string },
): Promise<
  { readonly first: string; readonly passkey: string; readonly reason: EmergencyReason } | undefined
> {
  const { rows } = await sql<{ first: string; passkey: string; reason: EmergencyReason }>`
    update staff_emergency e set second = ${given.second}, second_passkey = ${given.passkey}, opened_at = aval_now()
    where e.hash = ${given.hash} and e.opened_at is null and e.expires_at > aval_now() and e.first <> ${given.second}
      and ${mayEnter(sql`e.first`)} and ${mayEnter(given.second)}
      and exists (select from staff_passkey p where p.id = e.first_passkey and p.ended_at is null)
      and exists (select from staff_role r where r.staff_member in (e.first, ${given.second}) and r.role = 'operator')
    returning e.first, e.first_passkey as passkey, e.reason`.execute(tx);
  return rows[0];
}

/** One that was opened, as operators read of it. */
export type Emergency = {
  readonly by: readonly [string, string];
  readonly reason: EmergencyReason;
  readonly at: Instant;
};

/** Those opened within `age`, the latest first. */
export async function listOpened(db: Db, age: Duration): Promise<readonly Emergency[]> {
  const { rows } = await sql<{ one: string; other: string; reason: EmergencyReason; at: Date }>`
    select f.name as one, s.name as other, e.reason, e.opened_at as at from staff_emergency e
    join staff_member f on f.id = e.first join staff_member s on s.id = e.second
    where e.opened_at > aval_now() - ${span(age)} order by e.opened_at desc`.execute(db);
  return rows.map(({ one, other, reason, at }) => ({
    ...{ by: [one, other] as const, reason },
    at: toInstant(at),
  }));
}

/** Forgets those that nobody opened, after `age`, and those that were, after `shown`. */
export async function purgeEmergencies(db: Db, age: Duration, shown: Duration): Promise<void> {
  await sql`
    delete from staff_emergency where expires_at < aval_now() - ${span(age)}
      and (opened_at is null or opened_at < aval_now() - ${span(shown)})`.execute(db);
}
