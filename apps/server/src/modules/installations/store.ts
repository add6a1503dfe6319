import type { DeviceId, InstallationId, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant } from "#platform/database";
import type { Instant } from "#platform/time";

export type InstallationTables = {
  installation: {
    id: string;
    professional: string;
    client: string;
    kind: "plain" | "strict";
    device: string;
    added_at: Date;
    usable_from: Date;
    last_used_at: Date | null;
    ended_at: Date | null;
    ended_by: string | null;
    scope: string;
  };
  installation_network: { installation: string; network: string; last_used_at: Date };
};

type Db = Database<InstallationTables>;

export type Installation = {
  readonly id: InstallationId;
  readonly client: string;
  readonly kind: "plain" | "strict";
  readonly addedAt: Instant;
  readonly usableFrom: Instant;
  readonly lastUsedAt: Instant | undefined;
};

/** A holder's, newest first. */
export async function installationsOf(
  db: Db,
  professional: ProfessionalId,
): Promise<readonly Installation[]> {
  const rows = await db
    .selectFrom("installation")
    .select(["id", "client", "kind", "added_at", "usable_from", "last_used_at"])
    .where("professional", "=", professional)
    .where("ended_at", "is", null)
    .orderBy("added_at", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id as InstallationId,
    client: row.client,
    kind: row.kind,
    addedAt: toInstant(row.added_at),
    usableFrom: toInstant(row.usable_from),
    lastUsedAt: row.last_used_at ? toInstant(row.last_used_at) : undefined,
  }));
}

/**
 * Adds one, unless the holder has it. It counts from the next midnight in Paris, and twelve hours from now at the earliest: whoever
 * is talked into it on the telephone, a minute before midnight as well, has a night to wonder, and their other phones and addresses
 * are told meanwhile.
 */
export async function insertInstallation(
  db: Db,
  given: {
    id: InstallationId;
    professional: ProfessionalId;
    client: string;
    kind: "plain";
    device: DeviceId;
  },
): Promise<boolean> {
  const result = await sql`
    insert into installation (id, professional, client, kind, device, added_at, usable_from)
    values (${given.id}, ${given.professional}, ${given.client}, ${given.kind}, ${given.device}, aval_now(),
      greatest((date_trunc('day', aval_now() at time zone 'Europe/Paris') + interval '1 day') at time zone 'Europe/Paris',
        aval_now() + interval '12 hours'))
    on conflict do nothing`.execute(db);
  return result.numAffectedRows === 1n;
}

/** One that counts now. `networks`: those it was approved from. */
export type Usable = {
  readonly id: InstallationId;
  readonly client: string;
  readonly networks: ReadonlySet<string>;
};

export async function usableOf(db: Db, professional: ProfessionalId): Promise<readonly Usable[]> {
  const { rows } = await sql<{ id: InstallationId; client: string; networks: string[] }>`
    select i.id, i.client, array(select n.network from installation_network n where n.installation = i.id) as networks
    from installation i
    where i.professional = ${professional} and i.kind = 'plain' and i.ended_at is null and i.usable_from <= aval_now()`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, networks: new Set(row.networks) }));
}

/** It was approved from this network. The row is held until the transaction ends. */
export async function recordUsed(
  db: Db,
  { id, network }: { id: InstallationId; network: string },
): Promise<boolean> {
  const used = await sql`
    update installation set last_used_at = aval_now()
    where id = ${id} and ended_at is null and usable_from <= aval_now()`.execute(db);
  if (used.numAffectedRows !== 1n) return false;
  await sql`
    insert into installation_network (installation, network, last_used_at) values (${id}, ${network}, aval_now())
    on conflict (installation, network) do update set last_used_at = excluded.last_used_at`.execute(
    db,
  );
  return true;
}

/** Ends one, once: whose program it was, when this call is the one that ended it. */
export async function recordEnded(
  db: Db,
  given: { id: InstallationId; professional: ProfessionalId; by: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ client: string }>`
    update installation set ended_at = aval_now(), ended_by = ${given.by}
    where id = ${given.id} and professional = ${given.professional} and ended_at is null
    returning client`.execute(db);
  return rows[0]?.client;
}

/** Ends those that a phone added, each once. */
export async function recordMadeByEnded(
  db: Db,
  phone: { professional: ProfessionalId; device: DeviceId },
): Promise<readonly { readonly id: InstallationId; readonly client: string }[]> {
  const { rows } = await sql<{ id: InstallationId; client: string }>`
    update installation set ended_at = aval_now(), ended_by = 'alert'
    where professional = ${phone.professional} and device = ${phone.device} and ended_at is null
    returning id, client`.execute(db);
  return rows;
}

export async function recordAllEnded(
  db: Db,
  by: "restored",
): Promise<
  readonly {
    readonly id: InstallationId;
    readonly professional: ProfessionalId;
    readonly client: string;
  }[]
> {
  const { rows } = await sql<{ id: InstallationId; professional: ProfessionalId; client: string }>`
    update installation set ended_at = aval_now(), ended_by = ${by} where ended_at is null
    returning id, professional, client`.execute(db);
  return rows;
}
