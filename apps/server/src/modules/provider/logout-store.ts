import type { SessionId } from "@aval/protocol";
import { sql } from "kysely";
import type { Database } from "#platform/database";
import type { Duration } from "#platform/time";

export type LogoutTables = {
  logout_delivery: {
    session: string;
    client: string;
    state: DeliveryState;
    tries: number;
    next_at: Date;
    made_at: Date;
    settled_at: Date | null;
  };
};

export type DeliveryState = "due" | "delivered" | "given_up" | "no_address";

type Db = Database<LogoutTables>;

/** Writes down whom to tell, with the end that is told of. */
export async function insertDue(
  tx: Db,
  due: readonly { readonly session: SessionId; readonly service: string }[],
): Promise<void> {
  if (due.length === 0) return;
  await sql`
    insert into logout_delivery (session, client)
    select due.session, due.client from unnest(${due.map(({ session }) => session)}::text[], ${due.map(({ service }) => service)}::text[])
      as due (session, client)
    on conflict do nothing`.execute(tx);
}

export type Claimed = {
  readonly session: SessionId;
  readonly service: string;
  /** Tries begun, this one included. */
  readonly tries: number;
};

/**
 * Takes some of what is due, for this node to try now: a few of each service that this node is not busy with, so that one with
 * thousands waiting leaves room for the others. What is taken is nobody else's until its lease is over; then the node that
 * took it is gone, and another tells the service once more.
 */
export async function claim(
  db: Db,
  how: {
    readonly busy: readonly string[];
    readonly perService: number;
    readonly most: number;
    readonly lease: Duration;
  },
): Promise<readonly Claimed[]> {
  const { rows } = await sql<{ session: SessionId; client: string; tries: number }>`
    with waiting as (
      select distinct client from logout_delivery
      where state = 'due' and next_at <= aval_now() and client <> all (${[...how.busy]}::text[])),
    taken as (
      select due.session, due.client from waiting cross join lateral (
        select session, client from logout_delivery d
        where d.client = waiting.client and d.state = 'due' and d.next_at <= aval_now()
        order by d.next_at limit ${how.perService} for update skip locked) due
      limit ${how.most})
    update logout_delivery d
    set tries = d.tries + 1, next_at = aval_now() + ${how.lease} * interval '1 millisecond'
    from taken
    where d.session = taken.session and d.client = taken.client and d.state = 'due' and d.next_at <= aval_now()
    returning d.session, d.client, d.tries`.execute(db);
  return rows.map(({ session, client, tries }) => ({ session, service: client, tries }));
}

/** Records what came of it, once. False when another node has, meanwhile. */
export async function settle(
  db: Db,
  { session, service }: Claimed,
  state: Exclude<DeliveryState, "due">,
): Promise<boolean> {
  const result = await sql`
    update logout_delivery set state = ${state}, settled_at = aval_now()
    where session = ${session} and client = ${service} and state = 'due'`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Puts it back for later, unless another node has begun a try since. */
export async function postpone(
  db: Db,
  { session, service, tries }: Claimed,
  seconds: number,
): Promise<void> {
  await sql`
    update logout_delivery set next_at = aval_now() + ${seconds} * interval '1 second'
    where session = ${session} and client = ${service} and state = 'due' and tries = ${tries}`.execute(
    db,
  );
}

/** What each service of these sessions was told. */
export async function deliveriesOf(
  db: Db,
  sessions: readonly SessionId[],
): Promise<readonly { session: SessionId; service: string; state: DeliveryState }[]> {
  const rows = await db
    .selectFrom("logout_delivery")
    .select(["session", "client", "state"])
    .where("session", "in", [...sessions])
    .execute();
  return rows.map(({ session, client, state }) => ({
    session: session as SessionId,
    service: client,
    state,
  }));
}

/** Forgets what was settled that long ago. Returns how many. */
export async function purgeDeliveries(db: Db, age: Duration): Promise<number> {
  const result = await sql`
    delete from logout_delivery where settled_at < aval_now() - ${age} * interval '1 millisecond'`.execute(
    db,
  );
  return Number(result.numAffectedRows ?? 0n);
}
