import type { DeviceId, ProfessionalId, PublicJwk, StopId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant } from "#platform/database";
import { statement } from "#platform/statement";
import type { Duration } from "#platform/time";
import type { Device, DeviceState, Level } from "./device.ts";

export type DeviceTables = {
  device: {
    id: string;
    professional: string | null;
    label: string;
    ik: PublicJwk;
    ik_thumbprint: string;
    uk: PublicJwk | null;
    pin_key: string | null;
    next_pin_key: string | null;
    code_since: Date | null;
    renewal_key: string | null;
    level: Level | null;
    state: DeviceState;
    created_at: Date;
    activated_at: Date | null;
    last_used_at: Date | null;
    cleared_by: string | null;
    listened_for: string[] | null;
    awaits_clearing: string | null;
    replaced_by: string | null;
    scope: string;
  };
};

const columns = [
  "id",
  "professional",
  "label",
  "ik",
  "ik_thumbprint",
  "uk",
  "pin_key",
  "next_pin_key",
  "level",
  "state",
  "activated_at",
  "cleared_by",
  "listened_for",
  "awaits_clearing",
] as const;

type Row = Pick<DeviceTables["device"], (typeof columns)[number]>;

function fromRow(row: Row): Device {
  const known = {
    id: row.id as DeviceId,
    label: row.label,
    ik: row.ik,
    ikThumbprint: row.ik_thumbprint,
    isListenedFor: row.cleared_by !== null || row.listened_for !== null,
  };
  if (row.state === "enrolling") return { ...known, state: "enrolling" };
  const { professional, uk, pin_key: pinKey, level, activated_at: activatedAt } = row;
  if (!professional || !uk || !pinKey || !level || !activatedAt) {
    throw new Error(
      `inconsistent row: device ${row.id} is ${row.state} without holder, code or level`,
    );
  }
  return {
    ...known,
    state: row.state,
    professional: professional as ProfessionalId,
    uk,
    pinKey,
    isChanging: row.next_pin_key !== null,
    level: row.awaits_clearing === null ? level : "limited",
    activatedAt: toInstant(activatedAt),
  };
}

/** What a phone is worth: one that a desk added under a freeze is as one to be confirmed until that is cleared. */
export const worth = sql<Level>`case when awaits_clearing is null then level else 'limited' end`;

/** A new phone, nobody's yet. False when this installation key is already known. */
export async function insertDevice(
  db: Database<DeviceTables>,
  device: { id: DeviceId; label: string; ik: PublicJwk; ikThumbprint: string },
): Promise<boolean> {
  const result = await db
    .insertInto("device")
    .values({
      id: device.id,
      label: device.label,
      ik: JSON.stringify(device.ik) as unknown as PublicJwk,
      ik_thumbprint: device.ikThumbprint,
      state: "enrolling",
      created_at: sql<Date>`aval_now()`,
      scope: "national",
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

const selectDevice = statement((db: Database<DeviceTables>, by: { id: string }) =>
  db.selectFrom("device").select(columns).where("id", "=", by.id),
);

export async function findDevice(
  db: Database<DeviceTables>,
  id: DeviceId,
): Promise<Device | undefined> {
  const [row] = (await selectDevice(db, { id })).rows;
  return row && fromRow(row);
}

const lockActive = statement((db: Database<DeviceTables>, by: { id: string }) =>
  db
    .selectFrom("device")
    .select("id")
    .where("id", "=", by.id)
    .where("state", "=", "active")
    .forNoKeyUpdate(),
);

/**
 * The phone, held so that no node can suspend it before this transaction ends. Only an active one.
 *
 * Held for one transaction at a time: two that shared it, and then both recorded its use, would wait for each other.
 */
export async function holdActive(db: Database<DeviceTables>, id: DeviceId): Promise<boolean> {
  return (await lockActive(db, { id })).rows.length === 1;
}

/**
 * Whether this phone may open what was stopped: active and `full`, and its holder's for at least `age`, or the only active
 * one there is. A phone added in a fraud is neither while the holder's own remains.
 */
export async function isSettled(
  db: Database<DeviceTables>,
  id: DeviceId,
  age: Duration,
): Promise<boolean> {
  const { rows } = await sql`
    select from device d where d.id = ${id} and d.state = 'active' and d.level = 'full' and d.awaits_clearing is null
      and (d.activated_at <= aval_now() - ${age} * interval '1 millisecond'
        or not exists (select from device o
          where o.professional = d.professional and o.id <> d.id and o.state = 'active'))`.execute(
    db,
  );
  return rows.length === 1;
}

/**
 * How a phone stands to what would be added beside it: its level, whether it is active, and for longer than `age`. Held like
 * `holdActive` where the database is a transaction, so that a suspension waits.
 */
export async function standingOf(
  db: Database<DeviceTables>,
  id: DeviceId,
  age: Duration,
): Promise<{ level: Level; isActive: boolean; isOld: boolean } | undefined> {
  const { rows } = await sql<{ level: Level; isActive: boolean; isOld: boolean }>`
    select ${worth} as level, state = 'active' as "isActive", activated_at <= aval_now() - ${age} * interval '1 millisecond' as "isOld"
    from device where id = ${id} and level is not null for no key update`.execute(db);
  return rows[0];
}

/** Whether a `full` phone of this holder's was ever active, whatever became of it. */
export async function hadFull(
  db: Database<DeviceTables>,
  professional: ProfessionalId,
): Promise<boolean> {
  const { rows } = await sql`
    select from device where professional = ${professional} and level = 'full' limit 1`.execute(db);
  return rows.length === 1;
}

/** Makes a proven phone its holder's, once: its installation key, or `undefined` when it was anything but waiting. */
export async function recordActivated(
  db: Database<DeviceTables>,
  id: DeviceId,
  given: {
    professional: ProfessionalId;
    uk: PublicJwk;
    pinKey: string;
    level: Level;
    scope: string;
    /** The freeze that it was added under, if it was. */
    awaits?: StopId | undefined;
  },
): Promise<PublicJwk | undefined> {
  const row = await db
    .updateTable("device")
    .set({
      professional: given.professional,
      uk: JSON.stringify(given.uk) as unknown as PublicJwk,
      pin_key: given.pinKey,
      level: given.level,
      state: "active",
      activated_at: sql<Date>`aval_now()`,
      scope: given.scope,
      awaits_clearing: given.awaits ?? null,
    })
    .where("id", "=", id)
    .where("state", "=", "enrolling")
    .returning("ik")
    .executeTakeFirst();
  return row?.ik;
}

/**
 * A `limited` phone of this holder's is `full` from now on: what looks at its age counts from here, so that one which a fraudster had for
 * a month is as young as if it had come today. Once; only an active one.
 */
export async function recordRaised(
  db: Database<DeviceTables>,
  id: DeviceId,
  professional: ProfessionalId,
): Promise<boolean> {
  const result = await sql`
    update device set level = 'full', activated_at = aval_now()
    where id = ${id} and professional = ${professional} and level = 'limited' and state = 'active'`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

/** The freeze is cleared: what a desk added under it is worth what it was shown for, and is a phone of this day. */
export async function recordClearedFreeze(
  db: Database<DeviceTables>,
  freeze: StopId,
): Promise<void> {
  await sql`
    update device set awaits_clearing = null, activated_at = aval_now() where awaits_clearing = ${freeze}`.execute(
    db,
  );
}

/** A code, as both programs name it: the public half of its key, and the PIN program's key for it. */
export type Code = { readonly uk: PublicJwk; readonly pinKey: string };

const codeStands = (age: Duration) =>
  sql<boolean>`coalesce(code_since, activated_at) <= aval_now() - ${age} * interval '1 millisecond'`;

/**
 * By which key an active phone's code is to count, while `pinKey` is the key that it has. Of several changes, the one begun last stands here.
 * `renewed`: as the renewal of the same code, of a key at least that old.
 */
export async function recordNextCode(
  db: Database<DeviceTables>,
  id: DeviceId,
  { pinKey, next, renewed }: { pinKey: string; next: string; renewed: Duration | undefined },
): Promise<boolean> {
  const result = await sql`
    update device set next_pin_key = ${next}, renewal_key = ${renewed === undefined ? null : next}
    where id = ${id} and state = 'active' and pin_key = ${pinKey}
      and ${renewed === undefined ? sql`true` : codeStands(renewed)}`.execute(db);
  return result.numAffectedRows === 1n;
}

/**
 * The code is this one instead of `was`. Once; no change of `was` waits any more. `undefined` where it was not; else whether that very key
 * was asked for as a renewal: anything else is told as a change.
 */
export async function recordCode(
  db: Database<DeviceTables>,
  id: DeviceId,
  was: string,
  { uk, pinKey }: Code,
): Promise<{ readonly isRenewal: boolean } | undefined> {
  const { rows } = await sql<{ isRenewal: boolean }>`
    update device set uk = ${JSON.stringify(uk)}::jsonb, pin_key = ${pinKey}, next_pin_key = null, code_since = aval_now()
    where id = ${id} and pin_key = ${was}
    returning renewal_key is not distinct from pin_key as "isRenewal"`.execute(db);
  return rows[0];
}

export async function hasCode(
  db: Database<DeviceTables>,
  id: DeviceId,
  pinKey: string,
): Promise<boolean> {
  const { rows } = await sql`select from device where id = ${id} and pin_key = ${pinKey}`.execute(
    db,
  );
  return rows.length === 1;
}

/** Moves a phone from the active state to one that approves nothing. */
export async function recordState(
  db: Database<DeviceTables>,
  id: DeviceId,
  from: DeviceState,
  to: DeviceState,
): Promise<boolean> {
  const result = await db
    .updateTable("device")
    .set({ state: to })
    .where("id", "=", id)
    .where("state", "=", from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Holds a phone of this holder's: it approves nothing until what brought it is shown again. Where its storage was cleared since, whatever it
 * goes on as. Gives all of its installations, it first, and of each whether this held it.
 */
export async function recordSuspended(
  db: Database<DeviceTables>,
  id: DeviceId,
  professional: ProfessionalId,
  reason: string,
): Promise<readonly { readonly id: DeviceId; readonly isHeld: boolean }[]> {
  const { rows } = await sql<{ id: DeviceId; isHeld: boolean }>`
    with recursive line as (
      select id, replaced_by, 1 as nth from device where id = ${id} and professional = ${professional}
      union all
      select d.id, d.replaced_by, line.nth + 1 from device d join line on d.id = line.replaced_by
      where d.professional = ${professional}
    ), held as (
      update device set state = 'suspended', suspended_for = ${reason}
      where id in (select id from line) and state = 'active' returning id
    )
    select line.id, held.id is not null as "isHeld"
    from line left join held on held.id = line.id order by line.nth`.execute(db);
  return rows;
}

/**
 * What an analyst suspended approves again, from now on: it is as young as if it came today. False: it was not, or somebody else has
 * suspended it, or an installation goes on in its place.
 */
export async function recordRestored(
  db: Database<DeviceTables>,
  id: DeviceId,
  professional: ProfessionalId,
): Promise<boolean> {
  const result = await sql`
    update device set state = 'active', activated_at = aval_now(), suspended_for = null
    where id = ${id} and professional = ${professional} and state = 'suspended' and suspended_for = 'analyst'
      and replaced_by is null`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Notes that it served; says whether its code has stood on one key for at least `age`. */
export async function recordUse(
  db: Database<DeviceTables>,
  id: DeviceId,
  age: Duration,
): Promise<{ readonly isCodeOld: boolean }> {
  const { rows } = await sql<{ isCodeOld: boolean }>`
    update device set last_used_at = aval_now() where id = ${id}
    returning coalesce(${codeStands(age)}, false) as "isCodeOld"`.execute(db);
  return { isCodeOld: rows[0]?.isCodeOld ?? false };
}

/** Forgets phones that never became anybody's. */
export async function deleteEnrolling(
  db: Database<DeviceTables>,
  ids: readonly DeviceId[],
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .deleteFrom("device")
    .where("id", "in", [...ids])
    .where("state", "=", "enrolling")
    .execute();
}
