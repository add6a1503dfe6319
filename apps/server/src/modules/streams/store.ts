import type { PublicJwk } from "@aval/protocol";
import { sql } from "kysely";
import type { Database } from "#platform/database";
import type { Duration } from "#platform/time";
import type { Delivery, Header, Stream, StreamState, Wanted } from "./stream.ts";

export type StreamTables = {
  stream: {
    id: string;
    client: string;
    state: StreamState;
    reason: string | null;
    method: "push" | "poll";
    endpoint: string | null;
    authorization_header: string | null;
    authorization_sealed: string | null;
    requested: string[];
    description: string | null;
    made_at: Date;
    verified_at: Date | null;
    alert_keys: string | null;
  };
  stream_event: {
    jti: string;
    written: string;
    place: string | null;
    stream: string;
    type: string;
    subject: string;
    professional: string | null;
    national_id: string | null;
    session: string | null;
    body: string;
    txn: string;
    made_at: Date;
    always: boolean;
    state: EventState;
    tries: number;
    next_at: Date;
    settled_at: Date | null;
    answered: "refused" | "failed" | "unanswered" | null;
    replays: number;
  };
};

export type EventState = "due" | "delivered" | "given_up" | "dropped";

type Db = Database<StreamTables>;

const columns = [
  "id",
  "client",
  "state",
  "reason",
  "method",
  "endpoint",
  "authorization_header",
  "authorization_sealed",
  "requested",
  "description",
  "alert_keys",
] as const;

type StreamRow = Pick<StreamTables["stream"], (typeof columns)[number]>;

function headerOf({
  authorization_header: clear,
  authorization_sealed: sealed,
}: StreamRow): Header | undefined {
  return sealed !== null ? { sealed } : clear !== null ? { clear } : undefined;
}

/** What is written is sealed: a header in clear is a fault of ours. */
function sealedIn(delivery: Delivery): string | null {
  const header = delivery.method === "push" ? delivery.authorization : undefined;
  if (header && !("sealed" in header)) throw new Error("a header in clear");
  return header?.sealed ?? null;
}

function streamOf(row: StreamRow): Stream {
  const { endpoint } = row;
  if ((row.method === "push") !== (endpoint !== null))
    throw new Error(`inconsistent row: ${row.id}`);
  return {
    id: row.id,
    client: row.client,
    state: row.state,
    reason: row.reason ?? undefined,
    delivery:
      endpoint === null
        ? { method: "poll" }
        : { method: "push", endpoint, authorization: headerOf(row) },
    requested: row.requested,
    description: row.description ?? undefined,
    alertKeys: row.alert_keys ? (JSON.parse(row.alert_keys) as PublicJwk[]) : [],
  };
}

const valuesOf = ({ delivery, requested, description, alertKeys }: Wanted) => ({
  method: delivery.method,
  endpoint: delivery.method === "push" ? delivery.endpoint : null,
  authorization_header: null,
  authorization_sealed: sealedIn(delivery),
  requested: [...requested],
  description: description ?? null,
  alert_keys: alertKeys.length > 0 ? JSON.stringify(alertKeys) : null,
});

/** False when this service has one already. */
export async function insertStream(
  db: Db,
  id: string,
  client: string,
  wanted: Wanted,
): Promise<boolean> {
  const result = await db
    .insertInto("stream")
    .values({ id, client, ...valuesOf(wanted) } as never)
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The stream of this service; `id`: only if it is that one. */
export async function findStream(db: Db, client: string, id?: string): Promise<Stream | undefined> {
  let query = db.selectFrom("stream").select(columns).where("client", "=", client);
  if (id !== undefined) query = query.where("id", "=", id);
  const row = await query.executeTakeFirst();
  return row && streamOf(row);
}

export async function listStreams(db: Db): Promise<readonly Stream[]> {
  return (await db.selectFrom("stream").select(columns).orderBy("client").execute()).map(streamOf);
}

export async function updateStream(db: Db, { id, client }: Stream, to: Wanted): Promise<boolean> {
  const result = await db
    .updateTable("stream")
    .set(valuesOf(to))
    .where("id", "=", id)
    .where("client", "=", client)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Keeps a header otherwise, unless its service has changed it meanwhile. */
export async function resealHeader(
  db: Db,
  id: string,
  from: Header,
  sealed: string,
): Promise<boolean> {
  const update = db
    .updateTable("stream")
    .set({ authorization_header: null, authorization_sealed: sealed })
    .where("id", "=", id);
  const result = await ("sealed" in from
    ? update.where("authorization_sealed", "=", from.sealed)
    : update.where("authorization_header", "=", from.clear)
  ).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteStream(db: Db, client: string, id: string): Promise<boolean> {
  const result = await db
    .deleteFrom("stream")
    .where("id", "=", id)
    .where("client", "=", client)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** False when it is no longer as it was read: somebody else has changed it meanwhile. */
export async function updateState(
  db: Db,
  { id, state: from }: Pick<Stream, "id" | "state">,
  to: { readonly state: StreamState; readonly reason: string | undefined },
): Promise<boolean> {
  const result = await db
    .updateTable("stream")
    .set({ state: to.state, reason: to.reason ?? null })
    .where("id", "=", id)
    .where("state", "=", from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Asks for a verification, once in `every`. False: too early. */
export async function recordVerification(db: Db, id: string, every: Duration): Promise<boolean> {
  const result = await sql`
    update stream set verified_at = aval_now()
    where id = ${id} and (verified_at is null or verified_at <= aval_now() - ${every} * interval '1 millisecond')`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

/** The public keys by which this service signs its alerts; none without a stream. */
export async function alertKeysOf(db: Db, client: string): Promise<readonly PublicJwk[]> {
  const row = await db
    .selectFrom("stream")
    .select("alert_keys")
    .where("client", "=", client)
    .executeTakeFirst();
  return row?.alert_keys ? (JSON.parse(row.alert_keys) as PublicJwk[]) : [];
}

/** Who is to be told events of this type: every stream that is not disabled and asked for it. */
export async function listening(
  db: Db,
  type: string,
): Promise<readonly { readonly id: string; readonly client: string }[]> {
  return db
    .selectFrom("stream")
    .select(["id", "client"])
    .where("state", "<>", "disabled")
    .where(sql<boolean>`${type} = any(requested)`)
    .execute();
}
