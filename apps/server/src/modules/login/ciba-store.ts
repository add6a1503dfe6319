import type { ApprovalId, InstallationId, ProfessionalId, SessionId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

export type CibaTables = {
  ciba_request: {
    id: string;
    handle_hash: string;
    client: string;
    hint_hash: string;
    network: string;
    number: string | null;
    key: string | null;
    named: string | null;
    state: State;
    made_at: Date;
    expires_at: Date;
    asked_at: Date | null;
    wait_ms: number;
    installation: string | null;
    approval: string | null;
    session: string | null;
    scope: string;
  };
  ciba_silence: { professional: string; network: string; until: Date };
};

/**
 * `waiting` to be found; `replaced` by a newer one of the same client, origin and hint; `tried` by an entry that did not match;
 * `claimed` by a phone; `concluded` with a session. The first three look the same to the client until time is over.
 */
type State = "waiting" | "replaced" | "tried" | "claimed" | "concluded";

type Db = Database<CibaTables>;

const later = (span: Duration) => sql`aval_now() + ${span} * interval '1 millisecond'`;

/**
 * Keeps a request, whomever it names, in the place of the last one of its client, origin and hint. The same statement with the same
 * work for every hint: nobody is looked up.
 */
export async function insertRequest(
  db: Db,
  given: {
    id: string;
    handleHash: string;
    client: string;
    hintHash: string;
    network: string;
    number: string;
    life: Duration;
    wait: Duration;
  },
): Promise<void> {
  await sql`
    with before as (
      update ciba_request set state = 'replaced'
      where hint_hash = ${given.hintHash} and client = ${given.client} and network = ${given.network} and state = 'waiting')
    insert into ciba_request (id, handle_hash, client, hint_hash, network, number, state, made_at, expires_at, wait_ms)
    values (${given.id}, ${given.handleHash}, ${given.client}, ${given.hintHash}, ${given.network}, ${given.number}, 'waiting',
      aval_now(), ${later(given.life)}, ${given.wait})`.execute(db);
}

/** Keeps a request of strict software: the approval it shows was opened with it. `named`: what its token names, or nobody's. */
export async function insertStrict(
  db: Db,
  given: {
    id: string;
    handleHash: string;
    client: string;
    key: string;
    named: InstallationId;
    network: string;
    approval: ApprovalId;
    life: Duration;
    wait: Duration;
  },
): Promise<void> {
  await sql`
    insert into ciba_request (id, handle_hash, client, hint_hash, key, named, network, approval, state, made_at, expires_at, wait_ms)
    values (${given.id}, ${given.handleHash}, ${given.client}, ${given.handleHash}, ${given.key}, ${given.named}, ${given.network},
      ${given.approval}, 'waiting', aval_now(), ${later(given.life)}, ${given.wait})`.execute(db);
}

/** A phone of the holder of what it named has claimed it, once. */
export async function recordStrictClaimed(db: Db, id: string): Promise<boolean> {
  const result = await sql`
    update ciba_request set state = 'claimed', installation = named
    where id = ${id} and state = 'waiting' and key is not null and expires_at > aval_now()`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

export type Live = {
  readonly id: string;
  readonly client: string;
  readonly network: string;
  readonly number: string;
  readonly silentUntil: Instant | undefined;
};

/** What waits under these hints by these clients, the newest of each origin network. */
export async function waitingFor(
  db: Db,
  given: {
    professional: ProfessionalId;
    hintHashes: readonly string[];
    clients: readonly string[];
  },
): Promise<readonly Live[]> {
  const { rows } = await sql<{
    id: string;
    client: string;
    network: string;
    number: string;
    until: Date | null;
  }>`
    select distinct on (r.network) r.id, r.client, r.network, r.number, s.until
    from ciba_request r
    left join ciba_silence s on s.professional = ${given.professional} and s.network = r.network and s.until > aval_now()
    where r.hint_hash = any(${[...given.hintHashes]}::text[]) and r.client = any(${[...given.clients]}::text[])
      and r.state = 'waiting' and r.expires_at > aval_now()
    order by r.network, r.made_at desc, r.id desc`.execute(db);
  return rows.map(({ until, ...row }) => ({
    ...row,
    silentUntil: until ? toInstant(until) : undefined,
  }));
}

/** The phone's holder typed its digits: found, once. Gives how long is left to decide. */
export async function recordFound(
  db: Db,
  given: { id: string; installation: InstallationId },
): Promise<Duration | undefined> {
  const { rows } = await sql<{ left: number }>`
    update ciba_request set state = 'claimed', installation = ${given.installation}
    where id = ${given.id} and state = 'waiting' and expires_at > aval_now()
    returning extract(epoch from expires_at - aval_now())::float8 * 1000 as left`.execute(db);
  return rows[0] && (Math.floor(rows[0].left) as Duration);
}

export async function recordApproval(
  db: Db,
  given: { id: string; approval: ApprovalId },
): Promise<void> {
  await sql`update ciba_request set approval = ${given.approval} where id = ${given.id}`.execute(
    db,
  );
}

/** Their one try is spent. */
export async function recordTried(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update ciba_request set state = 'tried' where id = any(${[...ids]}::text[]) and state = 'waiting'`.execute(
    db,
  );
}

/** These origins keep silent for this holder. Gives until when. */
export async function recordSilence(
  db: Db,
  given: { professional: ProfessionalId; networks: readonly string[]; span: Duration },
): Promise<Instant> {
  const { rows } = await sql<{ until: Date }>`
    insert into ciba_silence (professional, network, until)
    select ${given.professional}, network, ${later(given.span)} from unnest(${[...given.networks]}::text[]) as origin (network)
    on conflict (professional, network) do update set until = excluded.until
    returning until`.execute(db);
  const [first] = rows;
  if (!first) throw new Error("no origin keeps silent");
  return toInstant(first.until);
}

export type Request = {
  readonly id: string;
  readonly client: string;
  readonly network: string;
  readonly state: State;
  readonly isOver: boolean;
  readonly madeAt: Instant;
  readonly installation: InstallationId | undefined;
  readonly approval: ApprovalId | undefined;
  readonly session: SessionId | undefined;
  /** Strict software: by which key it asked, and for which installation. */
  readonly strict: { readonly key: string; readonly named: InstallationId } | undefined;
};

type Row = {
  key: string | null;
  named: string | null;
  id: string;
  client: string;
  network: string;
  state: State;
  is_over: boolean;
  made_at: Date;
  installation: string | null;
  approval: string | null;
  session: string | null;
};

const columns = sql`r.id, r.client, r.network, r.state, r.expires_at <= aval_now() as is_over, r.made_at, r.installation, r.approval, r.session,
  r.key, r.named`;

const fromRow = (row: Row): Request => ({
  id: row.id,
  client: row.client,
  network: row.network,
  state: row.state,
  isOver: row.is_over,
  madeAt: toInstant(row.made_at),
  installation: (row.installation ?? undefined) as InstallationId | undefined,
  approval: (row.approval ?? undefined) as ApprovalId | undefined,
  session: (row.session ?? undefined) as SessionId | undefined,
  strict: row.key && row.named ? { key: row.key, named: row.named as InstallationId } : undefined,
});

export async function findRequest(db: Db, id: string): Promise<Request | undefined> {
  const { rows } = await sql<Row>`select ${columns} from ciba_request r where r.id = ${id}`.execute(
    db,
  );
  return rows[0] && fromRow(rows[0]);
}

/** What a client's handle stands for; strict software's only for the key that asked. */
export async function findByHandle(
  db: Db,
  given: { handleHash: string; client: string; key: string },
): Promise<Request | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from ciba_request r
    where r.handle_hash = ${given.handleHash} and r.client = ${given.client} and r.key = ${given.key}`.execute(
    db,
  );
  return rows[0] && fromRow(rows[0]);
}

/** Its own client polls, strict software by the key that asked. Sooner than it was told to, it waits longer from now on. */
export async function recordPolled(
  db: Db,
  given: {
    handleHash: string;
    client: string;
    key: string | undefined;
    jitter: Duration;
    slowDown: Duration;
  },
): Promise<(Request & { readonly isEarly: boolean }) | undefined> {
  const { rows } = await sql<Row & { is_early: boolean }>`
    with before as (
      select id, asked_at is not null
        and asked_at + (wait_ms - ${given.jitter}) * interval '1 millisecond' > aval_now() as is_early
      from ciba_request where handle_hash = ${given.handleHash} and client = ${given.client}
        and (key is null or key = ${given.key ?? null}) for update)
    update ciba_request r set asked_at = aval_now(),
      wait_ms = r.wait_ms + case when before.is_early then ${given.slowDown}::int else 0 end
    from before where r.id = before.id
    returning ${columns}, before.is_early`.execute(db);
  return rows[0] && { ...fromRow(rows[0]), isEarly: rows[0].is_early };
}

/** The request has its session: once. */
export async function recordSession(
  db: Db,
  given: { id: string; session: SessionId },
): Promise<boolean> {
  const result = await sql`
    update ciba_request set state = 'concluded', session = ${given.session}
    where id = ${given.id} and state = 'claimed'`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Forgets what ended long enough ago that no client asks any more. */
export async function purgeCiba(db: Db, memory: Duration): Promise<void> {
  await sql`
    delete from ciba_request where expires_at < aval_now() - ${memory} * interval '1 millisecond'`.execute(
    db,
  );
  await sql`delete from ciba_silence where until <= aval_now()`.execute(db);
}
