import type {
  ApprovalId,
  DeviceId,
  LinkId,
  PlaceId,
  PlacePeople,
  ProfessionalId,
} from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toInstant, span } from "#platform/database";
import { statement } from "#platform/statement";
import type { Duration, Instant } from "#platform/time";
import type { Place } from "./place.ts";

export type PlaceTables = {
  browser: {
    thumbprint: string;
    first_seen_at: Date;
    last_seen_at: Date;
    ratchet: string | null;
    offered: string[];
    cloned_at: Date | null;
  };
  place: {
    id: string;
    professional: string;
    browser: string;
    state: Place["state"];
    people: PlacePeople;
    declared: string;
    network: string;
    approval: string;
    device: string;
    made_at: Date;
    used_again_at: Date | null;
    aged_at: Date | null;
    l5_at: Date | null;
    last_used_at: Date;
    scanned_at: Date | null;
    cloned_at: Date | null;
    ended_at: Date | null;
    ended_by: string | null;
    scope: string;
  };
  place_offer: {
    approval: string;
    professional: string;
    device: string;
    browser: string;
    declared: string;
    network: string;
    scanned_at: Date;
    offered_at: Date | null;
    stopped_at: Date | null;
    made_at: Date | null;
  };
};

type Db = Database<PlaceTables>;

const columns = [
  "id",
  "professional",
  "browser",
  "state",
  "people",
  "declared",
  "network",
  "approval",
  "device",
  "made_at",
  "used_again_at",
  "aged_at",
  "l5_at",
  "last_used_at",
  "cloned_at",
  "ended_at",
] as const;

type Row = Pick<PlaceTables["place"], (typeof columns)[number]>;

const instantOr = (at: Date | null): Instant | undefined => (at ? toInstant(at) : undefined);

/** A row as the union, or a fault: a row that is in no state we know was written by somebody else. */
function fromRow(row: Row): Place {
  const made = {
    id: row.id as PlaceId,
    professional: row.professional as ProfessionalId,
    browser: row.browser,
    people: row.people,
    declared: row.declared,
    network: row.network,
    approval: row.approval as ApprovalId | LinkId,
    device: row.device as DeviceId,
    madeAt: toInstant(row.made_at),
    usedAgainAt: instantOr(row.used_again_at),
    lastUsedAt: toInstant(row.last_used_at),
    l5At: instantOr(row.l5_at),
    clonedAt: instantOr(row.cloned_at),
  };
  const { state, aged_at: agedAt, ended_at: endedAt } = row;
  if (state === "new") return { ...made, state };
  if (state === "ended" && endedAt) return { ...made, state, endedAt: toInstant(endedAt) };
  if (state !== "ended" && agedAt) return { ...made, state, agedAt: toInstant(agedAt) };
  throw new Error(`inconsistent row: place ${row.id} is ${state} without its time`);
}

const returning = sql`returning ${sql.join(columns.map((column) => sql.ref(column)))}`;

const one = (rows: readonly Row[]): Place | undefined => rows[0] && fromRow(rows[0]);

/** True of a row that is asleep, written or not. */
const sleeps = (sleep: Duration) =>
  sql`(state = 'asleep' or (state = 'aged' and last_used_at <= aval_now() - ${span(sleep)}))`;

/** The most values given to a browser that it has not shown yet: answers lost on the way. */
const offeredMax = 16;

const advance = statement(
  (_: Db, given: { browser: string; shown: string | null; next: string }) => sql<{ at: Date }>`
    insert into browser (thumbprint, first_seen_at, last_seen_at, ratchet, offered)
    values (${given.browser}, aval_now(), aval_now(), ${given.shown}, array[${given.next}])
    on conflict (thumbprint) do update set last_seen_at = aval_now(), ratchet = excluded.ratchet,
      offered = case when browser.ratchet is not distinct from excluded.ratchet
        then (array[${given.next}] || browser.offered)[1:${sql.lit(offeredMax)}]
        else array[${given.next}] end
    where browser.ratchet is not distinct from excluded.ratchet or excluded.ratchet = any (browser.offered)
      or cardinality(browser.offered) = 0
    returning last_seen_at as at`,
);

/**
 * The browser shows the value it was given last (`shown`) and is given another (`next`); hashes both. The value it had before
 * stays good until the new one is shown, since the answer may be lost. False when it shows one that was replaced.
 */
export async function recordShown(
  db: Db,
  given: { browser: string; shown: string | null; next: string },
): Promise<boolean> {
  return (await advance(db, given)).rows.length === 1;
}

/** Two browsers hold one key. The one that was found out goes on from `shown`; the other will be found out in its turn. */
export async function recordCloned(
  db: Db,
  given: { browser: string; shown: string | null; next: string },
): Promise<void> {
  await sql`
    update browser set ratchet = ${given.shown}, offered = array[${given.next}], cloned_at = aval_now(),
      last_seen_at = aval_now()
    where thumbprint = ${given.browser}`.execute(db);
}

/** What two holders of one key cost its places: see `cloned` in `place.ts`. */
export async function recordPlacesCloned(
  db: Db,
  browser: string,
): Promise<readonly { readonly id: PlaceId; readonly professional: ProfessionalId }[]> {
  const { rows } = await sql<{ id: PlaceId; professional: ProfessionalId }>`
    update place set cloned_at = aval_now(),
      state = case when state = 'new' then 'ended' else 'asleep' end,
      ended_at = case when state = 'new' then aval_now() end,
      ended_by = case when state = 'new' then 'clone' end,
      l5_at = case when state = 'new' then l5_at end
    where browser = ${browser} and state in ('new', 'aged')
    returning id, professional`.execute(db);
  // A place that slept already keeps sleeping, and loses what a card had proved with this key.
  await sql`
    update place set cloned_at = aval_now(), l5_at = null
    where browser = ${browser} and state = 'asleep' and l5_at is not null`.execute(db);
  return rows;
}

const selectOfBrowser = statement((db: Db, by: { browser: string }) =>
  db
    .selectFrom("place")
    .select(columns)
    .where("browser", "=", by.browser)
    .where("state", "<>", "ended"),
);

export async function placesOfBrowser(db: Db, browser: string): Promise<Place[]> {
  return (await selectOfBrowser(db, { browser })).rows.map(fromRow);
}

/** Newest first. */
export async function placesOf(db: Db, professional: ProfessionalId): Promise<Place[]> {
  const rows = await db
    .selectFrom("place")
    .select(columns)
    .where("professional", "=", professional)
    .where("state", "<>", "ended")
    .orderBy("made_at", "desc")
    .limit(100)
    .execute();
  return rows.map(fromRow);
}

/** An approval given by a scan, from a browser that is no place of its holder's: false when it is one already. */
export async function insertOffer(
  db: Db,
  given: {
    approval: ApprovalId;
    professional: ProfessionalId;
    device: DeviceId;
    browser: string;
    declared: string;
    network: string;
  },
): Promise<boolean> {
  const result = await sql`
    insert into place_offer (approval, professional, device, browser, declared, network, scanned_at)
    select ${given.approval}, ${given.professional}, ${given.device}, ${given.browser}, ${given.declared},
      ${given.network}, aval_now()
    where not exists (select 1 from place where professional = ${given.professional}
      and browser = ${given.browser} and state <> 'ended')
    on conflict do nothing`.execute(db);
  return result.numAffectedRows === 1n;
}

/** "Je travaille ici": when it was tapped first, while its scan is young. Tapped again, the first time counts. */
export async function recordOffered(
  db: Db,
  given: { approval: ApprovalId; device: DeviceId; within: Duration },
): Promise<Instant | undefined> {
  const { rows } = await sql<{ offered_at: Date }>`
    update place_offer set offered_at = coalesce(offered_at, aval_now())
    where approval = ${given.approval} and device = ${given.device} and stopped_at is null and made_at is null
      and scanned_at > aval_now() - ${span(given.within)}
    returning offered_at`.execute(db);
  return rows[0] && toInstant(rows[0].offered_at);
}

/** Ends an offer for good, once. `device`: only that phone's own. */
export async function recordOfferStopped(
  db: Db,
  given: { approval: ApprovalId; device?: DeviceId },
): Promise<ProfessionalId | undefined> {
  const { rows } = await sql<{ professional: ProfessionalId }>`
    update place_offer set stopped_at = aval_now()
    where approval = ${given.approval} and stopped_at is null and made_at is null
      and ${given.device === undefined ? sql`true` : sql`device = ${given.device}`}
    returning professional`.execute(db);
  return rows[0]?.professional;
}

export type Taken = Pick<
  PlaceTables["place_offer"],
  "professional" | "browser" | "declared" | "network"
>;

/** Takes an offer, once, when its wait is over and it is still young. */
export async function takeOffer(
  db: Db,
  given: { approval: ApprovalId; device: DeviceId; wait: Duration; within: Duration },
): Promise<Taken | undefined> {
  const { rows } = await sql<Taken>`
    update place_offer set made_at = aval_now()
    where approval = ${given.approval} and device = ${given.device} and stopped_at is null and made_at is null
      and offered_at <= aval_now() - ${span(given.wait)} and offered_at > aval_now() - ${span(given.within)}
    returning professional, browser, declared, network`.execute(db);
  return rows[0];
}

/** Whether the offer only has to wait: the phone asked too soon. */
export async function isOfferWaiting(
  db: Db,
  given: { approval: ApprovalId; device: DeviceId; wait: Duration },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from place_offer where approval = ${given.approval} and device = ${given.device}
      and stopped_at is null and made_at is null and offered_at > aval_now() - ${span(given.wait)}`.execute(
    db,
  );
  return rows.length === 1;
}

/** Undefined when this browser is the holder's place already. */
export async function insertPlace(
  db: Db,
  given: Taken & {
    id: PlaceId;
    approval: ApprovalId | LinkId;
    device: DeviceId;
    people: PlacePeople;
  },
): Promise<Place | undefined> {
  const { rows } = await sql<Row>`
    insert into place (id, professional, browser, state, people, declared, network, approval, device, made_at, last_used_at)
    select ${given.id}, ${given.professional}, thumbprint, 'new', ${given.people}, ${given.declared}, ${given.network},
      ${given.approval}, ${given.device}, aval_now(), aval_now()
    from browser where thumbprint = ${given.browser}
    on conflict do nothing
    ${returning}`.execute(db);
  return one(rows);
}

/** Something that is no browser is to be a place: it is known by its id, which no key's thumbprint can equal. */
export async function insertStandIn(db: Db, id: string): Promise<void> {
  await sql`
    insert into browser (thumbprint, first_seen_at, last_seen_at, offered) values (${id}, aval_now(), aval_now(), '{}')
    on conflict do nothing`.execute(db);
}

type OfHolder = { professional: ProfessionalId; browser: string };

/** The holder's own aged place, held as it is until the transaction ends. */
export async function holdAged(
  db: Db,
  { professional, browser }: OfHolder,
  sleep: Duration,
): Promise<boolean> {
  const { rows } = await sql`
    select from place where professional = ${professional} and browser = ${browser} and state = 'aged'
      and not ${sleeps(sleep)}
    for share`.execute(db);
  return rows.length === 1;
}

/** The holder's own place, whatever it is, held until the transaction ends: before what stands on it is ended. */
export async function hold(db: Db, { professional, browser }: OfHolder): Promise<void> {
  await sql`
    select from place where professional = ${professional} and browser = ${browser} and state <> 'ended'
    for update`.execute(db);
}

/** One scan wakes a place that slept. */
export async function recordWoken(
  db: Db,
  { professional, browser }: OfHolder,
  sleep: Duration,
): Promise<PlaceId | undefined> {
  const { rows } = await sql<{ id: PlaceId }>`
    update place set state = 'aged', last_used_at = aval_now()
    where professional = ${professional} and browser = ${browser} and ${sleeps(sleep)}
    returning id`.execute(db);
  return rows[0]?.id;
}

/** A sign-in on a place that is awake. `isScan`: of a new one it counts as "used again" after `rest`. */
export async function recordUsed(
  db: Db,
  given: OfHolder & { network: string; isScan: boolean; rest: Duration; sleep: Duration },
): Promise<boolean> {
  const { rows } = await sql<{ state: string }>`
    update place set last_used_at = aval_now(), network = ${given.network},
      scanned_at = case when ${given.isScan} then aval_now() else scanned_at end,
      used_again_at = case when ${given.isScan} and state = 'new' and made_at <= aval_now() - ${span(given.rest)}
        then coalesce(used_again_at, aval_now()) else used_again_at end
    where professional = ${given.professional} and browser = ${given.browser} and state <> 'ended'
      and not ${sleeps(given.sleep)}
    returning state`.execute(db);
  return rows[0]?.state === "aged";
}

/** A new place was scanned at after `rest`, where it could open nothing yet: it asks from now on. False when it does not. */
export async function recordScannedAgain(
  db: Db,
  { professional, browser }: OfHolder,
  rest: Duration,
): Promise<boolean> {
  const { rows } = await sql`
    update place set used_again_at = coalesce(used_again_at, aval_now())
    where professional = ${professional} and browser = ${browser} and state = 'new'
      and made_at <= aval_now() - ${span(rest)}
    returning id`.execute(db);
  return rows.length === 1;
}

/** "Oui, j'y travaille": once, of a place that waits for it. */
export async function recordAged(
  db: Db,
  given: { id: PlaceId; professional: ProfessionalId },
): Promise<Place | undefined> {
  const { rows } = await sql<Row>`
    update place set state = 'aged', aged_at = aval_now(), last_used_at = aval_now()
    where id = ${given.id} and professional = ${given.professional} and state = 'new' and used_again_at is not null
    ${returning}`.execute(db);
  return one(rows);
}

/** A card or a key proved its holder here. `agedNow`: it ages by this. */
export async function recordProven(
  db: Db,
  { professional, browser }: OfHolder,
): Promise<{ readonly id: PlaceId; readonly agedNow: boolean } | undefined> {
  const { rows } = await sql<{ id: PlaceId; aged_now: boolean }>`
    with now as materialized (select aval_now() as at)
    update place set state = 'aged', l5_at = now.at, aged_at = coalesce(aged_at, now.at), last_used_at = now.at
    from now
    where professional = ${professional} and browser = ${browser} and state <> 'ended'
    returning id, aged_at = l5_at as aged_now`.execute(db);
  return rows[0] && { id: rows[0].id, agedNow: rows[0].aged_now };
}

/** Ends a place, once. Returns its browser. */
export async function recordEnded(
  db: Db,
  given: { id: PlaceId; professional: ProfessionalId; by: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ browser: string }>`
    update place set state = 'ended', ended_at = aval_now(), ended_by = ${given.by}
    where id = ${given.id} and professional = ${given.professional} and state <> 'ended'
    returning browser`.execute(db);
  return rows[0]?.browser;
}

/** Ends a holder's places, or those that one phone made, each once. */
export async function recordAllEnded(
  db: Db,
  of: { professional: ProfessionalId; device?: DeviceId },
): Promise<readonly { readonly id: PlaceId; readonly browser: string }[]> {
  const { rows } = await sql<{ id: PlaceId; browser: string }>`
    update place set state = 'ended', ended_at = aval_now(), ended_by = 'alert'
    where professional = ${of.professional} and state <> 'ended'
      and (${of.device ?? null}::text is null or device = ${of.device ?? null})
    returning id, browser`.execute(db);
  return rows;
}

/**
 * After a restore nobody knows which places had ended since, nor which values browsers were given: every place sleeps until a
 * scan, and each browser begins anew from the value it shows. Offers are over.
 */
export async function recordRestored(
  db: Db,
): Promise<readonly { readonly id: PlaceId; readonly professional: ProfessionalId }[]> {
  await sql`delete from place_offer`.execute(db);
  await sql`update browser set offered = '{}'`.execute(db);
  const { rows } = await sql<{ id: PlaceId; professional: ProfessionalId }>`
    update place set state = case when state = 'new' then 'ended' else 'asleep' end,
      ended_at = case when state = 'new' then aval_now() end,
      ended_by = case when state = 'new' then 'restored' end
    where state in ('new', 'aged')
    returning id, professional`.execute(db);
  return rows;
}

/** Forgets offers nobody can take, and browsers that are nobody's place: a stranger could else fill the tables. */
export async function purge(db: Db, age: Duration): Promise<void> {
  await sql`delete from place_offer where scanned_at < aval_now() - ${span(age)}`.execute(db);
  await sql`
    delete from browser where last_seen_at < aval_now() - ${span(age)}
      and not exists (select 1 from place where place.browser = browser.thumbprint)
      and not exists (select 1 from workstation where workstation.browser = browser.thumbprint)`.execute(
    db,
  );
}
