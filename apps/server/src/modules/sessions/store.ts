import type { ProfessionalId, SessionId, Transfer } from "@aval/protocol";
import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { type Database, toDate, toInstant } from "#platform/database";
import { statement } from "#platform/statement";
import type { Duration, Instant } from "#platform/time";
import { acr, methodsOf, type Ended, type Opening, type Standing, type Which } from "./session.ts";

export type SessionTables = {
  session: {
    id: string;
    professional: string;
    national_id: string;
    browser: string;
    approval: string | null;
    card_visit: string | null;
    passkey: string | null;
    passkey_visit: string | null;
    upstream_visit: string | null;
    opened_at: Date;
    last_seen_at: Date;
    ends_at: Date;
    rights: "full" | "reduced";
    client: string | null;
    proof: string;
    place: string;
    transfer: Transfer | null;
    closed_at: Date | null;
    closed_reason: string | null;
    scope: string;
    device: string | null;
    declared: string | null;
  };
  session_service: { session: string; client: string; entered_at: Date };
};

type Db = Database<SessionTables>;

const columns = [
  "id",
  "professional",
  "national_id",
  "browser",
  "opened_at",
  "last_seen_at",
  "ends_at",
  "rights",
  "client",
  "proof",
  "place",
  "transfer",
] as const;

export async function insertSession(
  db: Db,
  given: Opening,
  now: Instant,
  endsAt: Instant,
): Promise<void> {
  await db
    .insertInto("session")
    .values({
      id: given.id,
      professional: given.professional,
      national_id: given.nationalId,
      browser: given.browser,
      approval: given.approval ?? null,
      card_visit: given.cardVisit ?? null,
      passkey: given.passkey ?? null,
      passkey_visit: given.passkeyVisit ?? null,
      upstream_visit: given.upstreamVisit ?? null,
      opened_at: toDate(now),
      last_seen_at: toDate(now),
      ends_at: toDate(endsAt),
      rights: given.rights,
      client: given.client ?? null,
      proof: given.proof,
      place: given.place,
      transfer: given.transfer ?? null,
      scope: "national",
      device: given.device ?? null,
      declared: given.declared ?? null,
    })
    .execute();
}

export async function recordEntered(db: Db, session: SessionId, client: string): Promise<void> {
  await sql`
    insert into session_service (session, client, entered_at) values (${session}, ${client}, aval_now())
    on conflict do nothing`.execute(db);
}

const live = (idle: Duration) =>
  sql<boolean>`closed_at is null and ends_at > aval_now() and last_seen_at > aval_now() - ${idle} * interval '1 millisecond'`;

const selectLive = statement((db: Db, by: { id: string; idle: Duration }) =>
  db.selectFrom("session").select(columns).where("id", "=", by.id).where(live(by.idle)),
);

/** The session, if it is live on the database's clock. */
export async function findLive(
  db: Db,
  id: SessionId,
  idle: Duration,
): Promise<Standing | undefined> {
  const [row] = (await selectLive(db, { id, idle })).rows;
  if (!row) return undefined;
  return {
    id: row.id as SessionId,
    professional: row.professional as ProfessionalId,
    nationalId: row.national_id,
    browser: row.browser,
    openedAt: toInstant(row.opened_at),
    lastSeenAt: toInstant(row.last_seen_at),
    endsAt: toInstant(row.ends_at),
    rights: row.rights,
    client: row.client ?? undefined,
    proof: row.proof,
    place: row.place,
    transfer: row.transfer ?? undefined,
    acr,
    ...methodsOf(row.proof),
  };
}

const updateSeen = statement((db: Db, of: { id: string; idle: Duration }) =>
  db
    .updateTable("session")
    .set({ last_seen_at: sql<Date>`aval_now()` })
    .where("id", "=", of.id)
    .where(live(of.idle)),
);

/** Activity: only a live session can be kept alive. */
export async function recordSeen(db: Db, id: SessionId, idle: Duration): Promise<boolean> {
  return (await updateSeen(db, { id, idle })).numAffectedRows === 1n;
}

const closing = { closed_at: sql<Date>`aval_now()` };

type Closed = { readonly id: SessionId; readonly professional: ProfessionalId };

/** Closes one, once: whose it was, when this call is the one that closed it. */
export async function recordClosed(
  db: Db,
  id: SessionId,
  reason: string,
): Promise<readonly Closed[]> {
  const rows = await db
    .updateTable("session")
    .set({ ...closing, closed_reason: reason })
    .where("id", "=", id)
    .where("closed_at", "is", null)
    .returning(["id", "professional"])
    .execute();
  return rows as readonly Closed[];
}

/** Closes the live ones among those, each once. */
export async function recordClosedThose(
  db: Db,
  which: Which,
  { reason, idle }: { readonly reason: string; readonly idle: Duration },
): Promise<readonly Closed[]> {
  let query = db
    .updateTable("session")
    .set({ ...closing, closed_reason: reason })
    .where("professional", "=", which.professional)
    .where(live(idle));
  if (which.browser) query = query.where("browser", "=", which.browser);
  if (which.session) query = query.where("id", "=", which.session);
  if (which.passkey) query = query.where("passkey", "=", which.passkey);
  if (which.device) query = query.where("device", "=", which.device);
  if (which.place) query = query.where("place", "=", which.place);
  if (which.proof) query = query.where("proof", "=", which.proof);
  if (which.cardVisits) query = query.where("card_visit", "in", [...which.cardVisits, ""]);
  if (which.elsewhere) query = query.where("place", "not in", ["own_place", "own_place_l5"]);
  return (await query.returning(["id", "professional"]).execute()) as readonly Closed[];
}

/** Closes everybody's live ones on a browser that was no place of theirs and was known all the same. */
export async function recordClosedKnown(
  db: Db,
  browser: string,
  { reason, idle }: { readonly reason: string; readonly idle: Duration },
): Promise<readonly Closed[]> {
  const rows = await db
    .updateTable("session")
    .set({ ...closing, closed_reason: reason })
    .where("browser", "=", browser)
    .where("place", "=", "known_workstation")
    .where(live(idle))
    .returning(["id", "professional"])
    .execute();
  return rows as readonly Closed[];
}

/** Closes the live ones that these passages by an establishment's provider opened. */
export async function recordClosedOf(
  db: Db,
  upstreamVisits: readonly string[],
  { reason, idle }: { readonly reason: string; readonly idle: Duration },
): Promise<readonly Closed[]> {
  const rows = await db
    .updateTable("session")
    .set({ ...closing, closed_reason: reason })
    .where("upstream_visit", "in", [...upstreamVisits])
    .where(live(idle))
    .returning(["id", "professional"])
    .execute();
  return rows as readonly Closed[];
}

/** Ends every session that could still be used. Whose they were. */
export async function recordAllClosed(db: Db, reason: string): Promise<readonly Closed[]> {
  const rows = await db
    .updateTable("session")
    .set({ ...closing, closed_reason: reason })
    .where("closed_at", "is", null)
    .where("ends_at", ">", sql<Date>`aval_now()`)
    .returning(["id", "professional"])
    .execute();
  return rows as readonly Closed[];
}

/**
 * Which services these had entered. Asked in the transaction that closed them: a session enters a service by touching its
 * row, hence before it was closed or never.
 */
export async function servicesOf(
  db: Db,
  sessions: readonly SessionId[],
): Promise<readonly Ended[]> {
  const rows = await db
    .selectFrom("session_service")
    .select(["session", "client"])
    .where("session", "in", [...sessions])
    .orderBy("entered_at")
    .execute();
  return sessions.map((session) => ({
    session,
    services: rows.flatMap((row) => (row.session === session ? [row.client] : [])),
  }));
}

/** The services somebody entered on a browser within this, whatever became of the sessions; the last one first. */
export async function enteredOn(
  db: Db,
  { professional, browser, within }: { professional: string; browser: string; within: Duration },
): Promise<readonly string[]> {
  const { rows } = await sql<{ client: string }>`
    select e.client from session s join session_service e on e.session = s.id
    where s.professional = ${professional} and s.browser = ${browser}
      and e.entered_at > aval_now() - ${within} * interval '1 millisecond'
    group by e.client order by max(e.entered_at) desc limit 50`.execute(db);
  return rows.map(({ client }) => client);
}

/** A service, and the national id by which it knows somebody. */
export type Known = { readonly service: string; readonly nationalId: string };

/** The services that a session entered, live or not. */
export async function knownBySession(db: Db, id: SessionId): Promise<readonly Known[]> {
  const { rows } = await sql<Known>`
    select e.client as service, s.national_id as "nationalId"
    from session s join session_service e on e.session = s.id where s.id = ${id} order by 1`.execute(
    db,
  );
  return rows;
}

/** The services that somebody entered within this, anywhere. */
export async function knownTo(
  db: Db,
  professional: ProfessionalId,
  within: Duration,
): Promise<readonly Known[]> {
  const { rows } = await sql<Known>`
    select distinct e.client as service, s.national_id as "nationalId"
    from session s join session_service e on e.session = s.id
    where s.professional = ${professional} and e.entered_at > aval_now() - ${within} * interval '1 millisecond'
    order by 1, 2`.execute(db);
  return rows;
}

/** The services in which somebody had a session at any moment of this time, with those sessions. */
export async function usedBetween(
  db: Db,
  professional: ProfessionalId,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<readonly (Known & { readonly sessions: readonly SessionId[] })[]> {
  const { rows } = await sql<Known & { sessions: SessionId[] }>`
    select e.client as service, max(s.national_id) as "nationalId", array_agg(s.id order by e.entered_at desc) as sessions
    from session s join session_service e on e.session = s.id
    where s.professional = ${professional} and e.entered_at <= ${toDate(to)}
      and coalesce(s.closed_at, s.ends_at) >= ${toDate(from)}
    group by e.client order by 1`.execute(db);
  return rows;
}

/** A session as its holder sees it. */
export type Listed = {
  readonly id: SessionId;
  readonly isLive: boolean;
  readonly rights: "full" | "reduced";
  readonly proof: string;
  readonly place: string;
  readonly declared: string | undefined;
  readonly openedAt: Instant;
  readonly endsAt: Instant;
  readonly closedAt: Instant | undefined;
  readonly closedReason: string | undefined;
  readonly services: readonly string[];
};

/** Live ones, and those that were closed within `closedWithin`; the live ones first, each kind the newest first. */
export async function listOf(
  db: Db,
  which: Omit<Which, "session">,
  { idle, closedWithin, most }: { idle: Duration; closedWithin: Duration; most: number },
): Promise<readonly Listed[]> {
  const isLive = live(idle);
  let query = db
    .selectFrom("session")
    .select(["id", "rights", "proof", "place", "declared", "opened_at", "ends_at"])
    .select(["closed_at", "closed_reason", isLive.as("is_live")])
    .select((of) =>
      jsonArrayFrom(
        of
          .selectFrom("session_service")
          .select("session_service.client")
          .whereRef("session_service.session", "=", "session.id")
          .orderBy("session_service.entered_at"),
      ).as("services"),
    )
    .where("professional", "=", which.professional)
    .where(
      sql<boolean>`(${isLive} or closed_at > aval_now() - ${closedWithin} * interval '1 millisecond')`,
    );
  if (which.device) query = query.where("device", "=", which.device);
  const rows = await query
    .orderBy("is_live", "desc")
    .orderBy("opened_at", "desc")
    .limit(most)
    .execute();
  return rows.map((row) => ({
    id: row.id as SessionId,
    isLive: row.is_live,
    rights: row.rights,
    proof: row.proof,
    place: row.place,
    declared: row.declared ?? undefined,
    openedAt: toInstant(row.opened_at),
    endsAt: toInstant(row.ends_at),
    closedAt: row.closed_at ? toInstant(row.closed_at) : undefined,
    closedReason: row.closed_reason ?? undefined,
    services: row.services.map(({ client }) => client),
  }));
}

/** Who a session was opened by, live or not: to tell a service whom it concerns. */
export async function holderOf(
  db: Db,
  id: SessionId,
): Promise<{ professional: ProfessionalId; nationalId: string } | undefined> {
  const row = await db
    .selectFrom("session")
    .select(["professional", "national_id"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { professional: row.professional as ProfessionalId, nationalId: row.national_id };
}
