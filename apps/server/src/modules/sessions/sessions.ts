import type { SessionId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Audit, AuditTables } from "#modules/audit";
import { type Database, transact } from "#platform/database";
import { newId, type Random } from "#platform/random";
import { after, type Clock } from "#platform/time";
import { lengthOf, type Opening, type Standing } from "./session.ts";
import * as store from "./store.ts";

export type SessionsDeps = {
  readonly db: Database<store.SessionTables & AuditTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
};

type Tx = SessionsDeps["db"];

/** Opens the session of an approval that was just spent, in the same transaction. An approval has one session at most. */
export async function open(
  { clock, random, audit }: SessionsDeps,
  tx: Tx,
  given: Omit<Opening, "id"> & { service: string },
): Promise<SessionId> {
  const { service, ...opening } = given;
  const now = clock.now();
  const id = newId("ses", random);
  await store.insertSession(tx, { ...opening, id }, now, after(now, lengthOf(given.rights)));
  await store.recordEntered(tx, id, service);
  await audit.append(tx, {
    fact: "session_opened",
    professional: given.professional,
    session: id,
    approval: given.approval,
    rights: given.rights,
    service,
  });
  return id;
}

/** A live session enters a further service without asking again: a fact its holder reads in the history. */
export async function enter(
  { audit }: SessionsDeps,
  tx: Tx,
  session: Standing,
  service: string,
): Promise<boolean> {
  if (!(await store.recordSeen(tx, session.id, lifetimes.sessionIdle))) return false;
  await store.recordEntered(tx, session.id, service);
  await audit.append(tx, {
    fact: "session_entered",
    professional: session.professional,
    session: session.id,
    service,
  });
  return true;
}

/** Ends a session: everything that derives from it dies with it, at once, on every node. */
export async function close(
  { db, audit }: SessionsDeps,
  id: SessionId,
  reason: string,
): Promise<boolean> {
  return transact(db, async (tx) => {
    const professional = await store.recordClosed(tx, id, reason);
    if (!professional) return false;
    await audit.append(tx, { fact: "session_closed", professional, session: id, reason });
    return true;
  });
}

/** Ends every session there is: after a restore nobody knows which of them had been closed since. Returns how many. */
export async function closeAll({ db, audit }: SessionsDeps, reason: string): Promise<number> {
  return transact(db, async (tx) => {
    const closed = await store.recordAllClosed(tx, reason);
    for (const { id, professional } of closed)
      await audit.append(tx, { fact: "session_closed", professional, session: id, reason });
    return closed.length;
  });
}
