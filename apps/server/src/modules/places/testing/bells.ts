import {
  type BellId,
  type Json,
  type PlaceId,
  type ProfessionalId,
  purposes,
  type QuietHours,
  type RefusalReason,
  type RingId,
} from "@aval/protocol";
import { createLimits } from "#modules/limits";
import type { Software } from "#modules/software";
import type { AnyTables, Database } from "#platform/database";
import { systemRandom } from "#platform/random";
import { type Clock, type Duration, hours, ms, seconds } from "#platform/time";
import { createBells } from "../index.ts";
import { newBrowser, newPhone, type PlacesPhone, type PlacesWorld, placesOn } from "./world.ts";

/** The service bells are set for, unless said. */
export const service = "a-service";

/** Bells on a real store, with real phones' keys; sessions and stops are what the test says, and wake-ups are only counted. */
export function bellsOn(db: Database<AnyTables>, clock: Clock, more: { entered?: string[] } = {}) {
  const world = placesOn(db, clock);
  const woken: { professional: ProfessionalId; ring: RingId }[] = [];
  const silencedBy = { stop: new Set<ProfessionalId>(), service: new Set<string>() };
  const bells = createBells({
    db,
    clock,
    random: systemRandom,
    audit: world.audit,
    limits: createLimits(),
    devices: world.devices,
    software: {
      find: async (id: string) =>
        id === "removed" ? undefined : { id, name: `Service ${id}`, state: "active" },
      mayRing: async (_tx: unknown, id: string) => !silencedBy.service.has(id),
    } as unknown as Software,
    mayJoin: async (_tx, id) => !world.stopped.has(id),
    mayRing: async (_tx, id) => !silencedBy.stop.has(id),
    enteredOn: async () => more.entered ?? [service],
    wake: (professional, ring) => {
      woken.push({ professional, ring });
    },
  });
  return { ...world, bells, woken, silenced: silencedBy.stop, silent: silencedBy.service };
}

export type BellsWorld = ReturnType<typeof bellsOn>;

type Moving = Clock & { advance(span: Duration): Promise<void> };

/** Lets time pass until it is this hour and minute in Paris. */
export async function until(clock: Moving, hour: number, minute = 0): Promise<void> {
  const shown = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Paris",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const [nowHour = 0, nowMinute = 0] = shown.format(clock.now()).split(":").map(Number);
  const wait = (hour * 60 + minute - (nowHour * 60 + nowMinute) + 24 * 60) % (24 * 60);
  await clock.advance(ms(wait * 60_000));
}

/** A place of this phone's holder, aged by their own act. */
export async function agedPlace(
  world: PlacesWorld,
  clock: Moving,
  phone: PlacesPhone,
  browser = newBrowser(),
): Promise<{ readonly place: PlaceId; readonly browser: string }> {
  await world.places.recognise(browser, undefined);
  const { approval } = await phone.approves(browser);
  await phone.offer(approval);
  await clock.advance(seconds(31));
  const made = await phone.make(approval);
  if (!made.ok) throw new Error(made.refusal);
  await clock.advance(hours(25));
  await phone.signsIn(browser);
  const aged = await phone.confirm(made.value.id);
  if (!aged.ok) throw new Error(aged.refusal);
  return { place: made.value.id, browser };
}

/** What a phone says of bells. */
export function bellPhone({ bells }: BellsWorld, phone: PlacesPhone) {
  const say = (purpose: string, more: Record<string, Json> = {}) => phone.say(purpose, more);
  return {
    ...phone,
    bells: async () => {
      const outcome = await bells.list(await say(purposes.bells));
      if (!outcome.ok) throw new Error(outcome.refusal);
      return outcome.value;
    },
    set: async (place: PlaceId, what = service) =>
      bells.set(await say(purposes.bellSet, { place, service: what })),
    endBell: async (bell: BellId) => bells.end(bell, await say(purposes.bellEnd, { bell })),
    rings: async () => {
      const outcome = await bells.rings(await say(purposes.rings));
      if (!outcome.ok) throw new Error(outcome.refusal);
      return outcome.value.rings;
    },
    refuse: async (ring: RingId, reason: RefusalReason) =>
      bells.refuse(ring, await say(purposes.ringRefuse, { ring, reason })),
    quiet: async (hoursSaid?: QuietHours | null) =>
      bells.quiet(
        await say(purposes.quietHours, hoursSaid === undefined ? {} : { hours: hoursSaid }),
      ),
  };
}

export type BellPhone = ReturnType<typeof bellPhone>;

/** A holder with a phone, an aged place and a bell on it. */
export async function withBell(world: BellsWorld, clock: Moving) {
  const phone = bellPhone(world, await newPhone(world));
  const { place, browser } = await agedPlace(world, clock, phone);
  const set = await phone.set(place);
  if (!set.ok) throw new Error(set.refusal);
  const bell = set.value.id;
  const { professional } = phone;
  return {
    phone,
    place,
    browser,
    bell,
    /** The place rings; how many wake-ups came of it. */
    ring: async (what: { bell?: BellId; browser?: string; service?: string } = {}) => {
      const before = world.woken.length;
      await world.bells.ring({ bell, browser, service, ...what });
      return world.woken.length - before;
    },
    /** The holder scans this screen. */
    scans: (on: { browser?: string; service?: string } = {}) =>
      world.transact((tx) => world.bells.scanned(tx, { professional, browser, service, ...on })),
    /** The sign-in on this screen concludes. */
    concludes: async () => {
      await phone.signsIn(browser);
      await world.transact((tx) => world.bells.used(tx, { professional, browser, service }));
    },
  };
}
