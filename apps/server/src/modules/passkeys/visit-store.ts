import type { PasskeyId, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import type { Database } from "#platform/database";
import type { Duration } from "#platform/time";

export type VisitTables = {
  passkey_visit: {
    id: string;
    sign_in: string;
    browser: string;
    service: string;
    challenge: string;
    state: "open" | "burnt" | "proven" | "spent";
    opened_at: Date;
    ends_at: Date;
    passkey: string | null;
    professional: string | null;
    proven_until: Date | null;
  };
};

type Db = Database<VisitTables>;

/** A sign-in page that waits for a key. */
export type Visit = { readonly id: string; readonly service: string };
type OnPage = { readonly signIn: string; readonly browser: string };

export async function insertVisit(
  db: Db,
  given: Visit & OnPage & { readonly challenge: string },
  length: Duration,
): Promise<void> {
  await sql`
    insert into passkey_visit (id, sign_in, browser, service, challenge, state, opened_at, ends_at)
    values (${given.id}, ${given.signIn}, ${given.browser}, ${given.service}, ${given.challenge}, 'open', aval_now(),
      aval_now() + ${length} * interval '1 millisecond')`.execute(db);
}

/** Burns a challenge at first sight, whoever shows it: once. It goes on for the page that asked, in time, and for nobody else. */
export async function burnVisit(
  db: Db,
  given: OnPage & { readonly challenge: string },
): Promise<Visit | undefined> {
  const { rows } = await sql<Visit & { is_theirs: boolean }>`
    update passkey_visit set state = 'burnt' where challenge = ${given.challenge} and state = 'open'
    returning id, service,
      sign_in = ${given.signIn} and browser = ${given.browser} and ends_at > aval_now() as is_theirs`.execute(
    db,
  );
  const [row] = rows;
  return row?.is_theirs ? { id: row.id, service: row.service } : undefined;
}

/** A key signed what was burnt. */
export async function recordProven(
  db: Db,
  given: {
    readonly visit: string;
    readonly passkey: PasskeyId;
    readonly professional: ProfessionalId;
    readonly within: Duration;
  },
): Promise<boolean> {
  const { rows } = await sql`
    update passkey_visit set state = 'proven', passkey = ${given.passkey}, professional = ${given.professional},
      proven_until = aval_now() + ${given.within} * interval '1 millisecond'
    where id = ${given.visit} and state = 'burnt' returning id`.execute(db);
  return rows.length === 1;
}

export async function findProven(
  db: Db,
  { visit, signIn, browser }: OnPage & { readonly visit: string },
): Promise<{ readonly passkey: PasskeyId } | undefined> {
  const { rows } = await sql<{ passkey: PasskeyId }>`
    select passkey from passkey_visit where id = ${visit} and sign_in = ${signIn} and browser = ${browser}
      and state = 'proven' and proven_until > aval_now()`.execute(db);
  return rows[0];
}

/** Once, for its own page, in time. */
export async function recordSpent(
  db: Db,
  { visit, signIn, browser }: OnPage & { readonly visit: string },
): Promise<boolean> {
  const { rows } = await sql`
    update passkey_visit set state = 'spent' where id = ${visit} and sign_in = ${signIn} and browser = ${browser}
      and state = 'proven' and proven_until > aval_now() returning id`.execute(db);
  return rows.length === 1;
}

export async function recordForgotten(db: Db, visit: string): Promise<void> {
  await sql`
    update passkey_visit set state = 'burnt' where id = ${visit} and state = 'proven'`.execute(db);
}

/** Forgets pages that waited, but those whose key opened a session. */
export async function purgeVisits(db: Db, age: Duration): Promise<void> {
  await sql`
    delete from passkey_visit where state <> 'spent' and ends_at < aval_now() - ${age} * interval '1 millisecond'`.execute(
    db,
  );
}
