import {
  type DeviceId,
  isId,
  type LocumEndAnswer,
  type LocumFound,
  type LocumId,
  type LocumView,
  type MultiSigned,
  type PlaceId,
  type ProfessionalId,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Directory, Professional } from "#modules/directory";
import type { Limits } from "#modules/limits";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { epochSeconds } from "#platform/time";
import { takeTurn } from "#platform/turns";
import * as store from "./locum-store.ts";
import type { Denied, OwnedPhone, PhonesForPlaces } from "./phones.ts";

/*
 * Announced locums: somebody whom a holder lets work at a place of theirs, for given days.
 *
 * It is the only way into a colleague's counter that one person alone opens, hence a residual of the design (R6): the code, the
 * call question, three at a time and six a day, and both are told with *Arrêter*. A locum's own scan is still needed each time.
 */

type Tx = Database<AnyTables>;

/** The sessions that being known somewhere opened. */
type Served = {
  readonly professional: ProfessionalId;
  readonly browser: string;
  readonly place: "known_workstation";
};

export type LocumDeps = {
  readonly db: Tx;
  readonly random: Random;
  readonly audit: Audit;
  readonly limits: Limits;
  readonly devices: PhonesForPlaces;
  readonly directory: Pick<Directory, "find" | "byId" | "displayName">;
  /** Whether nothing stops this person from being added to anything, and nothing will before this transaction ends. */
  readonly mayJoin: (tx: Tx, professional: ProfessionalId) => Promise<boolean>;
  /** Ends those sessions, in the transaction that makes them wrong. */
  readonly closeSessions: (tx: Tx, on: Served, reason: string) => Promise<void>;
  /** Tells both, in the transaction that announces. */
  readonly announced: (
    tx: Tx,
    given: { host: ProfessionalId; professional: ProfessionalId; locum: LocumId },
  ) => Promise<void>;
};

type Answer<T> = { readonly ok: true; readonly value: T } | Denied;

/** Who has this national identifier. The directory is public; what is counted keeps a phone from reading it whole. */
export async function find(deps: LocumDeps, id: string, jws: string): Promise<Answer<LocumFound>> {
  const received = await deps.devices.receiveActive(jws, purposes.locumFind);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { place, nationalId } = payload;
  if (!isId("plc", place) || place !== id || typeof nationalId !== "string")
    return deny("invalid_message");
  if (!(await mayHost(deps, device, place))) return deny("locum_not_possible");
  const { locumLookups: most } = bounds;
  const window = lifetimes.locumLookupWindow;
  if (!(await deps.limits.spend(deps.db, "locum_lookup", device.id, most, window)))
    return deny("too_many");
  const person = await someoneElse(deps, device, nationalId);
  return person ? done(foundOf(deps, person)) : deny("locum_unknown");
}

async function mayHost({ db }: LocumDeps, device: OwnedPhone, place: PlaceId): Promise<boolean> {
  const given = { place, host: device.professional };
  return device.level === "full" && store.mayHost(db, given, lifetimes.placeSleep);
}

async function someoneElse(
  { directory }: LocumDeps,
  device: OwnedPhone,
  nationalId: string,
): Promise<Professional | undefined> {
  const person = await directory.find(nationalId.slice(0, 64));
  return person?.state === "active" && person.id !== device.professional ? person : undefined;
}

const foundOf = (
  { directory }: { readonly directory: Pick<Directory, "displayName"> },
  person: Professional,
) => ({
  name: directory.displayName(person),
  nationalId: person.nationalId,
});

/** Announces a locum: with the code, hence with the PIN program's own word before the row. */
export async function announce(
  deps: LocumDeps,
  id: string,
  message: MultiSigned,
): Promise<Answer<{ readonly place: PlaceId; readonly professional: ProfessionalId }>> {
  const purpose = purposes.locumAnnounce;
  const received = await deps.devices.receiveDecision(message, purpose);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  const asked = readAnnouncement(payload, id);
  if (!asked || code === "absent") return deny("invalid_message");
  if (device.state !== "active") return deny("device_not_active");
  if (!(await mayHost(deps, device, asked.place))) return deny("locum_not_possible");
  const person = await someoneElse(deps, device, asked.nationalId);
  if (!person) return deny("locum_unknown");
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;
  const { place } = asked;
  const outcome = await transact(deps.db, (tx) =>
    announceIn(deps, tx, { ...asked, device, professional: person.id }),
  );
  return outcome.ok ? done({ place, professional: device.professional }) : outcome;
}

type Asked = {
  readonly place: PlaceId;
  readonly nationalId: string;
  /** Seconds since the epoch. */
  readonly from: number;
  readonly until: number;
};

/** What was signed; `undefined` too when a caller asked for it: then nobody is announced, whoever sent it. */
function readAnnouncement(payload: Record<string, unknown>, id: string): Asked | undefined {
  const { place, nationalId, from, until, onCall } = payload;
  if (!isId("plc", place) || place !== id || typeof nationalId !== "string" || onCall !== false)
    return undefined;
  const isTime = (at: unknown): at is number =>
    Number.isSafeInteger(at) && Math.abs(at as number) < 2 ** 40;
  return isTime(from) && isTime(until) && from < until
    ? { place, nationalId, from, until }
    : undefined;
}

async function announceIn(
  deps: LocumDeps,
  tx: Tx,
  { device, professional, ...asked }: Asked & { device: OwnedPhone; professional: ProfessionalId },
): Promise<Outcome<true, Refusal>> {
  const host = device.professional;
  if (!(await deps.devices.holdActive(tx, device.id))) return deny("device_not_active");
  if (!(await deps.mayJoin(tx, host))) return deny("holder_stopped");
  await takeTurn(tx, `locums ${host}`);
  const locum = newId("loc", deps.random);
  const { place } = asked;
  const { locumsADay } = bounds;
  if (!(await deps.limits.spend(tx, "locums_day", host, locumsADay, lifetimes.locumWindow)))
    return deny("locum_enough");
  // Whoever announces is a stranger to the other, and must not learn that something is stopped of theirs (law 7).
  const isHeld = !(await deps.mayJoin(tx, professional));
  const times = { from: asked.from * 1000, until: asked.until * 1000 };
  const given = { id: locum, place, host, professional, device: device.id, ...times, isHeld };
  const most = { most: bounds.locums, sleep: lifetimes.placeSleep };
  const days = { stay: lifetimes.locumStay, ahead: lifetimes.locumAhead };
  if (!(await store.insertLocum(tx, given, { ...most, ...days }))) {
    await deps.limits.refund(tx, "locums_day", host);
    return deny((await store.areDays(tx, times, days)) ? "locum_too_many" : "locum_days");
  }
  await deps.audit.append(tx, { fact: "locum_announced", professional: host, locum, place });
  await deps.audit.append(tx, { fact: "announced_as_locum", professional, locum, place });
  await deps.announced(tx, { host, professional, locum });
  return done(true);
}

/** Ends one, by whoever announced them, on any of their phones that may still stop (law 5): no code. */
export async function end(
  deps: LocumDeps,
  id: string,
  jws: string,
): Promise<Answer<LocumEndAnswer>> {
  const received = await deps.devices.receiveOwned(jws, purposes.locumEnd);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { locum } = payload;
  if (device.level !== "full") return deny("locum_not_found");
  if (!isId("loc", locum) || locum !== id) return deny("invalid_message");
  const { professional } = device;
  const isEnded = await transact(deps.db, (tx) =>
    endBy(deps, tx, { locum, professional, by: "holder" }),
  );
  return isEnded ? done({ ended: true }) : deny("locum_not_found");
}

type EndDeps = Pick<LocumDeps, "audit" | "closeSessions">;

/** Ends one and what is open for them there: by either of the two, or by whoever was told of it and stopped it. Once. */
export async function endBy(
  deps: EndDeps,
  tx: Tx,
  given: { locum: LocumId; professional: ProfessionalId; by: "holder" | "alert" },
): Promise<boolean> {
  const ended = await store.recordLocumEnded(tx, given);
  await tell(deps, tx, ended, given.by);
  return ended.length === 1;
}

/** Ends those of a place that ends. */
export async function endOfPlace(deps: EndDeps, tx: Tx, place: PlaceId): Promise<void> {
  await tell(deps, tx, await store.recordLocumsOfPlaceEnded(tx, place), "place");
}

/** Ends those that a phone announced, at whichever place. */
export async function endMadeBy(
  deps: EndDeps,
  tx: Tx,
  phone: { readonly professional: ProfessionalId; readonly device: DeviceId },
): Promise<void> {
  await tell(deps, tx, await store.recordLocumsMadeByEnded(tx, phone), "alert");
}

/** Ends those whose days are over, and what is open for them. */
export async function endPassed(deps: LocumDeps): Promise<void> {
  await transact(deps.db, async (tx) => tell(deps, tx, await store.recordLocumsPassed(tx), "date"));
}

/** After a restore, when every session has ended already. */
export async function endRestored({ audit }: Pick<LocumDeps, "audit">, tx: Tx): Promise<void> {
  const closeSessions = async () => undefined;
  await tell({ audit, closeSessions }, tx, await store.recordLocumsRestored(tx), "restored");
}

async function tell(
  { audit, closeSessions }: EndDeps,
  tx: Tx,
  ended: readonly store.Ended[],
  by: "holder" | "alert" | "place" | "date" | "restored",
): Promise<void> {
  for (const { id: locum, host, professional, browser } of ended) {
    for (const one of [host, professional])
      await audit.append(tx, { fact: "locum_ended", professional: one, locum, by });
    await closeSessions(tx, { professional, browser, place: "known_workstation" }, "locum_ended");
  }
}

/** Those announced at a place, as its holder sees them. */
export async function listed(
  deps: { readonly db: Tx; readonly directory: Pick<Directory, "byId" | "displayName"> },
  place: PlaceId,
): Promise<readonly LocumView[]> {
  const views: LocumView[] = [];
  for (const { id, professional, from, until } of await store.locumsAt(deps.db, place)) {
    const person = await deps.directory.byId(professional);
    const who = person ? foundOf(deps, person) : { name: "", nationalId: "" };
    views.push({ id, ...who, from: epochSeconds(from), until: epochSeconds(until) });
  }
  return views;
}
