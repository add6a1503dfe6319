import { sql } from "kysely";
import type { Database } from "#platform/database";
import { statement } from "#platform/statement";
import type { Duration } from "#platform/time";

/**
 * The engine's artefacts, in PostgreSQL.
 *
 * The engine reads, then decides, then writes: on its own it lets twenty parallel requests spend one code (measured in
 * facts/reliability section 0). Here whatever happens once is one conditional statement with its row count, and what
 * has expired is decided by `aval_now()`, never by the times inside a payload.
 */
export type ProviderTables = {
  artefact: {
    model: string;
    id_hash: string;
    payload: unknown;
    grant_id: string | null;
    session: string | null;
    key_hash: string | null;
    resume_hashes: string[];
    made_at: Date;
    expires_at: Date;
    consumed_at: Date | null;
    keep_until: Date;
  };
  provider_constant: { name: string; value: string; made_at: Date };
};

type Db = Database<ProviderTables>;

export type Payload = Readonly<Record<string, unknown>>;

/** What is written of an artefact: everything but the secret that names it. */
export type Writing = {
  readonly model: string;
  readonly idHash: string;
  readonly payload: Payload;
  readonly grant: string | undefined;
  readonly session: string | undefined;
  readonly keyHash: string | undefined;
  readonly lifetime: Duration;
};

const later = (span: Duration) => sql<Date>`aval_now() + ${span} * interval '1 millisecond'`;

type Row = Omit<Writing, "payload" | "grant" | "session" | "keyHash"> & {
  readonly payload: string;
  readonly grant: string | null;
  readonly session: string | null;
  readonly keyHash: string | null;
};

const rowOf = (given: Writing): Row => ({
  ...given,
  payload: JSON.stringify(given.payload),
  grant: given.grant ?? null,
  session: given.session ?? null,
  keyHash: given.keyHash ?? null,
});

const inserting = (row: Row) => sql`
    insert into artefact (model, id_hash, payload, grant_id, session, key_hash, expires_at, keep_until)
    select ${row.model}, ${row.idHash}, ${row.payload}::jsonb, ${row.grant}, ${row.session}, ${row.keyHash}, until, until
    from (select ${later(row.lifetime)} as until) as life`;

const upsert = statement(
  (_: Db, row: Row) => sql`${inserting(row)}
    on conflict (model, id_hash) do update
      set payload = excluded.payload, grant_id = excluded.grant_id, session = excluded.session,
          expires_at = excluded.expires_at, keep_until = excluded.keep_until`,
);

/** Writes an artefact, or what it has become. A spent one stays spent. */
export async function put(db: Db, given: Writing): Promise<void> {
  await upsert(db, rowOf(given));
}

const insertNew = statement(
  (_: Db, row: Row) => sql`${inserting(row)} on conflict (model, id_hash) do nothing`,
);

/** Writes an artefact that must be new. False when it was already there: for what may be seen once. */
export async function putNew(db: Db, given: Writing): Promise<boolean> {
  return (await insertNew(db, rowOf(given))).numAffectedRows === 1n;
}

export type Found = {
  readonly payload: Payload;
  /** `just_now`: within the grace given to `find`. */
  readonly spent: "no" | "just_now" | "earlier";
  readonly secondsLeft: number;
};

type By = { readonly model: string; readonly idHash: string };
type FoundRow = { payload: Payload; spent: Found["spent"]; seconds: number };

const selectArtefact = statement(
  (_: Db, by: By & { grace: Duration }) => sql<FoundRow>`
    select payload,
           case when consumed_at is null then 'no'
                when consumed_at > aval_now() - ${by.grace} * interval '1 millisecond' then 'just_now'
                else 'earlier' end as spent,
           ceil(extract(epoch from expires_at - aval_now()))::int as seconds
    from artefact
    where model = ${by.model} and id_hash = ${by.idHash}
      and (expires_at > aval_now() or (consumed_at is not null and keep_until > aval_now()))`,
);

/** A live artefact; a spent one is found for as long as its replay must be recognised. */
export async function find(
  db: Db,
  model: string,
  idHash: string,
  grace: Duration,
): Promise<Found | undefined> {
  const [row] = (await selectArtefact(db, { model, idHash, grace })).rows;
  return row && { payload: row.payload, spent: row.spent, secondsLeft: row.seconds };
}

/** Spends an artefact: true for exactly one caller, on any node, and only while it lives. */
export async function spend(
  db: Db,
  model: string,
  idHash: string,
  remember: Duration,
): Promise<boolean> {
  const result = await sql`
    update artefact set consumed_at = aval_now(), keep_until = greatest(keep_until, ${later(remember)})
    where model = ${model} and id_hash = ${idHash} and consumed_at is null and expires_at > aval_now()`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

/** Takes an artefact away. True for exactly one caller, and only if it was live. */
export async function take(db: Db, model: string, idHash: string): Promise<boolean> {
  const result = await sql`
    delete from artefact where model = ${model} and id_hash = ${idHash} and expires_at > aval_now()`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

/** Ends one model's artefacts of a grant, or with `undefined` all of them. Returns how many there were. */
export async function endGrant(db: Db, grant: string, model: string | undefined): Promise<number> {
  const result = await sql`
    delete from artefact where grant_id = ${grant} and (${model ?? null}::text is null or model = ${model ?? null})`.execute(
    db,
  );
  return Number(result.numAffectedRows ?? 0n);
}

/** A sign-in page of this browser, while it is open. */
export async function findSignIn(
  db: Db,
  idHash: string,
  keyHash: string,
): Promise<Payload | undefined> {
  const { rows } = await sql<{ payload: Payload }>`
    select payload from artefact
    where model = 'Interaction' and id_hash = ${idHash} and key_hash = ${keyHash} and expires_at > aval_now()`.execute(
    db,
  );
  return rows[0]?.payload;
}

/**
 * Records how a sign-in ended, once: a page that concludes and cancels at the same time has one result. The engine's
 * session of the beginning is forgotten: the one at the end decides. `resumeHash` is of the secret that goes with it.
 */
export async function recordResult(
  db: Db,
  idHash: string,
  keyHash: string,
  result: Payload,
  resumeHash: string,
): Promise<boolean> {
  const outcome = await sql`
    update artefact set payload = (payload - 'session') || jsonb_build_object('result', ${JSON.stringify(result)}::jsonb),
                        resume_hashes = array[${resumeHash}::text]
    where model = 'Interaction' and id_hash = ${idHash} and key_hash = ${keyHash}
      and not payload ? 'result' and expires_at > aval_now()`.execute(db);
  return outcome.numAffectedRows === 1n;
}

/** A page concludes once in its life, or a few times when answers get lost; the database keeps no endless list. */
const resumesMax = 32;

/** One more secret to resume by, for a sign-in that has ended and was not yet taken away. */
export async function addResume(
  db: Db,
  idHash: string,
  keyHash: string,
  resumeHash: string,
): Promise<boolean> {
  const outcome = await sql`
    update artefact set resume_hashes = (array[${resumeHash}::text] || resume_hashes)[1:${resumesMax}::int]
    where model = 'Interaction' and id_hash = ${idHash} and key_hash = ${keyHash}
      and payload ? 'result' and expires_at > aval_now()`.execute(db);
  return outcome.numAffectedRows === 1n;
}

/** A sign-in that has ended, for the browser that holds both its secrets. Hashes are compared: their time tells nothing. */
export async function findEnded(
  db: Db,
  idHash: string,
  keyHash: string,
  resumeHash: string,
): Promise<Payload | undefined> {
  const { rows } = await sql<{ payload: Payload }>`
    select payload from artefact
    where model = 'Interaction' and id_hash = ${idHash} and key_hash = ${keyHash} and ${resumeHash} = any (resume_hashes)
      and payload ? 'result' and expires_at > aval_now()`.execute(db);
  return rows[0]?.payload;
}

/** Forgets what has expired, some at a time, so that no statement holds many rows. Returns how many. */
export async function purge(db: Db, count: number): Promise<number> {
  const result = await sql`
    delete from artefact where (model, id_hash) in (
      select model, id_hash from artefact where keep_until < aval_now() order by keep_until limit ${count} for update skip locked)`.execute(
    db,
  );
  return Number(result.numAffectedRows ?? 0n);
}

/** The value kept under this name: `drawn` if nobody has drawn one before. Every node then has the same. */
export async function constant(
  db: Db,
  name: "subject_uuid" | "pairwise_salt",
  drawn: string,
): Promise<string> {
  await sql`insert into provider_constant (name, value) values (${name}, ${drawn}) on conflict (name) do nothing`.execute(
    db,
  );
  const row = await db
    .selectFrom("provider_constant")
    .select("value")
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  return row.value;
}
