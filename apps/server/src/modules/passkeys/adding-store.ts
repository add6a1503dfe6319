import type { ApprovalId, DeviceId, PasskeyKind, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant } from "#platform/database";
import type { Duration } from "#platform/time";
import type { Addition } from "./passkey.ts";

export type AdditionTables = {
  passkey_addition: {
    id: string;
    browser: string;
    network: string;
    declared: string;
    kind: PasskeyKind;
    name: string;
    challenge: string;
    state: Addition["state"];
    approval: string | null;
    professional: string | null;
    device: string | null;
    opened_at: Date;
    make_by: Date | null;
  };
};

type Db = Database<AdditionTables>;

type Row = AdditionTables["passkey_addition"];

function fromRow(row: Row): Addition {
  const { id, browser, network, declared, kind, name, challenge, state } = row;
  const { professional, device, make_by: until } = row;
  return {
    ...{ id, browser, network, declared, kind, name, challenge, state },
    approval: row.approval ?? undefined,
    by:
      professional && device && until
        ? {
            professional: professional as ProfessionalId,
            device: device as DeviceId,
            until: toInstant(until),
          }
        : undefined,
  };
}

/** Makes the page's row unless there is one: the first browser key to answer keeps it. */
export async function ensureAddition(
  db: Db,
  given: Pick<Addition, "id" | "browser" | "network" | "declared" | "kind" | "name" | "challenge">,
): Promise<void> {
  await sql`
    insert into passkey_addition (id, browser, network, declared, kind, name, challenge, state, opened_at)
    values (${given.id}, ${given.browser}, ${given.network}, ${given.declared}, ${given.kind}, ${given.name},
      ${given.challenge}, 'open', aval_now())
    on conflict do nothing`.execute(db);
}

export async function findAddition(db: Db, id: string): Promise<Addition | undefined> {
  const row = await db
    .selectFrom("passkey_addition")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** Puts a request in the place of the one the page had: once per old one, while nothing was approved. */
export async function recordRequest(
  db: Db,
  id: string,
  given: { readonly from: string | undefined; readonly to: ApprovalId },
): Promise<boolean> {
  const { rows } = await sql`
    update passkey_addition set approval = ${given.to}
    where id = ${id} and state = 'open' and approval is not distinct from ${given.from ?? null}
    returning id`.execute(db);
  return rows.length === 1;
}

/** A full phone approved: in its decision's own transaction. The key may be made within this. */
export async function recordApproved(
  db: Db,
  id: string,
  given: {
    readonly approval: string;
    readonly professional: ProfessionalId;
    readonly device: DeviceId;
    readonly within: Duration;
  },
): Promise<boolean> {
  const { rows } = await sql`
    update passkey_addition set state = 'approved', professional = ${given.professional}, device = ${given.device},
      make_by = aval_now() + ${given.within} * interval '1 millisecond'
    where id = ${id} and state = 'open' and approval = ${given.approval}
    returning id`.execute(db);
  return rows.length === 1;
}

/** The page's one key is made, for its own browser, in time. */
export async function recordMade(db: Db, id: string, browser: string): Promise<boolean> {
  const { rows } = await sql`
    update passkey_addition set state = 'made'
    where id = ${id} and browser = ${browser} and state = 'approved' and make_by > aval_now()
    returning id`.execute(db);
  return rows.length === 1;
}

export async function recordAdditionCancelled(db: Db, id: string): Promise<void> {
  await sql`
    update passkey_addition set state = 'cancelled' where id = ${id} and state in ('open', 'approved')`.execute(
    db,
  );
}

/** Forgets pages that are over: what came of them is the key's own row, and facts. */
export async function purgeAdditions(db: Db, age: Duration): Promise<void> {
  await sql`
    delete from passkey_addition where opened_at < aval_now() - ${age} * interval '1 millisecond'`.execute(
    db,
  );
}
