import type { EnrolmentId } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, span } from "#platform/database";
import type { Duration } from "#platform/time";

type Db = Database<AnyTables>;

/** A passage at the provider of remote eIDs. */
export type EidVisit = {
  readonly id: string;
  readonly enrolment: EnrolmentId;
  /** Who its holder says to be. */
  readonly nationalId: string;
  readonly browserHash: string;
  readonly nonce: string;
  readonly verifier: string;
};

export async function insertEidVisit(
  db: Db,
  given: EidVisit & { readonly stateHash: string },
  lasts: Duration,
): Promise<void> {
  await sql`
    insert into eid_visit (id, enrolment, national_id, state_hash, browser_hash, nonce, verifier, state, opened_at, ends_at)
    values (${given.id}, ${given.enrolment}, ${given.nationalId}, ${given.stateHash}, ${given.browserHash}, ${given.nonce},
      ${given.verifier}, 'open', aval_now(), aval_now() + ${span(lasts)})`.execute(db);
}

/** A browser came back with this state: once, while the passage lasts, whichever browser it is. */
export async function recordEidReturned(db: Db, stateHash: string): Promise<EidVisit | undefined> {
  const { rows } = await sql<EidVisit>`
    update eid_visit set state = 'returned'
    where state_hash = ${stateHash} and state = 'open' and ends_at > aval_now()
    returning id, enrolment, national_id as "nationalId", browser_hash as "browserHash", nonce, verifier`.execute(
    db,
  );
  return rows[0];
}

/** What came of it, once. `refusal` absent: it is its holder, and the enrolment began. */
export async function recordEidSettled(
  db: Db,
  id: string,
  refusal: string | undefined,
): Promise<boolean> {
  const result = await sql`
    update eid_visit set state = ${refusal === undefined ? "equal" : "refused"}, refusal = ${refusal ?? null},
      verifier = null, nonce = null
    where id = ${id} and state = 'returned'`.execute(db);
  return result.numAffectedRows === 1n;
}

/** What the phone is told of its latest passage; `undefined` when there was none, or one that nobody came back from in time. */
export async function latestEidVisit(
  db: Db,
  enrolment: EnrolmentId,
): Promise<
  { readonly state: "open" } | { readonly state: "refused"; readonly why: string } | undefined
> {
  const { rows } = await sql<{ state: string; refusal: string | null; is_live: boolean }>`
    select state, refusal, ends_at > aval_now() as is_live from eid_visit
    where enrolment = ${enrolment} order by opened_at desc, id desc limit 1`.execute(db);
  const [row] = rows;
  if (row?.refusal) return { state: "refused", why: row.refusal };
  return row?.state === "open" && row.is_live ? { state: "open" } : undefined;
}

/** What a passage was checked with goes once it is over; what came of it, once nobody asks for it any more. */
export async function purgeEidVisits(db: Db, kept: Duration): Promise<void> {
  await sql`
    update eid_visit set verifier = null, nonce = null
    where ends_at <= aval_now() and (verifier is not null or nonce is not null)`.execute(db);
  await sql`delete from eid_visit where ends_at <= aval_now() - ${span(kept)}`.execute(db);
}
