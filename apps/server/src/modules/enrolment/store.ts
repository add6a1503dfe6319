import type { DeviceId, EnrolmentId, EnrolmentState, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toDate, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

export type EnrolmentTables = {
  enrolment: {
    id: string;
    device: string;
    state: EnrolmentState;
    requested_at: Date;
    expires_at: Date;
    professional: string | null;
    national_id: string | null;
    holder_name: string | null;
    level: "limited" | "full" | null;
    evidence: unknown;
    evidenced_at: Date | null;
    ready_at: Date | null;
    activated_at: Date | null;
    scope: string;
  };
};

type Db = Database<EnrolmentTables>;

export type EnrolmentRow = {
  readonly id: EnrolmentId;
  readonly device: DeviceId;
  readonly state: EnrolmentState;
  readonly professional: ProfessionalId | undefined;
  readonly nationalId: string | undefined;
  readonly holderName: string | undefined;
  readonly level: "limited" | "full" | undefined;
  readonly readyAt: Instant | undefined;
  readonly scope: string;
};

export async function insertRequested(
  db: Db,
  given: { id: EnrolmentId; device: DeviceId; now: Instant; expiresAt: Instant },
): Promise<void> {
  await db
    .insertInto("enrolment")
    .values({
      id: given.id,
      device: given.device,
      state: "requested",
      requested_at: toDate(given.now),
      expires_at: toDate(given.expiresAt),
      scope: "national",
    })
    .execute();
}

/** The enrolment as it stands now: one past its end that is not active has expired. */
export async function find(db: Db, id: EnrolmentId): Promise<EnrolmentRow | undefined> {
  const row = await db
    .selectFrom("enrolment")
    .select([
      "id",
      "device",
      "state",
      "professional",
      "national_id",
      "holder_name",
      "level",
      "ready_at",
      "scope",
    ])
    .select(
      sql<boolean>`expires_at <= aval_now() and state in ('requested', 'evidenced', 'cooling', 'ready')`.as(
        "past",
      ),
    )
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id as EnrolmentId,
    device: row.device as DeviceId,
    state: row.past ? "expired" : row.state,
    professional: (row.professional as ProfessionalId | null) ?? undefined,
    nationalId: row.national_id ?? undefined,
    holderName: row.holder_name ?? undefined,
    level: row.level ?? undefined,
    readyAt: row.ready_at ? toInstant(row.ready_at) : undefined,
    scope: row.scope,
  };
}

/** The proof is complete: from `requested` only, once. */
export async function recordReady(
  db: Db,
  id: EnrolmentId,
  given: {
    professional: ProfessionalId;
    nationalId: string;
    holderName: string;
    level: "limited" | "full";
    evidence: unknown;
    wait: Duration;
    scope: string;
  },
): Promise<boolean> {
  const result = await sql`
    update enrolment set state = case when ${given.wait}::bigint = 0 then 'ready' else 'cooling' end,
      professional = ${given.professional}, national_id = ${given.nationalId}, holder_name = ${given.holderName},
      level = ${given.level}, evidence = ${JSON.stringify(given.evidence)}::jsonb, scope = ${given.scope},
      evidenced_at = aval_now(), ready_at = aval_now() + ${given.wait} * interval '1 millisecond'
    where id = ${id} and state = 'requested' and expires_at > aval_now()`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Active: only once its wait is over on the database's clock. */
export async function recordActive(db: Db, id: EnrolmentId, device: DeviceId): Promise<boolean> {
  const result = await sql`
    update enrolment set state = 'active', activated_at = aval_now()
    where id = ${id} and device = ${device} and state in ('ready', 'cooling')
      and ready_at <= aval_now() and expires_at > aval_now()`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Forgets what was only asked for and has expired; the phones it concerned. */
export async function purgeUnproven(db: Db): Promise<DeviceId[]> {
  const { rows } = await sql<{ device: DeviceId }>`
    delete from enrolment where state = 'requested' and expires_at <= aval_now() returning device`.execute(
    db,
  );
  return rows.map(({ device }) => device);
}
