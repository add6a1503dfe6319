import type { DeviceId, InstallationId, LinkId, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

export type LinkTables = {
  installation_link: {
    id: string;
    client: string;
    key: string;
    machine: string | null;
    network: string;
    frame_secret: Buffer;
    state: "shown" | "claimed" | "linked" | "cancelled";
    shown_at: Date;
    claim_by: Date;
    device: string | null;
    professional: string | null;
    claimed_at: Date | null;
    installation: string | null;
    ended_at: Date | null;
    ended_by: string | null;
  };
};

type Db = Database<AnyTables>;

export type Link = {
  readonly id: LinkId;
  readonly client: string;
  readonly key: string;
  readonly machine: string | undefined;
  readonly network: string;
  readonly frameSecret: Uint8Array;
  readonly state: LinkTables["installation_link"]["state"];
  /** Nobody scanned it in time, or whoever did confirmed nothing. */
  readonly isOver: boolean;
  readonly shownAt: Instant;
  readonly professional: ProfessionalId | undefined;
  readonly installation: InstallationId | undefined;
};

type Row = LinkTables["installation_link"] & { is_over: boolean };

/** `within`: how long whoever scanned it has to confirm. */
const columns = (
  within: Duration,
) => sql`id, client, key, machine, network, frame_secret, state, shown_at, professional,
  installation, (state = 'shown' and claim_by <= aval_now())
    or (state = 'claimed' and claimed_at <= aval_now() - ${span(within)}) as is_over`;

const fromRow = (row: Row): Link => ({
  id: row.id as LinkId,
  client: row.client,
  key: row.key,
  machine: row.machine ?? undefined,
  network: row.network,
  frameSecret: new Uint8Array(row.frame_secret),
  state: row.state,
  isOver: row.is_over,
  shownAt: toInstant(row.shown_at),
  professional: (row.professional ?? undefined) as ProfessionalId | undefined,
  installation: (row.installation ?? undefined) as InstallationId | undefined,
});

export async function insertLink(
  db: Db,
  given: Pick<Link, "id" | "client" | "key" | "machine" | "network" | "frameSecret"> & {
    shown: Duration;
  },
): Promise<void> {
  await sql`
    insert into installation_link (id, client, key, machine, network, frame_secret, state, shown_at, claim_by)
    values (${given.id}, ${given.client}, ${given.key}, ${given.machine ?? null}, ${given.network},
      ${Buffer.from(given.frameSecret)}, 'shown', aval_now(), aval_now() + ${span(given.shown)})`.execute(
    db,
  );
}

export async function findLink(db: Db, id: LinkId, within: Duration): Promise<Link | undefined> {
  const { rows } = await sql<Row>`
    select ${columns(within)} from installation_link where id = ${id}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

type Fresh = { readonly frame: number; readonly frameAge: Duration; readonly skew: Duration };

/** A frame is shown for the second that begins at `shown_at + frame`, and lives `frameAge`. */
const isYoung = ({ frame, frameAge, skew }: Fresh) => sql`
  aval_now() - (shown_at + ${frame} * interval '1 second') between ${skew} * interval '-1 millisecond' and ${span(frameAge)}`;

/** Fixes who may confirm, once. Gives when it was scanned. */
export async function recordLinkClaimed(
  db: Db,
  given: Fresh & { id: LinkId; device: DeviceId; professional: ProfessionalId },
): Promise<Instant | undefined> {
  const { rows } = await sql<{ claimed_at: Date }>`
    update installation_link set state = 'claimed', device = ${given.device}, professional = ${given.professional},
      claimed_at = aval_now()
    where id = ${given.id} and state = 'shown' and claim_by > aval_now() and ${isYoung(given)}
    returning claimed_at`.execute(db);
  return rows[0] && toInstant(rows[0].claimed_at);
}

/** A second phone sees the same frame while it is young: neither may confirm. True when another phone had it. */
export async function recordSecondClaim(
  db: Db,
  given: Fresh & { id: LinkId; device: DeviceId },
): Promise<boolean> {
  const result = await sql`
    update installation_link set state = 'cancelled', ended_at = aval_now(), ended_by = 'second_claim'
    where id = ${given.id} and state = 'claimed' and device <> ${given.device} and ${isYoung(given)}`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

type ByDevice = { readonly id: LinkId; readonly device: DeviceId };

/** Its own phone confirms, `wait` after the scan and `within` it, once. */
export async function recordLinked(
  db: Db,
  given: ByDevice & { installation: InstallationId; wait: Duration; within: Duration },
): Promise<Link | undefined> {
  const { rows } = await sql<Row>`
    update installation_link set state = 'linked', installation = ${given.installation}
    where id = ${given.id} and device = ${given.device} and state = 'claimed'
      and claimed_at <= aval_now() - ${span(given.wait)} and claimed_at > aval_now() - ${span(given.within)}
    returning ${columns(given.within)}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

/** It turned out to be linked already: it stands for that installation. */
export async function recordSame(
  db: Db,
  given: { id: LinkId; installation: InstallationId },
): Promise<void> {
  await sql`update installation_link set installation = ${given.installation} where id = ${given.id}`.execute(
    db,
  );
}

export async function isLinkWaiting(
  db: Db,
  given: ByDevice & { wait: Duration },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from installation_link where id = ${given.id} and device = ${given.device} and state = 'claimed'
      and claimed_at > aval_now() - ${span(given.wait)}`.execute(db);
  return rows.length === 1;
}

/** Its own phone says that a caller asked for it: for good, once. */
export async function recordLinkStopped(
  db: Db,
  given: ByDevice,
): Promise<(Pick<Link, "client"> & { readonly professional: ProfessionalId }) | undefined> {
  const { rows } = await sql<{ client: string; professional: ProfessionalId }>`
    update installation_link set state = 'cancelled', ended_at = aval_now(), ended_by = 'on_call'
    where id = ${given.id} and device = ${given.device} and state = 'claimed'
    returning client, professional`.execute(db);
  return rows[0];
}

export async function purgeLinks(db: Db, age: Duration): Promise<void> {
  await sql`delete from installation_link where shown_at < aval_now() - ${span(age)}`.execute(db);
}
