import type { DeviceId, PublicJwk } from "@aval/protocol";
import { type RawBuilder, sql } from "kysely";
import { lifetimes, limits } from "#lifetimes";
import { type Database, toDate, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { Counter } from "./counter.ts";

export type PinTables = {
  announcement: { device: string; ik_thumbprint: string; announced_at: Date };
  counter: {
    device: string;
    key_id: string;
    ik: PublicJwk;
    uk: PublicJwk | null;
    tries: number;
    version: number;
    epoch: string;
    last_evaluation: string | null;
    confirmed_evaluation: string | null;
    next_try_at: Date;
    state: Counter["state"];
    mac: string;
  };
  oprf_key: {
    device: string;
    key_id: string;
    public_key: string;
    wrapped: Uint8Array;
    made_at: Date;
  };
  seen_message: { device: string; jti: string; seen_at: Date };
};

type Db = Database<PinTables>;

const now = sql<Date>`pin_now()`;

/** `pin_now()` less a span. */
function ago(span: Duration): RawBuilder<Date> {
  return sql<Date>`pin_now() - make_interval(secs => ${span / 1000})`;
}

/** PostgreSQL's JSON from an object: the driver would else send an array or a string as it is. */
function json(value: PublicJwk): PublicJwk {
  return JSON.stringify(value) as unknown as PublicJwk;
}

/** The server's word that this phone exists. The first stands: an id is announced for one key only. */
export async function announce(db: Db, device: DeviceId, ikThumbprint: string): Promise<void> {
  await db
    .insertInto("announcement")
    .values({ device, ik_thumbprint: ikThumbprint, announced_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The key a phone was announced with, while its enrolment can last. */
export async function announcedKey(db: Db, device: DeviceId): Promise<string | undefined> {
  const row = await db
    .selectFrom("announcement")
    .select("ik_thumbprint")
    .where("device", "=", device)
    .where("announced_at", ">", ago(lifetimes.enrolmentAnnounced))
    .executeTakeFirst();
  return row?.ik_thumbprint;
}

export async function readNow(db: Db): Promise<Instant> {
  const { rows } = await sql<{ at: Date }>`select pin_now() as at`.execute(db);
  return toInstant((rows[0] as { at: Date }).at);
}

/** A row as it stands, with the MAC it carries and the time it was read. Not yet found genuine. */
export type Stored = { readonly counter: Counter; readonly mac: string; readonly at: Instant };

const columns = [
  "device",
  "key_id",
  "ik",
  "uk",
  "tries",
  "version",
  "epoch",
  "last_evaluation",
  "confirmed_evaluation",
  "next_try_at",
  "state",
  "mac",
] as const;

type Row = Pick<PinTables["counter"], (typeof columns)[number]>;

function fromRow(row: Row): Counter {
  return {
    device: row.device as DeviceId,
    keyId: row.key_id,
    ik: row.ik,
    uk: row.uk ?? undefined,
    tries: row.tries,
    version: row.version,
    epoch: row.epoch,
    lastEvaluation: row.last_evaluation ?? undefined,
    confirmedEvaluation: row.confirmed_evaluation ?? undefined,
    nextTryAt: toInstant(row.next_try_at),
    state: row.state,
  };
}

function toRow(counter: Counter, mac: string) {
  return {
    device: counter.device as string,
    key_id: counter.keyId,
    ik: json(counter.ik),
    uk: counter.uk ? json(counter.uk) : null,
    tries: counter.tries,
    version: counter.version,
    epoch: counter.epoch,
    last_evaluation: counter.lastEvaluation ?? null,
    confirmed_evaluation: counter.confirmedEvaluation ?? null,
    next_try_at: toDate(counter.nextTryAt),
    state: counter.state,
    mac,
  };
}

export async function read(db: Db, device: DeviceId): Promise<Stored | undefined> {
  const row = await db
    .selectFrom("counter")
    .select([...columns, now.as("at")])
    .where("device", "=", device)
    .executeTakeFirst();
  return row && { counter: fromRow(row), mac: row.mac, at: toInstant(row.at) };
}

/** Some rows, to learn at start whether this key file is the one of this database. */
export async function sample(db: Db, count: number): Promise<Stored[]> {
  const rows = await db
    .selectFrom("counter")
    .select([...columns, now.as("at")])
    .limit(count)
    .execute();
  return rows.map((row) => ({ counter: fromRow(row), mac: row.mac, at: toInstant(row.at) }));
}

/** A phone's first row. False when it has one. */
export async function insert(db: Db, counter: Counter, mac: string): Promise<boolean> {
  const result = await db
    .insertInto("counter")
    .values(toRow(counter, mac))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

function replacing(db: Db, before: Stored, after: Counter, mac: string) {
  return db
    .updateTable("counter")
    .set(toRow(after, mac))
    .where("device", "=", after.device)
    .where("version", "=", before.counter.version)
    .where("mac", "=", before.mac);
}

/**
 * Counts one try, if the row is still the one that was read, the phone is open, the wait is over **now**, on the
 * database's clock, and the count stays within ten. Returns whether this call counted it: only then may it be evaluated
 * (P-33).
 *
 * The new count is what is limited, not the row's: a row that was put back from an older state does not count.
 */
export async function recordTry(
  db: Db,
  before: Stored,
  after: Counter,
  mac: string,
): Promise<boolean> {
  const result = await replacing(db, before, after, mac)
    .where(sql<boolean>`${after.tries}::integer <= ${limits.pinTries}::integer`)
    .where("state", "=", "open")
    .where("next_try_at", "<=", now)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Any other change, if the row is still the one that was read. */
export async function recordChange(
  db: Db,
  before: Stored,
  after: Counter,
  mac: string,
): Promise<boolean> {
  const result = await replacing(db, before, after, mac).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export type StoredKey = { readonly publicKey: string; readonly wrapped: Uint8Array };

export async function insertKey(
  db: Db,
  device: DeviceId,
  keyId: string,
  key: StoredKey,
): Promise<void> {
  await db
    .insertInto("oprf_key")
    .values({
      device,
      key_id: keyId,
      public_key: key.publicKey,
      wrapped: key.wrapped,
      made_at: now,
    })
    .execute();
}

export async function findKey(
  db: Db,
  device: DeviceId,
  keyId: string,
): Promise<StoredKey | undefined> {
  const row = await db
    .selectFrom("oprf_key")
    .select(["public_key", "wrapped"])
    .where("device", "=", device)
    .where("key_id", "=", keyId)
    .executeTakeFirst();
  return row && { publicKey: row.public_key, wrapped: row.wrapped };
}

/** Forgets a phone's OPRF keys, all or all but these: what they gave can never be derived again. */
export async function deleteKeys(db: Db, device: DeviceId, ...except: string[]): Promise<void> {
  let query = db.deleteFrom("oprf_key").where("device", "=", device);
  if (except.length > 0) query = query.where("key_id", "not in", except);
  await query.execute();
}

/** Whether this call is the first to bring this message. */
export async function once(db: Db, device: DeviceId, jti: string): Promise<boolean> {
  const result = await db
    .insertInto("seen_message")
    .values({ device, jti, seen_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Forgets messages that are refused for their age by now, and phones whose enrolment has ended. */
export async function sweep(db: Db): Promise<void> {
  await db.deleteFrom("seen_message").where("seen_at", "<", ago(lifetimes.messageMemory)).execute();
  await db
    .deleteFrom("announcement")
    .where("announced_at", "<", ago(lifetimes.enrolmentAnnounced))
    .execute();
}
