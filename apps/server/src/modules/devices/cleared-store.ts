import type { DeviceId, EnrolmentId, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import type { Database } from "#platform/database";
import type { DeviceTables } from "./store.ts";

/*
 * An installation whose phone's storage was cleared can say nothing any more. `cleared_by` names the enrolment that says so of it; each
 * statement here takes that row, so that of a word of the installation and an activation in its place one is first, on every node together.
 */
type Db = Database<DeviceTables>;

type Presumed = {
  readonly phone: DeviceId;
  readonly professional: ProfessionalId;
  readonly enrolment: EnrolmentId;
};

/** How many scans an installation is listened for at once: a place shows ten pages a day. */
const listenedAtMost = 32;

/** From this scan on each active installation of the holder's is listened for: which one is meant, only the passkey tells. */
export async function recordListened(
  db: Db,
  { professional, enrolment }: Omit<Presumed, "phone">,
): Promise<void> {
  await sql`
    update device set listened_for = (array[${enrolment}] || coalesce(listened_for, '{}'))[1:${sql.lit(listenedAtMost)}]
    where professional = ${professional} and state = 'active'`.execute(db);
}

/** Whether this installation has said something since that scan. Its row is held by whoever asks. */
export async function hasSpoken(
  db: Db,
  { phone, enrolment }: Omit<Presumed, "professional">,
): Promise<boolean> {
  const { rows } = await sql`
    select from device where id = ${phone} and not coalesce(${enrolment} = any(listened_for), false)`.execute(
    db,
  );
  return rows.length === 1;
}

/**
 * Takes an active installation of this holder's for cleared, by the newest enrolment that says so, if it has said nothing since that one's
 * scan. Gives the one before it, if one did; `undefined`: it has, or is not active, not theirs, or its phone goes on as another one.
 */
export async function recordPresumedCleared(
  db: Db,
  { phone, professional, enrolment }: Presumed,
): Promise<{ readonly before: EnrolmentId | null } | undefined> {
  const { rows } = await sql<{ before: EnrolmentId | null }>`
    update device d set cleared_by = ${enrolment}
    from (select id, cleared_by from device where id = ${phone} for no key update) o
    where d.id = o.id and d.professional = ${professional} and d.state = 'active' and d.replaced_by is null
      and ${enrolment} = any(d.listened_for)
    returning o.cleared_by as before`.execute(db);
  return rows[0];
}

/**
 * It said something: which enrolment took it for cleared, once, and what stands beside it is not the same phone. `undefined`: none does,
 * or it has been replaced by then.
 */
export async function recordSpoke(db: Db, phone: DeviceId): Promise<EnrolmentId | undefined> {
  const { rows } = await sql<{ enrolment: EnrolmentId | null }>`
    update device d set cleared_by = null, replaced_by = null, listened_for = null
    from (select id, cleared_by, listened_for from device where id = ${phone} for no key update) o
    where d.id = o.id and (o.cleared_by is not null or o.listened_for is not null) and d.state <> 'revoked'
    returning o.cleared_by as enrolment`.execute(db);
  return rows[0]?.enrolment ?? undefined;
}

/** Its phone goes on as another installation: once, while it is active and has said nothing since. */
export async function recordReplaced(
  db: Db,
  { phone, professional, enrolment, by }: Presumed & { readonly by: DeviceId },
): Promise<boolean> {
  const result = await sql`
    update device set state = 'revoked', cleared_by = null, listened_for = null, replaced_by = ${by}
    where id = ${phone} and professional = ${professional} and state = 'active'
      and cleared_by = ${enrolment}`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Its phone goes on as another installation, and it stays as it is: once, while it is active and has said nothing since. */
export async function recordStandsBeside(
  db: Db,
  { phone, professional, enrolment, by }: Presumed & { readonly by: DeviceId },
): Promise<boolean> {
  const result = await sql`
    update device set replaced_by = ${by}
    where id = ${phone} and professional = ${professional} and state = 'active'
      and cleared_by = ${enrolment} and replaced_by is null`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Nothing that becomes of the installation beside which this one came concerns it any more. */
export async function recordStandsAlone(db: Db, id: DeviceId): Promise<void> {
  await sql`update device set replaced_by = null, cleared_by = null where replaced_by = ${id} and state <> 'revoked'`.execute(
    db,
  );
}
