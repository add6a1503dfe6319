import type { DeviceId, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant } from "#platform/database";
import type { PushSubscription } from "#platform/push";
import type { Duration, Instant } from "#platform/time";
import type { NoticeEvent } from "./events.ts";
import type { NoticeTables } from "./store.ts";

export type PushTables = NoticeTables & {
  push_subscription: {
    device: string;
    professional: string;
    endpoint: string;
    p256dh: string;
    auth: string;
    key: string;
    made_at: Date;
  };
};

type Db = Database<PushTables>;

export type Subscribed = PushSubscription & { readonly device: DeviceId };

/** A phone has one subscription, the one it said last. */
export async function recordSubscribed(
  db: Db,
  device: DeviceId,
  professional: ProfessionalId,
  { endpoint, p256dh, auth, key }: PushSubscription,
): Promise<void> {
  await sql`
    insert into push_subscription (device, professional, endpoint, p256dh, auth, key, made_at)
    values (${device}, ${professional}, ${endpoint}, ${p256dh}, ${auth}, ${key}, aval_now())
    on conflict (device) do update set endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth,
      key = excluded.key, made_at = case when push_subscription.endpoint = excluded.endpoint
        then push_subscription.made_at else excluded.made_at end`.execute(db);
}

/** `endpoint`: only while it is this one, since the phone may have said another meanwhile. */
export async function deleteSubscription(
  db: Db,
  device: DeviceId,
  endpoint?: string,
): Promise<void> {
  await sql`
    delete from push_subscription where device = ${device}
      and ${endpoint === undefined ? sql`true` : sql`endpoint = ${endpoint}`}`.execute(db);
}

export async function subscribedSince(db: Db, device: DeviceId): Promise<Instant | undefined> {
  const { rows } = await sql<{ made_at: Date }>`
    select made_at from push_subscription where device = ${device}`.execute(db);
  return rows[0] && toInstant(rows[0].made_at);
}

/** Where one phone's wake-ups go, or those of all of a holder's. */
export async function subscriptionsOf(
  db: Db,
  of: { readonly device: DeviceId } | { readonly professional: ProfessionalId },
): Promise<readonly Subscribed[]> {
  const { rows } = await sql<Subscribed>`
    select device, endpoint, p256dh, auth, key from push_subscription
    where ${"device" in of ? sql`device = ${of.device}` : sql`professional = ${of.professional}`}
    limit 20`.execute(db);
  return rows;
}

/** The phones are to be woken for this notice, once it is known. */
export async function recordWakeDue(tx: Db, notice: string): Promise<void> {
  await sql`update notice set wake_at = aval_now() where id = ${notice}`.execute(tx);
}

export type Waking = {
  readonly id: string;
  readonly professional: ProfessionalId;
  readonly event: NoticeEvent;
  readonly about: string;
};

/** Takes on what phones are to be woken for: whatever happens then, nobody takes it on again. */
export async function takeWakes(db: Db, max: number): Promise<readonly Waking[]> {
  const { rows } = await sql<Waking>`
    update notice set wake_at = null
    where id in (select id from notice where wake_at <= aval_now() order by wake_at limit ${max} for update skip locked)
    returning id, professional, event, about`.execute(db);
  return rows;
}

/** What the push service answered of one phone: the first word stands. */
export async function recordPushed(
  tx: Db,
  notice: string,
  device: DeviceId,
  state: "arrived" | "failed",
): Promise<boolean> {
  const result = await sql`
    insert into push_delivery (notice, device, state, answered_at) values (${notice}, ${device}, ${state}, aval_now())
    on conflict (notice, device) do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Past the twelve months of a trace nobody asks whether a phone was woken: that it was told stays, as its notice. */
export async function purgePushed(db: Db, age: Duration): Promise<void> {
  await sql`
    delete from push_delivery where answered_at < aval_now() - ${age} * interval '1 millisecond'`.execute(
    db,
  );
}

/** A full phone of its holder lists them: the first time is kept. */
export async function recordRead(db: Db, notices: readonly string[]): Promise<void> {
  if (notices.length === 0) return;
  await sql`
    update notice set read_at = aval_now() where id = any(${[...notices]}::text[]) and read_at is null`.execute(
    db,
  );
}

/** What a holder was told, newest first. */
export async function noticesOf(
  db: Db,
  professional: ProfessionalId,
  max: number,
): Promise<
  readonly {
    id: string;
    event: NoticeEvent;
    service: string | undefined;
    at: Instant;
    about: string;
  }[]
> {
  const rows = await db
    .selectFrom("notice")
    .select(["id", "event", "service", "told_at", "about"])
    .where("professional", "=", professional)
    .orderBy("told_at", "desc")
    .limit(max)
    .execute();
  return rows.map(({ id, event, service, about, told_at: at }) => ({
    id,
    about,
    event,
    service: service ?? undefined,
    at: toInstant(at),
  }));
}
