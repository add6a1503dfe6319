import type { ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, span } from "#platform/database";
import type { Duration } from "#platform/time";

type Db = Database<AnyTables>;

export type Visit = {
  readonly id: string;
  readonly signIn: string;
  readonly service: string;
  readonly provider: string;
  readonly nonce: string;
  readonly verifier: string;
};

export async function insertVisit(
  db: Db,
  given: Visit & { stateHash: string; browser: string },
  length: Duration,
): Promise<void> {
  const { id, stateHash, signIn, browser, service, provider, nonce, verifier } = given;
  await sql`
    insert into upstream_visit (id, state_hash, sign_in, browser, service, provider, nonce, verifier, state, opened_at, ends_at)
    values (${id}, ${stateHash}, ${signIn}, ${browser}, ${service}, ${provider}, ${nonce}, ${verifier}, 'open',
      aval_now(), aval_now() + ${span(length)})`.execute(db);
}

/** The browser came back with this state: once, while the visit lasts. */
export async function recordReturned(db: Db, stateHash: string): Promise<Visit | undefined> {
  const { rows } = await sql<Visit>`
    update upstream_visit set state = 'returned'
    where state_hash = ${stateHash} and state = 'open' and ends_at > aval_now()
    returning id, sign_in as "signIn", service, provider, nonce, verifier`.execute(db);
  return rows[0];
}

/** What the provider said holds: once. `returnFor`: how long the page that began may take to conclude with it. */
export async function recordProven(
  db: Db,
  given: { id: string; professional: ProfessionalId; hasKey: boolean; returnHash: string },
  returnFor: Duration,
): Promise<boolean> {
  const { id, professional, hasKey, returnHash } = given;
  const result = await sql`
    update upstream_visit set state = 'proven', professional = ${professional}, has_key = ${hasKey},
      return_hash = ${returnHash}, return_until = aval_now() + ${span(returnFor)}
    where id = ${id} and state = 'returned' and ends_at > aval_now()`.execute(db);
  return result.numAffectedRows === 1n;
}

export type Spent = {
  readonly visit: string;
  readonly professional: ProfessionalId;
  readonly hasKey: boolean;
  readonly provider: string;
};

/** Burnt at first sight: spent when this page of this browser key shows it in time, worth nothing otherwise. */
export async function recordCameBack(
  db: Db,
  given: { returnHash: string; signIn: string; browser: string },
): Promise<Spent | "refused" | undefined> {
  const { rows } = await sql<Spent & { state: "spent" | "burnt" }>`
    update upstream_visit
      set state = case when sign_in = ${given.signIn} and browser = ${given.browser} and return_until > aval_now()
        then 'spent' else 'burnt' end
    where return_hash = ${given.returnHash} and state = 'proven'
    returning id as visit, state, professional, has_key as "hasKey", provider`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { state, ...spent } = row;
  return state === "spent" ? spent : "refused";
}

/** The passages by this provider that opened something within this. */
export async function spentBy(
  db: Db,
  provider: string,
  within: Duration,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from upstream_visit
    where provider = ${provider} and state = 'spent' and ends_at > aval_now() - ${span(within)}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Forgets passages that opened nothing. */
export async function purgeUpstream(db: Db, age: Duration): Promise<void> {
  await sql`
    delete from upstream_visit where state <> 'spent' and ends_at < aval_now() - ${span(age)}`.execute(
    db,
  );
}
