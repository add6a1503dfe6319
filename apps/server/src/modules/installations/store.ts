import type { DeviceId, InstallationId, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

export type InstallationTables = {
  installation: {
    id: string;
    professional: string;
    client: string;
    kind: "plain" | "strict";
    device: string;
    key: string | null;
    machine: string | null;
    network: string | null;
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
  readonly professional: ProfessionalId;
  readonly client: string;
  readonly kind: "plain" | "strict";
  readonly addedAt: Instant;
  readonly usableFrom: Instant;
  readonly lastUsedAt: Instant | undefined;
  /** Strict: the thumbprint of its key, and which machine it says it runs on. */
  readonly key: string | undefined;
  readonly machine: string | undefined;
};

const columns = [
  "id",
  "professional",
  "client",
  "kind",
  "added_at",
  "usable_from",
  "last_used_at",
  "key",
  "machine",
] as const;

type Row = Pick<InstallationTables["installation"], (typeof columns)[number]>;

const fromRow = (row: Row): Installation => ({
  id: row.id as InstallationId,
  professional: row.professional as ProfessionalId,
  client: row.client,
  kind: row.kind,
  addedAt: toInstant(row.added_at),
  usableFrom: toInstant(row.usable_from),
  lastUsedAt: row.last_used_at ? toInstant(row.last_used_at) : undefined,
  key: row.key ?? undefined,
  machine: row.machine ?? undefined,
});

/** A holder's, newest first. */
export async function installationsOf(
  db: Db,
  professional: ProfessionalId,
): Promise<readonly Installation[]> {
  const rows = await db
    .selectFrom("installation")
    .select(columns)
    .where("professional", "=", professional)
    .where("ended_at", "is", null)
    .orderBy("added_at", "desc")
    .execute();
  return rows.map(fromRow);
}

/** Strict software that has not ended, by its id or by whose it is and its key. */
export async function findLinked(
  db: Db,
  by: InstallationId | { professional: ProfessionalId; client: string; key: string },
): Promise<Installation | undefined> {
  const strict = db
    .selectFrom("installation")
    .select(columns)
    .where("kind", "=", "strict")
    .where("ended_at", "is", null);
  const row = await (typeof by === "string"
    ? strict.where("id", "=", by)
    : strict
        .where("professional", "=", by.professional)
        .where("client", "=", by.client)
        .where("key", "=", by.key)
  ).executeTakeFirst();
  return row && fromRow(row);
}

/** Links one. It counts from now, as a place does that is new. */
export async function insertLinked(
  db: Db,
  given: {
    id: InstallationId;
    professional: ProfessionalId;
    client: string;
    device: DeviceId;
    key: string;
    machine: string | undefined;
    network: string;
  },
): Promise<void> {
  await sql`
    insert into installation (id, professional, client, kind, device, key, machine, network, added_at, usable_from)
    values (${given.id}, ${given.professional}, ${given.client}, 'strict', ${given.device}, ${given.key},
      ${given.machine ?? null}, ${given.network}, aval_now(), aval_now())`.execute(db);
}

/** Strict software is used: held until the transaction ends, so that its end waits. False when it has ended. */
export async function recordLinkedUsed(db: Db, id: InstallationId): Promise<boolean> {
  const used = await sql`
    update installation set last_used_at = aval_now() where id = ${id} and kind = 'strict' and ended_at is null`.execute(
    db,
  );
  return used.numAffectedRows === 1n;
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

/** Whether any holder's software of this client has been approved from there. */
export async function isKnownNetwork(
  db: Db,
  { client, network }: { client: string; network: string },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 as one from installation_network n join installation i on i.id = n.installation
    where n.network = ${network} and i.client = ${client} and i.kind = 'plain' and i.ended_at is null limit 1`.execute(
    db,
  );
  return rows.length === 1;
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

/** Ends every plain one. Strict ones sleep as places do, until a scan. */
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
    update installation set ended_at = aval_now(), ended_by = ${by} where ended_at is null and kind = 'plain'
    returning id, professional, client`.execute(db);
  return rows;
}

/** Networks that it was not approved from for so long: coming back from one asks as a new one does. */
export async function purgeNetworks(db: Db, age: Duration): Promise<void> {
  await sql`
    delete from installation_network where last_used_at < aval_now() - ${age} * interval '1 millisecond'`.execute(
    db,
  );
}
