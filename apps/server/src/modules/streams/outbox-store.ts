import { sql } from "kysely";
import type { Database } from "#platform/database";
import { type Duration, type Instant, instant } from "#platform/time";
import type { EventState, StreamTables } from "./store.ts";

type Db = Database<StreamTables>;

/** An event as it is written down, in the transaction of what it tells. */
export type Written = {
  readonly jti: string;
  readonly stream: string;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Absent: it concerns the stream. */
  readonly of?: {
    readonly professional: string;
    readonly nationalId: string;
    readonly session?: string;
  };
  readonly always?: true;
};

/**
 * Writes events down. What one transaction tells one service has one `txn`, of which another service's says nothing: the two could
 * tell by it that they see the same person.
 */
export async function insertEvents(db: Db, events: readonly Written[]): Promise<void> {
  for (const { jti, stream, type, body, of, always } of events)
    await sql`
      insert into stream_event (jti, stream, type, subject, professional, national_id, session, body, always, txn)
      values (${jti}, ${stream}, ${type}, ${of?.professional ?? stream}, ${of?.professional ?? null}, ${of?.nationalId ?? null},
        ${of?.session ?? null}, ${JSON.stringify(body)}, ${always ?? false},
        encode(substr(sha256(convert_to(${stream} || pg_current_xact_id()::text || now()::text, 'UTF8')), 1, 16), 'hex'))`.execute(
      db,
    );
}

/** Keeps other nodes from giving places until this transaction ends. False: another one is at it. */
export async function tryToPlace(db: Db): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('aval.streams.place')) as held`.execute(db);
  return rows[0]?.held === true;
}

export async function waitsForPlace(db: Db): Promise<boolean> {
  const { rows } = await sql`select 1 from stream_event where place is null limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * Gives what was committed since its places, in the order of writing. An event that was committed before another one began is placed
 * before it: it is seen no later, and was written first. Returns the streams that got some.
 */
export async function place(db: Db, most: number): Promise<readonly string[]> {
  const { rows } = await sql<{ stream: string }>`
    with fresh as (
      select jti, row_number() over (order by written) as n
      from (select jti, written from stream_event where place is null order by written limit ${most}) unplaced),
    last as (select coalesce(max(place), 0) as place from stream_event)
    update stream_event e set place = last.place + fresh.n
    from fresh, last where e.jti = fresh.jti and e.place is null
    returning e.stream`.execute(db);
  return [...new Set(rows.map(({ stream }) => stream))];
}

/** An event that this node is to tell now. */
export type Claimed = {
  readonly jti: string;
  readonly stream: string;
  readonly client: string;
  readonly type: string;
  readonly professional: string | undefined;
  readonly nationalId: string | undefined;
  readonly session: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  readonly txn: string;
  readonly madeAt: Instant;
  /** Tries begun, this one included. */
  readonly tries: number;
  /** How often it was sent again: a late answer to an earlier sending is none to this one. */
  readonly replays: number;
};

type Row = {
  jti: string;
  stream: string;
  client: string;
  type: string;
  professional: string | null;
  national_id: string | null;
  session: string | null;
  body: string;
  txn: string;
  made_at: Date;
  tries: number;
  replays: number;
};

const claimedOf = (row: Row): Claimed => ({
  jti: row.jti,
  stream: row.stream,
  client: row.client,
  type: row.type,
  professional: row.professional ?? undefined,
  nationalId: row.national_id ?? undefined,
  session: row.session ?? undefined,
  body: JSON.parse(row.body) as Claimed["body"],
  txn: row.txn,
  madeAt: instant(row.made_at.getTime()),
  tries: row.tries,
  replays: row.replays,
});

/** Due now, and the first of whom it concerns that this stream has not been told. */
const isNext = sql`
  e.state = 'due' and e.place is not null and e.next_at <= aval_now()
  and not exists (
    select 1 from stream_event b
    where b.stream = e.stream and b.subject = e.subject and b.state = 'due' and b.place < e.place)`;

const told = sql`e.jti, e.stream, s.client, e.type, e.professional, e.national_id, e.session, e.body, e.txn, e.made_at, e.tries, e.replays`;

/**
 * Takes some of what is due, for this node to send now: a few of each service that this node is not busy with, one of each person. What
 * is taken is nobody else's until its lease is over; then the node that took it is gone, and another sends it once more.
 */
export async function claimPushes(
  db: Db,
  how: {
    readonly busy: readonly string[];
    readonly perService: number;
    readonly most: number;
    readonly lease: Duration;
  },
): Promise<readonly Claimed[]> {
  const { rows } = await sql<Row>`
    with taken as (
      select due.jti from stream s cross join lateral (
        select e.jti from stream_event e
        where e.stream = s.id and (s.state = 'enabled' or e.always) and ${isNext}
        order by e.place limit ${how.perService} for update skip locked) due
      where s.method = 'push' and s.client <> all (${[...how.busy]}::text[])
      limit ${how.most})
    update stream_event e
    set tries = e.tries + 1, next_at = aval_now() + ${how.lease} * interval '1 millisecond'
    from taken, stream s
    where e.jti = taken.jti and s.id = e.stream and e.state = 'due' and e.next_at <= aval_now()
    returning ${told}`.execute(db);
  return rows.map(claimedOf);
}

/** What one poll is answered with, in order; shown again after the lease to whoever has not acknowledged it. */
export async function claimPolled(
  db: Db,
  stream: string,
  how: { readonly most: number; readonly lease: Duration },
): Promise<readonly Claimed[]> {
  if (how.most === 0) return [];
  const { rows } = await sql<Row & { place: string }>`
    with taken as (
      select e.jti from stream_event e join stream s on s.id = e.stream
      where e.stream = ${stream} and s.method = 'poll' and (s.state = 'enabled' or e.always) and ${isNext}
      order by e.place limit ${how.most} for update of e skip locked)
    update stream_event e
    set tries = e.tries + 1, next_at = aval_now() + ${how.lease} * interval '1 millisecond'
    from taken, stream s
    where e.jti = taken.jti and s.id = e.stream and e.state = 'due' and e.next_at <= aval_now()
    returning ${told}, e.place`.execute(db);
  return rows.sort((a, b) => Number(a.place) - Number(b.place)).map(claimedOf);
}

/** Whether a poll now would be answered with something. */
export async function hasPolled(db: Db, stream: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from stream_event e join stream s on s.id = e.stream
    where e.stream = ${stream} and s.method = 'poll' and (s.state = 'enabled' or e.always) and ${isNext} limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

/** What a try that failed met. */
type Failed = NonNullable<StreamTables["stream_event"]["answered"]>;

type Settled = {
  readonly jti: string;
  readonly professional: string | null;
  readonly type: string;
};

/** Records what came of it, once. False when another node has, meanwhile. */
export async function settle(
  db: Db,
  { jti, replays }: Pick<Claimed, "jti" | "replays">,
  state: Exclude<EventState, "due">,
  answered?: Failed,
): Promise<boolean> {
  const result = await sql`
    update stream_event set state = ${state}, settled_at = aval_now(), answered = ${answered ?? null}
    where jti = ${jti} and state = 'due' and replays = ${replays}`.execute(db);
  return result.numAffectedRows === 1n;
}

/** What a poll says it has: only what this stream was shown. Whose they were, each once. */
export async function settlePolled(
  db: Db,
  stream: string,
  jtis: readonly string[],
): Promise<readonly Settled[]> {
  if (jtis.length === 0) return [];
  const { rows } = await sql<Settled>`
    update stream_event set state = 'delivered', settled_at = aval_now(), answered = null
    where stream = ${stream} and jti = any(${[...jtis]}::text[]) and state = 'due' and tries > 0
    returning jti, professional, type`.execute(db);
  return rows;
}

/** What a poll says it cannot take: shown again after `seconds`, and given up after so many tries. Those that were. */
export async function refusePolled(
  db: Db,
  stream: string,
  jtis: readonly string[],
  how: { readonly refusals: number; readonly seconds: number },
): Promise<readonly Settled[]> {
  if (jtis.length === 0) return [];
  const { rows } = await sql<Settled & { state: EventState }>`
    update stream_event set
      state = case when tries >= ${how.refusals} then 'given_up' else 'due' end,
      settled_at = case when tries >= ${how.refusals} then aval_now() end,
      next_at = aval_now() + ${how.seconds} * interval '1 second', answered = 'refused'
    where stream = ${stream} and jti = any(${[...jtis]}::text[]) and state = 'due' and tries > 0
    returning jti, professional, type, state`.execute(db);
  return rows.filter(({ state }) => state === "given_up");
}

/** Puts it back for later, unless another node has begun a try since. */
export async function postpone(
  db: Db,
  { jti, tries, replays }: Pick<Claimed, "jti" | "tries" | "replays">,
  seconds: number,
  answered: Failed,
): Promise<void> {
  await sql`
    update stream_event set next_at = aval_now() + ${seconds} * interval '1 second', answered = ${answered}
    where jti = ${jti} and state = 'due' and tries = ${tries} and replays = ${replays}`.execute(db);
}

/** A disabled stream holds nothing. What says so is told all the same. */
export async function dropDue(db: Db, stream: string): Promise<void> {
  await sql`
    update stream_event set state = 'dropped', settled_at = aval_now()
    where stream = ${stream} and state = 'due' and not always`.execute(db);
}

/** Gives up what nobody took in so long: a stream that is paused, or polled no more. */
export async function giveUpOld(
  db: Db,
  age: Duration,
  most: number,
): Promise<readonly (Settled & { readonly client: string })[]> {
  const { rows } = await sql<Settled & { client: string }>`
    update stream_event e set state = 'given_up', settled_at = aval_now()
    from stream s
    where s.id = e.stream and e.jti in (
      select jti from stream_event where state = 'due' and made_at < aval_now() - ${age} * interval '1 millisecond'
      order by made_at limit ${most} for update skip locked)
    returning e.jti, e.professional, e.type, s.client`.execute(db);
  return rows;
}

/** Forgets what was settled that long ago. Returns how many. */
export async function purgeEvents(db: Db, age: Duration): Promise<number> {
  const result = await sql`
    delete from stream_event where settled_at < aval_now() - ${age} * interval '1 millisecond'`.execute(
    db,
  );
  return Number(result.numAffectedRows ?? 0n);
}

export async function statesOf(
  db: Db,
  jtis: readonly string[],
): Promise<readonly { readonly jti: string; readonly state: EventState }[]> {
  if (jtis.length === 0) return [];
  const { rows } = await sql<{ jti: string; state: EventState }>`
    select jti, state from stream_event where jti = any(${[...jtis]}::text[])`.execute(db);
  return rows;
}
