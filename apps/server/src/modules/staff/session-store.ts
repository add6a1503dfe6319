import { sql } from "kysely";
import { type Database, toInstant, span } from "#platform/database";
import type { Signed } from "#platform/webauthn";
import type { Duration, Instant } from "#platform/time";
import type { Role } from "./permissions.ts";
import { everywhere } from "./scope.ts";
import type { StaffTables } from "./store.ts";

type Db = Database<StaffTables>;

/** What a page asks a key to sign. */
export type Asked =
  | { readonly purpose: "register"; readonly askedBy: string }
  | { readonly purpose: "sign"; readonly askedBy: string; readonly statement: string };

export async function insertChallenge(
  db: Db,
  challenge: string,
  asked: Asked,
  within: Duration,
): Promise<void> {
  const statement = asked.purpose === "sign" ? asked.statement : null;
  await sql`
    insert into staff_challenge (challenge, purpose, asked_by, statement, expires_at)
    values (${challenge}, ${asked.purpose}, ${asked.askedBy}, ${statement}, aval_now() + ${span(within)})`.execute(
    db,
  );
}

/** Burns a challenge at first sight, whoever shows it: once. It counts for the page that asked, in time, and for nobody else. */
export async function burnChallenge(
  db: Db,
  given: { readonly challenge: string; readonly purpose: Asked["purpose"]; readonly by: string },
): Promise<{ readonly statement: string | undefined } | undefined> {
  const { rows } = await sql<{ statement: string | null; is_theirs: boolean }>`
    update staff_challenge set used_at = aval_now() where challenge = ${given.challenge} and used_at is null
    returning statement, purpose = ${given.purpose} and asked_by = ${given.by}
      and expires_at > aval_now() as is_theirs`.execute(db);
  const [row] = rows;
  return row?.is_theirs ? { statement: row.statement ?? undefined } : undefined;
}

export async function now(db: Db): Promise<Instant> {
  const { rows } = await sql<{ now: Date }>`select aval_now() as now`.execute(db);
  return toInstant(rows[0]?.now ?? new Date(0));
}

/** What a key has signed to sign in is worth one time, within its time: kept from then on. */
export async function recordUsed(
  tx: Db,
  challenge: string,
  at: Instant,
  within: Duration,
): Promise<boolean> {
  const end = sql`to_timestamp(${at}::float8 / 1000) + ${span(within)}`;
  const { rows } = await sql`
    insert into staff_challenge (challenge, purpose, expires_at, used_at)
    select ${challenge}, 'sign_in', ${end}, aval_now() where ${end} > aval_now()
    on conflict do nothing returning challenge`.execute(tx);
  return rows.length === 1;
}

/** A key that signs, whosever it is and whatever has become of it. */
export type Key = {
  readonly id: string;
  readonly member: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
};

export async function findKey(db: Db, credential: Uint8Array): Promise<Key | undefined> {
  const { rows } = await sql<{ id: string; staff_member: string; public_key: Uint8Array }>`
    select id, staff_member, public_key from staff_passkey
    where sha256(credential) = sha256(${Buffer.from(credential)})`.execute(db);
  const [row] = rows;
  return row && { id: row.id, member: row.staff_member, publicKey: new Uint8Array(row.public_key) };
}

/**
 * A live key of an active member has signed with a counter further than any before (WebAuthn level 3, 7.2 step 22: some count
 * nothing, and stay at zero), and has not been copied to a cloud.
 */
export async function recordSigned(db: Db, id: string, signed: Signed): Promise<boolean> {
  const { rows } = await sql`
    update staff_passkey p set counter = ${signed.counter}, last_used_at = aval_now()
    from staff_member m
    where p.id = ${id} and p.ended_at is null and m.id = p.staff_member and m.state = 'active'
      and (${signed.counter} > p.counter or (${signed.counter} = 0 and p.counter = 0)) and not ${signed.backedUp}::boolean
    returning p.id`.execute(db);
  return rows.length === 1;
}

export async function insertSession(
  db: Db,
  given: {
    readonly hash: string;
    readonly member: string;
    readonly passkey: string;
    /** The second person's, of an emergency. */
    readonly second?: string;
  },
  length: Duration,
): Promise<void> {
  await sql`
    insert into staff_session (hash, staff_member, passkey, second_passkey, opened_at, last_act_at, ends_at)
    values (${given.hash}, ${given.member}, ${given.passkey}, ${given.second ?? null}, aval_now(), aval_now(), aval_now() + ${span(length)})`.execute(
    db,
  );
}

/**
 * Who is behind a session that is open: not closed, not past its end, not idle; of an active member, by a key that has not ended. In an
 * emergency the same holds of the second person, and the session has no role of either, and everybody as its scope.
 */
export type Standing = {
  readonly member: string;
  readonly name: string;
  readonly scope: string;
  readonly roles: readonly Role[];
  readonly passkey: string;
  readonly endsAt: Date;
  /** Two people opened it with two keys: the name of the second. */
  readonly emergencyWith: string | undefined;
};

export async function standing(
  db: Db,
  hash: string,
  idle: Duration,
): Promise<Standing | undefined> {
  const { rows } = await sql<
    Omit<Standing, "endsAt" | "emergencyWith"> & { ends_at: Date; second: string | null }
  >`
    select m.id as member, m.name, case when s.second_passkey is null then m.scope else ${everywhere} end as scope,
      s.passkey, s.ends_at, m2.name as second,
      (select coalesce(array_agg(r.role order by r.role), '{}') from staff_role r
       where r.staff_member = m.id and s.second_passkey is null) as roles
    from staff_session s
    join staff_member m on m.id = s.staff_member and m.state = 'active'
    join staff_passkey p on p.id = s.passkey and p.ended_at is null
    left join staff_passkey p2 on p2.id = s.second_passkey and p2.ended_at is null
    left join staff_member m2 on m2.id = p2.staff_member and m2.state = 'active'
    where (s.second_passkey is null or m2.id is not null) and s.hash = ${hash} and s.closed_at is null and s.ends_at > aval_now()
      and s.last_act_at > aval_now() - ${span(idle)}`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { ends_at: endsAt, second, ...rest } = row;
  return { ...rest, endsAt, emergencyWith: second ?? undefined };
}

/** Its person did something: idleness begins anew. One that idled too long stays over. */
export async function recordAct(db: Db, hash: string, idle: Duration): Promise<boolean> {
  const { rows } = await sql`
    update staff_session set last_act_at = aval_now()
    where hash = ${hash} and closed_at is null and ends_at > aval_now()
      and last_act_at > aval_now() - ${span(idle)} returning hash`.execute(db);
  return rows.length === 1;
}

/** Closed: true when this call did. */
export async function recordClosed(db: Db, hash: string): Promise<boolean> {
  const { rows } = await sql`
    update staff_session set closed_at = aval_now() where hash = ${hash} and closed_at is null returning hash`.execute(
    db,
  );
  return rows.length === 1;
}

/** Forgets what nobody can use any more. */
export async function purgeOver(db: Db, age: Duration): Promise<void> {
  await sql`delete from staff_session where ends_at < aval_now() - ${span(age)}`.execute(db);
  await sql`delete from staff_challenge where expires_at < aval_now() - ${span(age)}`.execute(db);
  await sql`delete from staff_invitation where expires_at < aval_now() - ${span(age)}`.execute(db);
  await sql`delete from staff_proposal where expires_at < aval_now() - ${span(age)}`.execute(db);
}
