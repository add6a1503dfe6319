import type { PublicJwk } from "@aval/protocol";
import { sql } from "kysely";
import type { Database } from "#platform/database";

export type StaffTables = {
  staff_member: {
    id: string;
    name: string;
    scope: string;
    state: "active" | "suspended";
    seeded: boolean;
    added_at: Date;
  };
  staff_role: { staff_member: string; role: "registrar" };
  staff_key: { staff_member: string; jwk: PublicJwk; thumbprint: string; added_at: Date };
};

export type Registrar = {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly active: boolean;
  readonly jwk: PublicJwk;
};

type Db = Database<StaffTables>;

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
