import type { BellId, DeviceId, PlaceId, ProfessionalId, RingId } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { Bell } from "./bell.ts";
import { type QuietMinutes, usualQuiet } from "./quiet-hours.ts";

type Db = Database<AnyTables>;

export type BellTimes = {
  /** A bell unused for this long has ended, a place unused for `sleep` sleeps, whatever their rows say. */
  readonly unused: Duration;
  readonly sleep: Duration;
};

const isLive = ({ unused }: Pick<BellTimes, "unused">) =>
  sql`b.ended_at is null and b.last_used_at > aval_now() - ${span(unused)}`;
const isAwake = ({ sleep }: Pick<BellTimes, "sleep">) =>
  sql`p.state = 'aged' and p.last_used_at > aval_now() - ${span(sleep)}`;

type BellRow = {
  id: BellId;
  professional: ProfessionalId;
  place: PlaceId;
  declared: string;
  service: string;
  set_at: Date;
  last_used_at: Date;
  silenced_until: Date | null;
};

const bellColumns = sql`b.id, b.professional, b.place, p.declared, b.service, b.set_at, b.last_used_at,
  case when b.silenced_until > aval_now() then b.silenced_until end as silenced_until`;

const bellOf = (row: BellRow): Bell => ({
  id: row.id,
  professional: row.professional,
  place: row.place,
  declared: row.declared,
  service: row.service,
  setAt: toInstant(row.set_at),
  lastUsedAt: toInstant(row.last_used_at),
  silencedUntil: row.silenced_until ? toInstant(row.silenced_until) : undefined,
});

/** Newest first. */
export async function bellsOf(
  db: Db,
  professional: ProfessionalId,
  times: Pick<BellTimes, "unused">,
): Promise<Bell[]> {
  const { rows } = await sql<BellRow>`
    select ${bellColumns} from bell b join place p on p.id = b.place
    where b.professional = ${professional} and ${isLive(times)} order by b.set_at desc limit 100`.execute(
    db,
  );
  return rows.map(bellOf);
}

/** The bells that a browser may ring for a service, and whose. */
export async function bellsOn(
  db: Db,
  { browser, service }: { browser: string; service: string },
  times: BellTimes,
): Promise<{ readonly id: BellId; readonly professional: ProfessionalId }[]> {
  const { rows } = await sql<{ id: BellId; professional: ProfessionalId }>`
    select b.id, b.professional from bell b join place p on p.id = b.place
    where p.browser = ${browser} and b.service = ${service} and ${isLive(times)} and ${isAwake(times)}
    order by b.set_at`.execute(db);
  return rows;
}

/** The browser of a place of the holder's that is aged and awake. */
export async function browserOf(
  db: Db,
  given: { place: PlaceId; professional: ProfessionalId },
  times: Pick<BellTimes, "sleep">,
): Promise<string | undefined> {
  const { rows } = await sql<{ browser: string }>`
    select p.browser from place p
    where p.id = ${given.place} and p.professional = ${given.professional} and ${isAwake(times)}`.execute(
    db,
  );
  return rows[0]?.browser;
}

/** Sets a bell on an aged place of the holder's; set already, it is that one. */
export async function insertBell(
  db: Db,
  given: {
    id: BellId;
    place: PlaceId;
    professional: ProfessionalId;
    service: string;
    device: DeviceId;
  },
  times: Pick<BellTimes, "sleep">,
): Promise<{ readonly bell: Bell; readonly isNew: boolean } | undefined> {
  const { rows } = await sql<BellRow & { is_new: boolean }>`
    with set_now as (
      insert into bell as b (id, place, professional, service, device, set_at, last_used_at)
      select ${given.id}, p.id, p.professional, ${given.service}, ${given.device}, aval_now(), aval_now()
      from place p where p.id = ${given.place} and p.professional = ${given.professional} and ${isAwake(times)}
      on conflict (place, service) where ended_at is null do update set device = b.device
      returning b.id, b.professional, b.place, b.service, b.set_at, b.last_used_at, b.silenced_until
    )
    select ${bellColumns}, b.id = ${given.id} as is_new from set_now b join place p on p.id = b.place`.execute(
    db,
  );
  const [row] = rows;
  return row && { bell: bellOf(row), isNew: row.is_new };
}

export type Ended = Pick<Bell, "id" | "professional">;

/** Ends one bell of the holder's, once. */
export async function recordBellEnded(
  db: Db,
  given: { id: BellId; professional: ProfessionalId; by: string },
): Promise<Ended | undefined> {
  const { rows } = await sql<Ended>`
    update bell set ended_at = aval_now(), ended_by = ${given.by}
    where id = ${given.id} and professional = ${given.professional} and ended_at is null
    returning id, professional`.execute(db);
  return rows[0];
}

/** Ends the bells of a place that ends. */
export async function recordPlaceBellsEnded(db: Db, place: PlaceId): Promise<Ended[]> {
  const { rows } = await sql<Ended>`
    update bell set ended_at = aval_now(), ended_by = 'place' where place = ${place} and ended_at is null
    returning id, professional`.execute(db);
  return rows;
}

/** Ends the bells that a phone set. */
export async function recordBellsMadeByEnded(
  db: Db,
  phone: { professional: ProfessionalId; device: DeviceId },
): Promise<Ended[]> {
  const { rows } = await sql<Ended>`
    update bell set ended_at = aval_now(), ended_by = 'alert'
    where professional = ${phone.professional} and device = ${phone.device} and ended_at is null
    returning id, professional`.execute(db);
  return rows;
}

/** Writes the end of bells that nobody used for their time. */
export async function recordUnused(
  db: Db,
  { unused }: Pick<BellTimes, "unused">,
): Promise<Ended[]> {
  const { rows } = await sql<Ended>`
    update bell set ended_at = aval_now(), ended_by = 'unused'
    where ended_at is null and last_used_at <= aval_now() - ${span(unused)}
    returning id, professional`.execute(db);
  return rows;
}

/** After a restore: which bells had ended since is not known, and one tap sets them again. */
export async function recordBellsRestored(db: Db): Promise<Ended[]> {
  await sql`delete from ring`.execute(db);
  const { rows } = await sql<Ended>`
    update bell set ended_at = aval_now(), ended_by = 'restored' where ended_at is null
    returning id, professional`.execute(db);
  return rows;
}

/** True of the minute it is in Paris, in the quiet hours of `professional`, a column. */
const isQuietFor = (professional: ReturnType<typeof sql.ref>) => sql<boolean>`(
  select case when not h.has then false
      when h.from_minute < h.to_minute then n.minute >= h.from_minute and n.minute < h.to_minute
      else n.minute >= h.from_minute or n.minute < h.to_minute end
  from (select (extract(hour from t) * 60 + extract(minute from t))::integer as minute
    from (select aval_now() at time zone 'Europe/Paris' as t) as paris) as n,
    (select q.professional is null or q.from_minute is not null as has,
        coalesce(q.from_minute, ${usualQuiet.from}) as from_minute, coalesce(q.to_minute, ${usualQuiet.to}) as to_minute
      from (select 1) as one left join quiet_hour q on q.professional = ${professional}) as h)`;

/** The holder's quiet hours, `null` for none, and whether it is one of them now. */
export async function quietOf(
  db: Db,
  professional: ProfessionalId,
): Promise<{ readonly hours: QuietMinutes | null; readonly isNow: boolean }> {
  const { rows } = await sql<{
    is_set: boolean;
    from_minute: number | null;
    to_minute: number | null;
    is_now: boolean;
  }>`
    select q.professional is not null as is_set, q.from_minute, q.to_minute, ${isQuietFor(sql.ref("o.id"))} as is_now
    from (select ${professional}::text as id) as o left join quiet_hour q on q.professional = o.id`.execute(
    db,
  );
  const [row] = rows;
  if (!row?.is_set) return { hours: usualQuiet, isNow: row?.is_now === true };
  const { from_minute: from, to_minute: to, is_now: isNow } = row;
  return { hours: from === null || to === null ? null : { from, to }, isNow };
}

export async function recordQuiet(
  db: Db,
  professional: ProfessionalId,
  hours: QuietMinutes | null,
): Promise<void> {
  const [from, to] = [hours?.from ?? null, hours?.to ?? null];
  await sql`
    insert into quiet_hour (professional, from_minute, to_minute, set_at)
    values (${professional}, ${from}, ${to}, aval_now())
    on conflict (professional) do update set from_minute = ${from}, to_minute = ${to}, set_at = aval_now()`.execute(
    db,
  );
}

// What rings.

export type Rung = {
  readonly ring: RingId;
  readonly bell: BellId;
  readonly professional: ProfessionalId;
};

/**
 * A place rings, if its bell is live, neither silenced nor in quiet hours, its place awake, and nothing else rings for the holder:
 * one statement, so that of two nodes one rings.
 */
export async function insertRing(
  db: Db,
  given: { id: RingId; bell: BellId; browser: string; service: string },
  times: BellTimes & { ring: Duration; lately: Duration },
): Promise<Rung | undefined> {
  const { rows } = await sql<Rung>`
    insert into ring (id, bell, professional, state, rung_at, until)
    select ${given.id}, b.id, b.professional, 'ringing', aval_now(), aval_now() + ${span(times.ring)}
    from bell b join place p on p.id = b.place
    where b.id = ${given.bell} and b.service = ${given.service} and p.browser = ${given.browser}
      and ${isLive(times)} and ${isAwake(times)}
      and (b.silenced_until is null or b.silenced_until <= aval_now())
      and (p.scanned_at > aval_now() - ${span(times.lately)} or not ${isQuietFor(sql.ref("b.professional"))})
    on conflict do nothing
    returning id as ring, bell, professional`.execute(db);
  return rows[0];
}

/** What rings for this holder now. */
export async function ringingOf(
  db: Db,
  professional: ProfessionalId,
): Promise<
  | {
      readonly ring: RingId;
      readonly service: string;
      place: PlaceId;
      declared: string;
      until: Instant;
    }
  | undefined
> {
  const { rows } = await sql<{
    ring: RingId;
    service: string;
    place: PlaceId;
    declared: string;
    until: Date;
  }>`
    select r.id as ring, b.service, b.place, p.declared, r.until
    from ring r join bell b on b.id = r.bell join place p on p.id = b.place
    where r.professional = ${professional} and r.state = 'ringing' and r.until > aval_now()
      and b.ended_at is null`.execute(db);
  return rows[0] && { ...rows[0], until: toInstant(rows[0].until) };
}

/**
 * Writes the end of rings that time has ended: those nobody scanned, and those whose screen was scanned and nothing came of.
 * `of`: only those of the holder of this bell.
 */
export async function recordRingsExpired(
  db: Db,
  given: { of?: BellId; concluded: Duration },
): Promise<BellId[]> {
  const { rows } = await sql<{ bell: BellId }>`
    update ring set state = 'expired', ended_at = aval_now()
    where ((state = 'ringing' and until <= aval_now())
        or (state = 'scanned' and rung_at <= aval_now() - ${span(given.concluded)}))
      and ${given.of === undefined ? sql`true` : sql`professional = (select professional from bell where id = ${given.of})`}
    returning bell`.execute(db);
  return rows.map(({ bell }) => bell);
}

/** The holder scanned a screen: of what rings, whether that was it. */
export async function recordRingScanned(
  db: Db,
  given: { professional: ProfessionalId; browser: string; service: string },
): Promise<{ readonly bell: BellId; readonly state: "scanned" | "dropped" } | undefined> {
  const { rows } = await sql<{ bell: BellId; state: "scanned" | "dropped" }>`
    update ring r
    set state = case when p.browser = ${given.browser} and b.service = ${given.service} then 'scanned' else 'dropped' end,
      ended_at = case when p.browser = ${given.browser} and b.service = ${given.service} then null else aval_now() end
    from bell b join place p on p.id = b.place
    where b.id = r.bell and r.professional = ${given.professional} and r.state = 'ringing' and r.until > aval_now()
    returning r.bell, r.state`.execute(db);
  return rows[0];
}

/** A sign-in concluded at a place: its bell for the service was used, and what rang for it is answered. */
export async function recordBellUsed(
  db: Db,
  given: { professional: ProfessionalId; browser: string; service: string },
  times: Pick<BellTimes, "unused">,
): Promise<{ readonly wasRung: boolean }> {
  const { rows } = await sql<{ id: BellId }>`
    update bell b set last_used_at = aval_now(), refusals = 0, expiries = 0
    from place p
    where p.id = b.place and p.professional = ${given.professional} and p.browser = ${given.browser}
      and p.state <> 'ended' and b.service = ${given.service} and ${isLive(times)}
    returning b.id`.execute(db);
  const [bell] = rows;
  if (!bell) return { wasRung: false };
  const answered = await sql`
    update ring set state = 'answered', ended_at = aval_now()
    where bell = ${bell.id} and state in ('ringing', 'scanned')`.execute(db);
  return { wasRung: (answered.numAffectedRows ?? 0n) > 0n };
}

/** One ring more that nobody answered: silences its bell at the last of so many in a row. */
export async function recordUnanswered(
  db: Db,
  bell: BellId,
  given: { max: number; silence: Duration },
): Promise<Ended | undefined> {
  const { rows } = await sql<Ended & { silenced: boolean }>`
    update bell set expiries = case when expiries + 1 >= ${given.max} then 0 else expiries + 1 end,
      silenced_until = case when expiries + 1 >= ${given.max} then aval_now() + ${span(given.silence)} else silenced_until end
    where id = ${bell} and ended_at is null
    returning id, professional, expiries = 0 as silenced`.execute(db);
  return rows[0]?.silenced ? { id: rows[0].id, professional: rows[0].professional } : undefined;
}

/** One refusal more: the same. */
export async function recordRefusal(
  db: Db,
  bell: BellId,
  given: { max: number; silence: Duration },
): Promise<Ended | undefined> {
  const { rows } = await sql<Ended & { silenced: boolean }>`
    update bell set refusals = case when refusals + 1 >= ${given.max} then 0 else refusals + 1 end,
      silenced_until = case when refusals + 1 >= ${given.max} then aval_now() + ${span(given.silence)} else silenced_until end
    where id = ${bell} and ended_at is null
    returning id, professional, refusals = 0 as silenced`.execute(db);
  return rows[0]?.silenced ? { id: rows[0].id, professional: rows[0].professional } : undefined;
}

/** The holder refuses what rings, once. */
export async function recordRingRefused(
  db: Db,
  given: { ring: RingId; professional: ProfessionalId; reason: string },
): Promise<BellId | undefined> {
  const { rows } = await sql<{ bell: BellId }>`
    update ring set state = 'refused', ended_at = aval_now(), reason = ${given.reason}
    where id = ${given.ring} and professional = ${given.professional} and state = 'ringing' and until > aval_now()
    returning bell`.execute(db);
  return rows[0]?.bell;
}

/** "Je me suis trompé", said of a refusal that is young: once. What the refusal had been. */
export async function recordRefusalTakenBack(
  db: Db,
  given: { ring: RingId; professional: ProfessionalId; within: Duration },
): Promise<{ readonly bell: BellId; readonly reason: string } | undefined> {
  const { rows } = await sql<{ bell: BellId; reason: string }>`
    with refused as (
      select id, bell, reason from ring
      where id = ${given.ring} and professional = ${given.professional} and state = 'refused' and reason <> 'mistake'
        and ended_at > aval_now() - ${span(given.within)} for update
    )
    update ring r set reason = 'mistake' from refused where r.id = refused.id
    returning r.bell, refused.reason`.execute(db);
  return rows[0];
}

/** A refusal is as if it had not been: the bell it ended is set again, unless another took its place; what it silenced rings. */
export async function recordBellRestored(db: Db, bell: BellId): Promise<void> {
  await sql`
    update bell b set refusals = 0, silenced_until = null,
      ended_at = case when ended_by = 'refused' then null else ended_at end,
      ended_by = case when ended_by = 'refused' then null else ended_by end
    where id = ${bell} and (ended_at is null or (ended_by = 'refused'
      and exists (select from place p where p.id = b.place and p.state <> 'ended')
      and not exists (select from bell o where o.place = b.place and o.service = b.service and o.ended_at is null)))`.execute(
    db,
  );
}

export async function purgeRings(db: Db, memory: Duration): Promise<void> {
  await sql`delete from ring where ended_at < aval_now() - ${span(memory)}`.execute(db);
}
