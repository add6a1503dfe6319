import type {
  ErasureFact,
  ErasureId,
  ErasureReason,
  ErasureState,
  FactId,
  ProfessionalId,
  StaffId,
} from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { everywhere } from "#modules/staff";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Instant } from "#platform/time";

type Db = Database<AnyTables>;

/** Of what the log has of this person and still proves: what may be chosen, the latest first; `among`: only of these. */
export async function choices(
  db: Db,
  professional: ProfessionalId,
  given: {
    readonly kinds: readonly string[];
    readonly most: number;
    readonly among?: readonly string[];
  },
): Promise<readonly ErasureFact[]> {
  const { kinds, most, among } = given;
  const { rows } = await sql<{ fact: FactId; place: number; kind: string; at: number }>`
    select c.id as fact, c.seq::float8 as place, c.kind, floor(extract(epoch from c.at))::float8 as at
    from erasure_choice c where c.professional = ${professional} and c.kind = any(${[...kinds]}::text[])
      and ${among ? sql`c.id = any(${[...among]}::text[])` : sql`true`}
    order by c.seq desc limit ${most}`.execute(db);
  return rows;
}

/** Under an open case, a freeze or a complaint file, or with a fact that may open a case and was not read yet. */
const isHeldNow = (professional: ReturnType<typeof sql>, reads: readonly string[]) => sql<boolean>`(
  exists (select from erasure_hold h where h.professional = ${professional}
    and (h.since is null or h.since > aval_now() - ${span(lifetimes.evidence)}))
  or exists (select from erasure_unread u where u.professional = ${professional} and u.kind = any(${[...reads]}::text[])))`;

export async function isHeld(
  db: Db,
  professional: ProfessionalId,
  reads: readonly string[],
): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select ${isHeldNow(sql`${professional}::text`, reads)} as held`.execute(db);
  return rows[0]?.held === true;
}

export async function insertErasure(
  tx: Db,
  given: {
    readonly id: ErasureId;
    readonly professional: ProfessionalId;
    readonly scopes: readonly string[];
    readonly reason: ErasureReason;
    readonly digest: string;
    readonly by: StaffId;
    readonly facts: readonly string[];
  },
): Promise<void> {
  await sql`
    insert into erasure (id, professional, scopes, reason, digest, by_member)
    values (${given.id}, ${given.professional}, ${[...given.scopes]}::text[], ${given.reason}, ${given.digest}, ${given.by})`.execute(
    tx,
  );
  await sql`
    insert into erasure_fact (erasure, fact) select ${given.id}, unnest(${[...given.facts]}::text[])`.execute(
    tx,
  );
}

const waits = sql`e.done_at is null and e.withdrawn_at is null and e.asked_at > aval_now() - ${span(lifetimes.erasureWaits)}`;

/**
 * Another person signed exactly this list, and nothing holds what is said of whom it is about: one statement. False: it is over, theirs,
 * another list, or held.
 */
export async function recordErased(
  tx: Db,
  given: {
    readonly id: ErasureId;
    readonly digest: string;
    readonly second: StaffId;
    readonly signature: string;
  },
  reads: readonly string[],
): Promise<boolean> {
  const result = await sql`
    update erasure e set second_member = ${given.second}, signature = ${given.signature}, done_at = aval_now()
    where e.id = ${given.id} and e.digest = ${given.digest} and e.by_member <> ${given.second} and ${waits}
      and not ${isHeldNow(sql`e.professional`, reads)}`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Before anybody signed, by whoever asked. */
export async function recordErasureWithdrawn(tx: Db, id: ErasureId, by: StaffId): Promise<boolean> {
  const result = await sql`
    update erasure e set withdrawn_at = aval_now() where e.id = ${id} and e.by_member = ${by} and ${waits}`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

export type ErasureRow = {
  readonly id: ErasureId;
  readonly professional: ProfessionalId;
  readonly scopes: readonly string[];
  readonly reason: ErasureReason;
  readonly digest: string;
  readonly by: StaffId;
  readonly second: StaffId | undefined;
  readonly at: Instant;
  readonly doneAt: Instant | undefined;
  readonly state: ErasureState;
  readonly facts: readonly ErasureFact[];
};

/** One, or the latest, of whom this scope covers. A fact keeps its place, kind and time once it is erased. */
export async function findErasures(
  db: Db,
  scope: string,
  of: { readonly id: ErasureId } | { readonly most: number },
): Promise<readonly ErasureRow[]> {
  const { rows } = await sql<
    Omit<ErasureRow, "second" | "at" | "doneAt"> & {
      second: StaffId | null;
      asked_at: Date;
      done_at: Date | null;
    }
  >`
    select e.id, e.professional, e.scopes, e.reason, e.digest, e.by_member as by, e.second_member as second, e.asked_at, e.done_at,
      case when e.done_at is not null then 'done' when e.withdrawn_at is not null then 'withdrawn'
        when ${waits} then 'waiting' else 'over' end as state,
      (select coalesce(jsonb_agg(jsonb_build_object('fact', n.fact, 'place', f.seq, 'kind', f.kind, 'at', floor(extract(epoch from f.at)))
          order by f.seq desc), '[]') from erasure_fact n join erasure_named f on f.id = n.fact where n.erasure = e.id) as facts
    from erasure e where (${scope === everywhere}::boolean or ${scope} = any(e.scopes))
      and ${"id" in of ? sql`e.id = ${of.id}` : sql`true`}
    order by e.asked_at desc, e.id limit ${"id" in of ? 1 : of.most}`.execute(db);
  return rows.map(({ asked_at: at, done_at: doneAt, second, ...row }) => ({
    ...row,
    second: second ?? undefined,
    at: toInstant(at),
    doneAt: doneAt ? toInstant(doneAt) : undefined,
  }));
}
