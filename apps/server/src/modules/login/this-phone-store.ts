import type { ApprovalId, DeviceId } from "@aval/protocol";
import { sql } from "kysely";
import type { Database } from "#platform/database";
import type { Duration } from "#platform/time";

export type ThisPhoneTables = {
  this_phone: {
    approval: string;
    sign_in: string;
    browser: string;
    entry_hash: string;
    enter_by: Date;
    pass_hash: string | null;
    device: string | null;
    return_hash: string | null;
    return_by: Date | null;
    arrival_hash: string | null;
    arrived_at: Date | null;
    returned: boolean | null;
  };
};

type Db = Database<ThisPhoneTables>;

/** A request of this browser may enter the authenticator until `within` from now. */
export async function insertEntry(
  db: Db,
  given: {
    approval: ApprovalId;
    signIn: string;
    browser: string;
    entryHash: string;
    within: Duration;
  },
): Promise<void> {
  await sql`
    insert into this_phone (approval, sign_in, browser, entry_hash, enter_by)
    values (${given.approval}, ${given.signIn}, ${given.browser}, ${given.entryHash},
      aval_now() + ${given.within} * interval '1 millisecond')`.execute(db);
}

/** The entry was seen: spent, and the page that brought it is given a pass. Once, while it is young. */
export async function recordEntered(
  db: Db,
  given: { entryHash: string; passHash: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update this_phone set pass_hash = ${given.passHash}
    where entry_hash = ${given.entryHash} and pass_hash is null and enter_by > aval_now()`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

/** Spends the pass for one phone, and says which request it stands for. That the request can still be claimed is not asked here. */
export async function recordPassSpent(
  db: Db,
  given: { passHash: string; device: DeviceId },
): Promise<ApprovalId | undefined> {
  const { rows } = await sql<{ approval: ApprovalId }>`
    update this_phone set device = ${given.device}
    where pass_hash = ${given.passHash} and device is null
    returning approval`.execute(db);
  return rows[0]?.approval;
}

/**
 * Gives the phone that claimed a return, good for `within`. A later one replaces it, for a phone that lost the answer, as
 * long as none was seen.
 */
export async function recordReturn(
  db: Db,
  given: { approval: ApprovalId; device: DeviceId; returnHash: string; within: Duration },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update this_phone set return_hash = ${given.returnHash},
      return_by = aval_now() + ${given.within} * interval '1 millisecond'
    where approval = ${given.approval} and device = ${given.device} and arrival_hash is null`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

/** The return was seen, by whatever browser: burnt. Gives the page's sign-in while it was young, and nothing ever again. */
export async function recordArrived(
  db: Db,
  given: { returnHash: string; arrivalHash: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ sign_in: string }>`
    update this_phone set arrival_hash = ${given.arrivalHash}, arrived_at = aval_now()
    where return_hash = ${given.returnHash} and arrival_hash is null and return_by > aval_now()
    returning sign_in`.execute(db);
  return rows[0]?.sign_in;
}

/** The browser at which the return arrived shows its key, once: true when it is the one that asked. */
export async function recordReturned(
  db: Db,
  given: { arrivalHash: string; signIn: string; browser: string; within: Duration },
): Promise<boolean> {
  const { rows } = await sql<{ returned: boolean }>`
    update this_phone set returned = (browser = ${given.browser} and sign_in = ${given.signIn})
    where arrival_hash = ${given.arrivalHash} and returned is null
      and arrived_at > aval_now() - ${given.within} * interval '1 millisecond'
    returning returned`.execute(db);
  return rows[0]?.returned === true;
}

/** Whether this request's browser has come back. For what a page shows: concluding asks `spendReturned`. */
export async function hasReturned(db: Db, approval: ApprovalId): Promise<boolean> {
  const { rows } = await sql`
    select 1 from this_phone where approval = ${approval} and returned`.execute(db);
  return rows.length === 1;
}

/** Spends the return of this request for the browser that asked and came back. Once. */
export async function spendReturned(
  db: Db,
  given: { approval: ApprovalId; browser: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from this_phone
    where approval = ${given.approval} and browser = ${given.browser} and returned`.execute(db);
  return numAffectedRows === 1n;
}

/** Forgets ways that nobody went to their end. */
export async function purgeThisPhone(db: Db, age: Duration): Promise<void> {
  await sql`
    delete from this_phone where enter_by < aval_now() - ${age} * interval '1 millisecond'`.execute(
    db,
  );
}
