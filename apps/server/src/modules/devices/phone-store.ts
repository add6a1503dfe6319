import type { DeviceId, ProfessionalId } from "@aval/protocol";
import { type RawBuilder, sql } from "kysely";
import { type Database, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { DeviceState, Level } from "./device.ts";
import { type DeviceTables, worth } from "./store.ts";

/** One of a holder's phones, as they know it. */
export type HoldersPhone = {
  readonly id: DeviceId;
  readonly label: string;
  readonly level: Level;
  readonly state: Exclude<DeviceState, "enrolling">;
  readonly activatedAt: Instant;
  readonly lastUsedAt: Instant | undefined;
  /** First active longer ago than asked, on the database's clock. */
  readonly isOld: boolean;
};

type Db = Database<DeviceTables>;
type Row = Omit<HoldersPhone, "activatedAt" | "lastUsedAt"> & {
  activated_at: Date;
  last_used_at: Date | null;
};

async function read(
  db: Db,
  professional: ProfessionalId,
  age: Duration,
  held: RawBuilder<unknown>,
): Promise<readonly HoldersPhone[]> {
  const { rows } = await sql<Row>`
    select id, label, ${worth} as level, state, activated_at, last_used_at,
      activated_at <= aval_now() - ${age} * interval '1 millisecond' as "isOld"
    from device where professional = ${professional} and state <> 'enrolling' order by id ${held}`.execute(
    db,
  );
  return rows.map(({ activated_at: at, last_used_at: used, ...row }) => ({
    ...row,
    activatedAt: toInstant(at),
    lastUsedAt: used ? toInstant(used) : undefined,
  }));
}

export const phonesOf = (db: Db, professional: ProfessionalId, age: Duration) =>
  read(db, professional, age, sql``);

/** The same, held until the transaction ends, in one order: of two phones that end each other one is first. */
export const holdPhones = (tx: Db, professional: ProfessionalId, age: Duration) =>
  read(tx, professional, age, sql`for no key update`);

type Which = {
  readonly id: DeviceId;
  readonly professional: ProfessionalId;
  /** The states in which it may be done. */
  readonly of: readonly DeviceState[];
};

export async function recordLabel(tx: Db, which: Which, label: string): Promise<boolean> {
  return record(tx, which, sql`label = ${label}`);
}

/** Nobody's any more: no state leads back. */
export async function recordRevoked(tx: Db, which: Which): Promise<boolean> {
  return record(tx, which, sql`state = 'revoked'`);
}

async function record(
  tx: Db,
  { id, professional, of }: Which,
  set: RawBuilder<unknown>,
): Promise<boolean> {
  const result = await sql`
    update device set ${set} where id = ${id} and professional = ${professional}
      and state = any(${[...of]}::text[])`.execute(tx);
  return result.numAffectedRows === 1n;
}
