import type { DeviceId, LocumId, PlaceId, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import { statement } from "#platform/statement";
import type { Duration, Instant } from "#platform/time";

export type LocumTables = {
  locum: {
    id: string;
    place: string;
    host: string;
    professional: string;
    device: string;
    from_at: Date;
    until_at: Date;
    is_held: boolean;
    announced_at: Date;
    ended_at: Date | null;
    ended_by: string | null;
    scope: string;
  };
};

type Db = Database<AnyTables>;

/** A locum announced at a place, now or later. */
export type Locum = {
  readonly id: LocumId;
  readonly professional: ProfessionalId;
  readonly from: Instant;
  readonly until: Instant;
};

/** A place that gives rights now: aged, and used lately enough not to sleep. */
const isAwake = (sleep: Duration) =>
  sql`place.state = 'aged' and place.last_used_at > aval_now() - ${span(sleep)}`;

/** Whether this is a place of theirs that may take a locum. */
export async function mayHost(
  db: Db,
  given: { place: PlaceId; host: ProfessionalId },
  sleep: Duration,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from place where id = ${given.place} and professional = ${given.host} and ${isAwake(sleep)}`.execute(
    db,
  );
  return rows.length === 1;
}

export type Announced = {
  readonly id: LocumId;
  readonly place: PlaceId;
  readonly host: ProfessionalId;
  readonly professional: ProfessionalId;
  readonly device: DeviceId;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly until: number;
  readonly isHeld: boolean;
};

/**
 * Announces somebody, while the place gives rights, its holder has fewer than `most` announced and not these days. Whoever calls
 * has taken the holder's turn: two at once would each not see the other.
 */
export async function insertLocum(
  db: Db,
  given: Announced,
  bounds: { most: number; sleep: Duration; stay: Duration; ahead: Duration },
): Promise<boolean> {
  const [from, until] = [new Date(given.from), new Date(given.until)];
  const { most, sleep, stay, ahead } = bounds;
  const result = await sql`
    insert into locum (id, place, host, professional, device, from_at, until_at, is_held, announced_at)
    select ${given.id}, place.id, place.professional, ${given.professional}, ${given.device}, ${from}, ${until},
      ${given.isHeld}, aval_now()
    from place
    where place.id = ${given.place} and place.professional = ${given.host} and ${isAwake(sleep)}
      and place.professional <> ${given.professional}
      and ${areGiven(given, stay, ahead)}
      and (select count(*) from locum where host = ${given.host} and ended_at is null and until_at > aval_now()) < ${most}
      and not exists (select 1 from locum where locum.place = place.id and locum.professional = ${given.professional}
        and ended_at is null and from_at < ${until}::timestamptz and until_at > ${from}::timestamptz)`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

/** Whether these days may be announced at all: what else refused is then something else. */
export async function areDays(
  db: Db,
  given: { from: number; until: number },
  { stay, ahead }: { stay: Duration; ahead: Duration },
): Promise<boolean> {
  const { rows } = await sql<{
    may: boolean;
  }>`select ${areGiven(given, stay, ahead)} as may`.execute(db);
  return rows[0]?.may === true;
}

/** Not over, not too long, not too far ahead; a day that began already may be given. */
function areGiven(given: { from: number; until: number }, stay: Duration, ahead: Duration) {
  const [from, until] = [new Date(given.from), new Date(given.until)];
  return sql`(${until}::timestamptz > aval_now() and ${until}::timestamptz <= ${from}::timestamptz + ${span(stay)}
    and ${from}::timestamptz > aval_now() - interval '1 day' and ${from}::timestamptz <= aval_now() + ${span(ahead)})`;
}

/** Those announced at a place, now or later, the earliest first. */
export async function locumsAt(db: Db, place: PlaceId): Promise<Locum[]> {
  const { rows } = await sql<
    Pick<LocumTables["locum"], "id" | "professional" | "from_at" | "until_at">
  >`
    select id, professional, from_at, until_at from locum
    where place = ${place} and ended_at is null and until_at > aval_now() order by from_at, id`.execute(
    db,
  );
  return rows.map((row) => ({
    id: row.id as LocumId,
    professional: row.professional as ProfessionalId,
    from: toInstant(row.from_at),
    until: toInstant(row.until_at),
  }));
}

const selectServed = statement(
  (_: Db, given: { browser: string; professional: ProfessionalId; sleep: Duration }) => sql`
    select 1 from locum join place on place.id = locum.place
    where place.browser = ${given.browser} and ${isAwake(given.sleep)}
      and locum.professional = ${given.professional} and not locum.is_held and locum.ended_at is null
      and locum.from_at <= aval_now() and locum.until_at > aval_now()`,
);

/** Whether somebody is announced on this browser today, at a place that gives rights. */
export async function isAnnounced(
  db: Db,
  on: { browser: string; professional: ProfessionalId },
  sleep: Duration,
): Promise<boolean> {
  return (await selectServed(db, { ...on, sleep })).rows.length > 0;
}

const selectRunning = statement(
  (_: Db, given: { browser: string }) => sql`
    select 1 from locum join place on place.id = locum.place
    where place.browser = ${given.browser} and place.state <> 'ended' and locum.ended_at is null
      and locum.from_at <= aval_now() and locum.until_at > aval_now()`,
);

/**
 * Whether somebody else is announced on this browser today. One who is stopped, and hence let in nowhere, counts as well: the host
 * must not see it (law 7).
 */
export async function hasLocumToday(db: Db, browser: string): Promise<boolean> {
  return (await selectRunning(db, { browser })).rows.length > 0;
}

/** Keeps what makes a browser known to this person as it is until this transaction ends: whoever ends it waits. */
export async function holdServed(
  db: Db,
  on: { browser: string; professional: ProfessionalId },
): Promise<void> {
  await sql`select 1 from place where browser = ${on.browser} and state <> 'ended' order by id for share`.execute(
    db,
  );
  await sql`
    select 1 from locum where professional = ${on.professional} and ended_at is null
      and place in (select id from place where browser = ${on.browser}) order by id for share`.execute(
    db,
  );
}

/** A locum who is announced no longer. */
export type Ended = {
  readonly id: LocumId;
  readonly host: ProfessionalId;
  readonly professional: ProfessionalId;
  readonly browser: string;
};

const ending = (by: string) => sql`
  update locum set ended_at = aval_now(), ended_by = ${by} from place where place.id = locum.place
    and locum.ended_at is null`;
const endedRow = sql`returning locum.id, locum.host, locum.professional, place.browser`;

/** Ends one, once, by whoever announced them or by themselves. */
export async function recordLocumEnded(
  db: Db,
  given: { locum: LocumId; professional: ProfessionalId; by: string },
): Promise<readonly Ended[]> {
  const { rows } = await sql<Ended>`
    ${ending(given.by)} and locum.id = ${given.locum}
      and (locum.host = ${given.professional} or locum.professional = ${given.professional}) ${endedRow}`.execute(
    db,
  );
  return rows;
}

/** Ends all those of a place that ends. */
export async function recordLocumsOfPlaceEnded(db: Db, place: PlaceId): Promise<readonly Ended[]> {
  const { rows } = await sql<Ended>`
    ${ending("place")} and locum.place = ${place} ${endedRow}`.execute(db);
  return rows;
}

/** Ends all those that a phone announced. */
export async function recordLocumsMadeByEnded(
  db: Db,
  phone: { professional: ProfessionalId; device: DeviceId },
): Promise<readonly Ended[]> {
  const { rows } = await sql<Ended>`
    ${ending("alert")} and locum.host = ${phone.professional} and locum.device = ${phone.device} ${endedRow}`.execute(
    db,
  );
  return rows;
}

/** Ends those whose days are over: they open nothing already, and what is open ends with them. */
export async function recordLocumsPassed(db: Db): Promise<readonly Ended[]> {
  const { rows } = await sql<Ended>`
    ${ending("date")} and locum.until_at <= aval_now() ${endedRow}`.execute(db);
  return rows;
}

/** Ends everybody's, after a restore: one that ended since the backup must not give rights again by itself. */
export async function recordLocumsRestored(db: Db): Promise<readonly Ended[]> {
  const { rows } = await sql<Ended>`${ending("restored")} ${endedRow}`.execute(db);
  return rows;
}
