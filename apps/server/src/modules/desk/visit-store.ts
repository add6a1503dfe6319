import type {
  DeskPresence,
  DeskVisitId,
  EnrolmentId,
  EnrolmentPageId,
  ProfessionalId,
} from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

type Db = Database<AnyTables>;

/** A new phone and its holder at a desk. */
export type Visit = {
  readonly id: DeskVisitId;
  readonly page: EnrolmentPageId;
  readonly professional: ProfessionalId;
  readonly nationalId: string;
  readonly holderName: string;
  readonly openedBy: string;
  readonly openedAt: Instant;
  /** Ended, or past its time before it was proven. */
  readonly isOver: boolean;
  /** What the first registrar signed. */
  readonly first:
    | { readonly enrolment: EnrolmentId; readonly signature: string; readonly until: Instant }
    | undefined;
  readonly secondBy: string | undefined;
  /** Proven: from when its holder may activate it. */
  readonly readyAt: Instant | undefined;
};

type Row = {
  id: DeskVisitId;
  page: EnrolmentPageId;
  professional: ProfessionalId;
  national_id: string;
  holder_name: string;
  opened_by: string;
  opened_at: Date;
  is_over: boolean;
  enrolment: EnrolmentId | null;
  first_signature: string | null;
  sign_until: Date | null;
  second_by: string | null;
  ready_at: Date | null;
};

const columns = (within: Duration) => sql`
  id, page, professional, national_id, holder_name, opened_by, opened_at, enrolment, first_signature, second_by, ready_at,
  first_signed_at + ${span(within)} as sign_until,
  ready_at is null and (ended_at is not null
    or coalesce(first_signed_at + ${span(within)}, expires_at) <= aval_now()) as is_over`;

function fromRow(row: Row): Visit {
  const { enrolment, first_signature: signature, sign_until: until } = row;
  return {
    id: row.id,
    page: row.page,
    professional: row.professional,
    nationalId: row.national_id,
    holderName: row.holder_name,
    openedBy: row.opened_by,
    openedAt: toInstant(row.opened_at),
    isOver: row.is_over,
    first:
      enrolment && signature !== null && until
        ? { enrolment, signature, until: toInstant(until) }
        : undefined,
    secondBy: row.second_by ?? undefined,
    readyAt: row.ready_at ? toInstant(row.ready_at) : undefined,
  };
}

export async function insertVisit(
  tx: Db,
  given: Pick<Visit, "id" | "page" | "professional" | "nationalId" | "holderName" | "openedBy"> & {
    readonly scopes: readonly string[];
  },
  lasts: Duration,
): Promise<void> {
  await sql`
    insert into desk_visit (id, page, professional, national_id, holder_name, opened_by, scopes, opened_at, expires_at)
    values (${given.id}, ${given.page}, ${given.professional}, ${given.nationalId}, ${given.holderName}, ${given.openedBy},
      ${[...given.scopes]}::text[], aval_now(), aval_now() + ${span(lasts)})`.execute(tx);
}

export async function findVisit(
  db: Db,
  id: DeskVisitId,
  within: Duration,
): Promise<Visit | undefined> {
  const { rows } = await sql<Row>`
    select ${columns(within)} from desk_visit where id = ${id}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

const isLive = (within: Duration) => sql`
  ended_at is null and ready_at is null and coalesce(first_signed_at + ${span(within)}, expires_at) > aval_now()`;

/** What this registrar has under way: the newest first. */
export async function visitsOpenedBy(
  db: Db,
  member: string,
  within: Duration,
  most: number,
): Promise<readonly Visit[]> {
  const { rows } = await sql<Row>`
    select ${columns(within)} from desk_visit where opened_by = ${member} and ${isLive(within)}
    order by opened_at desc, id limit ${most}`.execute(db);
  return rows.map(fromRow);
}

/** What waits for a second like this one, of this scope or, where undefined, of all: asked before the cut, so that nobody's hide theirs. */
export async function visitsToCountersign(
  db: Db,
  { member, scope }: { readonly member: string; readonly scope: string | undefined },
  within: Duration,
  most: number,
): Promise<readonly Visit[]> {
  const inScope = scope === undefined ? sql`true` : sql`${scope} = any(scopes)`;
  const { rows } = await sql<Row>`
    select ${columns(within)} from desk_visit
    where opened_by <> ${member} and first_signed_at is not null and second_by is null and ${inScope} and ${isLive(within)}
    order by first_signed_at desc, id limit ${most}`.execute(db);
  return rows.map(fromRow);
}

/** The first signature, once, by whoever opened it, in its time. */
export async function recordFirst(
  tx: Db,
  given: {
    readonly id: DeskVisitId;
    readonly by: string;
    readonly enrolment: EnrolmentId;
    readonly signature: string;
  },
): Promise<boolean> {
  const { rows } = await sql`
    update desk_visit set enrolment = ${given.enrolment}, first_signature = ${given.signature}, first_signed_at = aval_now()
    where id = ${given.id} and opened_by = ${given.by} and first_signed_at is null and ended_at is null
      and expires_at > aval_now() returning id`.execute(tx);
  return rows.length === 1;
}

/** The second, once, by somebody else, within its time of the first: of a visit that nobody ended meanwhile. */
export async function recordSecond(
  tx: Db,
  given: {
    readonly id: DeskVisitId;
    readonly by: string;
    readonly presence: DeskPresence;
    readonly within: Duration;
  },
): Promise<boolean> {
  const { rows } = await sql`
    update desk_visit set second_by = ${given.by}, presence = ${given.presence}, second_signed_at = aval_now()
    where id = ${given.id} and opened_by <> ${given.by} and second_signed_at is null and ended_at is null
      and first_signed_at > aval_now() - ${span(given.within)} returning id`.execute(tx);
  return rows.length === 1;
}

export async function recordProven(tx: Db, id: DeskVisitId, readyAt: Instant): Promise<void> {
  await sql`
    update desk_visit set ready_at = to_timestamp(${readyAt}::float8 / 1000)
    where id = ${id} and second_signed_at is not null`.execute(tx);
}

/** Ended by its first registrar before anybody proved it: true when this call did. */
export async function recordEnded(tx: Db, id: DeskVisitId, by: string): Promise<boolean> {
  const { rows } = await sql`
    update desk_visit set ended_at = aval_now()
    where id = ${id} and opened_by = ${by} and ended_at is null and ready_at is null
    returning id`.execute(tx);
  return rows.length === 1;
}

/** Stopped by whoever was told of its first signature, before it was proven, where fewer than `most` of this holder's were lately: its page. */
export async function recordStopped(
  tx: Db,
  given: {
    readonly visit: DeskVisitId;
    readonly professional: ProfessionalId;
    readonly most: number;
    readonly within: Duration;
  },
): Promise<EnrolmentPageId | undefined> {
  const { visit, professional, most, within } = given;
  const { rows } = await sql<{ page: EnrolmentPageId }>`
    update desk_visit set ended_at = aval_now(), stopped_at = aval_now()
    where id = ${visit} and professional = ${professional} and ended_at is null and ready_at is null
      and (select count(*) from desk_visit other
           where other.professional = ${professional} and other.stopped_at > aval_now() - ${span(within)}) < ${most}
    returning page`.execute(tx);
  return rows[0]?.page;
}

export async function purgeVisits(db: Db, age: Duration): Promise<void> {
  await sql`delete from desk_visit where opened_at < aval_now() - ${span(age)}`.execute(db);
}
