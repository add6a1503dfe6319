import {
  isId,
  type ProfessionalId,
  purposes,
  type SessionId,
  type SessionItem,
} from "@aval/protocol";
import { limits, lifetimes } from "#lifetimes";
import type { Audit, AuditTables } from "#modules/audit";
import type { Devices, MessageRefusal, Mine } from "#modules/devices";
import type { Software } from "#modules/software";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { after, type Clock, epochSeconds } from "#platform/time";
import {
  type Ended,
  lengthOf,
  type Opening,
  type Standing,
  softwareProofs,
  type Told,
  type Which,
} from "./session.ts";
import * as store from "./store.ts";

export type SessionsDeps = {
  readonly db: Database<store.SessionTables & AuditTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  /**
   * Whoever must hear of an end writes it down, in tables of its own, in the transaction that ends: `provider`, which tells the
   * services.
   */
  readonly ended: (tx: Database<AnyTables>, ended: readonly Ended[]) => Promise<void>;
};

type Tx = Database<store.SessionTables & AuditTables>;

/** Opens the session of an approval, or of a card, that was just spent, in the same transaction. Each has one session at most. */
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
    ...(given.approval === undefined ? {} : { approval: given.approval }),
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
  deps: SessionsDeps,
  tx: Tx,
  id: SessionId,
  reason: string,
): Promise<boolean> {
  const closed = await ending(deps, tx, reason, (inside) => store.recordClosed(inside, id, reason));
  return closed === 1;
}

/** Ends the live sessions among those, in the transaction of what ends them. Returns how many. */
export async function closeThose(
  deps: SessionsDeps,
  tx: Tx,
  which: Which,
  reason: string,
): Promise<number> {
  const how = { reason, idle: lifetimes.sessionIdle };
  return ending(deps, tx, reason, (inside) => store.recordClosedThose(inside, which, how));
}

/** Ends what a browser that is known opened for those whose place it is not: it is known no longer. Returns how many. */
export async function closeKnown(
  deps: SessionsDeps,
  tx: Tx,
  browser: string,
  reason: string,
): Promise<number> {
  const how = { reason, idle: lifetimes.sessionIdle };
  return ending(deps, tx, reason, (inside) => store.recordClosedKnown(inside, browser, how));
}

/** Ends what an establishment's provider opened, by the passages that did: it is trusted no longer. Returns how many. */
export async function closeOf(
  deps: SessionsDeps,
  tx: Tx,
  upstreamVisits: readonly string[],
  reason: string,
): Promise<number> {
  if (upstreamVisits.length === 0) return 0;
  const how = { reason, idle: lifetimes.sessionIdle };
  return ending(deps, tx, reason, (inside) => store.recordClosedOf(inside, upstreamVisits, how));
}

/** Ends every session there is: after a restore nobody knows which of them had been closed since. Returns how many. */
export async function closeAll(deps: SessionsDeps, reason: string): Promise<number> {
  return ending(deps, deps.db, reason, (inside) => store.recordAllClosed(inside, reason));
}

/** An end, its facts, and what tells the services: all of it or nothing. */
async function ending(
  { audit, ended }: SessionsDeps,
  tx: Tx,
  reason: string,
  record: (
    tx: Tx,
  ) => Promise<readonly { readonly id: SessionId; readonly professional: ProfessionalId }[]>,
): Promise<number> {
  return transact(tx, async (inside) => {
    const closed = await record(inside);
    if (closed.length === 0) return 0;
    for (const { id, professional } of closed)
      await audit.append(inside, { fact: "session_closed", professional, session: id, reason });
    await ended(
      inside,
      await store.servicesOf(
        inside,
        closed.map(({ id }) => id),
      ),
    );
    return closed.length;
  });
}

// Their holder.

export type HolderDeps = SessionsDeps & {
  readonly devices: Pick<Devices, "receiveMine">;
  readonly software: Pick<Software, "find">;
  /** What each service that these sessions had entered knows of their end. */
  readonly told: (
    sessions: readonly SessionId[],
  ) => Promise<readonly { session: SessionId; service: string; told: Told }[]>;
};

type Answer = Outcome<readonly SessionItem[], MessageRefusal>;

/** The holder's sessions, as far as this phone may see them. */
export async function list(deps: HolderDeps, jws: string): Promise<Answer> {
  const heard = await deps.devices.receiveMine(jws, purposes.sessions);
  return heard.ok ? done(await listed(deps, heard.value.mine)) : heard;
}

/**
 * Ends one session, or all that this phone may see, without a code: stopping is cheap (law 5). Answers with what is open now.
 * A session that is over or not this holder's changes nothing and looks the same (law 7).
 */
export async function closeByHolder(deps: HolderDeps, jws: string): Promise<Answer> {
  const heard = await deps.devices.receiveMine(jws, purposes.sessionClose);
  if (!heard.ok) return heard;
  const { mine, payload } = heard.value;
  const { session } = payload;
  if (session !== "all" && !isId("ses", session)) return deny("invalid_message");
  const which = session === "all" ? mine : { ...mine, session };
  await closeThose(deps, deps.db, which, "holder");
  return done(await listed(deps, mine));
}

/** A holder's sessions, or those of one phone of theirs. */
export async function listed(deps: HolderDeps, mine: Mine): Promise<readonly SessionItem[]> {
  const rows = await store.listOf(deps.db, mine, {
    idle: lifetimes.sessionIdle,
    closedWithin: lifetimes.closedSessionShown,
    most: limits.sessionsShown,
  });
  const ended = rows.filter(({ isLive }) => !isLive).map(({ id }) => id);
  const told = ended.length > 0 ? await deps.told(ended) : [];
  const ids = new Set(rows.flatMap(({ services }) => services));
  const names = new Map(
    await Promise.all([...ids].map(async (id) => [id, await deps.software.find(id)] as const)),
  );
  return rows.map((row) => ({
    session: row.id,
    state: row.isLive ? ("open" as const) : ("closed" as const),
    rights: row.rights,
    // No browser asked: where it would stand says nothing.
    where: softwareProofs.has(row.proof) ? "own_software" : row.place,
    ...(row.declared === undefined ? {} : { declared: row.declared }),
    openedAt: epochSeconds(row.openedAt),
    endsAt: epochSeconds(row.endsAt),
    ...(row.closedAt ? { closedAt: epochSeconds(row.closedAt) } : {}),
    ...(row.closedReason ? { because: row.closedReason } : {}),
    services: row.services.map((service) => ({
      id: service,
      name: names.get(service)?.name ?? service,
      number: names.get(service)?.number ?? "",
      told: row.isLive
        ? ("open" as const)
        : (told.find((one) => one.session === row.id && one.service === service)?.told ?? "untold"),
    })),
  }));
}
