import type { DeviceId, PasskeyId, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant, span } from "#platform/database";
import type { Duration } from "#platform/time";
import type { EndedBy, Passkey } from "./passkey.ts";
import type { NewKey, Signed } from "#platform/webauthn";

export type PasskeyTables = {
  passkey: {
    id: string;
    professional: string;
    credential: Uint8Array;
    public_key: Uint8Array;
    hardware_held: boolean;
    host: Passkey["host"];
    kind: Passkey["kind"];
    name: string;
    browser: string;
    device: string;
    made_at: Date;
    usable_from: Date;
    last_used_at: Date | null;
    asleep_at: Date | null;
    ended_at: Date | null;
  };
};

type Db = Database<PasskeyTables>;
type Row = Omit<PasskeyTables["passkey"], "credential" | "ended_at">;

const columns = sql`id, professional, public_key, hardware_held, host, kind, name, browser, device, made_at, usable_from, last_used_at, asleep_at`;

function fromRow(row: Row): Passkey {
  return {
    id: row.id as PasskeyId,
    professional: row.professional as ProfessionalId,
    publicKey: new Uint8Array(row.public_key),
    isHardwareHeld: row.hardware_held,
    host: row.host,
    kind: row.kind,
    name: row.name,
    browser: row.browser,
    madeBy: row.device as DeviceId,
    madeAt: toInstant(row.made_at),
    usableFrom: toInstant(row.usable_from),
    lastUsedAt: row.last_used_at ? toInstant(row.last_used_at) : undefined,
    isAsleep: row.asleep_at !== null,
  };
}

export type Adding = Pick<Passkey, "id" | "professional" | "host" | "kind" | "name" | "browser"> & {
  readonly key: NewKey;
  readonly isHardwareHeld: boolean;
  readonly place: string | undefined;
  readonly device: DeviceId;
  /** Absent for a key of the phones' host. */
  readonly approval: string | undefined;
};

/** Keeps a new key, which waits. Nothing when it is known already, its holder has too many, or this request made one. */
export async function insertPasskey(
  db: Db,
  given: Adding,
  { wait, most }: { readonly wait: Duration; readonly most: number },
): Promise<Passkey | undefined> {
  const { key } = given;
  const { rows } = await sql<Row>`
    insert into passkey (id, professional, credential, public_key, counter, aaguid, hardware_held, backup_eligible,
      backed_up, transports, host, kind, name, browser, place, device, approval, made_at, usable_from)
    select ${given.id}, ${given.professional}, ${Buffer.from(key.credential)}, ${Buffer.from(key.publicKey)},
      ${key.counter}, ${key.aaguid}, ${given.isHardwareHeld}, ${key.backupEligible}, ${key.backedUp},
      ${[...key.transports]}, ${given.host}, ${given.kind}, ${given.name}, ${given.browser}, ${given.place ?? null}, ${given.device},
      ${given.approval ?? null}, now.at, now.at + ${span(wait)}
    from (select aval_now() as at) now
    where (select count(*) from passkey where professional = ${given.professional} and ended_at is null) < ${most}
    on conflict do nothing
    returning ${columns}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

/** Those that have not ended, newest first. */
export async function passkeysOf(
  db: Db,
  professional: ProfessionalId,
): Promise<readonly (Passkey & { readonly credential: string })[]> {
  const { rows } = await sql<Row & { credential: Uint8Array }>`
    select ${columns}, credential from passkey
    where professional = ${professional} and ended_at is null order by made_at desc`.execute(db);
  return rows.map((row) => ({
    ...fromRow(row),
    credential: Buffer.from(row.credential).toString("base64url"),
  }));
}

/** Ends a key of this holder's, once: true when this call did. */
export async function recordEnded(
  db: Db,
  given: {
    readonly id: PasskeyId;
    readonly professional: ProfessionalId;
    readonly by: EndedBy;
  },
): Promise<boolean> {
  const { rows } = await sql`
    update passkey set ended_at = aval_now(), ended_by = ${given.by}
    where id = ${given.id} and professional = ${given.professional} and ended_at is null
    returning id`.execute(db);
  return rows.length === 1;
}

/** Ends what was made on this browser, where a place of the holder's has ended: not what one carries in hardware. */
export async function recordEndedOn(
  db: Db,
  on: { readonly professional: ProfessionalId; readonly browser: string },
): Promise<readonly PasskeyId[]> {
  const { rows } = await sql<{ id: PasskeyId }>`
    update passkey set ended_at = aval_now(), ended_by = 'place'
    where professional = ${on.professional} and browser = ${on.browser} and ended_at is null
      and (kind = 'computer' or not hardware_held)
    returning id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Ends the keys that a phone was the evidence for: hardware that one carries, too. */
export async function recordMadeByEnded(
  db: Db,
  phone: { readonly professional: ProfessionalId; readonly device: DeviceId },
): Promise<readonly PasskeyId[]> {
  const { rows } = await sql<{ id: PasskeyId }>`
    update passkey set ended_at = aval_now(), ended_by = 'alert'
    where professional = ${phone.professional} and device = ${phone.device} and ended_at is null
    returning id`.execute(db);
  return rows.map(({ id }) => id);
}

/** The phone's own passkeys of the authenticator's host go on with its new installation. Security keys stay the holder's as they are. */
export async function recordGoesOn(
  db: Db,
  { from, to, ik }: { readonly from: DeviceId; readonly to: DeviceId; readonly ik: string },
): Promise<void> {
  await sql`
    update passkey set device = ${to}, browser = ${ik}
    where device = ${from} and host = 'phone' and kind = 'phone' and ended_at is null`.execute(db);
}

/**
 * After a restore nobody knows which keys had ended since, nor how often each has signed: every key sleeps, and pages that waited
 * for one or were adding one are over.
 */
export async function recordRestored(
  db: Db,
): Promise<readonly { readonly id: PasskeyId; readonly professional: ProfessionalId }[]> {
  await sql`delete from passkey_addition`.execute(db);
  await sql`delete from passkey_visit where state <> 'spent'`.execute(db);
  await sql`delete from phone_key_challenge`.execute(db);
  const { rows } = await sql<{ id: PasskeyId; professional: ProfessionalId }>`
    update passkey set asleep_at = aval_now() where ended_at is null and asleep_at is null
    returning id, professional`.execute(db);
  return rows;
}

/** Whose key of this host this credential is, whether or not it still opens anything. */
export async function findByCredential(
  db: Db,
  host: Passkey["host"],
  credential: Uint8Array,
): Promise<Passkey | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from passkey where sha256(credential) = sha256(${Buffer.from(credential)}) and host = ${host}`.execute(
    db,
  );
  return rows[0] && fromRow(rows[0]);
}

export async function findLive(db: Db, id: PasskeyId): Promise<Passkey | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from passkey where id = ${id} and ended_at is null`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

/**
 * A live key, whose wait is over, has signed with a counter that is further than any before (WebAuthn level 3, 7.2 step 22: many
 * count nothing, and stay at zero). One that slept may be behind: nobody counted meanwhile.
 */
export async function recordSigned(db: Db, id: PasskeyId, signed: Signed): Promise<boolean> {
  const { rows } = await sql`
    update passkey set counter = ${signed.counter}, backed_up = ${signed.backedUp}, last_used_at = aval_now()
    where id = ${id} and ended_at is null and usable_from <= aval_now()
      and (${signed.counter} > counter or (${signed.counter} = 0 and counter = 0))
      and not (hardware_held and ${signed.backedUp})
    returning id`.execute(db);
  return rows.length === 1;
}

/** Whether a live key has signed with a counter that it had passed. */
export async function isBehind(db: Db, id: PasskeyId, counter: number): Promise<boolean> {
  const { rows } = await sql`
    select from passkey where id = ${id} and ended_at is null and usable_from <= aval_now() and counter > 0
      and ${counter} <= counter`.execute(db);
  return rows.length === 1;
}

/** Holds a live key for this transaction. One that sleeps is awake after it when a phone approved beside it, and else opens nothing. */
export async function holdLive(
  db: Db,
  id: PasskeyId,
  { byPhone }: { readonly byPhone: boolean },
): Promise<boolean> {
  const { rows } = await sql`
    update passkey set asleep_at = case when ${byPhone} then null else asleep_at end
    where id = ${id} and ended_at is null and (asleep_at is null or ${byPhone}) returning id`.execute(
    db,
  );
  return rows.length === 1;
}
