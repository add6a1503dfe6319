import type { DeviceId, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toDate, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { Card } from "./card.ts";

export type CardTables = {
  card_seen: {
    issuer: string;
    serial: string;
    professional: string;
    valid_from: Date;
    valid_until: Date;
    first_seen_at: Date;
    last_seen_at: Date;
    tested_at: Date | null;
    scope: string;
  };
  card_report: {
    id: string;
    professional: string;
    device: string;
    reported_at: Date;
    scope: string;
  };
  card_suspension: {
    id: string;
    issuer: string;
    serial: string;
    professional: string;
    valid_from: Date;
    suspended_at: Date;
    restored_at: Date | null;
    scope: string;
  };
  card_visit: {
    id: string;
    ticket_hash: string;
    sign_in: string;
    browser: string;
    service: string;
    state: "open" | "confirmed" | "spent" | "burnt";
    opened_at: Date;
    ends_at: Date;
    professional: string | null;
    issuer: string | null;
    serial: string | null;
    return_hash: string | null;
    return_until: Date | null;
  };
};

type Db = Database<CardTables>;

/** A sign-in page that waits for a card. */
export type Visit = {
  readonly id: string;
  readonly signIn: string;
  readonly service: string;
};

export async function insertVisit(
  db: Db,
  given: Visit & { readonly ticketHash: string; readonly browser: string },
  length: Duration,
): Promise<void> {
  await sql`
    insert into card_visit (id, ticket_hash, sign_in, browser, service, state, opened_at, ends_at)
    values (${given.id}, ${given.ticketHash}, ${given.signIn}, ${given.browser}, ${given.service}, 'open',
            aval_now(), aval_now() + ${length} * interval '1 millisecond')`.execute(db);
}

/** The visit, while it may still be confirmed. */
export async function findOpen(db: Db, ticketHash: string): Promise<Visit | undefined> {
  const row = await db
    .selectFrom("card_visit")
    .select(["id", "sign_in", "service"])
    .where("ticket_hash", "=", ticketHash)
    .where("state", "=", "open")
    .where("ends_at", ">", sql<Date>`aval_now()`)
    .executeTakeFirst();
  return row && { id: row.id, signIn: row.sign_in, service: row.service };
}

/** The card's holder confirms: once, and while the visit lasts. */
export async function recordConfirmed(
  db: Db,
  id: string,
  given: {
    readonly professional: ProfessionalId;
    readonly card: Card;
    readonly returnHash: string;
    readonly returnFor: Duration;
  },
): Promise<boolean> {
  const result = await db
    .updateTable("card_visit")
    .set({
      state: "confirmed",
      professional: given.professional,
      issuer: given.card.issuer,
      serial: given.card.serial,
      return_hash: given.returnHash,
      return_until: sql<Date>`aval_now() + ${given.returnFor} * interval '1 millisecond'`,
    })
    .where("id", "=", id)
    .where("state", "=", "open")
    .where("ends_at", ">", sql<Date>`aval_now()`)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** What came back from the card's page. */
export type Returned = {
  readonly visit: string;
  readonly professional: ProfessionalId;
} & Which;

/** One card, by what tells it from every other, and when it began to be valid. */
export type Which = Pick<Card, "issuer" | "serial" | "validFrom">;

/**
 * Burns what came back, whoever shows it: it is spent for the page and the browser key that began, in time, and for nobody
 * else; either way nobody can show it again.
 */
export async function burnReturn(
  db: Db,
  given: { readonly returnHash: string; readonly signIn: string; readonly browser: string },
): Promise<Returned | undefined> {
  const { rows } = await sql<{
    id: string;
    state: string;
    professional: string;
    issuer: string;
    serial: string;
    valid_from: Date;
  }>`
    update card_visit
       set state = case when sign_in = ${given.signIn} and browser = ${given.browser} and return_until > aval_now()
                        then 'spent' else 'burnt' end
     where return_hash = ${given.returnHash} and state = 'confirmed'
    returning id, state, professional, issuer, serial,
              (select valid_from from card_seen c where c.issuer = card_visit.issuer and c.serial = card_visit.serial)`.execute(
    db,
  );
  const [row] = rows;
  return row?.state === "spent"
    ? {
        visit: row.id,
        professional: row.professional as ProfessionalId,
        issuer: row.issuer,
        serial: row.serial,
        validFrom: toInstant(row.valid_from),
      }
    : undefined;
}

/** Notes that this card was here. */
export async function recordSeen(db: Db, professional: ProfessionalId, card: Card): Promise<void> {
  await sql`
    insert into card_seen (issuer, serial, professional, valid_from, valid_until, first_seen_at, last_seen_at)
    values (${card.issuer}, ${card.serial}, ${professional}, ${toDate(card.validFrom)}, ${toDate(card.validUntil)}, aval_now(), aval_now())
    on conflict (issuer, serial) do update set last_seen_at = aval_now()`.execute(db);
}

/** Notes that it was tried; true the first time within `age`. */
export async function recordTested(
  db: Db,
  { issuer, serial }: Pick<Card, "issuer" | "serial">,
  age: Duration,
): Promise<boolean> {
  const result = await sql`
    update card_seen set tested_at = aval_now() where issuer = ${issuer} and serial = ${serial}
      and (tested_at is null or tested_at <= aval_now() - ${age} * interval '1 millisecond')`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

/** Whether a card of this holder's worked here, runs still, was not reported since and is not suspended. */
export async function hasWorking(db: Db, professional: ProfessionalId): Promise<boolean> {
  const { rows } = await sql`
    select from card_seen c where c.professional = ${professional} and c.valid_until > aval_now()
      and not exists (select from card_report r
        where r.professional = c.professional and r.reported_at >= c.valid_from)
      and not exists (select from card_suspension u
        where u.issuer = c.issuer and u.serial = c.serial and u.restored_at is null) limit 1`.execute(
    db,
  );
  return rows.length === 1;
}

/** Whether the holder has reported a card that this one could be: one that was valid before the report. */
export async function isReported(
  db: Db,
  professional: ProfessionalId,
  validFrom: Instant,
): Promise<boolean> {
  const { rows } = await sql`
    select from card_report
     where professional = ${professional} and reported_at >= ${toDate(validFrom)} limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

/** Whether an analyst suspended this card, and nobody has restored it since. Without its number: one that began then. */
export async function isSuspended(
  db: Db,
  professional: ProfessionalId,
  { issuer, serial, validFrom }: Pick<Which, "validFrom"> & Partial<Which>,
): Promise<boolean> {
  const { rows } = await sql`
    select from card_suspension u where u.restored_at is null and ${
      issuer === undefined
        ? sql`u.professional = ${professional} and u.valid_from = ${toDate(validFrom)}`
        : sql`u.issuer = ${issuer} and u.serial = ${serial}`
    } limit 1`.execute(db);
  return rows.length > 0;
}

/** Suspends one card of this holder's that worked here. False: there is none such, or it is suspended. */
export async function insertSuspension(
  tx: Db,
  given: {
    readonly id: string;
    readonly professional: ProfessionalId;
    readonly issuer: string;
    readonly serial: string;
  },
): Promise<boolean> {
  const result = await sql`
    insert into card_suspension (id, issuer, serial, professional, valid_from)
    select ${given.id}, c.issuer, c.serial, c.professional, c.valid_from from card_seen c
    where c.issuer = ${given.issuer} and c.serial = ${given.serial} and c.professional = ${given.professional}
    on conflict (issuer, serial) where restored_at is null do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

export async function recordRestored(
  tx: Db,
  given: {
    readonly professional: ProfessionalId;
    readonly issuer: string;
    readonly serial: string;
  },
): Promise<boolean> {
  const result = await sql`
    update card_suspension set restored_at = aval_now()
    where issuer = ${given.issuer} and serial = ${given.serial} and professional = ${given.professional}
      and restored_at is null`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** What this card has confirmed and nobody has come back with is worth nothing any more. The visits that it opened sessions by. */
export async function burnVisitsOf(
  tx: Db,
  { issuer, serial }: { readonly issuer: string; readonly serial: string },
): Promise<readonly string[]> {
  await sql`
    update card_visit set state = 'burnt'
    where issuer = ${issuer} and serial = ${serial} and state = 'confirmed'`.execute(tx);
  const rows = await tx
    .selectFrom("card_visit")
    .select("id")
    .where("issuer", "=", issuer)
    .where("serial", "=", serial)
    .where("state", "=", "spent")
    .execute();
  return rows.map(({ id }) => id);
}

/** Keeps a report. When it counts from. */
export async function insertReport(
  db: Db,
  given: { readonly id: string; readonly professional: ProfessionalId; readonly device: DeviceId },
): Promise<Instant> {
  const { rows } = await sql<{ reported_at: Date }>`
    insert into card_report (id, professional, device, reported_at)
    values (${given.id}, ${given.professional}, ${given.device}, aval_now()) returning reported_at`.execute(
    db,
  );
  if (!rows[0]) throw new Error("a report was not kept");
  return toInstant(rows[0].reported_at);
}

/** Forgets visits that ended long ago, but those that opened a session. */
export async function purge(db: Db, age: Duration): Promise<void> {
  await sql`
    delete from card_visit where state <> 'spent' and ends_at < aval_now() - ${age} * interval '1 millisecond'`.execute(
    db,
  );
}
