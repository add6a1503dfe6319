import {
  type DeviceId,
  type InstallationId,
  isId,
  type LinkAnswer,
  type LinkConfirmAnswer,
  type LinkId,
  type LinkStopAnswer,
  linkFrameText,
  type MultiSigned,
  parseLinkFrame,
  type ProfessionalId,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { ActiveDevice } from "#modules/devices";
import { isActive } from "#modules/devices";
import { distance } from "#modules/signals";
import type { Service } from "#modules/software";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { takeTurn } from "#platform/turns";
import { after, epochSeconds, type Instant, pressableFrom } from "#platform/time";
import type { InstallationsDeps } from "./installations.ts";
import { isOurs, linkFrameOf } from "./link-frames.ts";
import * as store from "./links-store.ts";
import { findLinked, insertLinked, recordEnded } from "./store.ts";
import { viewOf } from "./view.ts";

/*
 * Linking an installation of strict software: as a place is made. Its program shows an animated QR; a full phone scans it, asks its
 * holder whether a caller wants it, waits half a minute, and confirms with the code. From then on the bearer of this one key asks
 * for this holder; what it is worth, and for how long, are a place's rules.
 *
 * Who gains if a check is missing: whoever has a registered program, on their own machine, and a holder on the telephone (R8).
 */

type Tx = Database<AnyTables>;

type Denied = {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly extra?: { readonly triesLeft?: number };
};
type Answer<T> = { readonly ok: true; readonly value: T } | Denied;

/** Whether its installations may be linked: registered, at work, asks without a browser, and proves a key each. */
export const isStrict = ({ state, grants, profile }: Service) =>
  state === "active" && grants.includes("ciba") && profile === "strict";

// What the program asks, having proven who its editor is and which key this installation has.

export async function begin(
  { db, random, networkOf }: InstallationsDeps,
  given: {
    readonly client: string;
    readonly key: string;
    readonly machine: string | undefined;
    readonly address: string;
  },
): Promise<LinkId> {
  const id = newId("lnk", random);
  const { address, ...rest } = given;
  const frameSecret = random.bytes(32);
  const network = networkOf(address);
  await store.insertLink(db, { ...rest, id, network, frameSecret, shown: lifetimes.linkShown });
  return id;
}

export type LinkStanding =
  | { readonly state: "shown"; readonly frame: string }
  | { readonly state: "claimed" | "expired" | "cancelled" }
  | {
      readonly state: "linked";
      readonly installation: InstallationId;
      readonly professional: ProfessionalId;
    };

/** How far it is, for the bearer of its key alone; `undefined` for anybody else. */
export async function standing(
  { db, clock }: InstallationsDeps,
  given: { readonly link: string; readonly client: string; readonly key: string },
): Promise<LinkStanding | undefined> {
  const now = clock.now();
  const id = isId("lnk", given.link) ? given.link : undefined;
  const found = id && (await store.findLink(db, id, lifetimes.placeOffer));
  if (!found || found.client !== given.client || found.key !== given.key) return undefined;
  if (found.state === "cancelled") return { state: "cancelled" };
  const { professional, installation } = found;
  if (professional && installation) return { state: "linked", installation, professional };
  if (found.isOver) return { state: "expired" };
  if (found.state === "claimed") return { state: "claimed" };
  const number = Math.max(0, Math.floor((now - found.shownAt) / 1000));
  const frame = linkFrameOf(found.frameSecret, { link: found.id, number, key: found.key });
  return { state: "shown", frame: linkFrameText(frame) };
}

// What the holder's phone asks.

/** A phone saw a frame: it alone may confirm. A second one that sees it ends it for both. */
export async function scan(
  deps: InstallationsDeps,
  jws: string,
  address: string,
): Promise<Answer<LinkAnswer>> {
  const received = await deps.devices.receiveOwned(jws, purposes.installationLink);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const frame = parseLinkFrame(String(payload["frame"]));
  if (!frame) return deny("frame_refused");
  if (!isActive(device)) return deny("device_not_active");
  if (device.level !== "full") return deny("software_not_possible");
  const known = await store.findLink(deps.db, frame.link, lifetimes.placeOffer);
  // One answer for an unknown link and a forged frame: an id alone tells nothing.
  if (!known || !isOurs(frame, known.frameSecret, known.key)) return deny("frame_refused");
  const service = await deps.software.find(known.client);
  if (!service || !isStrict(service)) return deny("unknown_software");
  const claimed = await claim(deps, frame, device);
  if (!claimed.ok) return claimed;
  const { id: client, name, softwareName } = service;
  return done({
    link: frame.link,
    client,
    name,
    ...(softwareName === undefined ? {} : { publisher: softwareName }),
    ...(known.machine === undefined ? {} : { machine: known.machine }),
    network: distance(known.network, deps.networkOf(address)),
    ...timesOf(claimed.value),
  });
}

const timesOf = (claimedAt: Instant) => ({
  notBefore: pressableFrom(claimedAt, lifetimes.placeWait),
  until: epochSeconds(after(claimedAt, lifetimes.placeOffer)),
});

async function claim(
  { db, devices }: InstallationsDeps,
  { link: id, number: frame }: { readonly link: LinkId; readonly number: number },
  { id: device, professional }: ActiveDevice,
): Promise<Outcome<Instant, Refusal>> {
  const window = { frameAge: lifetimes.frameAge, skew: lifetimes.clockSkewMax };
  return transact(db, async (tx): Promise<Outcome<Instant, Refusal>> => {
    if (!(await devices.holdActive(tx, device))) return deny("device_not_active");
    const given = { id, device, frame, ...window };
    const claimedAt = await store.recordLinkClaimed(tx, { ...given, professional });
    if (claimedAt) return done(claimedAt);
    if (await store.recordSecondClaim(tx, given)) return deny("already_claimed");
    const found = await store.findLink(tx, id, lifetimes.placeOffer);
    return deny(found?.state === "shown" && !found.isOver ? "frame_refused" : "link_over");
  });
}

/** Somebody on the telephone asked for it. For good; told again it is as stopped as it can be. */
export async function stop(deps: InstallationsDeps, jws: string): Promise<Answer<LinkStopAnswer>> {
  const received = await deps.devices.receiveOwned(jws, purposes.installationStop);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { link: id } = payload;
  if (!isId("lnk", id)) return deny("invalid_message");
  await transact(deps.db, async (tx) => {
    const stopped = await store.recordLinkStopped(tx, { id, device: device.id });
    if (!stopped) return;
    const { professional, client: service } = stopped;
    await deps.audit.append(tx, { fact: "installation_link_stopped", professional, service });
  });
  return done({ stopped: true });
}

/** With the code, hence with the PIN program's own word before the row. */
export async function confirm(
  deps: InstallationsDeps,
  message: MultiSigned,
): Promise<Answer<LinkConfirmAnswer>> {
  const purpose = purposes.installationConfirm;
  const received = await deps.devices.receiveDecision(message, purpose);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  const { link, onCall } = payload;
  if (!isId("lnk", link) || onCall !== false || code === "absent") return deny("invalid_message");
  if (!isActive(device)) return deny("device_not_active");
  if (device.level !== "full") return deny("software_not_possible");
  const known = await store.findLink(deps.db, link, lifetimes.placeOffer);
  const service = known && (await deps.software.find(known.client));
  if (!service || !isStrict(service)) return deny("link_over");
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;
  const outcome = await transact(deps.db, (tx) => confirmIn(deps, tx, { link, device, service }));
  if (!outcome.ok) return outcome;
  const { professional } = device;
  const found = await findLinked(deps.db, outcome.value);
  if (!found || found.professional !== professional) return deny("link_over");
  return done({ installation: await viewOf(deps, deps.db, found, [service]) });
}

async function confirmIn(
  deps: InstallationsDeps,
  tx: Tx,
  { link, device, service }: { link: LinkId; device: ActiveDevice; service: Service },
): Promise<Outcome<InstallationId, Refusal>> {
  const { professional, id: by } = device;
  if (!(await deps.devices.holdActive(tx, by))) return deny("device_not_active");
  if (!(await deps.stops.keepOpen(tx, professional, "join"))) return deny("holder_stopped");
  const wait = lifetimes.placeWait;
  const drawn = newId("ins", deps.random);
  const taken = await store.recordLinked(tx, {
    ...{ id: link, device: by, installation: drawn },
    ...{ wait, within: lifetimes.placeOffer },
  });
  if (!taken) {
    const isEarly = await store.isLinkWaiting(tx, { id: link, device: by, wait });
    return deny(isEarly ? "link_too_soon" : "link_over");
  }
  // Two links of one key for one holder, confirmed at once from two phones, in turn: the second finds the first.
  await takeTurn(tx, `aval.link.${professional}.${taken.key}`);
  const same = await again(deps, tx, taken, professional);
  if (same) {
    await store.recordSame(tx, { id: link, installation: same });
    return done(same);
  }
  await insert(deps, tx, { id: drawn, by, professional, taken, service });
  return done(drawn);
}

/** The same key was linked by this holder before: it goes on as what it was, awake; unless that has ended as a place. */
async function again(
  { places }: InstallationsDeps,
  tx: Tx,
  { client, key }: store.Link,
  professional: ProfessionalId,
): Promise<InstallationId | undefined> {
  const before = await findLinked(tx, { professional, client, key });
  if (!before) return undefined;
  const of = { professional, browser: before.id };
  if (await places.linkedAt(tx, of)) {
    await places.wake(tx, of);
    return before.id;
  }
  await recordEnded(tx, { id: before.id, professional, by: "place" });
  return undefined;
}

async function insert(
  { audit, notices, places }: InstallationsDeps,
  tx: Tx,
  given: {
    readonly id: InstallationId;
    readonly by: DeviceId;
    readonly professional: ProfessionalId;
    readonly taken: store.Link;
    readonly service: Service;
  },
): Promise<void> {
  const { id, by: device, professional, taken, service } = given;
  const { client, key, machine, network, id: link } = taken;
  await insertLinked(tx, { id, professional, client, device, key, machine, network });
  const declared = machine === undefined ? service.name : `${service.name}, ${machine}`;
  await places.link(tx, { professional, browser: id, declared, network, link, device });
  await audit.append(tx, {
    fact: "installation_added",
    ...{ professional, installation: id, service: client, device },
  });
  await notices.tell(tx, { professional, event: "software_added", about: id });
}
