import type {
  AccountAlert,
  AccountContact,
  AccountEvent,
  AccountFreeze,
  AccountPlace,
  NoticeReach,
  SessionId,
} from "@aval/protocol";
import type { AlertRow, ContactRow, EventRow, FreezeRow, PlaceRow, ReachRow } from "./store.ts";

/** Rows as the page is told them. Pure: whoever calls has already seen to whose they are. */
const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

const known = <N extends string, T>(name: N, value: T | null) =>
  (value === null || value === "" ? {} : { [name]: value }) as { [K in N]?: T };

export function placeOf(row: PlaceRow, browser: string | undefined): AccountPlace {
  return {
    id: row.id,
    declared: row.declared,
    state: row.state,
    people: row.people,
    hasL5: row.has_l5,
    madeAt: seconds(row.made_at),
    ...(row.aged_at ? { agedAt: seconds(row.aged_at) } : {}),
    lastUsedAt: seconds(row.last_used_at),
    isCloned: row.is_cloned,
    isThis: row.browser === browser,
  };
}

export function eventOf(row: EventRow, here: SessionId | undefined): AccountEvent {
  return {
    id: row.id,
    at: seconds(row.at),
    kind: row.kind,
    ...known("service", row.service),
    ...known("declared", row.declared),
    ...known("where", row.where),
    ...known("phone", row.phone),
    ...known("reason", row.reason),
    ...known("rights", row.rights),
    ...known("rule", row.rule),
    ...known("by", row.by),
    ...(row.tries_left === null ? {} : { triesLeft: Number(row.tries_left) }),
    ...known("session", row.session),
    isOpen: row.is_open,
    isThis: here !== undefined && row.session === here,
  };
}

/** Where each notice went, by its id. */
export function reachByNotice(
  rows: readonly ReachRow[],
): ReadonlyMap<string, readonly NoticeReach[]> {
  const found = new Map<string, NoticeReach[]>();
  for (const { notice, kind, masked, state, at } of rows) {
    const reach = { kind, masked, state, ...(at ? { at: seconds(at) } : {}) };
    found.set(notice, [...(found.get(notice) ?? []), reach]);
  }
  return found;
}

export function alertOf(row: AlertRow, reached: readonly NoticeReach[]): AccountAlert {
  return {
    id: row.id,
    event: row.event,
    ...known("service", row.service),
    at: seconds(row.told_at),
    reached,
    isStopped: row.stopped,
  };
}

export function freezeOf({ reason, signed, due_at: due }: FreezeRow): AccountFreeze {
  return { reason, signed, ...(due ? { reviewBy: seconds(due) } : {}) };
}

export function contactOf(row: ContactRow): AccountContact {
  return {
    id: row.id,
    kind: row.kind,
    masked: row.masked,
    source: row.source,
    since: seconds(row.since),
    ...(row.confirmed_at ? { confirmedAt: seconds(row.confirmed_at) } : {}),
    ...(row.is_young && !row.replaced_at ? { servesFrom: seconds(row.serves_from) } : {}),
    ...(row.withdrawn_at ? { withdrawnAt: seconds(row.withdrawn_at) } : {}),
    ...(row.replaced_at ? { replacedAt: seconds(row.replaced_at) } : {}),
  };
}
