import type {
  DeviceId,
  EnrolmentId,
  EnrolmentPageId,
  MultiSigned,
  ProfessionalId,
} from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { EnrolmentTables } from "./store.ts";

/** Where an enrolment begins: a registrar's screen, a card's page, the holder's own phone or their own aged place. */
export type PageKind = "desk" | "card" | "old_phone" | "place";

export type EnrolmentPageTables = {
  enrolment_page: {
    id: string;
    kind: PageKind;
    opened_by: string;
    professional: string | null;
    secret: Uint8Array;
    asked_at: Date;
    opened_at: Date | null;
    expires_at: Date;
    ended_at: Date | null;
    opening: unknown;
    enrolment: string | null;
    bound_at: Date | null;
    tries: number;
    words_at: Date | null;
    again: string | null;
  };
  /** `word-store.ts`. */
  enrolment_word: {
    enrolment: string;
    device: string;
    asked_at: Date;
    said_at: Date | null;
  };
};

type Db = Database<EnrolmentPageTables>;

export type EnrolmentPage = {
  readonly id: EnrolmentPageId;
  readonly kind: PageKind;
  readonly openedBy: string;
  readonly professional: ProfessionalId | undefined;
  readonly secret: Uint8Array;
  readonly openedAt: Instant | undefined;
  readonly expiresAt: Instant;
  readonly opening: MultiSigned | undefined;
  readonly enrolment: EnrolmentId | undefined;
  /** The held enrolment that a card or a desk shows again. */
  readonly again: EnrolmentId | undefined;
  /** When the four words were typed beside a card. */
  readonly wordsAt: Instant | undefined;
  /** Past its end, or ended by whoever opened it. */
  readonly isOver: boolean;
};

export async function insertPage(
  db: Db,
  given: {
    readonly id: EnrolmentPageId;
    readonly kind: PageKind;
    readonly by: string;
    readonly professional: ProfessionalId | undefined;
    readonly secret: Uint8Array;
    readonly lasts: Duration;
    /** An old phone's page is asked for first, and opened by the code. */
    readonly isOpen: boolean;
  },
): Promise<void> {
  await sql`
    insert into enrolment_page (id, kind, opened_by, professional, secret, asked_at, opened_at, expires_at)
    values (${given.id}, ${given.kind}, ${given.by}, ${given.professional ?? null}, ${Buffer.from(given.secret)},
      aval_now(), case when ${given.isOpen} then aval_now() end, aval_now() + ${span(given.lasts)})`.execute(
    db,
  );
}

export async function findPage(db: Db, id: EnrolmentPageId): Promise<EnrolmentPage | undefined> {
  const row = await db
    .selectFrom("enrolment_page")
    .select([
      "id",
      "kind",
      "opened_by",
      "professional",
      "secret",
      "opened_at",
      "expires_at",
      "opening",
      "enrolment",
      "again",
      "words_at",
    ])
    .select(sql<boolean>`expires_at <= aval_now() or ended_at is not null`.as("is_over"))
    .where("id", "=", id)
    .executeTakeFirst();
  return (
    row && {
      id: row.id as EnrolmentPageId,
      kind: row.kind,
      openedBy: row.opened_by,
      professional: (row.professional as ProfessionalId | null) ?? undefined,
      secret: row.secret,
      openedAt: row.opened_at ? toInstant(row.opened_at) : undefined,
      expiresAt: toInstant(row.expires_at),
      opening: (row.opening as MultiSigned | null) ?? undefined,
      enrolment: (row.enrolment as EnrolmentId | null) ?? undefined,
      again: (row.again as EnrolmentId | null) ?? undefined,
      wordsAt: row.words_at ? toInstant(row.words_at) : undefined,
      isOver: row.is_over,
    }
  );
}

/** The page that a phone's enrolment began on. */
export async function findPageOf(
  db: Db,
  enrolment: EnrolmentId,
): Promise<EnrolmentPage | undefined> {
  const row = await db
    .selectFrom("enrolment_page")
    .select("id")
    .where("enrolment", "=", enrolment)
    .executeTakeFirst();
  return row && findPage(db, row.id as EnrolmentPageId);
}

/** Opens what this phone asked for: after the wait, once, and not much later. */
export async function recordOpened(
  db: Db,
  given: {
    readonly page: EnrolmentPageId;
    readonly device: DeviceId;
    readonly wait: Duration;
    readonly lasts: Duration;
    readonly opening: MultiSigned;
  },
): Promise<boolean> {
  const result = await sql`
    update enrolment_page set opened_at = aval_now(), expires_at = aval_now() + ${span(given.lasts)},
      opening = ${JSON.stringify(given.opening)}::jsonb
    where id = ${given.page} and kind = 'old_phone' and opened_by = ${given.device} and opened_at is null
      and ended_at is null and asked_at <= aval_now() - ${span(given.wait)} and expires_at > aval_now()`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

/** Spends a binding: the first phone that shows one of this page's, made lately enough, is the only one. */
export async function recordBound(
  db: Db,
  given: {
    readonly page: EnrolmentPageId;
    readonly number: number;
    readonly enrolment: EnrolmentId;
    readonly age: Duration;
    readonly skew: Duration;
  },
): Promise<boolean> {
  const made = sql`opened_at + ${given.number} * interval '1 second'`;
  const result = await sql`
    update enrolment_page set enrolment = ${given.enrolment}, bound_at = aval_now()
    where id = ${given.page} and enrolment is null and words_at is null and ended_at is null and opened_at is not null
      and again is null and expires_at > aval_now()
      and ${made} > aval_now() - ${span(given.age)} and ${made} <= aval_now() + ${span(given.skew)}`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

/** Spends a desk's binding for a phone that is held, and no longer than it is: the page is about that phone again, and no other's. */
export async function recordAgain(
  db: Database<EnrolmentPageTables & EnrolmentTables>,
  given: Parameters<typeof recordBound>[1],
): Promise<boolean> {
  const made = sql`opened_at + ${given.number} * interval '1 second'`;
  const { age, skew } = given;
  const result = await sql`
    update enrolment_page set again = ${given.enrolment}
    where id = ${given.page} and kind = 'desk' and enrolment is null and again is null and ended_at is null
      and opened_at is not null and expires_at > aval_now()
      and ${made} > aval_now() - ${span(age)} and ${made} <= aval_now() + ${span(skew)}
      and exists (select from enrolment where id = ${given.enrolment} and state = 'held' and not raises)`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

/** Whether a phone's enrolment began on a page of ours. */
export async function isBound(db: Db, enrolment: EnrolmentId): Promise<boolean> {
  const { rows } = await sql`select from enrolment_page where enrolment = ${enrolment}`.execute(db);
  return rows.length === 1;
}

/** Counts a wrong entry of the four words: how many there were; `undefined` once the page is over. */
export async function countTry(db: Db, page: EnrolmentPageId): Promise<number | undefined> {
  const { rows } = await sql<{ tries: number }>`
    update enrolment_page set tries = tries + 1
    where id = ${page} and ended_at is null and expires_at > aval_now() returning tries`.execute(
    db,
  );
  return rows[0]?.tries;
}

/** The four words were typed beside the card: once, for the phone that was bound or for the one that is shown again. */
export async function recordWords(
  db: Db,
  { page, again }: { readonly page: EnrolmentPageId; readonly again: EnrolmentId | undefined },
): Promise<boolean> {
  const result = await sql`
    update enrolment_page set words_at = aval_now(), again = ${again ?? null}
    where id = ${page} and kind = 'card' and words_at is null and ended_at is null and expires_at > aval_now()
      and (enrolment is null) = ${again !== undefined}`.execute(db);
  return result.numAffectedRows === 1n;
}

/** The card's holder said again, after the wait, that the phone is theirs: once, and this ends the page. */
export async function recordConfirmed(
  db: Db,
  { page, wait }: { readonly page: EnrolmentPageId; readonly wait: Duration },
): Promise<boolean> {
  const result = await sql`
    update enrolment_page set ended_at = aval_now()
    where id = ${page} and kind = 'card' and ended_at is null and expires_at > aval_now()
      and words_at <= aval_now() - ${span(wait)}`.execute(db);
  return result.numAffectedRows === 1n;
}

export async function recordPageEnded(db: Db, page: EnrolmentPageId): Promise<void> {
  await sql`update enrolment_page set ended_at = aval_now() where id = ${page} and ended_at is null`.execute(
    db,
  );
}

/** A page is forgotten a day after its end: by then its screen is closed, and what came of it stands with the enrolment. */
export async function purgePages(db: Db, kept: Duration): Promise<void> {
  await sql`delete from enrolment_page where expires_at <= aval_now() - ${span(kept)}`.execute(db);
}
