import type { EnrolmentId, LetterId, LetterState, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

type Db = Database<AnyTables>;

export type Letter = {
  readonly id: LetterId;
  readonly enrolment: EnrolmentId;
  readonly professional: ProfessionalId;
  /** RFC 7638 thumbprint of the installation that asked. */
  readonly ik: string;
  /** Name and address, a line each. */
  readonly lines: readonly string[];
  readonly secret: Uint8Array;
  readonly madeAt: Instant;
  readonly expiresAt: Instant;
  readonly state: LetterState;
  /** Used, ended or past its days. */
  readonly isOver: boolean;
};

type Row = {
  id: LetterId;
  enrolment: EnrolmentId;
  professional: ProfessionalId;
  ik: string;
  lines: string[];
  secret: Uint8Array;
  made_at: Date;
  expires_at: Date;
  state: LetterState;
  is_over: boolean;
};

const columns = sql`
  id, enrolment, professional, ik, lines, secret, made_at, expires_at, state,
  used_at is not null or ended_at is not null or expires_at <= aval_now() as is_over`;

const fromRow = (row: Row): Letter => ({
  id: row.id,
  enrolment: row.enrolment,
  professional: row.professional,
  ik: row.ik,
  lines: row.lines,
  secret: row.secret,
  madeAt: toInstant(row.made_at),
  expiresAt: toInstant(row.expires_at),
  state: row.state,
  isOver: row.is_over,
});

/** Until when it can be used. */
export async function insertLetter(
  tx: Db,
  given: Pick<Letter, "id" | "enrolment" | "professional" | "ik" | "lines" | "secret"> & {
    readonly scopes: readonly string[];
  },
  lasts: Duration,
): Promise<Instant> {
  const { rows } = await sql<{ expires_at: Date }>`
    insert into letter (id, enrolment, professional, ik, scopes, lines, secret, made_at, expires_at, state)
    values (${given.id}, ${given.enrolment}, ${given.professional}, ${given.ik}, ${[...given.scopes]}::text[],
      ${[...given.lines]}::text[], ${Buffer.from(given.secret)}, aval_now(), aval_now() + ${span(lasts)}, 'waiting')
    returning expires_at`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`letter ${given.id} was not inserted`);
  return toInstant(row.expires_at);
}

export async function findLetter(db: Db, id: LetterId): Promise<Letter | undefined> {
  const { rows } = await sql<Row>`select ${columns} from letter where id = ${id}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

export async function letterOf(db: Db, enrolment: EnrolmentId): Promise<Letter | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from letter where enrolment = ${enrolment}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

/** Uses a letter: once, in its days, unless what it is part of was stopped. */
export async function recordUsed(tx: Db, id: LetterId): Promise<boolean> {
  const result = await sql`
    update letter set used_at = aval_now()
    where id = ${id} and used_at is null and ended_at is null and expires_at > aval_now()`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

/** What it is part of was stopped: from now on it can neither be used nor handed over. */
export async function recordEnded(tx: Db, enrolment: EnrolmentId): Promise<void> {
  await sql`
    update letter set ended_at = aval_now()
    where enrolment = ${enrolment} and used_at is null and ended_at is null`.execute(tx);
}

/** Another phone showed it: true the first time. */
export async function recordElsewhere(tx: Db, id: LetterId): Promise<boolean> {
  const result = await sql`
    update letter set elsewhere_at = aval_now() where id = ${id} and elsewhere_at is null`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

/** Takes on the oldest that waits to be printed, for this long: another node takes the next, and whoever is killed lets it go. */
export async function takeWaiting(db: Db, lease: Duration): Promise<Letter | undefined> {
  const { rows } = await sql<Row>`
    update letter set taken_until = aval_now() + ${span(lease)}
    where id = (
      select id from letter
      where state = 'waiting' and used_at is null and ended_at is null and expires_at > aval_now()
        and (taken_until is null or taken_until <= aval_now())
      order by made_at, id limit 1 for update skip locked)
    returning ${columns}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

export async function recordHanded(db: Db, id: LetterId): Promise<void> {
  await sql`
    update letter set state = 'handed', handed_at = aval_now() where id = ${id} and state = 'waiting'`.execute(
    db,
  );
}

/** Those of which whoever prints them has not said what became. */
export async function handed(db: Db, most: number): Promise<readonly LetterId[]> {
  const { rows } = await sql<{ id: LetterId }>`
    select id from letter where state = 'handed' order by handed_at, id limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

/** What became of it, once. */
export async function recordSettled(
  db: Db,
  id: LetterId,
  state: "posted" | "failed",
): Promise<void> {
  await sql`
    update letter set state = ${state}, settled_at = aval_now() where id = ${id} and state = 'handed'`.execute(
    db,
  );
}

/**
 * What a registrar looks through: the letters of this last while that may still bring a phone. Of a scope or, where undefined, of all:
 * asked before the cut, so that nobody's hide theirs. Newest first.
 */
export async function lettersOf(
  db: Db,
  { scope, within, most }: { scope: string | undefined; within: Duration; most: number },
): Promise<readonly Letter[]> {
  const { rows } = await sql<Row>`
    select ${columns} from letter
    where made_at > aval_now() - ${span(within)} and ended_at is null
      and (${scope ?? null}::text is null or ${scope ?? null}::text = any(scopes))
    order by made_at desc, id limit ${most}`.execute(db);
  return rows.map(fromRow);
}

/** Forgets letters of long ago: what came of them stands with the enrolment. */
export async function purgeLetters(db: Db, kept: Duration): Promise<void> {
  await sql`delete from letter where expires_at <= aval_now() - ${span(kept)}`.execute(db);
}
