import {
  type BellEndAnswer,
  type BellId,
  type BellOffer,
  type BellService,
  type BellsAnswer,
  type BellView,
  type DeviceId,
  isId,
  type PlaceId,
  type ProfessionalId,
  purposes,
  type QuietHoursAnswer,
  type RefusalReason,
  type RingId,
  type RingRefuseAnswer,
  type RingsAnswer,
  refusalReasons,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Limits } from "#modules/limits";
import type { Software } from "#modules/software";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { after, type Clock, type Duration, epochSeconds, type Instant } from "#platform/time";
import { type Bell, refusalOutcomes } from "./bell.ts";
import * as store from "./bells-store.ts";
import type { OwnedPhone, PhonesForPlaces } from "./phones.ts";
import { placeAt } from "./place.ts";
import { isTooLong, quietHours, type QuietMinutes, readQuiet } from "./quiet-hours.ts";
import { placesOf } from "./store.ts";

type Tx = Database<AnyTables>;
type OnPlace = { readonly professional: ProfessionalId; readonly browser: string };

export type BellsDeps = {
  readonly db: Tx;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly limits: Limits;
  readonly devices: Pick<
    PhonesForPlaces,
    "receiveOwned" | "receiveActive" | "holdActive" | "isSettled"
  >;
  readonly software: Pick<Software, "find" | "mayRing">;
  /** Whether nothing stops the holder from adding bells, and nothing will before this transaction ends. */
  readonly mayJoin: (tx: Tx, professional: ProfessionalId) => Promise<boolean>;
  /** The same of being rung. */
  readonly mayRing: (tx: Tx, professional: ProfessionalId) => Promise<boolean>;
  /** The services that the holder entered on this browser within this. */
  readonly enteredOn: (
    db: Tx,
    on: OnPlace & { readonly within: Duration },
  ) => Promise<readonly string[]>;
  /** Wakes the holder's phones, once, and keeps nobody waiting. */
  readonly wake: (professional: ProfessionalId, ring: RingId) => void;
};

const times = { unused: lifetimes.bellUnused, sleep: lifetimes.placeSleep };

// What the holder's phone asks.

export async function list(deps: BellsDeps, jws: string): Promise<Outcome<BellsAnswer, Refusal>> {
  const received = await deps.devices.receiveOwned(jws, purposes.bells);
  if (!received.ok) return received;
  const { device } = received.value;
  // As with places: a limited phone must not show where its holder works.
  if (device.level !== "full") return done({ bells: [], offers: [] });
  const bells = await store.bellsOf(deps.db, device.professional, times);
  const views = await Promise.all(bells.map((bell) => viewOf(deps, bell)));
  return done({ bells: views, offers: await offersTo(deps, device.professional, bells) });
}

/** A holder's bells, for pages where they are known already. */
export async function listOf(deps: BellsDeps, professional: ProfessionalId): Promise<BellView[]> {
  const bells = await store.bellsOf(deps.db, professional, times);
  return Promise.all(bells.map((bell) => viewOf(deps, bell)));
}

/** Every place that is awake, with each service entered there lately that it does not ring for yet. */
async function offersTo(
  deps: BellsDeps,
  professional: ProfessionalId,
  bells: readonly Bell[],
): Promise<BellOffer[]> {
  const now = deps.clock.now();
  const places = await placesOf(deps.db, professional);
  const awake = places.map((place) => placeAt(place, now)).filter(({ state }) => state === "aged");
  const offers = await Promise.all(
    awake.map(async ({ id, declared, browser }) => {
      const within = lifetimes.bellUnused;
      const entered = await deps.enteredOn(deps.db, { professional, browser, within });
      const set = new Set(bells.flatMap((bell) => (bell.place === id ? [bell.service] : [])));
      const services = await Promise.all(
        entered.filter((one) => !set.has(one)).map((one) => activeService(deps, one)),
      );
      return services.flatMap((service) => (service ? [{ place: { id, declared }, service }] : []));
    }),
  );
  return offers.flat();
}

async function activeService(
  { software }: Pick<BellsDeps, "software">,
  id: string,
): Promise<BellService | undefined> {
  const service = await software.find(id);
  return service?.state === "active" ? { id: service.id, name: service.name } : undefined;
}

/** A service that was removed since keeps its id: its holder recognises it, and ends the bell. */
async function named(deps: BellsDeps, id: string): Promise<BellService> {
  return { id, name: (await deps.software.find(id))?.name ?? id };
}

async function viewOf(deps: BellsDeps, bell: Bell): Promise<BellView> {
  const { id, place, declared, setAt, lastUsedAt, silencedUntil } = bell;
  return {
    id,
    service: await named(deps, bell.service),
    place: { id: place, declared },
    setAt: epochSeconds(setAt),
    lastUsedAt: epochSeconds(lastUsedAt),
    ...(silencedUntil === undefined ? {} : { silencedUntil: epochSeconds(silencedUntil) }),
  };
}

/** *Faire sonner mon téléphone depuis ce poste*: of a place that is the holder's own, for a service they entered on it. */
export async function set(deps: BellsDeps, jws: string): Promise<Outcome<BellView, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.bellSet);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { place, service } = payload;
  if (!isId("plc", place) || typeof service !== "string") return deny("invalid_message");
  if (device.level !== "full") return deny("bell_not_possible");
  const { professional } = device;
  const browser = await store.browserOf(deps.db, { place, professional }, times);
  if (browser === undefined || !(await activeService(deps, service)))
    return deny("bell_not_possible");
  const on = { professional, browser, within: lifetimes.bellUnused };
  if (!(await deps.enteredOn(deps.db, on)).includes(service)) return deny("bell_not_possible");
  await sweep(deps);
  const outcome = await transact(deps.db, (tx) => setIn(deps, tx, { place, service, device }));
  return outcome.ok ? done(await viewOf(deps, outcome.value)) : outcome;
}

async function setIn(
  { audit, devices, random, mayJoin }: BellsDeps,
  tx: Tx,
  { place, service, device }: { place: PlaceId; service: string; device: OwnedPhone },
): Promise<Outcome<Bell, Refusal>> {
  const { professional } = device;
  if (!(await devices.holdActive(tx, device.id))) return deny("device_not_active");
  if (!(await mayJoin(tx, professional))) return deny("holder_stopped");
  const id = newId("bel", random);
  const given = { id, place, professional, service, device: device.id };
  const made = await store.insertBell(tx, given, times);
  if (!made) return deny("bell_not_possible");
  if (made.isNew)
    await audit.append(tx, { fact: "bell_set", professional, bell: id, place, service });
  return done(made.bell);
}

/** No code: stopping is cheap (law 5), hence from a phone that may approve no more, too. */
export async function end(
  deps: BellsDeps,
  id: string,
  jws: string,
): Promise<Outcome<BellEndAnswer, Refusal>> {
  const received = await deps.devices.receiveOwned(jws, purposes.bellEnd);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { bell } = payload;
  if (device.level !== "full") return deny("bell_not_found");
  if (!isId("bel", bell) || bell !== id) return deny("invalid_message");
  const { professional } = device;
  const isEnded = await endBy(deps, { bell, professional });
  return isEnded ? done({ ended: true }) : deny("bell_not_found");
}

/** Ends a bell of this holder's. Once. */
export async function endBy(
  deps: Pick<BellsDeps, "db" | "audit">,
  { bell, professional }: { bell: BellId; professional: ProfessionalId },
): Promise<boolean> {
  return transact(deps.db, async (tx) => {
    const ended = await store.recordBellEnded(tx, { id: bell, professional, by: "holder" });
    if (ended) await tellEnded(deps, tx, [ended], "holder");
    return ended !== undefined;
  });
}

async function tellEnded(
  { audit }: Pick<BellsDeps, "audit">,
  tx: Tx,
  ended: readonly store.Ended[],
  by: "holder" | "alert" | "place" | "unused" | "refused" | "restored",
): Promise<void> {
  for (const { id, professional } of ended)
    await audit.append(tx, { fact: "bell_ended", professional, bell: id, by });
}

/** A place has ended: what it rang ends with it. */
export async function endOf(deps: Pick<BellsDeps, "audit">, tx: Tx, place: PlaceId): Promise<void> {
  await tellEnded(deps, tx, await store.recordPlaceBellsEnded(tx, place), "place");
}

/** Whoever was told of a phone stopped it: what it set rings no more, on whichever place. */
export async function endMadeBy(
  deps: Pick<BellsDeps, "audit">,
  tx: Tx,
  phone: { readonly professional: ProfessionalId; readonly device: DeviceId },
): Promise<void> {
  await tellEnded(deps, tx, await store.recordBellsMadeByEnded(tx, phone), "alert");
}

/** Ends every bell, after a restore: one that was ended since the backup must not ring again by itself. */
export async function endAll(deps: Pick<BellsDeps, "audit">, tx: Tx): Promise<void> {
  await tellEnded(deps, tx, await store.recordBellsRestored(tx), "restored");
}

/** What rings now, for a full phone of its holder's: nothing while a stop holds. */
export async function rings(deps: BellsDeps, jws: string): Promise<Outcome<RingsAnswer, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.rings);
  if (!received.ok) return received;
  const { professional, level } = received.value.device;
  const now = epochSeconds(deps.clock.now());
  const ringing = level === "full" ? await store.ringingOf(deps.db, professional) : undefined;
  if (!ringing || !(await transact(deps.db, (tx) => deps.mayRing(tx, professional))))
    return done({ rings: [], now });
  if (!(await deps.software.mayRing(deps.db, ringing.service))) return done({ rings: [], now });
  const { ring, service, place: id, declared, until } = ringing;
  const place = { id, declared };
  const view = { ring, service: await named(deps, service), place, until: epochSeconds(until) };
  return done({ rings: [view], now });
}

/**
 * *Ce n'est pas moi*, without a code. Told once more with `mistake` while it is young, the refusal is taken back: the bell is as it
 * was, and what it had cost is given back. The ring itself stays over.
 */
export async function refuse(
  deps: BellsDeps,
  id: string,
  jws: string,
): Promise<Outcome<RingRefuseAnswer, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.ringRefuse);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { ring, reason } = payload;
  if (!isId("rng", ring) || ring !== id || !refusalReasons.includes(reason as RefusalReason))
    return deny("invalid_message");
  if (device.level !== "full") return deny("ring_over");
  const { professional } = device;
  const given = { ring, professional, reason: reason as RefusalReason };
  const bell = await transact(deps.db, async (tx) => {
    const refused = await store.recordRingRefused(tx, given);
    if (refused) return refuseIn(deps, tx, { ...given, bell: refused });
    return reason === "mistake" ? takeBackIn(deps, tx, given) : undefined;
  });
  return bell ? done({ refused: true, bell }) : deny("ring_over");
}

type Refused = { ring: RingId; professional: ProfessionalId; reason: RefusalReason };

async function refuseIn(
  deps: BellsDeps,
  tx: Tx,
  { bell, ...refused }: Refused & { bell: BellId },
): Promise<RingRefuseAnswer["bell"]> {
  const { professional, reason } = refused;
  await deps.audit.append(tx, {
    fact: "ring_refused",
    ...refused,
    bell,
    where: "own_place",
  });
  switch (refusalOutcomes[reason]) {
    case "ends": {
      const ended = await store.recordBellEnded(tx, { id: bell, professional, by: "refused" });
      if (ended) await tellEnded(deps, tx, [ended], "refused");
      return "ended";
    }
    case "counts": {
      const given = { max: bounds.bellRefusals, silence: lifetimes.bellSilence };
      const silenced = await store.recordRefusal(tx, bell, given);
      if (silenced) await tellSilenced(deps, tx, silenced, "refused");
      return silenced ? "silenced" : "kept";
    }
    case "nothing":
      await giveBack(deps, tx, professional);
      return "kept";
  }
}

async function takeBackIn(
  deps: BellsDeps,
  tx: Tx,
  { ring, professional }: Refused,
): Promise<RingRefuseAnswer["bell"] | undefined> {
  const within = lifetimes.refusalExplained;
  const taken = await store.recordRefusalTakenBack(tx, { ring, professional, within });
  if (!taken) return undefined;
  const { bell } = taken;
  await store.recordBellRestored(tx, bell);
  await giveBack(deps, tx, professional);
  await deps.audit.append(tx, { fact: "ring_refusal_taken_back", professional, ring, bell });
  return "kept";
}

async function tellSilenced(
  { audit }: BellsDeps,
  tx: Tx,
  { id, professional }: store.Ended,
  by: "refused" | "unanswered",
): Promise<void> {
  await audit.append(tx, { fact: "bell_silenced", professional, bell: id, by });
}

/** Quiet hours, asked for and, from a full phone, ended; set only from one that is no thief's of this week. */
export async function quiet(
  deps: BellsDeps,
  jws: string,
): Promise<Outcome<QuietHoursAnswer, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.quietHours);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { professional } = device;
  if ("hours" in payload) {
    const hours = readQuiet(payload["hours"]);
    if (hours === undefined) return deny("invalid_message");
    if (device.level !== "full") return deny("bell_not_possible");
    if (hours && isTooLong(hours)) return deny("quiet_too_long");
    const isKept = await transact(deps.db, (tx) => setQuietBy(deps, tx, { device, hours }));
    if (!isKept) return deny("quiet_phone_too_young");
  }
  return done(await quietOf(deps, professional));
}

/** They silence every phone of the holder's: a young one, which a fraudster may have obtained, only ends them. */
async function setQuietBy(
  deps: BellsDeps,
  tx: Tx,
  { device, hours }: { device: OwnedPhone; hours: QuietMinutes | null },
): Promise<boolean> {
  if (hours && !(await deps.devices.isSettled(tx, device.id, lifetimes.settled))) return false;
  await recordQuiet(deps, tx, device.professional, hours);
  return true;
}

/** A holder's quiet hours. */
export async function quietOf(
  { db }: Pick<BellsDeps, "db">,
  professional: ProfessionalId,
): Promise<QuietHoursAnswer> {
  const { hours, isNow } = await store.quietOf(db, professional);
  return { hours: hours && quietHours(hours), quietNow: isNow };
}

/** Sets them: hours of the day, twelve at most, or `null` for none. False when it says neither. */
export async function setQuiet(
  deps: Pick<BellsDeps, "db" | "audit">,
  professional: ProfessionalId,
  said: unknown,
): Promise<boolean> {
  const hours = readQuiet(said);
  if (hours === undefined || (hours && isTooLong(hours))) return false;
  await transact(deps.db, (tx) => recordQuiet(deps, tx, professional, hours));
  return true;
}

async function recordQuiet(
  { audit }: Pick<BellsDeps, "audit">,
  tx: Tx,
  professional: ProfessionalId,
  hours: QuietMinutes | null,
): Promise<void> {
  await store.recordQuiet(tx, professional, hours);
  await audit.append(tx, { fact: "quiet_hours_set", professional });
}

/** Whether it is one of the holder's quiet hours. */
export async function isQuiet(db: Tx, professional: ProfessionalId): Promise<boolean> {
  return (await store.quietOf(db, professional)).isNow;
}

// What sign-ins ask.

/** The bells that a place may ring for a service, and whose they are. */
export function on({ db }: BellsDeps, given: { browser: string; service: string }) {
  return store.bellsOn(db, given, times);
}

/** Nothing rings: what was counted for it is undone with the transaction. */
class NotRung extends Error {}

/**
 * The place's own browser rings. What came of it is told to nobody but the phone: whoever sits there learns neither that the
 * holder sleeps nor that they refused. Answers until when the page asks for no other.
 */
export async function ring(
  deps: BellsDeps,
  given: { bell: BellId; browser: string; service: string },
): Promise<Instant> {
  const until = after(deps.clock.now(), lifetimes.ring);
  const rung = await transact(deps.db, (tx) => ringIn(deps, tx, given)).catch((fault: unknown) => {
    if (fault instanceof NotRung) return undefined;
    throw fault;
  });
  if (rung) deps.wake(rung.professional, rung.ring);
  return until;
}

async function ringIn(
  deps: BellsDeps,
  tx: Tx,
  given: { bell: BellId; browser: string; service: string },
): Promise<store.Rung> {
  await expire(deps, tx, given.bell);
  const rung = await store.insertRing(
    tx,
    { id: newId("rng", deps.random), ...given },
    { ...times, ring: lifetimes.ring, lately: lifetimes.scannedLately },
  );
  if (!rung) throw new NotRung();
  const { professional, bell, ring: id } = rung;
  if (!(await deps.mayRing(tx, professional))) throw new NotRung();
  if (!(await deps.software.mayRing(tx, given.service))) throw new NotRung();
  for (const [name, max, window] of allowances)
    if (!(await deps.limits.spend(tx, name, professional, max, window))) throw new NotRung();
  await deps.audit.append(tx, { fact: "bell_rung", professional, bell, ring: id });
  return rung;
}

/** What a ring spends of its holder's: name, how many, in what window. Given back when the ring is answered, but for the first. */
const allowances = [
  ["ring_apart", 1, lifetimes.ring],
  ["rings_hour", bounds.ringsAnHour, lifetimes.ringsHour],
  ["rings_day", bounds.ringsADay, lifetimes.ringsDay],
] as const;

async function giveBack({ limits }: BellsDeps, tx: Tx, professional: ProfessionalId) {
  for (const [name] of allowances.slice(1)) await limits.refund(tx, name, professional);
}

/** The holder scanned a screen: what rings is over, and unless it was that screen's, nobody answered it. */
export async function scanned(
  deps: BellsDeps,
  tx: Tx,
  given: OnPlace & { service: string },
): Promise<void> {
  const ringing = await store.recordRingScanned(tx, given);
  if (ringing?.state === "dropped") await countUnanswered(deps, tx, ringing.bell);
}

/** A sign-in concluded at a place: its bell was used, and what it rang is answered. */
export async function used(
  deps: BellsDeps,
  tx: Tx,
  given: OnPlace & { service: string },
): Promise<void> {
  const { wasRung } = await store.recordBellUsed(tx, given, times);
  if (wasRung) await giveBack(deps, tx, given.professional);
}

async function countUnanswered(deps: BellsDeps, tx: Tx, bell: BellId): Promise<void> {
  const given = { max: bounds.bellExpiries, silence: lifetimes.bellSilence };
  const silenced = await store.recordUnanswered(tx, bell, given);
  if (silenced) await tellSilenced(deps, tx, silenced, "unanswered");
}

async function expire(deps: BellsDeps, tx: Tx, of?: BellId): Promise<void> {
  const concluded = lifetimes.ringConcluded;
  const expired = await store.recordRingsExpired(tx, { ...(of ? { of } : {}), concluded });
  for (const bell of expired) await countUnanswered(deps, tx, bell);
}

/** Writes what time has ended: rings nobody answered, bells nobody used. On every node: each is ended by one. */
export async function sweep(deps: BellsDeps): Promise<void> {
  await transact(deps.db, async (tx) => {
    await expire(deps, tx);
    await tellEnded(deps, tx, await store.recordUnused(tx, times), "unused");
  });
}
