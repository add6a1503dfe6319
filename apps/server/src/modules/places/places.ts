import {
  type ApprovalId,
  type DeviceId,
  isId,
  type MultiSigned,
  type PlaceEndAnswer,
  type PlaceId,
  type PlaceOfferAnswer,
  type PlacePeople,
  type PlacesAnswer,
  type PlaceView,
  type ProfessionalId,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Directory } from "#modules/directory";
import { distance } from "#modules/signals";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { hashSecret, newSecret } from "#platform/secret";
import { after, type Clock, epochSeconds, type Instant, pressableFrom } from "#platform/time";
import * as bells from "./bells.ts";
import { asks, isScan, type Place, placeAt, type Use } from "./place.ts";
import type { OwnedPhone, Denied, PhonesForPlaces } from "./phones.ts";
import { expectedAt, type Standing, standingOf, structuresOf, type Where } from "./standing.ts";
import * as locum from "./locum.ts";
import { hasLocumToday, holdServed, isAnnounced } from "./locum-store.ts";
import * as store from "./store.ts";
import * as workstation from "./workstation.ts";
import { holdWorkstation, workstationAt } from "./workstation-store.ts";

type Tx = Database<AnyTables>;
type OfHolder = { readonly professional: ProfessionalId; readonly browser: string };

export type PlacesDeps = {
  readonly db: Tx;
  /** Connections for what is asked while somebody else's transaction is open: it must not wait for one that such another holds. */
  readonly lookups: Tx;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly devices: PhonesForPlaces;
  readonly directory: Pick<Directory, "byId" | "displayName">;
  readonly networkOf: (address: string) => string;
  /** Whether nothing stops the holder from adding places, and nothing will before this transaction ends. */
  readonly mayJoin: (tx: Tx, professional: ProfessionalId) => Promise<boolean>;
  /** Ends these sessions on this browser, in the transaction that makes them wrong. */
  readonly closeSessions: (
    tx: Tx,
    on: OfHolder & { readonly place?: Where },
    reason: string,
  ) => Promise<void>;
  /** The same of everybody whose place this browser was not, and to whom it was known. */
  readonly closeKnown: (tx: Tx, browser: string, reason: string) => Promise<void>;
  /** Of a place that is an installation of software: which. Absent: there are none. */
  readonly softwareAt?: (
    browser: string,
  ) => Promise<{ readonly client: string; readonly name: string } | undefined>;
  /** Tells the holder of a new place, in the transaction that makes it. */
  readonly made: (tx: Tx, professional: ProfessionalId, place: PlaceId) => Promise<void>;
};

type Answer<T> = { readonly ok: true; readonly value: T } | Denied;

// What sign-ins ask.

/**
 * A page begins on this browser, and shows the value it was last given beside its key. Gives it the next one.
 *
 * A key can be copied with its disk. Of two browsers that hold it, one shows a value that the other has replaced: then the
 * key's places sleep and its sessions end, whoever of the two is the holder's.
 */
export async function recognise(
  deps: PlacesDeps,
  browser: string,
  shown: string | undefined,
): Promise<string> {
  const next = newSecret(deps.random);
  const given = {
    browser,
    shown: shown === undefined ? null : hashSecret(shown),
    next: hashSecret(next),
  };
  if (await store.recordShown(deps.db, given)) return next;
  await transact(deps.db, async (tx) => {
    await store.recordCloned(tx, given);
    for (const { id, professional } of await store.recordPlacesCloned(tx, browser)) {
      await deps.audit.append(tx, { fact: "clone_detected", professional, place: id });
      await deps.closeSessions(tx, { professional, browser }, "clone_detected");
    }
    await workstation.endCloned(deps, tx, browser);
    await deps.closeKnown(tx, browser, "clone_detected");
  });
  return next;
}

/** Puts every place to sleep, after a restore: one that ended since the backup must not give rights again by itself. */
export async function sleepAll({ audit }: Pick<PlacesDeps, "audit">, tx: Tx): Promise<void> {
  for (const { id, professional } of await store.recordRestored(tx))
    await audit.append(tx, { fact: "place_slept", professional, place: id, by: "restored" });
  await bells.endAll({ audit }, tx);
  await locum.endRestored({ audit }, tx);
  await workstation.endRestored({ audit }, tx);
}

/** Where this browser stands for this holder now. */
export async function standing(
  deps: Pick<PlacesDeps, "lookups" | "clock" | "directory">,
  { professional, browser }: OfHolder,
): Promise<Standing> {
  const { lookups: db } = deps;
  const places = await store.placesOfBrowser(db, browser);
  const structure = (await workstationAt(db, browser))?.structure;
  const hasLocum = places.length > 0 && (await hasLocumToday(db, browser));
  const now = deps.clock.now();
  const said = { structure, hasLocum };
  const alone = standingOf(places, professional, () => new Set(), now, said);
  const isNobodys = places.length === 0 && structure === undefined;
  if (isNobodys || alone.where !== "unknown") return alone;
  const on = { professional, browser };
  if (await isAnnounced(db, on, lifetimes.placeSleep))
    return standingOf(places, professional, () => new Set(), now, { ...said, isAnnounced: true });
  const people = new Set([professional, ...places.map((place) => place.professional)]);
  const worksAt = new Map<ProfessionalId, ReadonlySet<string>>();
  for (const id of people) {
    const person = await deps.directory.byId(id);
    if (person?.state === "active") worksAt.set(id, structuresOf(person));
  }
  const worksAtOf = (id: ProfessionalId) => worksAt.get(id) ?? new Set<string>();
  return standingOf(places, professional, worksAtOf, now, said);
}

/**
 * Whether a browser that is not theirs is still known to somebody who signs in on it. What makes it so is then held for the
 * transaction: whoever ends it waits, and ends what this opens.
 */
export async function keepKnown(deps: PlacesDeps, tx: Tx, on: OfHolder): Promise<boolean> {
  await holdServed(tx, on);
  await holdWorkstation(tx, on.browser);
  return (await standing({ ...deps, lookups: tx }, on)).where === "known_workstation";
}

/**
 * Where a browser stands for a holder whose own place it still is, and will be until this transaction ends: whoever ends the place
 * waits, and ends what is made there. `undefined`: it is none.
 */
export async function keepOwn(
  deps: PlacesDeps,
  tx: Tx,
  on: OfHolder,
): Promise<Standing | undefined> {
  const isHeld = await store.holdAged(tx, on, lifetimes.placeSleep);
  return isHeld ? standing({ ...deps, lookups: tx }, on) : undefined;
}

/** Whose own aged place a browser is, where nobody else signs in there; `undefined`: nobody's, or that of several. */
export async function ownerOf(
  deps: PlacesDeps,
  browser: string,
): Promise<ProfessionalId | undefined> {
  const now = deps.clock.now();
  const all = await store.placesOfBrowser(deps.db, browser);
  const [own, ...more] = all.filter((one) => placeAt(one, now).state === "aged");
  if (!own || more.length > 0) return undefined;
  const { professional } = own;
  const { isShared } = await standing(deps, { professional, browser });
  return isShared ? undefined : professional;
}

/** What a browser is before anybody has said who they are: the best it can be to one of them, and whose shared place it is. */
export async function at(
  deps: PlacesDeps,
  browser: string,
): Promise<{ readonly where: Where; readonly people: readonly ProfessionalId[] }> {
  const structure = (await workstationAt(deps.db, browser))?.structure;
  const places = await store.placesOfBrowser(deps.db, browser);
  const hasLocum = places.length > 0 && (await hasLocumToday(deps.db, browser));
  return expectedAt(places, deps.clock.now(), { structure, hasLocum });
}

/** The networks of the holder's aged places: from where what asks for them is expected. */
export async function networksOf(
  deps: PlacesDeps,
  professional: ProfessionalId,
): Promise<ReadonlySet<string>> {
  const now = deps.clock.now();
  const mine = await store.placesOf(deps.db, professional);
  return new Set(
    mine.filter((one) => placeAt(one, now).state === "aged").map(({ network }) => network),
  );
}

/** A holder approved. True when the phone may offer to make this browser a place: a full one, by a scan. */
export async function approved(
  tx: Tx,
  given: OfHolder &
    Use & { approval: ApprovalId; device: DeviceId; declared: string; network: string },
): Promise<boolean> {
  const { level, transfer, ...offer } = given;
  return isScan({ level, transfer }) && store.insertOffer(tx, offer);
}

/**
 * A sign-in by a phone concludes on this browser. True when it is a place of the holder's that is awake: it is then held for the
 * transaction, so that ending it waits, and ends what this opens.
 */
export async function used(
  { audit }: PlacesDeps,
  tx: Tx,
  given: OfHolder & Use & { network: string },
): Promise<boolean> {
  const { professional } = given;
  const { placeSleep: sleep, placeRest: rest } = lifetimes;
  const scanned = isScan(given);
  if (scanned) {
    const woken = await store.recordWoken(tx, given, sleep);
    if (woken) await audit.append(tx, { fact: "place_woken", professional, place: woken });
  }
  return store.recordUsed(tx, { ...given, isScan: scanned, rest, sleep });
}

/** A card or a hardware-held key proved its holder on this browser: their place there, if they have one, ages at once. */
export async function markL5({ audit }: PlacesDeps, tx: Tx, on: OfHolder): Promise<void> {
  const proven = await store.recordProven(tx, on);
  if (!proven?.agedNow) return;
  const { professional } = on;
  await audit.append(tx, { fact: "place_aged", professional, place: proven.id, by: "l5" });
}

// What the holder's phone asks.

export async function list(
  deps: PlacesDeps,
  jws: string,
  address: string,
): Promise<Answer<PlacesAnswer>> {
  const received = await deps.devices.receiveOwned(jws, purposes.places);
  if (!received.ok) return received;
  const { device } = received.value;
  // A limited phone, which a fraudster may have obtained, must not show where its holder works.
  const places = device.level === "full" ? await store.placesOf(deps.db, device.professional) : [];
  return done({ places: await Promise.all(places.map((place) => viewOf(deps, place, address))) });
}

async function viewOf(deps: PlacesDeps, place: Place, address: string): Promise<PlaceView> {
  const now = deps.clock.now();
  const seen = placeAt(place, now);
  if (seen.state === "ended") throw new Error(`place ${place.id} has ended and is shown`);
  const { isShared } = await standing(deps, place);
  const agedAt = seen.state === "new" ? undefined : seen.agedAt;
  const locums = seen.state === "aged" ? await locum.listed(deps, seen.id) : [];
  const software = await deps.softwareAt?.(seen.browser);
  return {
    id: seen.id,
    declared: seen.declared,
    state: seen.state,
    people: isShared ? "several" : seen.people,
    hasL5: seen.l5At !== undefined,
    madeAt: epochSeconds(seen.madeAt),
    ...secondsAs("firstUsedAgainAt", seen.usedAgainAt),
    ...secondsAs("agedAt", agedAt),
    lastUsedAt: epochSeconds(seen.lastUsedAt),
    asks: asks(seen),
    ...(seen.state === "asleep" ? secondsAs("clonedAt", seen.clonedAt) : {}),
    network: distance(seen.network, deps.networkOf(address)),
    ...(locums.length > 0 ? { locums } : {}),
    ...(software ? { software } : {}),
  };
}

const secondsAs = <N extends string>(name: N, at: Instant | undefined) =>
  (at === undefined ? {} : { [name]: epochSeconds(at) }) as { [K in N]?: number };

/** "Je travaille ici", and whether somebody on the telephone asked for it, which ends it for good. */
export async function offer(deps: PlacesDeps, jws: string): Promise<Answer<PlaceOfferAnswer>> {
  const received = await deps.devices.receiveActive(jws, purposes.placeOffer);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { approval, onCall } = payload;
  if (!isId("apr", approval) || typeof onCall !== "boolean") return deny("invalid_message");
  if (onCall) return stopOffer(deps, { approval, device });
  const offeredAt = await store.recordOffered(deps.db, {
    approval,
    device: device.id,
    within: lifetimes.placeOffer,
  });
  if (!offeredAt || device.level !== "full") return deny("place_not_possible");
  return done({
    notBefore: pressableFrom(offeredAt, lifetimes.placeWait),
    until: epochSeconds(after(offeredAt, lifetimes.placeOffer)),
  });
}

async function stopOffer(
  { db, audit }: PlacesDeps,
  { approval, device }: { approval: ApprovalId; device: OwnedPhone },
): Promise<Answer<PlaceOfferAnswer>> {
  await transact(db, async (tx) => {
    const professional = await store.recordOfferStopped(tx, { approval, device: device.id });
    if (professional)
      await audit.append(tx, { fact: "place_offer_stopped", professional, approval });
  });
  // Told again, or told of an offer that never was: it is as stopped as it can be.
  return done({ stopped: true });
}

/** Makes the place that was offered, 30 seconds ago or more: time to wonder who asked for it. */
export async function make(
  deps: PlacesDeps,
  jws: string,
  address: string,
): Promise<Answer<PlaceView>> {
  const received = await deps.devices.receiveActive(jws, purposes.placeMake);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { approval, people } = payload;
  if (!isId("apr", approval) || (people !== "alone" && people !== "several"))
    return deny("invalid_message");
  if (device.level !== "full") return deny("place_not_possible");
  const outcome = await transact(deps.db, (tx) => makeIn(deps, tx, { approval, device, people }));
  return outcome.ok ? done(await viewOf(deps, outcome.value, address)) : outcome;
}

async function makeIn(
  { audit, devices, random, mayJoin, made }: PlacesDeps,
  tx: Tx,
  given: { approval: ApprovalId; device: OwnedPhone; people: PlacePeople },
): Promise<Outcome<Place, Refusal>> {
  const { approval, people } = given;
  const { id: device, professional } = given.device;
  const { placeWait: wait, placeOffer: within } = lifetimes;
  if (!(await devices.holdActive(tx, device))) return deny("device_not_active");
  if (!(await mayJoin(tx, professional))) return deny("holder_stopped");
  const taken = await store.takeOffer(tx, { approval, device, wait, within });
  if (!taken) {
    const isEarly = await store.isOfferWaiting(tx, { approval, device, wait });
    return deny(isEarly ? "place_too_soon" : "place_not_possible");
  }
  const id = newId("plc", random);
  const place = await store.insertPlace(tx, { ...taken, id, approval, device, people });
  if (!place) return deny("place_not_possible");
  await audit.append(tx, { fact: "place_made", professional, place: id, approval, device, people });
  await made(tx, professional, id);
  return done(place);
}

/** A place of theirs as they see it now, on the phone that asks. */
export async function seen(
  deps: PlacesDeps,
  { place, professional }: { place: PlaceId; professional: ProfessionalId },
  address: string,
): Promise<PlaceView | undefined> {
  const found = (await store.placesOf(deps.db, professional)).find(({ id }) => id === place);
  return found && viewOf(deps, found, address);
}

/** "Oui, j'y travaille": with the code, hence with the PIN program's own word before the row. */
export async function confirm(
  deps: PlacesDeps,
  id: string,
  message: MultiSigned,
  address: string,
): Promise<Answer<PlaceView>> {
  const received = await deps.devices.receiveDecision(message, purposes.placeConfirm);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  const { place } = payload;
  if (!isId("plc", place) || place !== id || code === "absent") return deny("invalid_message");
  if (device.state !== "active") return deny("device_not_active");
  if (device.level !== "full") return deny("place_not_possible");
  const purpose = purposes.placeConfirm;
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;
  const outcome = await transact(deps.db, (tx) => ageIn(deps, tx, place, device));
  return outcome.ok ? done(await viewOf(deps, outcome.value, address)) : outcome;
}

async function ageIn(
  { audit, devices, mayJoin }: PlacesDeps,
  tx: Tx,
  id: PlaceId,
  device: OwnedPhone,
): Promise<Outcome<Place, Refusal>> {
  const { professional } = device;
  if (!(await devices.holdActive(tx, device.id))) return deny("device_not_active");
  if (!(await mayJoin(tx, professional))) return deny("holder_stopped");
  const place = await store.recordAged(tx, { id, professional });
  if (!place) return deny("place_not_asking");
  await audit.append(tx, { fact: "place_aged", professional, place: id, by: "code" });
  return done(place);
}

/** Ends a place and what is open on it. No code: stopping is cheap (law 5), hence from a phone that may approve no more, too. */
export async function end(
  deps: PlacesDeps,
  id: string,
  jws: string,
): Promise<Answer<PlaceEndAnswer>> {
  const received = await deps.devices.receiveOwned(jws, purposes.placeEnd);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { place } = payload;
  if (device.level !== "full") return deny("place_not_found");
  if (!isId("plc", place) || place !== id) return deny("invalid_message");
  const { professional } = device;
  const isEnded = await transact(deps.db, (tx) =>
    endBy(deps, tx, { place, professional, by: "holder" }),
  );
  return isEnded ? done({ ended: true }) : deny("place_not_found");
}

/** Ends a place and what is open on it: by its holder, or by whoever was told of it and stopped it. Once. */
export async function endBy(
  deps: PlacesDeps,
  tx: Tx,
  given: { place: PlaceId; professional: ProfessionalId; by: "holder" | "alert" },
): Promise<boolean> {
  const { place: id, professional, by } = given;
  const browser = await store.recordEnded(tx, { id, professional, by });
  if (browser === undefined) return false;
  await ended(deps, tx, { id, professional, browser, by });
  return true;
}

/** Whatever stands of a holder's ends, however aged. Returns how many it ended. */
export async function endAll(
  deps: PlacesDeps,
  tx: Tx,
  of: { readonly professional: ProfessionalId; readonly device?: DeviceId },
): Promise<number> {
  const places = await store.recordAllEnded(tx, of);
  for (const place of places)
    await ended(deps, tx, { ...place, professional: of.professional, by: "alert" });
  return places.length;
}

/** Whoever was told of a phone stopped it: its places end, however aged, and what it set or announced on any other. */
export async function endMadeBy(
  deps: PlacesDeps,
  tx: Tx,
  phone: { readonly professional: ProfessionalId; readonly device: DeviceId },
): Promise<void> {
  await endAll(deps, tx, phone);
  await bells.endMadeBy(deps, tx, phone);
  await locum.endMadeBy(deps, tx, phone);
}

async function ended(
  deps: PlacesDeps,
  tx: Tx,
  given: OfHolder & { readonly id: PlaceId; readonly by: "holder" | "alert" },
): Promise<void> {
  const { id, professional, browser, by } = given;
  await deps.audit.append(tx, { fact: "place_ended", professional, place: id, by });
  await deps.closeSessions(tx, { professional, browser }, "place_ended");
  await bells.endOf(deps, tx, id);
  await locum.endOfPlace(deps, tx, id);
}
