import {
  type ApprovalId,
  idFrom,
  isId,
  type Json,
  type LocumId,
  newKeyPair,
  type PlaceId,
  type PlacePeople,
  type ProfessionalId,
  purposes,
  type Signer,
  signCompact,
  signerOf,
  signMulti,
  toBase64url,
} from "@aval/protocol";
import { createAudit } from "#modules/audit";
import { createDevices } from "#modules/devices";
import type { Professional } from "#modules/directory";
import { createLimits } from "#modules/limits";
import { networkOf } from "#modules/signals";
import { type AnyTables, type Database, transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { moveClock } from "#platform/testing";
import { type Clock, type Duration, instant } from "#platform/time";
import { createLocums, createPlaces } from "../index.ts";

/** What the test wants the PIN program to say of the code. */
export type PinSays =
  | { ok: true }
  | { ok: false; refusal: "wrong_code"; triesLeft: number; disabled: boolean };

/** The structures the directory attaches people to; everybody else works nowhere. */
export type Works = Map<ProfessionalId, readonly string[]>;

/**
 * Places on a real store, with real phones' keys. The PIN program says what the test wants, the directory is a map, and
 * sessions are only told of what ends them.
 */
export function placesOn(
  db: Database<AnyTables>,
  clock: Clock,
  { pin = () => ({ ok: true }), works = new Map() }: { pin?: () => PinSays; works?: Works } = {},
) {
  const random = systemRandom;
  const audit = createAudit({ clock, random });
  const devices = createDevices({
    db,
    clock,
    random,
    audit,
    limits: createLimits(),
    pin: {
      confirm: async () => pin(),
      count: async () => ({ triesLeft: 4, disabled: false }),
    },
  });
  const closed: { professional: ProfessionalId; browser: string; reason: string }[] = [];
  const stopped = new Set<ProfessionalId>();
  const closedKnown: { browser: string; reason: string }[] = [];
  const told: { host: ProfessionalId; professional: ProfessionalId; locum: LocumId }[] = [];
  // Here a national identifier is the person's own id.
  const directory = {
    byId: async (id: ProfessionalId) => person(id, works.get(id) ?? []),
    find: async (nationalId: string) =>
      isId("pro", nationalId) ? person(nationalId, works.get(nationalId) ?? []) : undefined,
    displayName: () => "Camille ROUSSELET",
  };
  const places = createPlaces({
    db,
    lookups: db,
    clock,
    random,
    audit,
    devices,
    directory,
    networkOf,
    mayJoin: async (_tx, id) => !stopped.has(id),
    closeSessions: async (_tx, on, reason) => {
      closed.push({ ...on, reason });
    },
    closeKnown: async (_tx, browser, reason) => {
      closedKnown.push({ browser, reason });
    },
    made: async () => undefined,
  });
  const locums = createLocums({
    db,
    random,
    audit,
    limits: createLimits(),
    devices,
    directory,
    mayJoin: async (_tx, id) => !stopped.has(id),
    closeSessions: async (_tx, on, reason) => {
      closed.push({ ...on, reason });
    },
    announced: async (_tx, given) => {
      told.push(given);
    },
  });
  return {
    locums,
    /** Who was told of a locum. */
    told,
    closedKnown,
    clock,
    audit,
    devices,
    places,
    /** What sessions were told to end. */
    closed,
    /** Holders whom something stops from adding places. */
    stopped,
    transact: <T>(work: (tx: Database<AnyTables>) => Promise<T>) => transact(db, work),
    facts: async (professional: ProfessionalId) => {
      const rows = await db
        .selectFrom("fact")
        .select("kind")
        .where("professional", "=", professional)
        .orderBy("at")
        .execute();
      return rows.map(({ kind }) => String(kind));
    },
  };
}

export type PlacesWorld = ReturnType<typeof placesOn>;

const person = (id: ProfessionalId, structures: readonly string[]): Professional =>
  ({
    id,
    nationalId: id,
    state: "active",
    exercises: [{ activities: structures.map((structure) => ({ structure: { id: structure } })) }],
  }) as unknown as Professional;

/** A clock that goes with the database's, and moves with it. */
export function clockOf(db: Database<AnyTables>) {
  let ahead = 0;
  return {
    now: () => instant(Date.now() + ahead),
    advance: async (span: Duration) => {
      ahead += span;
      await moveClock(db, span);
    },
  };
}

export const newBrowser = () => toBase64url(systemRandom.bytes(32));
export const newHolder = () => idFrom("pro", systemRandom.bytes(17)) as ProfessionalId;
export const newApproval = () => idFrom("apr", systemRandom.bytes(17)) as ApprovalId;

/** A holder's active phone, and the messages it would send. */
export async function newPhone(
  world: PlacesWorld,
  given: { professional?: ProfessionalId; level?: "full" | "limited" } = {},
) {
  const { professional = newHolder(), level = "full" } = given;
  const [ik, uk] = [await signerOf(await newKeyPair()), await signerOf(await newKeyPair())];
  const device = await world.transact(async (tx) => {
    const added = await world.devices.add(tx, { label: "Téléphone d'essai", ik: ik.jwk });
    if (!added.ok) throw new Error(added.refusal);
    const owner = { professional, uk: uk.jwk, pinKey: "key", level, scope: "national" };
    if (!(await world.devices.activate(tx, added.value, owner))) throw new Error("not activated");
    return added.value;
  });
  const stamp = () => ({
    device,
    iat: Math.floor(world.clock.now() / 1000),
    jti: toBase64url(systemRandom.bytes(16)),
  });
  const say = (purpose: string, more: Record<string, Json> = {}) =>
    signCompact({ v: purpose, ...more, ...stamp() }, purpose, ik);
  const confirmation = (place: PlaceId, keys: readonly Signer[] = [ik, uk]) =>
    signMulti(
      { v: purposes.placeConfirm, place, evaluation: "e", ...stamp() },
      purposes.placeConfirm,
      keys,
    );
  return {
    professional,
    device,
    level,
    say,
    list: async (address = "127.0.0.1") => {
      const outcome = await world.places.list(await say(purposes.places), address);
      if (!outcome.ok) throw new Error(outcome.refusal);
      return outcome.value.places;
    },
    offer: async (approval: ApprovalId, onCall = false) =>
      world.places.offer(await say(purposes.placeOffer, { approval, onCall })),
    make: async (approval: ApprovalId, people: PlacePeople = "alone") =>
      world.places.make(await say(purposes.placeMake, { approval, people }), "127.0.0.1"),
    confirmation,
    confirm: async (place: PlaceId, keys: readonly Signer[] = [ik, uk]) =>
      world.places.confirm(place, await confirmation(place, keys), "127.0.0.1"),
    end: async (place: PlaceId) => world.places.end(place, await say(purposes.placeEnd, { place })),
    find: async (place: PlaceId, nationalId: string) =>
      world.locums.find(place, await say(purposes.locumFind, { place, nationalId })),
    /** Announces somebody, in seconds since the epoch. */
    announce: async (
      place: PlaceId,
      given: { nationalId: string; from: number; until: number; onCall?: boolean },
      keys: readonly Signer[] = [ik, uk],
    ) => {
      const asked = { place, onCall: false, evaluation: "e", ...given, ...stamp() };
      const purpose = purposes.locumAnnounce;
      return world.locums.announce(place, await signMulti({ v: purpose, ...asked }, purpose, keys));
    },
    endLocum: async (locum: LocumId) =>
      world.locums.end(locum, await say(purposes.locumEnd, { locum })),
    /** What `login` does when this phone approves for a browser, by a scan unless said. */
    approves: async (browser: string, transfer: "qr" | "digits" = "qr") => {
      const approval = newApproval();
      const may = await world.transact((tx) =>
        world.places.approved(tx, {
          approval,
          professional,
          device,
          browser,
          level,
          transfer,
          declared: "Linux, Firefox",
          network: "loopback",
        }),
      );
      return { approval, may };
    },
    /** What `login` does when a sign-in by this phone concludes on a browser. */
    signsIn: (browser: string, transfer: "qr" | "digits" = "qr") =>
      world.transact((tx) =>
        world.places.used(tx, { professional, browser, level, transfer, network: "loopback" }),
      ),
    where: async (browser: string) =>
      (await world.places.standing({ professional, browser })).where,
  };
}

export type PlacesPhone = Awaited<ReturnType<typeof newPhone>>;
