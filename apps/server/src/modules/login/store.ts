import type { ApprovalId, SessionId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toDate, toInstant } from "#platform/database";
import { statement } from "#platform/statement";
import type { Duration, Instant } from "#platform/time";

export type LoginTables = {
  sign_in: {
    id: string;
    client: string;
    browser: string;
    network: string;
    declared: string;
    state: "open" | "concluded" | "cancelled";
    opened_at: Date;
    replace_until: Date;
    wants_digits: boolean;
    more_time: boolean;
    approval: string | null;
    session: string | null;
    passkey_visit: string | null;
    silent: boolean;
    scope: string;
  };
};

type Db = Database<LoginTables>;

export type SignIn = {
  readonly id: string;
  readonly client: string;
  /** Thumbprint of the browser key that first answered for this page: no other may go on. */
  readonly browser: string;
  readonly network: string;
  readonly declared: string;
  readonly state: "open" | "concluded" | "cancelled";
  readonly replaceUntil: Instant;
  readonly wantsDigits: boolean;
  readonly moreTime: boolean;
  readonly approval: ApprovalId | undefined;
  readonly session: SessionId | undefined;
  /** What a key has signed on this page, while it counts. */
  readonly passkeyVisit: string | undefined;
};

const columns = [
  "id",
  "client",
  "browser",
  "network",
  "declared",
  "state",
  "replace_until",
  "wants_digits",
  "more_time",
  "approval",
  "session",
  "passkey_visit",
] as const;

function fromRow(row: Pick<LoginTables["sign_in"], (typeof columns)[number]>): SignIn {
  return {
    id: row.id,
    client: row.client,
    browser: row.browser,
    network: row.network,
    declared: row.declared,
    state: row.state,
    replaceUntil: toInstant(row.replace_until),
    wantsDigits: row.wants_digits,
    moreTime: row.more_time,
    approval: (row.approval as ApprovalId | null) ?? undefined,
    session: (row.session as SessionId | null) ?? undefined,
    passkeyVisit: row.passkey_visit ?? undefined,
  };
}

/** Makes the page's row, and gives it, unless it exists: the first browser key to answer keeps it. */
export async function ensure(
  db: Db,
  given: {
    id: string;
    client: string;
    browser: string;
    network: string;
    declared: string;
    now: Instant;
    replaceUntil: Instant;
  },
): Promise<SignIn | undefined> {
  const row = await db
    .insertInto("sign_in")
    .values({
      id: given.id,
      client: given.client,
      browser: given.browser,
      network: given.network,
      declared: given.declared,
      state: "open",
      opened_at: toDate(given.now),
      replace_until: toDate(given.replaceUntil),
      wants_digits: false,
      more_time: false,
      silent: false,
      scope: "national",
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst();
  return row && fromRow(row);
}

const selectSignIn = statement((db: Db, by: { id: string }) =>
  db.selectFrom("sign_in").select(columns).where("id", "=", by.id),
);

export async function find(db: Db, id: string): Promise<SignIn | undefined> {
  const [row] = (await selectSignIn(db, { id })).rows;
  return row && fromRow(row);
}

/** Puts a new approval in the place of the one the page had; only while the page is open, and only once per old one. */
export async function recordApproval(
  db: Db,
  id: string,
  given: { from: ApprovalId | undefined; to: ApprovalId; replaceUntil?: Instant },
): Promise<boolean> {
  const result = await db
    .updateTable("sign_in")
    .set({
      approval: given.to,
      ...(given.replaceUntil === undefined ? {} : { replace_until: toDate(given.replaceUntil) }),
    })
    .where("id", "=", id)
    .where("state", "=", "open")
    .where("approval", given.from === undefined ? "is" : "=", (given.from ?? null) as string)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function recordWish(
  db: Db,
  id: string,
  wish: { wants_digits: true } | { more_time: true },
): Promise<void> {
  await db
    .updateTable("sign_in")
    .set(wish)
    .where("id", "=", id)
    .where("state", "=", "open")
    .execute();
}

/** A key has signed on this page; `undefined`: it counts no more. */
export async function recordPasskey(db: Db, id: string, visit: string | undefined): Promise<void> {
  await db
    .updateTable("sign_in")
    .set({ passkey_visit: visit ?? null })
    .where("id", "=", id)
    .where("state", "=", "open")
    .execute();
}

/** The page has its session: once. */
export async function recordConcluded(
  db: Db,
  id: string,
  given: { browser: string; session: SessionId; silent: boolean },
): Promise<boolean> {
  const result = await db
    .updateTable("sign_in")
    .set({ state: "concluded", session: given.session, silent: given.silent })
    .where("id", "=", id)
    .where("state", "=", "open")
    .where("browser", "=", given.browser)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function recordCancelled(db: Db, id: string, browser: string): Promise<boolean> {
  const result = await db
    .updateTable("sign_in")
    .set({ state: "cancelled" })
    .where("id", "=", id)
    .where("state", "=", "open")
    .where("browser", "=", browser)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Forgets pages that came to nothing. */
export async function purge(db: Db, age: Duration): Promise<void> {
  await sql`
    delete from sign_in where state <> 'concluded' and opened_at < aval_now() - ${age} * interval '1 millisecond'`.execute(
    db,
  );
}
