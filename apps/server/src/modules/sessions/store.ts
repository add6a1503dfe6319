import type { ProfessionalId, SessionId, Transfer } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toDate, toInstant } from "#platform/database";
import { statement } from "#platform/statement";
import type { Duration, Instant } from "#platform/time";
import { acr, amr, type Opening, type Standing } from "./session.ts";

export type SessionTables = {
  session: {
    id: string;
    professional: string;
    national_id: string;
    browser: string;
    approval: string;
    opened_at: Date;
    last_seen_at: Date;
    ends_at: Date;
    rights: "full" | "reduced";
    client: string | null;
    proof: string;
    place: string;
    transfer: Transfer;
    closed_at: Date | null;
    closed_reason: string | null;
    scope: string;
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
      approval: given.approval,
      opened_at: toDate(now),
      last_seen_at: toDate(now),
      ends_at: toDate(endsAt),
      rights: given.rights,
      client: given.client ?? null,
      proof: given.proof,
      place: given.place,
      transfer: given.transfer,
      scope: "national",
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
    transfer: row.transfer,
    acr,
    amr,
    authMode: "MOBILE",
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

/** Closes, once. Returns whom it concerned when this call is the one that closed it. */
export async function recordClosed(
  db: Db,
  id: SessionId,
  reason: string,
): Promise<ProfessionalId | undefined> {
  const row = await db
    .updateTable("session")
    .set({ closed_at: sql<Date>`aval_now()`, closed_reason: reason })
    .where("id", "=", id)
    .where("closed_at", "is", null)
    .returning("professional")
    .executeTakeFirst();
  return row?.professional as ProfessionalId | undefined;
}

/** Ends every session that could still be used. Whose they were. */
export async function recordAllClosed(
  db: Db,
  reason: string,
): Promise<readonly { readonly id: SessionId; readonly professional: ProfessionalId }[]> {
  const rows = await db
    .updateTable("session")
    .set({ closed_at: sql<Date>`aval_now()`, closed_reason: reason })
    .where("closed_at", "is", null)
    .where("ends_at", ">", sql<Date>`aval_now()`)
    .returning(["id", "professional"])
    .execute();
  return rows.map(({ id, professional }) => ({
    id: id as SessionId,
    professional: professional as ProfessionalId,
  }));
}
