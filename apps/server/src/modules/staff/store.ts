import type { PublicJwk } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { Role } from "./permissions.ts";

export type StaffTables = {
  staff_member: {
    id: string;
    name: string;
    scope: string;
    state: "active" | "suspended";
    seeded: boolean;
    added_at: Date;
  };
  staff_role: { staff_member: string; role: Role };
  staff_key: { staff_member: string; jwk: PublicJwk; thumbprint: string; added_at: Date };
  staff_passkey: {
    id: string;
    staff_member: string;
    name: string;
    made_at: Date;
    last_used_at: Date | null;
    ended_at: Date | null;
  };
};

export type Registrar = {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly active: boolean;
  readonly jwk: PublicJwk;
};

/** Somebody of the staff, as the team's list and the command show them. */
export type Member = {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly state: "active" | "suspended";
  readonly isSeeded: boolean;
  readonly roles: readonly Role[];
  /** Live keys to sign in by. */
  readonly keys: number;
  /** A key waits for its four words, and opens nothing. */
  readonly hasProposal: boolean;
  readonly addedAt: Instant;
  /** Of an operator: colleagues who asked lately that they be suspended. Another one's press does it. */
  readonly suspensionAskedBy: readonly { readonly id: string; readonly name: string }[];
};

/** A key as its holder's list shows it. */
export type StaffPasskey = {
  readonly id: string;
  readonly name: string;
  readonly madeAt: Instant;
  readonly lastUsedAt: Instant | undefined;
};

type Db = Database<StaffTables>;

/** Whoever suspends or lets in takes it, so that two operators who suspend each other come one after the other. */
export const teamTurn = "aval.staff";

const registrarRows = (db: Db) =>
  db
    .selectFrom("staff_member")
    .innerJoin("staff_role", "staff_role.staff_member", "staff_member.id")
    .innerJoin("staff_key", "staff_key.staff_member", "staff_member.id")
    .select(["staff_member.id", "name", "scope", "state", "jwk"])
    .where("role", "=", "registrar");

type Row = {
  id: string;
  name: string;
  scope: string;
  state: "active" | "suspended";
  jwk: PublicJwk;
};

const fromRow = ({ state, ...row }: Row): Registrar => ({ ...row, active: state === "active" });

export async function findRegistrar(db: Db, id: string): Promise<Registrar | undefined> {
  const row = await registrarRows(db).where("staff_member.id", "=", id).executeTakeFirst();
  return row && fromRow(row);
}

export async function listRegistrars(db: Db): Promise<Registrar[]> {
  const rows = await registrarRows(db).orderBy("staff_member.id").execute();
  return rows.map(fromRow);
}

/** Puts a seeded registrar and the public half of the key in place, once. */
export async function seedRegistrar(
  db: Db,
  given: { id: string; name: string; scope: string; jwk: PublicJwk; thumbprint: string },
): Promise<void> {
  await sql`
    insert into staff_member (id, name, scope, state, seeded, added_at)
    values (${given.id}, ${given.name}, ${given.scope}, 'active', true, aval_now()) on conflict do nothing`.execute(
    db,
  );
  await sql`
    insert into staff_role (staff_member, role) values (${given.id}, 'registrar') on conflict do nothing`.execute(
    db,
  );
  await sql`
    insert into staff_key (staff_member, jwk, thumbprint, added_at)
    values (${given.id}, ${JSON.stringify(given.jwk)}::jsonb, ${given.thumbprint}, aval_now())
    on conflict (staff_member) do update set jwk = excluded.jwk, thumbprint = excluded.thumbprint
    where staff_key.thumbprint <> excluded.thumbprint`.execute(db);
}

/** Whether this is a member who is active in this role, and of what scope. */
export async function activeAs(
  db: Db,
  id: string,
  role: Role,
): Promise<{ readonly scope: string } | undefined> {
  return db
    .selectFrom("staff_member")
    .innerJoin("staff_role", "staff_role.staff_member", "staff_member.id")
    .select("scope")
    .where("staff_member.id", "=", id)
    .where("state", "=", "active")
    .where("role", "=", role)
    .executeTakeFirst();
}

/** The same, held until the transaction ends: whoever suspends them meanwhile waits, or has come before. */
export async function heldActiveAs(
  tx: Database<AnyTables>,
  id: string,
  role: Role,
): Promise<{ readonly scope: string } | undefined> {
  const { rows } = await sql<{ scope: string }>`
    select m.scope from staff_member m join staff_role r on r.staff_member = m.id
    where m.id = ${id} and m.state = 'active' and r.role = ${role} for share of m`.execute(tx);
  return rows[0];
}

export async function insertMember(
  tx: Db,
  given: {
    readonly id: string;
    readonly name: string;
    readonly scope: string;
    readonly roles: readonly Role[];
  },
): Promise<void> {
  await sql`
    insert into staff_member (id, name, scope, state, seeded, added_at)
    values (${given.id}, ${given.name}, ${given.scope}, 'active', false, aval_now())`.execute(tx);
  await sql`
    insert into staff_role (staff_member, role)
    select ${given.id}, role from unnest(${[...given.roles]}::text[]) as role`.execute(tx);
}

/** An operator who is active: of a column, or of a value. */
export const isOperator = (id: ReturnType<typeof sql>) => sql`exists (
  select from staff_member o join staff_role r on r.staff_member = o.id
  where o.id = ${id} and o.state = 'active' and r.role = 'operator')`;

/** An operator's word that another be suspended, while it counts: lately, and as long as they are an operator who is active. */
const isAsked = (
  within: Duration,
) => sql`s.asked_at > aval_now() - ${span(within)} and o.state = 'active'
  and exists (select from staff_role r where r.staff_member = o.id and r.role = 'operator')`;

export async function listMembers(db: Db, within: Duration): Promise<readonly Member[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    scope: string;
    state: Member["state"];
    seeded: boolean;
    added_at: Date;
    roles: Role[];
    keys: number;
    hasProposal: boolean;
    suspensionAskedBy: { id: string; name: string }[];
  }>`
    select m.id, m.name, m.scope, m.state, m.seeded, m.added_at,
      (select coalesce(array_agg(r.role order by r.role), '{}') from staff_role r where r.staff_member = m.id) as roles,
      (select count(*)::int from staff_passkey p where p.staff_member = m.id and p.ended_at is null) as keys,
      exists (select from staff_proposal p where p.staff_member = m.id and p.ended_at is null and p.expires_at > aval_now()) as "hasProposal",
      (select coalesce(json_agg(json_build_object('id', o.id, 'name', o.name) order by o.name, o.id), '[]')
        from staff_suspension s join staff_member o on o.id = s.asked_by
        where s.staff_member = m.id and ${isAsked(within)}) as "suspensionAskedBy"
    from staff_member m order by m.name, m.id`.execute(db);
  return rows.map(({ seeded: isSeeded, added_at: at, ...row }) => ({
    ...row,
    isSeeded,
    addedAt: toInstant(at),
  }));
}

/**
 * An operator suspends an active member at once, and another operator only where a third one asked for it lately: two remain who are
 * neither. In the team's turn, so that of two who suspend each other one comes first.
 */
export async function recordSuspendedBy(
  tx: Db,
  { member, by }: { readonly member: string; readonly by: string },
  within: Duration,
): Promise<boolean> {
  const { rows } = await sql`
    update staff_member m set state = 'suspended'
    where m.id = ${member} and m.state = 'active' and m.id <> ${by}
      and ${isOperator(sql`${by}`)}
      and (not exists (select from staff_role r where r.staff_member = m.id and r.role = 'operator')
        or exists (select from staff_suspension s join staff_member o on o.id = s.asked_by
          where s.staff_member = m.id and s.asked_by <> ${by} and ${isAsked(within)}))
    returning m.id`.execute(tx);
  return rows.length === 1;
}

/** An operator asks that another be suspended, both active. False: there is no such operator, or it is themself. */
export async function recordSuspensionAsked(
  tx: Db,
  { member, by }: { readonly member: string; readonly by: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into staff_suspension (staff_member, asked_by, asked_at)
    select m.id, b.id, aval_now() from staff_member m, staff_member b
    where m.id = ${member} and b.id = ${by} and m.id <> b.id and m.state = 'active' and b.state = 'active'
      and (select count(*) from staff_role r where r.staff_member in (m.id, b.id) and r.role = 'operator') = 2
    on conflict (staff_member, asked_by) do update set asked_at = excluded.asked_at
    returning staff_member`.execute(tx);
  return rows.length === 1;
}

/** Suspends an active member: true when this call did. Their sessions and signatures are worth nothing from then on. */
export async function recordSuspended(tx: Db, id: string): Promise<boolean> {
  const { rows } = await sql`
    update staff_member set state = 'suspended' where id = ${id} and state = 'active' returning id`.execute(
    tx,
  );
  return rows.length === 1;
}

/** A link for an active member; one that was open is over. */
export async function insertInvitation(
  tx: Db,
  given: { readonly hash: string; readonly member: string },
  within: Duration,
): Promise<boolean> {
  await sql`
    update staff_invitation set used_at = aval_now() where staff_member = ${given.member} and used_at is null`.execute(
    tx,
  );
  const { rows } = await sql`
    insert into staff_invitation (hash, staff_member, made_at, expires_at)
    select ${given.hash}, id, aval_now(), aval_now() + ${span(within)}
    from staff_member where id = ${given.member} and state = 'active' returning hash`.execute(tx);
  return rows.length === 1;
}

/** Whom an open link is for. */
export async function invited(
  db: Db,
  hash: string,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    select m.id, m.name from staff_invitation i join staff_member m on m.id = i.staff_member and m.state = 'active'
    where i.hash = ${hash} and i.used_at is null and i.expires_at > aval_now()`.execute(db);
  return rows[0];
}

/** Spends an open link, once, for the member it names. */
export async function spendInvitation(tx: Db, hash: string): Promise<string | undefined> {
  const { rows } = await sql<{ staff_member: string }>`
    update staff_invitation i set used_at = aval_now() from staff_member m
    where i.hash = ${hash} and i.used_at is null and i.expires_at > aval_now()
      and m.id = i.staff_member and m.state = 'active'
    returning i.staff_member`.execute(tx);
  return rows[0]?.staff_member;
}

/** A key is somebody's already, or its holder has as many as one may. */
export class NotKept extends Error {}

/** Whom a command names: by their id, or by their name where one member alone has it. */
export async function memberCalled(db: Db, called: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from staff_member where id = ${called} or name = ${called} limit 2`.execute(db);
  return rows.length === 1 ? rows[0]?.id : undefined;
}

export async function passkeysOf(
  db: Db,
  member: string,
): Promise<readonly (StaffPasskey & { readonly credential: string })[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    made_at: Date;
    last_used_at: Date | null;
    credential: Uint8Array;
  }>`
    select id, name, made_at, last_used_at, credential from staff_passkey
    where staff_member = ${member} and ended_at is null order by made_at desc, id`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    madeAt: toInstant(row.made_at),
    lastUsedAt: row.last_used_at ? toInstant(row.last_used_at) : undefined,
    credential: Buffer.from(row.credential).toString("base64url"),
  }));
}

/** Ends one of a member's own keys, once. */
export async function recordPasskeyEnded(
  tx: Db,
  given: { readonly id: string; readonly member: string },
): Promise<boolean> {
  const { rows } = await sql`
    update staff_passkey set ended_at = aval_now()
    where id = ${given.id} and staff_member = ${given.member} and ended_at is null returning id`.execute(
    tx,
  );
  return rows.length === 1;
}

export async function recordAllEnded(
  tx: Db,
): Promise<readonly { readonly id: string; readonly member: string }[]> {
  const { rows } = await sql<{ id: string; member: string }>`
    update staff_passkey set ended_at = aval_now() where ended_at is null
    returning id, staff_member as member`.execute(tx);
  return rows;
}

export async function nameOf(db: Db, member: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("staff_member")
    .select("name")
    .where("id", "=", member)
    .executeTakeFirst();
  return row?.name;
}

/** Who is active in this role. */
export async function listActive(
  db: Db,
  role: Role,
): Promise<readonly { readonly id: string; readonly name: string; readonly scope: string }[]> {
  return db
    .selectFrom("staff_member")
    .innerJoin("staff_role", "staff_role.staff_member", "staff_member.id")
    .select(["id", "name", "scope"])
    .where("state", "=", "active")
    .where("role", "=", role)
    .orderBy("name")
    .orderBy("id")
    .execute();
}

export async function namesOf(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from staff_member where id = any(${[...ids]}::text[])`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
