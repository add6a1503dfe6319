import type { DeliveryState, StreamLine } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import { standings } from "./events.ts";
import type { StreamTables } from "./store.ts";

type Db = Database<StreamTables>;

/** A stream as whoever watches the deliveries sees it. */
export type StreamRow = {
  readonly stream: string;
  readonly client: string;
  readonly state: StreamLine["state"];
  readonly method: StreamLine["method"];
  readonly lastTakenAt: Instant | undefined;
  readonly waiting: number;
  readonly oldestAt: Instant | undefined;
  readonly failed: number;
  readonly replayable: number;
  readonly lastError: StreamLine["lastError"] | undefined;
};

const maybe = (at: Date | null) => (at ? toInstant(at) : undefined);
const standing = sql`any(${[...standings]}::text[])`;

/**
 * That an event may be sent again: it is young enough, its stream holds something, and nothing that was told of the same person's access
 * since says otherwise. Who would gain: whoever has a stop told again after it was lifted, or a reopening after a new stop.
 */
const mayGo = (which: "one" | "all", held: Duration) => sql`
  s.state <> 'disabled' and e.made_at > aval_now() - ${span(held)}
  and e.state in ('given_up'${which === "one" ? sql`, 'delivered'` : sql``})
  and (e.type <> all (${[...standings]}::text[]) or not exists (
    select 1 from stream_event b
    where b.stream = e.stream and b.subject = e.subject and b.type = ${standing} and b.written > e.written
      ${which === "one" ? sql`` : sql`and b.state <> 'given_up'`}))`;

/** Every stream, or that one. `held`: what is older is sent no more. */
export async function streamRows(
  db: Db,
  held: Duration,
  stream?: string,
): Promise<readonly StreamRow[]> {
  const { rows } = await sql<{
    stream: string;
    client: string;
    state: StreamRow["state"];
    method: StreamRow["method"];
    taken_at: Date | null;
    oldest_at: Date | null;
    waiting: number;
    failed: number;
    replayable: number;
    answered: StreamLine["lastError"] | null;
  }>`
    select s.id as stream, s.client, s.state, s.method, t.taken_at, d.oldest_at, d.waiting, f.failed, f.replayable,
      (select e.answered from stream_event e
       where e.stream = s.id and e.answered is not null and e.state in ('due', 'given_up')
         and (t.taken_at is null or e.settled_at is null or e.settled_at > t.taken_at)
       order by e.written desc limit 1) as answered
    from stream s
    cross join lateral (select max(settled_at) as taken_at from stream_event where stream = s.id and state = 'delivered') t
    cross join lateral (select count(*)::int as waiting, min(made_at) as oldest_at from stream_event
      where stream = s.id and state = 'due') d
    cross join lateral (select count(*)::int as failed, (count(*) filter (where ${mayGo("all", held)}))::int as replayable
      from stream_event e
      where e.stream = s.id and e.state = 'given_up' and e.made_at > aval_now() - ${span(held)}) f
    where ${stream ?? null}::text is null or s.id = ${stream ?? null}
    order by s.client`.execute(db);
  return rows.map((row) => ({
    ...{ stream: row.stream, client: row.client, state: row.state, method: row.method },
    ...{ waiting: row.waiting, failed: row.failed, replayable: row.replayable },
    lastError: row.answered ?? undefined,
    ...{ lastTakenAt: maybe(row.taken_at), oldestAt: maybe(row.oldest_at) },
  }));
}

export type DeliveryRow = {
  readonly jti: string;
  readonly type: string;
  readonly at: Instant;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly settledAt: Instant | undefined;
  readonly answered: StreamLine["lastError"] | undefined;
  readonly replays: number;
  readonly mayReplay: boolean;
};

/** The last events of a stream, the newest first. */
export async function deliveriesOf(
  db: Db,
  stream: string,
  how: { readonly most: number; readonly held: Duration },
): Promise<readonly DeliveryRow[]> {
  const { rows } = await sql<{
    jti: string;
    type: string;
    made_at: Date;
    state: DeliveryState;
    tries: number;
    settled_at: Date | null;
    answered: StreamLine["lastError"] | null;
    replays: number;
    may_replay: boolean;
  }>`
    select e.jti, e.type, e.made_at, e.state, e.tries, e.settled_at, e.answered, e.replays,
      ${mayGo("one", how.held)} as may_replay
    from stream_event e join stream s on s.id = e.stream
    where e.stream = ${stream} order by e.written desc limit ${how.most}`.execute(db);
  return rows.map((row) => ({
    ...{ jti: row.jti, type: row.type, state: row.state, tries: row.tries, replays: row.replays },
    ...{ at: toInstant(row.made_at), settledAt: maybe(row.settled_at) },
    ...{ answered: row.answered ?? undefined, mayReplay: row.may_replay },
  }));
}

/**
 * Makes events due again, in the place they had: one that was taken or given up, or all that were given up. The same token is sent, so that
 * whoever has it counts it once; of one person they come in their order, before what waits. Asked for twice at once, each goes once. How many.
 */
export async function replay(
  db: Db,
  stream: string,
  jti: string | undefined,
  held: Duration,
): Promise<number> {
  const which =
    jti === undefined ? mayGo("all", held) : sql`e.jti = ${jti} and ${mayGo("one", held)}`;
  const result = await sql`
    update stream_event e
    set state = 'due', tries = 0, replays = e.replays + 1, next_at = aval_now(), settled_at = null, answered = null
    from stream s
    where e.stream = ${stream} and s.id = e.stream and ${which}`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}
