import type { SignalDelivery, StreamLine, StreamList, StreamView } from "@aval/protocol";
import { limits, lifetimes } from "#lifetimes";
import type { Audit, AuditTables } from "#modules/audit";
import type { Software } from "#modules/software";
import type { Visitor } from "#modules/staff";
import { type Database, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { epochSeconds } from "#platform/time";
import type { Wakes } from "#platform/wakes";
import * as store from "./delivery-store.ts";
import type { StreamTables } from "./store.ts";
import { lastPart, wakeOf } from "./streams.ts";

/* What was told to services and what became of it, for whoever watches; and telling it again. Nobody is named. */

export type DeliveriesDeps = {
  readonly db: Database<StreamTables & AuditTables>;
  readonly audit: Pick<Audit, "append">;
  readonly software: Pick<Software, "find">;
  readonly wakes: Pick<Wakes, "wake">;
};

const { signalHeld: held } = lifetimes;

export async function list(deps: DeliveriesDeps): Promise<StreamList> {
  const rows = await store.streamRows(deps.db, held);
  const streams: StreamLine[] = [];
  for (const row of rows) streams.push(await lineOf(deps, row));
  return { streams };
}

export async function view(
  deps: DeliveriesDeps,
  stream: string,
): Promise<Outcome<StreamView, "not_found">> {
  const [row] = await store.streamRows(deps.db, held, stream);
  if (!row) return deny("not_found");
  const rows = await store.deliveriesOf(deps.db, stream, { held, most: limits.deliveriesListed });
  const deliveries = rows.map(deliveryOf);
  return done({ ...(await lineOf(deps, row)), deliveries });
}

/** One event that was taken or given up, or all that were given up: the same tokens again. */
export async function replay(
  deps: DeliveriesDeps,
  who: Visitor,
  stream: string,
  jti: string | undefined,
): Promise<Outcome<StreamView, "not_found" | "nothing_to_replay">> {
  const [row] = await store.streamRows(deps.db, held, stream);
  if (!row) return deny("not_found");
  const outcome = await transactOrUndo(deps.db, async (tx) => {
    const events = await store.replay(tx, stream, jti, held);
    if (events === 0) return deny("nothing_to_replay");
    await deps.audit.append(tx, {
      ...{ fact: "signals_replayed", service: row.client, stream, events },
      staff: who.member,
    });
    return done(undefined);
  });
  if (!outcome.ok) return outcome;
  // A service that polls may be waiting.
  await deps.wakes.wake(wakeOf(stream));
  return view(deps, stream);
}

async function lineOf({ software }: DeliveriesDeps, row: store.StreamRow): Promise<StreamLine> {
  const { client, lastTakenAt, oldestAt, lastError, ...rest } = row;
  return {
    ...rest,
    service: (await software.find(client))?.name ?? client,
    ...(lastTakenAt ? { lastTakenAt: epochSeconds(lastTakenAt) } : {}),
    ...(oldestAt ? { oldestAt: epochSeconds(oldestAt) } : {}),
    ...(lastError ? { lastError } : {}),
  };
}

function deliveryOf({ type, at, settledAt, answered, ...row }: store.DeliveryRow): SignalDelivery {
  return {
    ...row,
    ...{ event: lastPart(type), at: epochSeconds(at) },
    ...(settledAt ? { settledAt: epochSeconds(settledAt) } : {}),
    ...(answered ? { answered } : {}),
  };
}
